"""Validation in the deeds: what cannot be is refused, what is unusual needs a reason, thresholds are the ward's."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.clock import local
from tests.factories import reporting as make
from tests.reporting import deeds
from tests.web import stage
from thidua.indicator.figures import Value
from thidua.org.models import Unit
from thidua.reporting import actions, errors, guards
from thidua.reporting.actions import Cell
from thidua.reporting.models import Report
from thidua.reporting.queries import entry as entry_queries
from thidua.reporting.queries.checks import check_of
from thidua.reporting.queries.grounds import grounds_of

pytestmark = pytest.mark.django_db
AT = deeds.SENT_AT
WEEK_BEFORE = local(2026, 10, 1)


@pytest.fixture
def here() -> make.Ward:
    """Every unit reported 40 of 50 in month 9, too."""
    ward = make.ward(units=7, indicators=2)
    stage.past_period(ward, 9, published=False)
    return ward


def cells(here: make.Ward, value: Value, why: str = "", unit: Unit | None = None) -> dict[int, Cell]:
    return {one.pk: Cell(value, explanation=why) for one in here.figures(unit)}


def proven(here: make.Ward) -> None:
    for one in here.figures():
        make.FigureEvidenceFactory(figure=one)


def hand_in(here: make.Ward, value: Value, why: str = "", unit: Unit | None = None) -> Report:
    """By the standing body on the unit's behalf, so that no head is asked."""
    return actions.submit_report(
        here.report(unit), cells=cells(here, value, why, unit), by=here.actor("standing_body"), at=AT
    )


@pytest.mark.parametrize("ready", [True, False])
def test_what_is_unusual_needs_an_explanation_to_be_handed_in(here: make.Ward, ready: bool) -> None:
    proven(here)
    if ready:
        guards.prepare(here.period)
    with pytest.raises(errors.ExplanationMissing, match="Còn 2 số liệu khác thường"):
        hand_in(here, Value(10, 50))
    assert hand_in(here, Value(10, 50), "Hệ thống ngừng hai tuần.").state == "submitted"


@pytest.mark.parametrize("ready", [True, False])
def test_what_is_usual_needs_none(here: make.Ward, ready: bool) -> None:
    proven(here)
    if ready:
        guards.prepare(here.period)
    assert hand_in(here, Value(41, 50)).state == "submitted"


def test_a_usual_report_asks_no_query_for_validation(here: make.Ward) -> None:
    guards.prepare(here.period)
    report = here.report()
    held = here.figures()
    for one in held:
        one.state, one.numerator, one.denominator = "co_so_lieu", Decimal(41), 50
    with CaptureQueriesContext(connection) as seen:
        assert guards.beyond(report, held) == []
    assert len(seen) == 0
    held[0].numerator = Decimal(10)
    suspects = guards.beyond(report, held)
    with CaptureQueriesContext(connection) as seen:
        guards.findings_of(report, suspects)
    assert (len(suspects), len(seen)) == (1, 3)


def test_the_bounds_of_the_ward_are_refused_at_every_door(here: make.Ward) -> None:
    figure = here.figures()[0]
    make.ThresholdFactory(
        commune=here.commune,
        name="range_most",
        value=45,
        indicator=figure.indicator,
        valid_from=date(2026, 1, 1),
    )
    reporter = here.actor("reporter")
    with pytest.raises(errors.FigureImpossible, match="lớn hơn mức cao nhất có thể có") as refused:
        actions.save_figure(figure, cell=Cell(Value(46, 50)), by=reporter, at=AT)
    assert refused.value.field == "numerator"
    with pytest.raises(errors.FigureImpossible):
        actions.import_figures(here.report(), cells=cells(here, Value(46, 50)), by=reporter, at=AT)
    with pytest.raises(errors.FigureImpossible):
        hand_in(here, Value(46, 50), "Đã đếm lại.")
    actions.save_figure(figure, cell=Cell(Value(45, 50)), by=reporter, at=AT)
    assert here.figures()[0].numerator == 45


