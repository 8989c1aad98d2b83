"""Whose turn it is to write, among all threads of all processes that have the same SQLite file open.

SQLite lets one write at a time, and whoever finds it taken sleeps 1, 2, 5 … 100 ms and looks again: the later one came, the
shorter one sleeps, so who waits longest is overtaken again and again. On the evening of a deadline that made one in a
hundred wait for seconds where the queue makes it wait for a tenth of one (docs/reference/performance.md). So writers queue
first: in the process by a lock, between processes by a lock on a file beside the database, where the kernel wakes them.

The queue only orders; what keeps the data whole is SQLite's own lock, as ever. Where the file cannot be locked (a disk that
went read-only, a file system without locks), writing goes on without a queue. The kernel frees the turn of a process that dies.
"""

import fcntl
import os
import threading
import time
from contextlib import suppress

# Whoever is not ready to wait for so long must not be held by the kernel, which knows no end of waiting.
PATIENT = 1.0  # seconds
LOOKS_EVERY = 0.002

_of_files: dict[str, threading.Lock] = {}
_making = threading.Lock()


def _of_file(path: str) -> threading.Lock:
    with _making:
        return _of_files.setdefault(path, threading.Lock())


class Turn:
    """One connection's place in the queue of the database at `path`. Not shared between threads."""

    def __init__(self, path: str) -> None:
        self._path = f"{path}-queue"
        self._here = _of_file(path)
        self._file: int | None = None
        self._is_ours = self._is_everywhere = False

    def take(self, patience: float) -> float | None:
        """Wait for the turn; the seconds of `patience` that are left, or None when it did not come in time."""
        if self._is_ours:
            return patience
        began = time.monotonic()
        if not self._here.acquire(timeout=patience):
            return None
        self._is_ours = True
        left = patience - (time.monotonic() - began)
        if not self._take_file(left, is_patient=patience >= PATIENT):
            self.give_back()
            return None
        return max(patience - (time.monotonic() - began), 0.0)

    def give_back(self) -> None:
        """To the next; nothing where it was not ours."""
        if self._is_everywhere and self._file is not None:
            with suppress(OSError):
                fcntl.flock(self._file, fcntl.LOCK_UN)
        if self._is_ours:
            self._here.release()
        self._is_ours = self._is_everywhere = False

    def leave(self) -> None:
        """The connection is closed."""
        self.give_back()
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _take_file(self, left: float, *, is_patient: bool) -> bool:
        try:
            if self._file is None:
                self._file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
            if is_patient:
                fcntl.flock(self._file, fcntl.LOCK_EX)
            elif not self._take_soon(self._file, time.monotonic() + left):
                return False
        except OSError:
            return True
        self._is_everywhere = True
        return True

    @staticmethod
    def _take_soon(file: int, ends: float) -> bool:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() >= ends:
                    return False
                time.sleep(LOOKS_EVERY)
            else:
                return True
