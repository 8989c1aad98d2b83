"""The frame of every page: who is acting, where one can go, what is unread."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from thidua.core.permissions import Actor
from thidua.notifications import queries as notification_queries


@dataclass(frozen=True, slots=True)
class Place:
    """An entry of the navigation."""

    label: str
    url: str
    is_current: bool


# (label, URL name, permission that opens it). One line each; the order is the order on the page.
PLACES: tuple[tuple[str, str, str], ...] = (
    ("Phong trào", "movement:movement_list", "movement.view_movement"),
    ("Báo cáo", "reporting:report_list", "reporting.view_report"),
    ("Kỳ báo cáo", "reporting:period_list", "reporting.view_board"),
    ("Đơn vị", "org:unit_list", "org.view_units"),
    ("Thư viện chỉ tiêu", "indicator:indicator_list", "indicator.view_library"),
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
        "unread_notices": notification_queries.visible_notices(actor).unread().count(),
        "notices_url": reverse("notifications:notice_list"),
        "account_links": _account_links(actor),
        "sign_out_url": reverse("org:person_sign_out"),
        "demo": settings.DEMO,
    }


def _account_links(actor: Actor) -> list[dict[str, str]]:
    links = [{"url": reverse("org:profile_show"), "label": "Tài khoản và vai trò"}]
    if settings.DEMO and actor.may("notifications.view_sent_mail"):
        links.append({"url": reverse("notifications:mail_list"), "label": "Thư đã gửi"})
    return links


def _places(request: HttpRequest, actor: Actor) -> list[Place]:
    shown = [(label, reverse(name)) for label, name, permission in PLACES if actor.may(permission)]
    current = max((url for _, url in shown if request.path.startswith(url)), key=len, default="")
    return [Place(label, url, url == current) for label, url in shown]
