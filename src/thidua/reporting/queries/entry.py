"""What the pages of a reporting unit show: its reports, each figure with its past, its targets and its evidence."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Prefetch, Q, QuerySet

from thidua.core import formatting
from thidua.core.models import AuditEvent
from thidua.core.permissions import Actor
from thidua.core.prepared import Prepared
from thidua.documents.models import Evidence
from thidua.indicator import figures
from thidua.indicator.figures import CellState, Kind, OverTime, Standing, TargetLine, Value
from thidua.org.models import Unit
from thidua.reporting import checks, typed, workbooks
from thidua.reporting.checks.grounds import Finding
from thidua.reporting.enums import ReportState
from thidua.reporting.models import Figure, Period, Report, ReportQuerySet, as_value
from thidua.reporting.queries.grounds import grounds_of
from thidua.reporting.queries.paths import NO_WAY, PartsGiven, Way, parts_of_report, ways_of_unit
from thidua.reporting.queries.results import lines_of
from thidua.reporting.queries.visible import visible_reports

PAST_PERIODS = 12
EVENTS = 40


@dataclass(frozen=True, slots=True)
class Past:
    """What the unit said about the same figure in an earlier period of the same kind."""

    period: str
    value: Value
    source: str

    @property
    def shown(self) -> str:
        return workbooks.shown(self.value)

    @property
    def words(self) -> str:
        """`594 trên 655 (Công an, 01/01/2026)` without what is not there."""
        return f"{self.shown} ({self.source})" if self.source else self.shown


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One figure as it is typed: `number` of `total`, what it stands at, what came before, what is asked."""

    figure: Figure
    number: int
    total: int
    evidence: tuple[Evidence, ...]
    past: tuple[Past, ...]
    lines: tuple[TargetLine, ...]
    is_open: bool
    estimate_reason: str
    findings: tuple[Finding, ...] = ()
    way: Way = NO_WAY
    breakdowns: tuple[PartsGiven, ...] = ()

    @property
    def kind(self) -> Kind:
        return Kind(self.figure.indicator.kind)

    @property
    def has_denominator(self) -> bool:
        return self.kind is Kind.RATIO

    @property
    def value(self) -> Value:
        return self.figure.reported

    @property
    def is_typed(self) -> bool:
        return self.value.state is not CellState.NOT_REPORTED

    @property
    def is_done(self) -> bool:
        """Nothing is missing for handing in: typed or explained, and a number has evidence or an explanation.

        What rules of validation find unusual has an explanation; what they find impossible is not done at all.
        """
        if self.value.state is CellState.VALUE:
            is_proven = bool(self.evidence) or bool(self.figure.explanation.strip())
            return is_proven and not self.asks
        return self.is_typed or bool(self.figure.explanation.strip())

    @property
    def shown(self) -> str:
        return figures.display(self.value, self.kind, self.lines)

    @property
    def words(self) -> str:
        return workbooks.shown(self.value)

    @property
    def checked_words(self) -> str:
        """The number that counts where the commune put another beside the reported one."""
        return workbooks.shown(self.figure.standing_value) if self.figure.is_checked else ""

    @property
    def standing(self) -> Standing:
        """Of the number that counts."""
        return figures.standing(self.figure.standing_value, self.lines, is_due=False)

    @property
    def target_words(self) -> str:
        """`chỉ tiêu 80 %`, or both lines with their names; "" where the plan sets none."""
        sign = f"{figures.NO_BREAK}%" if self.kind is Kind.RATIO else ""
        said = [
            f"{line.name.lower()} {formatting.number(line.target)}{sign}"
            if len(self.lines) > 1
            else f"chỉ tiêu {formatting.number(line.target)}{sign}"
            for line in sorted(self.lines, key=lambda line: line.target)
        ]
        return ", ".join(said)

    @property
    def previous(self) -> Past | None:
        return self.past[0] if self.past else None

    @property
    def previous_numerator(self) -> str:
        return self._previous_part(0)

    @property
    def previous_denominator(self) -> str:
        return self._previous_part(1)

    def _previous_part(self, part: int) -> str:
        if self.previous is None:
            return ""
        number = typed.texts_of(self.previous.value)[part]
        source = f" ({self.previous.source})" if self.previous.source else ""
        return f"Kỳ trước: {number}{source}" if number else f"Kỳ trước: {self.previous.value.state.label}"

    @property
    def asks(self) -> tuple[Finding, ...]:
        """What still has to be put right or explained before the report is handed in."""
        if self.figure.explanation.strip():
            return tuple(one for one in self.findings if one.is_hard)
        return self.findings

    @property
    def evidence_words(self) -> str:
        return f"{len(self.evidence)} minh chứng" if self.evidence else "Chưa có minh chứng"


