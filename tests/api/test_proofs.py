"""Open data proves itself: the frozen text comes with its hash, and anybody can compute both anew."""

import hashlib
import json

import pytest
from django.test import Client

from tests.web import stage
from thidua.reporting import proof

pytestmark = pytest.mark.django_db


def test_a_result_comes_with_what_was_frozen_and_its_hash(client: Client) -> None:
    stage.scene()
    row = client.get("/api/v1/results").json()["items"][0]
    detail = client.get(f"/api/v1/results/{row['id']}").json()
    assert hashlib.sha256(detail["record"].encode()).hexdigest() == detail["sha256"] == row["sha256"]
    record = json.loads(detail["record"])
    assert proof.recomputed(record) == record["result"]
    assert (record["result"]["numerator"], record["result"]["denominator"]) == ("80", 100)
    assert [one["unit"] for one in record["inputs"]] == [one["unit"] for one in detail["inputs"]]


def test_a_list_spares_what_was_frozen(client: Client) -> None:
    stage.scene()
    assert "record" not in client.get("/api/v1/results").json()["items"][0]
