"""A check sheet: drawn from the dossiers of some days, marked, and then rows like any other."""

from datetime import date
from typing import Any

import pytest

from tests.clock import local
from tests.factories.org import UnitFactory, actor
from tests.factories.registers import BatchFactory, RecordFactory, RegisterFactory, dossiers
from thidua.core.errors import Refused
from thidua.core.permissions import Actor
from thidua.org.models import Unit
from thidua.registers import actions, errors, queries
from thidua.registers.actions import Mark
from thidua.registers.enums import SheetState
from thidua.registers.models import CheckSheet, Record

AT = local(2026, 10, 20)
pytestmark = pytest.mark.django_db


@pytest.fixture
def unit() -> Unit:
    found: Unit = UnitFactory()
    return found


@pytest.fixture
def reporter(unit: Unit) -> Actor:
    return actor("reporter", unit)


def opened(unit: Unit, by: Actor, **more: Any) -> CheckSheet:
    given: dict[str, Any] = {
        "since": date(2026, 9, 15),
        "until": date(2026, 10, 14),
        "size": None,
        "only_replaceable": False,
        "seed": 7,
    }
    return actions.open_sheet(unit, **given | more, by=by, at=AT)


def mark(sheet: CheckSheet, by: Actor, **marks: Mark) -> CheckSheet:
    return actions.mark_dossiers(
        sheet, marks={int(place[1:]): one for place, one in marks.items()}, by=by, at=AT
    )


FINE, WRONG = Mark("khong_yeu_cau"), Mark("yeu_cau_sai_quy_dinh", "ho_tich")
GAP = Mark("du_lieu_sai", "cu_tru")


def test_open_sheet_over_all_dossiers_of_the_days(unit: Unit, reporter: Actor) -> None:
    dossiers(unit, 3)
    dossiers(unit, 2, day=date(2026, 10, 15), start=10)
    sheet = opened(unit, reporter)
    assert (sheet.population, sheet.size, sheet.is_sample, sheet.seed) == (3, 3, False, 0)
    assert [one.key for one in sheet.marks.all()] == ["H0", "H1", "H2"]


def test_open_sheet_with_a_sample_that_can_be_drawn_again(unit: Unit, reporter: Actor) -> None:
    dossiers(unit, 45)
    sheet, again = opened(unit, reporter, size=30), opened(unit, reporter, size=30)
    other = opened(unit, reporter, size=30, seed=8)
    keys = [[one.key for one in each.marks.all()] for each in (sheet, again, other)]
    assert (sheet.is_sample, sheet.population, sheet.size, sheet.seed) == (True, 45, 30, 7)
    assert (keys[0] == keys[1], keys[0] == keys[2]) == (True, False)


@pytest.mark.parametrize(("count", "size", "drawn"), [(45, 29, None), (20, 20, 20), (20, 19, None)])
def test_open_sheet_with_a_sample_that_says_too_little(
    unit: Unit, reporter: Actor, count: int, size: int, drawn: int | None
) -> None:
    dossiers(unit, count)
    if drawn:
        assert opened(unit, reporter, size=size).size == drawn
        return
    with pytest.raises(errors.SampleSize):
        opened(unit, reporter, size=size)


