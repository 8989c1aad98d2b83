"""Reading processes by the thousand: forked from one that has loaded the readers, so that each costs a tenth of a start.

with nursery.Nursery() as warm:
    monkeypatch.setattr(apart, "_outcome", warm.outcome)
    …
    warm.uses        # what each forked process used; limits and readers are the product's own
"""

import json
import os
import struct
import subprocess
import sys
from dataclasses import asdict
from functools import partial
from typing import IO, Any

from tests.hostile.measured import Use

READERS = {
    "thidua.core.sheet_child": "read",
    "thidua.documents.examining_child": "examine",
    "thidua.movement.reading_child": "read",
}


class Nursery:
    """A small process that forks a reading process for each file that it is given."""

    def __init__(self) -> None:
        self.uses: list[Use] = []

    def __enter__(self) -> "Nursery":
        program = [sys.executable, __file__]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
        self._process = subprocess.Popen(
            program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
        )
        self._orders, self._answers = self._process.stdin, self._process.stdout
        return self

    def __exit__(self, *error: object) -> None:
        self._orders.close()
        self._answers.close()
        self._process.wait()

    def outcome(self, command: list[str], content: bytes) -> tuple[int, bytes]:
        """In place of `apart._outcome`: the module and its arguments stand behind `-m`."""
        put(self._orders, json.dumps(command[command.index("-m") + 1 :]).encode())
        put(self._orders, content)
        use = Use(**json.loads(take(self._answers)))
        self.uses.append(use)
        return use.code, take(self._answers)


def put(file: IO[bytes], piece: bytes) -> None:
    file.write(struct.pack(">I", len(piece)) + piece)
    file.flush()


def take(file: IO[bytes]) -> bytes:
    head = file.read(4)
    return file.read(struct.unpack(">I", head)[0]) if head else b""


def main() -> None:
    import importlib

    from thidua.core import confined

    readers = {name: getattr(importlib.import_module(name), made) for name, made in READERS.items()}
    while order := take(sys.stdin.buffer):
        module, *arguments = json.loads(order)
        content = take(sys.stdin.buffer)
        use, said = forked(partial(confined.answer, readers[module], content, arguments))
        put(sys.stdout.buffer, json.dumps(asdict(use)).encode())
        put(sys.stdout.buffer, said)


def forked(work: Any) -> tuple[Use, bytes]:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            with os.fdopen(writing, "wb") as out:
                out.write(work())
            code = 0
        finally:
            os._exit(code)
    os.close(writing)
    with os.fdopen(reading, "rb") as told:
        said = told.read()
    _, status, used = os.wait4(child, 0)
    code = os.waitstatus_to_exitcode(status)
    return Use(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, code), said


if __name__ == "__main__":
    main()
