"""Bodies come in whole before anything runs; few threads run, many may wait; a cut upload leaves nothing behind."""

import io
import socket
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse

from tests.demo.test_up import Running
from thidua.config.bodies import IN_MEMORY, Environment, Start, WholeBodies

LARGEST = 3 * IN_MEMORY


class Told:
    """An application that notes what it was asked, and answers with the body it was given."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []
        self.threads: set[int] = set()

    def __call__(self, environ: Environment, start: Start) -> Any:
        self.threads.add(threading.get_ident())
        time.sleep(0.01)
        length = int(environ.get("CONTENT_LENGTH") or 0)
        self.bodies.append(environ["wsgi.input"].read(length) if length <= LARGEST else b"unread")
        start("200 OK", [])
        return HttpResponse(b"answer")


def ask(application: WholeBodies, body: bytes, length: str | None = None) -> tuple[str, bytes]:
    said: list[str] = []
    environ = {"wsgi.input": io.BytesIO(body), "CONTENT_LENGTH": str(len(body)) if length is None else length}
    answer = application(environ, lambda status, headers: said.append(status))
    return said[0], b"".join(answer)


@pytest.mark.parametrize("body", [b"", b"a=1", b"x" * (IN_MEMORY + 1), b"x" * LARGEST])
def test_a_whole_body_is_handed_on(body: bytes) -> None:
    told = Told()
    assert ask(WholeBodies(told, at_once=1, largest=lambda path: LARGEST), body) == ("200 OK", b"answer")
    assert told.bodies == [body]


@pytest.mark.parametrize("came", [0, 1, IN_MEMORY + 5])
def test_a_cut_body_never_reaches_the_application(came: int) -> None:
    told = Told()
    answer = ask(WholeBodies(told, at_once=1, largest=lambda path: LARGEST), b"x" * came, str(came + 1))
    assert (answer, told.bodies) == (("400 Bad Request", b""), [])


@pytest.mark.parametrize("length", [str(LARGEST + 1), "", "nan", "-1", "１２", "9" * 30])
def test_a_length_that_is_too_much_or_none_is_left_to_the_application(length: str) -> None:
    application = WholeBodies(lambda environ, start: [b"seen"], at_once=1, largest=lambda path: LARGEST)
    source = io.BytesIO(b"x")
    answer = application({"wsgi.input": source, "CONTENT_LENGTH": length}, print)
    assert (list(answer), source.tell()) == ([b"seen"], 0)


def test_only_so_many_run_at_once() -> None:
    told = Told()
    application = WholeBodies(told, at_once=2, largest=lambda path: LARGEST)
    with ThreadPoolExecutor(16) as many:
        answers = list(many.map(lambda number: ask(application, b"a"), range(64)))
    assert (answers, len(told.threads)) == ([("200 OK", b"answer")] * 64, 2)


def test_a_fault_of_the_application_is_the_servers_to_tell() -> None:
    def fail(environ: Environment, start: Start) -> Any:
        raise ValueError("x")

    with pytest.raises(ValueError, match="x"):
        ask(WholeBodies(fail, at_once=1, largest=lambda path: LARGEST), b"a")


@pytest.fixture
def running(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lay_migrated: Callable[[Path], None]
) -> Iterator[Running]:
    """The server of `thidua up`; what it sets down for a moment, it sets down in `tmp_path`."""
    (tmp_path / "aside").mkdir()
    (tmp_path / "data").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "aside"))
    lay_migrated(tmp_path / "data")
    up = Running(tmp_path / "data")
    try:
        assert up.wait_until_ready() == {"database": "ok", "jobs": "ok"}
        yield up
    finally:
        up.process.terminate()
        up.process.wait(timeout=30)


def begin_upload(port: int) -> socket.socket:
    """Two megabytes of five."""
    connection = socket.create_connection(("127.0.0.1", port), timeout=10)
    head = (
        b"POST /dang-nhap/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: multipart/form-data; boundary=x\r\n"
    )
    part = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n' + b"a" * 2_000_000
    connection.sendall(head + b"Content-Length: 5000000\r\n\r\n" + part)
    return connection


def test_cut_uploads_leave_nothing_behind_and_hold_up_nobody(running: Running, tmp_path: Path) -> None:
    before = sorted(path for path in (tmp_path / "data").rglob("*") if path.is_file())
    halves = [begin_upload(running.port) for _ in range(12)]
    for _ in range(20):
        with urllib.request.urlopen(f"http://127.0.0.1:{running.port}/dang-nhap/", timeout=10) as answer:
            assert answer.status == 200
    for half in halves:
        half.close()
    deadline = time.monotonic() + 10
    while list((tmp_path / "aside").iterdir()) and time.monotonic() < deadline:
        time.sleep(0.1)
    after = sorted(path for path in (tmp_path / "data").rglob("*") if path.is_file())
    assert (list((tmp_path / "aside").iterdir()), after) == ([], before)
    assert running.health()["database"] == "ok"
