"""The machine falls ill while people work: disk full, disk read-only, database locked, mail server gone.

    python drills/faults.py                     # all four; as root, because small disks are mounted for the first two
    python drills/faults.py locked mail

Against the server of `thidua up` on SQLite. Prints for each: the answers to writing and reading meanwhile, the slowest of
them, what was acknowledged and is not there, and whether writing was possible again without a restart.
"""

import argparse
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src"), str(ROOT / "benchmarks")]

import load
import servers

from thidua.demo import serving

DISK_MIB = 64
POSTS, LOCK_SECONDS = 50, 30


class Site:
    """A ward of 60 units on a data folder, and the server in front of it."""

    def __init__(self, folder: Path, port: int, asks: dict[str, Any]) -> None:
        self.folder, self.port = folder, port
        self.board = load.Ask(**asks["board"])
        self.submissions = [load.Ask(**one) for one in asks["submissions"]]
        self.acknowledged: list[int] = []

    def write(self) -> int:
        ask = self.submissions.pop()
        status = load.fetch(self.port, ask)[0]
        if status == 303:
            self.acknowledged.append(int(ask.path.split("/")[2]))
        return status

    def read(self) -> int:
        return load.fetch(self.port, self.board)[0]

    def lost(self) -> int:
        """Acknowledged submissions that the database does not hold; asked past the product."""
        with sqlite3.connect(self.folder / "thidua.sqlite3") as database:
            kept = {
                pk for (pk,) in database.execute("SELECT id FROM reporting_report WHERE state <> 'draft'")
            }
            (verdict,) = database.execute("PRAGMA integrity_check").fetchone()
        if verdict != "ok":
            raise SystemExit(verdict)
        return len(set(self.acknowledged) - kept)


@contextmanager
def site(folder: Path, **extra: str) -> Iterator[Site]:
    environment = {
        **os.environ,
        **serving.ENVIRONMENT,
        "THIDUA_DATA": str(folder),
        "THIDUA_LOG_LEVEL": "ERROR",
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT / "benchmarks")]),
        **extra,
    }
    environment.pop("DATABASE_URL", None)
    ward = [
        sys.executable,
        str(ROOT / "benchmarks" / "ward.py"),
        str(folder),
        "--rounds",
        "1",
        "--posts",
        "180",
    ]
    subprocess.run(ward, check=True, env=environment, cwd=ROOT)
    subprocess.run([sys.executable, "-m", "thidua", "gather_static"], check=True, env=environment, cwd=ROOT)
    port = servers.free_port()
    with servers.running(servers.serve("thidua.config.wsgi:application", port), port, environment):
        yield Site(folder, port, json.loads((folder / "asks.json").read_text()))


@contextmanager
def small_disk() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="thidua-disk-"))
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK_MIB}m", "tmpfs", str(folder)], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=False)
        folder.rmdir()


@contextmanager
def plain_folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="thidua-fault-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def timed(deed: Callable[[], int], times: int) -> dict[str, Any]:
    answers: Counter[int] = Counter()
    slowest = 0.0
    for _ in range(times):
        began = time.monotonic()
        answers[deed()] += 1
        slowest = max(slowest, time.monotonic() - began)
    return {"answers": dict(answers), "slowest s": round(slowest, 2)}


def during(ward: Site, times: int = POSTS) -> dict[str, Any]:
    return {"writing": timed(ward.write, times), "reading": timed(ward.read, times)}


def after(ward: Site) -> dict[str, Any]:
    return {
        "writing again": timed(ward.write, 10),
        "acknowledged": len(ward.acknowledged),
        "lost": ward.lost(),
    }


def full() -> dict[str, Any]:
    with small_disk() as folder, site(folder) as ward:
        timed(ward.write, 10)
        ballast = folder / "ballast"
        with ballast.open("wb", buffering=0) as file:
            try:
                while True:
                    file.write(b"\0" * 65536)
            except OSError:
                pass
        told = during(ward)
        ballast.unlink()
        return told | after(ward)


@contextmanager
def failing_disk() -> Iterator[tuple[Path, Callable[[], None], Callable[[], None]]]:
    """A disk in a file; `fail` lets the kernel find it broken and turn it read-only, `mend` repairs and mounts it anew."""
    folder, image = Path(tempfile.mkdtemp(prefix="thidua-disk-")), Path(tempfile.mkstemp(suffix=".img")[1])
    subprocess.run(["truncate", "-s", "256M", str(image)], check=True)
    subprocess.run(["mkfs.ext4", "-q", "-F", str(image)], check=True)
    device = subprocess.run(
        ["losetup", "--find", "--show", str(image)], check=True, capture_output=True, text=True
    ).stdout.strip()

    def mount() -> None:
        subprocess.run(["mount", "-o", "errors=remount-ro", device, str(folder)], check=True)

    def fail() -> None:
        Path("/sys/fs/ext4", Path(device).name, "trigger_fs_error").write_text("1")
        time.sleep(0.5)

    def mend() -> None:
        subprocess.run(["umount", str(folder)], check=True)
        subprocess.run(["e2fsck", "-fy", device], check=False, capture_output=True)
        mount()

    mount()
    try:
        yield folder, fail, mend
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=False)
        subprocess.run(["losetup", "--detach", device], check=False)
        image.unlink()
        folder.rmdir()


def read_only() -> dict[str, Any]:
    """A broken disk needs a technician and a restart; until then pages are read, and nothing acknowledged is gone after."""
    with failing_disk() as (folder, fail, mend):
        with site(folder) as ward:
            timed(ward.write, 10)
            fail()
            told = during(ward)
        mend()
        return told | {"acknowledged": len(ward.acknowledged), "lost": ward.lost()}


def locked() -> dict[str, Any]:
    with plain_folder() as folder, site(folder) as ward:
        timed(ward.write, 10)
        holder = sqlite3.connect(folder / "thidua.sqlite3", isolation_level=None, check_same_thread=False)
        holder.execute("BEGIN IMMEDIATE")
        release = threading.Timer(LOCK_SECONDS, holder.rollback)
        release.start()
        told = {"reading": timed(ward.read, POSTS), "writing": timed(ward.write, 2)}
        release.join()
        return told | after(ward)


def mail() -> dict[str, Any]:
    """Notices by mail wait; nobody's deed does. The port is one on which nobody listens."""
    with plain_folder() as folder, site(folder, THIDUA_MAIL_PORT=str(servers.free_port())) as ward:
        return {"writing": timed(ward.write, POSTS), "reading": timed(ward.read, POSTS)} | after(ward)


DRILLS = {"full": full, "read_only": read_only, "locked": locked, "mail": mail}


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", choices=[[], *DRILLS], default=[])
    names = parser.parse_args().names or list(DRILLS)
    lost = 0
    for name in names:
        told = DRILLS[name]()
        lost += int(told.get("lost", 0))
        print(name, json.dumps(told), flush=True)
    return int(bool(lost))


if __name__ == "__main__":
    sys.exit(main())
