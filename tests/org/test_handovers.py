"""Handing over: roles pass on the day, the list stands as it was, both are told, strangers see nothing."""

from datetime import date, timedelta

import pytest
from django.test import Client

from tests.clock import local
from tests.factories import org
from tests.factories import reporting as make
from tests.sight import sent
from thidua.core.errors import Refused
from thidua.core.models import AuditEvent
from thidua.notifications.models import Notice
from thidua.org import actions, handing, queries
from thidua.org.access import errors
from thidua.org.errors import LastAdministrator
from thidua.org.models import Handover, Membership, User

AT = local(2026, 6, 10)
DAY = date(2026, 6, 15)


@pytest.fixture
def giver(ward, neighbourhood) -> User:
    user = org.UserFactory(home=ward, full_name="Ông Giao")
    org.MembershipFactory(unit=neighbourhood, user=user)
    return user


@pytest.fixture
def taker(ward) -> User:
    return org.UserFactory(home=ward, full_name="Bà Nhận")


def passed(giver, taker, by, **changes) -> Handover:
    facts = {
        "taker": taker,
        "memberships": list(giver.memberships.values_list("pk", flat=True)),
        "from_day": DAY,
        "reason": "QĐ 12, chuyển công tác",
    }
    return actions.hand_over(giver, **facts | changes, by=by, at=AT)


def roles_of(user) -> list[tuple[str, date, date | None]]:
    held = Membership.objects.filter(user=user, is_void=False).order_by("pk")
    return list(held.values_list("role", "valid_from", "valid_to"))


def test_roles_pass_on_the_day_without_a_gap(admin, giver, taker):
    record = passed(giver, taker, admin)
    assert roles_of(giver) == [("reporter", org.START, DAY - timedelta(days=1))]
    assert roles_of(taker) == [("reporter", DAY, None)]
    acting = [
        [queries.actor_for(one, on=day) is not None for one in (giver, taker)]
        for day in (DAY - timedelta(days=1), DAY)
    ]
    assert acting == [[True, False], [False, True]]
    assert (record.items[0]["heading"], record.items[0]["what"]) == ("Vai trò", "Cán bộ đầu mối")


def test_one_act_three_events_and_both_told(admin, giver, taker):
    record = passed(giver, taker, admin)
    codes = list(AuditEvent.objects.order_by("sequence").values_list("action", flat=True))
    assert codes == ["org.grant_membership", "org.end_membership", "org.hand_over"]
    event = AuditEvent.objects.get(action="org.hand_over")
    assert (event.object_id, event.reason, event.detail["taker"]) == (
        giver.pk,
        "QĐ 12, chuyển công tác",
        taker.pk,
    )
    told = {notice.user: notice for notice in Notice.objects.all()}
    assert set(told) == {giver, taker}
    assert {notice.url for notice in told.values()} == {f"/ban-giao/{record.pk}/"}
    assert "cho Bà Nhận từ ngày 15/06/2026" in told[giver].body


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"from_day": AT.date() - timedelta(days=1)}, errors.HandoverInThePast),
        ({"memberships": []}, errors.NothingToHandOver),
        ({"memberships": [0]}, errors.NothingToHandOver),
    ],
)
def test_refusals(admin, giver, taker, changes, refusal):
    with pytest.raises(refusal):
        passed(giver, taker, admin, **changes)
    assert (roles_of(taker), Handover.objects.count()) == ([], 0)


def test_today_is_early_enough(admin, giver, taker):
    passed(giver, taker, admin, from_day=AT.date())
    assert roles_of(giver)[0][2] == AT.date() - timedelta(days=1)


def test_taker_must_be_somebody_else_open_and_of_here(admin, elsewhere, giver, ward):
    locked = org.UserFactory(home=ward, is_active=False)
    stranger = User.objects.get(pk=elsewhere.user_id)
    for nobody in (giver, locked, stranger):
        with pytest.raises(errors.NobodyToTake):
            passed(giver, nobody, admin)


def test_who_holds_the_role_already_keeps_it(admin, giver, taker, neighbourhood):
    org.MembershipFactory(unit=neighbourhood, user=taker)
    passed(giver, taker, admin)
    assert roles_of(taker) == [("reporter", org.START, None)]
    assert roles_of(giver)[0][2] == DAY - timedelta(days=1)


