"""The last minutes before the deadline: real submissions of twenty values, arriving whether or not the server keeps up.

    python benchmarks/stampede.py                                        # 55, 166 and 332 a second, a minute each; capacity
    python benchmarks/stampede.py --rates 166 --seconds 600              # the nation's last ten minutes
    python benchmarks/stampede.py --postgresql --rates 55 166            # a PostgreSQL of the tests, started for it
    python benchmarks/stampede.py --capacity                             # only how much it can take

Every arrival is the POST of another unit's report, in a session of its own reporter, on a connection of its own, with its
CSRF token; the page that follows is not fetched. Communes are copies of one ward (nation.py), at least 300, so that books of
deeds and totals are contended as they would be. A wait counts from the moment of arrival, not of sending. Afterwards every
accepted report must be found handed in whole, the running totals right and every book of deeds unbroken.

Capacity is the highest rate held for fifteen seconds with p95 ≤ 300 ms and at most one in a thousand later than a second;
166 a second is the nation's. "Server" is the product together with PostgreSQL. The client is one process; its own CPU is
printed, because it shares the cores with the server.
"""

import argparse
import asyncio
import json
import os
import random
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src"), str(ROOT / "benchmarks")]

import nation  # noqa: E402
import servers  # noqa: E402
import ward  # noqa: E402

from thidua.demo import serving  # noqa: E402

RATES = (55.35, 166.0, 332.0)
NATION, LEAST_COMMUNES, UNITS = 166.0, 300, 60
P95_GOAL, LATE_AFTER, LATE_SHARE = 0.3, 1.0, 0.001
STEP_SECONDS, STEPS = 15.0, (0.5, 0.67, 0.83, 1.0, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0)
WARMING = 40
PATIENCE = 60.0
HOST, ADDRESSES = "127.0.0.1", [f"127.0.0.{last}" for last in range(2, 12)]


