"""Backup under load, restored by the real command in processes of its own; on SQLite and on PostgreSQL."""

import itertools
import random
import stat
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from tests.clock import local
from tests.factories import reporting as make
from tests.factories.documents import StoredFileFactory, examined
from tests.reporting import deeds
from thidua.core import audit_check
from thidua.core.models import AuditEvent
from thidua.documents import actions as document_actions
from thidua.indicator.figures import Value
from thidua.reporting import actions
from thidua.web import errors
from thidua.web.backups import archive, drill, making, restoring, shelf

AT = local(2026, 11, 22, 1)
WRITERS = 3
BETWEEN_COPIES = 6  # deeds, at least


@pytest.fixture
def backup_folder(data_folder: Path, settings: Any) -> Path:
    settings.BACKUP_FOLDER = data_folder / "backups"
    return data_folder / "backups"


class Load:
    """Officers who hand in, take back and store files, each in a thread of its own, until the block ends."""

    def __init__(self, here: make.Ward) -> None:
        self.here, self.stopped, self.faults = here, threading.Event(), list[str]()
        self.done = itertools.count()
        self.count = 0
        self.people = [(unit, here.actor("reporter", unit)) for unit in here.units]
        self.threads = [threading.Thread(target=self._work, args=(n,), daemon=True) for n in range(WRITERS)]

    def _work(self, number: int) -> None:
        unit, by = self.people[number]
        try:
            for turn in itertools.count():
                if self.stopped.is_set():
                    return
                deeds.send(self.here, unit, Value(turn % 50, 50))
                content = f"Biên bản {number} {turn}".encode()
                document_actions.store_file(by, file=examined(content), by=by, at=deeds.SENT_AT)
                actions.recall_report(self.here.report(unit), by=by, at=deeds.SENT_AT)
                self.count = next(self.done)
        except Exception as error:
            self.faults.append(repr(error))
        finally:
            connection.close()

    def wait_for(self, more: int) -> None:
        goal = self.count + more
        waited = threading.Event()
        for _ in range(600):
            if self.count >= goal or self.faults:
                return
            waited.wait(0.05)
        raise AssertionError("the writers stand still")

    def __enter__(self) -> "Load":
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.stopped.set()
        for thread in self.threads:
            thread.join(timeout=60)


@pytest.mark.django_db(transaction=True)
def test_backup_under_load_restores_to_one_moment(backup_folder: Path) -> None:
    here = make.ward(units=WRITERS, indicators=2)
    with Load(here) as load:
        copies = []
        for number in range(4):
            load.wait_for(BETWEEN_COPIES)
            copies.append(making.make_copy(backup_folder, at=AT + timedelta(seconds=number)))
        load.wait_for(BETWEEN_COPIES)
    assert load.faults == []
    sequences = []
    for copy in copies:
        with archive.checked(copy.path) as reader:
            said = reader.manifest.facts
        head = audit_check.Head.parse(said.heads[str(here.commune.pk)])
        assert said.counts[AuditEvent._meta.db_table] == head.sequence
        sequences.append(head.sequence)
    sequences.append(audit_check.head_of(here.commune.pk).sequence)
    assert sequences == sorted(set(sequences))
    done = drill.prove(copies[2], at=AT)
    assert (done.sentence, shelf.drill(), done.seconds > 0) == ("", done, True)


def real_copy(folder: Path) -> shelf.Copy:
    StoredFileFactory(content="Sổ họp tháng 10".encode())
    return making.make_copy(folder, at=AT)


@pytest.mark.django_db
def test_two_hundred_flipped_bytes_are_refused(backup_folder: Path) -> None:
    copy, chance = real_copy(backup_folder), random.Random(200)
    into = backup_folder / "new"
    refused = 0
    for _ in range(200):
        position, by = chance.randrange(copy.size), chance.randint(1, 255)
        with flipped(copy.path, position, by), pytest.raises(errors.CopyDamaged):
            restoring.restore(copy.path, into, tell=str)
        refused += 1
    assert (refused, into.exists()) == (200, False)
    with archive.checked(copy.path):
        pass  # put back, it is whole again


class flipped:  # noqa: N801  # reads as a word of the test
    """The file with one byte changed inside the block."""

    def __init__(self, path: Path, position: int, by: int) -> None:
        self.path, self.position, self.by = path, position, by

    def _flip(self) -> None:
        with self.path.open("r+b") as file:
            file.seek(self.position)
            byte = file.read(1)[0]
            file.seek(self.position)
            file.write(bytes([byte ^ self.by]))

    def __enter__(self) -> None:
        self._flip()

    def __exit__(self, *error: object) -> None:
        self._flip()


@pytest.mark.django_db
@pytest.mark.parametrize("cut", [1, 600, 40_000])
def test_a_truncated_copy_is_refused(backup_folder: Path, cut: int) -> None:
    copy = real_copy(backup_folder)
    with copy.path.open("r+b") as file:
        file.truncate(copy.size - cut)
    with pytest.raises(CommandError, match="bị hỏng"):
        call_command("restore", str(copy.path), "--into", str(backup_folder / "new"))
    assert not (backup_folder / "new").exists()


