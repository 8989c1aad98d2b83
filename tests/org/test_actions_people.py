"""Deeds on people, their roles and passwords."""

from datetime import date, timedelta

import pytest

from tests.clock import local
from tests.factories import org
from thidua.core.errors import Refused
from thidua.core.models import AuditEvent
from thidua.org import actions, errors, queries
from thidua.org.models import Membership, ResetLink, Unit, User

AT = local(2026, 6, 1)
TODAY = date(2026, 6, 1)


def create(ward, admin, **changes) -> User:
    facts = {"full_name": "Nguyễn Văn An", "username": "", "email": "", "position": ""} | changes
    return actions.create_person(ward, **facts, by=admin, at=AT)


def test_create_person_with_first_role(ward, admin, neighbourhood):
    person = create(ward, admin, role="reporter", unit=neighbourhood, email=" an@namdong.example ")
    assert (person.username, person.email, person.has_usable_password()) == (
        "nguyen.van.an",
        "an@namdong.example",
        False,
    )
    assert [(one.unit, one.role, one.valid_from) for one in person.memberships.all()] == [
        (neighbourhood, "reporter", TODAY)
    ]
    assert create(ward, admin).username == "nguyen.van.an2"


def test_create_person_refusals(ward, admin, neighbourhood, elsewhere):
    create(ward, admin, username="an.nv")
    with pytest.raises(errors.UsernameTaken):
        create(ward, admin, username="AN.NV")
    for username in ("ab", "có dấu", "a b c", "-abc", "x" * 81):
        with pytest.raises(errors.UsernameInvalid):
            create(ward, admin, username=username)
    with pytest.raises(Refused):
        create(ward, elsewhere, username="khac")


def test_create_person_is_nothing_when_the_role_is_refused(ward, admin):
    with pytest.raises(Refused):
        create(ward, admin, username="an.nv", role="reporter", unit=org.UnitFactory())
    assert not User.objects.filter(username="an.nv").exists()


def test_username_of_another_commune_is_taken_too(ward, admin):
    org.UserFactory(username="an.nv")
    with pytest.raises(errors.UsernameTaken):
        create(ward, admin, username="an.nv")


def test_change_person_notes_no_personal_facts(ward, admin):
    person = org.UserFactory(home=ward, full_name="Cũ", email="cu@example.vn")
    actions.change_person(person, full_name="Đỗ Thị Ơn", email="moi@example.vn", position="", by=admin, at=AT)
    person.refresh_from_db()
    assert (person.full_name, person.folded) == ("Đỗ Thị Ơn", f"do thi on {person.username} moi@example.vn")
    event = AuditEvent.objects.latest("pk")
    assert event.detail == {"changed": ["full_name", "email"]}


def test_disable_and_enable_person(ward, admin, neighbourhood):
    person = org.MembershipFactory(unit=neighbourhood).user
    actions.disable_person(person, reason="Nghỉ việc", by=admin, at=AT)
    assert queries.actor_for(person, on=TODAY) is None
    with pytest.raises(Refused, match="đang bị khóa"):
        actions.disable_person(person, reason="", by=admin, at=AT)
    actions.enable_person(person, reason="Trở lại", by=admin, at=AT)
    assert queries.actor_for(person, on=TODAY) is not None
    with pytest.raises(Refused, match="đang mở"):
        actions.enable_person(person, reason="", by=admin, at=AT)


def test_nobody_disables_oneself_or_a_person_of_another_commune(admin, elsewhere):
    for user_id, sentence in [(admin.user_id, "chính mình"), (elsewhere.user_id, "không có quyền")]:
        with pytest.raises(Refused, match=sentence):
            actions.disable_person(User.objects.get(pk=user_id), reason="", by=admin, at=AT)


def test_disabling_a_guest_keeps_the_other_commune_administrable(ward, admin):
    """A person kept here is the only administrator there."""
    there = org.CommuneFactory().unit
    guest = org.UserFactory(home=ward)
    org.MembershipFactory(user=guest, unit=there, role="administrator")
    with pytest.raises(errors.LastAdministrator):
        actions.disable_person(guest, reason="", by=admin, at=AT)
    assert User.objects.get(pk=guest.pk).is_active


