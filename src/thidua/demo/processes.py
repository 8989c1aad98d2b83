"""Child processes that start together and stop together."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType

STOP_SECONDS = 10
PR_SET_PDEATHSIG = 1


class Stopped(BaseException):
    """Somebody asked us to stop: Ctrl-C or SIGTERM. Not an Exception, so that nothing swallows it."""


def start(*arguments: str, environment: dict[str, str] | None = None) -> subprocess.Popen[bytes]:
    """Start `python -m …` in a group of its own, so Ctrl-C reaches only us; it ends when we are killed outright."""
    command = [sys.executable, "-m", *arguments]
    env = {**os.environ, **(environment or {})}
    return subprocess.Popen(command, env=env, start_new_session=True, preexec_fn=_die_with_parent)  # noqa: PLW1509


def _die_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@contextmanager
def stopping_on_signal() -> Iterator[None]:
    """Turn SIGINT and SIGTERM into Stopped inside the block."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise Stopped

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def wait_for_first_end(children: dict[str, subprocess.Popen[bytes]]) -> str:
    """Name of the first child that ends by itself."""
    while True:
        for name, child in children.items():
            if child.poll() is not None:
                return name
        time.sleep(0.2)


def stop_all(children: dict[str, subprocess.Popen[bytes]]) -> None:
    """Ask all to stop, wait ten seconds, then end what is left, theirs included."""
    for child in children.values():
        if child.poll() is None:
            child.terminate()
    deadline = time.monotonic() + STOP_SECONDS
    for child in children.values():
        with suppress(subprocess.TimeoutExpired):
            child.wait(max(0.1, deadline - time.monotonic()))
        # The whole group: a server that is stopped while it starts may leave its workers behind.
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()
