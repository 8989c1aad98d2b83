"""Tasks that come of an accepted plan: from then on they are followed as any other task is."""

from datetime import datetime

from django.utils import timezone

from thidua.core.permissions import Actor
from thidua.org.models import Membership, Unit, User
from thidua.pledging import queries
from thidua.pledging.enums import PromiseKind
from thidua.pledging.models import Promise, UnitPlan
from thidua.tasks import actions
from thidua.tasks.enums import TaskOrigin
from thidua.tasks.facts import Parties, TaskFacts


def make_tasks(plan: UnitPlan, *, by: Actor, at: datetime) -> int:
    """One task for each line that has none yet, led by the unit; how many were made."""
    lines = [one for one in queries.promises_of(plan) if one.kind == PromiseKind.TASK and one.task_id is None]
    for one in lines:
        ref = f"unit_plan:{plan.pk}:{one.pk}"
        task = actions.add_task(
            by, facts=_facts_of(plan, one, at=at), origin=TaskOrigin.PLEDGED, origin_ref=ref, by=by, at=at
        )
        one.task_id = task.pk
    Promise.objects.bulk_update(lines, ["task_id"])
    return len(lines)


def _facts_of(plan: UnitPlan, promise: Promise, *, at: datetime) -> TaskFacts:
    officer = _person(plan.unit, promise.officer, at=at)
    return TaskFacts(
        title=promise.text,
        product=promise.product,
        due_text=promise.due_words,
        due_on=promise.due_on,
        movement=plan.movement,
        item=promise.item,
        clause=promise.item.clause if promise.item else "",
        content=promise.item,
        parties=Parties(lead=plan.unit, officer=officer, officer_name="" if officer else promise.officer),
    )


def _person(unit: Unit, name: str, *, at: datetime) -> User | None:
    """The account of the one member of the unit who bears that name; nobody where two do."""
    held = Membership.objects.valid_on(timezone.localdate(at)).filter(unit=unit, user__full_name=name)
    found = {one.user_id: one.user for one in held.select_related("user")}
    return next(iter(found.values())) if len(found) == 1 else None
