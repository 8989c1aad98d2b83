"""The chain: each event holds the hash of the one before; any edit shows."""

from datetime import UTC, datetime

import pytest

from tests.factories import org
from thidua.core import audit
from thidua.core.models import AuditEvent, AuditHead

AT = datetime(2026, 6, 1, 1, 0, 0, 123456, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return org.UnitFactory(name="Tổ dân phố Đồng Ngọ")


def write(unit, count: int = 3) -> list[AuditEvent]:
    by = org.actor("administrator", unit.commune)
    for number in range(count):
        detail = {"số": number, "ngày": AT.date(), "a": [1, None, True]}
        audit.write("org.change_unit", unit, by=by, at=AT, reason=f"lần {number}", detail=detail)
    return list(AuditEvent.objects.filter(commune_id=unit.commune_id))


def test_chain_links_from_genesis_to_head(unit):
    events = write(unit)
    assert [event.sequence for event in events] == [1, 2, 3]
    assert [event.previous_hash for event in events] == [audit.GENESIS, events[0].hash, events[1].hash]
    head = AuditHead.objects.get(commune_id=unit.commune_id)
    assert (head.sequence, head.hash) == (3, events[2].hash)


def test_hash_recomputes_from_what_the_database_gives_back(unit):
    for event in write(unit):
        assert audit.digest(event.previous_hash, audit.facts_of(event)) == event.hash


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("actor_name", "Người khác"),
        ("actor_id", 999),
        ("unit_name", "Đơn vị khác"),
        ("reason", "lý do khác"),
        ("detail", {}),
        ("object_id", 1),
        ("object_label", ""),
        ("action", "org.close_unit"),
        ("at", datetime(2026, 6, 2, tzinfo=UTC)),
        ("sequence", 20),
        ("commune_id", 12345),
    ],
)
def test_any_edit_breaks_the_hash(unit, column, value):
    event = write(unit, 1)[0]
    AuditEvent.objects.filter(pk=event.pk).update(**{column: value})
    edited = AuditEvent.objects.get(pk=event.pk)
    assert audit.digest(edited.previous_hash, audit.facts_of(edited)) != edited.hash


def test_communes_have_chains_of_their_own(unit):
    other = org.UnitFactory()
    write(unit, 2)
    assert [event.sequence for event in write(other, 1)] == [1]


def test_event_of_a_whole_commune_names_it(unit):
    by = org.actor("administrator", unit.commune)
    audit.write("org.change_password", by, by=by, at=AT, reason="", detail={})
    event = AuditEvent.objects.get(commune_id=unit.commune_id)
    assert (event.object_type, event.object_id, event.object_label) == ("Actor", None, unit.commune.name)
