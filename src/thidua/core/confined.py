"""The reading process's half of `apart`: give up all but little memory and time, read, tell. Imports nothing of Django."""

import json
import resource
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from thidua.core.limits import CPU_SECONDS, JOB_CPU_SECONDS, MEMORY_BYTES, OWN_MEMORY_BYTES

Told = dict[str, Any]
Reader = Callable[..., Told | tuple[Told, bytes]]
Teller = Callable[..., Iterator[Any]]


def serve(read: Reader) -> None:
    """Read standard input with `read(content, *arguments)`; write what `answer` says."""
    sys.stdout.buffer.write(answer(read, sys.stdin.buffer.read(), sys.argv[1:]))


def answer(read: Reader, content: bytes, arguments: list[str]) -> bytes:
    """One line of JSON and, if there are any, bytes; from here on this process is confined.

    It is kept back until it is whole, so that a process that dies has said nothing.
    """
    confine()
    try:
        given = read(content, *arguments)
        told, body = given if isinstance(given, tuple) else (given, b"")
        return json.dumps(told, ensure_ascii=False, allow_nan=False).encode() + b"\n" + body
    except (MemoryError, RecursionError):
        return b'{"is_too_heavy": true}\n'


def serve_lines(tell: Teller) -> None:
    """Read standard input with `tell(content, *arguments)`; write each thing that it yields as one line of JSON.

    For lists too long to be held whole. What was told before this process died stands there without its last line, so the
    other half waits for that line (`apart.stream_apart`).
    """
    confine(cpu_seconds=JOB_CPU_SECONDS)
    write = sys.stdout.buffer.write
    try:
        for thing in tell(sys.stdin.buffer.read(), *sys.argv[1:]):
            write(json.dumps(thing, ensure_ascii=False, allow_nan=False).encode() + b"\n")
    except (MemoryError, RecursionError):
        write(b'{"is_too_heavy": true}\n')


def confine(*, cpu_seconds: int = CPU_SECONDS) -> None:
    """From here on: no byte into a file, no cores, little memory, little time. Cannot be taken back."""
    # Where memory runs out all the same, this process goes first and not one that serves pages.
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
    for what, most in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_DATA, OWN_MEMORY_BYTES),
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
    ):
        resource.setrlimit(what, (most, most))