def test_grant_membership(admin, neighbourhood):
    person = org.UserFactory(home=neighbourhood.commune)
    held = actions.grant_membership(
        neighbourhood, person=person, role="unit_head", valid_from=TODAY, by=admin, at=AT
    )
    assert (held.user, held.unit, held.role, held.valid_to) == (person, neighbourhood, "unit_head", None)


@pytest.mark.parametrize(
    ("role", "is_marked"), [("standing_body", True), ("leader", False), ("reporter", False)]
)
def test_the_office_of_a_standing_body_is_marked(ward, admin, department, role, is_marked):
    for unit in (department, ward):
        person = org.UserFactory(home=ward)
        actions.grant_membership(unit, person=person, role=role, valid_from=TODAY, by=admin, at=AT)
    marked = [Unit.objects.get(pk=unit.pk).is_standing_body for unit in (department, ward)]
    assert marked == [is_marked, False]


@pytest.mark.parametrize(
    ("start", "end", "is_refused"),
    [
        (date(2026, 1, 1), date(2026, 1, 31), False),
        (date(2026, 1, 1), date(2026, 2, 1), True),
        (date(2026, 2, 28), None, True),
        (date(2026, 3, 1), None, False),
        (date(2026, 1, 1), None, True),
    ],
)
def test_same_role_twice_at_a_time_is_refused(admin, neighbourhood, start, end, is_refused):
    held = org.MembershipFactory(unit=neighbourhood, valid_from=date(2026, 2, 1), valid_to=date(2026, 2, 28))
    facts = {"person": held.user, "role": "reporter", "by": admin, "at": AT}
    if is_refused:
        with pytest.raises(errors.MembershipOverlaps):
            actions.grant_membership(neighbourhood, valid_from=start, valid_to=end, **facts)
    else:
        actions.grant_membership(neighbourhood, valid_from=start, valid_to=end, **facts)
        assert Membership.objects.filter(user=held.user).count() == 2


def test_grant_membership_refusals(admin, neighbourhood):
    stranger = org.UserFactory()
    person = org.UserFactory(home=neighbourhood.commune)
    facts = {"role": "reporter", "valid_from": TODAY, "by": admin, "at": AT}
    with pytest.raises(errors.PersonElsewhere):
        actions.grant_membership(neighbourhood, person=stranger, **facts)
    with pytest.raises(errors.MembershipDatesReversed):
        actions.grant_membership(neighbourhood, person=person, valid_to=date(2026, 5, 31), **facts)
    with pytest.raises(Refused):
        actions.grant_membership(org.UnitFactory(), person=person, **facts)


def test_end_membership_on_its_last_day(admin, neighbourhood):
    held = org.MembershipFactory(unit=neighbourhood)
    actions.end_membership(held, valid_to=TODAY, reason="Chuyển công tác", by=admin, at=AT)
    days = (TODAY, TODAY + timedelta(days=1))
    assert [queries.actor_for(held.user, on=day) is not None for day in days] == [True, False]
    with pytest.raises(errors.MembershipEnded):
        actions.end_membership(held, valid_to=TODAY, reason="", by=admin, at=AT)


def test_membership_given_by_mistake_never_counted(admin, neighbourhood):
    held = org.MembershipFactory(unit=neighbourhood, valid_from=TODAY)
    actions.end_membership(held, valid_to=date(2026, 5, 31), reason="Giao nhầm", by=admin, at=AT)
    assert queries.actor_for(held.user, on=TODAY) is None
    with pytest.raises(Refused, match="đã bị bỏ"):
        actions.end_membership(held, valid_to=TODAY, reason="", by=admin, at=AT)
    facts = {"person": held.user, "role": "reporter", "valid_from": TODAY}
    assert actions.grant_membership(neighbourhood, **facts, by=admin, at=AT).is_void is False


