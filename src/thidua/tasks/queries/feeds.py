"""What a calendar address shows, and whose it is."""

from datetime import date, timedelta

from django.db.models import Q

from thidua.core.permissions import Actor
from thidua.org import queries as org_queries
from thidua.org import roles
from thidua.tasks import feeding
from thidua.tasks.enums import TaskState
from thidua.tasks.models import CalendarFeed, Task

MOST = 500
KEPT = timedelta(days=60)


def holder_of(secret: str, *, on: date) -> Actor | None:
    """The person whose address this is, as he may act today; nobody once it was revoked or he holds no role there."""
    feed = CalendarFeed.objects.filter(secret_hash=feeding.hash_of(secret), revoked_at__isnull=True).first()
    if feed is None or not feed.user.is_active:
        return None
    who = org_queries.actor_for(feed.user, on=on, commune_id=feed.commune_id)
    return who if who is not None and who.commune_id == feed.commune_id else None


def tasks_in_feed(who: Actor, *, on: date) -> list[Task]:
    """Tasks with a day that one answers for, follows, or whose unit one heads or reports for; done ones for two months."""
    mine = Q(officer_id=who.user_id) | Q(following_person_id=who.user_id)
    for grant in who.grants:
        if grant.role in roles.ANSWERING:
            mine |= Q(lead_id=grant.unit_id)
    found = Task.objects.in_commune(who.commune_id).counting().filter(mine, due_on__isnull=False)
    running = ~Q(state=TaskState.ACCEPTED) | Q(due_on__gte=on - KEPT)
    return list(found.filter(running).select_related("lead", "officer").order_by("due_on", "pk")[:MOST])
