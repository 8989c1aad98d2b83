"""Reading processes of tests: as the product's own, but they also find what the tests have them do."""

import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from thidua.core import readers

ROOT = Path(__file__).parents[2]
# As the product's own, but for a folder of readers that it does not have.
START = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from thidua.core import nursery; nursery.main()"


@pytest.fixture
def readers_of_ours(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    readers.end()
    monkeypatch.setattr(readers, "COMMAND", (sys.executable, "-I", "-c", START))
    yield
    readers.end()


def wait_until(is_so: Callable[[], bool]) -> bool:
    until = time.monotonic() + 10
    while not is_so() and time.monotonic() < until:
        time.sleep(0.01)
    return is_so()