def test_last_administrator_stays(ward, admin):
    own = Membership.objects.get(user_id=admin.user_id)
    with pytest.raises(errors.LastAdministrator):
        actions.end_membership(own, valid_to=TODAY, reason="", by=admin, at=AT)
    org.MembershipFactory(unit=ward, role="administrator", valid_to=TODAY)
    with pytest.raises(errors.LastAdministrator):  # the other one goes on the same day
        actions.end_membership(own, valid_to=TODAY, reason="", by=admin, at=AT)
    org.MembershipFactory(unit=ward, role="administrator")
    actions.end_membership(own, valid_to=TODAY, reason="", by=admin, at=AT)
    assert Membership.objects.get(pk=own.pk).valid_to == TODAY


def test_printed_link_sets_the_password_once(ward, admin):
    person = org.UserFactory(home=ward)
    secret = actions.issue_reset_link(person, by=admin, at=AT)
    assert secret not in str(list(ResetLink.objects.values()))
    actions.choose_password(secret, password="một câu thật dài", at=AT)
    assert User.objects.get(pk=person.pk).check_password("một câu thật dài")
    with pytest.raises(errors.LinkNotUsable):
        actions.choose_password(secret, password="một câu dài khác", at=AT)


def test_link_ends_when_it_expires_is_replaced_or_the_account_is_locked(ward, admin):
    person = org.UserFactory(home=ward)
    first = actions.issue_reset_link(person, by=admin, at=AT)
    second = actions.issue_reset_link(person, by=admin, at=AT)
    end = AT + timedelta(hours=72)
    assert actions.usable_link(first, at=AT) is None
    assert [actions.usable_link(second, at=at) is not None for at in (end - timedelta(seconds=1), end)] == [
        True,
        False,
    ]
    actions.disable_person(person, reason="", by=admin, at=AT)
    assert actions.usable_link(second, at=AT) is None
    with pytest.raises(Refused, match="đang bị khóa"):
        actions.issue_reset_link(person, by=admin, at=AT)


def test_weak_password_leaves_the_link_usable(ward, admin):
    person = org.UserFactory(home=ward, full_name="Nguyễn Hoàng Phương", username="hoang.phuong")
    secret = actions.issue_reset_link(person, by=admin, at=AT)
    for weak, reason in [("ngắn", "10 ký tự"), ("hoang.phuong", "giống"), ("password123", "nhiều người")]:
        with pytest.raises(errors.WeakPassword, match=reason):
            actions.choose_password(secret, password=weak, at=AT)
    assert actions.usable_link(secret, at=AT) is not None


def test_mailed_link_rests_a_while_and_leaves_printed_ones(ward, admin):
    person = org.UserFactory(home=ward)
    printed = actions.issue_reset_link(person, by=admin, at=AT)
    assert actions.request_reset_link(person, at=AT) is not None
    assert actions.request_reset_link(person, at=AT + timedelta(minutes=4)) is None
    assert actions.request_reset_link(person, at=AT + timedelta(minutes=6)) is not None
    assert actions.usable_link(printed, at=AT) is not None


def test_change_password(admin):
    facts = {"by": admin, "at": AT}
    with pytest.raises(errors.WrongPassword):
        actions.change_password(admin, old_password="sai", password="một câu thật dài", **facts)
    with pytest.raises(errors.WeakPassword):
        actions.change_password(admin, old_password=org.PASSWORD, password="ngắn", **facts)
    actions.change_password(admin, old_password=org.PASSWORD, password="một câu thật dài", **facts)
    assert User.objects.get(pk=admin.user_id).check_password("một câu thật dài")


def test_nobody_changes_the_password_of_somebody_else(admin, neighbourhood):
    other = org.actor("reporter", neighbourhood)
    with pytest.raises(Refused):
        actions.change_password(other, old_password=org.PASSWORD, password="một câu dài", by=admin, at=AT)
    system = queries.system_actor(neighbourhood.commune)
    with pytest.raises(Refused):
        actions.change_password(system, old_password="", password="một câu dài", by=system, at=AT)
