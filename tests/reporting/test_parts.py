"""Figures by parts: kept as figures of their own, missing while missing, agreeing with the whole when handed in."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from tests.clock import local
from tests.factories import reporting as make
from tests.reporting import deeds
from thidua.indicator.figures import CellState, Value
from thidua.reporting import actions, errors
from thidua.reporting.actions import Cell
from thidua.reporting.models import Breakdown, Figure
from thidua.reporting.queries import paths

pytestmark = pytest.mark.django_db
AT = deeds.SENT_AT
MISSING = Value(state=CellState.NOT_REPORTED)


@pytest.fixture
def here() -> make.Ward:
    return make.ward(units=2, indicators=1)


@pytest.fixture
def sexes(here: make.Ward) -> Breakdown:
    found: Breakdown = make.BreakdownFactory(commune=here.commune, indicator=here.indicators[0])
    return found


def give(here: make.Ward, asked: Breakdown, *values: Value, **other: object) -> None:
    figure = here.figures()[0]
    said = {"values": dict(enumerate(values)), "seen": {}, **other}
    actions.save_parts(figure, breakdown=asked, by=here.actor("reporter"), at=AT, **said)  # type: ignore[arg-type]


def hand_in(here: make.Ward, value: Value) -> None:
    cells = {here.figures()[0].pk: Cell(value, explanation="Đếm theo sổ.")}
    actions.submit_report(here.report(), cells=cells, by=here.actor("reporter"), at=AT)


def test_parts_that_do_not_add_up_are_refused_at_handing_in_not_before(
    here: make.Ward, sexes: Breakdown
) -> None:
    give(here, sexes, Value(10, 20), Value(15, 30))
    with pytest.raises(errors.FigureImpossible, match="lớn hơn tổng các phần theo giới tính"):
        hand_in(here, Value(26, 50))
    with pytest.raises(errors.FigureImpossible, match="nhỏ hơn tổng các phần theo giới tính"):
        hand_in(here, Value(24, 50))
    hand_in(here, Value(25, 50))
    assert here.report().state == "submitted"


def test_a_missing_part_stays_missing(here: make.Ward, sexes: Breakdown) -> None:
    give(here, sexes, Value(10, 20), MISSING)
    hand_in(here, Value(40, 50))
    assert paths.part_sums(here.period)[here.indicators[0].pk] == (
        ("giới tính", "Nam", "50,00\u00a0% (10 trên 20)"),
        ("giới tính", "Nữ", "chưa báo cáo; 1 đơn vị chưa khai"),
    )


def test_parts_are_summed_over_units(here: make.Ward, sexes: Breakdown) -> None:
    give(here, sexes, Value(10, 20), Value(15, 30))
    hand_in(here, Value(25, 50))
    deeds.send(here, here.units[1])
    sums = paths.part_sums(here.period)[here.indicators[0].pk]
    assert sums[0] == ("giới tính", "Nam", "50,00\u00a0% (10 trên 20); 1 đơn vị chưa khai")


def test_save_parts_over_what_somebody_else_saved_is_a_conflict(here: make.Ward, sexes: Breakdown) -> None:
    give(here, sexes, Value(10, 20))
    with pytest.raises(errors.StaleFigure):
        give(here, sexes, Value(11, 20), seen={0: MISSING})
    give(here, sexes, Value(11, 20), seen={0: Value(10, 20)})
    assert here.figures()[0].parts.get().numerator == 11


def test_save_parts_of_another_indicator_or_place_is_refused(here: make.Ward, sexes: Breakdown) -> None:
    other = make.BreakdownFactory(commune=here.commune)
    with pytest.raises(errors.NotInReport):
        give(here, other, Value(1, 2))
    with pytest.raises(errors.NotInReport):
        give(here, sexes, Value(1, 2), values={2: Value(1, 2)})


@pytest.mark.parametrize(
    "wrong",
    [
        {"parts": ["Nữ"]},
        {"parts": ["Nữ", "Nữ"]},
        {"label": ""},
        {"citation": ""},
        {"parts": [], "add_up": False},
    ],
)
def test_ask_breakdown_refuses(here: make.Ward, wrong: dict[str, object]) -> None:
    officer = here.actor("standing_body")
    said = {"label": "giới tính", "parts": ["Nam", "Nữ"], "add_up": True, "citation": "Phường", **wrong}
    with pytest.raises(errors.BreakdownIncomplete):
        actions.ask_breakdown(  # type: ignore[arg-type]
            officer, indicator=here.indicators[0], valid_from=date(2026, 10, 7), by=officer, at=AT, **said
        )


def test_end_breakdown_ends_once_and_keeps_what_was_given(here: make.Ward, sexes: Breakdown) -> None:
    give(here, sexes, Value(10, 20))
    officer, later = here.actor("standing_body"), local(2026, 10, 13)
    actions.end_breakdown(sexes, by=officer, at=later)
    assert paths.breakdowns_on(here.period) == []
    assert here.figures()[0].parts.count() == 1
    with pytest.raises(errors.BreakdownEnded):
        actions.end_breakdown(sexes, by=officer, at=later)


def test_figure_parts(here: make.Ward, sexes: Breakdown, client: Client) -> None:
    client.force_login(here.person("reporter"))
    address = reverse("reporting:figure_parts", args=[here.figures()[0].pk, sexes.pk])
    page = client.get(address).content.decode()
    assert [words in page for words in ("Nữ, số đạt", "Nữ, tổng số", "Số chung đang ghi")] == [
        True,
        True,
        False,
    ]
    Figure.objects.filter(pk=here.figures()[0].pk).update(state="co_so_lieu", numerator=15, denominator=30)
    assert "Số chung đang ghi: <strong>15 trên 30</strong>" in client.get(address).content.decode()
    assert client.post(address, {"n0": "21", "d0": "20"}).status_code == 422
    assert client.post(address, {"n0": "10", "d0": "20"}).status_code == 303
    page = client.get(reverse("reporting:report_edit", args=[here.report().pk])).content.decode()
    assert "Nam 10 trên 20; Nữ chưa khai" in page
    other = make.BreakdownFactory(commune=here.commune)
    assert (
        client.get(reverse("reporting:figure_parts", args=[here.figures()[0].pk, other.pk])).status_code
        == 404
    )


def test_breakdown_ask_and_breakdown_end(here: make.Ward, client: Client) -> None:
    client.force_login(here.person("standing_body"))
    address = reverse("reporting:breakdown_ask", args=[here.movement.pk, here.indicators[0].code])
    said = {"label": "tuổi", "parts": "Từ 60 tuổi\r\n", "valid_from": "01/01/2099", "citation": "Phường"}
    assert client.post(address, said).status_code == 303
    asked = Breakdown.objects.get(label="tuổi")
    assert (asked.parts, asked.add_up) == (["Từ 60 tuổi"], False)
    assert client.post(reverse("reporting:breakdown_end", args=[asked.pk])).status_code == 303
