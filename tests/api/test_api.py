"""Open data: the same as the pages, as JSON and CSV, read-only, bounded, every refusal with a sentence."""

import csv
import io
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern

from tests.factories import reporting as make
from tests.web import stage
from thidua.api import urls, v1
from thidua.api.schemas.reporting import ResultOut
from thidua.indicator.figures import Value
from thidua.reporting.actions import publish_period, revise_figure
from thidua.reporting.models import Period, PublishedFigure

pytestmark = pytest.mark.django_db
LISTS = ("communes", "movements", "indicators", "results")


@pytest.fixture(autouse=True)
def clock(set_clock: Callable[[datetime], None]) -> None:
    set_clock(stage.NOW)


def asked(client: Client, path: str, **query: Any) -> Any:
    response = client.get(f"/api/v1/{path}", query)
    assert response.status_code == 200, response.content
    return response.json()


def table(client: Client, path: str, **query: Any) -> list[dict[str, str]]:
    response = client.get(f"/api/v1/{path}", query)
    assert (response.status_code, response["Content-Type"]) == (200, "text/csv; charset=utf-8")
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_published_results_and_nothing_else(client: Client) -> None:
    scene = stage.scene()
    answer = asked(client, "results")
    assert (answer["count"], {row["period"] for row in answer["items"]}) == (2, {"Tháng 7/2026"})
    first = answer["items"][0]
    assert (first["numerator"], first["denominator"], first["shown"]) == (80, 100, "80,00\xa0%")
    assert (first["standing"], first["standing_words"]) == ("reached", "Đạt")
    assert first["targets"] == [{"level": "Mức đạt", "comparator": ">=", "value": "80"}]
    assert (first["commune"], first["publication"]) == (scene.slug, 1)


def test_page_json_and_csv_say_the_same(client: Client) -> None:
    scene = stage.scene()
    listed = asked(client, "results", commune=scene.slug)["items"]
    rows = table(client, "results.csv", commune=scene.slug)
    assert rows == table(client, "results", commune=scene.slug, format="csv")
    assert [[row[key] for key in ("indicator", "shown", "standing_words")] for row in rows] == [
        [row[key] for key in ("indicator", "shown", "standing_words")] for row in listed
    ]
    assert list(rows[0]) == list(ResultOut.model_fields)
    for row in listed:
        page = stage.text_of(client.get(row["page"]))
        assert (row["shown"] in page, row["standing_words"] in page, row["indicator_name"] in page) == (
            True,
        ) * 3


def test_a_result_tells_its_formula_and_its_units(client: Client) -> None:
    scene = stage.scene()
    row = asked(client, "results")["items"][0]
    detail = asked(client, f"results/{row['id']}")
    definition = make.definition_of(scene.ward.indicators[0])
    assert (detail["definition"], detail["citation"], detail["trust"]) == (
        definition.text,
        definition.citation,
        definition.trust,
    )
    assert [(one["unit"], one["numerator"], one["denominator"]) for one in detail["inputs"]] == [
        (unit.name, 40, 50) for unit in scene.ward.units
    ]


def test_a_correction_replaces_what_was_published(client: Client) -> None:
    scene = stage.scene()
    old = asked(client, "results")["items"][0]["id"]
    period = Period.objects.select_related("movement", "commune").get(pk=scene.published.pk)
    figure = period.reports.first().figures.select_related(  # type: ignore[union-attr]
        "report__period__commune", "report__unit", "indicator", "definition"
    )[0]
    revise_figure(
        figure,
        value=Value(50, 50),
        reason="Đối chiếu lại",
        by=scene.ward.actor("standing_body"),
        at=stage.NOW,
    )
    publish_period(period, by=scene.ward.actor("leader"), at=stage.NOW, reason="Đính chính")
    rows = asked(client, "results")["items"]
    assert {row["publication"] for row in rows} == {2}
    assert PublishedFigure.objects.filter(pk=old).exists()
    assert client.get(f"/api/v1/results/{old}").status_code == 404


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"year": 2026}, 2),
        ({"year": 2025}, 0),
        ({"since": "2026-07-14"}, 2),
        ({"since": "2026-07-15"}, 0),
        ({"until": "2026-07-13"}, 0),
        ({"limit": 1}, 2),
        ({"movement": 999999}, 0),
        ({"indicator": "KHONG"}, 0),
    ],
)
def test_filters(client: Client, query: dict[str, Any], count: int) -> None:
    stage.scene()
    assert asked(client, "results", **query)["count"] == count


