"""An action is gated, whole or nothing, and audited; shown on deeds of our own over units."""

from datetime import date

import pytest

from tests.clock import local
from tests.factories import org
from thidua.core import actions, audit, permissions
from thidua.core.errors import Conflict, Refused
from thidua.core.models import AuditEvent
from thidua.core.permissions import allow, rule
from thidua.org.models import Unit

AT = local(2026, 6, 1)
pytestmark = pytest.mark.django_db


@rule(otherwise="Đã kết thúc.")
def is_open(who, unit):
    return unit.valid_to is None


@pytest.fixture
def deeds(monkeypatch):
    monkeypatch.setattr(permissions, "registry", {})
    monkeypatch.setattr(actions, "registry", {})
    allow("org.view_units", is_open)

    @actions.action("org.view_units")
    def view_units(unit, *, by, at, name, then=None, reason=""):
        unit.name = name
        unit.save()
        audit.note(name=name)
        if then:
            then(unit)
        return unit

    return view_units


@pytest.fixture
def unit():
    return org.UnitFactory(name="Tổ dân phố 1")


@pytest.fixture
def by(unit):
    return org.actor("reporter", unit)


def events(unit) -> list[AuditEvent]:
    return list(AuditEvent.objects.filter(commune_id=unit.commune_id))


def test_deed_is_written_with_its_event(deeds, unit, by):
    deeds(unit, by=by, at=AT, name="Tổ dân phố 2", reason="Đổi số")
    event = events(unit)[-1]
    assert (event.action, event.object_type, event.object_id, event.object_label) == (
        "org.view_units",
        "Unit",
        unit.pk,
        "Tổ dân phố 2",
    )
    assert (event.actor_id, event.actor_name, event.unit_name) == (by.user_id, by.name, "Tổ dân phố 1")
    assert (event.at, event.reason, event.detail) == (AT, "Đổi số", {"name": "Tổ dân phố 2"})


def test_failure_leaves_nothing_behind_not_even_the_event(deeds, unit, by):
    def fail(_unit):
        raise RuntimeError("power")

    with pytest.raises(RuntimeError):
        deeds(unit, by=by, at=AT, name="Khác", then=fail)
    assert Unit.objects.get(pk=unit.pk).name == "Tổ dân phố 1"
    assert events(unit) == []


def test_closed_gate_writes_nothing(deeds, unit):
    stranger = org.actor("reporter", org.UnitFactory())
    with pytest.raises(Refused) as refused:
        deeds(unit, by=stranger, at=AT, name="Khác")
    assert refused.value.hidden
    assert Unit.objects.get(pk=unit.pk).name == "Tổ dân phố 1"
    assert events(unit) == []


def test_gate_judges_what_the_database_holds_now(deeds, unit, by):
    stale = Unit.objects.get(pk=unit.pk)
    Unit.objects.filter(pk=unit.pk).update(valid_to=date(2026, 5, 31))
    with pytest.raises(Refused, match="Đã kết thúc"):
        deeds(stale, by=by, at=AT, name="Khác")


def test_thing_that_is_gone_is_a_conflict(deeds, unit, by):
    gone = Unit.objects.get(pk=unit.pk)
    gone.pk = 987654
    with pytest.raises(Conflict):
        deeds(gone, by=by, at=AT, name="Khác")


def test_nested_deeds_keep_their_own_notes(deeds, unit, by):
    def inner(changed):
        if changed.name == "Ngoài":
            deeds(changed, by=by, at=AT, name="Trong")

    deeds(unit, by=by, at=AT, name="Ngoài", then=inner)
    assert [event.detail for event in events(unit)] == [{"name": "Trong"}, {"name": "Ngoài"}]


def test_name_of_action_is_name_of_function():
    with pytest.raises(ValueError, match="must be named"):

        @actions.action("org.other")
        def view(unit, *, by, at): ...


def test_same_action_twice_is_a_mistake(deeds):
    with pytest.raises(ValueError, match="declared twice"):

        @actions.action("org.view_units")
        def view_units(unit, *, by, at): ...


def test_note_outside_an_action_is_a_mistake():
    with pytest.raises(RuntimeError):
        audit.note(anything=1)
