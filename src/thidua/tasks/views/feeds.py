"""One's own calendar: an address to be kept like a password, made and revoked here, read by calendar programs."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from thidua.core.http import SAFE, Request, go_to, page, public, requires
from thidua.tasks import actions, ics, queries
from thidua.tasks.models import CalendarFeed, Task
from thidua.tasks.sights import due_words

CALENDAR = "text/calendar; charset=utf-8"


@requires("tasks.make_feed", methods=("GET",))
def feed_show(request: Request) -> HttpResponse:
    return page(request, "tasks/feed_show.html", feed=_open(request), address="")


@requires("tasks.make_feed", methods=("POST",))
def feed_make(request: Request) -> HttpResponse:
    """The address is shown this once: only its hash is kept."""
    secret = actions.make_feed(request.actor, by=request.actor, at=timezone.now())
    address = request.build_absolute_uri(reverse("tasks:feed_read", args=[secret]))
    response = page(request, "tasks/feed_show.html", status=200, feed=_open(request), address=address)
    add_never_cache_headers(response)
    return response


@requires("tasks.revoke_feed", queries.visible_feeds, methods=("POST",))
def feed_revoke(request: Request, feed: CalendarFeed) -> HttpResponse:
    actions.revoke_feed(feed, by=request.actor, at=timezone.now())
    messages.success(request, "Đã thu hồi địa chỉ lịch. Địa chỉ cũ không còn hiện gì.")
    return go_to(request, reverse("tasks:feed_show"))


def _open(request: Request) -> CalendarFeed | None:
    return queries.visible_feeds(request.actor).filter(revoked_at__isnull=True).first()


@public
def feed_read(request: HttpRequest, secret: str) -> HttpResponse:
    """Days of tasks as a calendar, for whoever holds the address; one that is revoked or unknown is not there."""
    if request.method not in SAFE:
        return HttpResponseNotAllowed(sorted(SAFE))
    now = timezone.now()
    on = timezone.localdate(now)
    who = queries.holder_of(secret, on=on)
    if who is None:
        raise Http404
    events = [_event(request, task) for task in queries.tasks_in_feed(who, on=on)]
    body = ics.calendar_of(f"Nhiệm vụ, {who.commune_name}", events, at=now)
    response = HttpResponse(body, content_type=CALENDAR)
    response["Content-Disposition"] = 'inline; filename="nhiem-vu.ics"'
    response["Referrer-Policy"] = "no-referrer"
    add_never_cache_headers(response)
    return response


def _event(request: HttpRequest, task: Task) -> ics.Event:
    if task.due_on is None:
        raise ValueError(f"task {task.pk} has no day")
    lead = task.lead.name if task.lead is not None else ""
    told = [
        f"Chủ trì: {lead}",
        f"Người phụ trách: {task.officer_words}" if task.officer_words else "",
        f"Hạn: {due_words(task)}",
        f"Sản phẩm: {task.product}" if task.product else "",
        f"Tình trạng: {task.get_state_display()}",
    ]
    return ics.Event(
        uid=f"nhiem-vu-{task.pk}@{request.get_host().partition(':')[0]}",
        on=task.due_on,
        title=f"Hạn: {task.title}",
        description="\n".join(line for line in told if line),
        url=request.build_absolute_uri(reverse("tasks:task_show", args=[task.pk])),
    )
