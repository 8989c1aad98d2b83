"""SIGKILL of the server in the middle of saving and handing in: what was acknowledged must be found, nothing may be torn.

    python drills/kill_server.py --rounds 100                       # SQLite
    python drills/kill_server.py --rounds 100 --postgresql          # PostgreSQL of the tests, started for it
    python drills/kill_server.py --rounds 100 --seconds 6           # a server lives at most so long

With DATABASE_URL set, `--postgresql` takes that database, which must be empty.

Eight browsers save their report of twenty figures again and again, and hand in a fresh one in between, over real HTTP
against the server of `thidua up`. At a random moment the whole process group is killed. Then the database is asked: of each
browser the last acknowledged save, or the one under way, must stand in all twenty figures alike; each acknowledged
submission must be handed in whole, each other one be whole or not there. At the end the running totals and the audit chain
are checked. Prints one line: rounds, acknowledged, lost, torn, seconds until the server answered again.
"""

import argparse
import http.client
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src"), str(ROOT / "benchmarks")]

import load
import servers

from thidua.demo import serving

CLIENTS = 8
SAVES_PER_SUBMISSION = 9
SHORTEST_LIFE_SECONDS = 0.6


@dataclass
class Browser:
    """One person at a desk: the report saved again and again, and what the server said of each."""

    ask: load.Ask
    fresh: list[load.Ask]
    known: int = 0
    tried: int = 0
    acknowledged: int = 0
    handed_in: list[load.Ask] = field(default_factory=list)
    under_way: list[load.Ask] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    @property
    def pk(self) -> int:
        return report_of(self.ask)

    def work(self, port: int, versions: dict[int, int]) -> None:
        """Until the server is gone."""
        with suppress(OSError, http.client.HTTPException):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            while True:
                for _ in range(SAVES_PER_SUBMISSION):
                    self._save(connection, versions)
                if self.fresh:
                    self._hand_in(connection)

    def _save(self, connection: http.client.HTTPConnection, versions: dict[int, int]) -> None:
        self.tried = self.known + 1
        body = saved_body(self.ask, self.tried, versions)
        if self._is_taken(connection, load.Ask(self.ask.path, 303, self.ask.headers, body)):
            self.known, self.acknowledged = self.tried, self.acknowledged + 1
            for pk in versions:
                versions[pk] += 1

    def _hand_in(self, connection: http.client.HTTPConnection) -> None:
        ask = self.fresh.pop()
        self.under_way.append(ask)
        if self._is_taken(connection, ask):
            self.under_way.remove(ask)
            self.handed_in.append(ask)
            self.acknowledged += 1

    def _is_taken(self, connection: http.client.HTTPConnection, ask: load.Ask) -> bool:
        connection.request(ask.method, ask.path, ask.body.encode(), ask.all_headers)
        response = connection.getresponse()
        response.read()
        if response.status != ask.status:
            self.refused.append(f"{ask.path}: {response.status}")
        return response.status == ask.status


def report_of(ask: load.Ask) -> int:
    return int(ask.path.split("/")[2])


def saved_body(ask: load.Ask, number: int, versions: dict[int, int]) -> str:
    """The desk's form with `number` in every figure and the versions last seen; a save, not a submission."""
    fields = dict(parse_qsl(ask.body, keep_blank_values=True))
    for pk, version in versions.items():
        fields |= {
            f"s{pk}-numerator": str(number),
            f"s{pk}-denominator": "1000000",
            f"s{pk}-version": str(version),
        }
    return urlencode(fields | {"then": ""})


@dataclass
class Found:
    """What the database held against what had been acknowledged, over all rounds."""

    lost: list[str] = field(default_factory=list)
    torn: list[str] = field(default_factory=list)


def compare(browser: Browser, found: Found) -> dict[int, int]:
    """The saved report and the submissions of one browser; gives the versions to go on with."""
    from thidua.reporting.models import Figure

    rows = list(Figure.objects.filter(report_id=browser.pk).values_list("pk", "numerator", "version"))
    numbers = {int(numerator or 0) for _, numerator, _ in rows}
    if len(numbers) != 1:
        found.torn.append(f"report {browser.pk} holds {sorted(numbers)}")
    elif not numbers <= {browser.known, browser.tried}:
        found.lost.append(f"report {browser.pk} holds {numbers}, acknowledged {browser.known}")
    browser.known = max(numbers)
    for ask in browser.handed_in:
        state = handed_in_state(report_of(ask))
        if state != "whole":
            (found.torn if state == "torn" else found.lost).append(f"submission {report_of(ask)} is {state}")
    for ask in browser.under_way:
        if handed_in_state(report_of(ask)) == "torn":
            found.torn.append(f"submission under way {report_of(ask)} is torn")
    browser.handed_in.clear()
    browser.under_way.clear()
    return {pk: version for pk, _, version in rows}


