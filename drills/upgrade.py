"""A new release takes over behind a real nginx while people read and hand in: what was refused, what was lost.

    python drills/upgrade.py --seconds 40 --rate 20        # needs nginx and openssl (Debian: apt-get install nginx-light)
    python drills/upgrade.py --without-nginx               # clients go to the slot in service; what the tests play
    python drills/upgrade.py --site 443 --name thidua.example.vn --certificate fullchain.pem --asks asks.json

The shipped deploy/nginx.conf stands in front, with another port, name and certificate. Arrivals are an open loop over TLS, each
with a connection of its own: two readers for one who hands in twenty figures. After a quarter of the time the second slot
migrates and starts, nginx turns to it, the first one is stopped as systemd does it, and people go on coming for another
quarter, or as long as `--seconds` says. Prints one line of figures.

`--site` only sends the people, to a throw-away server on this machine, set up as docs/how-to/deploy.md says, while somebody
runs upgrade.sh there; `asks.json` is of benchmarks/ward.py, run as the server's user with its settings.
"""

import argparse
import http.client
import json
import os
import random
import shutil
import signal
import ssl
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src"), str(ROOT / "benchmarks")]

import load
import servers

NAME = "thidua.example.vn"
THIDUA = [sys.executable, "-m", "thidua"]


