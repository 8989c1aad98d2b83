"""The plan's way to the leader: submitted, recalled, returned with a reason, approved."""

from datetime import datetime

from thidua.core import audit
from thidua.core.actions import action
from thidua.core.permissions import Actor
from thidua.core.sight import Sight
from thidua.movement import errors, notices, queries
from thidua.movement.enums import Decision, MovementState
from thidua.movement.models import Movement
from thidua.movement.queries import sights


@action("movement.submit_plan", look=sights.SUBMISSION)
def submit_plan(movement: Movement, *, by: Actor, at: datetime, seen: Sight | None = None) -> Movement:
    """Hand the plan to the leader; refused while anything in it waits for a decision."""
    plan = queries.current_plan(movement)
    if plan is None:
        raise errors.PlanEmpty
    pending = queries.pending_words(plan)
    if pending:
        raise errors.ItemsPending(pending)
    if not plan.items.filter(decision=Decision.CONFIRMED).exists():
        raise errors.PlanEmpty
    movement.state = MovementState.SUBMITTED
    movement.submitted_at, movement.return_reason = at, ""
    movement.save(update_fields=["state", "submitted_at", "return_reason"])
    audit.note(plan=plan.pk, version=plan.version)
    notices.plan_submitted(movement, at=at)
    return movement


@action("movement.recall_plan", look=sights.MOVEMENT)
def recall_plan(movement: Movement, *, by: Actor, at: datetime, seen: Sight | None = None) -> Movement:
    """Take it back before the leader has decided."""
    movement.state, movement.submitted_at = MovementState.DRAFT, None
    movement.save(update_fields=["state", "submitted_at"])
    return movement


@action("movement.approve_plan", look=sights.MOVEMENT)
def approve_plan(movement: Movement, *, by: Actor, at: datetime, seen: Sight | None = None) -> Movement:
    movement.state = MovementState.APPROVED
    movement.approved_at, movement.approved_by_id = at, by.user_id
    movement.save(update_fields=["state", "approved_at", "approved_by"])
    notices.plan_approved(movement, at=at)
    return movement


@action("movement.return_plan", look=sights.MOVEMENT)
def return_plan(
    movement: Movement, *, reason: str, by: Actor, at: datetime, seen: Sight | None = None
) -> Movement:
    """Back to the standing body with a reason; an approval given before is taken back."""
    if not reason.strip():
        raise errors.ReasonMissing
    movement.state, movement.return_reason = MovementState.RETURNED, reason.strip()
    movement.approved_at = movement.approved_by_id = None
    movement.save(update_fields=["state", "return_reason", "approved_at", "approved_by"])
    notices.plan_returned(movement, at=at)
    return movement
