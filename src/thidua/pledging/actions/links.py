"""Deeds with one-time links: made by the standing body, used once by whoever holds it, taken back."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from thidua.core import audit
from thidua.core import text as vietnamese
from thidua.core.actions import action
from thidua.core.permissions import Actor
from thidua.core.sight import Sight
from thidua.movement.models import Movement
from thidua.org.access import codes, rules
from thidua.org.models import Unit
from thidua.pledging import errors, queries, sights
from thidua.pledging.actions import plans, registrations
from thidua.pledging.enums import LinkForm
from thidua.pledging.facts import Filled, Wanted
from thidua.pledging.models import OneTimeLink, Registration, Signing, Submission, UnitPlan


@dataclass(frozen=True, slots=True)
class Issued:
    """A link on its way to its unit; the secret is known here and on paper, nowhere else."""

    link: OneTimeLink
    secret: str


@action("pledging.issue_link", lock=False)
def issue_link(
    unit: Unit, *, movement: Movement | None = None, year: int | None = None, by: Actor, at: datetime
) -> Issued:
    """A link to the unit's plan for `movement`, or to its registration for `year`; shown once, stored as a hash.

    The form is begun now, so that opening the link writes nothing. Earlier links to the same form stop working.
    """
    form = LinkForm.PLAN if movement is not None else LinkForm.REGISTRATION
    if movement is not None:
        is_open = plans.begin_plan(unit, movement=movement, by=by, at=at).is_open_for_changes
    else:
        is_open = registrations.begin_registration(unit, year=year or 0, by=by, at=at).is_open_for_changes
    if not is_open:
        raise errors.NothingToFill
    same = OneTimeLink.objects.filter(
        unit=unit, form=form, movement=movement, year=year, used_at__isnull=True
    )
    same.filter(revoked_at__isnull=True).update(revoked_at=at, revoked_by_id=by.user_id)
    secret = codes.new_secret()
    link = OneTimeLink.objects.create(
        unit=unit,
        form=form,
        movement=movement,
        year=year,
        secret_hash=codes.hashed(secret),
        issued_at=at,
        issued_by_id=by.user_id,
        expires_at=at + rules.hours("unit_link_hours", timezone.localdate(at)),
    )
    audit.note(link=link.pk, form=form, expires_at=link.expires_at)
    return Issued(link, secret)


@action("pledging.revoke_link", look=sights.LINK)
def revoke_link(link: OneTimeLink, *, by: Actor, at: datetime, seen: Sight | None = None) -> OneTimeLink:
    """The link opens nothing any more."""
    link.revoked_at, link.revoked_by_id = at, by.user_id
    link.save(update_fields=["revoked_at", "revoked_by"])
    return link


@action("pledging.plan_by_link")
def plan_by_link(link: OneTimeLink, *, filled: Filled, name: str, by: Actor, at: datetime) -> Submission:
    """Fill in and send the unit's plan in one go, and use the link up; of two at once the second finds it used."""
    _use(link, LinkForm.PLAN, name, at=at)
    plan = UnitPlan.objects.select_related("movement", "unit__commune", "against", "file").get(
        unit_id=link.unit_id, movement_id=link.movement_id or 0
    )
    plans.write_plan(
        plan,
        general=filled.general,
        contents=filled.contents,
        targets=filled.targets,
        tasks=filled.tasks,
        by=by,
        at=at,
    )
    return plans.submit_plan(plan, sender=name, link=link, by=by, at=at)


@action("pledging.register_by_link")
def register_by_link(link: OneTimeLink, *, wanted: Wanted, name: str, by: Actor, at: datetime) -> Signing:
    """Fill in and sign the unit's registration in one go, and use the link up."""
    _use(link, LinkForm.REGISTRATION, name, at=at)
    registration = Registration.objects.select_related("unit__commune").get(
        unit_id=link.unit_id, year=link.year or 0
    )
    registrations.write_registration(registration, wanted=wanted, by=by, at=at)
    return registrations.sign_registration(registration, signatory=name, link=link, by=by, at=at)


def _use(link: OneTimeLink, form: LinkForm, name: str, *, at: datetime) -> None:
    """The row is locked and read afresh by the action."""
    if not queries.is_usable(link, at=at):
        raise errors.LinkNotUsable
    if link.form != form:
        raise errors.LinkForAnotherForm
    if not vietnamese.nfc(name):
        raise errors.NameMissing
    link.used_at, link.used_by_name = at, vietnamese.nfc(name)[:120]
    link.save(update_fields=["used_at", "used_by_name"])
    audit.note(form=form, issued_by=link.issued_by_id)
