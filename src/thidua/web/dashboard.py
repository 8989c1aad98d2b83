"""Where the movement stands: what is chosen, and the rows of page and export."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db.models import Exists, OuterRef
from django.http import Http404
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from thidua.core import charts, formatting, permissions, sheets
from thidua.core.permissions import Actor
from thidua.indicator.figures import Kind, StandingCode
from thidua.indicator.models import Indicator
from thidua.movement import queries as movement_queries
from thidua.movement.models import Movement
from thidua.org.enums import UnitKind
from thidua.reporting import queries
from thidua.reporting.enums import PeriodKind
from thidua.reporting.models import Period
from thidua.reporting.queries import overview
from thidua.reporting.queries.editions import plan_of
from thidua.reporting.queries.overview import Measured, UnitCell, UnitRow
from thidua.reporting.queries.paths import part_sums
from thidua.web import pictures

Stands = TypeVar("Stands", Movement, Period)
BOARD_PERIODS = 6
TREND_PERIODS = 12
MOST_MOVEMENTS = 50
STANDINGS = (
    (StandingCode.REACHED, "Đạt"),
    (StandingCode.PARTLY, "Đạt một phần"),
    (StandingCode.NOT_REACHED, "Chưa đạt"),
    ("open", "Chưa có kết quả để đánh giá"),
)


@dataclass(frozen=True, slots=True)
class Choice:
    """What is looked at: the movement, the period (None when nothing was opened yet), and all there is to choose from."""

    movements: list[Movement]
    movement: Movement
    periods: list[Period]
    period: Period | None

    @property
    def board_periods(self) -> list[Period]:
        """The chosen period and those before it, oldest first, as the board of units shows them."""
        if self.period is None:
            return []
        place = self.periods.index(self.period)
        return self.periods[place : place + BOARD_PERIODS][::-1]


def choice_of(who: Actor, asked: Mapping[str, str], *, code: str = "") -> Choice | None:
    """The movement and period of the address, else the newest in use; None when nothing was launched. Three queries."""
    launched = movement_queries.visible_movements(who).exclude(launched_at=None)
    opened = Exists(Period.objects.filter(movement=OuterRef("pk")))
    movements = movement_queries.told_apart(launched.annotate(is_measured=opened)[:MOST_MOVEMENTS])
    if not movements:
        return None
    usual_movement = next((one for one in movements if one.__dict__["is_measured"]), movements[0])
    movement = _named(movements, asked.get("phong-trao", "")) or usual_movement
    periods = overview.periods_of(who, movement, code=code)
    for period in periods:
        period.movement = movement
    usual = [period for period in periods if period.kind != PeriodKind.AD_HOC] or periods
    latest = next((period for period in usual if period.__dict__["has_data"]), next(iter(usual), None))
    return Choice(movements, movement, periods, _named(periods, asked.get("ky", "")) or latest)


def _named(found: Sequence[Stands], wanted: str) -> Stands | None:
    """The one whose id stands in the address; 404 for a strange one."""
    if not wanted:
        return None
    for one in found:
        if str(one.pk) == wanted:
            return one
    raise Http404


@dataclass(frozen=True, slots=True)
class Row:
    """One measurement in the table."""

    measured: Measured
    bar: SafeString
    asked: str
    tone: str
    standing: str
    note: str
    why_url: str
    url: str

    @property
    def indicator(self) -> Indicator:
        return self.measured.result.indicator

    @property
    def shown(self) -> str:
        return self.measured.result.shown

    @property
    def so_far(self) -> str:
        """The year so far, for a flow."""
        return self.measured.so_far.shown if self.measured.so_far else ""


def rows_of(found: Iterable[Measured], period: Period) -> list[Row]:
    rows = []
    for one in found:
        result = one.result
        query = f"?phong-trao={period.movement_id}&ky={period.pk}"
        value = result.total.as_value()
        rows.append(
            Row(
                measured=one,
                bar=pictures.bar_of(result.indicator, value, result.lines, result.standing),
                asked=pictures.lines_words(result.lines, pictures.unit_of(result.indicator)),
                tone=pictures.tone_of(result.standing),
                standing=result.problem or result.standing.phrase,
                note=_note(one),
                why_url=reverse("reporting:reason_show", args=[period.pk, result.indicator.code]),
                url=reverse("web:result_show", args=[result.indicator.code]) + query,
            )
        )
    return rows


def _note(one: Measured) -> str:
    notes = ["số ước"] if one.result.total.has_estimates else []
    if one.result.total.missing:
        notes.append(f"còn {one.result.total.missing} đơn vị chưa có số")
    if one.result.total.may_double_count:
        notes.append("có thể trùng người")
    return "; ".join(notes)


def chosen(rows: Iterable[Row], asked: Mapping[str, str]) -> list[Row]:
    """The rows that a reader filters for by indicator and standing."""
    code, standing = asked.get("chi-tieu", ""), asked.get("danh-gia", "")
    named = {StandingCode.REACHED, StandingCode.PARTLY, StandingCode.NOT_REACHED}
    return [
        row
        for row in rows
        if (not code or row.indicator.code == code)
        and (
            not standing
            or row.measured.result.standing.code == standing
            or (standing == "open" and row.measured.result.standing.code not in named)
        )
    ]


@dataclass(frozen=True, slots=True)
class Trend:
    indicator: Indicator
    picture: SafeString
    points: tuple[pictures.Point, ...]


def trend_of(one: Measured) -> Trend:
    points = tuple(
        pictures.Point(point.period.label, point.total.as_value(), point.shown)
        for point in one.trend[-TREND_PERIODS:]
    )
    return Trend(
        one.result.indicator, pictures.trend_of(one.result.indicator, points, one.result.lines), points
    )


def units_of_kind(rows: Iterable[UnitRow], kind: str) -> list[UnitRow]:
    return [row for row in rows if not kind or row.unit.kind == kind]


def kinds_of(rows: Iterable[UnitRow]) -> list[tuple[str, str]]:
    there = {row.unit.kind for row in rows}
    return [(kind.value, kind.label) for kind in UnitKind if kind in there]


def board_of(rows: Iterable[UnitRow]) -> SafeString:
    """The rows of units × periods. Made here, not in a template: a ward has hundreds of cells."""
    address = reverse("reporting:report_detail", args=[0])
    return format_html_join(
        "",
        '<tr><th scope="row">{}</th>{}</tr>',
        (
            (row.unit.name, format_html_join("", "{}", ((_cell(cell, address),) for cell in row.cells)))
            for row in rows
        ),
    )


def _cell(cell: UnitCell, address: str) -> SafeString:
    if cell.report_id is None:
        return format_html('<td class="state state-empty">{}</td>', cell.words)
    note = format_html("<small>muộn {} ngày</small>", cell.late) if cell.late and cell.tone != "late" else ""
    url = address.replace("/0/", f"/{cell.report_id}/")
    return format_html(
        '<td class="state state-{}"><a href="{}">{}{}</a></td>', cell.tone, url, cell.words, note
    )


@dataclass(frozen=True, slots=True)
class PeriodCard:
    """How the chosen period stands among the units one may see, and what one can do about it."""

    received: int
    total: int
    counts: list[tuple[str, str, int]]
    bar: SafeString
    deeds: list[tuple[str, str]]


def card_of(rows: Sequence[UnitRow], period: Period, who: Actor) -> PeriodCard:
    cells = [row.cells[-1] for row in rows if row.cells and row.cells[-1].report_id is not None]
    counts = overview.counted(cells)
    parts = [charts.Part(words, count, tone) for tone, words, count in counts]
    missing = sum(not cell.is_received for cell in cells)
    correcting = sum(cell.is_received and cell.owes for cell in cells)
    waiting = sum(cell.words == "Chờ kiểm tra" for cell in cells)
    own = cells[0].report_id if len(cells) == 1 else None
    return PeriodCard(
        received=len(cells) - missing,
        total=len(cells),
        counts=counts,
        bar=charts.stacked(parts, title=f"Báo cáo của các đơn vị, {formatting.in_text(period.label)}"),
        deeds=_deeds(who, period, waiting=waiting, missing=missing, correcting=correcting, own=own),
    )


def _deeds(
    who: Actor, period: Period, *, waiting: int, missing: int, correcting: int, own: int | None
) -> list[tuple[str, str]]:
    """What one may do with the period now, the first one the main one: (words, address)."""
    may = {
        deed: permissions.refusal(who, f"reporting.{deed}", period) is None
        for deed in ("remind_units", "publish_period", "view_board")
    }
    board = reverse("reporting:period_board", args=[period.pk])
    deeds = []
    if waiting and who.may("reporting.verify_report") and not period.is_locked:
        deeds.append((f"Kiểm tra {waiting} báo cáo", f"{board}?trang-thai=submitted"))
    if (missing or correcting) and may["remind_units"]:
        label = queries.urging_label(missing, correcting)
        deeds.append((label, reverse("reporting:board_remind", args=[period.pk])))
    if may["publish_period"] and not period.__dict__.get("published"):
        url = reverse("reporting:publication_create", args=[period.pk])
        deeds.append((f"Công bố kết quả {formatting.in_text(period.label)}", url))
    if own and not may["view_board"]:
        deeds.append(("Mở báo cáo của đơn vị", reverse("reporting:report_detail", args=[own])))
    if may["view_board"]:
        deeds.append(("Xem bảng theo dõi kỳ", board))
    return deeds


COLUMNS = (
    sheets.Column("Mã", 8),
    sheets.Column("Chỉ tiêu", 48),
    sheets.Column("Tử số", 14),
    sheets.Column("Mẫu số", 14),
    sheets.Column("Kết quả", 14),
    sheets.Column("Mức kế hoạch đặt", 30),
    sheets.Column("Đánh giá", 22),
    sheets.Column("Từ đầu năm", 14),
    sheets.Column("Lưu ý", 40),
)

PART_COLUMNS = (
    sheets.Column("Mã", 8),
    sheets.Column("Chỉ tiêu", 48),
    sheets.Column("Chia theo", 18),
    sheets.Column("Phần", 24),
    sheets.Column("Số liệu", 44),
)


def cells_of(row: Row) -> list[sheets.Cell]:
    """The row of an export: numerator and denominator as numbers, the rest in the words of the page."""
    result = row.measured.result
    so_far = row.measured.so_far.shown if row.measured.so_far else None
    return [
        result.indicator.code,
        result.indicator.name,
        result.total.numerator,
        result.total.denominator if result.indicator.kind == Kind.RATIO else None,
        result.shown,
        row.asked,
        row.standing,
        so_far,
        row.note,
    ]


def table_of(rows: Iterable[Row], period: Period, commune: str, *, on: date) -> sheets.Table:
    plan = plan_of(period)
    measured_by = [f"Đo theo kế hoạch, {formatting.in_text(plan.edition_words)}"] if plan else []
    return sheets.Table(
        name="Kết quả",
        intro=[
            f"{commune}: {period.movement.title}",
            f"Kết quả {formatting.in_text(period.label)}, theo số liệu đến ngày {on:%d/%m/%Y}",
            *measured_by,
        ],
        columns=COLUMNS,
        rows=[cells_of(row) for row in rows],
    )


def parts_of(rows: Iterable[Row], period: Period) -> list[sheets.Table]:
    """What the units gave by parts, summed over the commune, as a second sheet; none where nothing is asked by parts."""
    sums = part_sums(period)
    told = [
        [row.indicator.code, row.indicator.name, by, name, words]
        for row in rows
        for by, name, words in sums.get(row.indicator.pk, ())
    ]
    if not told:
        return []
    return [
        sheets.Table(
            name="Theo phần",
            intro=["Cộng các đơn vị đã gửi. Phần có ít người chỉ dùng trong cơ quan, không công bố."],
            columns=PART_COLUMNS,
            rows=told,
        )
    ]
