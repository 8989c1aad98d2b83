"""Tasks from .xlsx and .csv: template, upload, what it would add, apply."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from thidua.core import sheets
from thidua.core.http import Request, download, go_to, page, refusals_in, requires
from thidua.org import errors as org_errors
from thidua.org.importing import table
from thidua.org.importing.table import PlannedRow, Problem, Verdict
from thidua.tasks import actions, errors, forms, importing, queries
from thidua.tasks.importing import PlannedTask
from thidua.tasks.models import TaskImport
from thidua.tasks.queries import offers

LIMITS = sheets.REPORT
STATES = {
    Verdict.CREATE: ("reached", "Thêm mới"),
    Verdict.SAME: ("empty", "Đã có, bỏ qua"),
    Verdict.REFUSED: ("late", "Từ chối"),
}
ADVICE = "Mỗi hàng một nhiệm vụ. Ô để trống hiện là chưa rõ, phần mềm không tự điền."


@dataclass(frozen=True, slots=True)
class Row:
    """A planned row as the page shows it."""

    number: int
    label: str
    tone: str
    state: str
    facts: PlannedTask | None
    problems: tuple[Problem, ...]


@requires("tasks.upload_tasks", methods=("GET",))
def task_template(request: Request) -> HttpResponse:
    titles = [sheets.Column("Khóa", 8, is_hidden=True)]
    titles += [sheets.Column(column.title, column.width) for column in importing.COLUMNS]
    example = [table.EXAMPLE_KEY, *(column.example for column in importing.COLUMNS)]
    intro = ("Danh sách nhiệm vụ. Hàng ví dụ dưới đây có thể xóa hoặc để nguyên.", ADVICE)
    data = sheets.write_xlsx([sheets.Table("Nhiệm vụ", titles, [example], intro)])
    return download(data, "mau-nhiem-vu.xlsx")


@requires("tasks.upload_tasks")
def task_import(request: Request) -> HttpResponse:
    is_posted = request.method == "POST"
    form = forms.ImportForm(
        request.POST if is_posted else None,
        request.FILES if is_posted else None,
        offers=offers.offers_for(request.actor, on=timezone.localdate()),
    )
    if form.is_valid():
        with refusals_in(form):
            file = form.cleaned_data["file"]
            draft = actions.upload_tasks(
                request.actor,
                movement=form.cleaned_data["movement"],
                file_name=file.name,
                rows=_rows(file.read(), file.name),
                by=request.actor,
                at=timezone.now(),
            )
            return go_to(request, reverse("tasks:import_check", args=[draft.pk]))
    return page(request, "tasks/task_import.html", form=form, columns=importing.COLUMNS)


def _rows(data: bytes, name: str) -> tuple[importing.Row, ...]:
    try:
        rows = importing.read_rows(sheets.read_table(data, name, limits=LIMITS).rows, importing.COLUMNS)
    except (sheets.SheetRefused, org_errors.TableRefused) as error:
        raise errors.TableRefused(str(error)) from None
    if not rows:
        raise errors.TableRefused("Tệp chỉ có hàng tiêu đề, chưa có dòng dữ liệu nào.")
    return rows


@requires("tasks.import_tasks", queries.visible_imports)
def import_check(request: Request, draft: TaskImport) -> HttpResponse:
    """What the table would add, and what not and why; a POST applies the good rows as they were shown."""
    form = forms.ApplyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_in(form):
            count = actions.import_tasks(draft, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, f"Đã thêm {count} nhiệm vụ từ tệp {draft.file_name}.")
            return go_to(request, reverse("tasks:task_list"))
    plan = queries.import_plan(draft, on=timezone.localdate())
    return page(
        request,
        "tasks/import_check.html",
        draft=draft,
        form=form,
        plan=plan,
        rows=[_shown(row) for row in plan.rows],
        counts=[(words, tone, plan.count(verdict)) for verdict, (tone, words) in STATES.items()],
        refused=plan.count(Verdict.REFUSED),
    )


def _shown(row: PlannedRow[PlannedTask]) -> Row:
    tone, words = STATES[row.verdict]
    return Row(row.number, row.label, tone, words, row.facts, row.problems)
