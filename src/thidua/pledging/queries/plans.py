"""Units' plans: which one may see, one of them with its lines, the board of a movement."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from thidua.core import charts
from thidua.core.permissions import Actor
from thidua.core.visible import visible
from thidua.movement import queries as movement_queries
from thidua.movement.models import Movement, Plan
from thidua.org.models import Membership, Unit
from thidua.pledging import snapshots
from thidua.pledging.enums import PlanState, PromiseKind, Verdict
from thidua.pledging.models import Promise, Submission, UnitPlan, UnitPlanQuerySet
from thidua.pledging.queries import words

MOST_PLANS = 200
MISSING = "missing"
PARTS = (
    (PromiseKind.CONTENT, "Nội dung, lĩnh vực"),
    (PromiseKind.TARGET, "Chỉ tiêu"),
    (PromiseKind.TASK, "Nhiệm vụ của đơn vị"),
)
STATES = ((MISSING, "Chưa gửi"), *((state.value, str(state.label)) for state in list(PlanState)[1:]))


@visible("pledging.view_unit_plan", narrowed=UnitPlanQuerySet.of_units)
def visible_unit_plans(commune_id: int) -> UnitPlanQuerySet:
    """All of the commune for those who follow it, one's own units' for everybody else."""
    found = UnitPlan.objects.in_commune(commune_id)
    return found.select_related("movement__commune", "unit__commune", "against", "file")


def visible_promises(who: Actor) -> QuerySet[Promise]:
    found = Promise.objects.filter(plan__in=visible_unit_plans(who))
    return found.select_related("plan__unit", "plan__movement", "plan__against", "item", "line__indicator")


def promises_of(plan: UnitPlan) -> list[Promise]:
    """Every line, contents in the order of the commune's plan, then targets, then tasks. One query."""
    rows = plan.promises.select_related("item", "line__indicator", "line__item")
    order = {kind: place for place, kind in enumerate(PromiseKind.values)}
    found = sorted(rows, key=lambda one: (order[one.kind], one.position, one.pk))
    for one in found:
        one.plan = plan
    return found


def plan_in_force(movement: Movement, *, on: date) -> Plan | None:
    return movement.plans.holding(on).first()


def is_older(plan: UnitPlan, *, on: date) -> bool:
    """Whether the commune's plan was amended since the unit chose from it. One query."""
    return (plan.against.edition or 1) < movement_queries.edition_on(plan.movement, on)


@dataclass(frozen=True, slots=True)
class Shown:
    """A line on the page: its words, whether it may still be changed, whether it is below the commune's line."""

    promise: Promise
    words: str
    is_open: bool
    is_short: bool
    is_sub: bool

    @property
    def badge(self) -> tuple[str, str]:
        """(tone, words) beside the line: the verdict, or what it waits for."""
        if self.promise.verdict != Verdict.PENDING:
            return self.mark
        if self.is_short:
            return "late", "Thấp hơn mức chung"
        plan = self.promise.plan
        if not self.promise.applies:
            return "empty", "Không đảm nhận" if plan.chooses else "Không thực hiện"
        return ("waiting", "Chờ xem xét") if plan.state == PlanState.SUBMITTED else ("empty", "Chưa gửi")

    @property
    def mark(self) -> tuple[str, str]:
        """(tone, words) of what the standing body said."""
        return self.promise.tone, self.promise.get_verdict_display()


@dataclass(frozen=True, slots=True)
class Version:
    """A submission with what it changed from the one before it."""

    submission: Submission
    changes: tuple[snapshots.Change, ...]


@dataclass(frozen=True, slots=True)
class PlanShown:
    plan: UnitPlan
    contents: tuple[Shown, ...]
    targets: tuple[Shown, ...]
    tasks: tuple[Shown, ...]
    general: tuple[tuple[str, str], ...]
    versions: tuple[Version, ...]
    lacks: tuple[str, ...]
    is_older: bool

    @property
    def returned(self) -> tuple[Shown, ...]:
        every = (*self.contents, *self.targets, *self.tasks)
        return tuple(one for one in every if one.promise.verdict == Verdict.RETURNED)

    @property
    def returned_count(self) -> int:
        return len(self.returned)

    @property
    def returned_tasks(self) -> tuple[Shown, ...]:
        return tuple(one for one in self.tasks if one.promise.verdict == Verdict.RETURNED)

    @property
    def taken_count(self) -> int:
        return sum(one.promise.applies for one in self.contents)


