"""Starting servers as in production, and asking the kernel what they cost: CPU and memory of the whole process tree."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from thidua.demo import serving

ROOT = Path(__file__).resolve().parents[1]
TICKS = os.sysconf("SC_CLK_TCK")
START_SECONDS = 90


@contextmanager
def own_place(name: str, *, with_postgresql: bool) -> Iterator[Path]:
    """An empty data folder, and a PostgreSQL of the tests if asked for: told in the environment, gone afterwards.

    Asked to end, the program ends properly and leaves nothing running and nothing behind.
    """
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    parent = Path(tempfile.mkdtemp(prefix=f"thidua-{name}-"))
    folder = parent / "data"
    folder.mkdir()
    os.environ["THIDUA_DATA"] = str(folder)
    os.environ["PYTHONPATH"] = os.pathsep.join([str(ROOT / "src"), str(ROOT / "benchmarks")])
    if not with_postgresql:
        os.environ.pop("DATABASE_URL", None)
    else:
        from tests import postgresql

        os.environ["DATABASE_URL"] = postgresql.url()
    try:
        yield folder
    finally:
        shutil.rmtree(parent, ignore_errors=True)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(command: list[str], port: int, environment: dict[str, str]) -> Iterator[int]:
    """Start it in a session of its own, wait until `port` is open, give its process id; nothing of it is left behind."""
    # What the servers say must not mix with the figures.
    process = subprocess.Popen(command, env=environment, cwd=ROOT, start_new_session=True, stdout=sys.stderr)
    try:
        _wait_until_open(port, process)
        yield process.pid
    finally:
        _end(process)


def serve(application: str, port: int, *, workers: int = 2) -> list[str]:
    """The server of `thidua up`; its environment is `serving.ENVIRONMENT`."""
    arguments = serving.web_arguments(application, "127.0.0.1", port, workers=workers)
    return [sys.executable, "-m", *arguments]


def cpu_seconds(root: int, *, with_ended: bool = False) -> float:
    """User and system time of the process and everything under it; with the children that have already ended."""
    parts = 4 if with_ended else 2
    return sum(sum(int(part) for part in _stat(pid)[11 : 11 + parts]) for pid in tree(root)) / TICKS


@dataclass(frozen=True, slots=True)
class Memory:
    """MiB of a process tree: `resident` counts what processes share once for each, `shared` (PSS) once for all."""

    resident: float
    shared: float


def memory_mib(root: int) -> Memory:
    rollups = [Path(f"/proc/{pid}/smaps_rollup").read_text() for pid in tree(root)]
    return Memory(*(sum(_kib(text, name) for text in rollups) / 1024 for name in ("Rss:", "Pss:")))


def _kib(rollup: str, name: str) -> int:
    return next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith(name))


def tree(root: int) -> list[int]:
    parents = {
        int(path.name): int(_stat(int(path.name))[1] or 0)
        for path in Path("/proc").iterdir()
        if path.name.isdigit()
    }
    found = [root]
    for pid in found:
        found.extend(child for child, parent in parents.items() if parent == pid)
    return found


def _stat(pid: int) -> list[str]:
    """The fields of /proc/PID/stat after the name: state, parent, …; zeros once the process is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return ["0"] * 50


def _wait_until_open(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise SystemExit("the server did not start")


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
