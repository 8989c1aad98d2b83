"""Deeds with blocs: make one, say who belongs to it from when, who leads it this year."""

from collections.abc import Collection
from datetime import date, datetime

from django.db.models import Q

from thidua.core import audit, text
from thidua.core.actions import action
from thidua.core.permissions import Actor
from thidua.core.sight import Sight
from thidua.org.models import Unit, valid_on
from thidua.pledging import errors, sights
from thidua.pledging.models import Bloc, BlocLeader, BlocMembership

FARTHEST_YEARS = 5


@action("pledging.create_bloc", lock=False)
def create_bloc(commune: Actor, *, kind: str, name: str, rules: str, by: Actor, at: datetime) -> Bloc:
    """An empty bloc of the commune; `kind` is a BlocKind."""
    name = _free_name(commune.commune_pk, name)
    bloc = Bloc.objects.create(
        commune_id=commune.commune_pk,
        kind=kind,
        name=name,
        rules=rules.strip(),
        created_at=at,
        created_by_id=by.user_id,
    )
    audit.note(bloc=bloc.pk, name=name, kind=kind)
    return bloc


@action("pledging.change_bloc", look=sights.BLOC)
def change_bloc(
    bloc: Bloc, *, name: str, rules: str, by: Actor, at: datetime, seen: Sight | None = None
) -> Bloc:
    """Another name or regulation; the kind stays, since memberships are counted by it."""
    audit.note(before=[bloc.name, bloc.rules])
    bloc.name, bloc.rules = _free_name(bloc.commune_id, name, besides=bloc), rules.strip()
    bloc.save(update_fields=["name", "rules"])
    return bloc


@action("pledging.add_members")
def add_members(
    bloc: Bloc, *, units: Collection[Unit], valid_from: date, by: Actor, at: datetime
) -> list[BlocMembership]:
    """These units belong to the bloc from that day on. All or none: the first that cannot is named."""
    if not units:
        raise errors.NobodyChosen
    # Held until the end: of two blocs that take in the same unit at once the second sees what the first did.
    locked = Unit.objects.in_commune(bloc.commune_id).select_for_update(no_key=True)
    found = list(locked.filter(pk__in=[unit.pk for unit in units]).order_by("pk"))
    for unit in found:
        _need_free(unit, bloc, valid_from)
    made = [BlocMembership(bloc=bloc, unit=unit, kind=bloc.kind, valid_from=valid_from) for unit in found]
    BlocMembership.objects.bulk_create(made)
    audit.note(units=[unit.name for unit in found], valid_from=valid_from)
    return made


@action("pledging.end_membership", look=sights.MEMBERSHIP)
def end_membership(
    membership: BlocMembership,
    *,
    valid_to: date,
    reason: str,
    by: Actor,
    at: datetime,
    seen: Sight | None = None,
) -> BlocMembership:
    """The unit leaves the bloc after that day; what it did as a member stays."""
    if valid_to < membership.valid_from:
        raise errors.LeftBeforeJoining
    if not text.nfc(reason):
        raise errors.ReasonMissing
    membership.valid_to, membership.end_reason = valid_to, text.nfc(reason)
    membership.save(update_fields=["valid_to", "end_reason"])
    audit.note(unit=membership.unit.name, valid_to=valid_to)
    return membership


@action("pledging.name_leader", look=sights.BLOC)
def name_leader(
    bloc: Bloc, *, unit: Unit, year: int, by: Actor, at: datetime, seen: Sight | None = None
) -> BlocLeader:
    """A member leads the bloc in that year; who was named before for the same year stays in the list."""
    if not 2000 <= year <= at.year + FARTHEST_YEARS:
        raise errors.YearOutOfReach
    in_year = Q(valid_from__lte=date(year, 12, 31)) & (
        Q(valid_to__isnull=True) | Q(valid_to__gte=date(year, 1, 1))
    )
    if not bloc.memberships.filter(in_year, unit=unit).exists():
        raise errors.LeaderNotAMember
    bloc.leaders.filter(year=year, replaced_at__isnull=True).update(replaced_at=at)
    audit.note(unit=unit.name, year=year)
    return BlocLeader.objects.create(bloc=bloc, unit=unit, year=year, named_at=at, named_by_id=by.user_id)


def _free_name(commune_id: int, name: str, besides: Bloc | None = None) -> str:
    name = text.nfc(name)
    taken = Bloc.objects.in_commune(commune_id).filter(name=name)
    if taken.exclude(pk=besides.pk if besides else 0).exists():
        raise errors.BlocNameTaken
    return name


def _need_free(unit: Unit, bloc: Bloc, day: date) -> None:
    """Nothing of the same kind may hold the unit on that day or later: the new membership has no end yet."""
    if not unit.is_valid_on(day):
        raise errors.UnitNotThere(unit.name)
    held = BlocMembership.objects.filter(unit=unit, kind=bloc.kind).select_related("bloc")
    clash = held.filter(valid_on(day) | Q(valid_from__gt=day)).first()
    if clash is not None:
        raise errors.AlreadyInABloc(unit.name, clash.bloc.name, bloc.get_kind_display())
