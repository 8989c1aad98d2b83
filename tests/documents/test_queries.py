import pytest

from tests.factories.documents import EvidenceFactory, StoredFileFactory
from tests.factories.org import CommuneFactory, UnitFactory, actor
from thidua.core.permissions import Actor
from thidua.documents import queries
from thidua.documents.models import StoredFile
from thidua.org.models import Membership, Unit

pytestmark = pytest.mark.django_db
COMMUNE_WIDE = ("administrator", "standing_body", "leader", "council_member", "overseer")


@pytest.fixture
def root() -> Unit:
    commune: Unit = CommuneFactory().unit
    return commune


@pytest.fixture
def unit(root: Unit) -> Unit:
    found: Unit = UnitFactory(parent=root)
    return found


def _seen(who: Actor) -> list[StoredFile]:
    return list(queries.visible_files(who).order_by("pk"))


def test_file_of_a_unit_is_seen_there_above_and_by_commune_wide_roles(root: Unit, unit: Unit) -> None:
    group = UnitFactory(parent=unit)
    stored = StoredFileFactory(commune=root)
    EvidenceFactory(unit=group, file=stored)
    assert [_seen(actor(role, root)) for role in COMMUNE_WIDE] == [[stored]] * 5
    assert _seen(actor("reporter", group)) == [stored]
    assert _seen(actor("unit_head", unit)) == [stored]


def test_file_of_a_unit_is_hidden_from_neighbours_units_below_and_strangers(root: Unit, unit: Unit) -> None:
    stored = StoredFileFactory(commune=root)
    EvidenceFactory(unit=unit, file=stored)
    assert _seen(actor("unit_head", UnitFactory(parent=root))) == []
    assert _seen(actor("unit_head", UnitFactory(parent=unit))) == []
    assert _seen(actor("standing_body", CommuneFactory().unit)) == []


def test_file_used_by_two_units_is_seen_by_both(root: Unit, unit: Unit) -> None:
    stored, other = StoredFileFactory(commune=root), UnitFactory(parent=root)
    for user_of in (unit, other):
        EvidenceFactory(unit=user_of, file=stored)
    assert _seen(actor("reporter", unit)) == _seen(actor("reporter", other)) == [stored]


def test_file_is_seen_by_whoever_handed_it_in(root: Unit, unit: Unit) -> None:
    stored = StoredFileFactory(commune=root)
    EvidenceFactory(unit=unit, file=stored)
    holder = actor("reporter", UnitFactory(parent=root))
    stored.holders.add(holder.user_id or 0)
    assert _seen(holder) == [stored]


def test_plan_is_seen_by_every_member_even_when_a_unit_uses_it(root: Unit, unit: Unit) -> None:
    plan = StoredFileFactory(commune=root, is_shared=True)
    EvidenceFactory(unit=unit, file=plan)
    assert _seen(actor("reporter", UnitFactory(parent=root))) == [plan]
    assert _seen(actor("reporter", UnitFactory())) == []


@pytest.fixture
def unused(root: Unit, unit: Unit) -> StoredFile:
    """Handed in by a reporter of the unit; nothing rests on it yet."""
    stored: StoredFile = StoredFileFactory(commune=root)
    stored.holders.add(actor("reporter", unit).user_id or 0)
    return stored


def test_what_proves_nothing_yet_is_for_its_unit_and_those_who_check(
    root: Unit, unit: Unit, unused: StoredFile
) -> None:
    assert _seen(actor("reporter", unit)) == [unused]
    assert _seen(actor("unit_head", unit)) == [unused]
    assert _seen(actor("standing_body", root)) == [unused]


def test_what_proves_nothing_yet_is_hidden_from_everybody_else(
    root: Unit, unit: Unit, unused: StoredFile
) -> None:
    others = [role for role in COMMUNE_WIDE if role != "standing_body"]
    assert {role: _seen(actor(role, root)) for role in others} == {role: [] for role in others}
    assert _seen(actor("reporter", UnitFactory(parent=root))) == []
    assert _seen(actor("unit_head", UnitFactory(parent=unit))) == []
    assert _seen(actor("standing_body", CommuneFactory().unit)) == []


def test_once_it_proves_something_it_is_seen_like_any_evidence(
    root: Unit, unit: Unit, unused: StoredFile
) -> None:
    other = UnitFactory(parent=root)
    EvidenceFactory(unit=other, file=unused)
    assert _seen(actor("leader", root)) == _seen(actor("reporter", other)) == [unused]
    assert _seen(actor("unit_head", unit)) == []


def test_a_void_membership_opens_nothing(root: Unit, unit: Unit) -> None:
    stored, holder = StoredFileFactory(commune=root), actor("reporter", unit)
    stored.holders.add(holder.user_id or 0)
    Membership.objects.filter(user=holder.user_id).update(is_void=True)
    assert _seen(actor("unit_head", unit)) == []
    assert _seen(holder) == [stored]


def test_evidence_is_visible_in_ones_subtree(root: Unit, unit: Unit) -> None:
    own, other = (
        EvidenceFactory(unit=UnitFactory(parent=unit)),
        EvidenceFactory(unit=UnitFactory(parent=root)),
    )
    assert list(queries.visible_evidence(actor("reporter", unit))) == [own]
    assert set(queries.visible_evidence(actor("leader", root))) == {own, other}
    assert list(queries.visible_evidence(actor("leader", CommuneFactory().unit))) == []
