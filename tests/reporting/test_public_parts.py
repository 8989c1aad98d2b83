"""Parts in publications, the API, public pages and the workbook of results: sums of the commune, small numbers left out."""

import json
from datetime import date
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import reporting as make
from tests.reporting import deeds
from thidua.indicator.figures import CellState, Value
from thidua.movement.enums import MovementState
from thidua.org.models import Unit
from thidua.reporting import actions, freezing, queries
from thidua.reporting.models import Breakdown, Publication, PublishedFigure
from thidua.reporting.queries import proofs

pytestmark = pytest.mark.django_db
MISSING = Value(state=CellState.NOT_REPORTED)


@pytest.fixture
def here() -> make.Ward:
    return make.ward(units=3, indicators=2)


@pytest.fixture
def sexes(here: make.Ward) -> Breakdown:
    found: Breakdown = make.BreakdownFactory(commune=here.commune, indicator=here.indicators[0])
    return found


def give(here: make.Ward, asked: Breakdown, unit: Unit, *values: Value, is_estimate: bool = False) -> None:
    """The unit gives its parts and hands in 25 of 50."""
    figure = here.figures(unit)[0]
    reporter = here.actor("reporter", unit)
    actions.save_parts(
        figure, breakdown=asked, values=dict(enumerate(values)), seen={}, by=reporter, at=deeds.SENT_AT
    )
    deeds.send(here, unit, Value(25, 50, is_estimate=is_estimate))
    deeds.verify(here, unit)


def published(here: make.Ward) -> Publication:
    deeds.lock(here)
    return deeds.publish(here)


def told(publication: Publication, here: make.Ward) -> list[tuple[str, str]]:
    row = next(
        one for one in queries.published_rows(publication) if one.figure.indicator == here.indicators[0]
    )
    return [(name, words) for _, name, words in row.parts]


def test_parts_are_published_as_sums_over_the_units(here: make.Ward, sexes: Breakdown) -> None:
    give(here, sexes, here.units[0], Value(10, 20), Value(15, 30))
    give(here, sexes, here.units[1], Value(12, 25), Value(13, 25))
    assert told(published(here), here) == [
        ("Nam", "48,89\u00a0% (22 trên 45); 1 đơn vị chưa khai"),
        ("Nữ", "50,91\u00a0% (28 trên 55); 1 đơn vị chưa khai"),
    ]


def test_small_parts_are_nowhere_in_what_is_frozen(here: make.Ward, sexes: Breakdown) -> None:
    give(here, sexes, here.units[0], Value(23, 41), Value(2, 9))
    publication = published(here)
    secret = "không công bố, để không lộ nhóm dưới 5 người"
    assert told(publication, here) == [("Nam", secret), ("Nữ", secret)]
    frozen = publication.figures.get(indicator=here.indicators[0])
    [group] = json.loads(frozen.record)["parts"]
    assert [(one["numerator"], one["denominator"], one["withheld"]) for one in group["parts"]] == [
        (None, None, True),
        (None, None, True),
    ]


def test_the_level_of_the_ward_holds(here: make.Ward, sexes: Breakdown) -> None:
    make.ThresholdFactory(
        commune=here.commune, name="published_least", value=Decimal(2), valid_from=date(2026, 1, 1)
    )
    give(here, sexes, here.units[0], Value(23, 41), Value(2, 9))
    assert [words[:8] for _, words in told(published(here), here)] == ["56,10\u00a0% ", "22,22\u00a0% "]


def test_parts_of_a_number_that_was_put_right_are_not_told(here: make.Ward, sexes: Breakdown) -> None:
    give(here, sexes, here.units[0], Value(10, 20), Value(15, 30))
    give(here, sexes, here.units[1], Value(12, 25), Value(13, 25))
    deeds.lock(here)
    deeds.revise(here, here.figures(here.units[1])[0], Value(30, 50))
    assert told(deeds.publish(here), here)[0] == ("Nam", "50,00\u00a0% (10 trên 20); 2 đơn vị chưa khai")


