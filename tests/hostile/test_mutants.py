"""The small run of drills/fuzz_imports.py: 300 mutants at the readers, 150 at the pages, the same ones every time."""

import unicodedata
from collections.abc import Callable, Iterator
from datetime import datetime

import pytest

from tests.hostile import doors, measured, mutants, readers, second_reading, specimens
from tests.hostile.readers import End
from thidua.core import sheets

SEED = "ci"


@pytest.fixture(autouse=True)
def within_bounds(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with measured.holding(monkeypatch):
        yield


def test_mutants_are_the_same_every_time() -> None:
    whole = specimens.as_xlsx(specimens.unit_rows())
    assert specimens.as_xlsx(specimens.unit_rows()) == whole == specimens.as_xlsx(specimens.unit_rows())
    assert mutants.mutant("1-2", whole) == mutants.mutant("1-2", whole) != mutants.mutant("1-3", whole)


def test_every_specimen_is_read_as_it_stands() -> None:
    outcomes = {one.name: readers.hand_in(one, one.content) for one in specimens.specimens()}
    assert {name: (found.end, found.wrong) for name, found in outcomes.items()} == {
        name: (End.READ, []) for name in outcomes
    }


@pytest.mark.parametrize("part", range(6))
def test_mutants_at_the_readers(part: int) -> None:
    known = specimens.specimens()
    contents = [one.content for one in known]
    wrong = []
    for number in range(part * 50, part * 50 + 50):
        specimen = known[number % len(known)]
        outcome = readers.hand_in(specimen, mutants.mutant(f"{SEED}-{number}", specimen.content, contents))
        is_said = outcome.end is not End.REFUSED or outcome.sentence.rstrip()[-1:] == "."
        if outcome.end is End.FAILED or outcome.wrong or not is_said:
            wrong.append((number, specimen.name, outcome))
    assert wrong == []


@pytest.mark.django_db
def test_mutants_at_the_pages(set_clock: Callable[[datetime], None]) -> None:
    set_clock(doors.NOW)
    ward = doors.open_doors()
    known = ward.specimens()
    contents = [one.content for one in known]
    wrong = []
    for number in range(150):
        specimen = known[number % len(known)]
        data = mutants.mutant(f"{SEED}-pages-{number}", specimen.content, contents)
        statuses = ward.hand_in(specimen.door, data, specimen.name)
        if doors.faults(statuses):
            wrong.append((number, specimen.name, statuses))
    assert wrong == []


NAMES = (
    "../../../etc/passwd",
    "C:\\Users\\An\\bang.xlsx",
    unicodedata.normalize("NFD", "Biên bản họp tổ dân phố ") * 15 + ".xlsx",
    "a\u202egnp.xlsx",
    "<script>alert(1)</script>.pdf",
    "a\r\nX-Header: 1.csv",
    "=cmd|'x'.csv",
    "😀" * 120,
)


@pytest.mark.django_db
def test_names_at_the_doors(set_clock: Callable[[datetime], None]) -> None:
    set_clock(doors.NOW)
    ward = doors.open_doors()
    first = {one.door: one for one in reversed(ward.specimens())}
    answers = [
        (door, name, doors.faults(ward.hand_in(door, one.content, name)))
        for door, one in first.items()
        for name in NAMES
    ]
    assert [found for found in answers if found[2]] == []


def test_every_specimen_gets_in_at_its_door(set_clock: Callable[[datetime], None], db: None) -> None:
    set_clock(doors.NOW)
    ward = doors.open_doors()
    answers = {one.name: ward.hand_in(one.door, one.content, one.name) for one in ward.specimens()}
    again = {"ke-hoach.pdf", "ke-hoach.txt"}  # the same plan a second time is asked about
    assert {name: found for name, found in answers.items() if name not in again} == {
        name: [303, 200] for name in answers if name not in again
    }


@pytest.mark.parametrize(
    ("kept", "stands"),
    [([["a", 7]], "a,8"), ([["a"]], "a,8"), ([["a", "8", "x"]], "a,8"), ([["ã", "8"]], "a,8"), ([["a", 1234]], "a,1.234")],
)  # fmt: skip
def test_a_second_reading_finds_what_was_kept_wrong(kept: list[list[sheets.Cell]], stands: str) -> None:
    specimen = specimens.Specimen(specimens.Door.UNITS, "x.csv", b"", ",")
    assert len(second_reading.differences(specimen, stands.encode(), kept)) == 1
    book = specimens.as_xlsx([["a", "8"], ["b", "9"]])
    right: list[list[sheets.Cell]] = [["a", "8"], ["b", "9"]]
    assert second_reading.differences(specimen, book, right) == []
    assert len(second_reading.differences(specimen, book, [["a", "8"], ["b", 9]])) == 1


@pytest.mark.parametrize("encoding", ["TCVN3", "VNI"])
def test_a_list_in_old_letters_is_refused_at_its_first_words(encoding: str) -> None:
    rows = specimens.as_text(specimens.people_rows(), ";")
    data = (
        specimens.as_tcvn3(rows)
        if encoding == "TCVN3"
        else "Hoï vaø teân;Vai troø\nNguyeãn Thò Höôøng;x\n".encode("latin-1")
    )
    with pytest.raises(
        sheets.SheetRefused, match=rf"Dòng 1: “H.* viết bằng bảng mã {encoding}.*có lẽ là “Họ"
    ):
        sheets.read_table(data, "danh-sach.csv")