class Nginx:
    """The shipped configuration on a free port, with a certificate of this minute."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port, self.plain_port = folder, servers.free_port(), servers.free_port()
        self.name = NAME
        self.slot_file = folder / "slot.conf"
        certificate = [
            "-keyout",
            str(folder / "key.pem"),
            "-out",
            str(folder / "cert.pem"),
            "-subj",
            f"/CN={NAME}",
        ]
        make = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", *certificate]
        subprocess.run(make, check=True, capture_output=True)
        (folder / "site.conf").write_text(self._site())
        (folder / "nginx.conf").write_text(
            f"pid {folder}/nginx.pid; error_log {folder}/error.log; worker_processes 2;\n"
            f"events {{}}\nhttp {{ access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;"
            f" fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;"
            f" include {folder}/site.conf; }}\n"
        )

    def _site(self) -> str:
        shipped = (ROOT / "deploy" / "nginx.conf").read_text()
        for given, ours in {
            "/etc/nginx/thidua-slot.conf": str(self.slot_file),
            f"/etc/letsencrypt/live/{NAME}/fullchain.pem": str(self.folder / "cert.pem"),
            f"/etc/letsencrypt/live/{NAME}/privkey.pem": str(self.folder / "key.pem"),
            "listen 80;": f"listen 127.0.0.1:{self.plain_port};",
            "listen 443 ssl http2;": f"listen 127.0.0.1:{self.port} ssl http2;",
            "    listen [::]:80;\n": "",
            "    listen [::]:443 ssl http2;\n": "",
            # All arrivals come from this one machine.
            "rate=60r/s": "rate=6000r/s",
        }.items():
            if given not in shipped:
                raise SystemExit(f"deploy/nginx.conf no longer holds {given!r}")
            shipped = shipped.replace(given, ours)
        return shipped

    def run(self, *options: str) -> None:
        command = ["nginx", "-p", str(self.folder), "-e", str(self.folder / "error.log"), "-c", "nginx.conf"]
        subprocess.run([*command, *options], check=True, capture_output=True)

    def turn_to(self, port: int) -> None:
        self.slot_file.write_text(f"server 127.0.0.1:{port};\n")

    def connection(self) -> http.client.HTTPConnection:
        return Site(self.port, NAME, self.folder / "cert.pem").connection()


class Straight:
    """No proxy: a client goes to the slot that is in service at that moment, as nginx would for it."""

    def __init__(self) -> None:
        self.name, self.slot = NAME, 0

    def run(self, *options: str) -> None:
        pass

    def turn_to(self, port: int) -> None:
        self.slot = port

    def connection(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.slot, timeout=30)


@dataclass(frozen=True, slots=True)
class Site:
    """A server behind TLS on this machine."""

    port: int
    name: str
    certificate: Path

    def connection(self) -> http.client.HTTPConnection:
        context = ssl.create_default_context(cafile=str(self.certificate))
        context.check_hostname = False
        return http.client.HTTPSConnection("127.0.0.1", self.port, timeout=30, context=context)


class Arrivals:
    """Requests that come when they come, whether or not the ones before were answered."""

    def __init__(self, front: Nginx | Straight | Site, board: load.Ask, submissions: list[load.Ask]) -> None:
        self.front, self.board, self.submissions = front, board, submissions
        self.answers: Counter[str] = Counter()
        self.acknowledged: list[int] = []
        self.seconds: list[float] = []

    def come(self, seconds: float, rate: float, enough: threading.Event) -> None:
        """`rate` a second, for `seconds` at least and until there is `enough`."""
        threads, chance, ends = [], random.Random(1), time.monotonic() + seconds
        while time.monotonic() < ends or not enough.is_set():
            ask = self.submissions.pop() if self.submissions and chance.random() < 1 / 3 else self.board
            threads.append(threading.Thread(target=self._one, args=(ask,)))
            threads[-1].start()
            time.sleep(chance.expovariate(rate))
        for thread in threads:
            thread.join()

    def _one(self, ask: load.Ask) -> None:
        began = time.monotonic()
        try:
            connection = self.front.connection()
            name = self.front.name
            headers = ask.all_headers | {"Host": name, "Referer": f"https://{name}/"}
            if isinstance(self.front, Straight):
                headers["X-Forwarded-Proto"] = "https"
            connection.request(ask.method, ask.path, ask.body.encode() or None, headers)
            status = connection.getresponse().status
            connection.close()
        except (OSError, http.client.HTTPException) as error:
            self.answers[type(error).__name__] += 1
            return
        self.answers["good" if status == ask.status else str(status)] += 1
        self.seconds.append(time.monotonic() - began)
        if ask.body and status == ask.status:
            self.acknowledged.append(int(ask.path.split("/")[2]))


def slot(environment: dict[str, str]) -> tuple[subprocess.Popen[bytes], int]:
    """A release that serves and answers."""
    port = servers.free_port()
    command = [*THIDUA, "serve", "--port", str(port), "--workers", "2"]
    process = subprocess.Popen(command, env=environment, cwd=ROOT, start_new_session=True)
    ask = load.Ask("/healthz", headers={"Host": NAME, "X-Forwarded-Proto": "https"})
    for _ in range(600):
        with suppress(OSError, http.client.HTTPException):
            if load.fetch(port, ask)[0] == 200:
                return process, port
        time.sleep(0.1)
    raise SystemExit("the slot does not answer")


def thidua(environment: dict[str, str], *command: str) -> None:
    subprocess.run([*THIDUA, *command], check=True, env=environment, cwd=ROOT)


def drill(
    folder: Path, environment: dict[str, str], given: argparse.Namespace, front: Nginx | Straight
) -> dict[str, Any]:
    """Steps 4 to 6 of deploy/upgrade.sh; needs the ward in `folder`."""
    old, old_port = slot(environment)
    front.turn_to(old_port)
    front.run()
    started, enough = [old], threading.Event()
    try:
        arrivals = arrivals_at(front, folder / "asks.json")
        crowd = threading.Thread(target=arrivals.come, args=(given.seconds, given.rate, enough))
        crowd.start()
        time.sleep(given.seconds / 4)
        thidua(environment, "migrate", "--no-input", "--verbosity", "0")
        new, new_port = slot(environment)
        started.append(new)
        front.turn_to(new_port)
        front.run("-s", "reload")
        time.sleep(given.drain)
        old.terminate()
        old.wait(40)
        time.sleep(given.seconds / 4)
        enough.set()
        crowd.join()
    finally:
        enough.set()
        with suppress(subprocess.CalledProcessError):
            front.run("-s", "stop")
        for process in started:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    return told_of(arrivals) | {"lost": lost(THIDUA, environment, arrivals.acknowledged)}


def arrivals_at(front: Nginx | Straight | Site, file: Path) -> Arrivals:
    asks = json.loads(file.read_text())
    return Arrivals(front, load.Ask(**asks["board"]), [load.Ask(**one) for one in asks["submissions"]])


def told_of(arrivals: Arrivals) -> dict[str, Any]:
    ordered = sorted(arrivals.seconds)
    return {
        "arrivals": sum(arrivals.answers.values()),
        "answers": dict(arrivals.answers),
        "acknowledged submissions": len(arrivals.acknowledged),
        "p50 ms": round(ordered[len(ordered) // 2] * 1000),
        "p95 ms": round(ordered[len(ordered) * 95 // 100] * 1000),
        "slowest ms": round(ordered[-1] * 1000),
    }


def lost(command: list[str], environment: dict[str, str], acknowledged: list[int]) -> int:
    """How many acknowledged submissions the database does not hold."""
    script = (
        "import sys, json; from thidua.reporting.models import Report;"
        "asked = json.loads(sys.stdin.read());"
        "print(len(asked) - Report.objects.filter(pk__in=asked).exclude(state='draft').count())"
    )
    told = subprocess.run(
        [*command, "shell", "--verbosity", "0", "--command", script],
        check=True,
        env=environment,
        cwd=ROOT,
        input=json.dumps(acknowledged).encode(),
        capture_output=True,
    )
    return int(told.stdout)


def at_a_site(given: argparse.Namespace) -> dict[str, Any]:
    """People only; the database is asked by the command that deploy.md puts into /usr/local/bin."""
    arrivals = arrivals_at(Site(given.site, given.name, given.certificate), given.asks)
    enough = threading.Event()
    enough.set()
    arrivals.come(given.seconds, given.rate, enough)
    return told_of(arrivals) | {"lost": lost(["thidua"], dict(os.environ), arrivals.acknowledged)}


def on_this_machine(given: argparse.Namespace) -> dict[str, Any]:
    folder = Path(tempfile.mkdtemp(prefix="thidua-upgrade-"))
    environment = {
        **os.environ,
        "THIDUA_DATA": str(folder),
        "THIDUA_BASE_URL": f"https://{NAME}",
        "THIDUA_HOSTS": NAME,
        "THIDUA_BEHIND_PROXY": "1",
        "THIDUA_LOG_LEVEL": "WARNING",
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT / "benchmarks")]),
    }
    if not given.given_database:
        environment.pop("DATABASE_URL", None)
    if given.begin_with:
        shutil.copyfile(given.begin_with, folder / "thidua.sqlite3")
    try:
        posts = int(given.seconds * given.rate / 2)
        ward = [sys.executable, str(ROOT / "benchmarks" / "ward.py"), str(folder), "--rounds", "1"]
        subprocess.run([*ward, "--posts", str(posts)], check=True, env=environment, cwd=ROOT)
        thidua(environment, "gather_static")
        return drill(folder, environment, given, Straight() if given.without_nginx else Nginx(folder))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=40)
    parser.add_argument("--rate", type=float, default=20)
    parser.add_argument("--drain", type=float, default=5, help="seconds until the old slot is stopped")
    parser.add_argument("--without-nginx", action="store_true")
    parser.add_argument("--given-database", action="store_true", help="that of DATABASE_URL; must be empty")
    parser.add_argument(
        "--begin-with", type=Path, metavar="FILE", help="an empty SQLite database that is migrated already"
    )
    parser.add_argument("--site", type=int, metavar="PORT")
    parser.add_argument("--name", default=NAME)
    parser.add_argument("--certificate", type=Path)
    parser.add_argument("--asks", type=Path)
    given = parser.parse_args()
    told = at_a_site(given) if given.site else on_this_machine(given)
    print(json.dumps(told, ensure_ascii=False))
    return int(bool(set(told["answers"]) - {"good"} or told["lost"]))


if __name__ == "__main__":
    sys.exit(main())
