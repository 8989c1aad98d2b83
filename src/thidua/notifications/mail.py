"""The channel "mail": plain Vietnamese text with one link, through Django's mail settings."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string

from thidua.notifications.models import Notice


@contextmanager
def session() -> Iterator[Callable[[Notice], None]]:
    """One connection for a run; SMTP's errors are OSErrors."""
    connection = get_connection()
    connection.open()
    try:

        def send(notice: Notice) -> None:
            message_of(notice, connection=connection).send()

        yield send
    finally:
        connection.close()


def message_of(notice: Notice, *, connection: BaseEmailBackend | None = None) -> EmailMessage:
    """The mail of a notice: its title, its words, the address of the thing, whose ward it is."""
    link = f"{settings.BASE_URL.rstrip('/')}{notice.url}" if notice.url else ""
    body = render_to_string("notifications/notice.txt", {"notice": notice, "link": link})
    subject = " ".join(f"[{notice.commune.name}] {notice.title}".split())
    return EmailMessage(subject=subject, body=body, to=[notice.user.email], connection=connection)
