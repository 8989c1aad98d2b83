"""Lists from .xlsx and .csv: template, upload, what it would change, apply."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from thidua.core import permissions, sheets
from thidua.core.http import Request, download, go_to, page, refusals_in, requires
from thidua.org import actions, errors, forms, importing, queries, roles
from thidua.org.enums import ImportKind, UnitKind
from thidua.org.importing import table
from thidua.org.models import ImportDraft

# Among them is the largest table that is shown on one page before it is applied.
LIMITS = sheets.REPORT


@dataclass(frozen=True, slots=True)
class Row:
    """A planned row as the page shows it."""

    number: int
    label: str
    tone: str
    state: str
    changes: tuple[importing.Change, ...]
    problems: tuple[importing.Problem, ...]


STATES = {
    importing.Verdict.CREATE: ("reached", "Tạo mới"),
    importing.Verdict.CHANGE: ("waiting", "Thay đổi"),
    importing.Verdict.SAME: ("empty", "Không đổi"),
    importing.Verdict.REFUSED: ("late", "Từ chối"),
}


@requires("org.upload_import", methods=("GET",))
def unit_template(request: Request) -> HttpResponse:
    kinds = "; ".join(label for code, label in UnitKind.choices if code != UnitKind.COMMUNE)
    return _template(importing.UNIT_COLUMNS, "Đơn vị", "mau-don-vi.xlsx", f"Loại là một trong: {kinds}.")


@requires("org.upload_import", methods=("GET",))
def person_template(request: Request) -> HttpResponse:
    names = "; ".join(role.name for role in roles.ROLES)
    wide = "; ".join(role.name for role in roles.ROLES if role.is_commune_wide)
    advice = f"Vai trò là một trong: {names}. Được để trống mã đơn vị với: {wide}."
    return _template(importing.PEOPLE_COLUMNS, "Người dùng", "mau-nguoi-dung.xlsx", advice)


@requires("org.upload_import")
def unit_import(request: Request) -> HttpResponse:
    return _upload(request, ImportKind.UNITS, importing.UNIT_COLUMNS, "org/unit_import.html")


@requires("org.upload_import")
def person_import(request: Request) -> HttpResponse:
    return _upload(request, ImportKind.PEOPLE, importing.PEOPLE_COLUMNS, "org/person_import.html")


@requires("org.upload_import", queries.visible_imports)
def import_check(request: Request, draft: ImportDraft) -> HttpResponse:
    """What the table would create, change, refuse; a POST applies the good rows as they were shown."""
    is_units = draft.kind == ImportKind.UNITS
    name = "org.import_units" if is_units else "org.import_people"
    permissions.check(request.actor, name, draft)
    form = forms.ApplyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        apply = actions.import_units if is_units else actions.import_people
        with refusals_in(form):
            done = apply(draft, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, f"Đã áp dụng {len(done.order)} dòng của tệp {draft.file_name}.")
            return go_to(request, reverse("org:unit_list") if is_units else _after_people(draft))
    today = timezone.localdate()
    plan = queries.unit_plan(draft, on=today) if is_units else queries.people_plan(draft, on=today)
    counts = [(words, tone, plan.count(verdict)) for verdict, (tone, words) in STATES.items()]
    return page(
        request,
        "org/import_check.html",
        draft=draft,
        form=form,
        plan=plan,
        rows=[_shown(row) for row in plan.rows],
        counts=counts,
        refused=plan.count(importing.Verdict.REFUSED),
        upload_url=reverse("org:unit_import" if is_units else "org:person_import"),
    )


def _after_people(draft: ImportDraft) -> str:
    """New accounts are of no use before their owners are invited."""
    return f"{reverse('org:activation_issue')}?draft={draft.pk}"


def _upload(
    request: Request, kind: ImportKind, columns: tuple[importing.Column, ...], template: str
) -> HttpResponse:
    form = forms.UploadForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
    )
    if form.is_valid():
        with refusals_in(form):
            file = form.cleaned_data["file"]
            draft = actions.upload_import(
                queries.root_of(request.actor),
                kind=kind,
                file_name=file.name,
                rows=_rows(file.read(), file.name, columns),
                by=request.actor,
                at=timezone.now(),
            )
            return go_to(request, reverse("org:import_check", args=[draft.pk]))
    return page(request, template, form=form, columns=columns)


def _rows(data: bytes, name: str, columns: tuple[importing.Column, ...]) -> tuple[importing.Row, ...]:
    try:
        rows = importing.read_rows(sheets.read_table(data, name, limits=LIMITS).rows, columns)
    except sheets.SheetRefused as error:
        raise errors.TableRefused(str(error)) from None
    if not rows:
        raise errors.TableRefused("Tệp chỉ có hàng tiêu đề, chưa có dòng dữ liệu nào.")
    return rows


def _template(columns: tuple[importing.Column, ...], name: str, file_name: str, advice: str) -> HttpResponse:
    titles = [sheets.Column("Khóa", 8, is_hidden=True)]
    titles += [sheets.Column(column.title, column.width) for column in columns]
    example = [table.EXAMPLE_KEY, *(column.example for column in columns)]
    intro = (f"Danh sách {name.lower()}. Hàng ví dụ dưới đây có thể xóa hoặc để nguyên.", advice)
    data = sheets.write_xlsx([sheets.Table(name, titles, [example], intro)])
    return download(data, file_name)


def _shown(
    row: importing.PlannedRow[importing.UnitFacts] | importing.PlannedRow[importing.PersonFacts],
) -> Row:
    tone, words = STATES[row.verdict]
    return Row(row.number, row.label, tone, words, row.changes, row.problems)
