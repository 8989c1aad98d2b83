"""The board of a period: where each unit's report is, who holds it, how late; units × indicators; the text for late units."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import Case, Count, OuterRef, QuerySet, Subquery, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from thidua.core import charts, formatting, text
from thidua.core.prepared import Prepared
from thidua.indicator import figures
from thidua.indicator.figures import CellState, Kind
from thidua.indicator.models import Indicator
from thidua.org.models import Membership, Unit
from thidua.reporting import totals
from thidua.reporting.enums import Basis, ReportState
from thidua.reporting.models import Figure, Period, Report

ON_THE_WAY = (ReportState.DRAFT, ReportState.RETURNED, ReportState.AWAITING_HEAD)
TONES = {
    ReportState.DRAFT: "empty",
    ReportState.AWAITING_HEAD: "waiting",
    ReportState.SUBMITTED: "waiting",
    ReportState.WITH_LEADER: "waiting",
    ReportState.RETURNED: "returned",
    ReportState.VERIFIED: "reached",
    ReportState.LOCKED: "reached",
}
ORDERS = ("unit", "state", "late")


class BoardRow(NamedTuple):
    """One unit in one period: where its report is, who holds it, how late it is (or was when received).

    `is_received`: the commune has it, be it waiting, checked or returned; `owes`: the unit has something to do.
    """

    report_id: int
    unit_id: int
    unit_name: str
    unit_kind: str
    folded: str
    sort_key: str
    state: ReportState
    label: str
    tone: str
    held_by: str
    days_late: int
    returned_count: int
    received_at: datetime | None
    late_until: date | None = None
    late_reason: str = ""

    @property
    def is_received(self) -> bool:
        return self.received_at is not None

    @property
    def is_missing(self) -> bool:
        return not self.is_received

    @property
    def owes(self) -> bool:
        return self.state in ON_THE_WAY


@dataclass(frozen=True, slots=True)
class BoardSummary:
    """How a board stands: `counts` are (tone, words, number) of each state that occurs, finished ones first.

    `received` and `missing` are all units; `correcting` are those among the received that were asked to put figures right.
    Whoever is missing or correcting owes something: those are urged.
    """

    total: int
    received: int
    waiting: int
    missing: int
    correcting: int
    late: int
    counts: tuple[tuple[str, str, int], ...]

    @property
    def sentence(self) -> str:
        return f"{self.received} {self.words}"

    @property
    def words(self) -> str:
        """What stands after the number of received reports."""
        among = f", trong đó {self.correcting} phải sửa số bị trả lại" if self.correcting else ""
        return f"trong {self.total} đơn vị đã nộp{among}"

    @property
    def owing(self) -> int:
        return self.missing + self.correcting

    @property
    def urging_label(self) -> str:
        return urging_label(self.missing, self.correcting)

    @property
    def parts(self) -> list[charts.Part]:
        return [charts.Part(words, count, tone) for tone, words, count in self.counts]


def urging_label(missing: int, correcting: int) -> str:
    """`Đôn đốc 9 đơn vị: 7 chưa nộp, 2 sửa số bị trả lại`; the same words wherever units are urged."""
    kinds = ((missing, "chưa nộp"), (correcting, "sửa số bị trả lại"))
    owing = [(count, words) for count, words in kinds if count]
    if len(owing) == 1:
        return f"Đôn đốc {owing[0][0]} đơn vị {owing[0][1]}"
    return f"Đôn đốc {missing + correcting} đơn vị: " + ", ".join(
        f"{count} {words}" for count, words in owing
    )


def board_of(period: Period, *, on: date) -> list[BoardRow]:
    """All units of the period in Vietnamese order. Two queries."""
    people, held = _people_of(period, on=on), [_Held(*one) for one in _held(period.pk)]
    return [_row(one, period, people, _days_late(one.first_received_at, period, on)) for one in held]


class _Held(NamedTuple):
    """What a board asks of a report and its unit."""

    report_id: int
    unit_id: int
    unit_name: str
    unit_kind: str
    folded: str
    sort_key: str
    state: str
    received_at: datetime | None
    first_received_at: datetime | None
    returned_count: int
    late_until: date | None
    late_reason: str


def _reports(period_id: int) -> QuerySet[Report, tuple[Any, ...]]:
    returned = Figure.objects.filter(report=OuterRef("pk")).exclude(return_reason="").order_by()
    count = Subquery(returned.values("report").annotate(count=Count("pk")).values("count"))
    # Figures on return are with the unit, in a report that the commune had: no need to look into any other.
    may_hold = When(state__in=ON_THE_WAY, received_at__isnull=False, then=Coalesce(count, 0))
    found = Report.objects.filter(period_id=period_id).order_by("unit__sort_key", "pk")
    return found.annotate(returned_count=Case(may_hold, default=0)).values_list(
        "pk",
        "unit_id",
        "unit__name",
        "unit__kind",
        "unit__folded",
        "unit__sort_key",
        "state",
        "received_at",
        "first_received_at",
        "returned_count",
        "late_until",
        "late_reason",
    )


_held = Prepared(_reports, int)


def summary_of(rows: Iterable[BoardRow]) -> BoardSummary:
    """The sentence and the counts over a board."""
    listed = list(rows)
    order = ("reached", "waiting", "returned", "late", "empty")
    counted: dict[tuple[str, str], int] = defaultdict(int)
    for row in listed:
        words = "Đã khóa" if row.state == ReportState.LOCKED else row.state.label
        is_late = row.state == ReportState.DRAFT and row.days_late
        counted[("late", "Chưa gửi, đã trễ") if is_late else (row.tone, words)] += 1
    counts = sorted(counted.items(), key=lambda item: (order.index(item[0][0]), item[0][1]))
    return BoardSummary(
        total=len(listed),
        received=sum(row.is_received for row in listed),
        waiting=sum(row.state == ReportState.SUBMITTED for row in listed),
        missing=sum(row.is_missing for row in listed),
        correcting=sum(row.owes and row.is_received for row in listed),
        late=sum(row.is_missing and row.days_late > 0 for row in listed),
        counts=tuple((tone, words, count) for (tone, words), count in counts),
    )


def chosen_rows(
    rows: Iterable[BoardRow], *, state: str = "", kind: str = "", words: str = "", order: str = "unit"
) -> list[BoardRow]:
    """The rows that a reader filters and sorts for; `order` is one of ORDERS, with "-" in front turned round.

    `state` is a ReportState or "owing". A board is some dozens of rows and is read whole for its counts anyway.
    """
    sought = text.fold(words).split()
    found = [
        row
        for row in rows
        if (not state or (row.owes if state == "owing" else row.state == state))
        and (not kind or row.unit_kind == kind)
        and all(word in row.folded for word in sought)
    ]
    states = list(ReportState)
    keys = {
        "unit": lambda row: row.sort_key,
        "state": lambda row: (states.index(row.state), -row.days_late, row.sort_key),
        "late": lambda row: (row.days_late, row.sort_key),
    }
    key = keys.get(order.removeprefix("-"), keys["unit"])
    return sorted(found, key=key, reverse=order.startswith("-"))


def days_late(report: Report, period: Period, *, on: date) -> int:
    """Days after the unit's cut-off: of the first receipt, else of today or of the lock. A back-filled period is never late."""
    return _days_late(report.first_received_at, period, on)


