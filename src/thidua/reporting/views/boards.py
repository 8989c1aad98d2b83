"""The board of a period: who has sent, who holds what, how late; export, matrix, reminders."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from thidua.core import audit_check, charts, permissions, sheets
from thidua.core.http import Request, download, go_to, page, refusals_in, requires
from thidua.org.enums import UnitKind
from thidua.reporting import actions, queries
from thidua.reporting.enums import ReportState
from thidua.reporting.forms import periods as forms
from thidua.reporting.models import Period, Report
from thidua.reporting.queries import BoardRow

STATES = [("owing", "Còn nợ báo cáo"), *ReportState.choices]
FILTERS = {"words": "tim", "state": "trang-thai", "kind": "loai"}
ORDERS = {"don-vi": "unit", "tinh-trang": "state", "tre": "late"}


class Line(NamedTuple):
    """What a line of the board shows; `door` is what its last cell leads to: check, nudge, show."""

    commune_word: str
    report_id: int
    unit_name: str
    tone: str
    label: str
    returned_count: int
    held_by: str
    days_late: int
    received_at: datetime | None
    door: str
    late_until: date | None = None
    late_reason: str = ""


@requires("reporting.view_board", queries.visible_periods, methods=("GET",))
def period_board(request: Request, period: Period) -> HttpResponse:
    rows = queries.board_of(period, on=timezone.localdate())
    summary = queries.summary_of(rows)
    may, word = _doors(request, period), request.actor.commune_word
    return page(
        request,
        "reporting/period_board.html",
        period=period,
        lines=[_line(row, may, word) for row in _chosen(request, rows)],
        summary=summary,
        bar=charts.stacked(summary.parts, title=f"Báo cáo của các đơn vị, {period.label}"),
        first=next((row.report_id for row in rows if row.state == ReportState.SUBMITTED), None),
        states=STATES,
        kinds=_kinds(rows),
        asked=_asked(request),
        may=may,
        urging=queries.urging_text(period, rows),
        stamp=_stamp(request),
    )


@requires("reporting.view_board", queries.visible_periods, methods=("GET",))
def board_export(request: Request, period: Period) -> HttpResponse:
    """The rows of the page, with its filters, as .xlsx."""
    rows = _chosen(request, queries.board_of(period, on=timezone.localdate()))
    table = sheets.Table(
        name="Bảng theo dõi",
        intro=[
            f"{period.commune.name}: báo cáo {period.label}",
            f"Hạn của đơn vị: {period.unit_due_on:%d/%m/%Y}",
        ],
        columns=[
            sheets.Column("Đơn vị", 40),
            sheets.Column("Loại", 22),
            sheets.Column("Tình trạng", 24),
            sheets.Column("Đang ở", 36),
            sheets.Column("Trễ (ngày)", 10),
            sheets.Column("Số liệu bị trả lại", 12),
            sheets.Column("Nhận ngày", 16),
        ],
        rows=[_cells(row) for row in rows],
    )
    return download(sheets.write_xlsx([table]), f"bang-theo-doi-{period.pk}.xlsx")


@requires("reporting.view_board", queries.visible_periods, methods=("GET",))
def board_matrix(request: Request, period: Period) -> HttpResponse:
    matrix = queries.matrix_of(period)
    return page(request, "reporting/board_matrix.html", period=period, matrix=matrix, stamp=_stamp(request))


@requires("reporting.remind_units", queries.visible_periods)
def board_remind(request: Request, period: Period) -> HttpResponse:
    """Units that owe something, with a text to copy or to send in the app."""
    rows = queries.board_of(period, on=timezone.localdate())
    owing = sorted((row for row in rows if row.owes), key=lambda row: (-row.days_late, row.sort_key))
    form = forms.RemindForm(request.POST or None, initial={"text": queries.urging_text(period, rows)})
    if form.is_valid():
        with refusals_in(form):
            text = form.cleaned_data["text"]
            count = actions.remind_units(period, text=text, by=request.actor, at=timezone.now())
            messages.success(request, f"Đã gửi lời nhắc tới {count} đơn vị.")
            return go_to(request, reverse("reporting:period_board", args=[period.pk]))
    summary = queries.summary_of(rows)
    return page(
        request, "reporting/board_remind.html", period=period, owing=owing, summary=summary, form=form
    )


@requires("reporting.remind_units", queries.visible_reports, methods=("POST",))
def board_nudge(request: Request, report: Report) -> HttpResponse:
    """One unit, one click, the usual words."""
    period = report.period
    text = (
        f"Xin đơn vị hoàn thành báo cáo {period.label}. Hạn gửi của đơn vị là {period.unit_due_on:%d/%m/%Y}."
    )
    actions.remind_units(period, text=text, unit_ids=[report.unit_id], by=request.actor, at=timezone.now())
    messages.success(request, f"Đã nhắc {report.unit.name}.")
    return go_to(request, reverse("reporting:period_board", args=[period.pk]))


def _stamp(request: Request) -> audit_check.Stamp:
    """For the foot of the printed board."""
    return audit_check.stamp_of(request.actor.commune_id, at=timezone.now())


def _chosen(request: Request, rows: list[BoardRow]) -> list[BoardRow]:
    order = request.GET.get("xep", "")
    turned = "-" if order.startswith("-") else ""
    return queries.chosen_rows(
        rows, order=turned + ORDERS.get(order.removeprefix("-"), "unit"), **_asked(request)
    )


def _asked(request: Request) -> dict[str, str]:
    """The filters of the page as they were sent."""
    return {name: request.GET.get(key, "") for name, key in FILTERS.items()}


def _line(row: BoardRow, may: dict[str, bool], commune_word: str) -> Line:
    door = "show"
    if row.state == ReportState.SUBMITTED and may["check"]:
        door = "check"
    elif row.owes and may["remind_units"]:
        door = "nudge"
    return Line(
        commune_word=commune_word,
        report_id=row.report_id,
        unit_name=row.unit_name,
        tone=row.tone,
        label=row.label,
        returned_count=row.returned_count,
        held_by=row.held_by,
        days_late=row.days_late,
        received_at=row.received_at,
        door=door,
        late_until=row.late_until,
        late_reason=row.late_reason,
    )


def _kinds(rows: Iterable[BoardRow]) -> list[tuple[str, str]]:
    """Kinds of units that occur on the board."""
    there = {row.unit_kind for row in rows}
    return [(kind.value, kind.label) for kind in UnitKind if kind.value in there]


def _doors(request: Request, period: Period) -> dict[str, bool]:
    """Which deeds on the period are open to this reader now."""
    deeds = ("change_period_dates", "lock_period", "publish_period", "remind_units")
    open_now = {
        deed: permissions.refusal(request.actor, f"reporting.{deed}", period) is None for deed in deeds
    }
    return open_now | {"check": request.actor.may("reporting.check_report") and not period.is_locked}


def _cells(row: BoardRow) -> list[str | int | date | None]:
    return [
        row.unit_name,
        UnitKind(row.unit_kind).label,
        row.label,
        row.held_by,
        row.days_late,
        row.returned_count,
        timezone.localdate(row.received_at) if row.received_at else None,
    ]
