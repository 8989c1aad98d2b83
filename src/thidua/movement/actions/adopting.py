"""A leader decides on an amendment: from its day on the plan's next version is in force; what was before stays as it was."""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils import timezone

from thidua.core import audit, formatting
from thidua.core.actions import action
from thidua.core.permissions import Actor
from thidua.core.sight import Sight
from thidua.movement import errors, notices
from thidua.movement.actions.launch import adopt, lay_down, variant_of
from thidua.movement.enums import AmendmentState
from thidua.movement.models import Amendment, Assignment
from thidua.movement.queries import sights
from thidua.movement.queries.differences import items_compared
from thidua.movement.queries.effects import Asking, effects_of


@action("movement.approve_amendment", look=sights.AMENDMENT)
def approve_amendment(
    amendment: Amendment, *, effective_on: date, by: Actor, at: datetime, seen: Sight | None = None
) -> Amendment:
    """The next version, in force from a day on: not before the version it changes, not after the end of the movement.

    Units are asked for what the version brings in and no longer for what it leaves out; whom it concerns is told.
    """
    movement, plan = amendment.movement, amendment.plan
    refuse_unfit_day(amendment, effective_on)
    edition = (amendment.base.edition or 0) + 1
    items = items_compared(plan)
    effects = effects_of(amendment, items, on=timezone.localdate(at))
    lay_down(movement, list(plan.items.counting().order_by("position", "pk")), at=at)
    _ask(amendment, effects.asked, edition, at=at)
    ended = [one.pk for asking in effects.unasked for one in asking.ended]
    Assignment.objects.filter(pk__in=ended).update(until=edition)
    adopt(plan, edition=edition, effective_on=effective_on, at=at)
    amendment.state = AmendmentState.APPROVED
    amendment.decided_at, amendment.decided_by_id = at, by.user_id
    amendment.save(update_fields=["state", "decided_at", "decided_by"])
    audit.note(
        plan=plan.pk,
        edition=edition,
        effective_on=effective_on,
        asked={one.indicator.code: [unit.pk for unit in one.units] for one in effects.asked},
        unasked={one.indicator.code: [unit.pk for unit in one.units] for one in effects.unasked},
    )
    notices.amendment_approved(amendment, at=at)
    notices.amendment_concerns(amendment, effects.for_units, at=at)
    return amendment


@action("movement.return_amendment", look=sights.AMENDMENT)
def return_amendment(
    amendment: Amendment, *, reason: str, by: Actor, at: datetime, seen: Sight | None = None
) -> Amendment:
    """Back to the standing body with a reason."""
    if not reason.strip():
        raise errors.ReasonMissing
    amendment.state, amendment.answer = AmendmentState.RETURNED, reason.strip()
    amendment.save(update_fields=["state", "answer"])
    notices.amendment_returned(amendment, at=at)
    return amendment


def refuse_unfit_day(amendment: Amendment, effective_on: date) -> None:
    """EffectiveDayUnfit with the days between which it has to lie."""
    first, last = amendment.base.effective_on or amendment.movement.starts_on, amendment.movement.ends_on
    if effective_on < first or (last is not None and effective_on > last):
        until = f" đến {formatting.day(last)}" if last else ""
        raise errors.EffectiveDayUnfit(
            f"Bản này có hiệu lực sớm nhất từ {formatting.day(first)}, ngày bản đang dùng có hiệu lực{until}."
        )


def _ask(amendment: Amendment, asked: Iterable[Asking], edition: int, *, at: datetime) -> None:
    """Assignments by the default formula, that count from this version on."""
    movement = amendment.movement
    Assignment.objects.bulk_create(
        Assignment(
            movement=movement,
            indicator=one.indicator,
            unit=unit,
            variant=variant_of(one.indicator, "", movement.commune_id, at=at),
            assigned_at=at,
            since=edition,
        )
        for one in asked
        for unit in one.units
    )
