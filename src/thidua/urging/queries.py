"""What units owe and have been urged about; letters as one may see them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import F, Q, QuerySet

from thidua.core import formatting
from thidua.core.permissions import Actor
from thidua.core.visible import visible
from thidua.movement.models import Movement, Plan
from thidua.org.models import Unit
from thidua.reporting.models import Report
from thidua.reporting.queries import ON_THE_WAY, papers
from thidua.tasks.models import AT_WORK, Task
from thidua.urging import letter as letters
from thidua.urging.enums import LetterState
from thidua.urging.models import LetterQuerySet, UrgedThing, UrgingLetter


@dataclass(frozen=True, slots=True)
class Debt:
    """A task or a report that is owed past its day; `urged_on` the days of the letters that named it, the oldest first."""

    title: str
    basis: str
    due_on: date
    days_late: int
    task_id: int | None = None
    report_id: int | None = None
    urged_on: tuple[date, ...] = ()

    @property
    def key(self) -> tuple[str, int]:
        return ("task", self.task_id) if self.task_id else ("report", self.report_id or 0)

    @property
    def sentence(self) -> str:
        """The debt in one line, as the book of deeds and sights tell it."""
        return f"{self.title}, trễ {self.days_late} ngày"


@dataclass(frozen=True, slots=True)
class Owing:
    """A unit with everything it owes, the longest first; `draft` the letter that waits to be issued."""

    unit: Unit
    debts: tuple[Debt, ...]
    draft: UrgingLetter | None = None

    @property
    def tasks(self) -> int:
        return sum(debt.task_id is not None for debt in self.debts)

    @property
    def reports(self) -> int:
        return len(self.debts) - self.tasks

    @property
    def longest(self) -> int:
        return max(debt.days_late for debt in self.debts)

    @property
    def last_urged_on(self) -> date | None:
        return max((day for debt in self.debts for day in debt.urged_on), default=None)

    @property
    def turn(self) -> int:
        """The how-manieth letter the next one is: one more than the most that any of the debts was named in."""
        return 1 + max(len(debt.urged_on) for debt in self.debts)


@visible("urging.view_letter", narrowed=LetterQuerySet.of_units)
def _letters(commune_id: int) -> LetterQuerySet:
    found = UrgingLetter.objects.in_commune(commune_id)
    return found.select_related("unit", "drafted_by", "issued_by", "withdrawn_by")


def visible_letters(who: Actor) -> LetterQuerySet:
    """A unit sees the letters that were issued to it, roles of the whole commune all that were issued ever, and who drafts
    them the drafts as well.
    """
    found = _letters(who)
    return found if who.may("urging.draft_letter") else found.exclude(issued_at=None)


def units_owing(commune_id: int, *, on: date, unit_id: int | None = None) -> list[Owing]:
    """Units that owe something past its day, in Vietnamese order. Four queries whatever the commune is like."""
    owed: dict[Unit, list[Debt]] = defaultdict(list)
    for unit, debt in _debts(commune_id, on=on, unit_id=unit_id):
        owed[unit].append(debt)
    drafts = {one.unit_id: one for one in UrgingLetter.objects.filter(unit__in=owed, state=LetterState.DRAFT)}
    return [
        Owing(unit, tuple(sorted(debts, key=lambda debt: debt.due_on)), drafts.get(unit.pk))
        for unit, debts in sorted(owed.items(), key=lambda pair: (pair[0].sort_key, pair[0].pk))
    ]


def debts_of(unit: Unit, *, on: date) -> tuple[Debt, ...]:
    """What one unit owes past its day, the longest first."""
    found = units_owing(unit.commune_pk, on=on, unit_id=unit.pk)
    return found[0].debts if found else ()


def _debts(commune_id: int, *, on: date, unit_id: int | None) -> Iterator[tuple[Unit, Debt]]:
    tasks = (
        Task.objects.in_commune(commune_id).late(on).exclude(lead=None).filter(lead__commune_id=commune_id)
    )
    reports = Report.objects.in_commune(commune_id).filter(
        state__in=ON_THE_WAY, period__locked_at=None, period__unit_due_on__lt=on
    )
    if unit_id is not None:
        tasks, reports = tasks.filter(lead=unit_id), reports.filter(unit=unit_id)
    urged = _urged_days(commune_id)
    for task in tasks.select_related("lead").order_by("due_on", "pk"):
        if task.lead is not None and task.due_on is not None:  # a late task has both
            found = Debt(task.title, task.clause, task.due_on, task.days_late(on), task_id=task.pk)
            yield task.lead, _with_days(found, urged)
    for report in reports.select_related("unit", "period__movement").order_by("period__unit_due_on", "pk"):
        period = report.period
        title = f"Báo cáo {formatting.in_text(period.label)}"
        late = (on - period.unit_due_on).days
        found = Debt(title, period.movement.short_title[:300], period.unit_due_on, late, report_id=report.pk)
        yield report.unit, _with_days(found, urged)


def _with_days(debt: Debt, urged: Mapping[tuple[str, int], list[date]]) -> Debt:
    return replace(debt, urged_on=tuple(urged.get(debt.key, ())))


def _urged_days(commune_id: int) -> dict[tuple[str, int], list[date]]:
    """The days of the letters issued about each task and report that may still be owed."""
    told: dict[tuple[str, int], list[date]] = defaultdict(list)
    named = UrgedThing.objects.filter(letter__commune_id=commune_id, letter__state=LetterState.ISSUED)
    for task, report, day in named.order_by("letter__issued_on", "letter_id").values_list(
        "task_id", "report_id", "letter__issued_on"
    ):
        if day is not None:  # an issued letter has one
            told[("task", task) if task else ("report", report)].append(day)
    return told


def no_longer_owed(letter: UrgingLetter, *, on: date) -> list[UrgedThing]:
    """Things that a letter names and the unit has settled meanwhile."""
    owed = {debt.key for debt in debts_of(letter.unit, on=on)}
    return [one for one in letter.things.all() if key_of(one) not in owed]


def key_of(thing: UrgedThing) -> tuple[str, int]:
    return ("task", thing.task_id) if thing.task_id else ("report", thing.report_id or 0)


def head_of(commune_id: int, plan: Plan | None) -> letters.Head:
    """Head and signer as the plan has them, else the commune's own words."""
    told = papers.head_of(commune_id, plan.header if plan else {})
    return letters.Head(
        parent=told["parent"],
        issuer=told["issuer"],
        place=told["place"],
        authority=told["authority"] or "TM. Ủy ban nhân dân",
        position=told["position"] or "Chủ tịch",
        signer=told["name"],
    )


