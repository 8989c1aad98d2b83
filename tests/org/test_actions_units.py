"""Deeds on communes and units."""

from datetime import date

import pytest

from tests.clock import local
from tests.factories import org
from thidua.core.errors import Refused
from thidua.core.models import AuditEvent
from thidua.org import actions, errors
from thidua.org.models import Commune, Membership, Unit, User

AT = local(2026, 6, 1)
FOUNDING = {
    "name": "phường  Nam Đồng",
    "slug": "",
    "place": "Nam Đồng",
    "issuer": "Ủy ban nhân dân phường Nam Đồng",
    "parent_issuer": "Ủy ban nhân dân thành phố Hải Phòng",
    "province": "thành phố Hải Phòng",
    "founded_on": date(2025, 7, 1),
}
FIRST = {"full_name": "Vũ Thị Quản", "username": " Quan.Tri ", "password": org.PASSWORD, "email": ""}


def last_event(unit: Unit) -> AuditEvent:
    return AuditEvent.objects.filter(commune_id=unit.commune_pk).latest("sequence")


def create(parent, admin, **changes) -> Unit:
    facts = {"name": "Tổ dân phố 7", "kind": "neighbourhood", "valid_from": date(2026, 1, 1)} | changes
    return actions.create_unit(parent, **facts, by=admin, at=AT)


def change(unit, admin, **changes) -> Unit:
    names = ("name", "kind", "short_name", "code", "is_standing_body")
    facts = {name: getattr(unit, name) for name in names} | changes
    return actions.change_unit(unit, **facts, by=admin, at=AT)


def test_found_first_commune(db):
    person = actions.found_first_commune(**FOUNDING, **FIRST, at=AT)
    root = Commune.objects.get(slug="nam-dong").unit
    assert (root.name, root.path, root.commune_id) == ("phường Nam Đồng", f"{root.pk}.", root.pk)
    assert (person.username, person.home, person.check_password(org.PASSWORD)) == ("quan.tri", root, True)
    assert [(one.role, one.unit, one.valid_from) for one in person.memberships.all()] == [
        ("administrator", root, date(2026, 6, 1))
    ]
    assert list(AuditEvent.objects.values_list("action", flat=True)) == [
        "org.found_commune",
        "org.appoint_first_administrator",
    ]


def test_founding_twice_is_refused(db):
    actions.found_first_commune(**FOUNDING, **FIRST, at=AT)
    with pytest.raises(errors.AlreadyFounded):
        actions.found_first_commune(**FOUNDING | {"slug": "khac"}, **FIRST | {"username": "khac"}, at=AT)
    assert Commune.objects.count() == 1


def test_founding_with_a_weak_password_leaves_nothing(db):
    with pytest.raises(errors.WeakPassword, match="ít nhất 10 ký tự"):
        actions.found_first_commune(**FOUNDING, **FIRST | {"password": "ngắn"}, at=AT)
    assert (Unit.objects.count(), User.objects.count(), AuditEvent.objects.count()) == (0, 0, 0)


def test_first_administrator_is_local_date_of_the_morning(db):
    """At six in the morning in Vietnam the date of UTC is still yesterday."""
    person = actions.found_first_commune(**FOUNDING, **FIRST, at=local(2026, 6, 1, 6))
    assert person.memberships.get().valid_from == date(2026, 6, 1)


def test_appoint_first_administrator_once(ward, admin):
    with pytest.raises(errors.AlreadyFounded):
        actions.appoint_first_administrator(ward, **FIRST, at=AT)


def test_slug_of_another_commune_is_refused(ward):
    with pytest.raises(errors.SlugTaken):
        actions.found_commune(**FOUNDING, at=AT)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("phường Nam Đồng", "nam-dong"),
        ("Xã Đại Sơn", "dai-son"),
        ("đặc khu Cát Hải", "cat-hai"),
        ("Phường", "phuong"),
    ],
)
def test_suggested_slug(name, slug):
    assert actions.suggested_slug(name) == slug


def test_change_commune(ward, admin):
    facts = {"place": "Nam Đồng ", "issuer": "UBND", "parent_issuer": "TP", "province": "Hải Phòng"}
    actions.change_commune(ward.commune_profile, **facts, by=admin, at=AT)
    assert Commune.objects.values_list("place", "issuer").get(pk=ward.pk) == ("Nam Đồng", "UBND")


def test_create_unit(ward, admin, department):
    old = org.UnitFactory(parent=ward, valid_to=date(2025, 12, 31))
    unit = create(department, admin, name=" Tổ  dân phố 7", code="T7", predecessors=(old,))
    assert (unit.name, unit.path, unit.commune) == ("Tổ dân phố 7", f"{department.path}{unit.pk}.", ward)
    assert (unit.folded, list(unit.predecessors.all())) == ("to dan pho 7 t7", [old])
    assert last_event(ward).detail == {"unit": unit.pk, "name": "Tổ dân phố 7", "kind": "neighbourhood"}


def test_create_unit_refusals(ward, admin, department, elsewhere):
    foreign = org.UnitFactory()
    with pytest.raises(errors.UnitCodeTaken):
        create(ward, admin, code="VHXH")
    with pytest.raises(errors.UnitKindNotBelow):
        create(ward, admin, kind="commune")
    with pytest.raises(errors.UnitElsewhere):
        create(ward, admin, predecessors=(foreign,))
    with pytest.raises(Refused):
        create(ward, elsewhere)
    assert Unit.objects.in_commune(ward.pk).count() == 2


