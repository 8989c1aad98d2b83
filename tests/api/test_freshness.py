"""Answers say whether they are still the same: kept by browsers and proxies, asked about each time."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from tests.web import stage
from thidua.org.models import Unit

pytestmark = pytest.mark.django_db
PATHS = ("results", "results.csv", "communes", "movements", "indicators", "openapi.json", "results?limit=1")


@pytest.fixture(autouse=True)
def clock(set_clock: Callable[[datetime], None]) -> None:
    set_clock(stage.NOW)


@pytest.mark.parametrize("path", PATHS)
def test_who_has_it_already_gets_no_body(client: Client, path: str) -> None:
    stage.scene()
    first = client.get(f"/api/v1/{path}")
    assert (first.status_code, first["Cache-Control"]) == (200, "public, no-cache")
    again = client.get(f"/api/v1/{path}", HTTP_IF_NONE_MATCH=first["ETag"])
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert (again["Cache-Control"], again["Access-Control-Allow-Origin"]) == ("public, no-cache", "*")


def test_what_changed_has_another_mark(client: Client) -> None:
    scene = stage.scene()
    first = client.get("/api/v1/communes")
    Unit.objects.filter(pk=scene.ward.commune.pk).update(name="xã Đổi Tên")
    again = client.get("/api/v1/communes", HTTP_IF_NONE_MATCH=first["ETag"])
    assert (again.status_code, "xã Đổi Tên" in again.content.decode()) == (200, True)


def test_forms_and_pages_of_a_list_differ(client: Client) -> None:
    stage.scene()
    marks = {client.get(f"/api/v1/results{more}")["ETag"] for more in ("", ".csv", "?limit=1", "?offset=1")}
    assert len(marks) == 4


@pytest.mark.parametrize(
    "path", ["results?limit=0", "communes/khong-co", "movements/9", "results.csv?limit=x"]
)
def test_a_refusal_is_never_kept(client: Client, path: str) -> None:
    response = client.get(f"/api/v1/{path}")
    assert (response["Cache-Control"], "ETag" in response) == ("no-store", False)


@pytest.mark.parametrize("path", ["results", "results.csv", "movements/1", "openapi.json"])
def test_a_deed_is_refused_with_a_sentence(client: Client, path: str) -> None:
    response: Any = client.post(f"/api/v1/{path}", {"a": 1})
    assert (response.status_code, response["Allow"], response["Cache-Control"]) == (
        405,
        "GET, HEAD",
        "no-store",
    )
    assert response.json() == {"detail": "Dữ liệu mở chỉ để đọc: xin gửi yêu cầu GET.", "errors": []}


def test_head_says_the_same_without_a_body(client: Client) -> None:
    stage.scene()
    got, head = client.get("/api/v1/results"), client.head("/api/v1/results")
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", got["ETag"])
    assert head["Content-Length"] == str(len(got.content))
    assert client.head("/api/v1/results?limit=0").status_code == 422
