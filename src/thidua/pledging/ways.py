"""How what a unit says came in: sent by itself, entered on its behalf, or by a one-time link."""

from dataclasses import replace

from thidua.core.permissions import Actor, Grant
from thidua.org import roles
from thidua.org.models import Unit
from thidua.pledging.enums import Way
from thidua.pledging.models import OneTimeLink


def way_of(who: Actor, unit: Unit) -> Way:
    """OWN for members of the unit or of one above it, but not for a role of the whole commune."""
    for grant in who.grants:
        if grant.role == roles.LINK_HOLDER.code:
            return Way.LINK
        if not grant.is_commune_wide and unit.path.startswith(grant.unit_path):
            return Way.OWN
    return Way.BEHALF


def holder_of(link: OneTimeLink, *, name: str, commune: Actor) -> Actor:
    """Whoever holds the link, as an actor of its unit alone; `commune` is any actor of the same commune."""
    role = roles.LINK_HOLDER
    unit = link.unit
    grant = Grant(
        role.code, role.name, unit.pk, unit.name, unit.path, role.permissions, is_commune_wide=False
    )
    return replace(commune, user_id=None, name=name, grants=(grant,))
