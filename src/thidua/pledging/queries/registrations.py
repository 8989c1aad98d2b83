"""What units registered for a year, who has not, and the pact of a bloc with its signatures."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from thidua.core.permissions import Actor
from thidua.core.visible import visible
from thidua.org.enums import UnitKind
from thidua.org.models import Membership, Unit
from thidua.pledging import titles
from thidua.pledging.enums import RegistrationState
from thidua.pledging.models import BlocMembership, Pact, Registration, RegistrationQuerySet, Signature
from thidua.pledging.titles import Title

COUNTS = (RegistrationState.SIGNED, RegistrationState.RECEIVED)
MOST_PACTS = 100


@visible("pledging.view_registration", narrowed=RegistrationQuerySet.of_units)
def visible_registrations(commune_id: int) -> RegistrationQuerySet:
    """All of the commune for those who follow it, one's own units' for everybody else."""
    found = Registration.objects.in_commune(commune_id)
    return found.select_related("unit__commune__commune_profile", "decided_by")


def registered(unit: Unit, year: int) -> bool:
    """Whether the unit signed for that year and did not take it back.

    Never a precondition: law.md rule 6. Where it is False, whoever considers the unit for a title shows a warning and goes on.
    """
    return Registration.objects.filter(unit=unit, year=year, state__in=COUNTS).exists()


@dataclass(frozen=True, slots=True)
class Offered:
    """Titles that the unit and its head may aim at in the year."""

    own: tuple[Title, ...]
    of_head: tuple[Title, ...]


def titles_for(registration: Registration) -> Offered:
    is_place = registration.unit.kind == UnitKind.NEIGHBOURHOOD
    own = titles.offered("neighbourhood" if is_place else "collective", registration.year)
    return Offered(tuple(own), tuple(titles.offered("individual", registration.year)))


def named(registration: Registration, codes: list[str]) -> list[str]:
    """The names of titles, in the order of the shipped file."""
    offered = titles_for(registration)
    names = {one.code: one.name for one in (*offered.own, *offered.of_head)}
    return [name for code, name in names.items() if code in codes]


def registration_facts(registration: Registration) -> dict[str, Any]:
    """What is signed, word for word, as a Signing keeps it."""
    return {
        "titles": named(registration, registration.titles),
        "head_titles": named(registration, registration.head_titles),
        "targets": registration.targets.splitlines(),
        "head": registration.head,
        "position": registration.position,
    }


def has_head(unit: Unit, *, on: date) -> bool:
    """Whether a head of the unit can sign in."""
    return Membership.objects.valid_on(on).filter(unit=unit, role="unit_head").exists()


@dataclass(frozen=True, slots=True)
class RollRow:
    """A unit and what it registered; None where nothing was begun."""

    unit: Unit
    registration: Registration | None
    titles: str
    head_titles: str

    @property
    def counts(self) -> bool:
        return self.registration is not None and self.registration.state in COUNTS


@dataclass(frozen=True, slots=True)
class Roll:
    """The year: every unit, how many aim at each title, how many have signed."""

    rows: tuple[RollRow, ...]
    aims: tuple[tuple[str, int], ...]
    signed: int


def roll_of(who: Actor, year: int, *, on: date) -> Roll:
    """Units that are there on the day; those one may see. Two queries."""
    units = Unit.objects.in_commune(who.commune_id).valid_on(on).filter(parent__isnull=False)
    if not who.may("pledging.follow_plans"):
        units = units.filter(pk__in=[one.unit_id for one in who.grants])
    held = {one.unit_id: one for one in visible_registrations(who).filter(year=year)}
    rows = tuple(_roll_row(unit, held.get(unit.pk)) for unit in units.order_by("sort_key", "pk"))
    counted = [row.registration for row in rows if row.counts and row.registration is not None]
    aims = Counter(code for one in counted for code in (*one.titles, *one.head_titles))
    named_aims = [(titles.name_of(code), count) for code, count in aims.most_common()]
    return Roll(rows, tuple(named_aims), len(counted))


def _roll_row(unit: Unit, registration: Registration | None) -> RollRow:
    if registration is None:
        return RollRow(unit, None, "", "")
    registration.unit = unit
    own, head = (
        "; ".join(named(registration, codes)) for codes in (registration.titles, registration.head_titles)
    )
    return RollRow(unit, registration, own, head)


@dataclass(frozen=True, slots=True)
class Years:
    """What may be looked at, the newest first, and what is shown where nobody asked."""

    to_choose: list[int]
    to_show: int


def years_of(who: Actor, *, on: date) -> Years:
    """This year, the next, and every one in which a unit of the commune registered.

    The next year is shown first once somebody began to register for it.
    """
    own = Registration.objects.filter(unit__commune_id=who.commune_id)
    known = set(own.order_by().values_list("year", flat=True).distinct())
    shown = on.year + 1 if on.year + 1 in known else on.year
    return Years(sorted({on.year, on.year + 1, *known}, reverse=True), shown)


def visible_pacts(who: Actor) -> QuerySet[Pact]:
    """The pacts of the commune are for everybody in it."""
    if not who.may("pledging.view_bloc"):
        return Pact.objects.none()
    found = Pact.objects.filter(bloc__commune_id=who.commune_id)
    return found.select_related("bloc__commune__commune_profile")


def members_of(pact: Pact, *, on: date) -> list[BlocMembership]:
    """Who is to sign: who belongs to the bloc on that day, or on the year's first where that is still to come."""
    day = max(on, date(pact.year, 1, 1)) if on.year < pact.year else min(on, date(pact.year, 12, 31))
    held = BlocMembership.objects.valid_on(day).filter(bloc_id=pact.bloc_id)
    return list(held.select_related("unit").order_by("unit__sort_key", "pk"))


def standing_signatures(pact: Pact) -> QuerySet[Signature]:
    return pact.signatures.filter(withdrawn_at__isnull=True)


@dataclass(frozen=True, slots=True)
class PactShown:
    """Members with their signature or none; signatures that were taken back."""

    rows: tuple[tuple[Unit, Signature | None], ...]
    withdrawn: tuple[Signature, ...]

    @property
    def signed_count(self) -> int:
        return sum(signature is not None for _, signature in self.rows)

    @property
    def is_complete(self) -> bool:
        return bool(self.rows) and self.signed_count == len(self.rows)


def pact_shown(pact: Pact, *, on: date) -> PactShown:
    """Two queries."""
    signatures = list(pact.signatures.select_related("unit", "signed_by"))
    held: Mapping[int, Signature] = {one.unit_id: one for one in signatures if one.withdrawn_at is None}
    rows = tuple((one.unit, held.get(one.unit_id)) for one in members_of(pact, on=on))
    return PactShown(rows, tuple(one for one in signatures if one.withdrawn_at is not None))


def pacts_of(who: Actor, year: int) -> list[Pact]:
    return list(visible_pacts(who).filter(year=year)[:MOST_PACTS])


def units_to_sign(who: Actor, pact: Pact, *, on: date) -> list[Unit]:
    """Members without a signature for which one may sign."""
    rows = pact_shown(pact, on=on).rows
    return [unit for unit, held in rows if held is None and who.covers("pledging.sign_pact", unit.path)]


def own_signed(who: Actor, pact: Pact, *, on: date) -> list[Unit]:
    """Members whose signature one may take back."""
    rows = pact_shown(pact, on=on).rows
    return [unit for unit, held in rows if held and who.covers("pledging.withdraw_signature", unit.path)]
