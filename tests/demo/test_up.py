"""`thidua up` as its user meets it: a real process, real ports, real signals."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.factories.org import UnitFactory
from thidua.demo.management.commands import up

READY_SECONDS = 180  # the first start migrates; on a loaded machine that takes its time


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Running:
    """`thidua up` on a data folder and a port of its own."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        environment = {
            name: value for name, value in os.environ.items() if not name.startswith(("THIDUA_", "DATABASE_"))
        }
        environment |= {"THIDUA_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "thidua.config.settings"}
        command = [sys.executable, "-m", "thidua", "up", "--port", str(self.port)]
        self.said = folder / "said.txt"
        with self.said.open("w") as said:
            self.process = subprocess.Popen(command, env=environment, stdout=said, stderr=subprocess.STDOUT)

    def health(self) -> dict[str, str]:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5) as answer:
            told: dict[str, str] = json.load(answer)
            return told

    def wait_until_ready(self) -> dict[str, str]:
        deadline = time.monotonic() + READY_SECONDS
        told: dict[str, str] = {}
        while (
            time.monotonic() < deadline
            and self.process.poll() is None
            and not (told.get("jobs") == "ok" and "http://" in self.said.read_text())
        ):
            try:
                told = self.health()
            except (urllib.error.URLError, OSError):
                time.sleep(0.2)
        return told

    def children(self) -> list[int]:
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(pid) for pid in listed.split()]


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@contextmanager
def started_in(folder: Path) -> Iterator[Running]:
    started = Running(folder)
    try:
        yield started
    finally:
        started.process.terminate()
        started.process.wait(timeout=30)


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    """The first start, on an empty folder."""
    with started_in(tmp_path) as started:
        yield started


@pytest.fixture
def running_again(tmp_path: Path, lay_migrated: Callable[[Path], None]) -> Iterator[Running]:
    lay_migrated(tmp_path)
    with started_in(tmp_path) as started:
        yield started


def test_up_serves_and_stops_cleanly(running: Running) -> None:
    assert running.wait_until_ready() == {"database": "ok", "jobs": "ok"}
    children = running.children()
    assert len(children) == 2
    running.process.send_signal(signal.SIGTERM)
    assert running.process.wait(timeout=20) == 0
    assert [pid for pid in children if is_running(pid)] == []
    assert f"http://127.0.0.1:{running.port}" in running.said.read_text()


def test_up_stops_everything_when_one_part_dies(running_again: Running) -> None:
    running = running_again
    assert running.wait_until_ready() == {"database": "ok", "jobs": "ok"}
    first, second = running.children()
    os.kill(second, signal.SIGKILL)
    assert running.process.wait(timeout=20) == 1
    assert "Tiến trình jobs đã dừng ngoài ý muốn" in running.said.read_text()
    assert not is_running(first)


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "thidua.example.vn"])
def test_up_demo_refuses_what_others_can_reach(host: str) -> None:
    with pytest.raises(CommandError, match="chỉ chạy trên chính máy này"):
        call_command("up", demo=True, host=host)


def test_up_on_a_port_in_use() -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        with pytest.raises(CommandError, match=f"Thử: --port {port + 1}"):
            call_command("up", port=port)


@pytest.mark.django_db
def test_up_demo_refuses_real_data(data_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    UnitFactory()
    monkeypatch.setattr(up.statics, "are_collected", lambda: True)
    with pytest.raises(CommandError, match="đã có dữ liệu thật"):
        call_command("up", demo=True, port=free_port())
