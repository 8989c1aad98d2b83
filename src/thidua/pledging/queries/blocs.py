"""Blocs and their members on a day."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Prefetch, Q, QuerySet

from thidua.core.permissions import Actor
from thidua.org.models import Unit, UnitQuerySet, valid_on
from thidua.pledging.models import Bloc, BlocLeader, BlocMembership, BlocQuerySet

MOST_BLOCS = 100


def visible_blocs(who: Actor) -> BlocQuerySet:
    """Every member of the commune may see who competes with whom."""
    if not who.may("pledging.view_bloc"):
        return Bloc.objects.none()
    return Bloc.objects.in_commune(who.commune_id).select_related("commune")


def visible_memberships(who: Actor) -> QuerySet[BlocMembership]:
    found = BlocMembership.objects.filter(bloc__in=visible_blocs(who))
    return found.select_related("bloc__commune", "unit")


def blocs_listed(who: Actor, *, on: date) -> list[Bloc]:
    """With `size`, members on that day, and `leading`, who leads in that year. Two queries."""
    today = Q(valid_on(on, "memberships__"))
    leaders = BlocLeader.objects.filter(year=on.year, replaced_at__isnull=True).select_related("unit")
    found = visible_blocs(who).annotate(size=Count("memberships", filter=today))
    return list(found.prefetch_related(Prefetch("leaders", leaders, to_attr="leading"))[:MOST_BLOCS])


@dataclass(frozen=True, slots=True)
class Standing:
    """A bloc on a day: who belongs to it, who did before or will, who leads in which year (the last named first)."""

    members: tuple[BlocMembership, ...]
    others: tuple[BlocMembership, ...]
    leaders: tuple[BlocLeader, ...]


def standing_of(bloc: Bloc, *, on: date) -> Standing:
    """Two queries."""
    everybody = list(bloc.memberships.select_related("unit").order_by("unit__sort_key", "valid_from"))
    members = tuple(
        one for one in everybody if one.valid_from <= on and (one.valid_to is None or on <= one.valid_to)
    )
    others = tuple(one for one in everybody if one not in members)
    return Standing(members, others, tuple(bloc.leaders.select_related("unit")))


def units_to_add(bloc: Bloc, *, on: date) -> UnitQuerySet:
    """Units of the commune that are in no bloc of this kind on that day or later."""
    held = BlocMembership.objects.filter(valid_on(on) | Q(valid_from__gt=on), kind=bloc.kind)
    free = Unit.objects.in_commune(bloc.commune_id).valid_on(on).filter(parent__isnull=False)
    return free.exclude(pk__in=held.values("unit"))


def bloc_of(unit: Unit, *, on: date) -> Bloc | None:
    """The bloc in which the unit competes on that day; a cụm before a khối where it is in both."""
    held = BlocMembership.objects.filter(valid_on(on), unit=unit).select_related("bloc")
    found = held.order_by("-kind", "pk").first()
    return found.bloc if found else None


def memberships_around(unit_ids: Collection[int], *, on: date) -> list[BlocMembership]:
    """Every membership of that day in the blocs of these units, with its bloc; cụm before khối. One query."""
    theirs = BlocMembership.objects.filter(valid_on(on), unit__in=unit_ids)
    found = BlocMembership.objects.filter(valid_on(on), bloc__in=theirs.order_by().values("bloc"))
    return list(found.select_related("bloc").order_by("-kind", "pk"))
