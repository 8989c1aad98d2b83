"""Reports on paper: printed for one unit or for all, typed back in by the code of the form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from thidua.core.http import Request, download, go_to, page, refusals_in, requires
from thidua.reporting import actions, errors, slips
from thidua.reporting.forms.entry import prefix_of, read_row, version_in
from thidua.reporting.forms.slips import CodeForm, SlipForm, box_texts
from thidua.reporting.models import Period, Report
from thidua.reporting.queries import entry as queries
from thidua.reporting.queries import slips as slip_queries
from thidua.reporting.queries import visible_periods
from thidua.reporting.queries.visible import visible_reports
from thidua.reporting.views import doors

PDF = "application/pdf"
NAMES = ("numerator", "denominator")
LONGEST_LIST = 2_000


@requires("reporting.import_figures", visible_reports, methods=("GET",))
def slip_print(request: Request, report: Report) -> HttpResponse:
    """The form of one report, to fill in by hand."""
    made = slips.render(slip_queries.slips_of(report.period, [report]))
    return download(made, f"phieu-bao-cao-{report.pk}.pdf", PDF)


@requires("reporting.view_board", visible_periods, methods=("GET",))
def slips_print(request: Request, period: Period) -> HttpResponse:
    """The forms of all units that still owe their report, in one file."""
    reports = slip_queries.reports_on_desk(period)
    if not reports:
        raise errors.NoSlips
    made = slips.render(slip_queries.slips_of(period, reports))
    return download(made, f"phieu-bao-cao-ky-{period.pk}.pdf", PDF)


@requires("reporting.view_period", methods=("GET",))
def slip_find(request: Request) -> HttpResponse:
    """Where the code is typed; leads to the boxes of that form."""
    form = CodeForm(request.GET if "ma" in request.GET else None)
    if form.is_valid() and form.code is not None:
        code = form.code
        if visible_reports(request.actor).filter(pk=code.report).exists():
            there = reverse("reporting:slip_type", args=[code.report])
            return go_to(request, f"{there}?ban={code.edition:03d}")
        form.add_error("ma", "Không có phiếu nào mang mã này trong phạm vi của ông/bà.")
    return page(request, "reporting/slip_find.html", form=form)


@requires("reporting.import_figures", visible_reports)
def slip_type(request: Request, report: Report) -> HttpResponse:
    """The boxes in the order of the paper, saved together as the entry page saves them."""
    form = SlipForm(request.POST if request.method == "POST" else None, asked=queries.asked_of(report))
    if form.is_valid():
        with refusals_in(form):
            if form.cells:
                actions.import_figures(report, cells=form.cells, by=request.actor, at=timezone.now())
            taken = "-".join(str(pk) for pk in form.cells)
            there = reverse("reporting:slip_taken", args=[report.pk])
            return go_to(request, f"{there}?nhan={taken}")
    return _typing_page(request, report, form)


def _typing_page(request: Request, report: Report, form: SlipForm) -> HttpResponse:
    rows = queries.entry_rows(report, on=timezone.localdate())
    code = slips.Code(report.pk, slip_queries.edition_of(row.figure for row in rows))
    lines = [_line(row, form, request.POST) for row in rows]
    status = 200
    if form.errors:
        status = 409 if any(line.is_overtaken for line in lines) else 422
    return page(
        request,
        "reporting/slip_type.html",
        status=status,
        report=report,
        code=str(code),
        is_old=request.GET.get("ban", f"{code.edition:03d}") != f"{code.edition:03d}",
        lines=lines,
        form=form,
        is_on_behalf=queries.enters_on_behalf(request.actor, report.unit),
    )


@requires("reporting.view_report", visible_reports, methods=("GET",))
def slip_taken(request: Request, report: Report) -> HttpResponse:
    """What the report holds now that the form was typed in, box by box, and what it still lacks."""
    rows = queries.entry_rows(report, on=timezone.localdate())
    said = request.GET.get("nhan", "")[:LONGEST_LIST]
    taken = {int(pk) for pk in said.split("-") if pk.isascii() and pk.isdecimal() and len(pk) < 19}
    may_send = doors.may_type(request, report)
    return page(
        request,
        "reporting/slip_taken.html",
        report=report,
        rows=[(row, row.figure.pk in taken) for row in rows],
        count=sum(row.figure.pk in taken for row in rows),
        empty=sum(not row.is_typed for row in rows),
        form=CodeForm(),
        may_send=may_send,
        lacks=doors.why_incomplete(rows) if may_send else "",
    )


@dataclass(frozen=True, slots=True)
class Box:
    """`3a`, what is counted, the field's name, what stands in it."""

    number: str
    label: str
    name: str
    said: str


@dataclass(frozen=True, slots=True)
class TypedLine:
    """One figure as the page of a form shows it: its boxes, and what went wrong there."""

    row: queries.EntryRow
    boxes: Sequence[Box]
    prefix: str
    is_estimate: bool
    source: str
    explanation: str
    mistakes: Sequence[str] = ()
    is_overtaken: bool = False


def _line(row: queries.EntryRow, form: SlipForm, sent: Mapping[str, str]) -> TypedLine:
    figure, start = row.figure, f"{prefix_of(row.figure.pk)}-"
    is_sent = form.is_bound and row.is_open
    standing = dict(zip(NAMES, box_texts(row.value), strict=True))

    def said(name: str, otherwise: str) -> str:
        return sent.get(start + name, "") if is_sent else otherwise

    cells = slips.cells_of(
        row.number,
        figure.definition.numerator_label,
        figure.definition.denominator_label if row.has_denominator else None,
    )
    read = read_row(form.data, start, row.kind) if is_sent else (None, {})
    seen = version_in(form.data, start) if is_sent else None
    estimate = row.value.is_estimate if row.is_typed else bool(row.estimate_reason)
    return TypedLine(
        row=row,
        boxes=[
            Box(cell.number, cell.label, start + name, said(name, standing[name]))
            for cell, name in zip(cells, NAMES, strict=False)
        ],
        prefix=start,
        is_estimate=bool(said("is_estimate", "1" if estimate else "")),
        source=said("source", figure.source),
        explanation=said("explanation", figure.explanation),
        mistakes=list(read[1].values()),
        is_overtaken=seen not in {None, figure.version},
    )
