"""A small process beside each process that takes files: it has the readers loaded, and forks one for every file.

    python -I -m thidua.core.nursery        # standard input: the socket over which orders come (`readers`)

A Python that starts and loads a reader costs ten times what reading a workbook does; a fork costs next to nothing. This
process has one thread, no framework, no database, no environment; it never looks at a file: it only passes it on. An order is one
message of JSON, {"reader": "module.function", "way": "whole" | "lines", "arguments": […]}, with three descriptors: the file,
where to tell, and a line to whoever asked. On that line goes at the end how the reader ended; whoever hangs up ends it.

It ends, with all it forked, when nobody holds the other end of the socket any more (also when that process was killed), and
when nothing was asked for IDLE_SECONDS. A reader ends with it, by the kernel's hand.
"""

import ctypes
import encodings.cp437  # noqa: F401  # zipfile asks for it with the first archive; else each reader loads it anew
import gc
import importlib
import json
import os
import resource
import select
import signal
import socket
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, NoReturn

from thidua.core import confined
from thidua.core.limits import IDLE_SECONDS

WAYS: dict[str, Callable[[Any, Sequence[str]], None]] = {
    "whole": confined.serve,
    "lines": confined.serve_lines,
}
ORDER_BYTES = 64 * 1024
MOST_FILES = 256  # descriptors that may be open here; a reader closes all that it does not need
PR_SET_PDEATHSIG = 1
_system = ctypes.CDLL(None, use_errno=True)
Order = dict[str, Any]


class Nursery:
    """`lines`: from each reader's process id to the line of whoever asked; `held`: those whose end is still open."""

    def __init__(self, orders: socket.socket) -> None:
        self.orders = orders
        self.lines: dict[int, socket.socket] = {}
        self.held: dict[int, socket.socket] = {}
        self.rung, self._bell = _bell()

    def run(self, *, idle_seconds: float) -> None:
        """Until the other end is gone, or nothing was asked for so long."""
        while True:
            waited: list[Any] = [self.orders, self.rung, *self.held.values()]
            ready, _, _ = select.select(waited, [], [], None if self.lines else idle_seconds)
            if not ready or (self.orders in ready and not self._take_order()):
                return
            self._end_the_abandoned(ready)
            self._tell_of_ends()

    def _take_order(self) -> bool:
        """False when the other end is gone."""
        message, descriptors, _, _ = socket.recv_fds(self.orders, ORDER_BYTES, 3)
        if not message:
            return False
        content, out, line = descriptors
        order = json.loads(message)
        with suppress(Exception):  # whatever it is, the reader meets it too, and its end is told
            _function(order["reader"])
        parent = os.getpid()
        child = os.fork()
        if child == 0:
            _become_reader(order, content, out, parent)
        os.close(content)
        os.close(out)
        self.lines[child] = self.held[child] = socket.socket(fileno=line)
        return True

    def _end_the_abandoned(self, ready: list[Any]) -> None:
        for child, line in list(self.held.items()):
            if line in ready:
                del self.held[child]
                os.kill(child, signal.SIGKILL)  # not yet waited for, so it is still this one's number

    def _tell_of_ends(self) -> None:
        with suppress(BlockingIOError):
            os.read(self.rung, 4096)
        while self.lines:
            child, status, used = os.wait4(-1, os.WNOHANG)
            if not child:
                return
            self.held.pop(child, None)
            told = {
                "code": os.waitstatus_to_exitcode(status),
                "seconds": used.ru_utime + used.ru_stime,
                "mebibytes": used.ru_maxrss / 1024,
            }
            with self.lines.pop(child) as line, suppress(OSError):
                line.sendall(json.dumps(told).encode())


def _bell() -> tuple[int, int]:
    """A pipe that wakes `select` when a reader has ended."""
    rung, bell = os.pipe()
    os.set_blocking(rung, False)
    os.set_blocking(bell, False)
    signal.signal(signal.SIGCHLD, lambda number, frame: None)
    signal.set_wakeup_fd(bell)
    return rung, bell


def _become_reader(order: Order, content: int, out: int, parent: int) -> NoReturn:
    code = 1
    try:
        _end_with(parent)
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.dup2(content, 0)
        os.dup2(out, 1)
        os.closerange(3, MOST_FILES)
        WAYS[order["way"]](_function(order["reader"]), order["arguments"])
        code = 0
    finally:
        os._exit(code)


def _end_with(parent: int) -> None:
    _system.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def _function(name: str) -> Any:
    """Loaded once, here, before anything of a file is looked at; and then of no interest to the collector."""
    module, _, function = name.rpartition(".")
    is_new = module not in sys.modules
    found = getattr(importlib.import_module(module), function)
    if is_new:
        gc.collect()
        gc.freeze()
    return found


def main() -> None:
    # An interrupt at the keyboard is for whoever asks; his end is this one's.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_NOFILE, (MOST_FILES, MOST_FILES))
    Nursery(socket.socket(fileno=0)).run(idle_seconds=float(sys.argv[1]) if sys.argv[1:] else IDLE_SECONDS)


if __name__ == "__main__":
    main()
