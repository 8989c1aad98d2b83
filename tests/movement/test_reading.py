"""Files go through a process of their own; whatever happens to it is one sentence here."""

import io
import json
from pathlib import Path

import docx
import pytest

from tests.movement import ward as wards
from thidua.core import apart
from thidua.movement import errors, planreader, reading
from thidua.movement.planreader import carrying

EXAMINED = Path(__file__).parent / "planreader" / "examined"


def test_a_text_file_is_read_as_pasted_text() -> None:
    content = wards.SEED.read_bytes()
    assert reading.read_upload(content, "ke-hoach.md") == reading.read_text(content.decode())


def test_a_word_file_is_read() -> None:
    document = docx.Document()
    for line in (
        "KẾ HOẠCH",
        "Phát động phong trào thi đua “Học tập số”",
        "I. MỤC ĐÍCH",
        "1. Nâng cao kỹ năng số.",
    ):
        document.add_paragraph(line)
    kept = io.BytesIO()
    document.save(kept)
    assert [one.label for one in reading.read_upload(kept.getvalue(), "ke-hoach.docx").sections][:1] == ["I"]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "ke-hoach.docx"),
        (b"PK\x03\x04 broken", "ke-hoach.docx"),
        (b"%PDF-1.7 broken", "ke-hoach.pdf"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"\x00" * 600, "ke-hoach.doc"),
        (b"\xff\xfe\x00\x01\x02", "ke-hoach.txt"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(content: bytes, name: str) -> None:
    with pytest.raises(errors.PlanRefused) as raised:
        reading.read_upload(content, name)
    assert (raised.value.field, str(raised.value)[-1]) == ("file", ".")


def test_a_text_that_is_no_plan_is_refused() -> None:
    with pytest.raises(errors.PlanRefused, match="Không nhận ra nội dung kế hoạch nào"):
        reading.read_text("xin chào")


def test_a_reader_that_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "WALL_SECONDS", 0.001)
    with pytest.raises(errors.PlanRefused, match=r"Tệp quá nặng|Máy chủ đang đọc"):
        reading.read_upload(wards.SEED.read_bytes(), "ke-hoach.md")


def test_a_reader_that_dies_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "READER", "thidua.movement.no_such_module")
    with pytest.raises(errors.PlanRefused, match="quá nặng hoặc bị hỏng"):
        reading.read_upload(b"KE HOACH", "ke-hoach.md")


def test_a_text_without_end_is_refused() -> None:
    with pytest.raises(errors.PlanRefused, match="Văn bản quá dài so với một kế hoạch"):
        reading.read_text("KẾ HOẠCH " * 250_000)


def test_pasted_text_is_text_whatever_it_begins_with() -> None:
    pasted = wards.SEED.read_text(encoding="utf-8")
    assert reading.read_text(f"PK %PDF-\n\n{pasted}").sections[0].label == "I"


@pytest.mark.parametrize(
    "line",
    ["KÕ ho¹ch ph¸t ®éng phong trµo thi ®ua", "Keá hoaïch phaùt ñoäng phong traøo thi ñua"],
)
def test_a_plan_in_old_letters_is_refused_with_what_it_means(line: str) -> None:
    with pytest.raises(errors.PlanRefused, match=r"viết bằng bảng mã .* có lẽ là “K.* hoạch phát động"):
        reading.read_text("\n\n".join(["KE HOACH", line, f"1. {line}"]))


def test_what_no_database_keeps_is_left_out() -> None:
    content = wards.SEED.read_text(encoding="utf-8").replace("KẾ HOẠCH", "KẾ\x01 HOẠCH\uffff")
    draft = reading.read_upload(content.encode(), "ke-hoach.md")
    assert [letter for letter in draft.text if letter in "\x01\uffff"] == []


@pytest.mark.parametrize("path", sorted(EXAMINED.glob("*.txt")), ids=lambda path: path.stem)
def test_a_draft_is_carried_from_one_process_to_another_without_loss(path: Path) -> None:
    draft = planreader.read_plan(path.read_text(encoding="utf-8"))
    assert carrying.unpack(json.loads(json.dumps(carrying.pack(draft)))) == draft