def _days_late(first_received_at: datetime | None, period: Period, on: date) -> int:
    # Most came in time, which needs no local time: it is at most one day ahead of UTC.
    if period.is_backfilled or (first_received_at and first_received_at.date() < period.unit_due_on):
        return 0
    reached = on
    if first_received_at:
        reached = timezone.localdate(first_received_at)
    elif period.locked_at:
        reached = min(on, timezone.localdate(period.locked_at))
    return max(0, (reached - period.unit_due_on).days)


def _row(held: _Held, period: Period, people: dict[int, dict[str, list[str]]], late: int) -> BoardRow:
    state = ReportState(held.state)
    is_late = state in ON_THE_WAY and held.received_at is None and late > 0
    return BoardRow(
        report_id=held.report_id,
        unit_id=held.unit_id,
        unit_name=held.unit_name,
        unit_kind=held.unit_kind,
        folded=held.folded,
        sort_key=held.sort_key,
        state=state,
        label=f"{state.label}, trễ {late} ngày" if is_late else state.label,
        tone="late" if is_late and state == ReportState.DRAFT else TONES[state],
        held_by=_holder(
            state, people.get(held.unit_id, {}), is_locked=period.is_locked and held.late_until is None
        ),
        days_late=late,
        returned_count=held.returned_count,
        received_at=held.received_at,
        late_until=held.late_until,
        late_reason=held.late_reason,
    )


_people = Prepared(
    lambda period_id, on: (
        Membership.objects.valid_on(on)
        .filter(unit__reports__period_id=period_id, role__in=("reporter", "unit_head"))
        .order_by("user__sort_key", "pk")
        .values_list("unit_id", "role", "user__full_name")
    ),
    int,
    date,
)


def _people_of(period: Period, *, on: date) -> dict[int, dict[str, list[str]]]:
    """Names of reporters and heads per unit and role."""
    found: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for unit_id, role, name in _people(period.pk, on):
        found[unit_id][role].append(name)
    return found


