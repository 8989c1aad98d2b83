"""What the clock says of tasks once a day, and the secret addresses of people's calendars."""

import secrets
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from thidua.core import audit
from thidua.core.actions import action
from thidua.core.permissions import Actor
from thidua.notifications import delivery
from thidua.notifications.enums import NoticeKind
from thidua.org.models import Unit
from thidua.tasks import announcements, feeding, queries
from thidua.tasks.models import CalendarFeed, index_task


@action("tasks.tell_due_tasks", lock=False)
def tell_due_tasks(commune: Unit, *, by: Actor, at: datetime) -> int:
    """One digest a person for the day: what is due in 7, 3, 1 days or late. Once a day, and nothing on days off."""
    on = timezone.localdate(at)
    digests = queries.digests_of(commune, on=on)
    for digest in digests:
        delivery.notify(
            [digest.user],
            commune_id=commune.pk,
            kind=NoticeKind.LATE if digest.late else NoticeKind.WAITING,
            title=digest.title,
            body=digest.body,
            url=f"{reverse('tasks:task_list')}?cua-toi=1",
            key=queries.digest_key(commune, on),
            at=at,
        )
    audit.note(people=len(digests), tasks=sorted({pk for digest in digests for pk in digest.tasks}))
    return len(digests)


@action("tasks.pass_tasks", lock=False)
def pass_tasks(commune: Unit, *, by: Actor, at: datetime) -> int:
    """Tasks of officers who have handed over go on with whoever took over, who hears of it. Returns how many."""
    passed = queries.tasks_to_pass(commune.pk, on=timezone.localdate(at))
    for task, taker in passed:
        task.officer = taker
        index_task(task)
        task.save(update_fields=["officer", "folded"])
        announcements.officer_named(task, at=at)
    audit.note(tasks={str(task.pk): taker.pk for task, taker in passed})
    return len(passed)


@action("tasks.make_feed", lock=False)
def make_feed(commune: Actor, *, by: Actor, at: datetime) -> str:
    """A new calendar address for `by`; the one before stops working. Returns the secret, which is kept nowhere."""
    CalendarFeed.objects.filter(user_id=by.user_id or 0, commune_id=by.commune_id, revoked_at=None).update(
        revoked_at=at
    )
    secret = secrets.token_urlsafe(32)
    feed = CalendarFeed.objects.create(
        commune_id=by.commune_id, user_id=by.user_id or 0, secret_hash=feeding.hash_of(secret), made_at=at
    )
    audit.note(feed=feed.pk)
    return secret


@action("tasks.revoke_feed")
def revoke_feed(feed: CalendarFeed, *, by: Actor, at: datetime) -> CalendarFeed:
    """The address shows nothing any more."""
    feed.revoked_at = at
    feed.save(update_fields=["revoked_at"])
    return feed
