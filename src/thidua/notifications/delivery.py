"""Tell people something, from within the deed that makes it so.

`notify` is not an action: it is a part of one. "Returned a figure" and "told the unit" are one deed, with one gate, one
transaction and one event in the book; a gate of its own would ask whether the returner may also send notices.
Notices that no deed makes (the clock's) go through the action `send_notice`.
"""

from collections.abc import Iterable
from datetime import datetime

from django.utils.http import url_has_allowed_host_and_scheme

from thidua.core import text
from thidua.notifications import channels, tasks
from thidua.notifications.enums import NoticeKind
from thidua.notifications.models import Notice
from thidua.org import telling
from thidua.org.models import User


def notify(
    users: Iterable[User],
    *,
    commune_id: int,
    kind: NoticeKind,
    title: str,
    body: str,
    url: str,
    key: str,
    at: datetime,
) -> None:
    """A notice for each of `users`, once per person and `key` for ever; mail follows by one job for the whole call.

    Two queries, in the caller's transaction: notices and job stand or fall with the deed. `url` is a path of ours or "".
    """
    if url and not (url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)):
        raise ValueError(f"a notice leads to a page of ours, not to {url!r}")
    notices = [
        Notice(
            commune_id=commune_id,
            user=user,
            kind=kind,
            title=text.nfc(title)[:200],
            body=body.strip(),
            url=url,
            key=key,
            created_at=at,
        )
        for user in {user.pk: user for user in users}.values()
    ]
    if notices:
        Notice.objects.bulk_create(notices, ignore_conflicts=True)
        tasks.mail_notices.enqueue()


@telling.told_by
def tell_of_account(
    users: Iterable[User], *, commune_id: int, title: str, body: str, url: str, key: str, at: datetime
) -> None:
    """What happened to somebody's account, told by the app below us that knows no notices."""
    kind = NoticeKind.ACCOUNT
    notify(users, commune_id=commune_id, kind=kind, title=title, body=body, url=url, key=key, at=at)


def resend_unsent(*, at: datetime) -> int:
    """For the clock: how many notices still wait for a channel; queues one job when there are any."""
    waiting = sum(channels.waiting(channel, at=at).count() for channel in channels.CHANNELS)
    if waiting:
        tasks.mail_notices.enqueue()
    return waiting
