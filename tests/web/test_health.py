import os
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from thidua.web import heartbeat


def beat_at(folder: Path, moment: datetime) -> None:
    file = folder / "jobs.heartbeat"
    file.touch()
    os.utime(file, (moment.timestamp(), moment.timestamp()))


@pytest.mark.django_db
def test_health_show_without_a_worker(client: Client, data_folder: Path) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"database": "ok", "jobs": "not running"})


@pytest.mark.django_db
@pytest.mark.parametrize(("age", "jobs"), [(0, "ok"), (60, "ok"), (61, "not running")])
def test_health_show_after_a_beat(
    client: Client, data_folder: Path, set_clock: Callable[[datetime], None], age: int, jobs: str
) -> None:
    now = timezone.now().replace(microsecond=0)
    set_clock(now)
    beat_at(data_folder, now - timedelta(seconds=age))
    assert client.get("/healthz").json() == {"database": "ok", "jobs": jobs}


@pytest.mark.django_db
def test_health_show_without_a_database(
    client: Client, data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> Any:
        raise OperationalError("gone")

    monkeypatch.setattr(connection, "cursor", refuse)
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["database"]) == (503, "unreachable")


def test_heartbeat_of_a_worker(data_folder: Path) -> None:
    import threading

    stopped = threading.Event()
    assert heartbeat.last_beat() is None
    thread = heartbeat.beat_until(stopped)
    stopped.set()
    thread.join(timeout=5)
    assert heartbeat.is_alive(at=timezone.now())
