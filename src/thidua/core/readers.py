"""The side of whoever has a file read: starts the process that forks readers (`nursery`), hands files over, hears the end.

One such process a process, made when the first file comes, made again when it is gone. Only `apart` uses this.
"""

import atexit
import fcntl
import json
import logging
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Self

from thidua.core.limits import OWN_MEMORY_BYTES

log = logging.getLogger(__name__)
# In isolated mode: nothing of the environment or of the current folder is imported.
COMMAND = (sys.executable, "-I", "-m", "thidua.core.nursery")
# What a Python that is not installed as usual needs in order to start.
KEPT = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT")
CHUNK = 64 * 1024


class Gone(Exception):
    """The process that forks readers ended before it told what became of this one."""


@dataclass(frozen=True, slots=True)
class End:
    """How a reader ended (negative: by that signal), its processor time and its most resident memory."""

    code: int
    seconds: float = 0
    mebibytes: float = 0


CUT_SHORT = End(-signal.SIGKILL)


class _Nursery:
    """The running process, as seen from here."""

    def __init__(self) -> None:
        self.owner = os.getpid()
        self.orders, far = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        null = subprocess.DEVNULL
        try:
            self.process = subprocess.Popen(
                COMMAND, stdin=far.fileno(), stdout=null, stderr=null, env=_environment(), cwd="/"
            )
        except OSError:
            self.orders.close()
            raise
        finally:
            far.close()

    def end(self) -> None:
        self.orders.close()
        if self.owner != os.getpid():  # a fork of ours: it is its parent's
            self.process.returncode = 0
            return
        self.process.kill()
        self.process.wait()


_lock = threading.Lock()
_running: list[_Nursery] = []  # one or none


def _nursery() -> _Nursery:
    with _lock:
        if not _running or _running[0].owner != os.getpid():
            _let_go()
            try:
                _running.append(_Nursery())
            except OSError:
                log.exception("the process that forks readers does not start")
                raise Gone from None
        return _running[0]


def _forget(gone: _Nursery) -> None:
    """The next file gets a new one; whatever the old one still does ends."""
    with _lock:
        if gone in _running:
            _let_go()


def _let_go() -> None:
    while _running:
        _running.pop().end()


@atexit.register
def end() -> None:
    """End the process that forks readers, if there is one."""
    with _lock:
        _let_go()


def process_id() -> int | None:
    """Of the process that forks readers, while there is one."""
    return _running[0].process.pid if _running else None


def _environment() -> dict[str, str]:
    return {name: os.environ[name] for name in KEPT if name in os.environ}


@contextmanager
def in_memory(content: bytes) -> Iterator[int]:
    """A descriptor of a file that lies on no disk and that nobody can change."""
    file = os.memfd_create("upload", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    try:
        view = memoryview(content)
        while view:
            view = view[os.write(file, view) :]
        fcntl.fcntl(
            file,
            fcntl.F_ADD_SEALS,
            fcntl.F_SEAL_WRITE | fcntl.F_SEAL_GROW | fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_SEAL,
        )
        yield file
    finally:
        os.close(file)


class Reading:
    """One file at its reader; raises Gone when the process that forks cannot be reached.

    Leaving the block, or `cut_short`, ends the reader if it has not ended.
    """

    def __init__(self, file: int, reader: str, way: str, arguments: Sequence[str]) -> None:
        os.lseek(file, 0, os.SEEK_SET)
        self._nursery, self._is_cut_short = _nursery(), False
        self._line, far = socket.socketpair()
        self.out, writing = os.pipe()
        order = json.dumps({"reader": reader, "way": way, "arguments": arguments}).encode()
        try:
            socket.send_fds(self._nursery.orders, [order], [file, writing, far.fileno()])
        except OSError:
            self.__exit__()
            raise self._gone() from None
        finally:
            os.close(writing)
            far.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._line.close()
        os.close(self.out)

    def cut_short(self) -> None:
        self._is_cut_short = True
        with suppress(OSError):
            self._line.shutdown(socket.SHUT_RDWR)

    def all(self, *, within: float) -> tuple[End, bytes]:
        """How it ended and what it told."""
        until, told, count = time.monotonic() + within, [], 0
        while piece := self._piece(until):
            told.append(piece)
            count += len(piece)
            if count > OWN_MEMORY_BYTES:
                self.cut_short()
                break
        end = self.end(until)
        return end, b"" if self._is_cut_short else b"".join(told)

    def _piece(self, until: float) -> bytes:
        if not _is_ready(self.out, until):
            self.cut_short()
            return b""
        return os.read(self.out, CHUNK)

    def end(self, until: float) -> End:
        """How it ended; what is not over by then (`time.monotonic`) is cut short."""
        if self._is_cut_short:
            return CUT_SHORT
        if not _is_ready(self._line.fileno(), until):
            self.cut_short()
            return CUT_SHORT
        told = self._line.recv(CHUNK)
        if not told:
            raise self._gone()
        return End(**json.loads(told))

    def _gone(self) -> Gone:
        _forget(self._nursery)
        return Gone()


def _is_ready(descriptor: int, until: float) -> bool:
    poll = select.poll()
    poll.register(descriptor, select.POLLIN)
    return bool(poll.poll(max(0, until - time.monotonic()) * 1000))
