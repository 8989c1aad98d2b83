"""Deeds on notices."""

from collections.abc import Iterable
from datetime import datetime

from thidua.core import audit
from thidua.core.actions import action
from thidua.core.permissions import Actor
from thidua.notifications import delivery, queries
from thidua.notifications.enums import NoticeKind
from thidua.notifications.models import Notice
from thidua.org.models import Unit, User


@action("notifications.send_notice", lock=False)
def send_notice(
    commune: Actor | Unit,
    *,
    users: Iterable[User],
    kind: NoticeKind,
    title: str,
    body: str,
    url: str,
    key: str,
    by: Actor,
    at: datetime,
) -> None:
    """What the clock has to say. Other deeds tell people through `delivery.notify`, as a part of themselves."""
    told = list(users)
    delivery.notify(
        told, commune_id=commune.commune_pk, kind=kind, title=title, body=body, url=url, key=key, at=at
    )
    audit.note(kind=kind, key=key, people=len(told))


@action("notifications.read_notice")
def read_notice(notice: Notice, *, by: Actor, at: datetime) -> Notice:
    """The first reading counts; reading again changes nothing."""
    if notice.read_at is None:
        notice.read_at = at
        notice.save(update_fields=["read_at"])
    return notice


@action("notifications.read_all_notices", lock=False)
def read_all_notices(commune: Actor, *, by: Actor, at: datetime) -> int:
    """Every unread notice of `by` in this commune counts as read; returns how many."""
    count = queries.visible_notices(by).unread().update(read_at=at)
    audit.note(count=count)
    return count
