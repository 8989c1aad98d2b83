import json
import os
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
from django.db import connection

from tests import migrated

ROOT = Path(__file__).parents[2]
Drill = Callable[..., dict[str, Any]]


@pytest.fixture
def database_address(db: None) -> Iterator[str]:
    """Of a PostgreSQL database of this test alone, without a row; empty where the tests run on SQLite: a file of the drill."""
    if connection.vendor != "postgresql":
        yield ""
        return
    name, server = f"drill_{uuid.uuid4().hex}", os.environ["DATABASE_URL"]
    with psycopg.connect(server, autocommit=True) as session:
        session.execute(f"CREATE DATABASE {name} TEMPLATE {migrated.template()}")
        yield urlsplit(server)._replace(path=f"/{name}").geturl()
        session.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def drill(database_address: str) -> Drill:
    """Run a program of drills/ as one would by hand; gives the figures that it prints last. One that finds fault ends with 1."""

    def run(name: str, *options: str, on_postgresql: str) -> dict[str, Any]:
        kept = ("THIDUA_", "DATABASE_", "DJANGO_")
        environment = {key: value for key, value in os.environ.items() if not key.startswith(kept)}
        command = [sys.executable, "-W", "ignore", str(ROOT / "drills" / name), *options]
        if database_address:
            environment["DATABASE_URL"] = database_address
            command.append(on_postgresql)
        else:
            command += ["--begin-with", str(migrated.file())]
        told = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
        assert told.returncode == 0, told.stdout + told.stderr
        figures: dict[str, Any] = json.loads(told.stdout[told.stdout.index("{") :])
        return figures

    return run