def test_set_threshold_counts_from_its_day_and_leaves_the_past(here: make.Ward) -> None:
    officer = here.actor("standing_body")
    guards.prepare(here.period)
    common = {"citation": "Quyết định của phường", "reason": "Quá chặt.", "by": officer, "at": WEEK_BEFORE}
    actions.set_threshold(
        officer, name="last_points", value=Decimal(70), valid_from=date(2026, 10, 1), **common
    )
    assert here.report().guards == ""
    levels = next(iter(grounds_of(here.period, here.figures()).values())).levels
    assert levels["last_points"] == 70
    past = here.movement.periods.get(label="Tháng 9/2026")
    figure = past.reports.get(unit=here.units[0]).figures.select_related("report__unit").first()
    assert figure is not None
    assert grounds_of(past, [figure])[figure.pk].levels["last_points"] == 20


def test_set_threshold_without_a_value_is_off(here: make.Ward) -> None:
    make.ThresholdFactory(commune=here.commune, value=None)
    assert "last_points" not in next(iter(grounds_of(here.period, here.figures()).values())).levels


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"value": Decimal(-1)}, errors.ThresholdIncomplete),
        ({"name": "no_such"}, errors.ThresholdIncomplete),
        ({"citation": ""}, errors.ThresholdIncomplete),
        ({"reason": ""}, errors.ReasonMissing),
        ({"valid_from": date(2026, 9, 30)}, errors.ThresholdReachesBack),
    ],
)
def test_set_threshold_refuses(here: make.Ward, wrong: dict[str, object], refusal: type[Exception]) -> None:
    officer = here.actor("standing_body")
    said = {
        "name": "last_points",
        "value": Decimal(5),
        "valid_from": date(2026, 10, 1),
        "citation": "Quyết định",
        "reason": "Cần chặt hơn.",
    }
    with pytest.raises(refusal):
        actions.set_threshold(officer, by=officer, at=WEEK_BEFORE, **{**said, **wrong})  # type: ignore[arg-type]


def test_a_change_in_the_period_before_lets_guards_go(here: make.Ward) -> None:
    guards.follow(here.period)
    past = here.movement.periods.get(label="Tháng 9/2026")
    assert (past.is_followed, here.report().guards) != (False, "")
    figure = past.reports.get(unit=here.units[0]).figures.select_related("indicator").first()
    assert figure is not None
    actions.revise_figure(
        figure, value=Value(20, 50), reason=deeds.REASON, by=here.actor("standing_body"), at=deeds.LOCKED_AT
    )
    assert here.report().guards == ""
    assert guards.prepare_missing(here.period) == len(here.units)
    assert guards.prepare_missing(here.period) == 0


def test_the_entry_page_asks_and_the_checker_sees(here: make.Ward) -> None:
    proven(here)
    hand_in(here, Value(10, 50), "Hệ thống ngừng hai tuần.")
    row = entry_queries.entry_rows(here.report(), on=AT.date())[0]
    assert ([one.rule.code for one in row.findings], row.asks) == (["last_period", "outlier"], ())
    sheet = check_of(here.report())
    assert sheet.unusual == 2
    assert [one.rule.code for one in sheet.rows[0].findings] == ["last_period"]  # nobody else reported yet
    for unit in here.units[1:]:
        hand_in(here, Value(40, 50), "Đếm theo sổ.", unit)
    assert [one.rule.code for one in check_of(here.report()).rows[0].findings] == ["last_period", "outlier"]


def test_rule_list(here: make.Ward, client: Client) -> None:
    make.ThresholdFactory(commune=here.commune, indicator=here.indicators[0])
    client.force_login(here.person("reporter"))
    text = client.get(reverse("reporting:rule_list")).content.decode()
    assert "Khác xa các đơn vị cùng cụm, khối hoặc cùng loại" in text
    assert here.indicators[0].name in text
    assert "Đặt mức" not in text


def test_threshold_set(here: make.Ward, client: Client) -> None:
    client.force_login(here.person("standing_body"))
    address = reverse("reporting:threshold_set", args=["last_points"])
    assert client.get(address).status_code == 200
    assert client.get(reverse("reporting:threshold_set", args=["khong-co"])).status_code == 404
    said = {
        "value": "25,5",
        "valid_from": "01/01/2099",
        "citation": "Phường",
        "reason": "Quá chặt.",
        "indicator": "",
    }
    assert client.post(address, {**said, "value": "x"}).status_code == 422
    assert client.post(address, said).status_code == 303
