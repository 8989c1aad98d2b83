"""Slow and broken clients against the real server: what good requests wait meanwhile, against what they wait in peace.

    python drills/slow_clients.py                          # starts the server of `thidua up` on a data folder of its own
    python drills/slow_clients.py --nginx                  # behind nginx with the limits of deploy/nginx.conf
    python drills/slow_clients.py --port 8000 --seconds 10 # a server that runs already

Prints for each attack the 95th percentile of good requests attacked ÷ in peace, failures among them, and how many of the
attackers' connections the server had ended by itself. Loopback only.
"""

import argparse
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]
HOST = "127.0.0.1"
GOOD = "/dang-nhap/"  # leads on to another page where no ward was founded yet; both ask the database
CLIENTS = 2
MULTIPART = b"Content-Type: multipart/form-data; boundary=x\r\n"


@dataclass(frozen=True)
class Found:
    """Seconds of good requests, failures among them, attackers' connections and those that the server ended."""

    p95: float
    count: int
    failed: int
    connections: int = 0
    ended: int = 0


def main() -> int:
    options = _options()
    with _server(options) as port:
        _ask_for(port, 2.0)  # warm
        peace = _measured(port, options.seconds)
        print(f"in peace: p95 {peace.p95 * 1000:.0f} ms, {peace.count} requests, {peace.failed} failed")
        worst = 0.0
        for name, attack in ATTACKS.items():
            found = _attacked(port, options.seconds, attack)
            worst = max(worst, found.p95 / peace.p95)
            print(
                f"{name}: p95 {found.p95 * 1000:.0f} ms = {found.p95 / peace.p95:.1f} × peace, {found.count} requests, "
                f"{found.failed} failed; {found.ended} of {found.connections} attackers ended by the server",
                flush=True,
            )
        after = _measured(port, options.seconds)
        print(f"afterwards: p95 {after.p95 / peace.p95:.1f} × peace, {after.failed} failed")
    print(f"worst: {worst:.1f}")
    return int(worst > options.most)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--port", type=int, help="of a server that runs already")
    parser.add_argument(
        "--nginx", action="store_true", help="put nginx in front, as deploy/nginx.conf has it"
    )
    parser.add_argument("--seconds", type=float, default=6.0, help="of each measurement")
    parser.add_argument(
        "--most", type=float, default=2.0, help="exit with 1 where the worst quotient is above"
    )
    return parser.parse_args()


