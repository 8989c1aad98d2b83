"""Give a file from outside to a reading process of its own, and take what it tells.

    answer = read_apart("thidua.core.sheet_child.read", data, "bao-cao.xlsx")
    answer.told["rows"]

A crafted file can make a reader abort, run for hours or ask for 512 GiB: then only that process dies, and the sender is
told so (`NotRead`). It gets no environment (so no secrets), and nothing that it says on its error stream is kept (so
nothing of a file gets into logs). It is forked by a small process that has the readers loaded (`nursery`, ADR 0016), for
each file anew; what it gives up stands in `confined`.
"""

import json
import logging
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from thidua.core import readers
from thidua.core.limits import JOB_WALL_SECONDS, READERS, WALL_SECONDS

log = logging.getLogger(__name__)
# The process that forks may have ended for want of work just when it was asked.
TRIES = 2
_places = threading.BoundedSemaphore(READERS)


class NotRead(Exception):
    """The reading process gave no answer."""


class TooHeavy(NotRead):
    """It used up its memory or time, or was ended by the system."""


class Broken(NotRead):
    """It gave up: something that its readers did not foresee."""


class Busy(NotRead):
    """So many files are being read that this one's turn did not come, or no process could be had to read it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the process told, and the bytes that it hands back, if any."""

    told: dict[str, Any]
    body: bytes = b""


def read_apart(reader: str, content: bytes, *arguments: str) -> Answer:
    """Run `reader` (the dotted name of a `confined.Reader`) on `content`; raises NotRead."""
    if not _places.acquire(timeout=WALL_SECONDS):
        raise Busy
    try:
        end, said = _outcome(reader, content, *arguments)
    finally:
        _places.release()
    _check(reader, end)
    head, _, body = said.partition(b"\n")
    told = json.loads(head)
    if told.get("is_too_heavy"):
        raise TooHeavy
    return Answer(told, body)


def _outcome(reader: str, content: bytes, *arguments: str) -> tuple[readers.End, bytes]:
    until = time.monotonic() + WALL_SECONDS
    with readers.in_memory(content) as file:
        for _ in range(TRIES):
            try:
                with readers.Reading(file, reader, "whole", arguments) as reading:
                    return reading.all(within=until - time.monotonic())
            except readers.Gone:
                log.info("the process that forks readers was gone")
    log.error("no process to read a file with")
    raise Busy


def stream_apart(reader: str, path: Path, *arguments: str) -> Iterator[Any]:
    """What `reader` (the dotted name of a `confined.Teller`) tells about the file at `path`, thing by thing; raises NotRead.

    Only for jobs: it may take minutes. Whoever takes the things must undo what came of them when NotRead follows.
    """
    is_begun = False
    with path.open("rb") as file:
        for _ in range(TRIES):
            try:
                for told in _things(file.fileno(), reader, arguments):
                    is_begun = True
                    yield told
                return
            except readers.Gone:
                log.info("the process that forks readers was gone")
                if is_begun:
                    break
    raise Busy


def _things(file: int, reader: str, arguments: tuple[str, ...]) -> Iterator[Any]:
    """Until JOB_WALL_SECONDS at the latest."""
    until = time.monotonic() + JOB_WALL_SECONDS
    with readers.Reading(file, reader, "lines", arguments) as reading:
        clock = threading.Timer(JOB_WALL_SECONDS, reading.cut_short)
        clock.daemon = True
        clock.start()
        try:
            with open(reading.out, "rb", closefd=False) as lines:
                for line in lines:
                    if not line.endswith(b"\n"):  # it died over it
                        break
                    told = json.loads(line)
                    if isinstance(told, dict) and told.get("is_too_heavy"):
                        raise TooHeavy
                    yield told
            _check(reader, reading.end(until))
        finally:
            clock.cancel()
            clock.join()


def _check(reader: str, end: readers.End) -> None:
    if end.code != 0:
        log.warning("%s ended with %s after %.1f s, %.0f MiB", reader, end.code, end.seconds, end.mebibytes)
        raise TooHeavy if end.code < 0 else Broken
