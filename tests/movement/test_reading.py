"""Files go through a process of their own; whatever happens to it is one sentence here."""

import io

import docx
import pytest

from tests.movement import ward as wards
from thidua.movement import errors, reading, reading_child


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
    monkeypatch.setattr(reading, "WALL_SECONDS", 0.001)
    with pytest.raises(errors.PlanRefused, match="quá nặng"):
        reading.read_upload(wards.SEED.read_bytes(), "ke-hoach.md")


def test_a_reader_that_dies_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_child, "__name__", "thidua.movement.no_such_module")
    with pytest.raises(errors.PlanRefused, match="quá nặng hoặc bị hỏng"):
        reading.read_upload(b"KE HOACH", "ke-hoach.md")


def test_a_text_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_CHARACTERS", 10)
    with pytest.raises(errors.PlanRefused, match="quá nặng"):
        reading.read_text("KẾ HOẠCH dài hơn mười chữ")
