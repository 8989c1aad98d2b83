"""What is said of a task put into its row, checked: no gate and no event of its own, for the deeds alone."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from django.utils import timezone

from thidua.core import text
from thidua.core.permissions import Actor
from thidua.movement.models import Movement
from thidua.org.models import Membership, Unit, User
from thidua.tasks import errors
from thidua.tasks.facts import Parties, TaskFacts
from thidua.tasks.models import DueDate, Support, Task, index_task

LONGEST_TITLE = 300


def put(task: Task, facts: TaskFacts, *, at: datetime) -> None:
    """Everything but state, origin and support rows; raises the refusal that names the field."""
    title = text.nfc(facts.title)
    if not title:
        raise errors.TitleMissing
    _check_plan(task, facts)
    check_due(task, facts.due_on, movement=facts.movement)
    check_parties(task, facts.parties, at=at)
    task.title, task.product = title[:LONGEST_TITLE], facts.product.strip()
    task.due_text, task.due_on = text.nfc(facts.due_text)[:200], facts.due_on
    task.movement, task.item, task.content, task.phase = (
        facts.movement,
        facts.item,
        facts.content,
        facts.phase,
    )
    task.clause, task.quote = facts.clause.strip()[:60], facts.quote.strip()
    task.lead_words = text.nfc(facts.lead_words)[:300]
    put_parties(task, facts.parties)


def put_parties(task: Task, parties: Parties) -> None:
    task.lead, task.following_unit = parties.lead, parties.following_unit
    task.following_person, task.officer = parties.following_person, parties.officer
    task.officer_name = "" if parties.officer is not None else text.nfc(parties.officer_name)[:120]
    task.head_duty = parties.head_duty.strip()
    index_task(task)


def put_supports(task: Task, units: Iterable[Unit]) -> None:
    """Exactly these units support it."""
    wanted = {unit.pk for unit in units}
    held = set(task.supports.values_list("unit_id", flat=True))
    task.supports.exclude(unit_id__in=wanted).delete()
    Support.objects.bulk_create(Support(task=task, unit_id=pk) for pk in sorted(wanted - held))


def parties_of(task: Task) -> Parties:
    """As they stand."""
    return Parties(
        lead=task.lead,
        supporting=tuple(one.unit for one in task.supports.select_related("unit")),
        following_unit=task.following_unit,
        following_person=task.following_person,
        officer=task.officer,
        officer_name=task.officer_name,
        head_duty=task.head_duty,
    )


def with_officer(task: Task, *, officer: User | None, officer_name: str, head_duty: str) -> Parties:
    return replace(parties_of(task), officer=officer, officer_name=officer_name, head_duty=head_duty)


def keep_due(task: Task, *, reason: str, by: Actor, at: datetime) -> DueDate:
    """The due date as it stands now, for the history."""
    return DueDate.objects.create(
        task=task,
        text=task.due_text,
        due_on=task.due_on,
        reason=text.nfc(reason),
        set_at=at,
        set_by_id=by.user_id,
    )


def check_parties(task: Task, parties: Parties, *, at: datetime) -> None:
    on = timezone.localdate(at)
    units = [unit for unit in (parties.lead, parties.following_unit, *parties.supporting) if unit is not None]
    if any(unit.commune_pk != task.commune_id or not _is_kept(unit, task, on) for unit in units):
        raise errors.UnitUnknown
    if parties.lead is not None and parties.lead.pk in {unit.pk for unit in parties.supporting}:
        raise errors.LeadSupports
    if parties.officer is not None and parties.officer.pk != task.officer_id:
        check_officer(parties.officer, parties.lead, on=on)
    follower = parties.following_person
    if follower is not None and follower.pk != task.following_person_id:
        held = Membership.objects.in_commune(task.commune_id).valid_on(on)
        if not held.filter(user=follower).exists():
            raise errors.FollowerUnknown


def check_officer(officer: User, lead: Unit | None, *, on: date) -> None:
    """Somebody of the unit that leads, or of one below it."""
    held = Membership.objects.valid_on(on).filter(user=officer)
    if lead is None or not held.filter(unit__path__startswith=lead.path).exists():
        raise errors.OfficerUnknown


def _is_kept(unit: Unit, task: Task, on: date) -> bool:
    """A closed unit may stay where it is, and is given nothing new."""
    return unit.is_valid_on(on) or unit.pk in {task.lead_id, task.following_unit_id}


def check_due(task: Task, due_on: date | None, *, movement: Movement | None) -> None:
    """Not before the movement, a sub-task's not after that of the whole."""
    if due_on is None:
        return
    if movement is not None and due_on < movement.starts_on:
        raise errors.DueBeforeTheMovement(movement.starts_on)
    whole = task.parent.due_on if task.parent is not None else None
    if whole is not None and due_on > whole:
        raise errors.DueAfterTheWhole(whole)


def _check_plan(task: Task, facts: TaskFacts) -> None:
    movement = facts.movement
    movements = {one.plan.movement_id for one in (facts.item, facts.content) if one is not None}
    movements |= {facts.phase.movement_id} if facts.phase is not None else set()
    if movement is not None and movement.commune_id != task.commune_id:
        raise errors.PlanElsewhere
    if movements - ({movement.pk} if movement is not None else set()):
        raise errors.PlanElsewhere