def plan_in_force(commune_id: int, *, on: date) -> Plan | None:
    """That of the running movement which began last."""
    running = Movement.objects.in_commune(commune_id).running().order_by("-starts_on", "-pk")
    return Plan.objects.filter(movement__in=running[:1].values("pk")).holding(on).first()


def letter_of(letter: UrgingLetter) -> letters.Letter:
    """A letter with its things, ready to be drawn. One query."""
    from_row = [
        letters.Named(one.title, one.basis, one.due_on, one.days_late, one.urged_days)
        for one in letter.things.all()
    ]
    return letters.Letter(
        unit=letter.unit.name,
        turn=letter.turn,
        head=letters.Head(**letter.head),
        symbol=letter.symbol,
        number=letter.number,
        issued_on=letter.issued_on,
        listed_on=letter.listed_on,
        opening=letter.opening,
        closing=letter.closing,
        things=from_row,
    )


def letters_found(who: Actor, *, words: str, state: str, unit_id: int | None) -> QuerySet[UrgingLetter]:
    """The letters of a search; those that were withdrawn only where they are asked for."""
    found = visible_letters(who).matching(words)
    found = found.filter(state=state) if state else found.exclude(state=LetterState.WITHDRAWN)
    if unit_id is not None:
        found = found.filter(unit=unit_id)
    return found.order_by(F("issued_on").desc(nulls_first=True), "-pk")


def drafts(who: Actor) -> QuerySet[UrgingLetter]:
    """Letters without a number yet, the oldest first."""
    return visible_letters(who).filter(state=LetterState.DRAFT).order_by("drafted_at", "pk")


def letters_unanswered(who: Actor) -> QuerySet[UrgingLetter]:
    """Issued letters to the actor's own units of which a thing is owed still, the longest awaited first."""
    units = {grant.unit_id for grant in who.grants if not grant.is_commune_wide}
    owed = Q(task__state__in=AT_WORK) | Q(report__state__in=ON_THE_WAY, report__period__locked_at=None)
    named = UrgedThing.objects.filter(owed, letter__unit__in=units).values("letter")
    found = visible_letters(who).filter(pk__in=named, state=LetterState.ISSUED)
    return found.order_by("answer_by", "pk")
