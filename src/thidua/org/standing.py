"""How far a commune is set up: what its administrator sees first."""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Count, Exists, OuterRef, Q, Subquery

from thidua.core.permissions import Actor
from thidua.org.models import Membership, Unit, User


@dataclass(frozen=True, slots=True)
class SetUp:
    """Numbers of units below the commune, of its accounts, of accounts without a password; whether somebody
    runs it, and whether somebody approves and publishes."""

    units: int
    people: int
    without_password: int
    has_standing_body: bool
    has_leader: bool


def set_up_of(who: Actor, *, on: date) -> SetUp:
    """One query."""
    units = Unit.objects.in_commune(who.commune_id).filter(parent__isnull=False).order_by()
    held = Membership.objects.in_commune(who.commune_id).valid_on(on)
    own = User.objects.filter(home=OuterRef("pk"), is_active=True).order_by().values("home")
    blank = own.filter(Q(password="") | Q(password__startswith=UNUSABLE_PASSWORD_PREFIX))
    facts = (
        Unit.objects.filter(pk=who.commune_id)
        .annotate(
            below=Subquery(units.values("commune").annotate(many=Count("pk")).values("many")),
            people=Subquery(own.annotate(many=Count("pk")).values("many")),
            blank=Subquery(blank.annotate(many=Count("pk")).values("many")),
            is_run=Exists(held.filter(role="standing_body")),
            is_led=Exists(held.filter(role="leader")),
        )
        .values_list("below", "people", "blank", "is_run", "is_led")
        .get()
    )
    return SetUp(facts[0] or 0, facts[1] or 0, facts[2] or 0, facts[3], facts[4])
