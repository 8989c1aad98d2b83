"""Accounts that nobody uses: told a week before, then closed by the daily job. Nothing is lost; an administrator opens them."""

from datetime import date, datetime

from django.utils import timezone

from thidua.core import formatting
from thidua.core.actions import action
from thidua.core.permissions import Actor
from thidua.org import telling
from thidua.org.access import rules
from thidua.org.actions import memberships
from thidua.org.models import Membership, User


@action("org.tell_idle_person")
def tell_idle_person(person: User, *, closes_on: date, by: Actor, at: datetime) -> None:
    """By notice and mail: the account closes on that day if its owner does not sign in before."""
    person.idle_told_at = at
    person.save(update_fields=["idle_told_at"])
    days = rules.number("idle_account_days", timezone.localdate(at))
    telling.tell(
        [person],
        commune_id=person.home_id,
        title=f"Tài khoản sẽ khóa ngày {formatting.day(closes_on)} vì lâu không dùng",
        body=f"Tài khoản {person.username} đã lâu không đăng nhập; quá {days} ngày thì tự khóa. "
        "Chỉ cần đăng nhập một lần trước ngày đó. Khóa rồi, quản trị hệ thống mở lại được.",
        url="/",
        key=f"idle-{person.pk}-{closes_on:%Y%m%d}",
        at=at,
    )


@action("org.disable_idle_person")
def disable_idle_person(person: User, *, by: Actor, at: datetime) -> User:
    """As if disabled by hand, and the password goes, too: who comes back gets a new link. The last administrator stays."""
    person.is_active = False
    person.set_unusable_password()
    person.save(update_fields=["is_active", "password"])
    person.sessions.all().delete()
    served = Membership.objects.filter(user=person).select_related("unit")
    for commune_id in {membership.commune_pk for membership in served} | {person.home_id}:
        memberships.keep_an_administrator(commune_id, on=timezone.localdate(at))
    return person
