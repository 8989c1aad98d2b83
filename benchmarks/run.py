"""What pages cost beside a trivial page of Django, on this machine, in these minutes.

    .venv/bin/python benchmarks/run.py                    everything
    .venv/bin/python benchmarks/run.py P2 P3 --json       some goals, as JSON
    .venv/bin/python benchmarks/run.py P3 --kept FOLDER   keep the demonstration there for the next run
    DATABASE_URL=postgresql://… .venv/bin/python benchmarks/run.py P2 P3     an empty database

Figures are CPU of the server ÷ CPU of the trivial page (T), both taken in turns: they stand while seconds move with the
neighbours. Goals and reasons: docs/reference/performance.md. Nothing here is a test.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import load
import servers

from thidua.demo import serving

ROUNDS = 3
TRIVIAL, PAGES, POSTS, WARMING = 1_200, 240, 180, 60
GOALS = ("P1", "P2", "P3", "P8", "P9", "P10")


@dataclass(frozen=True, slots=True)
class Result:
    """`measured` and `floor` are in `unit`; `ratio` is their quotient, or the seconds themselves where there is no floor."""

    goal: str
    what: str
    measured: float
    floor: float | None
    unit: str
    ratio: float
    target: float
    stretch: float | None

    @property
    def verdict(self) -> str:
        if self.stretch is not None and self.ratio <= self.stretch:
            return "yes, stretch"
        return "yes" if self.ratio <= self.target else "no"


@dataclass(frozen=True, slots=True)
class Site:
    """The two servers under measurement: port and process of each, and what to ask the product for."""

    port: int
    pid: int
    trivial_port: int
    trivial_pid: int
    asks: dict[str, Any]

    def ask(self, name: str) -> load.Ask:
        return load.Ask(**self.asks[name])


def milliseconds(port: int, pid: int, asks: Sequence[load.Ask]) -> float:
    """Server CPU of one request, over all of `asks`."""
    before = servers.cpu_seconds(pid)
    load.send(port, asks)
    return (servers.cpu_seconds(pid) - before) * 1_000 / len(asks)


def compared(
    site: Site,
    goal: str,
    what: str,
    blocks: Sequence[Sequence[load.Ask]],
    target: float,
    stretch: float | None,
) -> Result:
    """Trivial page and page in turns; the median of the quotients, with the medians of both sides beside it."""
    trivial = [load.Ask("/")] * TRIVIAL
    warming, *measured = blocks
    load.send(site.port, warming)
    pairs = []
    for block in measured:
        floor = milliseconds(site.trivial_port, site.trivial_pid, trivial)
        pairs.append((milliseconds(site.port, site.pid, block), floor))
    ratio = statistics.median(page / floor for page, floor in pairs)
    page, floor = (statistics.median(side) for side in zip(*pairs, strict=True))
    return Result(goal, what, page, floor, "ms", ratio, target, stretch)


def same(ask: load.Ask) -> list[list[load.Ask]]:
    return [[ask] * WARMING, *[[ask] * PAGES] * ROUNDS]


def public_pages(site: Site) -> Iterator[Result]:
    home = site.ask("home")
    status, headers, _ = load.fetch(site.port, home)
    if status != 200:
        raise SystemExit(f"{home.path} gave {status}")
    known = load.Ask(home.path, 304, {"If-None-Match": headers["etag"]})
    yield compared(site, "P1", "public home", same(home), 8, 5)
    yield compared(site, "P1", "public home, 304", same(known), 2, None)
    yield compared(site, "P1", "public page of an indicator", same(site.ask("indicator")), 8, 5)
    yield compared(site, "P1", "public home, made anew each time", same(site.ask("home_anew")), 8, 5)


def board(site: Site) -> Iterator[Result]:
    yield compared(site, "P2", "board of 60 units with states", same(site.ask("board")), 18, 14)


def submission(site: Site) -> Iterator[Result]:
    asks = [load.Ask(**one) for one in site.asks["submissions"]]
    blocks = [asks[:WARMING]] + [asks[POSTS * place :][:POSTS] for place in range(1, ROUNDS + 1)]
    yield compared(site, "P3", "submission of 20 values", blocks, 10, 7)


def memory(site: Site) -> Iterator[Result]:
    """After load on both; run last."""
    asks = [site.ask(name) for name in ("home_anew", "indicator", "board") if name in site.asks]
    load.send(site.port, asks * 60)
    load.send(site.trivial_port, [load.Ask("/")] * TRIVIAL)
    ours, floor = servers.memory_mib(site.pid), servers.memory_mib(site.trivial_pid)
    what = f"memory, two workers after load (PSS {ours.shared:.0f} ÷ {floor.shared:.0f})"
    yield Result("P9", what, ours.resident, floor.resident, "MiB", ours.resident / floor.resident, 1.4, 1.2)


def first_page(_: Site | None = None) -> Iterator[Result]:
    """From an empty folder to the ward's page in Vietnamese, by one command."""
    with tempfile.TemporaryDirectory(prefix="thidua-first-") as folder:
        port = servers.free_port()
        began = time.monotonic()
        command = [sys.executable, "-m", "thidua", "up", "--demo", "--on", "2026-11-22", "--port", str(port)]
        environment = {**os.environ, "THIDUA_DATA": folder, "PYTHONUNBUFFERED": "1"}
        environment.pop("DATABASE_URL", None)
        with servers.running(command, port, environment) as pid:
            status, _headers, body = load.fetch(port, load.Ask("/nam-dong/"))
            seconds, cpu = time.monotonic() - began, servers.cpu_seconds(pid, with_ended=True)
        if status != 200 or "Nam Đồng" not in body.decode():
            raise SystemExit(f"the first page gave {status}")
    yield Result("P8", f"nothing to first page, s ({cpu:.1f} s of CPU)", seconds, None, "s", seconds, 30, 15)


