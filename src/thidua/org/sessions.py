"""Whose request this is: the session of its cookie and the person in it. Django's own, with prepared queries.

Every page of a signed-in person asks these two; composing them cost more than everything that such a page does itself.
"""

from datetime import datetime
from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from thidua.core.prepared import Prepared
from thidua.org.models import User

_contents = Prepared(
    lambda key, at: Session.objects.filter(session_key=key, expire_date__gt=at).values_list("session_data"),
    str,
    datetime,
)
_person = Prepared(lambda pk: User.objects.filter(pk=pk).order_by(), int)


class SessionStore(db.SessionStore):
    """Sessions in the database."""

    def load(self) -> dict[str, Any]:
        found = _contents.first(self.session_key, timezone.now())
        if found is None:
            self._session_key = None
            return {}
        return self.decode(found[0])


class PersonBackend(ModelBackend):
    """Usernames and passwords; a disabled account is nobody."""

    def get_user(self, user_id: int) -> User | None:
        person = _person.first(user_id)
        return person if person is not None and self.user_can_authenticate(person) else None
