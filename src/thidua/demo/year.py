"""A year of reporting, played through the actions in the order of time: opened, typed, late, returned, corrected, published."""

import heapq
import itertools
import random
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cached_property

from django.db import connection

from thidua.core import working_days
from thidua.core.permissions import Actor
from thidua.demo import numbers, proofs, sending
from thidua.demo.ledgers import Ledgers, taken_over
from thidua.demo.measures import Measures
from thidua.demo.pledges import Pledges
from thidua.demo.stage import SEED, Stage, local
from thidua.demo.tasks import Chores
from thidua.indicator.figures import CellState, OverTime, Value
from thidua.movement.models import Movement
from thidua.reporting import actions, calendars, errors
from thidua.reporting.calendars import Calendar, Window
from thidua.reporting.models import Figure, Period, Report

PERIODS = 12
BACKFILLED = 2
OPEN_DAYS = 12  # a period opens this many days before the units' cut-off
# The unit behind the role buttons, and the one whose figure a register offers: their running reports are not sent, so that
# they lead to work.
OFFERED = ("VP", "PVHCC")
WITH_FILES = 2  # the newest periods bring papers and pictures, older ones the numbers of documents
RETURN_REASON = "Tổng số khác kỳ trước nhiều mà chưa giải trình. Đề nghị rà soát lại và bổ sung minh chứng."
CHECK_REASON = "Đối chiếu hệ thống của thành phố: một số trường hợp bị tính hai lần."
REVISE_REASON = "Chốt số liệu sau khi hết kỳ, thay cho số ước đã gửi."
DIFFICULTIES = {
    "BD1": ("Một số cán bộ lớn tuổi chưa quen học và kiểm tra trên nền tảng số",),
    "BD3": (
        "Nhiều người cao tuổi chưa có điện thoại thông minh; tổ công nghệ số cộng đồng đến từng nhà hướng dẫn",
        "Người đi làm xa chưa tham gia đánh giá; sẽ tổ chức buổi tối và ngày nghỉ",
    ),
    "BD5": ("Công nhân làm ca nên khó xếp lịch học; đề nghị có bài học ngắn trên điện thoại",),
    "CT3b": ("Danh mục thủ tục không theo địa giới chờ thành phố công bố bổ sung",),
    "CT6": ("Một số hồ sơ còn kèm bản giấy do cơ quan phối hợp yêu cầu",),
}
UNUSUAL = "Đã đối chiếu với sổ của đơn vị, số đúng như thực tế của kỳ; kỳ trước ghi khi mới bắt đầu theo dõi."
REPUBLISH_REASON = "Công bố lại sau khi đính chính số liệu đã chốt."


@dataclass
class Year:
    """Things that will happen, by time; each may lead to others."""

    stage: Stage
    movement: Movement
    on: date
    chance: random.Random = field(default_factory=lambda: random.Random(SEED))
    agenda: list[tuple[datetime, int, Callable[[datetime], None]]] = field(default_factory=list)
    order: "itertools.count[int]" = field(default_factory=itertools.count)

    @cached_property
    def windows(self) -> list[Window]:
        return _windows(self.movement.starts_on, self.on)

    @cached_property
    def measures(self) -> Measures:
        return Measures(self)

    @cached_property
    def ledgers(self) -> Ledgers:
        return Ledgers(self, self.windows[max(0, len(self.windows) - 2)], self.windows[-1])

    @property
    def officer(self) -> Actor:
        return self.stage.actors["thuongtruc"]

    @property
    def leader(self) -> Actor:
        return self.stage.actors["phochutich"]

    def at(self, moment: datetime, deed: Callable[[datetime], None]) -> None:
        """Do it at that moment, unless the demonstration's day comes first."""
        if moment <= local(self.on, 8):
            heapq.heappush(self.agenda, (moment, next(self.order), deed))

    def play(self) -> None:
        windows = self.windows
        for place, window in enumerate(windows):
            opened_on = _cut_off(windows[max(place, min(BACKFILLED, len(windows) - 1))]) - timedelta(
                days=OPEN_DAYS
            )
            self.at(local(opened_on, 7, 30), self._opening(window, place, len(windows), opened_on))
        Chores(self).begin()
        Pledges(self).begin()
        self.measures.begin()
        self.ledgers.begin()
        while self.agenda:
            moment, _, deed = heapq.heappop(self.agenda)
            deed(moment)

    def _opening(self, window: Window, place: int, count: int, opened_on: date) -> Callable[[datetime], None]:
        def open_it(at: datetime) -> None:
            is_late = place < BACKFILLED
            cut_off = _cut_off(window)
            plan = actions.PeriodPlan(
                kind=str(window.span),
                calendar=str(window.calendar),
                label=window.label,
                starts_on=window.starts_on,
                ends_on=window.ends_on,
                unit_due_on=cut_off,
                ward_due_on=window.due_on,
                locks_on=opened_on + timedelta(days=20)
                if is_late
                else calendars.locks_on(
                    window.due_on, calendars.regime(Calendar.REPORTING).lock_days_after_due
                ),
                is_backfilled=is_late,
            )
            _refresh_statistics()
            period = actions.open_period(self.movement, plan=plan, by=self.officer, at=at)
            Chapter(
                self, period, window, place, count, opened_on + timedelta(days=8) if is_late else cut_off
            ).begin()

        return open_it


