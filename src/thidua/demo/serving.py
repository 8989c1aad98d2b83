"""What runs on when `thidua up` has prepared everything: pages and jobs, watched, stopped together.

It takes the place of the process that prepared: watching lasts for weeks and needs none of the 90 MB that were loaded for
preparing. So nothing here may import Django; a house test looks.
"""

import os
import socket
import subprocess
import sys
import time
from typing import NoReturn

from thidua.demo import processes

START_SECONDS = 60
# One heap for all threads. Python runs one of them at a time, so they do not wait for each other; a heap for each
# costs a megabyte a thread.
ENVIRONMENT = {"MALLOC_ARENA_MAX": "1"}


class NotServing(Exception):
    """A sentence: what did not start, or ended by itself."""


# Threads that only take bodies in (`config.bodies`): so many slow uploads at once hold up nobody.
WAITING_THREADS = 32
# Headers of ours fit many times into the buffer; who takes longer than ten seconds for them will not finish.
HEADER_BYTES = 64 * 1024
HEADER_MILLISECONDS = 10_000


def web_arguments(application: str, host: str, port: int, *, workers: int) -> list[str]:
    """What `python -m` needs to serve; measured by the benchmarks as well."""
    options = ["--interface", "wsgi", "--host", host, "--port", str(port), "--workers", str(workers)]
    options += ["--blocking-threads", str(WAITING_THREADS), "--no-ws", "--log-level", "error"]
    options += [
        "--http1-buffer-size",
        str(HEADER_BYTES),
        "--http1-header-read-timeout",
        str(HEADER_MILLISECONDS),
    ]
    return ["granian", *options, application]


def go_on(host: str, port: int, *, workers: int) -> NoReturn:
    """Become the process that serves; the process id stays."""
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", __name__, host, str(port), str(workers)])  # noqa: S606


def serve(host: str, port: int, *, workers: int) -> None:
    """Until stopped; raises NotServing."""
    children: dict[str, subprocess.Popen[bytes]] = {}
    environment = {name: os.environ.get(name, value) for name, value in ENVIRONMENT.items()}
    try:
        with processes.stopping_on_signal():
            arguments = web_arguments("thidua.config.wsgi:application", host, port, workers=workers)
            children["web"] = processes.start(*arguments, environment=environment)
            children["jobs"] = processes.start("thidua", "work", environment=environment)
            _wait_until_open(host, port, children["web"])
            _say(f"Thi Đua Số: http://{host}:{port}  (Ctrl-C để dừng)")
            name = processes.wait_for_first_end(children)
            raise NotServing(f"Tiến trình {name} đã dừng ngoài ý muốn; dừng cả phần còn lại.")
    except processes.Stopped:
        _say("Đang dừng …")
    finally:
        processes.stop_all(children)


def _wait_until_open(host: str, port: int, web: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and web.poll() is None:
        try:
            socket.create_connection((host, port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise NotServing("Máy chủ không khởi động được; xem các dòng báo lỗi ở trên.")


def _say(sentence: str) -> None:
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    try:
        serve(sys.argv[1], int(sys.argv[2]), workers=int(sys.argv[3]))
    except NotServing as error:
        sys.exit(f"thidua: {error}")
