"""Whose request this is: the session of its cookie and the person in it, with prepared queries.

Every page of a signed-in person asks these two; composing them cost more than everything that such a page does itself.

Sessions have a table of our own, so that a person can see and end his: who, from where, by what, seen when. The cookie's key
is stored as a hash: whoever reads the table, or a copy of it, can enter by none of them. A session has a last hour of its
own from the start, which nothing moves; `seen_at` is moved by `touch`, at most once a minute (org/access/gate.py).
"""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.backends import ModelBackend
from django.contrib.sessions.backends.base import CreateError, SessionBase, UpdateError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from thidua.core import steady
from thidua.core.prepared import Prepared
from thidua.org.access import codes, rules
from thidua.org.models import Session, User

# A browser that only looks at the door, or is halfway through it.
STRANGER_FOR = timedelta(hours=1)
IMPATIENT_MS = 250

_contents = Prepared(
    lambda key, at: (
        Session.objects.filter(key_hash=key, expires_at__gt=at)
        .order_by()
        .values_list("data", "pk", "started_at", "seen_at")
    ),
    str,
    datetime,
)
_person = Prepared(lambda pk: User.objects.filter(pk=pk).order_by(), int)


def now() -> datetime:
    """The machine's clock, which does not go back: how long a session lasts depends neither on that nor on a page's day."""
    return steady.now()


class SessionStore(SessionBase):
    """A row of `Session`. `address` and `device` are written when they are set before saving.

    One that is `is_locked` may be written to, by a page for strangers, and stays as long unseen as it was.
    """

    row_id: int = 0
    is_locked: bool = False
    started_at: datetime | None = None
    seen_at: datetime | None = None
    address: str = ""
    device: str = ""

    def load(self) -> dict[str, Any]:
        found = _contents.first(codes.hashed(self.session_key or ""), now())
        if found is None:
            self._session_key = None
            return {}
        data, self.row_id, self.started_at, self.seen_at = found
        return self.decode(data)

    def exists(self, session_key: str) -> bool:
        return Session.objects.filter(key_hash=codes.hashed(session_key)).exists()

    def create(self) -> None:
        while True:
            self._session_key = self._get_new_session_key()  # type: ignore[attr-defined]
            try:
                self.save(must_create=True)
            except CreateError:
                continue
            self.modified = True
            return

    def save(self, must_create: bool = False) -> None:
        if self.session_key is None:
            self.create()
            return
        content = self._get_session(no_load=must_create)  # type: ignore[attr-defined]
        started = self.started_at or now()
        if must_create:
            started = self.started_at = now()
        seen_before = self.seen_at
        columns = self._columns(content)
        if not must_create:
            if self.is_locked:
                del columns["seen_at"]
                self.seen_at = seen_before
            if not Session.objects.filter(key_hash=codes.hashed(self.session_key)).update(**columns):
                raise UpdateError
            return
        try:
            with transaction.atomic():
                key = codes.hashed(self.session_key)
                made = Session.objects.create(key_hash=key, started_at=started, **columns)
        except IntegrityError as error:
            raise CreateError from error
        self.row_id = made.pk

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key is not None:
            Session.objects.filter(key_hash=codes.hashed(key)).delete()

    @classmethod
    def clear_expired(cls) -> None:
        Session.objects.filter(expires_at__lte=now()).delete()

    def touch(self) -> None:
        """Seen just now: one short statement, in its own transaction, that waits for nobody."""
        self.seen_at = now()
        with _impatient(), transaction.atomic():
            Session.objects.filter(pk=self.row_id).update(seen_at=self.seen_at)

    def _columns(self, content: dict[str, Any]) -> dict[str, Any]:
        person = content.get(SESSION_KEY)
        self.seen_at = now()
        hours = rules.hours("session_hours", timezone.localdate(self.seen_at))
        started = self.started_at or self.seen_at
        columns = {
            "data": self.encode(content),
            "user_id": int(person) if person else None,
            "seen_at": self.seen_at,
            "expires_at": started + (hours if person else STRANGER_FOR),
        }
        told = {"address": self.address, "device": self.device}
        return columns | {name: value for name, value in told.items() if value}


class _impatient:  # noqa: N801  # reads as a word of the with statement
    """SQLite waits twenty seconds for another writer; a reader's page must not."""

    def __enter__(self) -> None:
        self._is_sqlite = connection.vendor == "sqlite"
        self._set(IMPATIENT_MS, IMPATIENT_MS / 1_000)

    def __exit__(self, *_: object) -> None:
        self._set(int(connection.settings_dict.get("OPTIONS", {}).get("timeout", 5) * 1_000), None)

    def _set(self, milliseconds: int, patience: float | None) -> None:
        if self._is_sqlite and not connection.in_atomic_block:
            connection.patience = patience  # type: ignore[attr-defined]  # of core/sqlite
            with connection.cursor() as cursor:
                cursor.execute(f"PRAGMA busy_timeout = {milliseconds}")


class PersonBackend(ModelBackend):
    """Usernames and passwords; a disabled account is nobody."""

    def get_user(self, user_id: int) -> User | None:
        person = _person.first(user_id)
        return person if person is not None and self.user_can_authenticate(person) else None