def entry_rows(report: Report, *, on: date, with_ways: bool = False) -> list[EntryRow]:
    """The report's figures in order. Nine queries, however many figures; thirteen `with_ways`."""
    held = list(
        report.figures.select_related("indicator", "definition")
        .prefetch_related(
            Prefetch("evidence", queryset=Evidence.objects.all().select_related("file", "added_by"))
        )
        .order_by("position", "pk")
    )
    past = past_of(report, [figure.indicator_id for figure in held])
    lines = lines_of(report.period)
    for figure in held:
        figure.report = report
    grounds = grounds_of(report.period, held)
    ways = ways_of_unit(report.period, report.unit, held) if with_ways else {}
    parts = parts_of_report(report)
    rows = []
    for number, figure in enumerate(held, start=1):
        rows.append(
            EntryRow(
                figure=figure,
                number=number,
                total=len(held),
                evidence=tuple(figure.evidence.all()),
                past=tuple(past.get(figure.indicator_id, ())),
                lines=lines.get(figure.indicator_id, ()),
                is_open=is_open(figure, report),
                estimate_reason=estimate_reason(report.period, figure, on=on),
                findings=tuple(checks.findings(figure.reported, grounds[figure.pk])),
                way=ways.get(figure.indicator_id, NO_WAY),
                breakdowns=parts.get(figure.pk, ()),
            )
        )
    return rows


@dataclass(frozen=True, slots=True)
class Asked:
    """A figure on the unit's desk: all that reading what was typed for it needs. `content` is what it says now."""

    pk: int
    kind: Kind
    content: tuple[Value, str, str]


def asked_of(report: Report) -> list[Asked]:
    """The figures that may be typed now; one query."""
    if not is_on_desk(report):
        return []
    return [
        Asked(pk, Kind(kind), (as_value(*value), explanation, source))
        for pk, kind, returned, explanation, source, *value in _asked(report.pk)
        if is_asked_for(report, returned)
    ]


_asked = Prepared(
    lambda pk: (
        Figure.objects.filter(report_id=pk)
        .order_by("position", "pk")
        .values_list(
            *("pk", "indicator__kind", "return_reason", "explanation", "source"),
            *("state", "numerator", "denominator", "is_estimate"),
        )
    ),
    int,
)


def open_numbers(report: Report) -> list[int]:
    """Places, from 1, of the figures that are on the unit's desk."""
    held = report.figures.order_by("position", "pk")
    return [number for number, figure in enumerate(held, start=1) if is_open(figure, report)]


def is_open(figure: Figure, report: Report) -> bool:
    """Whether the figure is on the unit's desk: everything before the commune received it, then what it returned."""
    return is_on_desk(report) and is_asked_for(report, figure.return_reason)


def is_on_desk(report: Report) -> bool:
    return report.state in {ReportState.DRAFT, ReportState.RETURNED} and report.is_open


def is_asked_for(report: Report, return_reason: str) -> bool:
    return report.received_at is None or return_reason != ""


def estimate_reason(period: Period, figure: Figure, *, on: date) -> str:
    """Why a number typed today is an estimate; "" when it is not: stocks, or a period that is over."""
    if figure.definition.over_time != OverTime.FLOW or on >= period.ends_on:
        return ""
    return f"Kỳ kết thúc ngày {period.ends_on:%d/%m/%Y}, hôm nay mới {on:%d/%m/%Y} nên số phát sinh còn là số ước."


def past_of(report: Report, indicator_ids: Iterable[int]) -> dict[int, list[Past]]:
    """Received figures of the same unit in earlier periods of the same kind and calendar, newest first."""
    period = report.period
    found = (
        Figure.objects.filter(
            report__unit_id=report.unit_id,
            report__period__movement_id=period.movement_id,
            report__period__kind=period.kind,
            report__period__calendar=period.calendar,
            report__period__ends_on__lt=period.ends_on,
            report__received_at__isnull=False,
            indicator_id__in=list(indicator_ids),
        )
        .exclude(state=CellState.NOT_REPORTED)
        .select_related("report__period")
        .order_by("-report__period__ends_on", "-pk")
    )
    past: dict[int, list[Past]] = defaultdict(list)
    for figure in found:
        known = past[figure.indicator_id]
        if len(known) < PAST_PERIODS:
            known.append(Past(figure.report.period.label, figure.standing_value, figure.source))
    return past


def enters_on_behalf(who: Actor, unit: Unit) -> bool:
    """Whether a deed of `who` for `unit` is done by somebody outside it."""
    return not any(grant.unit_path == unit.path for grant in who.grants)


def evidence_of_report(report: Report) -> QuerySet[Evidence]:
    """Everything that proves some figure of the report, each once."""
    return Evidence.objects.filter(links__figure__report=report).distinct().select_related("file", "added_by")


def listed_reports(who: Actor, *, words: str = "", state: str = "") -> ReportQuerySet:
    """Visible reports, newest period first, with `asked_count`, `missing_count`, `returned_count`; one query."""
    missing = Q(figures__state=CellState.NOT_REPORTED, figures__explanation="")
    found = visible_reports(who).annotate(
        asked_count=Count("figures"),
        missing_count=Count("figures", filter=missing),
        returned_count=Count("figures", filter=~Q(figures__return_reason="")),
    )
    if state in ReportState.values:
        found = found.filter(state=state)
    return found.matching(words).order_by("-period__ends_on", "-period_id", "unit__sort_key")


