"""A unit's reports: the list, one report, typing all of it on a desk, handing in, recalling, the head's word."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from thidua.core import permissions, sight
from thidua.core.addresses import address
from thidua.core.http import Request, go_to, page, refusals_in, requires
from thidua.reporting import actions
from thidua.reporting.enums import ReportState
from thidua.reporting.forms.entry import HandBackForm, ReportForm, RowForm
from thidua.reporting.models import Figure, Report
from thidua.reporting.queries import bindings, sights
from thidua.reporting.queries import entry as queries
from thidua.reporting.queries.visible import visible_reports
from thidua.reporting.views import counts, doors

PAGE_SIZE = 30
SUBMIT = "gui"
EVIDENCE = "minh-chung-"


@requires("reporting.view_period", methods=("GET",))
def report_list(request: Request) -> HttpResponse:
    """Reports of my unit, or of all units for commune-wide roles."""
    words, state = request.GET.get("tim", ""), request.GET.get("trang_thai", "")
    found = queries.listed_reports(request.actor, words=words, state=state)
    return page(
        request,
        "reporting/report_list.html",
        reports=Paginator(found, PAGE_SIZE).get_page(request.GET.get("trang")),
        words=words,
        state=state,
        states=ReportState.choices,
        today=timezone.localdate(),
    )


@requires("reporting.view_report", visible_reports, methods=("GET",))
def report_detail(request: Request, report: Report) -> HttpResponse:
    """How it stands, every figure, what may be done now, what happened."""
    today = timezone.localdate()
    rows = queries.entry_rows(report, on=today, with_ways=True)
    return page(
        request,
        "reporting/report_detail.html",
        report=report,
        rows=rows,
        sentence=queries.standing_sentence(report, rows, on=today),
        sight=sights.report_sight(report, (row.figure for row in rows), at=timezone.now()),
        doors=doors.doors_of(request, report, rows),
        events=queries.events_of(report, rows),
        is_on_behalf=_is_on_behalf(request, report),
        can_type=doors.may_type(request, report),
    )


@requires("reporting.view_report", visible_reports)
def report_edit(request: Request, report: Report) -> HttpResponse:
    """The desk's page: all open figures in one form. Once the report left the desk, notices lead on to its page."""
    if request.method != "POST":
        is_open = doors.may_type(request, report)
        return _edit_page(request, report, ReportForm()) if is_open else _to_report(request, report)
    permissions.check(request.actor, "reporting.import_figures", report)
    form = ReportForm(request.POST, asked=queries.asked_of(report))
    if form.is_valid():
        with refusals_in(form):
            return _keep(request, report, form.cells)
    return _edit_page(request, report, form)


def _keep(request: Request, report: Report, cells: Mapping[int, actions.Cell]) -> HttpResponse:
    """What the pressed button asks for: hand in, or save and go on."""
    chosen, at = request.POST.get("then", ""), timezone.now()
    if chosen == SUBMIT:
        actions.submit_report(report, cells=cells, by=request.actor, at=at)
        return _to_report(request, report)
    counted = counts.chosen(chosen, report)
    cells = {pk: cell for pk, cell in cells.items() if counted is None or pk != counted.pk}
    if cells:
        actions.import_figures(report, cells=cells, by=request.actor, at=at)
    here = reverse("reporting:report_edit", args=[report.pk])
    if counted is not None:
        counts.take(request, counted, at=at)
        return go_to(request, f"{here}#so-lieu-{counted.pk}")
    return go_to(request, _evidence_page(chosen, report) or here)


def _to_report(request: Request, report: Report) -> HttpResponse:
    return go_to(request, address("reporting:report_detail", report.pk))


def _edit_page(request: Request, report: Report, form: ReportForm) -> HttpResponse:
    today = timezone.localdate()
    rows = queries.entry_rows(report, on=today, with_ways=True)
    offers = bindings.offers_of(report, [row.figure for row in rows if row.is_open], on=today)
    shown = [ShownRow(row, _row_form(form, row), offers.get(row.figure.pk)) for row in rows]
    return page(
        request,
        "reporting/report_edit.html",
        status=_status(form, shown),
        report=report,
        form=form,
        shown=shown,
        sentence=queries.standing_sentence(report, rows, on=today),
        is_on_behalf=_is_on_behalf(request, report),
        submit_refusal=str(permissions.refusal(request.actor, "reporting.submit_report", report) or ""),
        submit_label=f"Gửi báo cáo ({len(rows)} số liệu)",
        one_by_one=doors.one_by_one(request, report, rows),
    )


