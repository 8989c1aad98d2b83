"""Whatever people may do to figures, in any order: typed, handed in, recalled, returned, corrected, verified, approved by a
leader, revised, extended after the lock.

`Hands` draws deeds from a seed and does them through the actions; a deed that is refused counts as refused. Used by the
tests (a few hundred deeds) and by drills/operations.py (a hundred thousand).
"""

import random
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from tests.clock import local
from tests.factories import reporting as make
from thidua.core.errors import DomainError
from thidua.indicator.figures import CellState, Value
from thidua.org import queries as org_queries
from thidua.reporting import actions, totals
from thidua.reporting.actions import Cell
from thidua.reporting.models import Figure, Report

KINDS = ("ratio", "count", "amount", "ratio", "yes_no")
BEGIN = local(2026, 10, 7, 9)
REASON = "Số trong sổ là số khác."


class Hands:
    """A ward of `units` with a head in every second unit, and all who may touch its figures; odd seeds ask the leader, too."""

    def __init__(self, seed: int, units: int = 6) -> None:
        self.chance = random.Random(seed)  # reproducible, not secret
        self.done: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.here = make.ward(units=units, kinds=KINDS)
        self.at = BEGIN
        self.here.period.needs_leader = bool(seed % 2)
        self.here.period.save()
        self.officer = self.here.actor("standing_body")
        self.leader = self.here.actor("leader")
        self.reporters = [self.here.actor("reporter", unit) for unit in self.here.units]
        self.heads = {
            place: self.here.actor("unit_head", unit)
            for place, unit in enumerate(self.here.units)
            if place % 2
        }
        self.deeds: list[Callable[[int, Report], object]] = [
            *[self.submit] * 4,
            self.save,
            self.approve,
            self.hand_back,
            self.recall,
            *[self.check] * 3,
            self.check_one,
            *[self.return_one] * 2,
            self.verify,
            *[self.endorse] * 2,
            self.send_back,
            self.withdraw,
        ]
        self.late_deeds = [*[self.revise] * 6, self.extend, self.end_extension, *self.deeds]

    def play(self, count: int, *, locked: bool = False) -> None:
        """`count` deeds on random units; after the lock revisions, and what exceptions for single units allow."""
        for _ in range(count):
            self.at += timedelta(minutes=7) if locked else timedelta(seconds=1)
            place = self.chance.randrange(len(self.here.units))
            deed = self.chance.choice(self.late_deeds if locked else self.deeds)
            try:
                deed(place, self.here.report(self.here.units[place]))
            except DomainError:
                self.refused[deed.__name__] += 1
            else:
                self.done[deed.__name__] += 1

    def differing(self) -> int:
        """Cells of the running totals that are not what the figures add up to."""
        return len(list(totals.differences(self.here.period.pk)))

    def lock(self) -> None:
        self.here.period.refresh_from_db()
        actions.lock_period(self.here.period, by=self.officer, at=local(2026, 10, 29, 8))
        self.at = local(2026, 10, 30, 8)

    # The deeds.

    def submit(self, place: int, report: Report) -> object:
        return actions.submit_report(report, cells=self._cells(report), by=self.reporters[place], at=self.at)

    def save(self, place: int, report: Report) -> object:
        return actions.import_figures(report, cells=self._cells(report), by=self.reporters[place], at=self.at)

    def approve(self, place: int, report: Report) -> object:
        return actions.approve_report(report, by=self._head(place), at=self.at)

    def hand_back(self, place: int, report: Report) -> object:
        return actions.hand_back_report(report, reason=REASON, by=self._head(place), at=self.at)

    def recall(self, place: int, report: Report) -> object:
        return actions.recall_report(report, by=self.reporters[place], at=self.at)

    def check(self, place: int, report: Report) -> object:
        figures = self._figures(report)
        chosen = self.chance.sample(figures, self.chance.randrange(3))
        half = len(chosen) // 2
        checked = {one.pk: (self._value(one), REASON) for one in chosen[:half]}
        returned = {one.pk: REASON for one in chosen[half:]}
        return actions.check_report(report, checked=checked, returned=returned, by=self.officer, at=self.at)

    def check_one(self, place: int, report: Report) -> object:
        figure = self._figure(report)
        return actions.check_figure(
            figure, value=self._value(figure), reason=REASON, by=self.officer, at=self.at
        )

    def return_one(self, place: int, report: Report) -> object:
        return actions.return_figure(self._figure(report), reason=REASON, by=self.officer, at=self.at)

    def verify(self, place: int, report: Report) -> object:
        return actions.verify_report(report, by=self.officer, at=self.at)

    def endorse(self, place: int, report: Report) -> object:
        return actions.endorse_report(report, by=self.leader, at=self.at)

    def send_back(self, place: int, report: Report) -> object:
        return actions.send_back_report(report, reason=REASON, by=self.leader, at=self.at)

    def withdraw(self, place: int, report: Report) -> object:
        return actions.withdraw_report(report, by=self.officer, at=self.at)

    def extend(self, place: int, report: Report) -> object:
        until = timezone.localdate(self.at) + timedelta(days=self.chance.randrange(-1, 3))
        return actions.extend_report(report, until=until, reason=REASON, by=self.leader, at=self.at)

    def end_extension(self, place: int, report: Report) -> object:
        system = org_queries.system_actor(self.here.commune)
        return actions.close_extension(report, by=system, at=self.at)

    def revise(self, place: int, report: Report) -> object:
        figure = self._figure(report)
        return actions.revise_figure(
            figure, value=self._value(figure), reason=REASON, by=self.officer, at=self.at
        )

    # What they are done with.

    def _head(self, place: int) -> make.Actor:
        return self.heads.get(place, self.reporters[place])

    def _figures(self, report: Report) -> list[Figure]:
        held = Figure.objects.filter(report=report).select_related("indicator", "definition")
        for figure in held:
            figure.report = report
        return list(held)

    def _figure(self, report: Report) -> Figure:
        return self.chance.choice(self._figures(report))

    def _cells(self, report: Report) -> dict[int, Cell]:
        held = [one for one in self._figures(report) if self.chance.random() < 0.9]
        return {one.pk: Cell(self._value(one), explanation="Đếm theo sổ.") for one in held}

    def _value(self, figure: Figure) -> Value:
        """Any that the kind allows, missing and not arising among them, now and then one that it does not."""
        draw, kind = self.chance.random(), figure.indicator.kind
        if draw < 0.08:
            return Value(state=self.chance.choice([CellState.NOT_REPORTED, CellState.NOT_ARISING]))
        bottom = self.chance.randrange(1, 500)
        if kind == "ratio":
            return Value(self.chance.randrange(bottom + (draw > 0.97) + 1), bottom, is_estimate=draw < 0.2)
        return Value(self.chance.randrange(2) if kind == "yes_no" else bottom, is_estimate=draw < 0.2)