def test_two_communes_may_use_the_same_code(department, elsewhere):
    root = Unit.objects.get(pk=elsewhere.commune_id)
    assert create(root, elsewhere, code="VHXH").code == "VHXH"


def test_create_unit_under_a_closed_one_is_refused(ward, admin):
    closed = org.UnitFactory(parent=ward, valid_to=date(2026, 12, 31))
    with pytest.raises(Refused, match="ngày kết thúc"):
        create(closed, admin)


def test_change_unit_notes_what_it_was(ward, admin, department):
    change(department, admin, name="Phòng Văn hóa", code="", is_standing_body=True)
    department.refresh_from_db()
    assert (department.name, department.code, department.is_standing_body) == ("Phòng Văn hóa", "", True)
    assert department.folded == "phong van hoa"
    before = last_event(ward).detail["before"]
    assert (before["name"], before["code"]) == ("Phòng Văn hóa – Xã hội", "VHXH")


def test_change_unit_moves_everything_below(ward, admin, department, neighbourhood):
    below = org.UnitFactory(parent=neighbourhood)
    leaf = org.UnitFactory(parent=below)
    change(neighbourhood, admin, parent=department)
    paths = [Unit.objects.get(pk=unit.pk).path for unit in (neighbourhood, below, leaf)]
    top = f"{department.path}{neighbourhood.pk}."
    assert paths == [top, f"{top}{below.pk}.", f"{top}{below.pk}.{leaf.pk}."]


def test_change_unit_refusals(ward, admin, department, neighbourhood):
    below = org.UnitFactory(parent=department)
    for parent in (department, below):
        with pytest.raises(errors.UnitBelowItself):
            change(department, admin, parent=parent)
    with pytest.raises(errors.UnitElsewhere):
        change(department, admin, parent=org.UnitFactory())
    with pytest.raises(errors.UnitCodeTaken):
        change(department, admin, code="DN")
    with pytest.raises(errors.UnitKindNotBelow):
        change(department, admin, kind="commune")
    assert Unit.objects.get(pk=department.pk).path == f"{ward.pk}.{department.pk}."


def test_root_keeps_its_kind_and_place(ward, admin, department):
    change(ward, admin, name="phường Nam Đồng mới", kind="department", parent=department)
    ward.refresh_from_db()
    assert (ward.name, ward.kind, ward.parent, ward.path) == (
        "phường Nam Đồng mới",
        "commune",
        None,
        f"{ward.pk}.",
    )


def test_start_after_end_is_refused(ward, admin):
    closed = org.UnitFactory(parent=ward, valid_to=date(2026, 1, 31))
    with pytest.raises(errors.UnitStartsAfterEnd):
        change(closed, admin, valid_from=date(2026, 2, 1))
    assert change(closed, admin, valid_from=date(2026, 1, 31)).valid_from == date(2026, 1, 31)


def test_close_unit_ends_its_memberships(ward, admin, neighbourhood):
    running = org.MembershipFactory(unit=neighbourhood)
    longer = org.MembershipFactory(unit=neighbourhood, valid_to=date(2027, 1, 1))
    ended = org.MembershipFactory(unit=neighbourhood, valid_to=date(2026, 1, 1))
    future = org.MembershipFactory(unit=neighbourhood, valid_from=date(2026, 7, 1))
    last = date(2026, 6, 30)
    actions.close_unit(neighbourhood, valid_to=last, reason="Sáp nhập", by=admin, at=AT)
    ends = [Membership.objects.get(pk=one.pk).valid_to for one in (running, longer, ended, future)]
    assert ends == [last, last, date(2026, 1, 1), None]
    assert Membership.objects.get(pk=future.pk).is_void
    assert last_event(ward).reason == "Sáp nhập"


def test_close_unit_refusals(ward, admin, department):
    child = org.UnitFactory(parent=department, valid_to=date(2026, 7, 1))
    facts = {"reason": "Giải thể", "by": admin, "at": AT}
    with pytest.raises(errors.UnitEndsBeforeStart):
        actions.close_unit(department, valid_to=date(2025, 6, 30), **facts)
    with pytest.raises(errors.UnitHasActiveChildren):
        actions.close_unit(department, valid_to=date(2026, 6, 30), **facts)
    actions.close_unit(department, valid_to=child.valid_to, **facts)
    with pytest.raises(Refused, match="đã có ngày kết thúc"):
        actions.close_unit(department, valid_to=date(2026, 8, 1), **facts)
    with pytest.raises(Refused, match="chính phường, xã, đặc khu"):
        actions.close_unit(ward, valid_to=date(2026, 8, 1), **facts)


def test_unit_of_the_only_administrator_stays(ward):
    office = org.UnitFactory(parent=ward, kind="department")
    only = org.actor("administrator", office)
    with pytest.raises(errors.LastAdministrator):
        actions.close_unit(office, valid_to=date(2026, 6, 30), reason="", by=only, at=AT)
    assert Unit.objects.get(pk=office.pk).valid_to is None
