"""Reports: found, composed, looked at part by part and page by page, given new figures and charts, taken as a file."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone

from thidua.composing import actions, forms, paper, picturing, queries, sights
from thidua.composing.enums import ReportKind, ReportState
from thidua.composing.facts import Change
from thidua.composing.models import PeriodReport
from thidua.core import permissions, sight
from thidua.core.http import Request, download, go_to, page, refusals_in, requires
from thidua.documents import queries as document_queries
from thidua.documents import rendering
from thidua.documents.models import StoredFile
from thidua.documents.rendering.document import InvalidDocument
from thidua.movement import queries as movement_queries
from thidua.outgoing import filed

ROWS = 30
DEEDS = (
    "refresh_report",
    "choose_charts",
    "issue_report",
    "send_report",
    "recall_report",
    "discard_report",
    "replace_report",
)


@requires("composing.view_report", methods=("GET",))
def report_list(request: Request) -> HttpResponse:
    """Reports by kind, state and words."""
    words = request.GET.get("tim", "").strip()[:100]
    kind, state = request.GET.get("loai", ""), request.GET.get("tinh-trang", "")
    kind = kind if kind in ReportKind.values else ""
    state = state if state in ReportState.values else ""
    found = queries.reports_found(request.actor, words=words, kind=kind, state=state)
    may_draft = request.actor.may("composing.draft_report")
    return page(
        request,
        "composing/report_list.html",
        shown=Paginator(found, ROWS).get_page(request.GET.get("trang")),
        words=words,
        kind=kind,
        state=state,
        kinds=ReportKind.choices,
        states=ReportState.choices,
        is_filtered=bool(words or kind or state),
        may_draft=may_draft,
        earlier=queries.visible_yearly_reports(request.actor) if kind == ReportKind.YEAR else (),
    )


@requires("composing.draft_report")
def report_draft(request: Request) -> HttpResponse:
    """Which time of which movement."""
    today = timezone.localdate()
    movements = {
        one.pk: one for one in movement_queries.visible_movements(request.actor).exclude(launched_at=None)
    }
    choices = [
        (one.short_title, [(f"{pk} {time.key}", time.label) for time in queries.times_of(one, on=today)])
        for pk, one in movements.items()
    ]
    chosen = {"key": request.GET.get("chon", "")}
    form = forms.DraftForm(
        request.POST if request.method == "POST" else None, choices=choices, initial=chosen
    )
    if form.is_valid():
        pk, key = form.cleaned_data["key"].split(" ", 1)
        with refusals_in(form):
            made = actions.draft_report(movements[int(pk)], key=key, by=request.actor, at=timezone.now())
            messages.success(request, "Đã lập bản soạn từ số liệu đã duyệt. Xin xem và sửa lời từng phần.")
            return go_to(request, address_of(made))
    return page(
        request, "composing/report_draft.html", form=form, has_times=any(times for _, times in choices)
    )


@requires("composing.view_report", queries.visible_reports, methods=("GET",))
def report_show(request: Request, report: PeriodReport) -> HttpResponse:
    """Its parts with their words, figures, sources and charts; what can be done. A draft says what moved; what was issued is
    read from its record alone, and held against today on a page of its own.
    """
    sheet = queries.sheet_of(queries.whole(report))
    changes = _changes(report) if report.is_draft else []
    head, rows = paper.result_table(sheet.facts)
    reasons = {
        name: str(permissions.refusal(request.actor, f"composing.{name}", report) or "") for name in DEEDS
    }
    return page(
        request,
        "composing/report_show.html",
        report=report,
        facts=sheet.facts,
        parts=queries.parts_shown(report, sheet.facts),
        pictures=picturing.chosen(sheet.facts, sheet.charts),
        table_head=head[1:],
        table_rows=[(row[0], row[1], list(zip(head[2:], row[2:], strict=True))) for row in rows],
        changes=changes,
        mismatches=queries.mismatches_in(report) if report.is_frozen else [],
        sendings=report.sendings.all(),
        replacements=report.replacements.defer("facts", "record"),
        reasons=reasons,
        may_write=report.is_draft and request.actor.may("composing.write_part"),
        sight=sights.REPORT.of(report, at=timezone.now()),
    )


@requires("composing.view_report", queries.visible_reports, methods=("GET",))
def report_compare(request: Request, report: PeriodReport) -> HttpResponse:
    """What a report tells of its figures, beside what it would tell today."""
    return page(
        request,
        "composing/report_compare.html",
        report=report,
        changes=_changes(report),
        may_replace=not permissions.refusal(request.actor, "composing.replace_report", report),
    )


def _changes(report: PeriodReport) -> list[Change]:
    now = queries.facts_now(report, at=timezone.now())
    return queries.changes_since(report, now) if now is not None else []


@requires("composing.refresh_report", queries.visible_reports, judges=True, methods=("POST",))
def report_refresh(request: Request, report: PeriodReport) -> HttpResponse:
    seen = sight.seen_in(request.POST)
    actions.refresh_report(report, seen=seen, by=request.actor, at=timezone.now())
    messages.success(
        request, "Đã lấy số liệu mới. Phần còn theo gợi ý đã đổi theo; phần đã viết giữ nguyên lời."
    )
    return go_to(request, address_of(report))


@requires("composing.choose_charts", queries.visible_reports, judges=True)
def report_charts(request: Request, report: PeriodReport) -> HttpResponse:
    """Every chart that can be drawn, ticked or not, in which order."""
    possible = picturing.possible(report.told)
    form = forms.ChartsForm(
        request.POST if request.method == "POST" else None,
        keys=[(one.key, one.title) for one in possible],
        held=report.charts,
    )
    if form.is_valid():
        with refusals_in(form):
            seen = sight.seen_in(request.POST)
            actions.choose_charts(report, charts=form.charts, seen=seen, by=request.actor, at=timezone.now())
            return go_to(request, address_of(report))
    return page(
        request,
        "composing/report_charts.html",
        report=report,
        form=form,
        rows=[(*pair, one) for pair, one in zip(form.pairs, possible, strict=True)],
        sight=sights.REPORT.of(report, at=timezone.now()),
    )


@requires("composing.view_report", queries.visible_reports, methods=("GET",))
def report_preview(request: Request, report: PeriodReport) -> HttpResponse:
    """The pages as they will be printed."""
    count = rendering.page_count(paper.document_of(queries.sheet_of(report)))
    return page(request, "composing/report_preview.html", report=report, pages=range(1, count + 1))


@requires("composing.view_report", queries.visible_reports, methods=("GET",))
def report_page(request: Request, report: PeriodReport, number: int) -> HttpResponse:
    """One page as a picture."""
    try:
        picture = rendering.render_page_png(paper.document_of(queries.sheet_of(report)), ppi=96, page=number)
    except InvalidDocument:
        raise Http404 from None
    return HttpResponse(picture, content_type="image/png")


@requires("composing.view_report", queries.visible_reports, methods=("GET",))
def report_docx(request: Request, report: PeriodReport) -> HttpResponse:
    """To edit in Word and to sign; of an issued report the file that was kept."""
    return _file(report, "docx", report.docx)


@requires("composing.view_report", queries.visible_reports, methods=("GET",))
def report_pdf(request: Request, report: PeriodReport) -> HttpResponse:
    return _file(report, "pdf", report.pdf)


def _file(report: PeriodReport, form: str, kept: StoredFile | None) -> HttpResponse:
    name = f"{report.file_name}.{form}"
    content = document_queries.read_bytes(kept) if kept else paper.render(queries.sheet_of(report), form)
    return download(content, name, filed.KINDS[f".{form}"].content_type)


def address_of(report: PeriodReport) -> str:
    return reverse("composing:report_show", args=[report.pk])
