"""The frame of every page: who is acting, where one can go, what is unread."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from thidua.core.permissions import Actor
from thidua.notifications.models import Notice


@dataclass(frozen=True, slots=True)
class Place:
    """An entry of the navigation."""

    label: str
    url: str
    is_current: bool


# (label, URL name, permission that opens it). One line each; the order is the order on the page.
PLACES: tuple[tuple[str, str, str], ...] = (
    ("Phong trào", "movement:movement_list", "movement.view_movement"),
    ("Đơn vị", "org:unit_list", "org.view_units"),
    ("Người dùng", "org:person_list", "org.view_people"),
)


def page_frame(request: HttpRequest) -> dict[str, Any]:
    """Context of every template. Costs one query (unread notices), and only for signed-in people."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None:
        return {"actor": None, "commune": None, "navigation": (), "unread_notices": 0, "demo": settings.DEMO}
    return {
        "actor": actor,
        "commune": {"name": actor.commune_name, "slug": actor.commune_slug},
        "navigation": tuple(_places(request, actor)),
        "unread_notices": Notice.objects.unread().filter(user_id=actor.user_id or 0).count(),
        "account_links": ({"url": reverse("org:profile_show"), "label": "Tài khoản và vai trò"},),
        "sign_out_url": reverse("org:person_sign_out"),
        "demo": settings.DEMO,
    }


def _places(request: HttpRequest, actor: Actor) -> list[Place]:
    shown = [(label, reverse(name)) for label, name, permission in PLACES if actor.may(permission)]
    current = max((url for _, url in shown if request.path.startswith(url)), key=len, default="")
    return [Place(label, url, url == current) for label, url in shown]
