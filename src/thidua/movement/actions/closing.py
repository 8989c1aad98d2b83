"""The end of a movement: proposed, decided on by a leader, taken back with a reason. What was done stays to be read.

A closed movement opens no period of days after its end and takes no figures for them; figures of the time before are still
sent, checked, locked and published.
"""

from datetime import date, datetime

from django.utils import timezone

from thidua.core import audit
from thidua.core.actions import action
from thidua.core.permissions import Actor
from thidua.core.sight import Sight
from thidua.movement import errors, notices
from thidua.movement.enums import ClosingState, MovementState
from thidua.movement.models import Closing, Movement
from thidua.movement.queries import sights


@action("movement.propose_closing", look=sights.CLOSING)
def propose_closing(
    movement: Movement,
    *,
    ends_on: date,
    reason: str,
    by: Actor,
    at: datetime,
    document_number: str = "",
    document_on: date | None = None,
    seen: Sight | None = None,
) -> Closing:
    """Ask the leader to close; a proposal that waits is changed, and told anew."""
    closing = _filled(movement, ends_on, reason, document_number, document_on, at=at)
    closing.proposed_at, closing.proposed_by_id = at, by.user_id
    _keep(movement, closing)
    notices.closing_proposed(movement, closing, at=at)
    return closing


@action("movement.close_movement", look=sights.CLOSING)
def close_movement(
    movement: Movement,
    *,
    ends_on: date,
    reason: str,
    by: Actor,
    at: datetime,
    document_number: str = "",
    document_on: date | None = None,
    seen: Sight | None = None,
) -> Movement:
    """The movement ends with `ends_on`, which is today or past; by a document, named by number and day, or without."""
    closing = _filled(movement, ends_on, reason, document_number, document_on, at=at)
    closing.state = ClosingState.CLOSED
    closing.decided_at, closing.decided_by_id = at, by.user_id
    closing.ended_before = movement.ends_on
    movement.state, movement.ends_on = MovementState.CLOSED, ends_on
    _keep(movement, closing)
    notices.movement_closed(movement, closing, at=at)
    return movement


@action("movement.decline_closing", look=sights.CLOSING)
def decline_closing(
    movement: Movement, *, reason: str, by: Actor, at: datetime, seen: Sight | None = None
) -> Movement:
    """The movement goes on; the standing body reads why."""
    closing = _standing(movement)
    closing.state, closing.answer = ClosingState.DECLINED, _answer(reason)
    closing.decided_at, closing.decided_by_id = at, by.user_id
    closing.save()
    movement.closing = None
    movement.save(update_fields=["closing"])
    notices.closing_declined(movement, closing, at=at)
    return movement


@action("movement.reopen_movement", look=sights.CLOSING)
def reopen_movement(
    movement: Movement, *, reason: str, by: Actor, at: datetime, seen: Sight | None = None
) -> Movement:
    """Back to running, with the end that it had before it was closed."""
    closing = _standing(movement)
    closing.state, closing.answer = ClosingState.REOPENED, _answer(reason)
    closing.reopened_at, closing.reopened_by_id = at, by.user_id
    closing.save()
    movement.state, movement.ends_on = MovementState.LAUNCHED, closing.ended_before
    movement.closing = None
    movement.save(update_fields=["state", "ends_on", "closing"])
    notices.movement_reopened(movement, closing, at=at)
    return movement


def _filled(
    movement: Movement,
    ends_on: date,
    reason: str,
    document_number: str,
    document_on: date | None,
    *,
    at: datetime,
) -> Closing:
    """The proposal that waits, or a new one, with these words."""
    if not reason.strip():
        raise errors.ReasonMissing
    number = document_number.strip()
    if bool(number) != bool(document_on):
        raise errors.DocumentHalf
    if not movement.starts_on <= ends_on <= timezone.localdate(at):
        raise errors.ClosingDayUnfit
    closing = Closing.objects.filter(pk=movement.closing_id or 0).first() or Closing(movement=movement)
    if closing.pk:
        audit.note(before={"ends_on": closing.ends_on, "reason": closing.reason})
    closing.ends_on, closing.reason = ends_on, reason.strip()
    closing.document_number, closing.document_on = number, document_on
    audit.note(ends_on=ends_on, document=number)
    return closing


def _keep(movement: Movement, closing: Closing) -> None:
    closing.save()
    movement.closing = closing
    movement.save(update_fields=["state", "ends_on", "closing"])


def _standing(movement: Movement) -> Closing:
    """There is one: the gate saw to it."""
    return Closing.objects.get(pk=movement.closing_id or 0)


def _answer(reason: str) -> str:
    if not reason.strip():
        raise errors.ReasonMissing
    return reason.strip()