@dataclass(frozen=True, slots=True)
class Event:
    """A line of the report's history, in the shape of components/events.html."""

    what: str
    at: datetime
    who: str
    quote: str
    tone: str


DEEDS = {
    "reporting.import_figures": ("Lưu số liệu", "empty"),
    "reporting.submit_report": ("Gửi báo cáo", "waiting"),
    "reporting.approve_report": ("Thủ trưởng duyệt và gửi đi", "waiting"),
    "reporting.hand_back_report": ("Thủ trưởng trả lại", "late"),
    "reporting.recall_report": ("Thu hồi báo cáo", "empty"),
    "reporting.return_figure": ("Trả lại số liệu", "late"),
    "reporting.check_figure": ("Ghi số sau kiểm tra", "waiting"),
    "reporting.verify_report": ("Kiểm tra xong, đạt yêu cầu", "reached"),
    "reporting.endorse_report": ("Lãnh đạo duyệt", "reached"),
    "reporting.send_back_report": ("Lãnh đạo trả lại để kiểm tra thêm", "late"),
    "reporting.withdraw_report": ("Rút về từ bàn lãnh đạo", "empty"),
    "reporting.extend_report": ("Cho gửi sau khi khóa", "waiting"),
    "reporting.close_extension": ("Hết hạn gửi muộn", "empty"),
    "reporting.revise_figure": ("Đính chính sau khóa", "waiting"),
}


def events_of(report: Report, rows: Sequence[EntryRow]) -> list[Event]:
    """What happened to the report and to its figures, newest first; single saves are left out."""
    names = {row.figure.pk: row.figure.indicator.name for row in rows}
    about_report = Q(object_type="Report", object_id=report.pk)
    about_figures = Q(object_type="Figure", object_id__in=list(names))
    found = AuditEvent.objects.filter(about_report | about_figures, action__in=list(DEEDS))
    return [_event(one, names) for one in found.order_by("-sequence")[:EVENTS]]


def _event(event: AuditEvent, names: dict[int, str]) -> Event:
    what, tone = DEEDS[event.action]
    if event.action == "reporting.submit_report" and event.detail.get("goes_to") == ReportState.AWAITING_HEAD:
        what = "Trình thủ trưởng duyệt"
    if event.object_type == "Figure" and event.object_id is not None:
        what = f"{what} “{names[event.object_id]}”"
    if event.detail.get("is_on_behalf"):
        what = f"{what}, nhập thay đơn vị"
    who = f"{event.actor_name}, {event.unit_name}" if event.unit_name else event.actor_name
    return Event(what, event.at, who, event.reason, tone)


def standing_sentence(report: Report, rows: Sequence[EntryRow], *, on: date) -> str:
    """How the report stands, in one sentence."""
    due = f"hạn {report.late_until or report.period.unit_due_on:%d/%m/%Y}"
    returned = sum(row.figure.return_reason != "" for row in rows)
    missing = sum(not row.is_typed and not row.figure.explanation.strip() for row in rows)
    unproven = sum(not row.is_done for row in rows) - missing
    state = ReportState(report.state)
    if state is ReportState.AWAITING_HEAD:
        return f"{len(rows)} số liệu đang chờ thủ trưởng đơn vị duyệt, {due}."
    if state is ReportState.SUBMITTED:
        return f"Đã nhận {len(rows)} số liệu lúc {formatting.moment(report.received_at)}, đang chờ kiểm tra."
    if state is ReportState.WITH_LEADER:
        return f"Cơ quan thường trực đã kiểm tra xong {len(rows)} số liệu, đang chờ lãnh đạo duyệt."
    if state in {ReportState.VERIFIED, ReportState.LOCKED}:
        return f"Cơ quan thường trực đã kiểm tra xong {len(rows)} số liệu lúc {formatting.moment(report.verified_at)}."
    if not report.is_open:
        return "Kỳ báo cáo đã khóa khi báo cáo chưa gửi xong; muốn bổ sung, xin liên hệ cơ quan thường trực."
    if returned:
        return f"{returned} trong {len(rows)} số liệu bị trả lại, cần sửa rồi gửi lại."
    late = " Đã quá hạn, gửi muộn vẫn được nhận." if on > report.period.unit_due_on else ""
    if missing:
        return f"Còn {missing} trong {len(rows)} số liệu chưa nhập, {due}.{late}"
    if unproven:
        return f"Đã nhập đủ {len(rows)} số liệu, còn {unproven} số liệu chưa có minh chứng hoặc giải trình, {due}.{late}"
    return f"Đã nhập đủ {len(rows)} số liệu, sẵn sàng gửi, {due}.{late}"