class Reports:
    """What has not been sent yet, in a random order over all communes; each is made into a request when its turn comes."""

    def __init__(self, told: dict[str, Any]) -> None:
        self.stride, self.patterns = told["stride"], told["reports"]
        self.waiting = [(k, place) for k in range(told["communes"]) for place in range(len(self.patterns))]
        random.Random(166).shuffle(self.waiting)

    def next(self) -> tuple[int, bytes]:
        """The id of the report and the whole request."""
        k, place = self.waiting.pop()
        pattern, moved = self.patterns[place], k * self.stride
        report, key = pattern["report"] + moved, nation.KEY.format(base=pattern["key"], number=k)
        body = f"csrfmiddlewaretoken={ward.SECRET}&then=gui" + "".join(
            f"&s{pk}-version=1&s{pk}-numerator={100 + row}&s{pk}-denominator=250&s{pk}-state=&s{pk}-source=S%E1%BB%95"
            f"&s{pk}-explanation=Tr%C3%ADch+t%E1%BB%AB+s%E1%BB%95"
            for row, pk in enumerate(pk + moved for pk in pattern["figures"])
        )
        head = (
            f"POST /bao-cao/{report}/nhap/ HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n"
            f"Cookie: sessionid={key}; csrftoken={ward.SECRET}\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        return report, (head + body).encode()


@dataclass
class Run:
    """What came of the arrivals at one rate."""

    rate: float
    seconds: list[float] = field(default_factory=list)
    answers: Counter[str] = field(default_factory=Counter)
    accepted: list[int] = field(default_factory=list)
    server_cpu: float = 0.0
    client_cpu: float = 0.0
    lasted: float = 0.0

    def percentile(self, share: float) -> float:
        ordered = sorted(self.seconds)
        return ordered[min(int(len(ordered) * share), len(ordered) - 1)] if ordered else float("inf")

    @property
    def late(self) -> int:
        return sum(one > LATE_AFTER for one in self.seconds) + sum(self.answers.values()) - len(self.seconds)

    @property
    def holds(self) -> bool:
        asked = sum(self.answers.values())
        all_taken = len(self.accepted) == asked
        return all_taken and self.percentile(0.95) <= P95_GOAL and self.late <= LATE_SHARE * asked

    def line(self) -> str:
        asked = sum(self.answers.values())
        p50, p95, p99 = (self.percentile(share) * 1000 for share in (0.5, 0.95, 0.99))
        parts = [
            f"{self.rate:6.1f}/s",
            f"{asked} asked, {len(self.accepted)} ok, {self.late} late > 1 s",
            f"p50 {p50:.0f}, p95 {p95:.0f}, p99 {p99:.0f} ms, slowest {max(self.seconds, default=0):.2f} s",
            f"server {self.server_cpu / asked * 1000:.2f} ms of CPU each, {self.server_cpu / self.lasted:.2f} cores",
            f"client {self.client_cpu / asked * 1000:.2f} ms each, {self.client_cpu / self.lasted:.2f} cores",
        ]
        others = {name: count for name, count in self.answers.items() if name != "303"}
        return " | ".join(parts + ([f"others: {others}"] if others else []))


class Arrival(asyncio.Protocol):
    """One connection: the request goes out, the status line is kept, the end of the answer is awaited."""

    def __init__(self, request: bytes, ended: asyncio.Future[bytes]) -> None:
        self.request, self.ended, self.head = request, ended, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        transport.write(self.request)  # type: ignore[attr-defined]

    def data_received(self, data: bytes) -> None:
        self.head = self.head or data[:12]

    def connection_lost(self, error: Exception | None) -> None:
        if not self.ended.done():
            self.ended.set_result(self.head[9:12] or b"cut")


async def arrive(run: Run, port: int, due: float, number: int, report: int, request: bytes) -> None:
    loop = asyncio.get_running_loop()
    ended: asyncio.Future[bytes] = loop.create_future()
    try:
        async with asyncio.timeout(PATIENCE):
            address = (ADDRESSES[number % len(ADDRESSES)], 0)
            await loop.create_connection(lambda: Arrival(request, ended), HOST, port, local_addr=address)
            status = (await ended).decode()
    except (OSError, TimeoutError) as error:
        run.answers[type(error).__name__] += 1
        return
    run.answers[status] += 1
    if status == "303":
        run.accepted.append(report)
        run.seconds.append(loop.time() - due)


async def stampede(run: Run, port: int, reports: Reports, count: int) -> None:
    """`count` arrivals at random moments, `run.rate` a second on average; returns when the last was answered."""
    loop, chance = asyncio.get_running_loop(), random.Random(int(run.rate))
    tasks, due = set(), loop.time()
    for number in range(count):
        due += chance.expovariate(run.rate)
        report, request = reports.next()
        await asyncio.sleep(max(0.0, due - loop.time()))
        task = asyncio.create_task(arrive(run, port, due, number, report, request))
        tasks.add(task)
        task.add_done_callback(tasks.discard)
    await asyncio.gather(*tasks)


def at_rate(rate: float, seconds: float, port: int, pid: int, reports: Reports) -> Run:
    run = Run(rate)
    before, own, began = serving_cpu(pid), own_cpu(), time.monotonic()
    asyncio.run(stampede(run, port, reports, max(1, round(rate * seconds))))
    run.lasted = time.monotonic() - began
    run.server_cpu, run.client_cpu = serving_cpu(pid) - before, own_cpu() - own
    return run


def serving_cpu(pid: int) -> float:
    """Seconds of the product and, where it has one, of its database server."""
    return servers.cpu_seconds(pid) + (servers.cpu_seconds(database) if (database := postmaster()) else 0.0)


@cache
def postmaster() -> int | None:
    """The process above all of PostgreSQL's; None on SQLite, or where it runs on another machine."""
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        return None
    import psycopg

    with psycopg.connect(url) as connection:
        (backend,) = connection.execute("SELECT pg_backend_pid()").fetchone() or (0,)
        try:
            parent = Path(f"/proc/{backend}/stat").read_text().rpartition(")")[2].split()[1]
        except FileNotFoundError:
            return None
        return int(parent)


def own_cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def capacity(port: int, pid: int, reports: Reports, runs: list[Run]) -> float:
    """The highest step that is held; the first one that is not ends the climb."""
    held = 0.0
    for step in STEPS:
        run = at_rate(step * NATION, STEP_SECONDS, port, pid, reports)
        runs.append(run)
        print(f"capacity {run.line()}", flush=True)
        if not run.holds:
            break
        held = run.rate
        time.sleep(1)
    return held


def needed(rates: Sequence[float], seconds: float, *, with_capacity: bool) -> int:
    reports = sum(max(1, round(rate * seconds)) for rate in rates) + WARMING
    if with_capacity:
        reports += sum(round(step * NATION * STEP_SECONDS) for step in STEPS)
    return max(LEAST_COMMUNES, -(-reports // UNITS))


def lost(accepted: Sequence[int]) -> Iterator[str]:
    """Accepted reports that the database does not hold whole; then what the checks of totals and books say."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thidua.config.settings")
    django.setup()
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT r.id FROM reporting_report r JOIN reporting_figure f ON f.report_id = r.id"
            " JOIN reporting_figurerevision v ON v.figure_id = f.id WHERE r.state = 'submitted'"
            " AND f.numerator IS NOT NULL GROUP BY r.id HAVING count(*) = 20"
        )
        whole = {pk for (pk,) in cursor.fetchall()}
        cursor.execute("SELECT count(*) FROM reporting_report WHERE state <> 'draft'")
        (left,) = cursor.fetchone()
    connection.close()
    missing = set(accepted) - whole
    yield f"{len(accepted)} accepted, {len(missing)} lost or torn; {left - len(whole)} others left the desk torn"
    for command in ("verify_totals", "verify_audit"):
        run = [sys.executable, "-m", "thidua", command]
        told = subprocess.run(run, check=False, cwd=ROOT, capture_output=True)
        last = told.stdout.decode().strip().rpartition("\n")[2]
        yield f"{command}: {'whole' if told.returncode == 0 else 'NOT WHOLE'} ({last})"
        if told.returncode:
            missing.add(0)
    if missing or left != len(whole):
        raise SystemExit("accepted reports are not all there")


def measure(folder: Path, given: argparse.Namespace) -> int:
    rates = [] if given.capacity else given.rates
    climbs = given.capacity or not given.no_capacity
    began = time.monotonic()
    communes = needed(rates, given.seconds, with_capacity=climbs)
    script = [sys.executable, str(ROOT / "benchmarks" / "nation.py"), str(folder)]
    subprocess.run([*script, "--communes", str(communes)], check=True, cwd=ROOT)
    subprocess.run([sys.executable, "-m", "thidua", "gather_static"], check=True, cwd=ROOT)
    print(
        f"{communes} communes, {communes * UNITS} reports, made in {time.monotonic() - began:.0f} s",
        flush=True,
    )
    reports = Reports(json.loads((folder / "nation.json").read_text()))
    runs, held = [], 0.0
    port = servers.free_port()
    environment = {**os.environ, **serving.ENVIRONMENT, "THIDUA_LOG_LEVEL": "ERROR"}
    if given.unqueued:
        environment["DJANGO_SETTINGS_MODULE"] = "unqueued"
    with servers.running(servers.serve("thidua.config.wsgi:application", port), port, environment) as pid:
        warm = at_rate(20, WARMING / 20, port, pid, reports)
        runs.append(warm)
        for rate in rates:
            runs.append(at_rate(rate, given.seconds, port, pid, reports))
            print(runs[-1].line(), flush=True)
        if climbs:
            held = capacity(port, pid, reports, runs)
            print(f"capacity {held:.0f}/s ÷ {NATION:.0f} = {held / NATION:.2f}")
    for sentence in lost([report for run in runs for report in run.accepted]):
        print(sentence, flush=True)
    print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores", file=sys.stderr)
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rates", type=float, nargs="+", default=RATES, help="arrivals a second")
    parser.add_argument("--seconds", type=float, default=60, help="of each rate")
    parser.add_argument("--capacity", action="store_true", help="nothing but the climb to the limit")
    parser.add_argument("--no-capacity", action="store_true", help="no climb")
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--unqueued", action="store_true", help="SQLite without the queue of writers")
    given = parser.parse_args()
    with servers.own_place("stampede", with_postgresql=given.postgresql) as folder:
        return measure(folder, given)


if __name__ == "__main__":
    sys.exit(main())
