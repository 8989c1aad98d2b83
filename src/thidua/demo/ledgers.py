"""Lists from other systems in the demonstration: dossiers with a corrected export, ways of counting, reports that units owe."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from thidua.core.permissions import Actor
from thidua.demo import dossiers, numbers
from thidua.demo.dossiers import Dossiers
from thidua.demo.stage import local
from thidua.indicator.figures import CellState, OverTime
from thidua.org.models import Unit
from thidua.registers import actions, queries
from thidua.registers.models import Batch
from thidua.reporting import actions as reporting_actions
from thidua.reporting import binding_data
from thidua.reporting.calendars import Window
from thidua.reporting.models import Figure, Report
from thidua.reporting.queries import bindings, counts

if TYPE_CHECKING:
    from thidua.demo.year import Year

HOLDER, COUNTED = "PVHCC", "CT1"
MISPUT = 6  # online dossiers that an export has under the wrong channel, until the next one puts them right
SHARE = (15, 17)  # of the running period's list that is online, as the holder's numbers go by then
DAYS_UNTIL_CORRECTED = 15  # after the lock
SO_FAR = (
    "Đếm từ danh sách xuất trước hạn nộp, chưa đủ ngày của kỳ; sẽ có bản đủ ngày sau khi hết kỳ (minh họa)"
)
WHY_NOW = "Bản xuất lại đủ ngày của kỳ, đã sửa sáu hồ sơ ghi nhầm kênh nộp (dữ liệu minh họa)."
LATER_WAYS = ("ct5-a", "ct6-a", "ct8-a", "ct9-a")
OWED = (
    ("VHXH", "01/CĐS", "Báo cáo công tác chuyển đổi số", "Sở Khoa học và Công nghệ", "month", 14),
    ("VP", "02/KSTT", "Báo cáo kiểm soát thủ tục hành chính", "Văn phòng UBND thành phố", "quarter", 14),
)


@dataclass
class Ledgers:
    """What comes in: `closed` is the last period that is locked by now, `running` the one that is still open."""

    year: "Year"
    closed: Window
    running: Window

    @property
    def unit(self) -> Unit:
        return self.year.stage.units[HOLDER]

    @property
    def by(self) -> Actor:
        return self.year.stage.reporter(self.unit)

    def begin(self) -> None:
        adopted_on = max(self.closed.starts_on, self.year.movement.starts_on) + timedelta(days=2)
        self.year.at(local(adopted_on, 9), self._adopt)
        begins = self.running.starts_on
        self.year.at(local(begins + timedelta(days=3), 10), self._owe)
        self.year.at(local(begins + timedelta(days=21), 8, 20), self._export)

    def _adopt(self, at: datetime) -> None:
        """CT1 from the closed period on, the others after the running one: what units typed before stays as it was asked."""
        later = self.running.ends_on + timedelta(days=1)
        for slug in ("ct1-a", *LATER_WAYS):
            shipped = binding_data.load()[slug]
            since = self.closed.ends_on if slug == "ct1-a" else later
            reporting_actions.adopt_binding(
                self.year.stage.commune, shipped=shipped, valid_from=since, by=self.year.officer, at=at
            )

    def _owe(self, at: datetime) -> None:
        for code, number, name, receiver, every, day in OWED:
            unit = self.year.stage.units[code]
            by = self.year.stage.reporter(unit)
            actions.add_regime(
                unit,
                code=number,
                name=f"{name} (minh họa)",
                document="Thông tư 47/2025/TT-BKHCN" if code == "VHXH" else "Nghị định 09/2019/NĐ-CP",
                receiver=receiver,
                every=every,
                due_day=day,
                skips_larger=every == "month",
                software="Hệ thống thông tin báo cáo",
                starts_on=date(at.year, 7, 1),
                by=by,
                at=at,
            )
            self._send_what_is_due(unit, by, at)

    def _send_what_is_due(self, unit: Unit, by: Actor, at: datetime) -> None:
        due = queries.visible_dues(by).current().filter(day__lt=at.date(), batch__unit=unit)
        for place, one in enumerate(due.order_by("day")):
            actions.mark_sent(
                one,
                sent_on=min(one.day or at.date(), at.date()) - timedelta(days=2),
                system="Hệ thống thông tin báo cáo" if place else "Trục liên thông văn bản",
                on_software=place > 0,
                evidence=f"Số {40 + place}/BC-UBND (minh họa)",
                by=by,
                at=at,
            )

    def before_sending(self, report: Report, at: datetime) -> None:
        """Of the period that is closed by now the holder sent a list that did not hold all its days yet, and took its number.
        Two weeks after the lock the whole list comes, put right; the standing body decides the next day.
        """
        if report.unit.code != HOLDER or report.period.ends_on != self.closed.ends_on:
            return
        whole, until = self._dossiers(report), at.date() - timedelta(days=1)
        if until >= whole.until:
            return
        first = self._land(self.closed, whole.exported(until=until, misput=MISPUT), "truoc-han", at, None)
        figure = self._take(self.closed, at)
        if figure is None:
            return
        when = local(report.period.locks_on + timedelta(days=DAYS_UNTIL_CORRECTED), 8, 20)
        rows = whole.exported(until=whole.until)

        def correct(at: datetime) -> None:
            self._land(self.closed, rows, "du-ngay", at, first)

        self.year.at(when, correct)
        next_day = local(when.date() + timedelta(days=1), 10)
        self.year.at(next_day, lambda later: self._decide(figure, later))

    def _dossiers(self, report: Report) -> Dossiers:
        """As many as the holder's own numbers say for that period."""
        progress = (len(self.year.windows) - 2) / max(1, len(self.year.windows) - 1)
        label, since, until = report.period.label, self.closed.starts_on, self.closed.ends_on
        part, whole = numbers.figure(
            COUNTED, HOLDER, OverTime.FLOW, period=label, months=self.closed.span.months, progress=progress
        )
        return Dossiers(since, until, whole, part)

    def _decide(self, figure: Figure, at: datetime) -> None:
        figure.refresh_from_db()
        offer = bindings.offer_for(figure, on=at.date())
        if offer is None or not offer.was:
            return
        reason = f"{counts.reason_for(offer)['reason']} {WHY_NOW}"
        reporting_actions.revise_by_count(
            figure, shown=offer.mark, reason=reason, by=self.year.officer, at=at
        )

    def _export(self, at: datetime) -> None:
        """A list with six dossiers under the wrong channel, from which the unit takes its number, and the corrected one two hours
        later, which takes its place: the number stands, and the new one is offered.
        """
        begins, until = self.running.starts_on, at.date() - timedelta(days=1)
        count = 60 * ((until - begins).days + 1)
        so_far = Dossiers(begins, until, count, count * SHARE[0] // SHARE[1])
        first = self._land(self.running, so_far.exported(until=until, misput=MISPUT), "lan-1", at, None)
        self._take(self.running, at + timedelta(minutes=20))
        self._land(self.running, so_far.exported(until=until), "lan-2", at + timedelta(hours=2), first)

    def _land(
        self, window: Window, rows: list[dossiers.Row], words: str, at: datetime, replaces: Batch | None
    ) -> Batch:
        name = f"ho-so-thang-{window.ends_on.month}-{window.ends_on.year}-{words}.csv"
        return dossiers.land(self.unit, rows, name, by=self.by, at=at, replaces=replaces)

    def _take(self, window: Window, at: datetime) -> Figure | None:
        """The figure that took the register's number over."""
        held = Figure.objects.filter(
            report__unit=self.unit, report__period__ends_on=window.ends_on, indicator__code=COUNTED
        )
        figure = held.select_related(
            "report__period__movement", "report__unit", "indicator", "definition"
        ).first()
        offer = figure and bindings.offer_for(figure, on=at.date())
        if not figure or not offer or not offer.is_ready:
            return None
        reporting_actions.take_count(figure, shown=offer.mark, by=self.by, at=at)
        return figure


def taken_over(figure: Figure) -> reporting_actions.Cell | None:
    """What stands there from a register already: handed in as it is, with a word about what it lacks."""
    if figure.reported.state is not CellState.VALUE:
        return None
    return reporting_actions.Cell(figure.reported, explanation=SO_FAR, source=figure.source)
