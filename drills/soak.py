"""An hour of mixed work on the product as it is served: what grows?

    python drills/soak.py                                  # an hour at 20 requests a second, SQLite
    python drills/soak.py --postgresql --seconds 900
    python drills/soak.py --quiet                          # nobody else uses the machine: the p95 is judged, too

`thidua serve` with two workers and `thidua work` beside it; sixty desks and officers with sessions, cookies and tokens of
their own (drills/mixed_people.py): public pages, boards, "Việc của tôi", entry pages, saving, handing in, checking,
returning, uploads of evidence and workbooks, exports, signing in and out; mail goes to a server of the drill; a copy is
made every ten minutes.
Every 30 s the kernel is asked for memory, open files and threads of each process, the size of the WAL and the database, and
the p95 is taken. Ends with 1 when memory grew by more than a tenth from the first to the last ten minutes, open files,
threads or connections grew at all, the WAL reached 64 MB, an answer was not the expected one, or totals or the book of deeds
do not hold at the end.
"""

import argparse
import asyncio
import json
import os
import random
import statistics
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src"), str(ROOT / "benchmarks")]

import load
import mixed_people
import servers
from mixed_people import Browser, Crowd, Desk, Journal, Officer, Reader

PASSWORD = "Sông xanh, núi đỏ 7"
WARMING_SECONDS, SAMPLE_SECONDS, BACKUP_SECONDS, WINDOW_SECONDS = 60.0, 30.0, 600.0, 600.0
MOST_GROWTH, MOST_WAL_MIB, MOST_SLOWER = 1.10, 64.0, 1.2
CLIENTS, MOST_WAITING = 24, 200


@dataclass(frozen=True, slots=True)
class Process:
    """What the kernel says of one process: MiB resident, open files, threads."""

    memory: float
    files: int
    threads: int

    @classmethod
    def of(cls, pid: int) -> "Process":
        status = Path(f"/proc/{pid}/status").read_text()
        said = dict(line.split(":", 1) for line in status.splitlines())
        files = len(list(Path(f"/proc/{pid}/fd").iterdir()))
        return cls(int(said["VmRSS"].split()[0]) / 1024, files, int(said["Threads"]))


@dataclass(frozen=True, slots=True)
class Sample:
    """One look: `at` in seconds from the start, processes by name, MiB of WAL and database, connections to PostgreSQL."""

    at: float
    processes: dict[str, Process]
    wal: float
    database: float
    connections: int
    p95: float

    def line(self) -> str:
        parts = [
            f"{name} {one.memory:.0f} MiB {one.files} files {one.threads} threads"
            for name, one in self.processes.items()
        ]
        sizes = f"wal {self.wal:.1f} MiB, database {self.database:.1f} MiB, connections {self.connections}"
        return f"{self.at:6.0f} s | {' | '.join(parts)} | {sizes} | p95 {self.p95 * 1000:.0f} ms"


@dataclass
class Watch:
    """Looks at the processes every so often, at the WAL every second."""

    folder: Path
    pids: dict[str, int]
    journal: Journal
    began: float
    samples: list[Sample] = field(default_factory=list)
    highest_wal: float = 0.0

    def until(self, stopped: threading.Event, every: float) -> None:
        due = self.began
        while not stopped.wait(1.0):
            self.highest_wal = max(self.highest_wal, self._mib("thidua.sqlite3-wal"))
            if time.monotonic() >= due:
                due += every
                self.samples.append(self.look(every))
                print(self.samples[-1].line(), flush=True)

    def look(self, every: float) -> Sample:
        now = time.monotonic()
        processes = {name: Process.of(pid) for name, pid in self.pids.items()}
        database, connections = postgresql_facts() or (self._mib("thidua.sqlite3"), 0)
        p95 = self.journal.percentile(now - every, now)
        return Sample(
            now - self.began, processes, self._mib("thidua.sqlite3-wal"), database, connections, p95
        )

    def _mib(self, name: str) -> float:
        with suppress(FileNotFoundError):
            return (self.folder / name).stat().st_size / 1024**2
        return 0.0


