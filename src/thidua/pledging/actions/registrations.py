"""Deeds on what a unit registers for a year: begun, written, signed by its head, received or returned."""

from datetime import datetime

from django.utils import timezone

from thidua.core import audit
from thidua.core import text as vietnamese
from thidua.core.actions import action
from thidua.core.permissions import Actor
from thidua.core.sight import Sight
from thidua.org.models import Unit
from thidua.pledging import announcements, errors, queries, sights, ways
from thidua.pledging.actions.blocs import FARTHEST_YEARS
from thidua.pledging.enums import RegistrationState, Way
from thidua.pledging.facts import Wanted
from thidua.pledging.models import OneTimeLink, Registration, Signing


@action("pledging.begin_registration", lock=False)
def begin_registration(unit: Unit, *, year: int, by: Actor, at: datetime) -> Registration:
    """The unit's registration for a year; the one that is there, where there is one."""
    if not 2000 <= year <= at.year + FARTHEST_YEARS:
        raise errors.YearOutOfReach
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)  # two who begin at once begin the same
    found, is_new = Registration.objects.get_or_create(unit=unit, year=year, defaults={"begun_at": at})
    audit.note(registration=found.pk, year=year, is_new=is_new)
    return found


@action("pledging.write_registration", look=sights.REGISTRATION)
def write_registration(
    registration: Registration, *, wanted: Wanted, by: Actor, at: datetime, seen: Sight | None = None
) -> Registration:
    """Put down what the unit aims at; whether it is enough is asked when it is signed."""
    offered = queries.titles_for(registration)
    known = {one.code for one in offered.own}, {one.code for one in offered.of_head}
    if set(wanted.titles) - known[0] or set(wanted.head_titles) - known[1]:
        raise errors.TitleUnknown
    registration.titles, registration.head_titles = list(wanted.titles), list(wanted.head_titles)
    lines = (vietnamese.nfc(line) for line in wanted.targets.splitlines())
    registration.targets = "\n".join(filter(None, lines))
    registration.head, registration.position = vietnamese.nfc(wanted.head), vietnamese.nfc(wanted.position)
    registration.save(update_fields=["titles", "head_titles", "targets", "head", "position"])
    return registration


@action("pledging.sign_registration", look=sights.REGISTRATION)
def sign_registration(
    registration: Registration,
    *,
    by: Actor,
    at: datetime,
    signatory: str = "",
    link: OneTimeLink | None = None,
    seen: Sight | None = None,
) -> Signing:
    """The head signs what is written; it goes to the standing body. Each signing is kept word for word.

    Entered on behalf, the signatory is the head who signed the paper. By a link the record names who made the link.
    """
    way = Way.LINK if link is not None else ways.way_of(by, registration.unit)
    if not (registration.titles or registration.head_titles or registration.targets):
        raise errors.TitlesMissing
    who = by.name if way == Way.OWN else vietnamese.nfc(signatory) or registration.head
    if not who:
        raise errors.NameMissing
    if way == Way.OWN:
        need_head(by, registration.unit, at=at)
    registration.state, registration.version = RegistrationState.SIGNED, registration.version + 1
    registration.signed_at, registration.answer = at, ""
    registration.head = who
    registration.decided_at, registration.decided_by = None, None
    registration.save()
    signed = Signing.objects.create(
        registration=registration,
        number=registration.version,
        facts=queries.registration_facts(registration),
        way=way,
        signatory=who[:200],
        signed_at=at,
        signed_by_id=by.user_id,
        vouched_by_id=link.issued_by_id if link is not None else None,
    )
    audit.note(version=registration.version, way=way, is_on_behalf=way == Way.BEHALF)
    announcements.registration_signed(registration, at=at)
    return signed


@action("pledging.recall_registration", look=sights.REGISTRATION)
def recall_registration(
    registration: Registration, *, by: Actor, at: datetime, seen: Sight | None = None
) -> Registration:
    """Take the signature back while nobody has received it; the signing stays in the list."""
    registration.signings.filter(number=registration.version).update(recalled_at=at)
    registration.state = RegistrationState.DRAFT
    registration.save(update_fields=["state"])
    return registration


@action("pledging.receive_registration", look=sights.REGISTRATION)
def receive_registration(
    registration: Registration, *, by: Actor, at: datetime, seen: Sight | None = None
) -> Registration:
    """The standing body has it: it stands in the roll of the year."""
    registration.state = RegistrationState.RECEIVED
    registration.decided_at, registration.decided_by_id = at, by.user_id
    registration.save(update_fields=["state", "decided_at", "decided_by"])
    announcements.registration_received(registration, at=at)
    return registration


@action("pledging.return_registration", look=sights.REGISTRATION)
def return_registration(
    registration: Registration, *, reason: str, by: Actor, at: datetime, seen: Sight | None = None
) -> Registration:
    """Back to the unit with the reason, before or after it was received."""
    if not vietnamese.nfc(reason):
        raise errors.ReasonMissing
    registration.state, registration.answer = RegistrationState.RETURNED, vietnamese.nfc(reason)
    registration.decided_at, registration.decided_by_id = at, by.user_id
    registration.save(update_fields=["state", "answer", "decided_at", "decided_by"])
    registration.signings.filter(number=registration.version).update(returned_for=registration.answer)
    announcements.registration_returned(registration, at=at)
    return registration


def need_head(by: Actor, unit: Unit, *, at: datetime) -> None:
    """Where the unit has a head with an account, nobody else of the unit signs."""
    is_head = any(one.role == "unit_head" and unit.path.startswith(one.unit_path) for one in by.grants)
    if not is_head and queries.has_head(unit, on=timezone.localdate(at)):
        raise errors.HeadMustSign(unit.name)
