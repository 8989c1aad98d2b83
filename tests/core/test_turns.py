"""The queue of writers: one at a time in all processes, freed whatever happens, never in the way of writing itself."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from django.conf import settings
from django.db import OperationalError, ProgrammingError, connection, transaction

from thidua.core.sqlite.turns import Turn
from thidua.org.models import Guess

HOLDER = (
    "from thidua.core.sqlite.turns import Turn; t = Turn({!r}); t.take(9); print('held', flush=True); input()"
)
on_sqlite = pytest.mark.skipif(
    settings.DATABASES["default"]["ENGINE"] != "thidua.core.sqlite", reason="PostgreSQL has no such queue"
)


@pytest.fixture
def path(tmp_path: Path) -> str:
    return str(tmp_path / "a.sqlite3")


@contextmanager
def held_elsewhere(path: str) -> Iterator["subprocess.Popen[str]"]:
    """Another process has the turn; it gives it back when it reads a line or dies."""
    command = [sys.executable, "-c", HOLDER.format(path)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def test_one_at_a_time_in_a_process(path: str) -> None:
    first, second = Turn(path), Turn(path)
    assert first.take(1) is not None
    assert second.take(0.05) is None
    first.give_back()
    assert second.take(1) is not None
    second.leave()


def test_one_at_a_time_in_all_processes(path: str) -> None:
    turn = Turn(path)
    with held_elsewhere(path):
        assert turn.take(0.05) is None
    assert turn.take(1) is not None
    turn.leave()


def test_who_is_patient_gets_it_when_the_other_process_is_killed(path: str) -> None:
    turn = Turn(path)
    with held_elsewhere(path) as process:
        threading.Timer(0.2, process.kill).start()
        left = turn.take(20)
    assert left is not None
    assert 10 < left < 20
    turn.leave()


def test_a_missed_turn_leaves_nothing_taken(path: str) -> None:
    first, second, third = Turn(path), Turn(path), Turn(path)
    with held_elsewhere(path):
        assert (first.take(0.02), second.take(0.02)) == (None, None)
    assert third.take(0.5) is not None
    third.leave()


def test_it_may_be_given_back_and_left_twice(path: str) -> None:
    turn, other = Turn(path), Turn(path)
    turn.take(1)
    turn.give_back()
    turn.give_back()
    turn.leave()
    turn.leave()
    assert other.take(0.1) is not None
    other.leave()


def test_without_a_file_to_lock_writing_goes_on(tmp_path: Path) -> None:
    turn = Turn(str(tmp_path / "no such folder" / "a.sqlite3"))
    assert turn.take(1) is not None
    turn.leave()


def test_two_processes_that_count_lose_nothing(path: str) -> None:
    """Read, wait, write: only whoever has the turn may do that."""
    counter = Path(path)
    counter.write_text("0")
    script = (
        "import sys, time; from pathlib import Path; from thidua.core.sqlite.turns import Turn\n"
        "t, c = Turn(sys.argv[1]), Path(sys.argv[1])\n"
        "for _ in range(40):\n"
        "    t.take(30); n = int(c.read_text()); time.sleep(.001); c.write_text(str(n + 1)); t.give_back()\n"
    )
    run = [sys.executable, "-c", script, path]
    for process in [subprocess.Popen(run) for _ in range(3)]:
        assert process.wait() == 0
    assert counter.read_text() == "120"


def queue() -> Turn:
    """Another place in the queue of the tests' own database."""
    return Turn(str(connection.settings_dict["NAME"]))


def is_free() -> bool:
    other = queue()
    taken = other.take(0.05) is not None
    other.leave()
    return taken


@on_sqlite
@pytest.mark.django_db(transaction=True)
def test_a_transaction_holds_the_turn_until_it_ends() -> None:
    seen = [is_free()]
    with transaction.atomic():
        seen.append(is_free())
    seen.append(is_free())
    with suppress(ZeroDivisionError), transaction.atomic():
        seen.append(is_free())
        raise ZeroDivisionError
    seen.append(is_free())
    assert seen == [True, False, True, False, True]


@on_sqlite
@pytest.mark.django_db(transaction=True)
def test_a_connection_that_closes_in_the_middle_frees_it() -> None:
    with suppress(ProgrammingError), transaction.atomic():
        connection.close()
        Guess.objects.count()
    assert is_free()


@on_sqlite
@pytest.mark.django_db(transaction=True)
def test_who_waits_too_long_is_told_that_the_database_is_locked(monkeypatch: pytest.MonkeyPatch) -> None:
    other = queue()
    other.take(1)
    monkeypatch.setattr(connection, "patience", 0.05)
    began = time.monotonic()
    with pytest.raises(OperationalError, match="locked"), transaction.atomic():
        pass
    assert time.monotonic() - began < 5
    other.leave()
    with transaction.atomic():
        assert not is_free()


@on_sqlite
@pytest.mark.django_db(transaction=True)
def test_a_stranger_who_does_not_queue_is_waited_for_as_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite's own lock, taken past the queue; the turn is free again when that has gone wrong."""
    import sqlite3

    stranger = sqlite3.connect(str(connection.settings_dict["NAME"]), isolation_level=None)
    stranger.execute("BEGIN IMMEDIATE")
    connection.ensure_connection()
    connection.connection.execute("PRAGMA busy_timeout = 50")
    with pytest.raises(OperationalError, match="locked"), transaction.atomic():
        pass
    stranger.execute("ROLLBACK")
    stranger.close()
    connection.close()
    assert is_free()
    with transaction.atomic():
        assert Guess.objects.count() == 0
