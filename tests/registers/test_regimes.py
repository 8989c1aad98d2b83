"""What units owe: laid out for the year, marked as sent with its proof, put right, ended."""

from datetime import date
from typing import Any

import pytest

from tests.clock import local
from tests.factories.org import UnitFactory, actor
from thidua.core.errors import Refused
from thidua.core.permissions import Actor
from thidua.org.models import Unit
from thidua.registers import actions, errors, queries
from thidua.registers.models import Batch, Record, Regime

AT = local(2026, 6, 2)
pytestmark = pytest.mark.django_db


@pytest.fixture
def unit() -> Unit:
    found: Unit = UnitFactory(name="Văn phòng HĐND và UBND")
    return found


@pytest.fixture
def reporter(unit: Unit) -> Actor:
    return actor("reporter", unit)


def owed(unit: Unit, by: Actor, **more: Any) -> Regime:
    given: dict[str, Any] = {
        "code": "01/CĐS",
        "name": "Báo cáo chuyển đổi số",
        "document": "Thông tư 47/2025/TT-BKHCN",
        "receiver": "Sở Khoa học và Công nghệ",
        "every": "quarter",
        "due_day": 14,
        "starts_on": date(2026, 4, 1),
    }
    return actions.add_regime(unit, **given | more, by=by, at=AT)


def dues(who: Actor) -> list[tuple[str, str, bool]]:
    return [(row.label, f"{row.due_on:%d/%m/%Y}", row.is_sent) for row in queries.dues_of_year(who, 2026)]


def first_due(who: Actor) -> Record:
    return queries.visible_dues(who).current().order_by("day")[0]


def send(due: Record, by: Actor, **more: Any) -> Record:
    given: dict[str, Any] = {
        "sent_on": date(2026, 6, 1),
        "system": "Hệ thống báo cáo thành phố",
        "on_software": True,
        "evidence": "Số 12/BC-UBND",
    }
    return actions.mark_sent(due, **given | more, by=by, at=AT)


def test_add_regime_lays_out_what_is_due_from_its_first_day(unit: Unit, reporter: Actor) -> None:
    owed(unit, reporter)
    assert dues(reporter) == [
        ("Quý II/2026", "14/06/2026", False),
        ("Quý III/2026", "14/09/2026", False),
        ("Quý IV/2026", "14/12/2026", False),
    ]


def test_add_regime_with_a_code_that_stands(unit: Unit, reporter: Actor) -> None:
    owed(unit, reporter)
    with pytest.raises(errors.RegimeExists):
        owed(unit, reporter)


def test_two_units_may_owe_the_same_report(unit: Unit, reporter: Actor) -> None:
    owed(unit, reporter)
    other = UnitFactory(parent=unit.parent)
    owed(other, actor("reporter", other))
    assert len(dues(reporter)) == 6


def test_add_regime_for_another_unit_is_hidden(unit: Unit, reporter: Actor) -> None:
    for stranger in (UnitFactory(parent=unit.parent), UnitFactory()):
        with pytest.raises(Refused) as refused:
            owed(stranger, reporter)
        assert refused.value.hidden


def test_mark_sent_keeps_the_row_before(unit: Unit, reporter: Actor) -> None:
    owed(unit, reporter)
    before = first_due(reporter)
    after = send(before, reporter)
    before.refresh_from_db()
    assert (before.is_current, before.facts["ngay_gui"]) == (False, None)
    assert (after.is_current, after.facts["ngay_gui"], after.key) == (True, "2026-06-01", before.key)
    assert dues(reporter)[0] == ("Quý II/2026", "14/06/2026", True)