def test_a_number_that_is_only_no_estimate_any_more_keeps_its_parts(
    here: make.Ward, sexes: Breakdown
) -> None:
    give(here, sexes, here.units[0], Value(10, 20), Value(15, 30), is_estimate=True)
    deeds.lock(here)
    deeds.revise(here, here.figures(here.units[0])[0], Value(25, 50))
    assert told(deeds.publish(here), here)[0] == ("Nam", "50,00\u00a0% (10 trên 20); 2 đơn vị chưa khai")


def test_without_parts_the_record_is_as_it_always_was(here: make.Ward) -> None:
    deeds.send(here)
    deeds.verify(here)
    publication = published(here)
    records = [json.loads(one.record) for one in publication.figures.all()]
    assert [one.keys() & {"parts"} for one in records] == [set(), set()]
    assert proofs.proof_of(publication).is_whole


def test_a_changed_part_is_found(here: make.Ward, sexes: Breakdown) -> None:
    give(here, sexes, here.units[0], Value(10, 20), Value(15, 30))
    publication = published(here)
    assert proofs.proof_of(publication).is_whole
    frozen = publication.figures.get(indicator=here.indicators[0])
    frozen.parts[0]["parts"][0]["numerator"] = "11"
    PublishedFigure.objects.filter(pk=frozen.pk).update(parts=frozen.parts)
    assert [str(one) for one in proofs.proof_of(publication).faults] == [
        f"{here.indicators[0].code}: số liệu theo phần đang lưu khác số đã đóng băng"
    ]


def test_freezing_asks_the_same_queries_for_one_unit_and_three(here: make.Ward, sexes: Breakdown) -> None:
    counts = []
    for unit in here.units:
        give(here, sexes, unit, Value(10, 20), Value(15, 30))
        with CaptureQueriesContext(connection) as seen:
            freezing.frozen(here.period)
        counts.append(len(seen))
    assert counts == [4, 4, 4]


def test_the_api_and_the_public_page_tell_parts(here: make.Ward, sexes: Breakdown, client: Client) -> None:
    give(here, sexes, here.units[0], Value(10, 20), Value(15, 30))
    publication = published(here)
    assert here.movement.state == MovementState.LAUNCHED
    items = client.get("/api/v1/results").json()["items"]
    first = next(one for one in items if one["indicator"] == here.indicators[0].code)
    assert first["parts"][0] == {
        "by": "giới tính",
        "name": "Nam",
        "numerator": 10,
        "denominator": 20,
        "state": "co_so_lieu",
        "shown": "50,00\u00a0% (10 trên 20); 2 đơn vị chưa khai",
        "withheld": False,
        "missing_count": 2,
    }
    assert [one["parts"] for one in items if one is not first] == [[]]
    slug = publication.period.movement.commune.commune_profile.slug
    page = client.get(reverse("web:site_result", args=[slug, here.indicators[0].code]))
    assert "Theo từng phần" in page.content.decode()


def test_the_workbook_of_results_has_a_sheet_of_parts(
    here: make.Ward, sexes: Breakdown, client: Client
) -> None:
    give(here, sexes, here.units[0], Value(23, 41), Value(2, 9))
    for role, expected in (("standing_body", ["Kết quả", "Theo phần"]), ("reporter", ["Kết quả"])):
        client.force_login(here.person(role))
        answer = client.get(reverse("web:result_export"))
        book = openpyxl.load_workbook(BytesIO(answer.content))
        assert (role, book.sheetnames) == (role, expected)
        if role == "standing_body":
            texts = [str(cell) for row in book["Theo phần"].values for cell in row]
            assert (
                "22,22\u00a0% (2 trên 9); 2 đơn vị chưa khai" not in texts
            )  # two units have not sent at all
            assert "22,22\u00a0% (2 trên 9)" in texts
