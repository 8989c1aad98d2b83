"""One's own notices."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from thidua.core.http import Request, go_to, page, requires
from thidua.notifications import actions, queries
from thidua.notifications.enums import NoticeKind
from thidua.notifications.models import Notice

ON_A_PAGE = 20


@requires("notifications.read_notice", methods=("GET",))
def notice_list(request: Request) -> HttpResponse:
    kind = request.GET.get("loai", "")
    notices = queries.visible_notices(request.actor)
    if kind in NoticeKind.values:
        notices = notices.filter(kind=kind)
    return page(
        request,
        "notifications/notice_list.html",
        notices=Paginator(notices, ON_A_PAGE).get_page(request.GET.get("trang")),
        kinds=NoticeKind.choices,
        kind=kind,
    )


@requires("notifications.read_notice", queries.visible_notices, methods=("POST",))
def notice_open(request: Request, notice: Notice) -> HttpResponse:
    """Reading is a deed, so it is a POST; then on to the thing."""
    actions.read_notice(notice, by=request.actor, at=timezone.now())
    return go_to(request, notice.url or reverse("notifications:notice_list"))


@requires("notifications.read_all_notices", methods=("POST",))
def notice_read_all(request: Request) -> HttpResponse:
    actions.read_all_notices(request.actor, by=request.actor, at=timezone.now())
    return go_to(request, reverse("notifications:notice_list"))
