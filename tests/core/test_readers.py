"""The process that forks readers: made when needed, made again when gone, never left behind."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.core.conftest import ROOT, START, wait_until
from tests.core.test_apart import done, told
from thidua.core import apart, limits, readers

pytestmark = pytest.mark.usefixtures("readers_of_ours")


def is_running(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def forker() -> int:
    process = readers.process_id()
    assert process is not None
    return process


def test_none_is_started_before_a_file_comes() -> None:
    assert readers.process_id() is None


def test_one_forks_for_all_files() -> None:
    parents = {done("import os; return {'parent': os.getppid()}").told["parent"] for _ in range(3)}
    assert parents == {forker()}


def test_two_threads_read_at_once(tmp_path: Path) -> None:
    both = threading.Barrier(2, timeout=10)
    for name in "ab":
        os.mkfifo(tmp_path / name)
    found = []

    def read(name: str, other: str) -> None:
        both.wait()
        # Each opens its own end and waits for the other reader to open his: alone, none comes to an end.
        ways = [("rb", name), ("wb", other)] if name == "a" else [("wb", other), ("rb", name)]
        body = "".join(f"open('{tmp_path}/{which}', '{way}'); " for way, which in ways)
        found.append(done(f"{body}return {{'name': arguments[0]}}", b"", name).told["name"])

    threads = [threading.Thread(target=read, args=pair) for pair in (("a", "b"), ("b", "a"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(15)
    assert sorted(found) == ["a", "b"]


def test_killed_between_two_files_it_is_made_again() -> None:
    done("return {}")
    first = forker()
    os.kill(first, signal.SIGKILL)
    assert wait_until(lambda: not is_running(first))
    assert (done("return {'size': len(content)}", b"abc").told, forker() != first) == ({"size": 3}, True)


def test_killed_over_a_file_the_reader_goes_too_and_the_file_is_read_again(tmp_path: Path) -> None:
    body = "import os, time; open(arguments[0] + str(os.getpid()), 'w').close(); time.sleep(0.3); return {'size': len(content)}"
    found = []
    reading = threading.Thread(target=lambda: found.append(done(body, b"abc", f"{tmp_path}/").told))
    reading.start()
    assert wait_until(lambda: any(tmp_path.iterdir()))
    child = int(next(tmp_path.iterdir()).name)
    first = forker()
    os.kill(first, signal.SIGKILL)
    assert wait_until(lambda: not is_running(child))
    reading.join(10)
    assert (found, len(list(tmp_path.iterdir())), forker() != first) == ([{"size": 3}], 2, True)


def test_killed_over_a_list_of_which_something_was_told_the_sender_is_asked_to_come_again(
    tmp_path: Path,
) -> None:
    (tmp_path / "list").write_bytes(b"x")
    things = told("yield 'x' * 100_000\n    import time; time.sleep(60)", tmp_path / "list")
    next(things)
    os.kill(forker(), signal.SIGKILL)
    with pytest.raises(apart.Busy):
        next(things)


def test_where_none_can_be_had_nothing_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "COMMAND", (sys.executable, "-I", "-c", "raise SystemExit(1)"))
    with pytest.raises(apart.Busy):
        done("return {}")
    monkeypatch.setattr(readers, "COMMAND", ("/khong/co",))
    with pytest.raises(apart.Busy):
        done("return {}")


def test_it_goes_when_nobody_asks_and_comes_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "COMMAND", (*readers.COMMAND, "0.2"))
    done("return {}")
    first = forker()
    assert wait_until(lambda: not is_running(first))
    assert (done("return {}").told, forker() != first) == ({}, True)


def test_it_stays_while_a_reader_works(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "COMMAND", (*readers.COMMAND, "0.05"))
    assert done("import time; time.sleep(0.4); return {'a': 1}").told == {"a": 1}


ASKS = f"""
import sys, time
sys.path.insert(0, {str(ROOT)!r})
from pathlib import Path
from thidua.core import apart, readers
readers.COMMAND = (sys.executable, "-I", "-c", {START!r})
body = "import os, time; yield os.getpid(); yield 'x' * 100_000; time.sleep(60)"
things = apart.stream_apart("tests.core.badly_behaved.tell", Path(__file__), body)
print(next(things), readers.process_id(), flush=True)
time.sleep(60)
"""


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_it_ends_with_whoever_asks_and_so_do_its_readers(number: signal.Signals, tmp_path: Path) -> None:
    program = tmp_path / "asks.py"
    program.write_text(ASKS)
    with subprocess.Popen(
        [sys.executable, program], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as asker:
        child, server = map(int, (asker.stdout.readline() if asker.stdout else "").split())
        assert [is_running(child), is_running(server)] == [True, True]
        asker.send_signal(number)
    assert wait_until(lambda: not is_running(server) and not is_running(child))


def test_a_process_that_ends_as_usual_leaves_none(tmp_path: Path) -> None:
    program = tmp_path / "asks.py"
    program.write_text(ASKS.replace("time.sleep(60)\n", "things.close()\n").replace('time.sleep(60)"', '1"'))
    done_with = subprocess.run(
        [sys.executable, "-W", "error", program], capture_output=True, text=True, timeout=30, check=True
    )
    assert (done_with.stderr, is_running(int(done_with.stdout.split()[1]))) == ("", False)


def test_a_fork_of_ours_gets_one_of_its_own() -> None:
    done("return {}")
    first = forker()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            done("return {}")
            os.write(writing, str(forker()).encode())
            readers.end()
        finally:
            os._exit(0)
    os.close(writing)
    os.waitpid(child, 0)
    with os.fdopen(reading) as said:
        other = int(said.read())
    assert (other != first, is_running(other), is_running(first)) == (True, False, True)
    assert (done("return {}").told, forker()) == ({}, first)


def test_one_that_waits_long_takes_little_memory() -> None:
    """What two workers may have beside them; the time it stays stands in docs/reference/uploads.md."""
    done("return {}")
    rollup = Path(f"/proc/{forker()}/smaps_rollup").read_text()
    resident = next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Rss:"))
    assert (resident < 40 * 1024, limits.IDLE_SECONDS <= 120) == (True, True)