def postgresql_facts() -> tuple[float, int] | None:
    """MiB of the database and connections of others to it; None on SQLite."""
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        return None
    import psycopg

    with psycopg.connect(url) as connection:
        asked = (
            "SELECT pg_database_size(current_database()), (SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid())"
        )
        size, others = connection.execute(asked).fetchone() or (0, 0)
        return size / 1024**2, others


class MailServer:
    """Takes every mail and keeps none: the least of SMTP."""

    def __init__(self) -> None:
        self.port, self.taken = servers.free_port(), 0

    def start(self) -> None:
        threading.Thread(target=lambda: asyncio.run(self._serve()), daemon=True, name="mail").start()

    async def _serve(self) -> None:
        server = await asyncio.start_server(self._talk, "127.0.0.1", self.port)
        await server.serve_forever()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 soak\r\n")
        is_data = False
        while line := await reader.readline():
            if is_data:
                is_data = line != b".\r\n"
                self.taken += not is_data
                if not is_data:
                    writer.write(b"250 taken\r\n")
                continue
            word = line[:4].upper()
            is_data = word == b"DATA"
            writer.write({b"DATA": b"354 go on\r\n", b"QUIT": b"221 bye\r\n"}.get(word, b"250 good\r\n"))
            if word == b"QUIT":
                break
        with suppress(OSError):
            await writer.drain()
            writer.close()


def prepare(folder: Path, posts: int) -> dict[str, Any]:
    """Demonstration, synthetic ward, people with passwords and mail; what the crowd must know."""
    script = [sys.executable, str(ROOT / "benchmarks" / "ward.py"), str(folder), "--demo", "--rounds", "1"]
    for command in ([*script, "--posts", str(posts)], [sys.executable, "-m", "thidua", "gather_static"]):
        subprocess.run(command, check=True, cwd=ROOT)
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thidua.config.settings")
    django.setup()
    import ward
    from django.db import connection
    from django.utils import timezone

    from thidua.org.actions import passwords
    from thidua.org.models import User
    from thidua.reporting.models import Report

    desks = []
    for person in User.objects.filter(username__startswith="do.reporter").order_by("pk"):
        passwords.set_password(person, password=PASSWORD, at=timezone.now())
        person.email = f"{person.username}@soak.invalid"
        person.save()
        unit = int(person.username.removeprefix("do.reporter"))
        drafts = Report.objects.filter(unit_id=unit, state="draft").order_by("pk")
        desks.append((person.username, list(drafts.values_list("pk", flat=True))))
    # The administrator's password is due for change otherwise, and no other page opens.
    User.objects.filter(username="do.quantri").update(password_set_at=timezone.now())
    sessions = [
        ward.session_of(User.objects.get(username__startswith=name))["Cookie"]
        for name in ("do.standingbody", "do.leader", "do.quantri")
    ]
    periods = Report.objects.filter(unit__name__endswith="(đo thử)").values_list("period_id", flat=True)
    remindable = Report.objects.filter(unit__name__endswith="(đo thử)", state="draft")
    told = {
        "asks": json.loads((folder / "asks.json").read_text()),
        "desks": desks,
        "sessions": sessions,
        "periods": sorted(set(periods)),
        "remindable": list(remindable.order_by("-pk").values_list("pk", flat=True)),
    }
    connection.close()
    return told