def test_open_sheet_over_too_many(unit: Unit, reporter: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("thidua.registers.actions.sheets.MOST", 30)
    dossiers(unit, 31)
    with pytest.raises(errors.TooManyDossiers):
        opened(unit, reporter)


@pytest.mark.parametrize("until", [date(2026, 9, 20), date(2026, 9, 1)])
def test_open_sheet_without_a_dossier(unit: Unit, reporter: Actor, until: date) -> None:
    dossiers(unit, 3)
    with pytest.raises(errors.NoDossier):
        opened(unit, reporter, until=until)


def test_open_sheet_before_any_list_came_in(unit: Unit, reporter: Actor) -> None:
    with pytest.raises(errors.NoDossier):
        opened(unit, reporter)


def test_open_sheet_of_replaceable_papers_only(unit: Unit, reporter: Actor) -> None:
    dossiers(unit, 3)
    RecordFactory(batch=Record.objects.first().batch, key="H9", day=date(2026, 10, 1), is_current=True)  # type: ignore[union-attr]
    catalogue = BatchFactory(unit=unit, register=RegisterFactory(commune=unit.commune, name="danh-muc-tthc"))
    RecordFactory(batch=catalogue, key="1.1", facts={"ma_tthc": "1.1", "thay_the": True}, is_current=True)
    assert opened(unit, reporter, only_replaceable=True).population == 3
    Record.objects.filter(batch=catalogue).update(facts={"ma_tthc": "1.1", "thay_the": False})
    with pytest.raises(errors.NoDossier):
        opened(unit, reporter, only_replaceable=True)


def test_mark_dossiers_with_the_paper_that_was_asked_for(unit: Unit, reporter: Actor) -> None:
    dossiers(unit, 3)
    sheet = mark(opened(unit, reporter), reporter, p1=FINE, p2=WRONG, p3=GAP)
    found = queries.findings_of(sheet)
    assert (found.marked, found.left, found.violations) == (3, 0, 1)
    assert found.gaps == (("Có yêu cầu: dữ liệu sai, thiếu", 1),)
    assert sorted(words for words, _ in found.papers) == [
        "Khai sinh, kết hôn, tình trạng hôn nhân, khai tử",
        "Thẻ căn cước, thông tin cư trú",
    ]


def test_mark_dossiers_a_second_time_puts_the_first_right(unit: Unit, reporter: Actor) -> None:
    dossiers(unit, 1)
    sheet = mark(opened(unit, reporter), reporter, p1=WRONG)
    mark(sheet, reporter, p1=Mark("khong_yeu_cau", "ho_tich"))
    assert sheet.marks.values_list("conclusion", "paper").get() == ("khong_yeu_cau", "")


@pytest.mark.parametrize(
    ("marks", "refusal"),
    [({"p1": Mark("he_thong_loi")}, errors.PaperMissing), ({"p9": FINE}, errors.NotOnTheSheet)],
)
def test_mark_dossiers_that_cannot_be(
    unit: Unit, reporter: Actor, marks: dict[str, Mark], refusal: type[Exception]
) -> None:
    dossiers(unit, 1)
    with pytest.raises(refusal):
        mark(opened(unit, reporter), reporter, **marks)


def test_close_sheet_makes_rows_that_say_whether_it_was_a_sample(unit: Unit, reporter: Actor) -> None:
    dossiers(unit, 2)
    sheet = actions.close_sheet(mark(opened(unit, reporter), reporter, p1=FINE, p2=WRONG), by=reporter, at=AT)
    rows = Record.objects.filter(register__name="kiem-tra-giay-to").current().order_by("key")
    assert [(one.key, str(one.day), one.facts["ket_luan"], one.facts["la_mau"]) for one in rows] == [
        ("H0", "2026-10-01", "khong_yeu_cau", False),
        ("H1", "2026-10-01", "yeu_cau_sai_quy_dinh", False),
    ]
    assert (sheet.state, sheet.batch is not None and sheet.batch.made_here) == (SheetState.CLOSED, True)


def test_close_sheet_with_dossiers_left(unit: Unit, reporter: Actor) -> None:
    dossiers(unit, 2)
    with pytest.raises(errors.SheetUnfinished, match="Còn 1 hồ sơ"):
        actions.close_sheet(mark(opened(unit, reporter), reporter, p1=FINE), by=reporter, at=AT)


@pytest.mark.parametrize("state", [SheetState.CLOSED, SheetState.DROPPED])
def test_a_sheet_that_is_done_takes_nothing_more(unit: Unit, reporter: Actor, state: SheetState) -> None:
    dossiers(unit, 1)
    sheet = opened(unit, reporter)
    CheckSheet.objects.update(state=state, closed_at=AT)
    for deed in (
        lambda: mark(sheet, reporter, p1=FINE),
        lambda: actions.close_sheet(sheet, by=reporter, at=AT),
        lambda: actions.drop_sheet(sheet, by=reporter, at=AT),
    ):
        with pytest.raises(Refused):
            deed()


def test_sheets_of_another_unit_and_another_commune_are_hidden(unit: Unit, reporter: Actor) -> None:
    dossiers(unit, 1)
    sheet = opened(unit, reporter)
    for place in (UnitFactory(parent=unit.parent), UnitFactory()):
        with pytest.raises(Refused) as refused:
            mark(sheet, actor("reporter", place), p1=FINE)
        assert refused.value.hidden
    assert list(queries.visible_sheets(actor("reporter", UnitFactory()))) == []


def test_drop_sheet_counts_nothing(unit: Unit, reporter: Actor) -> None:
    dossiers(unit, 1)
    sheet = actions.drop_sheet(opened(unit, reporter), by=reporter, at=AT)
    assert (sheet.state, Record.objects.filter(register__name="kiem-tra-giay-to").count()) == (
        SheetState.DROPPED,
        0,
    )
