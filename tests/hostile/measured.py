"""What each reading process used, as the kernel counted it, also of one that was killed.

with measured.holding(monkeypatch):
    …    # fails at the end where one file cost more than it may
"""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from thidua.core import apart
from thidua.core.readers import End

# What one file may cost its reading process; the limit of two seconds strikes at the next tick of the kernel's clock.
SECONDS = 2.2
MEBIBYTES = 256


@contextmanager
def holding(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Measure every reading process inside the block, and fail where one cost more than a file may."""
    with monkeypatch.context() as patch:
        ends = noted(patch)
        yield
    assert [end for end in ends if end.seconds > SECONDS or end.mebibytes > MEBIBYTES] == []


def noted(patch: pytest.MonkeyPatch) -> list[End]:
    """A list that every reading process from now on adds its end to."""
    ends: list[End] = []
    outcome = apart._outcome

    def noting(reader: str, content: bytes, *arguments: str) -> tuple[End, bytes]:
        end, said = outcome(reader, content, *arguments)
        ends.append(end)
        return end, said

    patch.setattr(apart, "_outcome", noting)
    return ends
