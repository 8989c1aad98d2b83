"""For administrators who are asked "why do I not see …": what a role or a person sees. Looks only, acts as nobody."""

from django.http import HttpResponse
from django.utils import timezone

from thidua.core.http import Request, page, requires
from thidua.core.permissions import Actor
from thidua.org import queries as org_queries
from thidua.org import roles
from thidua.web import support


@requires("web.view_support", methods=("GET",))
def support_show(request: Request) -> HttpResponse:
    asked = request.GET
    people = org_queries.visible_people(request.actor).filter(is_active=True)
    person_id = asked.get("nguoi", "")
    person = people.filter(pk=person_id).first() if person_id.isdecimal() and len(person_id) < 16 else None
    role = roles.BY_CODE.get(asked.get("vai-tro", ""))
    holder = _holder(request, person, role)
    return page(
        request,
        "web/support_show.html",
        people=[(one.pk, f"{one.full_name} ({one.username})") for one in people],
        roles=roles.CHOICES,
        person=person,
        role=role,
        holder=holder,
        sight=support.sight_of(holder) if holder else None,
    )


def _holder(request: Request, person: object, role: roles.Role | None) -> Actor | None:
    """The person as the gates see him today; or a role, in the first unit where such a role counts."""
    who = request.actor
    if person is not None:
        found = org_queries.actor_for(person, on=timezone.localdate(), commune_id=who.commune_id)  # type: ignore[arg-type]
        return found if found and found.commune_id == who.commune_id else None
    if role is None:
        return None
    root = org_queries.root_of(who)
    below = org_queries.visible_units(who).filter(parent__isnull=False, valid_to=None).first()
    return support.imagined(who, role, root if role.is_commune_wide else below or root)
