"""Reading processes: what they may use, what becomes of one that dies, what they are told of us."""

import logging
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.core.conftest import wait_until
from thidua.core import apart, limits, readers
from thidua.core.apart import Answer, read_apart, stream_apart

pytestmark = pytest.mark.usefixtures("readers_of_ours")
SECRET = b"NOI-DUNG-MAT"


def done(body: str, content: bytes = b"", *arguments: str) -> Answer:
    return read_apart("tests.core.badly_behaved.read", content, body, *arguments)


def told(body: str, path: Path, *arguments: str) -> Iterator[Any]:
    return stream_apart("tests.core.badly_behaved.tell", path, body, *arguments)


def test_what_was_told_and_what_comes_back() -> None:
    answer = done("return {'size': len(content), 'with': arguments}, content[::-1]", b"a\nb", "x")
    assert (answer.told, answer.body) == ({"size": 3, "with": ["x"]}, b"b\na")


def test_more_than_a_pipe_holds_goes_in_and_out() -> None:
    content = bytes(range(256)) * 40_000
    assert done("return {}, content", content).body == content


def test_it_gets_no_environment_and_no_folder_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://thidua:mat-khau@127.0.0.1/thidua")
    found = done("import os; return {'env': list(os.environ), 'cwd': os.getcwd()}").told
    assert (set(found["env"]) - {*readers.KEPT, "LC_CTYPE"}, found["cwd"]) == (set(), "/")


def test_it_inherits_no_descriptor_but_its_three() -> None:
    with Path(__file__).open("rb"), readers.in_memory(SECRET) as other:
        assert other > 2
        found = done(
            "import os; return {n: os.readlink(f'/proc/self/fd/{n}') for n in os.listdir('/proc/self/fd') "
            "if os.path.exists(f'/proc/self/fd/{n}') or int(n) < 3}"
        ).told
    kinds = {number: name.partition(":")[0].partition(" ")[0] for number, name in found.items()}
    assert kinds == {"0": "/memfd", "1": "pipe", "2": "/dev/null"}


def test_it_holds_nothing_of_the_framework() -> None:
    found = done("import sys; return {'names': sorted({n.partition('.')[0] for n in sys.modules})}").told
    assert {"django", "psycopg", "sqlite3"} & set(found["names"]) == set()


def test_the_limits_are_those_of_the_house() -> None:
    names = ("AS", "DATA", "CPU", "CORE", "FSIZE", "NPROC")
    found = done(
        f"import resource as r; return {{n: r.getrlimit(getattr(r, 'RLIMIT_' + n)) for n in {names}}}"
    ).told
    most = (limits.MEMORY_BYTES, limits.OWN_MEMORY_BYTES, limits.CPU_SECONDS, 0, 0, 0)
    assert found == {name: [value, value] for name, value in zip(names, most, strict=True)}


@pytest.mark.parametrize(
    "body",
    [
        "return {'size': len(bytearray(300 * 1024**2))}",
        "return work(content, arguments)",
        "import ctypes; ctypes.string_at(0)",
        "import os; os.abort()",
        "while True: pass",
        "import os; os.kill(os.getpid(), 9)",
    ],
    ids=["memory", "recursion", "segfault", "abort", "time", "killed"],
)
def test_what_wants_too_much_is_too_heavy_and_the_next_is_read(
    body: str, caplog: pytest.LogCaptureFixture
) -> None:
    done("return {}")
    before = readers.process_id()
    with caplog.at_level(logging.DEBUG), pytest.raises(apart.TooHeavy):
        done(body, SECRET)
    assert SECRET.decode() not in caplog.text
    assert (done("return {}").told, readers.process_id()) == ({}, before)


def test_what_fails_is_broken_and_its_words_are_kept_nowhere(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.DEBUG), pytest.raises(apart.Broken):
        done("raise ValueError(content)", SECRET)
    assert SECRET.decode() not in caplog.text + "".join(capfd.readouterr())


def test_it_can_write_no_byte_into_a_file(tmp_path: Path) -> None:
    with pytest.raises(apart.Broken):
        done(
            "import os; os.write(os.open(arguments[0], os.O_CREAT | os.O_WRONLY), b'x')",
            b"",
            f"{tmp_path}/x",
        )
    assert (tmp_path / "x").read_bytes() == b""


def test_nothing_of_one_file_is_left_for_the_next() -> None:
    done("import sys; sys.kept = content; return {}", SECRET)
    assert done("import sys; return {'kept': hasattr(sys, 'kept')}").told == {"kept": False}


def test_one_that_sleeps_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    done("return {}")
    monkeypatch.setattr(apart, "WALL_SECONDS", 0.2)
    with pytest.raises(apart.TooHeavy):
        done("import time; time.sleep(60)")


def test_one_that_tells_without_end_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "OWN_MEMORY_BYTES", 1_000_000)
    with pytest.raises(apart.TooHeavy):
        done("import os\n    while True: os.write(1, bytes(60_000))")


def test_only_so_many_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "_places", threading.BoundedSemaphore(1))
    monkeypatch.setattr(apart, "WALL_SECONDS", 0.1)
    with apart._places, pytest.raises(apart.Busy):
        done("return {}")
    monkeypatch.setattr(apart, "WALL_SECONDS", 10)
    assert done("return {}").told == {}


def test_own_memory_is_held_below_what_a_file_may_cost() -> None:
    assert limits.OWN_MEMORY_BYTES <= 256 * limits.MEBIBYTE <= limits.MEMORY_BYTES


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "list"
    path.write_bytes(SECRET)
    return path


def test_a_long_list_is_told_thing_by_thing(file: Path) -> None:
    assert list(told("yield [len(content)]; yield arguments[0]", file, "x")) == [[len(SECRET)], "x"]


@pytest.mark.parametrize(
    "body",
    [
        "yield 1; bytearray(300 * 1024**2)",
        "yield 1; import ctypes; ctypes.string_at(0)",
        "yield 1; yield from work(content, arguments)",
        "yield 'x' * 10_000; import os; os.write(1, b'[1, '); os.abort()",
    ],
    ids=["memory", "segfault", "recursion", "in the midst of a line"],
)
def test_a_list_that_wants_too_much_ends_in_a_refusal(body: str, file: Path) -> None:
    with pytest.raises(apart.TooHeavy):
        list(told(body, file))


def test_a_list_whose_reader_fails_is_broken(file: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(apart.Broken):
        list(told("yield 1; raise ValueError(content)", file))
    assert SECRET.decode() not in "".join(capfd.readouterr())


def test_a_list_that_nobody_reads_on_leaves_no_process(file: Path) -> None:
    things = told("yield __import__('os').getpid()\n    while True: yield 'x' * 1000", file)
    child = next(things)
    things.close()  # type: ignore[attr-defined]
    assert wait_until(lambda: not Path(f"/proc/{child}").exists())
    assert not any(isinstance(thread, threading.Timer) for thread in threading.enumerate())


def test_a_list_that_sleeps_is_ended(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "JOB_WALL_SECONDS", 0.3)
    with pytest.raises(apart.TooHeavy):
        list(told("yield 1; import time; time.sleep(60)", file))