def test_role_that_begins_later_passes_whole(admin, giver, taker, ward):
    later = DAY + timedelta(days=10)
    org.MembershipFactory(unit=ward, user=giver, role="leader", valid_from=later)
    passed(giver, taker, admin)
    assert roles_of(giver) == [("reporter", org.START, DAY - timedelta(days=1))]
    assert ("leader", later, None) in roles_of(taker)


def test_role_that_ends_before_the_day_stays(admin, giver, taker, ward):
    org.MembershipFactory(unit=ward, user=giver, role="leader", valid_to=DAY - timedelta(days=1))
    passed(giver, taker, admin)
    assert [role for role, _, _ in roles_of(taker)] == ["reporter"]


def test_last_administrator_may_hand_over(admin, taker):
    own = User.objects.get(pk=admin.user_id)
    passed(own, taker, admin)
    assert roles_of(taker) == [("administrator", DAY, None)]
    held = Membership.objects.get(user=taker)
    with pytest.raises(LastAdministrator):
        actions.end_membership(held, valid_to=DAY, reason="", by=admin, at=AT)


def test_roles_of_another_commune_do_not_pass(admin, elsewhere, giver, taker):
    there = org.MembershipFactory(unit=org.CommuneFactory().unit, user=giver)
    passed(giver, taker, admin)
    there.refresh_from_db()
    assert there.valid_to is None


def test_only_the_administrator_hands_over(admin, elsewhere, giver, taker, neighbourhood):
    reporter = org.actor("reporter", neighbourhood)
    officer = org.actor("standing_body", giver.home)
    for by in (reporter, officer, elsewhere):
        with pytest.raises(Refused):
            passed(giver, taker, by)


def test_list_holds_what_is_in_the_hands(db):
    here = make.ward(units=1)
    reporter = here.actor("reporter")
    found = handing.items_of(reporter, on=here.period.starts_on)
    headings = {item.heading for item in found}
    assert headings == {"Báo cáo đang làm", "Chỉ tiêu phải báo cáo"}
    officer = handing.items_of(here.actor("standing_body"), on=here.period.starts_on)
    assert {"Kỳ báo cáo đang theo dõi", "Phong trào đang theo dõi"} <= {item.heading for item in officer}


def test_record_keeps_the_list_as_it_was(admin, giver, taker):
    record = passed(giver, taker, admin)
    before = list(record.items)
    User.objects.filter(pk=giver.pk).update(is_active=False)
    assert Handover.objects.get(pk=record.pk).items == before


def test_pages(admin, giver, taker, ward, set_clock):
    set_clock(AT)
    browser = Client()
    browser.force_login(User.objects.get(pk=admin.user_id))
    url = f"/nguoi-dung/{giver.pk}/ban-giao/"
    form = browser.get(url).context["form"]
    assert [pk for pk, _ in form.fields["memberships"].choices] == [giver.memberships.get().pk]
    assert str(giver.pk) not in dict(form.fields["taker"].choices)
    typed = {
        "memberships": [giver.memberships.get().pk],
        "taker": taker.pk,
        "from_day": "2026-06-15",
        "reason": "QĐ 12",
    }
    answer = sent(browser, url, typed | {"from_day": "2026-06-09"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["from_day"])
    answer = sent(browser, url, typed)
    record = Handover.objects.get()
    assert answer.url == f"/ban-giao/{record.pk}/"
    shown = browser.get(answer.url).content.decode()
    assert [word in shown for word in ("BIÊN BẢN BÀN GIAO", "NGƯỜI GIAO", "Bà Nhận", "QĐ 12")] == [True] * 4


def test_record_is_seen_by_both_and_by_no_stranger(admin, elsewhere, giver, taker, neighbourhood, set_clock):
    record = passed(giver, taker, admin)
    other = org.MembershipFactory(unit=neighbourhood).user
    outside = User.objects.get(pk=elsewhere.user_id)
    set_clock(local(2026, 6, 12))
    answers = {}
    for name, user in {"giver": giver, "other": other, "outside": outside}.items():
        browser = Client()
        browser.force_login(user)
        answers[name] = browser.get(f"/ban-giao/{record.pk}/").status_code
    set_clock(local(2026, 6, 16))
    browser = Client()
    browser.force_login(taker)
    answers["taker"] = browser.get(f"/ban-giao/{record.pk}/").status_code
    assert answers == {"giver": 200, "other": 404, "outside": 404, "taker": 200}