def accounts(_: Site | None = None) -> Iterator[Result]:
    """600 accounts from a workbook: read, checked, applied, each with an activation link and its QR code."""
    with tempfile.TemporaryDirectory(prefix="thidua-accounts-") as folder:
        environment = {**os.environ, "THIDUA_DATA": folder}
        script = [sys.executable, str(Path(__file__).with_name("accounts.py"))]
        told = subprocess.run(script, check=True, env=environment, cwd=servers.ROOT, capture_output=True)
    seconds = json.loads(told.stdout)["all"]
    yield Result("P10", "600 accounts from a file to the slips, s", seconds, None, "s", seconds, 10, 5)


MEASURES: dict[str, Callable[[Site], Iterator[Result]]] = {
    "P1": public_pages,
    "P2": board,
    "P3": submission,
    "P9": memory,
}


@contextmanager
def prepared(kept: Path | None, *, with_demo: bool) -> Iterator[Path]:
    """The data folder; a demonstration that an earlier run left in `kept` is copied, not built again."""
    parent = kept or Path(tempfile.mkdtemp(prefix="thidua-benchmark-"))
    folder = parent / "data"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        demonstration = parent / "demonstration.sqlite3"
        if with_demo and demonstration.exists():
            shutil.copy(demonstration, folder / "thidua.sqlite3")
        script = [sys.executable, str(Path(__file__).with_name("ward.py")), str(folder)]
        script += ["--rounds", str(ROUNDS + 1), "--posts", str(POSTS), *(["--demo"] if with_demo else [])]
        for command in (script, [sys.executable, "-m", "thidua", "gather_static"]):
            subprocess.run(command, check=True, env=environment_of(folder), cwd=servers.ROOT)
        yield folder
    finally:
        shutil.rmtree(folder if kept else parent, ignore_errors=True)


def environment_of(folder: Path) -> dict[str, str]:
    paths = [str(Path(__file__).parent), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "THIDUA_DATA": str(folder), "PYTHONPATH": os.pathsep.join(paths)}


@contextmanager
def site_on(folder: Path) -> Iterator[Site]:
    port, trivial_port = servers.free_port(), servers.free_port()
    environment = environment_of(folder) | serving.ENVIRONMENT
    ours = servers.serve("thidua.config.wsgi:application", port)
    bare = servers.serve("trivial:application", trivial_port)
    with (
        servers.running(ours, port, environment) as pid,
        servers.running(bare, trivial_port, environment) as bare_pid,
    ):
        asks = json.loads(Path(folder, "asks.json").read_text())
        site = Site(port, pid, trivial_port, bare_pid, asks)
        load.send(trivial_port, [load.Ask("/")] * WARMING)
        yield site


def shown(results: Sequence[Result]) -> str:
    rows = [("goal", "what", "measured", "floor", "ratio", "target", "stretch", "reached")]
    for one in results:
        floor = "" if one.floor is None else f"{one.floor:.2f}"
        stretch = "" if one.stretch is None else f"{one.stretch:g}"
        measured = f"{one.measured:.2f} {one.unit}"
        rows.append(
            (one.goal, one.what, measured, floor, f"{one.ratio:.2f}", f"{one.target:g}", stretch, one.verdict)
        )
    form = "{:5}{:48}{:>12}{:>9}{:>8}{:>8}{:>9}  {}"
    return "\n".join(form.format(*row) for row in rows)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", metavar="GOAL", help=f"of {', '.join(GOALS)}; all without any")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--kept", type=Path, help="folder in which the demonstration is kept between runs")
    given = parser.parse_args()
    names = given.names or list(GOALS)
    if not set(names) <= set(GOALS):
        parser.error(f"goals are {', '.join(GOALS)}")
    results: list[Result] = []
    if set(names) & MEASURES.keys():
        with (
            prepared(given.kept, with_demo=bool({"P1", "P9"} & set(names))) as folder,
            site_on(folder) as site,
        ):
            for name, measure in MEASURES.items():
                if name in names:
                    results += measure(site)
    if "P8" in names:
        results += first_page()
    if "P10" in names:
        results += accounts()
    rows = [asdict(one) | {"verdict": one.verdict} for one in results]
    print(json.dumps(rows, indent=1) if given.json else shown(results))
    print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores", file=sys.stderr)


if __name__ == "__main__":
    main()