def shown_of(plan: UnitPlan, *, on: date) -> PlanShown:
    """Three queries: the lines, the submissions, the version of the commune's plan in force."""
    promises = promises_of(plan)
    held: Mapping[str, list[Shown]] = {kind: [] for kind in PromiseKind.values}
    for one in promises:
        held[one.kind].append(_shown(plan, one))
    sent = list(plan.submissions.select_related("sent_by", "vouched_by", "decided_by"))
    return PlanShown(
        plan,
        tuple(held[PromiseKind.CONTENT]),
        tuple(held[PromiseKind.TARGET]),
        tuple(held[PromiseKind.TASK]),
        tuple(words.general_words(plan)),
        versions_of(sent),
        tuple(words.lacks_of(plan, promises)),
        is_older(plan, on=on),
    )


def _shown(plan: UnitPlan, promise: Promise) -> Shown:
    is_open = plan.is_open_for_changes and promise.verdict != Verdict.ACCEPTED
    is_sub = promise.item is not None and promise.item.parent_id is not None
    said = words.words_of(promise, chooses=plan.chooses)
    return Shown(promise, said, is_open, words.is_short(promise), is_sub)


def versions_of(submissions: list[Submission]) -> tuple[Version, ...]:
    """The newest first, each against the one sent before it."""
    found = []
    for place, one in enumerate(submissions):
        before = submissions[place + 1] if place + 1 < len(submissions) else None
        changes = snapshots.differences(before.facts, one.facts) if before else []
        found.append(Version(one, tuple(changes)))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A unit and how its plan stands; `plan` is None where it has not begun."""

    unit: Unit
    plan: UnitPlan | None
    is_older: bool
    has_people: bool

    @property
    def state(self) -> str:
        if self.plan is None or self.plan.state == PlanState.DRAFT:
            return MISSING
        return str(self.plan.state)

    @property
    def label(self) -> str:
        return dict(STATES)[self.state]

    @property
    def tone(self) -> str:
        return self.plan.tone if self.plan is not None and self.state != MISSING else "empty"

    @property
    def owes(self) -> bool:
        """Whether the next step is the unit's."""
        return self.state in {MISSING, PlanState.RETURNED} or self.is_older


@dataclass(frozen=True, slots=True)
class Board:
    rows: tuple[BoardRow, ...]
    counts: Mapping[str, int]

    @property
    def owing(self) -> tuple[BoardRow, ...]:
        return tuple(row for row in self.rows if row.owes)

    @property
    def parts(self) -> list[charts.Part]:
        """For a bar: what holds first, what is missing last."""
        tones = {row.state: row.tone for row in self.rows}
        return [
            charts.Part(label, self.counts[code], tones[code])
            for code, label in reversed(STATES)
            if self.counts.get(code)
        ]


def board_of(movement: Movement, *, on: date) -> Board:
    """Every unit of the commune on that day, in the order of names; two queries and one for the version in force."""
    edition = movement_queries.edition_on(movement, on)
    people = Membership.objects.valid_on(on).filter(unit=OuterRef("pk"), role__in=("reporter", "unit_head"))
    units = Unit.objects.in_commune(movement.commune_id).valid_on(on).filter(parent__isnull=False)
    plans = {one.unit_id: one for one in UnitPlan.objects.filter(movement=movement).select_related("against")}
    rows = []
    for unit in units.annotate(has_people=Exists(people)).order_by("sort_key", "pk"):
        plan = plans.get(unit.pk)
        older = plan is not None and (plan.against.edition or 1) < edition
        told: dict[str, Any] = unit.__dict__  # what the query annotated
        rows.append(BoardRow(unit, plan, older, told["has_people"]))
    return Board(tuple(rows), Counter(row.state for row in rows))


@dataclass(frozen=True, slots=True)
class Own:
    """A running movement and one of the units that one answers for."""

    movement: Movement
    unit: Unit
    plan: UnitPlan | None


def own_plans(who: Actor) -> list[Own]:
    """Running movements × one's own units. Three queries."""
    movements = list(movement_queries.visible_movements(who).running()[:MOST_PLANS])
    own = {grant.unit_id for grant in who.grants if not grant.is_commune_wide}
    units = list(Unit.objects.filter(pk__in=own).order_by("sort_key"))
    if not movements or not units or not who.may("pledging.begin_plan"):
        return []
    plans = {(one.movement_id, one.unit_id): one for one in UnitPlan.objects.filter(unit__in=own)}
    return [Own(one, unit, plans.get((one.pk, unit.pk))) for one in movements for unit in units]


def people_of(unit: Unit, *, on: date) -> list[str]:
    """Full names of those who hold a role in the unit: what the form suggests."""
    held = Membership.objects.valid_on(on).filter(unit=unit).select_related("user")
    return list(dict.fromkeys(one.user.full_name for one in held))
