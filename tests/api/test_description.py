"""The description is true: thousands of other requests than ours, made from it, get only answers that it describes."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, assume, given, settings
from schemathesis import GenerationMode

from tests.web import stage
from thidua.api import urls

FEW = settings(
    max_examples=10,
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


PATHS = [re.sub(r"<(?:int:)?(\w+)>", r"{\1}", route) for route in urls.OPERATIONS]
TABLES = [f"{route}.csv" for route in urls.TABLES]


@pytest.fixture
def described(db: None, set_clock: Callable[[datetime], None]) -> Iterator[Any]:
    set_clock(stage.NOW)
    stage.scene()
    # As Django's own test client does: the connection is the test's, whose data would go with it.
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/v1/openapi.json", WSGIHandler())
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)


GOOD = [(path, GenerationMode.POSITIVE) for path in (*PATHS, *TABLES)]
# Nothing that one can write is a wrong slug or a wrong mark.
BAD = [
    (path, GenerationMode.NEGATIVE)
    for path in (*PATHS, *TABLES)
    if path not in {"communes/{slug}", "communes.csv"}
]


@pytest.mark.parametrize(("path", "mode"), GOOD + BAD)
def test_every_answer_is_described(described: Any, path: str, mode: GenerationMode) -> None:
    """No 5xx, no undeclared status, header or type, no body that does not fit, for good requests and bad ones."""

    @FEW
    @given(case=described[f"/api/v1/{path}"]["GET"].as_strategy(generation_mode=mode))
    def ask(case: Any) -> None:
        since, until = (str((case.query or {}).get(name, "")) for name in ("since", "until"))
        assume(not (since and until and since > until))  # refused by a rule that no schema can say
        case.call_and_validate()

    ask()


def test_every_operation_is_asked(described: Any) -> None:
    known = {found.ok().path for found in described.get_all_operations()}
    assert known == {f"/api/v1/{path}" for path in (*PATHS, *TABLES)}
