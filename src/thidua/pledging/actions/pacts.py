"""Deeds on the pact of a bloc: drawn up, signed by each member's head, a signature taken back."""

from datetime import datetime

from django.utils import timezone

from thidua.core import audit
from thidua.core import text as vietnamese
from thidua.core.actions import action
from thidua.core.errors import Refused
from thidua.core.permissions import Actor
from thidua.core.sight import Sight
from thidua.org.models import Unit
from thidua.pledging import errors, queries, sights, ways
from thidua.pledging.actions.blocs import FARTHEST_YEARS
from thidua.pledging.actions.registrations import need_head
from thidua.pledging.enums import Way
from thidua.pledging.models import Bloc, Pact, Signature


@action("pledging.draw_pact")
def draw_pact(bloc: Bloc, *, year: int, text: str, by: Actor, at: datetime) -> Pact:
    """What the members of the bloc are to sign for that year."""
    if not 2000 <= year <= at.year + FARTHEST_YEARS:
        raise errors.YearOutOfReach
    if bloc.pacts.filter(year=year).exists():
        raise errors.PactTaken
    pact = Pact.objects.create(bloc=bloc, year=year, text=text.strip(), drawn_at=at, drawn_by_id=by.user_id)
    audit.note(pact=pact.pk, year=year)
    return pact


@action("pledging.change_pact", look=sights.PACT)
def change_pact(pact: Pact, *, text: str, by: Actor, at: datetime, seen: Sight | None = None) -> Pact:
    """Other words, while nobody's name stands under them."""
    if queries.standing_signatures(pact).exists():
        raise errors.PactSigned
    audit.note(before=pact.text)
    pact.text = text.strip()
    pact.save(update_fields=["text"])
    return pact


@action("pledging.sign_pact", look=sights.PACT)
def sign_pact(
    pact: Pact,
    *,
    unit: Unit,
    by: Actor,
    at: datetime,
    signatory: str = "",
    position: str = "",
    seen: Sight | None = None,
) -> Signature:
    """A member signs by its head; entered on behalf, `signatory` is the head who signed the paper."""
    if not by.covers("pledging.sign_pact", unit.path):
        raise Refused(hidden=True)
    if unit.pk not in {one.unit_id for one in queries.members_of(pact, on=timezone.localdate(at))}:
        raise errors.NotOfTheBloc
    if queries.standing_signatures(pact).filter(unit=unit).exists():
        raise errors.SignedAlready
    way = ways.way_of(by, unit)
    if way == Way.OWN:
        need_head(by, unit, at=at)
    name = by.name if way == Way.OWN else vietnamese.nfc(signatory)
    if not name:
        raise errors.NameMissing
    audit.note(unit=unit.name, way=way, is_on_behalf=way == Way.BEHALF)
    return Signature.objects.create(
        pact=pact,
        unit=unit,
        way=way,
        signatory=name,
        position=vietnamese.nfc(position),
        signed_at=at,
        signed_by_id=by.user_id,
    )


@action("pledging.withdraw_signature", look=sights.PACT)
def withdraw_signature(
    pact: Pact, *, unit: Unit, reason: str, by: Actor, at: datetime, seen: Sight | None = None
) -> Signature:
    """Take a signature back while others are still missing; it stays in the list with the reason."""
    if not by.covers("pledging.withdraw_signature", unit.path):
        raise Refused(hidden=True)
    if not vietnamese.nfc(reason):
        raise errors.ReasonMissing
    held = queries.standing_signatures(pact).filter(unit=unit).first()
    if held is None:
        raise errors.NotSigned
    if queries.pact_shown(pact, on=timezone.localdate(at)).is_complete:
        raise errors.PactComplete
    held.withdrawn_at, held.withdrawn_for = at, vietnamese.nfc(reason)
    held.save(update_fields=["withdrawn_at", "withdrawn_for"])
    audit.note(unit=unit.name)
    return held
