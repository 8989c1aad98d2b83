"""The workbook of a report: downloaded with what is known, uploaded filled in, looked at, taken over."""

from django.forms import BaseForm
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from thidua.core import permissions, sheets, text
from thidua.core.http import Request, download, go_to, page, refusals_in, requires
from thidua.reporting import actions, agreeing, errors, workbooks
from thidua.reporting.actions.workbooks import rows_of
from thidua.reporting.forms.entry import ReviewForm, WorkbookForm
from thidua.reporting.models import Report, WorkbookDraft
from thidua.reporting.queries import entry
from thidua.reporting.queries import workbooks as queries
from thidua.reporting.queries.visible import visible_reports


@requires("reporting.import_figures", visible_reports, methods=("GET",))
def workbook_download(request: Request, report: Report) -> HttpResponse:
    """The pre-filled workbook of this report."""
    rows = entry.entry_rows(report, on=timezone.localdate())
    data = workbooks.write(queries.workbook_lines(rows), queries.about(report, on=timezone.localdate()))
    name = text.fold(f"bao-cao-{report.period.label}-{report.unit.short_name or report.unit.name}")
    return download(data, f"{name.replace('/', '-').replace(' ', '-')}.xlsx")


@requires("reporting.upload_workbook", visible_reports)
def workbook_upload(request: Request, report: Report) -> HttpResponse:
    """Take a filled-in workbook and lead on to the page that shows what it would change."""
    form = WorkbookForm(request.POST, request.FILES) if request.method == "POST" else WorkbookForm()
    if form.is_valid():
        with refusals_in(form):
            draft = _uploaded(request, report, form)
            return go_to(request, reverse("reporting:workbook_review", args=[draft.pk]))
    return page(request, "reporting/workbook_upload.html", report=report, form=form)


def _uploaded(request: Request, report: Report, form: BaseForm) -> WorkbookDraft:
    sent = form.cleaned_data["file"]
    if sent.size > sheets.REPORT.file_bytes:
        raise sheets.SheetRefused(f"Tệp lớn hơn {sheets.REPORT.file_bytes // 1_000_000} MB.")
    sheet = sheets.read_table(sent.read(), sent.name)
    seen = _version_for(report, sheet)
    rows = workbooks.rows_of(sheet, queries.lines_of(report))
    if not rows:
        raise errors.WorkbookRefused
    return actions.upload_workbook(
        report, file_name=sent.name, seen_version=seen, rows=rows, by=request.actor, at=timezone.now()
    )


def _version_for(report: Report, sheet: sheets.Sheet) -> int:
    """The report's version when the workbook was written; refuses the workbook of anything else, each by its own sentence."""
    about = sheet.metadata
    if about.get("purpose") != workbooks.PURPOSE or not about.get("version", "").isdecimal():
        raise errors.WorkbookRefused
    if about.get("report") == str(report.pk):
        return int(about["version"])
    if about.get("unit") != report.unit.name:
        raise errors.WorkbookRefused(
            f"Đây là mẫu của đơn vị “{about.get('unit', '')}”, không phải của {report.unit.name}."
        )
    raise errors.WorkbookRefused(
        f"Đây là mẫu của kỳ “{about.get('period', '')}”, không phải của kỳ {report.period.label}."
    )


@requires("reporting.view_report", queries.visible_workbooks)
def workbook_review(request: Request, draft: WorkbookDraft) -> HttpResponse:
    """What the workbook would change, what cannot be read and why; cells are put right here, then taken over."""
    here = reverse("reporting:workbook_review", args=[draft.pk])
    if request.method == "POST":
        permissions.check(request.actor, "reporting.correct_workbook", draft)
    form = ReviewForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_in(form):
            corrections = _corrections(request, draft)
            if corrections:
                actions.correct_workbook(draft, cells=corrections, by=request.actor, at=timezone.now())
            if "apply" in request.POST:
                actions.apply_workbook(draft, seen=_seen(request), by=request.actor, at=timezone.now())
            return go_to(request, here)
    return _review_page(request, draft, form)


def _review_page(request: Request, draft: WorkbookDraft, form: BaseForm) -> HttpResponse:
    lines = queries.lines_of(draft.report)
    outcomes = workbooks.compare(rows_of(draft), lines)
    changed = [one for one in outcomes if one.is_changed]
    versions = {line.figure: line.version for line in lines}
    is_overtaken = any(versions.get(pk, seen) != seen for pk, seen in _seen(request).items())
    return page(
        request,
        "reporting/workbook_review.html",
        status=(409 if is_overtaken else 422) if form.errors else 200,
        draft=draft,
        report=draft.report,
        form=form,
        changed=changed,
        refused=[one for one in outcomes if one.mistakes],
        same_count=len(outcomes) - len(changed) - sum(bool(one.mistakes) for one in outcomes),
        absent=[
            line for line in lines if line.is_open and line.key not in {one.line.key for one in outcomes}
        ],
        apart=agreeing.disagreements(outcomes, lines),
        is_stale=draft.report.version != draft.seen_version and draft.applied_at is None,
        reason=str(permissions.refusal(request.actor, "reporting.apply_workbook", draft) or ""),
    )


def _corrections(request: Request, draft: WorkbookDraft) -> dict[str, dict[str, str]]:
    """Fields named `o-<row>-<name>`, of rows in this draft and cells that there are."""
    known = {row.key: row for row in rows_of(draft)}
    found: dict[str, dict[str, str]] = {}
    for field, said in request.POST.items():
        parts = field.split("-")
        if len(parts) == 3 and parts[0] == "o" and parts[1] in known and parts[2] in workbooks.NAMES:
            row = known[parts[1]]
            if row.cells.get(parts[2], "") != said:
                found.setdefault(row.key, {})[parts[2]] = str(said)
    return found


def _seen(request: Request) -> dict[int, int]:
    """Figure id → version on the page, from the fields `v-<figure>`."""
    pairs = ((key.removeprefix("v-"), str(value)) for key, value in request.POST.items() if key[:2] == "v-")
    return {int(pk): int(version) for pk, version in pairs if pk.isdecimal() and version.isdecimal()}
