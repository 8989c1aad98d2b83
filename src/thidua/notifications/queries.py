"""One's own notices, and the mails of the demonstration."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.conf import settings
from django.db.models import Case, Count, When

from thidua.core.permissions import Actor
from thidua.core.prepared import Prepared
from thidua.notifications.models import Notice, NoticeQuerySet
from thidua.org import queries as org_queries

MOST_MAILS = 500
# What Django's file backend writes between the mails of one file.
BORDER = b"\n" + b"-" * 79 + b"\n"


def visible_notices(who: Actor) -> NoticeQuerySet:
    """One's own notices in this commune, unread first, the newest first: as they came, whatever the clock said."""
    if not who.may("notifications.read_notice"):
        return Notice.objects.none()
    own = Notice.objects.filter(user_id=who.user_id or 0, commune_id=who.commune_id)
    return own.order_by(Case(When(read_at__isnull=True, then=0), default=1), "-pk")


_unread = Prepared(  # asked by every page of a signed-in person
    lambda user_id, commune_id: (
        Notice.objects.unread()
        .filter(user_id=user_id, commune_id=commune_id)
        .order_by()
        .values("user_id")
        .annotate(count=Count("pk"))
        .values_list("count")
    ),
    int,
    int,
)


def count_unread(who: Actor) -> int:
    """How many of `visible_notices` are not read yet."""
    if not who.may("notifications.read_notice"):
        return 0
    found = _unread.first(who.user_id or 0, who.commune_id)
    return found[0] if found else 0


@dataclass(frozen=True, slots=True)
class SentMail:
    """A mail as its reader sees it."""

    subject: str
    to: str
    sent_at: datetime | None
    body: str


def visible_mails(who: Actor) -> list[SentMail]:
    """The mails in the demonstration's folder to people of this commune, newest first, at most `MOST_MAILS`.

    The folder is one for all communes of an installation, and a mail may hold the link to a new password.
    """
    ours = set(org_queries.visible_people(who).exclude(email="").values_list("email", flat=True))
    folder = Path(settings.EMAIL_FILE_PATH)
    found: list[SentMail] = []
    for file in sorted(folder.glob("*.log"), key=lambda file: file.stat().st_mtime, reverse=True):
        mails = [_read(raw) for raw in _split(file.read_bytes())]
        found += reversed([mail for mail in mails if mail.to in ours])
        if len(found) >= MOST_MAILS:
            break
    return found[:MOST_MAILS]


def _split(content: bytes) -> Iterator[bytes]:
    return (raw for raw in content.split(BORDER) if raw.strip())


def _read(raw: bytes) -> SentMail:
    message = message_from_bytes(raw, EmailMessage, policy=policy.default)
    body = message.get_body(("plain",))
    date = message.get("Date")
    return SentMail(
        subject=str(message.get("Subject", "")).strip(),  # a folded line begins with a space
        to=str(message.get("To", "")),
        sent_at=_moment(str(date)) if date else None,
        body=str(body.get_content()).strip() if body else "",
    )


def _moment(written: str) -> datetime:
    """Django writes "-0000", which is read back as a time without a zone; it is UTC."""
    moment = parsedate_to_datetime(written)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