def test_pages_of_a_list(client: Client) -> None:
    stage.scene()
    pages = [asked(client, "results", limit=1, offset=number)["items"] for number in (0, 1, 2)]
    assert [len(page) for page in pages] == [1, 1, 0]
    assert pages[0] != pages[1]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("results?limit=0", 422),
        ("results?limit=201", 422),
        ("results?limit=x", 422),
        ("results?offset=-1", 422),
        ("results?format=xml", 422),
        ("results?since=hôm qua", 422),
        ("results?since=1", 422),
        ("results?until=-4.2e-36", 422),
        ("results?until=2026-02-30", 422),
        ("results?since=2026-08-01&until=2026-07-01", 400),
        ("results?commune=%00", 422),
        ("results?commune=khong-co", 404),
        ("results?movement=99999999999999999999", 422),
        ("results/999999", 404),
        ("results/99999999999999999999999", 404),
        ("movements/999999", 404),
        ("movements/99999999999999999999999", 404),
        ("communes/khong-co", 404),
        ("communes/%00", 404),
        ("khong-co", 404),
        ("results/-1", 404),
        ("results/1/2", 404),
        ("indicators?q=%00", 422),
        ("indicators?kind=all", 422),
        ("results.csv?commune=khong-co", 404),
    ],
)
def test_every_refusal_has_a_sentence(client: Client, path: str, status: int) -> None:
    response = client.get(f"/api/v1/{path}")
    assert response.status_code == status
    body = response.json()
    assert (set(body), body["detail"].endswith((".", ").")) and body["detail"] != "") == (
        {"detail", "errors"},
        True,
    )


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("path", ["results", "communes", "movements/1", "results.csv"])
def test_it_is_read_only(client: Client, method: str, path: str) -> None:
    assert getattr(client, method)(f"/api/v1/{path}").status_code == 405


@pytest.mark.parametrize("name", LISTS)
def test_json_keeps_its_letters_and_csv_runs_nothing(client: Client, name: str) -> None:
    scene = stage.scene(indicators=1)
    scene.ward.indicators[0].name = "=1+1 Đồng Ngọ"
    scene.ward.indicators[0].save()
    raw = client.get(f"/api/v1/{name}").content.decode()
    assert "\\u" not in raw
    cells = [cell for row in table(client, f"{name}.csv") for cell in row.values()]
    assert [cell for cell in cells if cell[:1] in "=+-@" and cell] == []


def test_no_cookie_and_open_to_every_page_of_the_web(client: Client) -> None:
    stage.scene()
    for path in ("results", "results.csv", "openapi.json", "results?limit=0", ""):
        response = client.get(f"/api/v1/{path}")
        assert (path, dict(client.cookies)) == (path, {})
        if path:
            assert response["Access-Control-Allow-Origin"] == "*"


def test_a_session_changes_nothing(client: Client) -> None:
    scene = stage.scene()
    inside = stage.signed_in(scene.ward.person("leader"))
    assert inside.get("/api/v1/results").content == client.get("/api/v1/results").content


