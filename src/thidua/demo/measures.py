"""Around the figures: where they began, what each year asks, parts, levels, a threshold, an exception. Each is shown once."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from thidua.core.permissions import Actor
from thidua.demo.stage import local
from thidua.documents.models import Evidence
from thidua.indicator.figures import Value
from thidua.indicator.models import Indicator
from thidua.movement.models import Criterion
from thidua.reporting import actions
from thidua.reporting.models import Breakdown, Figure, Report

if TYPE_CHECKING:
    from thidua.demo.year import Year

LEARNERS = "BD3"
ASKED_DAYS = (
    90  # that long before the demonstration's day: the last results that are public are told by parts, too
)
SCALE = (
    ("Chưa đạt", "Chưa có kế hoạch hoặc chưa phân công người phụ trách."),
    ("Đạt", "Có kế hoạch, có người phụ trách, thực hiện đúng tiến độ."),
    ("Tốt", "Như mức Đạt, và có mô hình hoặc cách làm được đơn vị khác học theo."),
)
SOURCE = "Báo cáo tổng kết năm 2024 (minh họa)"


class Measures:
    def __init__(self, year: "Year") -> None:
        self.year = year
        self.asked: Breakdown | None = None

    def begin(self) -> None:
        month_ago = self.year.on - timedelta(days=30)
        asked_on = max(self.year.on - timedelta(days=ASKED_DAYS), self.year.movement.starts_on)
        self.year.at(local(asked_on, 9, 30), self._ask_by_sex)
        self.year.at(local(month_ago, 9), self._set_out)
        self.year.at(local(self.year.on, 7, 40), self._of_the_morning)

    def _set_out(self, at: datetime) -> None:
        """The ward says where it began and where it wants to be, and is less strict about leaps."""
        by, movement = self.year.officer, self.year.movement
        learners = Indicator.objects.get(code=LEARNERS, commune=None)
        day = at.date()
        actions.set_baseline(
            movement.commune,
            indicator=learners,
            value=Value(2_150, 8_930),
            as_of=date(2024, 12, 31),
            source=SOURCE,
            by=by,
            at=at,
        )
        actions.set_year_step(
            movement, indicator=learners, year=day.year, value=Decimal(80), source=SOURCE, by=by, at=at
        )
        actions.set_threshold(
            by,
            name="last_points",
            value=Decimal(25),
            valid_from=day,
            citation="Thống nhất tại giao ban (minh họa)",
            reason="Nhiều tổ dân phố mới vào cuộc, tỷ lệ tăng nhanh.",
            by=by,
            at=at,
        )
        actions.set_approval(
            movement,
            needs_leader=True,
            kind="year",
            valid_from=self.year.on,
            reason="Báo cáo năm do lãnh đạo duyệt trước khi tính là đạt (minh họa).",
            by=by,
            at=at,
        )

    def _ask_by_sex(self, at: datetime) -> None:
        self.asked = actions.ask_breakdown(
            self.year.officer,
            indicator=Indicator.objects.get(code=LEARNERS, commune=None),
            label="giới tính",
            parts=["Nam", "Nữ"],
            add_up=True,
            citation="Đề nghị của Hội Phụ nữ (minh họa)",
            valid_from=at.date(),
            by=self.year.officer,
            at=at,
        )

    def give_parts(self, figure: Figure, whole: Value, *, by: Actor, at: datetime) -> None:
        """Men and women of a figure that is about to be handed in; a little more than half are women."""
        period = figure.report.period
        if self.asked is None or figure.indicator.code != LEARNERS or period.ends_on < self.asked.valid_from:
            return
        part, total = int(whole.numerator or 0), whole.denominator or 0
        women = Value(part * 53 // 100, total * 51 // 100, is_estimate=whole.is_estimate)
        men = replace(whole, numerator=part - part * 53 // 100, denominator=total - total * 51 // 100)
        values = {0: men, 1: women}
        if all(int(one.numerator or 0) <= (one.denominator or 0) for one in values.values()):
            actions.save_parts(figure, breakdown=self.asked, values=values, seen={}, by=by, at=at)

    def _of_the_morning(self, at: datetime) -> None:
        self._give_parts(at)
        self._choose_level(at)
        self._extend(at)

    def _give_parts(self, at: datetime) -> None:
        """One unit begins with what it knows; the other part is still missing."""
        waiting = Figure.objects.filter(
            indicator__code=LEARNERS, report__state="draft", report__period__locked_at=None
        )
        figure = waiting.select_related("report__unit", "report__period__movement", "indicator").first()
        if figure is None:
            return
        actions.save_parts(
            figure,
            breakdown=Breakdown.objects.get(indicator=figure.indicator),
            values={1: Value(96, 160)},
            seen={},
            by=self.year.stage.reporter(figure.report.unit),
            at=at,
        )

    def _choose_level(self, at: datetime) -> None:
        criterion = Criterion.objects.filter(movement=self.year.movement).order_by("position", "pk").first()
        period = self.year.movement.periods.filter(locked_at=None).order_by("-ends_on").first()
        if criterion is None or period is None:
            return
        levels = actions.set_levels(criterion, levels=SCALE, by=self.year.officer, at=at)
        given = Evidence.objects.filter(unit__commune=self.year.movement.commune).order_by("pk")
        proof = (given.filter(unit=criterion.owner) if criterion.owner else given).first()
        if proof is not None:
            actions.choose_level(
                proof.unit, level=levels[1], period=period, evidence=[proof.pk], by=self.year.officer, at=at
            )

    def _extend(self, at: datetime) -> None:
        """One unit that missed the last lock may still hand in."""
        missed = Report.objects.filter(
            period__movement=self.year.movement, period__locked_at__isnull=False, state="draft"
        )
        report = (
            missed.select_related("unit", "period__movement")
            .order_by("-period__ends_on", "unit__sort_key")
            .first()
        )
        if report is not None:
            actions.extend_report(
                report,
                until=self.year.on + timedelta(days=5),
                reason="Người phụ trách nghỉ ốm cuối kỳ, đã báo trước (minh họa).",
                by=self.year.officer,
                at=at,
            )
