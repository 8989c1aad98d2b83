import gc
import ipaddress
import os
import shutil
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from hypothesis import settings as hypothesis_settings

from tests import migrated

# No test is timed: on a loaded machine a slow example says nothing about the code.
hypothesis_settings.register_profile("untimed", deadline=None)
hypothesis_settings.load_profile("untimed")

HOUSE = Path(__file__).parent / "house"

# What is imported and collected stays to the end: looked through again and again for rubbish it cost a tenth of a run.
gc.disable()


def pytest_collection_finish() -> None:
    gc.enable()
    gc.freeze()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What touches no database runs once, on SQLite's turn, and so do the guards of the house: their subject is our own text."""
    if os.environ.get("THIDUA_TEST_DATABASE") == "postgresql":
        kept = [item for item in items if _touches_database(item) and HOUSE not in item.path.parents]
        config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
        items[:] = kept


def _touches_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool(item.get_closest_marker("django_db") or fixtures & {"db", "transactional_db", "live_server"})


def _is_near(address: Any) -> bool:
    if not isinstance(address, tuple):  # a Unix socket's path
        return True
    host = str(address[0])
    if host in ("", "localhost"):
        return True
    try:
        return ipaddress.ip_address(host.split("%", maxsplit=1)[0]).is_loopback
    except ValueError:
        return False


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """The copy of a migrated file is used as it lies; it goes with the folder of this run."""
    return connection.vendor == "sqlite"


@pytest.fixture(scope="session")
def around_django_db_setup(django_db_modify_db_settings: None) -> Iterator[ExitStack]:
    with ExitStack() as turn:
        turn.enter_context(migrated.shared())
        yield turn


@pytest.fixture(scope="session")
def django_db_setup(around_django_db_setup: ExitStack, django_db_setup: None) -> None:
    """pytest-django's own, one worker after another and from a copy (tests/migrated.py)."""
    around_django_db_setup.close()


@pytest.fixture(scope="session")
def lay_migrated(django_db_setup: None) -> Callable[[Path], None]:
    """`lay_migrated(folder)`: a data folder whose database is migrated and empty, for a process of its own to start on."""
    return lambda folder: shutil.copyfile(migrated.file(), folder / "thidua.sqlite3") and None


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """A test that reaches beyond this machine fails with the address it wanted."""
    patch = pytest.MonkeyPatch()
    for name in ("connect", "connect_ex"):
        original = getattr(socket.socket, name)

        def guarded(self: socket.socket, address: Any, original: Callable[..., Any] = original) -> Any:
            if not _is_near(address):
                pytest.fail(f"a test wanted the network: {address}")
            return original(self, address)

        patch.setattr(socket.socket, name, guarded)
    yield
    patch.undo()


@pytest.fixture(autouse=True)
def signed_in_with_a_second_factor(monkeypatch: pytest.MonkeyPatch) -> None:
    """`force_login` opens the session of somebody who gave his second factor; tests of the door itself sign in by it."""
    original = Client._login

    def login(self: Client, user: Any, backend: str | None) -> None:
        original(self, user, backend)
        session = self.session
        session["factor"] = "totp"
        session.save()

    monkeypatch.setattr(Client, "_login", login)


@pytest.fixture
def set_clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Stop the clock that views read: `set_clock(local(2026, 6, 25, 17))`."""

    def set_to(moment: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return set_to


@pytest.fixture
def data_folder(tmp_path: Path, settings: Any) -> Path:
    """A data folder of this test alone, for tests that count or damage files."""
    settings.DATA = tmp_path
    settings.MEDIA_ROOT = tmp_path / "files"
    default = {**settings.STORAGES["default"], "OPTIONS": {"location": str(tmp_path / "files")}}
    settings.STORAGES = {**settings.STORAGES, "default": default}
    return tmp_path
