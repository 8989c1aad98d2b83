"""What a reading process does with the one file that it was forked for (`nursery`): give up all but little, read, tell.

Imports nothing of Django.
"""

import json
import os
import resource
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

from thidua.core.limits import CPU_SECONDS, JOB_CPU_SECONDS, MEMORY_BYTES, OWN_MEMORY_BYTES

Told = dict[str, Any]
Reader = Callable[..., Told | tuple[Told, bytes]]
Teller = Callable[..., Iterator[Any]]
HEAVY = b'{"is_too_heavy": true}\n'


def serve(read: Reader, arguments: Sequence[str]) -> None:
    """Read standard input with `read(content, *arguments)`; write one line of JSON and, if there are any, bytes.

    They are kept back until they are whole, so that a process that dies has said nothing.
    """
    confine()
    with _standard_output() as out:
        try:
            given = read(_standard_input(), *arguments)
            told, body = given if isinstance(given, tuple) else (given, b"")
            said = _line(told) + body
        except (MemoryError, RecursionError):
            said = HEAVY
        out.write(said)


def serve_lines(tell: Teller, arguments: Sequence[str]) -> None:
    """Read standard input with `tell(content, *arguments)`; write each thing that it yields as one line of JSON.

    For lists too long to be held whole. What was told before this process died stands there without its last line, so the
    other half waits for that line (`apart.stream_apart`).
    """
    confine(cpu_seconds=JOB_CPU_SECONDS)
    with _standard_output() as out:
        try:
            for thing in tell(_standard_input(), *arguments):
                out.write(_line(thing))
        except (MemoryError, RecursionError):
            out.write(HEAVY)


def _line(thing: Any) -> bytes:
    return json.dumps(thing, ensure_ascii=False, allow_nan=False).encode() + b"\n"


def _standard_input() -> bytes:
    with os.fdopen(0, "rb", closefd=False) as file:
        return file.read()


def _standard_output() -> BinaryIO:
    return os.fdopen(1, "wb", closefd=False)


def confine(*, cpu_seconds: int = CPU_SECONDS) -> None:
    """From here on: no byte into a file, no process, no cores, little memory, little time. Cannot be taken back."""
    # Where memory runs out all the same, this process goes first and not one that serves pages.
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_bytes(b"1000")
    for what, most in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_DATA, OWN_MEMORY_BYTES),
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NPROC, 0),
    ):
        resource.setrlimit(what, (most, most))