def handed_in_state(report_pk: int) -> str:
    """`whole`, `absent` or `torn`: state, twenty numbers and twenty lines of history belong together."""
    from thidua.reporting.models import Figure, FigureRevision, Report

    left = Report.objects.get(pk=report_pk).state != "draft"
    numbers = Figure.objects.filter(report_id=report_pk, numerator__isnull=False).count()
    lines = FigureRevision.objects.filter(figure__report_id=report_pk).count()
    whole, absent = (left, numbers, lines) == (True, 20, 20), (left, numbers, lines) == (False, 0, 0)
    return "whole" if whole else "absent" if absent else "torn"


def one_round(browsers: list[Browser], seen: list[dict[int, int]], folder: Path, life: float) -> float:
    """Start, load for `life` seconds, kill; the seconds from start to the first good answer."""
    port, began = servers.free_port(), time.monotonic()
    environment = {**os.environ, **serving.ENVIRONMENT, "THIDUA_DATA": str(folder)}
    command = servers.serve("thidua.config.wsgi:application", port)
    process = subprocess.Popen(
        command, env=environment, cwd=ROOT, start_new_session=True, stderr=subprocess.DEVNULL
    )
    while not _answers(port):
        time.sleep(0.02)
    answered = time.monotonic() - began
    threads = [
        threading.Thread(target=one.work, args=(port, known))
        for one, known in zip(browsers, seen, strict=True)
    ]
    for thread in threads:
        thread.start()
    time.sleep(life)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    for thread in threads:
        thread.join()
    return answered


def _answers(port: int) -> bool:
    with suppress(OSError, http.client.HTTPException):
        return load.fetch(port, load.Ask("/healthz"))[0] == 200
    return False


def drill(folder: Path, rounds: int, seed: int, seconds: float) -> dict[str, Any]:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thidua.config.settings")
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    chance, found = random.Random(seed), Found()
    asks = [load.Ask(**one) for one in json.loads((folder / "asks.json").read_text())["submissions"]]
    browsers = [Browser(asks[place], asks[CLIENTS + place :: CLIENTS]) for place in range(CLIENTS)]
    seen = [compare(browser, found) for browser in browsers]
    starts = []
    for number in range(rounds):
        starts.append(one_round(browsers, seen, folder, chance.uniform(SHORTEST_LIFE_SECONDS, seconds)))
        connection.close()
        seen = [compare(browser, found) for browser in browsers]
        print(f"\rround {number + 1}", end="", file=sys.stderr, flush=True)
    call_command("verify_totals")
    call_command("verify_audit")
    refused = [one for browser in browsers for one in browser.refused]
    return {
        "rounds": rounds,
        "acknowledged": sum(browser.acknowledged for browser in browsers),
        "lost": found.lost,
        "torn": found.torn,
        "refused": refused,
        "slowest start s": round(max(starts), 2),
    }


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--seconds", type=float, default=2, help="the longest that one server lives")
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument(
        "--begin-with", type=Path, metavar="FILE", help="an empty SQLite database that is migrated already"
    )
    given = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="thidua-kill-"))
    os.environ["THIDUA_DATA"] = str(folder)
    if given.postgresql:
        from tests import postgresql

        os.environ["DATABASE_URL"] = postgresql.url()
    else:
        os.environ.pop("DATABASE_URL", None)
    if given.begin_with:
        shutil.copyfile(given.begin_with, folder / "thidua.sqlite3")
    try:
        # Eight browsers hand in some twenty reports a second between them.
        posts = max(60, round(3 * CLIENTS * given.rounds * given.seconds / 4))
        prepare = [sys.executable, str(ROOT / "benchmarks" / "ward.py"), str(folder), "--rounds", "1"]
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT / "benchmarks")]),
        }
        subprocess.run([*prepare, "--posts", str(posts)], check=True, env=environment, cwd=ROOT)
        told = drill(folder, given.rounds, given.seed, given.seconds)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print()
    print(json.dumps(told, ensure_ascii=False, indent=1))
    return 1 if told["lost"] or told["torn"] or told["refused"] else 0


if __name__ == "__main__":
    sys.exit(main())
