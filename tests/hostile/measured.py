"""Run `python -I …` and write down what it used, also when it was killed: one JSON line a run.

    COMMAND = (sys.executable, "-I", measured.__file__, "/tmp/log", "-m")    # in place of apart.COMMAND

A process of its own, and a small one: the kernel counts what the parent held when it forked.
"""

import json
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Use:
    """Processor seconds, most resident MiB, how it ended (negative: by that signal)."""

    seconds: float
    mebibytes: float
    code: int


# What one file may cost its reading process; the limit of two seconds strikes at the next tick of the kernel's clock.
SECONDS = 2.2
MEBIBYTES = 256


@contextmanager
def holding(set_command: Callable[[tuple[str, ...]], None], log: Path) -> Iterator[None]:
    """Measure every reading process inside the block, and fail where one cost more than a file may."""
    set_command((sys.executable, "-I", __file__, str(log), "-m"))
    yield
    assert [use for use in uses_in(log) if use.seconds > SECONDS or use.mebibytes > MEBIBYTES] == []


def uses_in(log: Path) -> list[Use]:
    lines = log.read_text(encoding="ascii").splitlines() if log.exists() else []
    return [Use(**json.loads(line)) for line in lines]


def main() -> None:
    log, *arguments = sys.argv[1:]
    child = os.posix_spawn(sys.executable, [sys.executable, "-I", *arguments], os.environ)
    signal.signal(signal.SIGTERM, lambda number, frame: os.kill(child, signal.SIGKILL))
    _, status, used = os.wait4(child, 0)
    code = os.waitstatus_to_exitcode(status)
    use = {"seconds": used.ru_utime + used.ru_stime, "mebibytes": used.ru_maxrss / 1024, "code": code}
    with Path(log).open("a", encoding="ascii") as file:
        file.write(json.dumps(use) + "\n")
    if code < 0:
        os.kill(os.getpid(), signal.SIGKILL)
    sys.exit(code)


if __name__ == "__main__":
    main()