def _holder(state: ReportState, people: dict[str, list[str]], *, is_locked: bool) -> str:
    """In whose hands it is now: a person of the unit by name, the standing body, nobody once it is done."""
    if is_locked or state in (ReportState.VERIFIED, ReportState.LOCKED):
        return ""
    if state == ReportState.SUBMITTED:
        return "Cơ quan thường trực"
    if state == ReportState.WITH_LEADER:
        return "Lãnh đạo"
    heads, reporters = people.get("unit_head", []), people.get("reporter", [])
    if state == ReportState.AWAITING_HEAD:
        return f"{', '.join(heads)} (thủ trưởng)" if heads else "Thủ trưởng đơn vị"
    if reporters:
        return f"{', '.join(reporters)} (đầu mối)"
    return f"{', '.join(heads)} (thủ trưởng)" if heads else "Đơn vị chưa có tài khoản"


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """One unit and one indicator: what it shows in words, and its tone; `figure` is None where nothing is asked."""

    figure: Figure | None
    shown: str
    note: str
    tone: str


@dataclass(frozen=True, slots=True)
class MatrixRow:
    unit: Unit
    report: Report
    cells: tuple[MatrixCell, ...]
    missing: int


@dataclass(frozen=True, slots=True)
class Matrix:
    """Units × indicators of a period; `missing` counts cells that were asked and do not count yet."""

    indicators: tuple[Indicator, ...]
    rows: tuple[MatrixRow, ...]
    asked: int
    missing: int


NOT_ASKED = MatrixCell(None, "", "không giao", "empty")


def matrix_of(period: Period, *, basis: Basis = Basis.SUBMITTED) -> Matrix:
    """Who gave which figure. One query."""
    found = Figure.objects.filter(report__period=period).select_related("report__unit", "indicator")
    cells: dict[int, dict[int, Figure]] = defaultdict(dict)
    reports: dict[int, Report] = {}
    indicators: dict[int, Indicator] = {}
    for figure in found.order_by("report__unit__sort_key", "report_id", "pk"):
        cells[figure.report_id][figure.indicator_id] = figure
        reports[figure.report_id] = figure.report
        indicators[figure.indicator_id] = figure.indicator
    ordered = tuple(sorted(indicators.values(), key=lambda one: (one.position, one.code)))
    rows = tuple(_matrix_row(report, cells[pk], ordered, basis) for pk, report in reports.items())
    return Matrix(ordered, rows, sum(map(len, cells.values())), sum(row.missing for row in rows))


def _matrix_row(
    report: Report, held: dict[int, Figure], ordered: tuple[Indicator, ...], basis: Basis
) -> MatrixRow:
    missing = sum(not totals.counts(report, figure, basis) for figure in held.values())
    cells = tuple(_matrix_cell(report, held.get(indicator.pk), basis) for indicator in ordered)
    return MatrixRow(report.unit, report, cells, missing)


def _matrix_cell(report: Report, figure: Figure | None, basis: Basis) -> MatrixCell:
    if figure is None:
        return NOT_ASKED
    if not totals.counts(report, figure, basis):
        if figure.return_reason:
            return MatrixCell(figure, "", "trả lại", "returned")
        if report.received_at is not None:
            return MatrixCell(figure, "", "chờ kiểm tra", "waiting")
        return MatrixCell(figure, "", "chưa gửi", "late")
    value = figure.standing_value
    if value.state is CellState.VALUE:
        is_done = report.state in totals.COUNTED or figure.is_revised
        shown = figures.display(value, Kind(figure.indicator.kind))
        note = ("đã kiểm tra" if is_done else "chờ kiểm tra") + (", ước" if value.is_estimate else "")
        return MatrixCell(figure, shown, note, "reached" if is_done else "waiting")
    return MatrixCell(figure, figures.DASH, value.state.label, "empty")


def urging_text(period: Period, rows: Iterable[BoardRow]) -> str:
    """A message for the units that owe something, ready for Zalo; empty when nobody does."""
    owing = sorted((row for row in rows if row.owes), key=lambda row: (-row.days_late, row.sort_key))
    if not owing:
        return ""
    lines = [f"{place}. {row.unit_name}: {_owes_what(row)}" for place, row in enumerate(owing, start=1)]
    name, due = formatting.in_text(period.label), formatting.day(period.unit_due_on)
    head = f"Báo cáo {name} (hạn của đơn vị {due}) còn {len(owing)} đơn vị:"
    return "\n".join([head, *lines, "Xin các đơn vị hoàn thành sớm để kịp tổng hợp. Trân trọng cảm ơn."])


def _owes_what(row: BoardRow) -> str:
    late = f", trễ {row.days_late} ngày" if row.days_late and row.is_missing else ""
    if row.state == ReportState.RETURNED:
        returned = f" {row.returned_count} số liệu" if row.returned_count else ""
        return f"sửa{returned} bị trả lại{late}"
    return ("chờ thủ trưởng duyệt" if row.state == ReportState.AWAITING_HEAD else "chưa gửi") + late
