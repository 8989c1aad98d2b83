"""From the file at the door to rows that wait: what names people is nowhere afterwards."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core import serializers

from tests.factories.org import UnitFactory, actor
from tests.factories.registers import BatchFactory
from tests.registers import lists
from thidua.core.errors import Refused
from thidua.core.models import AuditEvent
from thidua.org.models import Unit
from thidua.registers import actions, errors, incoming, jobs
from thidua.registers.enums import BatchState
from thidua.registers.models import Batch, Record, Source

AT = BatchFactory.uploaded_at
MATCHED = {"ma_ho_so": 1, "ma_tthc": 2, "kenh": 5, "ngay_tiep_nhan": 6, "ngay_hen_tra": 7, "so_hoa": 8}
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(data_folder: Path) -> Path:
    return data_folder / "incoming"


@pytest.fixture
def unit() -> Unit:
    found: Unit = UnitFactory()
    return found


def handed_in(unit: Unit, data: bytes, name: str = "ho-so.csv") -> Batch:
    batch: Batch = BatchFactory(unit=unit, state=BatchState.SIFTING, file_name=name)
    incoming.keep_raw(batch.pk, [data])
    return batch


def sifted(unit: Unit, *rows: lists.Row) -> Batch:
    batch = handed_in(unit, lists.as_csv(rows))
    assert jobs.sift_batch.call(batch.pk)
    batch.refresh_from_db()
    return batch


def read(unit: Unit, *rows: lists.Row, words: dict[str, dict[str, str]] | None = None) -> Batch:
    batch = sifted(unit, *rows)
    by = actor("reporter", unit)
    actions.match_columns(batch, columns=MATCHED, words=words or {}, by=by, at=AT)
    assert jobs.read_batch.call(batch.pk)
    batch.refresh_from_db()
    return batch


@pytest.mark.parametrize(("name", "write"), [("a.csv", lists.as_csv), ("a.xlsx", lists.as_xlsx)])
def test_a_list_is_sifted_and_its_file_is_gone(
    unit: Unit, folder: Path, name: str, write: lists.Write
) -> None:
    batch = handed_in(unit, write([lists.row(i) for i in range(4)]), name)
    assert jobs.sift_batch.call(batch.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.row_count) == (BatchState.MATCHING, 4)
    assert [(one["title"], one["why"]) for one in batch.dropped] == [
        ("Chủ hồ sơ", "tên cột nói về người hoặc cách liên hệ"),
        ("Liên hệ", "nội dung giống số điện thoại"),
    ]
    assert sorted(path.suffix for path in folder.iterdir()) == [".gz", ".json"]


def test_no_name_and_no_telephone_is_kept_anywhere(unit: Unit, folder: Path) -> None:
    batch = read(unit, *(lists.row(i) for i in range(4)))
    rows = [row for row, _ in ((list(cells), number) for number, cells in incoming.read_rows(batch.pk))]
    kept = [
        serializers.serialize("json", model.objects.all()) for model in (Batch, Record, Source, AuditEvent)
    ]
    everything = " ".join([*kept, str(rows), incoming.columns(batch.pk).read_text(encoding="utf-8")])
    assert [secret for secret in (lists.NAME, lists.PHONE) if secret in everything] == []


def test_what_was_dropped_stands_in_the_book_of_deeds(unit: Unit) -> None:
    sifted(unit, *(lists.row(i) for i in range(4)))
    noted = AuditEvent.objects.get(action="registers.note_sifted").detail
    assert noted == {"rows": 4, "dropped": ["Chủ hồ sơ", "Liên hệ"]}


def test_files_on_their_way_are_for_their_owner_alone(unit: Unit, folder: Path) -> None:
    sifted(unit, lists.row(1))
    assert {oct(path.stat().st_mode & 0o777) for path in folder.iterdir()} == {"0o600"}
    assert oct(folder.stat().st_mode & 0o777) == "0o700"


@pytest.mark.parametrize(
    ("data", "start"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"\x01\xff" * 50, "Tệp này không phải bảng tính"),
        (b"a,b\n1,2\n", "Không thấy hàng tiêu đề"),
        (",".join(lists.TITLES).encode() + b"\n", "Tệp chỉ có hàng tiêu đề"),
    ],
)
def test_a_file_that_is_no_such_list_says_why(unit: Unit, folder: Path, data: bytes, start: str) -> None:
    batch = handed_in(unit, data)
    assert not jobs.sift_batch.call(batch.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.refusal[: len(start)]) == (BatchState.REFUSED, start)
    assert not incoming.raw(batch.pk).exists()


def test_a_file_that_is_gone(unit: Unit) -> None:
    batch: Batch = BatchFactory(unit=unit, state=BatchState.SIFTING)
    assert not jobs.sift_batch.call(batch.pk)
    batch.refresh_from_db()
    assert batch.refusal == "Tệp tạm đã hết hạn giữ và được xóa. Xin tải tệp lên lại."


def test_a_job_for_a_batch_that_was_let_go_does_nothing(unit: Unit) -> None:
    batch: Batch = BatchFactory(unit=unit, state=BatchState.DISCARDED)
    assert (jobs.sift_batch.call(batch.pk), jobs.read_batch.call(batch.pk)) == (False, False)


def test_a_job_that_fails_says_so_and_the_file_can_be_let_go(
    unit: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = handed_in(unit, lists.as_csv([lists.row(1)]))
    monkeypatch.setattr(incoming, "keep_rows", lambda *args: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        jobs.sift_batch.call(batch.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.refusal[:22]) == (BatchState.REFUSED, "Máy chủ gặp lỗi khi đọ")
    assert actions.discard_batch(batch, by=actor("reporter", unit), at=AT).state == BatchState.DISCARDED


@pytest.mark.parametrize("minutes", [0, 10])
def test_a_job_that_still_works_is_not_begun_twice(unit: Unit, minutes: int) -> None:
    batch = handed_in(unit, lists.as_csv([lists.row(1)]))
    with pytest.raises(errors.StillReading):
        actions.restart_reading(batch, by=actor("reporter", unit), at=AT + timedelta(minutes=minutes))


def test_a_job_that_never_began_or_died_begins_anew(unit: Unit) -> None:
    batch = handed_in(unit, lists.as_csv([lists.row(1)]))
    later = AT + timedelta(minutes=11)
    actions.restart_reading(batch, by=actor("reporter", unit), at=later)
    assert (batch.has_stopped(later), batch.has_stopped(later + timedelta(minutes=11))) == (False, True)
    assert jobs.sift_batch.call(batch.pk)


def test_a_batch_that_is_not_at_work_cannot_be_restarted(unit: Unit) -> None:
    batch = sifted(unit, lists.row(1))
    with pytest.raises(Refused):
        actions.restart_reading(batch, by=actor("reporter", unit), at=AT + timedelta(days=1))


def test_rows_of_a_batch_that_was_let_go_while_it_was_read_do_not_stay(
    unit: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = sifted(unit, lists.row(1))
    by = actor("reporter", unit)
    actions.match_columns(batch, columns=MATCHED, words={}, by=by, at=AT)
    monkeypatch.setattr(
        jobs, "_tell", lambda one, done: actions.discard_batch(Batch.objects.get(pk=one.pk), by=by, at=AT)
    )
    assert not jobs.read_batch.call(batch.pk)
    assert (Record.objects.count(), incoming.rows(batch.pk).exists()) == (0, False)
    assert Batch.objects.get().state == BatchState.DISCARDED


def _records() -> list[Record]:
    return list(Record.objects.order_by("number"))


def test_rows_are_read_by_what_was_matched(unit: Unit) -> None:
    batch = read(unit, lists.row(1), lists.row(2, channel="Trực tiếp", day="07/01/2026"))
    assert (batch.state, batch.good_count, batch.refused_count) == (BatchState.READ, 2, 0)
    assert (str(batch.first_day), str(batch.last_day)) == ("2026-01-05", "2026-01-07")
    found = [
        (one.key, one.number, one.is_current, one.facts["kenh"], one.facts["so_hoa"]) for one in _records()
    ]
    assert found == [("H1", 3, False, "2", True), ("H2", 4, False, "1", True)]


def test_bad_rows_are_left_out_with_their_place(unit: Unit) -> None:
    batch = read(unit, lists.row(1), lists.row(2, day="hôm qua"), lists.row(3, due="01/01/2026"))
    assert (batch.good_count, batch.odd_count, batch.refused_count) == (2, 1, 1)
    assert [(one["place"], one["weight"]) for one in batch.problems] == [
        ("Ô G4", "refused"),
        ("Hàng 5", "odd"),
    ]


def test_of_two_rows_with_one_code_the_later_holds(unit: Unit) -> None:
    batch = read(unit, lists.row(1), lists.row(2), lists.row(1, channel="Trực tiếp"))
    assert (batch.good_count, batch.twice_count) == (2, 1)
    assert [(one.key, one.number, one.facts["kenh"]) for one in _records()] == [
        ("H2", 4, "2"),
        ("H1", 5, "1"),
    ]


def test_a_word_that_a_person_told(unit: Unit) -> None:
    read(unit, lists.row(1, channel="Qua ứng dụng"), words={"kenh": {"qua ung dung": "2"}})
    assert Record.objects.get().facts["kenh"] == "2"


def test_a_job_that_broke_off_begins_anew(unit: Unit) -> None:
    batch = read(unit, lists.row(1), lists.row(2))
    Batch.objects.filter(pk=batch.pk).update(state=BatchState.READING)
    assert jobs.read_batch.call(batch.pk)
    assert Record.objects.count() == 2


def test_only_so_many_reasons_are_kept_and_all_are_counted(
    unit: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "MOST_PROBLEMS", 2)
    batch = read(unit, *(lists.row(i, day="?") for i in range(5)), lists.row(9, due="01/01/2026"))
    assert (batch.refused_count, [one["weight"] for one in batch.problems]) == (
        5,
        ["refused", "refused", "odd"],
    )
