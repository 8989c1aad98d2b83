"""The ways by which a notice leaves the app. One row here and one file beside this one make a new channel.

Each channel keeps two columns of `Notice`: when it took the notice in hand (so that two workers never send it twice), and
when it had gone. A notice that fails stays unsent and is tried again by the next run, until it is too old to be news.
"""

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from thidua.notifications import mail
from thidua.notifications.models import Notice, NoticeQuerySet

log = logging.getLogger(__name__)

# Nobody wants a reminder of last week; it still stands in the app.
NEWS_FOR = timedelta(days=3)
# A worker that was cut off has not sent; after this time another may take over.
CLAIM_FOR = timedelta(minutes=10)
AT_ONCE = 200

Send = Callable[[Notice], None]


@dataclass(frozen=True, slots=True)
class Channel:
    """`session` opens the way and gives the function that sends one notice; both raise OSError when it fails."""

    code: str
    label: str
    reaches: Q
    claimed_column: str
    sent_column: str
    session: Callable[[], AbstractContextManager[Send]]


CHANNELS: tuple[Channel, ...] = (
    Channel("mail", "Thư điện tử", ~Q(user__email=""), "mail_claimed_at", "mailed_at", mail.session),
)


def waiting(channel: Channel, *, at: datetime) -> NoticeQuerySet:
    """Notices that this channel should carry and has not, oldest first; those in another worker's hand are left out."""
    free = Q(**{f"{channel.claimed_column}__isnull": True}) | Q(
        **{f"{channel.claimed_column}__lt": at - CLAIM_FOR}
    )
    unsent = Q(**{f"{channel.sent_column}__isnull": True})
    young = Q(created_at__gt=at - NEWS_FOR, user__is_active=True)
    return Notice.objects.filter(free, unsent, young, channel.reaches).order_by("created_at", "pk")


def send_waiting(channel: Channel, *, at: datetime) -> int:
    """Send what waits, each in turn; returns how many went. What fails is let go of, for the next run."""
    due = list(waiting(channel, at=at).select_related("user", "commune")[:AT_ONCE])
    sent = 0
    if not due:
        return sent
    try:
        with channel.session() as send:
            for notice in due:
                if _claimed(channel, notice, at=at):
                    sent += _sent(channel, notice, send, at=at)
    except OSError as error:
        log.warning("channel %s is closed: %s", channel.code, error)
    return sent


def _claimed(channel: Channel, notice: Notice, *, at: datetime) -> bool:
    mine = waiting(channel, at=at).filter(pk=notice.pk).order_by()
    return bool(mine.update(**{channel.claimed_column: at}))


def _sent(channel: Channel, notice: Notice, send: Send, *, at: datetime) -> bool:
    try:
        send(notice)
    except OSError as error:
        log.warning("channel %s did not take notice %s: %s", channel.code, notice.pk, error)
        Notice.objects.filter(pk=notice.pk).update(**{channel.claimed_column: None})
        return False
    Notice.objects.filter(pk=notice.pk).update(**{channel.sent_column: at})
    return True