@pytest.mark.django_db
def test_a_folder_in_use_is_refused(backup_folder: Path) -> None:
    copy = real_copy(backup_folder)
    into = backup_folder / "new"
    into.mkdir()
    (into / "thidua.sqlite3").write_bytes(b"")
    with pytest.raises(CommandError, match="đã có dữ liệu"):
        call_command("restore", str(copy.path), "--into", str(into))
    assert (into / "thidua.sqlite3").read_bytes() == b""


@pytest.mark.django_db
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite's target is the folder alone")
def test_a_database_in_use_is_refused(backup_folder: Path) -> None:
    copy = real_copy(backup_folder)
    with pytest.raises(CommandError, match="DATABASE_URL đã có dữ liệu"):
        call_command("restore", str(copy.path), "--into", str(backup_folder / "new"))
    assert not (backup_folder / "new").exists()


@pytest.mark.django_db
def test_a_copy_of_the_other_engine_is_refused(backup_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = real_copy(backup_folder)
    monkeypatch.setattr(connection, "vendor", "oracle")
    with pytest.raises(errors.CopyFromElsewhere, match="đang chỉ tới oracle"):
        restoring.restore(copy.path, backup_folder / "new", tell=str)


@pytest.mark.django_db(transaction=True)
def test_a_copy_without_a_stored_file_fails_its_drill(backup_folder: Path, data_folder: Path) -> None:
    """Bytes that the product itself had lost are found by the drill, not on the day of need."""
    StoredFileFactory(content=b"mat")
    next((data_folder / "files").rglob("?" * 64)).unlink()
    done = drill.prove(making.make_copy(backup_folder, at=AT), at=AT)
    assert done.is_proven is False
    assert "thiếu hoặc khác nội dung" in done.sentence
    assert shelf.drill() == done


@pytest.mark.django_db
def test_a_copy_is_for_its_owner_alone_and_holds_no_key(backup_folder: Path, data_folder: Path) -> None:
    (data_folder / "secret_key").write_text("k" * 50)
    (data_folder / "files").mkdir()
    (data_folder / "files" / ".half").write_text("half")
    copy = real_copy(backup_folder)
    with archive.checked(copy.path) as reader:
        names = sorted(name for name in reader.manifest.parts if not name.startswith("database/"))
    assert (copy.name, stat.S_IMODE(copy.path.stat().st_mode)) == ("thidua-20261122-010000.tar", 0o600)
    assert [name.split("/")[0] for name in names] == ["files"]
    assert b"k" * 50 not in copy.path.read_bytes()
    assert sorted(path.name for path in backup_folder.iterdir()) == [".making.lock", copy.name]


@pytest.mark.django_db
def test_backup_goes_where_it_is_told(backup_folder: Path, tmp_path: Path, capsys: Any) -> None:
    call_command("backup", "--to", str(tmp_path / "usb"))
    made = [path.name for path in (tmp_path / "usb").glob("*.tar")]
    assert (len(made), made[0] in capsys.readouterr().out, shelf.copies()) == (1, True, [])


@pytest.mark.django_db
def test_two_copies_at_once_or_of_one_second_are_refused(backup_folder: Path) -> None:
    with shelf.scratch(backup_folder, shelf.MAKING), pytest.raises(errors.CopyBeingMade):
        making.make_copy(backup_folder, at=AT)
    left = backup_folder / shelf.MAKING / "archive"
    left.parent.mkdir()
    left.touch()
    making.make_copy(backup_folder, at=AT)
    assert not left.exists()
    with pytest.raises(errors.CopyExists):
        making.make_copy(backup_folder, at=AT)


@pytest.mark.django_db
def test_a_folder_that_cannot_be_written_is_named(backup_folder: Path) -> None:
    backup_folder.write_text("no folder")
    with pytest.raises(CommandError, match=r"Không ghi được bản sao: .+\."):
        call_command("backup")


@pytest.mark.django_db
def test_a_database_that_cannot_be_read_is_named(
    backup_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(connection.settings_dict, "NAME", "/khong-co/gi")
    with pytest.raises(CommandError, match=r"Không ghi được bản sao: .+\."):
        call_command("backup")


@pytest.mark.django_db
def test_a_full_disk_leaves_nothing_behind(
    backup_folder: Path, monkeypatch: pytest.MonkeyPatch, fill_disk: Callable[[], None]
) -> None:
    fill_disk()
    with pytest.raises(CommandError, match="Đĩa không đủ chỗ"):
        call_command("backup")
    assert [path.name for path in backup_folder.iterdir()] == [".making.lock"]


@pytest.fixture
def fill_disk(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Ask for more room than any disk has."""
    return lambda: monkeypatch.setattr(making, "SPARE", 1024**6)