def _row_form(form: ReportForm, row: queries.EntryRow) -> RowForm | None:
    if not row.is_open:
        return None
    data = form.data if form.is_bound else None
    return RowForm(data, figure=row.figure, estimate_reason=row.estimate_reason)


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row of the desk's page: the figure, its form, what a register says, whether somebody else saved it meanwhile."""

    row: queries.EntryRow
    form: RowForm | None
    offer: bindings.Offer | None = None

    @property
    def is_overtaken(self) -> bool:
        if self.form is None or not self.form.is_bound:
            return False
        return self.form.seen_version not in {None, self.row.figure.version}

    @property
    def mistakes(self) -> list[tuple[str, str]]:
        """(label of the field, reason), in the order of the fields."""
        if self.form is None or not self.form.is_bound:
            return []
        fields = self.form.fields
        return [
            (str(fields[name].label) if name in fields else "", str(error))
            for name, found in self.form.errors.items()
            for error in found
        ]


def _status(form: ReportForm, shown: list[ShownRow]) -> int:
    if not form.is_bound:
        return 200
    return 409 if any(one.is_overtaken for one in shown) else 422


def _evidence_page(chosen: str, report: Report) -> str:
    """Where "Thêm minh chứng" of a row leads, for a figure of this very report."""
    pk = chosen.removeprefix(EVIDENCE)
    if not chosen.startswith(EVIDENCE) or not pk.isdecimal():
        return ""
    figure = Figure.objects.filter(report=report, pk=int(pk)).first()
    return reverse("reporting:figure_evidence", args=[figure.pk]) + "?ve=nhap" if figure else ""


@requires("reporting.submit_report", visible_reports)
def report_submit(request: Request, report: Report) -> HttpResponse:
    """The last step on the phone: look over everything, then hand in."""
    today = timezone.localdate()
    form = ReportForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_in(form):
            actions.submit_report(report, by=request.actor, at=timezone.now())
            return _to_report(request, report)
    rows = queries.entry_rows(report, on=today)
    return page(
        request,
        "reporting/report_submit.html",
        report=report,
        rows=rows,
        form=form,
        sentence=queries.standing_sentence(report, rows, on=today),
        label=f"Gửi báo cáo ({len(rows)} số liệu)",
        reason=doors.why_incomplete(rows),
        is_on_behalf=_is_on_behalf(request, report),
    )


@requires("reporting.recall_report", visible_reports, methods=("POST",), judges=True)
def report_recall(request: Request, report: Report) -> HttpResponse:
    reason = request.POST.get("reason", "")[:2_000]
    seen = sight.seen_in(request.POST)
    actions.recall_report(report, reason=reason, seen=seen, by=request.actor, at=timezone.now())
    return go_to(request, reverse("reporting:report_detail", args=[report.pk]))


@requires("reporting.approve_report", visible_reports, methods=("POST",), judges=True)
def report_approve(request: Request, report: Report) -> HttpResponse:
    """The head lets the report go to the commune."""
    seen = sight.seen_in(request.POST)
    actions.approve_report(report, seen=seen, by=request.actor, at=timezone.now())
    return go_to(request, reverse("reporting:report_detail", args=[report.pk]))


@requires("reporting.hand_back_report", visible_reports, judges=True)
def report_hand_back(request: Request, report: Report) -> HttpResponse:
    """The head wants it otherwise, and says what."""
    form = HandBackForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_in(form):
            reason, seen = form.cleaned_data["reason"], sight.seen_in(request.POST)
            actions.hand_back_report(report, reason=reason, seen=seen, by=request.actor, at=timezone.now())
            return go_to(request, reverse("reporting:report_detail", args=[report.pk]))
    shown = sights.REPORT.of(report, at=timezone.now())
    return page(request, "reporting/report_hand_back.html", report=report, form=form, sight=shown)


def _is_on_behalf(request: Request, report: Report) -> bool:
    outside = queries.enters_on_behalf(request.actor, report.unit)
    return outside and request.actor.covers("reporting.import_figures", report.unit.path)