def crowd_of(told: dict[str, Any], port: int, journal: Journal) -> Crowd:
    officer, _leader, administrator = (
        Browser(port, journal, dict(part.split("=", 1) for part in cookie.split("; ")))
        for cookie in told["sessions"]
    )
    asks = told["asks"]
    ward_home = asks["home"]["path"]
    paths = [ward_home] * 3 + [asks["home_anew"]["path"], asks["indicator"]["path"], "/phuong-do-thu/", "/"]
    paths += [f"{ward_home}{part}/" for part in ("ke-hoach", "ket-qua", "du-lieu-mo", "du-lieu-ca-nhan")]
    paths += ["/api/v1/indicators", "/api/v1/results", "/api/v1/results.csv", "/dang-nhap/", "/healthz"]
    desks = [
        Desk(Browser(port, journal), name, PASSWORD, deque(drafts))
        for name, drafts in told["desks"]
        if drafts
    ]
    follower = Officer(officer, told["periods"])
    follower.remindable.extend(told["remindable"])
    readers = [Reader(Browser(port, journal), paths) for _ in range(CLIENTS)]
    return Crowd(readers, desks, [follower], administrator)


def work(crowd: Crowd, journal: Journal, seconds: float, rate: float) -> None:
    """Deeds come at random moments, so many that `rate` requests a second are sent; a copy every ten minutes."""
    chance, began, backup_due = random.Random(5), time.monotonic(), 0.0
    due = began
    room = threading.Semaphore(MOST_WAITING)

    def one(deed: Callable[[], object]) -> None:
        try:
            done(deed, journal)
        finally:
            room.release()

    with ThreadPoolExecutor(CLIENTS, thread_name_prefix="crowd") as pool:
        while (passed := time.monotonic() - began) < seconds:
            if passed >= backup_due:
                backup_due += BACKUP_SECONDS
                room.acquire()
                pool.submit(one, lambda: crowd.administrator.post("copy", "/sao-luu/tao/", {}))
            cost, deed = crowd.draw()
            room.acquire()
            pool.submit(one, deed)
            due += chance.expovariate(rate / cost)
            time.sleep(max(0.0, due - time.monotonic()))


def done(deed: Callable[[], object], journal: Journal) -> None:
    try:
        deed()
    except (mixed_people.Unexpected, mixed_people.Idle):
        return
    except Exception as error:  # a mistake of the drill is no silence
        journal.wrong.append(repr(error))


@contextmanager
def product(folder: Path, environment: dict[str, str]) -> Iterator[tuple[int, dict[str, int]]]:
    """`thidua serve` and `thidua work`; the port, and the processes by name."""
    port = servers.free_port()
    serve = [sys.executable, "-m", "thidua", "serve", "--port", str(port), "--workers", "2"]
    with servers.running(serve, port, environment) as pid:
        jobs = subprocess.Popen([sys.executable, "-m", "thidua", "work"], env=environment, cwd=ROOT)
        try:
            while load.fetch(port, load.Ask("/healthz"))[0] != 200:
                time.sleep(0.1)
            time.sleep(2)
            workers = {f"worker {place}": one for place, one in enumerate(servers.tree(pid)[1:], 1)}
            yield port, {"server": pid, **workers, "jobs": jobs.pid}
        finally:
            jobs.terminate()
            jobs.wait(60)


def verdicts(watch: Watch, journal: Journal, *, is_quiet: bool) -> Iterator[tuple[bool, str]]:
    """What held and what did not, one sentence each."""
    ends = watch.samples[-1].at
    warm = min(WARMING_SECONDS, ends / 4)
    window = min(WINDOW_SECONDS, (ends - warm) / 3)
    first = [one for one in watch.samples if warm <= one.at <= warm + window]
    last = [one for one in watch.samples if one.at >= ends - window]
    for name in watch.pids:
        before, after = (median_of(name, half) for half in (first, last))
        ratio = after.memory / before.memory
        yield (
            ratio <= MOST_GROWTH,
            f"{name}: memory {before.memory:.0f} → {after.memory:.0f} MiB = {ratio:.3f}",
        )
        yield after.files <= before.files, f"{name}: open files {before.files} → {after.files}"
        yield after.threads <= before.threads, f"{name}: threads {before.threads} → {after.threads}"
    held = [statistics.median_low([one.connections for one in half]) for half in (first, last)]
    yield held[1] <= held[0], f"connections {held[0]} → {held[1]}"
    yield watch.highest_wal < MOST_WAL_MIB, f"highest WAL {watch.highest_wal:.1f} MiB"
    begins = watch.began + warm
    slow = journal.percentile(begins, begins + window), journal.percentile(watch.began + ends - window, 1e18)
    ratio = slow[1] / slow[0]
    said = f"p95 {slow[0] * 1000:.0f} → {slow[1] * 1000:.0f} ms = {ratio:.2f}"
    yield (
        ratio <= MOST_SLOWER or not is_quiet,
        said + ("" if is_quiet else " (not judged: others use the machine)"),
    )
    asked = len(journal.rows)
    yield not journal.wrong, f"{asked} requests, {asked / ends:.1f} a second, {len(journal.wrong)} wrong"


