"""Reading processes: what they may use, what becomes of one that dies, what they are told of us."""

import logging
import sys
import threading
from pathlib import Path

import pytest

from thidua.core import apart, limits
from thidua.core.apart import read_apart, stream_apart

SECRET = b"NOI-DUNG-MAT"


@pytest.fixture(autouse=True)
def by_code(monkeypatch: pytest.MonkeyPatch) -> None:
    """Here the "module" is a line of code."""
    monkeypatch.setattr(apart, "COMMAND", (sys.executable, "-I", "-c"))


def reader(body: str) -> str:
    return f"from thidua.core.confined import serve\ndef read(content, *arguments):\n    {body}\nserve(read)"


def test_what_was_told_and_what_comes_back() -> None:
    answer = read_apart(
        reader("return {'size': len(content), 'with': arguments}, content[::-1]"), b"a\nb", "x"
    )
    assert (answer.told, answer.body) == ({"size": 3, "with": ["x"]}, b"b\na")


def test_it_gets_no_environment_and_no_folder_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://thidua:mat-khau@127.0.0.1/thidua")
    told = read_apart(reader("import os; return {'env': list(os.environ), 'cwd': os.getcwd()}"), b"").told
    assert (set(told["env"]) - {*apart.KEPT, "LC_CTYPE"}, told["cwd"]) == (set(), "/")


@pytest.mark.parametrize(
    "body",
    [
        "return {'size': len(bytearray(300 * 1024**2))}",
        "return read(content)",
        "import ctypes; ctypes.string_at(0)",
        "import os; os.abort()",
        "while True: pass",
    ],
    ids=["memory", "recursion", "segfault", "abort", "time"],
)
def test_what_wants_too_much_is_too_heavy(body: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG), pytest.raises(apart.TooHeavy):
        read_apart(reader(body), SECRET)
    assert SECRET.decode() not in caplog.text


def test_what_fails_is_broken_and_its_words_are_kept_nowhere(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.DEBUG), pytest.raises(apart.Broken):
        read_apart(reader("raise ValueError(content)"), SECRET)
    assert SECRET.decode() not in caplog.text + "".join(capfd.readouterr())


def test_it_can_write_no_byte_into_a_file(tmp_path: Path) -> None:
    with pytest.raises(apart.Broken):
        read_apart(
            reader("import os; os.write(os.open(arguments[0], os.O_CREAT | os.O_WRONLY), b'x')"),
            b"",
            f"{tmp_path}/x",
        )
    assert (tmp_path / "x").read_bytes() == b""


def test_one_that_sleeps_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "WALL_SECONDS", 0.2)
    with pytest.raises(apart.TooHeavy):
        read_apart(reader("import time; time.sleep(60)"), b"")


def test_only_so_many_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "_places", threading.BoundedSemaphore(1))
    monkeypatch.setattr(apart, "WALL_SECONDS", 0.1)
    with apart._places, pytest.raises(apart.Busy):
        read_apart(reader("return {}"), b"")
    monkeypatch.setattr(apart, "WALL_SECONDS", 10)
    assert read_apart(reader("return {}"), b"").told == {}


def test_own_memory_is_held_below_what_a_file_may_cost() -> None:
    assert limits.OWN_MEMORY_BYTES <= 256 * limits.MEBIBYTE <= limits.MEMORY_BYTES


def teller(body: str) -> str:
    return (
        "from thidua.core.confined import serve_lines\n"
        f"def tell(content, *arguments):\n    {body}\nserve_lines(tell)"
    )


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "list"
    path.write_bytes(SECRET)
    return path


def test_a_long_list_is_told_thing_by_thing(file: Path) -> None:
    told = stream_apart(teller("yield [len(content)]; yield arguments[0]"), file, "x")
    assert list(told) == [[len(SECRET)], "x"]


@pytest.mark.parametrize(
    "body",
    [
        "yield 1; bytearray(300 * 1024**2)",
        "yield 1; import ctypes; ctypes.string_at(0)",
        "yield 1; yield from tell(content)",
    ],
    ids=["memory", "segfault", "recursion"],
)
def test_a_list_that_wants_too_much_ends_in_a_refusal(body: str, file: Path) -> None:
    with pytest.raises(apart.TooHeavy):
        list(stream_apart(teller(body), file))


def test_a_list_whose_reader_fails_is_broken(file: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(apart.Broken):
        list(stream_apart(teller("yield 1; raise ValueError(content)"), file))
    assert SECRET.decode() not in "".join(capfd.readouterr())


def test_a_list_that_nobody_reads_on_leaves_no_process(file: Path) -> None:
    told = stream_apart(teller("\n    while True: yield 'x' * 1000"), file)
    assert next(told) == "x" * 1000
    told.close()  # type: ignore[attr-defined]
    clocks = [thread for thread in threading.enumerate() if isinstance(thread, threading.Timer)]
    for clock in clocks:
        clock.join(5)
    assert not any(clock.is_alive() for clock in clocks)


def test_a_list_that_sleeps_is_ended(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "JOB_WALL_SECONDS", 0.3)
    with pytest.raises(apart.TooHeavy):
        list(stream_apart(teller("yield 1; import time; time.sleep(60)"), file))
