"""How long writers wait for each other on SQLite: with the queue of `core/sqlite/turns.py`, and without.

    python benchmarks/writers.py [--rate 166] [--hold 3] [--seconds 10] [--rounds 3]

Two processes of four threads, as the product is served; deeds arrive at random moments, hold the lock for `--hold` milliseconds
(asleep, so that little CPU is asked for and the figures stand while neighbours work) and are flushed to the disk.
"""

import argparse
import multiprocessing
import os
import queue
import random
import sqlite3
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from thidua.core.sqlite.turns import Turn  # noqa: E402

PROCESSES, THREADS = 2, 4


def write(
    path: str,
    arrivals: "queue.Queue[float | None]",
    hold: float,
    queued: bool,
    waits: list[tuple[float, float]],
) -> None:
    """One thread: (seconds at the lock, seconds from arrival to the end) of each deed into `waits`."""
    database = sqlite3.connect(path, timeout=20, isolation_level=None)
    database.execute("PRAGMA synchronous=FULL")
    turn = Turn(path)
    while (due := arrivals.get()) is not None:
        began = time.monotonic()
        if queued:
            turn.take(20)
        database.execute("BEGIN IMMEDIATE")
        waited = time.monotonic() - began
        database.execute("INSERT INTO deed VALUES (?)", ("x" * 2_000,))
        time.sleep(hold)
        database.execute("COMMIT")
        turn.give_back()
        waits.append((waited, time.monotonic() - due))
    turn.leave()
    database.close()


def worker(
    path: str,
    rate: float,
    seconds: float,
    hold: float,
    queued: bool,
    seed: int,
    told: "multiprocessing.Queue[list[tuple[float, float]]]",
) -> None:
    arrivals: queue.Queue[float | None] = queue.Queue()
    waits: list[tuple[float, float]] = []
    threads = [
        threading.Thread(target=write, args=(path, arrivals, hold, queued, waits)) for _ in range(THREADS)
    ]
    for thread in threads:
        thread.start()
    chance, due = random.Random(seed), time.monotonic()
    ends = due + seconds
    while due < ends:
        due += chance.expovariate(rate / PROCESSES)
        time.sleep(max(0.0, due - time.monotonic()))
        arrivals.put(due)
    for _ in threads:
        arrivals.put(None)
    for thread in threads:
        thread.join()
    told.put(waits)


def measured(given: argparse.Namespace, *, queued: bool) -> str:
    with tempfile.TemporaryDirectory(prefix="thidua-writers-") as folder:
        path = f"{folder}/a.sqlite3"
        with sqlite3.connect(path) as database:
            database.execute("PRAGMA journal_mode=WAL")
            database.execute("CREATE TABLE deed (x TEXT)")
        told: multiprocessing.Queue[list[tuple[float, float]]] = multiprocessing.Queue()
        shared = (path, given.rate, given.seconds, given.hold / 1000, queued)
        workers = [
            multiprocessing.Process(target=worker, args=(*shared, seed, told)) for seed in range(PROCESSES)
        ]
        for one in workers:
            one.start()
        rows = [row for _ in workers for row in told.get()]
        for one in workers:
            one.join()
    sides = [("at the lock", sorted(row[0] for row in rows)), ("in all", sorted(row[1] for row in rows))]
    parts = [
        f"{name} p50 {them[len(them) // 2] * 1000:.0f}, p95 {them[len(them) * 95 // 100] * 1000:.0f},"
        f" p99 {them[len(them) * 99 // 100] * 1000:.0f}, slowest {them[-1] * 1000:.0f} ms"
        for name, them in sides
    ]
    return f"{'queue   ' if queued else 'no queue'} | {len(rows)} deeds | {' | '.join(parts)}"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rate", type=float, default=166)
    parser.add_argument("--hold", type=float, default=3, help="milliseconds")
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    for _ in range(given.rounds):
        for queued in (False, True):
            print(measured(given, queued=queued), flush=True)
    print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores", file=sys.stderr)


if __name__ == "__main__":
    main()