def median_of(name: str, samples: Sequence[Sample]) -> Process:
    seen = [one.processes[name] for one in samples]
    return Process(
        statistics.median(one.memory for one in seen),
        # The least that was ever open: what is answered just then holds sockets, a leak raises the floor.
        min(one.files for one in seen),
        statistics.median_low([one.threads for one in seen]),
    )


def kinds(journal: Journal) -> str:
    found: dict[str, list[float]] = {}
    for _, name, seconds in journal.rows:
        found.setdefault(name, []).append(seconds)
    lines = []
    for name, them in sorted(found.items()):
        p95 = sorted(them)[len(them) * 95 // 100]
        lines.append(
            f"  {name:18}{len(them):7}  p50 {statistics.median(them) * 1000:5.0f}  p95 {p95 * 1000:6.0f} ms"
        )
    return "\n".join(lines)


def holds(environment: dict[str, str]) -> Iterator[tuple[bool, str]]:
    for command in ("verify_totals", "verify_audit"):
        run = [sys.executable, "-m", "thidua", command]
        told = subprocess.run(run, check=False, env=environment, cwd=ROOT, capture_output=True)
        last = told.stdout.decode().strip().rpartition("\n")[2]
        yield told.returncode == 0, f"{command}: {last}"


def soak(folder: Path, given: argparse.Namespace) -> int:
    mail = MailServer()
    mail.start()
    environment = {
        **os.environ,
        "THIDUA_MAIL_HOST": "127.0.0.1",
        "THIDUA_MAIL_PORT": str(mail.port),
        "THIDUA_LOG_LEVEL": "ERROR",
    }
    told = prepare(folder, posts=max(180, int(given.seconds * given.rate / 60)))
    journal = Journal()
    with ExitStack() as stack:
        port, pids = stack.enter_context(product(folder, environment))
        crowd = crowd_of(told, port, journal)
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda desk: desk.come_in(), crowd.desks))
        journal.rows.clear()
        watch, stopped = Watch(folder, pids, journal, time.monotonic()), threading.Event()
        watching = threading.Thread(
            target=watch.until, args=(stopped, min(SAMPLE_SECONDS, given.seconds / 20))
        )
        watching.start()
        work(crowd, journal, given.seconds, given.rate)
        stopped.set()
        watching.join()
    print(kinds(journal))
    print(f"{mail.taken} mails taken, {len(list((folder / 'backups').glob('*')))} files of copies")
    found = [*verdicts(watch, journal, is_quiet=given.quiet), *holds(environment)]
    for good, sentence in found:
        print(f"{'ok ' if good else 'NO '} {sentence}")
    for wrong in journal.wrong[:20]:
        print(f"    {wrong}")
    return int(not all(good for good, _ in found))


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=3_600)
    parser.add_argument("--rate", type=float, default=20, help="requests a second")
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--quiet", action="store_true", help="nobody else uses the machine: judge the p95")
    given = parser.parse_args()
    with servers.own_place("soak", with_postgresql=given.postgresql) as folder:
        return soak(folder, given)


if __name__ == "__main__":
    sys.exit(main())