@dataclass
class Chapter:
    """One period: what each unit does in it."""

    year: Year
    period: Period
    window: Window
    place: int
    count: int
    due_on: date

    @property
    def is_running(self) -> bool:
        return self.place == self.count - 1

    def begin(self) -> None:
        reports = list(
            self.period.reports.select_related("unit", "period__movement", "period__commune").order_by(
                "unit__sort_key"
            )
        )
        mixed = reports[:]
        self.year.chance.shuffle(mixed)
        if self.is_running:
            mixed.sort(key=lambda report: report.unit.code not in OFFERED)
        for rank, report in enumerate(mixed):
            self._plan(report, rank)
        if not self.is_running:
            lock_at = local(self.period.locks_on, 17, 30)
            self.year.at(lock_at, self._lock)
        officer = self.year.officer
        if self.place == self.count - 3:
            due_at = local(self.window.due_on, 14)
            self.year.at(due_at, lambda at: sending.send_report(self.period, by=officer, at=at))
        if self.place == self.count - 2:
            evening = local(self.period.locks_on, 18)
            self.year.at(evening, lambda at: sending.prepare_sheet(self.period, by=officer, at=at))

    def _plan(self, report: Report, rank: int) -> None:
        """The running period has the mix that an officer meets on a morning; older ones are nearly all in."""
        chance = self.year.chance
        late_days = chance.randint(1, 5) if rank % 9 == 4 else 0
        if rank < (6 if self.is_running else 1):
            return
        sent_on = self.due_on + timedelta(days=late_days or -chance.randint(0, 5))
        moment = local(sent_on, chance.randint(8, 16), chance.randint(0, 59))
        fate = "verified"
        if self.is_running:
            fate = {6: "returned", 7: "returned", 8: "returned"}.get(
                rank, "waiting" if rank < 13 else "verified"
            )
        elif rank in {5, 6}:
            fate = "corrected"
        elif rank == 7:
            fate = "checked"
        self.year.at(moment, lambda at: self._send(report, at, fate))

    def _send(self, report: Report, at: datetime, fate: str) -> None:
        unit = report.unit
        by = self.year.officer if unit.code in {"TDP14", "DN6"} else self.year.stage.reporter(unit)
        self.year.ledgers.before_sending(report, at)
        held = list(report.figures.select_related("indicator", "definition").order_by("position"))
        for figure in held:
            figure.report = report
        taken = {figure.pk: cell for figure in held if (cell := taken_over(figure))}
        cells = {figure.pk: taken.get(figure.pk) or self._cell(figure, report, at) for figure in held}
        typed = [figure for figure in held if figure.pk not in taken]
        fate = "verified" if taken else fate  # what a register says is put right by the register
        if fate not in {
            "corrected",
            "checked",
        }:  # their numbers change, and parts would no longer make up the whole
            for figure in held:
                self.year.measures.give_parts(figure, cells[figure.pk].value, by=by, at=at)
        if self.place >= self.count - WITH_FILES:
            proofs.by_ledgers(report, typed, cells, by=by, at=at)
        else:
            proofs.by_number(report, typed, by=by, at=at)
        _hand_in(report, cells, by=by, at=at)
        head = self.year.stage.head(unit)
        if head and by is not self.year.officer:
            if self.is_running and unit.code == "TTVH":
                return  # still on the head's desk
            self.year.at(at + timedelta(hours=3), lambda later: self._approve(report, head, fate, later))
        else:
            self._checking(report, fate, at)

    def _approve(self, report: Report, head: Actor, fate: str, at: datetime) -> None:
        actions.approve_report(report, by=head, at=at)
        self._checking(report, fate, at)

    def _checking(self, report: Report, fate: str, at: datetime) -> None:
        if fate == "waiting":
            return
        next_day = local(at.date() + timedelta(days=1), 9, proofs.lot_of(report) % 60)
        if fate in {"returned", "corrected"}:
            self.year.at(next_day, lambda later: self._return(report, fate, later))
        else:
            self.year.at(next_day, lambda later: self._verify(report, fate == "checked", later))

    def _return(self, report: Report, fate: str, at: datetime) -> None:
        figure = self._first(report)
        actions.return_figure(figure, reason=RETURN_REASON, by=self.year.officer, at=at)
        if fate == "corrected":
            self.year.at(at + timedelta(days=1, hours=4), lambda later: self._answer(report, later))

    def _answer(self, report: Report, at: datetime) -> None:
        figure = self._first(report)
        value = _changed(figure.reported)
        cells = {figure.pk: actions.Cell(value, explanation=figure.explanation, source=figure.source)}
        by = self.year.officer if report.is_on_behalf else self.year.stage.reporter(report.unit)
        _hand_in(report, cells, by=by, at=at)
        head = self.year.stage.head(report.unit)
        if head and not report.is_on_behalf:
            actions.approve_report(report, by=head, at=at + timedelta(hours=1))
        self._checking(report, "verified", at)

    def _verify(self, report: Report, is_checked: bool, at: datetime) -> None:
        if is_checked:
            figure = self._first(report)
            value = _changed(figure.reported)
            actions.check_figure(figure, value=value, reason=CHECK_REASON, by=self.year.officer, at=at)
        actions.verify_report(report, by=self.year.officer, at=at + timedelta(minutes=10))

    def _lock(self, at: datetime) -> None:
        actions.lock_period(self.period, by=self.year.officer, at=at)
        if self.place == self.count - 2:
            return  # waits for the leader on the morning of the demonstration
        publish_at = at + timedelta(days=1)
        self.year.at(publish_at, lambda later: self._publish("", later))
        if self.place % 4 == 1:
            self.year.at(publish_at + timedelta(days=2), self._revise)

    def _publish(self, reason: str, at: datetime) -> None:
        actions.publish_period(self.period, reason=reason, by=self.year.leader, at=at)

    def _revise(self, at: datetime) -> None:
        report = self.period.reports.select_related("unit", "period__movement", "period__commune").get(
            unit__code="PVHCC"
        )
        figure = self._first(report)
        if figure.standing_value.state is not CellState.VALUE:
            return
        value = _changed(figure.standing_value)
        actions.revise_figure(figure, value=value, reason=REVISE_REASON, by=self.year.officer, at=at)
        self.year.at(at + timedelta(days=1), lambda later: self._publish(REPUBLISH_REASON, later))

    def _first(self, report: Report) -> Figure:
        figure = report.figures.select_related("indicator", "definition").order_by("position").first()
        if figure is None:
            raise RuntimeError(f"{report} asks for nothing")
        figure.report = report
        return figure

    def _cell(self, figure: Figure, report: Report, at: datetime) -> actions.Cell:
        indicator = figure.indicator
        how = OverTime(indicator.over_time)
        numerator, denominator = numbers.figure(
            indicator.code,
            report.unit.code,
            how,
            period=self.period.label,
            months=self.window.span.months,
            progress=self.place / max(1, self.count - 1),
        )
        is_estimate = (
            how is OverTime.FLOW and at.date() <= self.period.ends_on and not self.period.is_backfilled
        )
        return actions.Cell(
            Value(numerator, denominator, is_estimate=is_estimate),
            explanation=_explanation(indicator.code, report.unit.code),
            source="Sổ theo dõi của đơn vị (minh họa)",
        )


