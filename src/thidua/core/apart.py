"""Give a file from outside to a reading process of its own, and take what it tells.

    answer = read_apart("thidua.core.sheet_child", data, "bao-cao.xlsx")
    answer.told["rows"]

A crafted file can make a reader abort, run for hours or ask for 512 GiB: then only that process dies, and the sender is
told so (`NotRead`). It gets no environment (so no secrets), and nothing that it says on its error stream is kept (so
nothing of a file gets into logs). Its other half is `confined`.
"""

import json
import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from thidua.core.limits import JOB_WALL_SECONDS, READERS, WALL_SECONDS

log = logging.getLogger(__name__)
# In isolated mode: nothing of the environment or of the current folder is imported.
COMMAND = (sys.executable, "-I", "-m")
# What a Python that is not installed as usual needs in order to start.
KEPT = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT")
_places = threading.BoundedSemaphore(READERS)


class NotRead(Exception):
    """The reading process gave no answer."""


class TooHeavy(NotRead):
    """It used up its memory or time, or was ended by the system."""


class Broken(NotRead):
    """It gave up: something that its readers did not foresee."""


class Busy(NotRead):
    """So many files are being read that this one's turn did not come."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the process told, and the bytes that it hands back, if any."""

    told: dict[str, Any]
    body: bytes = b""


def read_apart(module: str, content: bytes, *arguments: str) -> Answer:
    """Run `module` (a dotted name that ends in `confined.serve`) on `content`; raises NotRead."""
    if not _places.acquire(timeout=WALL_SECONDS):
        raise Busy
    try:
        code, said = _outcome([*COMMAND, module, *arguments], content)
    finally:
        _places.release()
    if code != 0:
        log.warning("%s ended with %s over %s bytes", module, code, len(content))
        raise TooHeavy if code < 0 else Broken
    head, _, body = said.partition(b"\n")
    told = json.loads(head)
    if told.get("is_too_heavy"):
        raise TooHeavy
    return Answer(told, body)


def stream_apart(module: str, path: Path, *arguments: str) -> Iterator[Any]:
    """What `module` (it ends in `confined.serve_lines`) tells about the file at `path`, thing by thing; raises NotRead.

    Only for jobs: it may take minutes. Whoever takes the things must undo what came of them when NotRead follows.
    """
    with path.open("rb") as content, _process([*COMMAND, module, *arguments], content) as process:
        for line in process.stdout or ():
            told = json.loads(line)
            if isinstance(told, dict) and told.get("is_too_heavy"):
                raise TooHeavy
            yield told
        code = process.wait()
    if code != 0:
        log.warning("%s ended with %s over a list", module, code)
        raise TooHeavy if code < 0 else Broken


@contextmanager
def _process(command: list[str], content: Any) -> Iterator[subprocess.Popen[bytes]]:
    """A process that is gone at the end, whatever happened, and after JOB_WALL_SECONDS at the latest."""
    process = subprocess.Popen(
        command, stdin=content, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=_environment(), cwd="/"
    )
    clock = threading.Timer(JOB_WALL_SECONDS, process.kill)
    clock.daemon = True
    clock.start()
    try:
        with process:
            try:
                yield process
            finally:
                if process.poll() is None and process.stdout and not process.stdout.closed:
                    process.stdout.close()
                    process.kill()
    finally:
        clock.cancel()


def _environment() -> dict[str, str]:
    return {name: os.environ[name] for name in KEPT if name in os.environ}


def _outcome(command: list[str], content: bytes) -> tuple[int, bytes]:
    """How the process ended (negative: by that signal), and what it wrote."""
    try:
        done = subprocess.run(
            command,
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            cwd="/",
            timeout=WALL_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return -signal.SIGKILL, b""
    return done.returncode, done.stdout
