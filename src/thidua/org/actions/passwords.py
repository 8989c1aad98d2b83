"""Deeds on passwords: choosing the first one or a new one by a link, changing one's own."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from thidua.core import audit
from thidua.core.actions import action
from thidua.core.permissions import Actor
from thidua.org import errors
from thidua.org import queries as org_queries
from thidua.org.access import passwords, queries
from thidua.org.actions import links
from thidua.org.enums import LinkPurpose
from thidua.org.models import User

PASSWORD_COLUMNS = ["password", "password_set_at", "password_stands_alone"]


@transaction.atomic
def choose_password(secret: str, *, password: str, at: datetime) -> User:
    """Use a link: set the password, close every link of the person. No gate but the secret itself.

    Sessions opened with the old password end: they carry its hash. The first password activates the account.
    """
    link = links.take_link(secret, at=at)
    person = link.user
    set_password(person, password=password, at=at)
    person.idle_from, person.idle_told_at = at, None
    person.save(update_fields=[*PASSWORD_COLUMNS, "idle_from", "idle_told_at"])
    person.sessions.all().delete()
    by = org_queries.system_actor(person.home)
    is_first = link.purpose == LinkPurpose.ACTIVATION
    name = "org.activate_account" if is_first else "org.choose_password"
    audit.write(name, person, by=by, at=at, reason="", detail={"link": link.pk})
    return person


@action("org.change_password")
def change_password(
    who: Actor, *, old_password: str, password: str, by: Actor, at: datetime, kept: int = 0
) -> User:
    """One's own password, by the one who knows the present one. Every session but the one with the id `kept` ends."""
    person = User.objects.select_for_update().get(pk=who.user_id or 0)
    if not person.check_password(old_password):
        raise errors.WrongPassword
    if person.check_password(password):
        raise errors.SamePassword
    set_password(person, password=password, at=at)
    person.save(update_fields=PASSWORD_COLUMNS)
    person.sessions.exclude(pk=kept).delete()
    return person


def set_password(person: User, *, password: str, at: datetime) -> None:
    """Set without saving; a weak password is refused with all reasons. What is asked depends on the second factor."""
    on = timezone.localdate(at)
    has_factor = queries.has_factor(person.pk)
    wrong = passwords.weaknesses(password, has_factor=has_factor, on=on, person=person)
    if wrong:
        raise errors.WeakPassword(" ".join(wrong))
    person.set_password(password)
    person.password_set_at = at
    person.password_stands_alone = passwords.suits_alone(password, on=on)