def _hand_in(report: Report, cells: dict[int, actions.Cell], *, by: Actor, at: datetime) -> None:
    """As a reporter does: what the rules find unusual is explained, then the report goes."""
    try:
        actions.submit_report(report, cells=cells, by=by, at=at)
    except errors.ExplanationMissing as asked:
        explained = {pk: replace(cells[pk], explanation=UNUSUAL) for pk in asked.figures}
        actions.submit_report(report, cells={**cells, **explained}, by=by, at=at)


def _refresh_statistics() -> None:
    """PostgreSQL plans by statistics, and gathers none of itself inside the one transaction of the build."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _explanation(code: str, unit: str) -> str:
    """What holds some units back; most say nothing."""
    told = DIFFICULTIES.get(code, ())
    place = zlib.crc32(f"{code}/{unit}".encode()) % (3 * len(told)) if told else 0
    return f"{told[place]} (minh họa)" if place < len(told) else ""


def _windows(starts_on: date, on: date) -> list[Window]:
    """The last reports of the calendar that were opened by `on`, oldest first."""
    found = [
        window
        for year in range(starts_on.year, on.year + 1)
        for window in calendars.periods_of_year(year, Calendar.REPORTING)
    ]
    opened = [
        window
        for window in sorted(found, key=lambda window: window.due_on)
        if window.due_on > local(starts_on).date() and _cut_off(window) - timedelta(days=OPEN_DAYS) <= on
    ]
    return opened[-PERIODS:]


def _cut_off(window: Window) -> date:
    days = calendars.regime(Calendar.REPORTING).unit_cutoff_working_days
    return calendars.unit_due_on(window.due_on, days, working_days.load())


def _changed(value: Value) -> Value:
    """A slightly smaller numerator, final."""
    numerator = int(value.numerator or 0)
    return Value(max(0, numerator - max(1, numerator // 60)), value.denominator)
