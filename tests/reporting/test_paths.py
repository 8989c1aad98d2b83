"""Where indicators come from and where they go: baselines, yearly steps, period and cumulative value side by side."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import reporting as make
from tests.reporting import deeds
from tests.web import stage
from thidua.indicator.figures import Kind, Value
from thidua.reporting import actions, errors
from thidua.reporting.queries import entry as entry_queries
from thidua.reporting.queries import paths

pytestmark = pytest.mark.django_db
AT = deeds.SENT_AT


@pytest.fixture
def here() -> make.Ward:
    ward = make.ward(units=2, indicators=2)
    stage.past_period(ward, 8, published=False)
    return ward


def test_set_baseline_keeps_what_was_said_before(here: make.Ward) -> None:
    officer, indicator = here.actor("standing_body"), here.indicators[0]
    said = {
        "indicator": indicator,
        "as_of": date(2025, 6, 30),
        "source": "Báo cáo 2024",
        "by": officer,
        "at": AT,
    }
    actions.set_baseline(here.commune, value=Value(20, 50), **said)
    with pytest.raises(errors.ReasonMissing):
        actions.set_baseline(here.commune, value=Value(21, 50), **said)
    second = actions.set_baseline(here.commune, value=Value(21, 50), reason="Đếm sót một người.", **said)
    assert second.version == 2
    assert paths.baselines_of([here.commune.pk])[here.commune.pk, indicator.pk] == second


@pytest.mark.parametrize("wrong", [{"as_of": date(2026, 10, 8)}, {"source": " "}])
def test_set_baseline_refuses(here: make.Ward, wrong: dict[str, object]) -> None:
    said = {"as_of": date(2025, 6, 30), "source": "Báo cáo 2024", "value": Value(1, 2), **wrong}
    with pytest.raises(errors.PathIncomplete):
        actions.set_baseline(  # type: ignore[arg-type]
            here.commune, indicator=here.indicators[0], by=here.actor("standing_body"), at=AT, **said
        )


@pytest.mark.parametrize(("year", "value"), [(2024, 80), (2031, 80), (2026, 101), (2026, -1)])
def test_set_year_step_refuses(here: make.Ward, year: int, value: int) -> None:
    with pytest.raises(errors.PathIncomplete):
        actions.set_year_step(
            here.movement,
            indicator=here.indicators[0],
            year=year,
            value=value,
            source="Phường",
            by=here.actor("standing_body"),
            at=AT,
        )


@pytest.mark.parametrize(
    ("so_far", "left", "reached"),
    [
        (Value(80, 100), "còn cách 5 điểm phần trăm", False),
        (Value(84_999, 100_000), "còn cách 0 điểm phần trăm", False),
        (Value(85, 100), "đã đạt mức của năm", True),
    ],
)
def test_what_is_left_is_measured_exactly(so_far: Value, left: str, reached: bool) -> None:
    step = make.YearStepFactory(value=85)
    way = paths.way_of(Kind.RATIO, baseline=None, step=step, so_far=so_far)
    assert (way.left, way.is_reached) == (left, reached)


def test_progress_shows_before_now_and_so_far(here: make.Ward) -> None:
    make.YearStepFactory(movement=here.movement, indicator=here.indicators[0], year=2026)
    make.BaselineFactory(unit=here.commune, indicator=here.indicators[0])
    stage.fill(here.report(), 30, state="submitted", at=AT)
    stage.sum_up(here, here.period)
    label, before = paths.results_before(here.period)
    rows = paths.progress_of(here.period, before, before)
    assert (label, len(rows)) == ("Tháng 8/2026", 2)
    way = rows[0].way
    assert (way.baseline[:6].replace("\u00a0", " "), way.previous.replace("\u00a0", " ")) == (
        "40,00 ",
        "80,00 %",
    )
    assert (way.so_far.replace("\u00a0", " "), way.left) == ("60,00 %", "còn cách 25 điểm phần trăm")


def test_the_unit_sees_its_year_with_what_it_types(here: make.Ward) -> None:
    make.BaselineFactory(unit=here.units[0], indicator=here.indicators[0])
    quarter = stage.past_period(here, 9, published=False)
    here.movement.periods.filter(pk=quarter.pk).update(kind="quarter", starts_on=date(2026, 6, 15))
    figure = here.figures()[0]
    actions.save_figure(figure, cell=actions.Cell(Value(30, 50)), by=here.actor("reporter"), at=AT)
    rows = entry_queries.entry_rows(here.report(), on=AT.date(), with_ways=True)
    assert rows[0].way.so_far.replace("\u00a0", " ") == "70,00 %"  # 40 of 50 in quarter III, 30 of 50 now
    assert rows[0].way.so_far_label.startswith("Cộng dồn năm 2026, chưa có ")
    assert rows[0].way.baseline.startswith("40,00")


def test_path_list_and_its_forms(here: make.Ward, client: Client) -> None:
    client.force_login(here.person("standing_body"))
    code = here.indicators[0].code
    baseline = reverse("reporting:baseline_set", args=[here.movement.pk, code])
    said = {
        "unit": here.commune.pk,
        "numerator": "20",
        "denominator": "50",
        "as_of": "30/06/2025",
        "source": "Sổ",
    }
    assert client.post(baseline, {**said, "numerator": "60"}).status_code == 422
    assert client.post(baseline, said).status_code == 303
    step = reverse("reporting:year_step_set", args=[here.movement.pk, code])
    assert client.post(step, {"year": "2026", "value": "85", "source": "Phường"}).status_code == 303
    page = client.get(reverse("reporting:path_list", args=[here.movement.pk])).content.decode()
    assert ("40,00" in page, "85" in page) == (True, True)
    assert client.get(reverse("reporting:baseline_set", args=[here.movement.pk, "KHONG"])).status_code == 404


def test_period_progress_costs_the_same_for_more_indicators(client: Client) -> None:
    counts = []
    for indicators in (1, 4):
        here = make.ward(units=2, indicators=indicators)
        stage.past_period(here, 8, published=False)
        client.force_login(here.person("standing_body"))
        address = reverse("reporting:period_progress", args=[here.period.pk])
        counts.append(stage_queries(client, address))
    assert counts[0] == counts[1] <= 24


def stage_queries(client: Client, address: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)