@contextmanager
def _server(options: argparse.Namespace) -> Iterator[int]:
    if options.port:
        yield options.port
        return
    from benchmarks import servers
    from thidua.demo import serving

    folder = tempfile.mkdtemp(prefix="thidua-slow-")
    port = servers.free_port()
    environment = {
        **os.environ,
        **serving.ENVIRONMENT,
        "THIDUA_DATA": folder,
        "PYTHONPATH": str(ROOT / "src"),
    }
    try:
        for command in ("migrate", "createcachetable", "gather_static"):
            given = [sys.executable, "-m", "thidua", command]
            subprocess.run(given, env=environment, check=True, stdout=subprocess.DEVNULL)
        with servers.running(servers.serve("thidua.config.wsgi:application", port), port, environment):
            if not options.nginx:
                yield port
                return
            front = servers.free_port()
            configuration = Path(folder, "nginx.conf")
            configuration.write_text(_nginx(Path(folder), front, port), encoding="utf-8")
            with servers.running(
                ["nginx", "-c", str(configuration), "-e", f"{folder}/errors"], front, environment
            ):
                yield front
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _nginx(folder: Path, front: int, back: int) -> str:
    """The shipped limits and the shipped way to the application, on loopback and without certificates."""
    shipped = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    zones = "\n".join(re.findall(r"^limit_\w+_zone .*;$", shipped, re.MULTILINE))
    limits = shipped[shipped.index("    # Slow and broken clients") : shipped.index("    gzip on;")]
    way = shipped[shipped.index("    location / {\n        proxy_pass") :].rstrip().removesuffix("}")
    aside = "".join(
        f"{name}_temp_path {folder}/{name};\n"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    return f"""daemon off;
pid {folder}/nginx.pid;
events {{ worker_connections 1024; }}
http {{
{aside}access_log off;
{zones}
upstream thidua {{ server {HOST}:{back}; }}
server {{
    listen {HOST}:{front};
{limits}{way}
}}
}}
"""


# --- good clients -------------------------------------------------------------------------------------------------


def _measured(port: int, seconds: float) -> Found:
    told: list[list[float | None]] = [[] for _ in range(CLIENTS)]
    threads = [threading.Thread(target=_ask_for, args=(port, seconds, list_)) for list_ in told]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    times = [time_ for list_ in told for time_ in list_ if time_ is not None]
    failed = sum(time_ is None for list_ in told for time_ in list_)
    p95 = statistics.quantiles(times, n=20)[-1] if len(times) > 1 else seconds
    return Found(p95, len(times) + failed, failed)


def _ask_for(port: int, seconds: float, told: list[float | None] | None = None) -> None:
    """Requests one after the other, each on a connection of its own as a browser's first is."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        start = time.monotonic()
        answer = b""
        with suppress(OSError), socket.create_connection((HOST, port), timeout=30) as connection:
            connection.sendall(
                b"GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n" % (GOOD.encode(), HOST.encode())
            )
            while piece := connection.recv(65536):
                answer += piece
        if told is not None:
            told.append(time.monotonic() - start if answer[:10] in {b"HTTP/1.1 2", b"HTTP/1.1 3"} else None)
        time.sleep(0.02)


# --- attackers ----------------------------------------------------------------------------------------------------


def _attacked(port: int, seconds: float, attack: "Attack") -> Found:
    stop = threading.Event()
    count, work = attack
    ended: list[int] = []
    threads = [
        threading.Thread(target=_keep_at, args=(work, port, stop, ended), daemon=True) for _ in range(count)
    ]
    for thread in threads:
        thread.start()
    time.sleep(1.0)
    found = _measured(port, seconds)
    stop.set()
    for thread in threads:
        thread.join(5)
    return Found(found.p95, found.count, found.failed, count, len(ended))


def _keep_at(work: "Work", port: int, stop: threading.Event, ended: list[int]) -> None:
    while not stop.is_set():
        try:
            with socket.create_connection((HOST, port), timeout=2) as connection:
                work(connection, stop)
        except OSError:
            if not stop.is_set():
                ended.append(1)
                stop.wait(0.5)


def _drip(connection: socket.socket, stop: threading.Event, begin: bytes) -> None:
    """A byte a second; OSError when the other side has had enough."""
    connection.sendall(begin)
    while not stop.wait(1.0):
        connection.sendall(b"a")
        connection.setblocking(False)
        with suppress(BlockingIOError):
            if connection.recv(65536) == b"":
                raise ConnectionResetError
        connection.setblocking(True)


def be_idle(connection: socket.socket, stop: threading.Event) -> None:
    connection.settimeout(0.5)
    while not stop.is_set():
        with suppress(TimeoutError):
            if connection.recv(1) == b"":
                raise ConnectionResetError


def drip_a_header(connection: socket.socket, stop: threading.Event) -> None:
    _drip(connection, stop, b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ")


def drip_a_form(connection: socket.socket, stop: threading.Event) -> None:
    head = (
        b"POST /dang-nhap/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    )
    _drip(connection, stop, head + b"Content-Length: 100000\r\n\r\n")


def drip_an_upload(connection: socket.socket, stop: threading.Event) -> None:
    head = (
        b"POST /dang-nhap/ HTTP/1.1\r\nHost: 127.0.0.1\r\n" + MULTIPART + b"Content-Length: 5000000\r\n\r\n"
    )
    part = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n'
    _drip(connection, stop, head + part)


def send_huge_headers(connection: socket.socket, stop: threading.Event) -> None:
    connection.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n" + b"X-Long: " + b"a" * 300_000 + b"\r\n\r\n")
    connection.recv(1000)
    stop.wait(0.5)


def cut_an_upload(connection: socket.socket, stop: threading.Event) -> None:
    head = (
        b"POST /dang-nhap/ HTTP/1.1\r\nHost: 127.0.0.1\r\n" + MULTIPART + b"Content-Length: 5000000\r\n\r\n"
    )
    connection.sendall(head + b"a" * 500_000)
    stop.wait(1.0)


Work = Callable[[socket.socket, threading.Event], None]
Attack = tuple[int, Work]
ATTACKS: dict[str, Attack] = {
    "200 idle connections": (200, be_idle),
    "50 headers of 1 byte/s": (50, drip_a_header),
    "50 forms of 1 byte/s": (50, drip_a_form),
    "50 uploads of 1 byte/s": (50, drip_an_upload),
    "10 clients with headers of 300 KB": (10, send_huge_headers),
    "20 clients that cut uploads": (20, cut_an_upload),
}


if __name__ == "__main__":
    sys.exit(main())
