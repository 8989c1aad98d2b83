"""The frame of every page: who is acting, where one can go, what is unread."""

from functools import cache, lru_cache, partial
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest

from thidua.core import addresses
from thidua.core.permissions import Actor
from thidua.notifications import queries as notification_queries


class Place(NamedTuple):
    """An entry of the navigation."""

    label: str
    url: str
    is_current: bool


# (label, URL name, permission that opens it; "" for everybody). One line each; the order is the order on the page: the
# daily work first, for what does not fit the row of a desk is folded away.
PLACES: tuple[tuple[str, str, str], ...] = (
    ("Việc của tôi", "web:my_work", ""),
    ("Phong trào", "movement:movement_list", "movement.view_movement"),
    ("Kế hoạch đơn vị", "pledging:unit_plan_list", "pledging.view_unit_plan"),
    ("Đăng ký thi đua", "pledging:registration_list", "pledging.view_registration"),
    ("Nhiệm vụ", "tasks:task_list", "tasks.view_task"),
    ("Báo cáo", "reporting:report_list", "reporting.view_period"),
    ("Kỳ báo cáo", "reporting:period_list", "reporting.view_board"),
    ("Đôn đốc", "urging:owing_list", "urging.view_owing"),
    ("Kết quả", "web:result_list", "reporting.view_period"),
    ("Báo cáo định kỳ", "composing:report_list", "composing.view_report"),
    ("Báo cáo gửi đi", "outgoing:paper_list", "outgoing.view_paper"),
    ("Đơn vị", "org:unit_list", "org.view_units"),
    ("Người dùng", "org:person_list", "org.view_people"),
    ("Chỉ tiêu", "indicator:indicator_list", "indicator.view_library"),
    ("Sổ dữ liệu", "registers:register_list", "registers.view_register"),
)
ACCOUNT: tuple[tuple[str, str, str], ...] = (
    ("Tìm kiếm", "web:search_show", ""),
    ("Tài khoản và vai trò", "org:profile_show", ""),
    ("Nhật ký về tôi", "web:my_log", ""),
    ("Yêu cầu về dữ liệu", "org:data_request_list", "org.view_data_requests"),
    ("Thời gian lưu giữ", "web:retention_show", "web.view_retention"),
    ("Xem như một vai trò", "web:support_show", "web.view_support"),
    ("Sao lưu", "web:backup_list", "web.view_backups"),
    ("Thư đã gửi", "notifications:mail_list", "notifications.view_sent_mail"),
)
# So many places stand in one row at 1280 pixels; whoever has more of them finds the last ones under “Thêm”.
FITTING = 10
ONLY_IN_DEMO = {"notifications:mail_list"}


def page_frame(request: HttpRequest) -> dict[str, Any]:
    """Context of every template. Costs one query (unread notices), and only for signed-in people on whole pages: a
    fragment that shows no bell does not count them.

    The public pages of a commune bring their own frame, so that they are the same for everybody.
    """
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None:
        return {
            "actor": None,
            "commune": None,
            "navigation": (),
            "more_places": (),
            "unread_notices": 0,
            "demo": settings.DEMO,
        }
    known = _addresses(addresses.base())
    row, more = folded(_places(request.path, actor, known))
    return {
        "actor": actor,
        "commune": {"name": actor.commune_name, "slug": actor.commune_slug},
        "navigation": row,
        "more_places": more,
        "more_here": next((place for place in more if place.is_current), None),
        "unread_notices": cache(partial(notification_queries.count_unread, actor)),
        "notices_url": known["notifications:notice_list"],
        "account_links": _account(actor, known),
        "own_log_url": known["web:my_log"],
        "sign_out_url": known["org:person_sign_out"],
        "demo": settings.DEMO,
    }


@lru_cache(maxsize=8)
def _addresses(base: tuple[str, str]) -> dict[str, str]:
    """Of everything in the frame of a signed-in page; every page shows them."""
    names = [name for _, name, _ in (*PLACES, *ACCOUNT)]
    return {
        name: addresses.address(name) for name in (*names, "notifications:notice_list", "org:person_sign_out")
    }


def _account(actor: Actor, known: dict[str, str]) -> tuple[Place, ...]:
    """Links of the account menu, the last one to the commune's public pages."""
    site = addresses.address("web:site_show", actor.commune_slug)
    return (
        *(
            Place(label, known[name], is_current=False)
            for label, name, permission in ACCOUNT
            if (not permission or actor.may(permission)) and (settings.DEMO or name not in ONLY_IN_DEMO)
        ),
        Place(f"Trang công khai của {actor.commune_word}", site, is_current=False),
    )


def folded(places: tuple[Place, ...]) -> tuple[tuple[Place, ...], tuple[Place, ...]]:
    """What stands in the row, and what under “Thêm”: nothing while all fit, else the row leaves room for its word."""
    kept = len(places) if len(places) <= FITTING else FITTING - 1
    return places[:kept], places[kept:]


def _places(path: str, actor: Actor, known: dict[str, str]) -> tuple[Place, ...]:
    shown = [
        (label, known[name]) for label, name, permission in PLACES if not permission or actor.may(permission)
    ]
    current = max((url for _, url in shown if path.startswith(url)), key=len, default="")
    return tuple(Place(label, url, url == current) for label, url in shown)