def test_mark_sent_may_be_put_right_and_taken_back(unit: Unit, reporter: Actor) -> None:
    owed(unit, reporter)
    sent = send(first_due(reporter), reporter)
    again = send(sent, reporter, on_software=False, system="Trục liên thông văn bản")
    assert queries.due_summary(queries.dues_of_year(reporter, 2026), on=date(2026, 6, 30)).on_software == 0
    actions.revoke_batch(again.batch, reason="Nhầm.", by=reporter, at=AT)
    assert queries.due_summary(queries.dues_of_year(reporter, 2026), on=date(2026, 6, 30)).on_software == 1


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"sent_on": date(2026, 6, 3)}, errors.SentInTheFuture),
        ({"system": " "}, errors.SystemUnnamed),
        ({"evidence": ""}, errors.SendingUnproven),
    ],
)
def test_mark_sent_without_what_it_needs(
    unit: Unit, reporter: Actor, given: dict[str, Any], refusal: type[Exception]
) -> None:
    owed(unit, reporter)
    with pytest.raises(refusal):
        send(first_due(reporter), reporter, **given)


def test_mark_sent_over_a_row_that_somebody_marked_already(unit: Unit, reporter: Actor) -> None:
    owed(unit, reporter)
    stale = first_due(reporter)
    send(first_due(reporter), reporter)
    with pytest.raises(Refused, match="bản mới hơn"):
        send(stale, reporter)


def test_mark_sent_of_another_unit_is_hidden(unit: Unit, reporter: Actor) -> None:
    owed(unit, reporter)
    with pytest.raises(Refused) as refused:
        send(first_due(reporter), actor("reporter", UnitFactory(parent=unit.parent)))
    assert refused.value.hidden


def test_rows_of_a_file_are_not_marked_here(unit: Unit, reporter: Actor) -> None:
    owed(unit, reporter)
    Batch.objects.update(made_here=False)
    with pytest.raises(Refused):
        send(Record.objects.current()[0], reporter)


def test_lay_out_dues_adds_a_year_once(unit: Unit, reporter: Actor) -> None:
    regime = owed(unit, reporter)
    assert actions.lay_out_dues(regime, year=2027, by=reporter, at=AT) == 4
    with pytest.raises(errors.NothingToLayOut):
        actions.lay_out_dues(regime, year=2027, by=reporter, at=AT)


def test_end_regime_lets_go_what_would_be_due_and_was_not_sent(unit: Unit, reporter: Actor) -> None:
    regime = owed(unit, reporter)
    actions.end_regime(regime, ends_on=date(2026, 6, 30), reason="Bãi bỏ.", by=reporter, at=AT)
    assert dues(reporter) == [("Quý II/2026", "14/06/2026", False)]


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"reason": " "}, errors.ReasonMissing),
        ({"ends_on": date(2026, 3, 31)}, errors.RegimeEndsBeforeItBegins),
    ],
)
def test_end_regime_that_cannot_be(
    unit: Unit, reporter: Actor, given: dict[str, Any], refusal: type[Exception]
) -> None:
    regime = owed(unit, reporter)
    said: dict[str, Any] = {"ends_on": date(2026, 6, 30), "reason": "Bãi bỏ."}
    with pytest.raises(refusal):
        actions.end_regime(regime, **said | given, by=reporter, at=AT)


def test_end_regime_twice_and_a_year_after_the_end(unit: Unit, reporter: Actor) -> None:
    regime = owed(unit, reporter)
    actions.end_regime(regime, ends_on=date(2026, 6, 30), reason="Bãi bỏ.", by=reporter, at=AT)
    with pytest.raises(errors.RegimeHasEnded):
        actions.end_regime(regime, ends_on=date(2026, 7, 30), reason="Bãi bỏ.", by=reporter, at=AT)
    with pytest.raises(errors.RegimeHasEnded):
        actions.lay_out_dues(regime, year=2027, by=reporter, at=AT)


def test_late_is_what_was_not_sent_the_day_after(unit: Unit, reporter: Actor) -> None:
    owed(unit, reporter)
    row = queries.dues_of_year(reporter, 2026)[0]
    assert [row.is_late(date(2026, 6, day)) for day in (14, 15)] == [False, True]