def test_the_description_names_every_answer(client: Client) -> None:
    schema = asked(client, "openapi.json")
    assert (schema["openapi"], schema["info"]["license"]["identifier"]) == ("3.1.0", "CC-BY-4.0")
    assert sorted(schema["paths"]) == [
        "/api/v1/communes",
        "/api/v1/communes.csv",
        "/api/v1/communes/{slug}",
        "/api/v1/indicators",
        "/api/v1/indicators.csv",
        "/api/v1/movements",
        "/api/v1/movements.csv",
        "/api/v1/movements/{pk}",
        "/api/v1/results",
        "/api/v1/results.csv",
        "/api/v1/results/{pk}",
    ]
    known = schema["components"]["schemas"]
    for path, methods in schema["paths"].items():
        assert list(methods) == ["get"]
        assert (path, sorted(methods["get"]["responses"])) == (
            path,
            ["200", "304", "400", "404", "405", "422"],
        )
    for reference in _references(schema):
        assert reference.removeprefix("#/components/schemas/") in known


def _references(part: Any) -> list[str]:
    if isinstance(part, dict):
        own = [part["$ref"]] if isinstance(part.get("$ref"), str) else []
        return own + [one for value in part.values() for one in _references(value)]
    return [one for value in part for one in _references(value)] if isinstance(part, list) else []


def test_answers_fit_their_description(client: Client) -> None:
    """Every field of a row is described, and every described field is there."""
    stage.scene()
    schema = asked(client, "openapi.json")
    for name in LISTS:
        answer = schema["paths"][f"/api/v1/{name}"]["get"]["responses"]["200"]["content"]
        assert set(answer) == {"application/json", "text/csv"}
        part = schema["components"]["schemas"][
            answer["application/json"]["schema"]["$ref"].rpartition("/")[2]
        ]
        row = schema["components"]["schemas"][part["properties"]["items"]["items"]["$ref"].rpartition("/")[2]]
        items = asked(client, name)["items"]
        assert items
        assert all(set(item) == set(row["properties"]) for item in items)


def test_the_page_for_people_lists_every_operation(client: Client) -> None:
    response = client.get("/api/v1/")
    text = stage.text_of(response)
    assert stage.faults_of(text) == []
    assert text.count("<code>GET /api/v1/") == 7
    assert "<script" not in text.replace('<script src="', "").replace('type="module"></script>', "")


@pytest.mark.parametrize(
    ("path", "most"),
    [("results", 5), ("results.csv", 5), ("movements", 5), ("communes", 2), ("indicators", 1)],
)
def test_queries_do_not_grow(
    client: Client, django_assert_max_num_queries: Any, path: str, most: int
) -> None:
    for size in (1, 3):
        stage.scene(units=size, indicators=size)
        with django_assert_max_num_queries(most):
            client.get(f"/api/v1/{path}")


def test_a_movement_tells_phases_and_target_lines(client: Client) -> None:
    scene = stage.scene()
    (movement,) = asked(client, "movements", commune=scene.slug)["items"]
    assert (movement["title"], movement["state"]) == (scene.ward.movement.title, "launched")
    assert [line["indicator"] for line in movement["targets"]] == [one.code for one in scene.ward.indicators]
    assert json.dumps(movement) == json.dumps(asked(client, f"movements/{movement['id']}"))


def test_an_unlaunched_movement_does_not_exist(client: Client) -> None:
    scene = stage.scene()
    scene.ward.movement.__class__.objects.update(state="draft", launched_at=None)
    assert asked(client, "movements")["count"] == 0
    assert asked(client, "results")["count"] == 0
    assert client.get(f"/api/v1/movements/{scene.ward.movement.pk}").status_code == 404


def test_indicators_by_words_kind_and_movement(client: Client) -> None:
    scene = stage.scene()
    first = scene.ward.indicators[0]
    assert [row["code"] for row in asked(client, "indicators", q=first.code.lower())["items"]] == [first.code]
    assert asked(client, "indicators", kind="amount")["count"] == 0
    assert asked(client, "indicators", movement=scene.ward.movement.pk)["count"] == 2
    assert asked(client, "indicators", commune=scene.slug)["count"] == 2


def test_addresses_and_operations_are_the_same() -> None:
    """`urls` names the operations without loading them."""
    made = {str(one.pattern): one.name for one in v1.api.urls[0] if isinstance(one, URLPattern)}
    assert {route: made[route] for route in v1.VIEWS} == urls.OPERATIONS
