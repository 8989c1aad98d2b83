import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest

from tests.documents.rendering import sample
from thidua.documents.rendering import wording
from thidua.documents.rendering.document import (
    Align,
    Annex,
    BlankDay,
    Block,
    Bullet,
    Chart,
    Column,
    ColumnKind,
    Empty,
    Heading,
    InvalidDocument,
    Note,
    OfficialDocument,
    Paragraph,
    Quote,
    Run,
    Table,
    bold,
    cell_text,
    clean,
)

ONE = (Column("Một"),)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>'


def test_text_is_composed_and_freed_of_control_characters() -> None:
    assert clean("  Đa\u0323t\n\tchu\u0309 \u202etie\u0302u\x00\u200b ") == "Đạt chủ tiêu"


def test_runs_keep_the_spaces_at_their_ends() -> None:
    assert Paragraph((bold("Điều 1."), " Tặng")).runs == (Run("Điều 1.", bold=True), Run(" Tặng"))


@pytest.mark.parametrize(
    ("cell", "printed"),
    [
        (None, "…"),
        (0, "0"),
        (1234567, "1.234.567"),
        (-1234, "-1.234"),
        (Decimal("97.50"), "97,50"),
        (Decimal("1234.5"), "1.234,5"),
        (Decimal("1E+3"), "1.000"),
        ("1,5 lần", "1,5 lần"),
    ],
)
def test_cells_are_printed_the_vietnamese_way(cell: object, printed: str) -> None:
    assert cell_text(cell) == printed  # type: ignore[arg-type]


def test_numbers_stand_at_the_right_and_hold_together() -> None:
    column = Column("Số tiền", kind=ColumnKind.NUMBER)
    assert column.alignment is Align.RIGHT
    assert Column("Tên").alignment is Align.LEFT
    assert Column("Tỷ lệ", kind=ColumnKind.NUMBER, align=Align.CENTER).alignment is Align.CENTER
    assert Table(columns=(column,), rows=(("12 triệu",),), total=(5,)).texts == (("12\xa0triệu",), ("5",))


@pytest.mark.parametrize(
    "build",
    [
        lambda: Heading(4, "Quá sâu"),
        lambda: Heading(-1, "Âm"),
        lambda: Heading(1, " \n"),
        lambda: Paragraph(""),
        lambda: Paragraph(()),
        lambda: Paragraph((bold(" "), "\x00")),
        lambda: Bullet("Ba", level=3),
        lambda: Bullet(" "),
        lambda: Quote("\u200b"),
        lambda: Note(""),
        lambda: Empty(""),
        lambda: Column(" "),
        lambda: Column("Không rộng", 0),
        lambda: Column("Vô tận", float("inf")),
        lambda: Column("Không phải số", float("nan")),
        lambda: Table(columns=(), rows=((),)),
        lambda: Table(columns=ONE, rows=()),
        lambda: Table(columns=ONE, rows=(("a", "b"),)),
        lambda: Table(columns=ONE, rows=(("a",),), total=()),
        lambda: Table(columns=ONE, rows=((0.5,),)),  # type: ignore[arg-type]
        lambda: Table(columns=ONE, rows=((True,),)),
        lambda: Table(columns=ONE, rows=((Decimal("NaN"),),)),
        lambda: Chart(b"%PDF-1.7", "Hình", "mô tả"),
        lambda: Chart(SVG, "Hình", " "),
        lambda: Chart(SVG + b"\xff", "Hình", "mô tả"),
        lambda: Chart(b"<!DOCTYPE svg [<!ENTITY a 'b'>]>" + SVG, "Hình", "mô tả"),
        lambda: Chart(SVG.replace(b"/>", b"><script>1</script></svg>"), "Hình", "mô tả"),
        lambda: Chart(SVG, "Hình", "mô tả", width=1.1),
        lambda: BlankDay(2026, 13),
        lambda: BlankDay(0),
    ],
)
def test_nonsense_is_refused(build: Callable[[], object]) -> None:
    with pytest.raises(InvalidDocument):
        build()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"issuer": " \n "}, "Văn bản phải có tên cơ quan ban hành."),
        ({"kind": ""}, "Công văn phải có nơi kính gửi."),
        ({"addressees": ("",)}, "Một nơi kính gửi không có chữ nào."),
        ({"title": ""}, "Văn bản phải có trích yếu."),
        ({"place": ""}, "Văn bản phải có địa danh."),
        ({"signer_position": ""}, "Văn bản phải có chức vụ người ký."),
        ({"number": "12/BC"}, "Số “12/BC” phải là chữ số, có thể kèm một chữ cái: 128, 47A."),
        ({"symbol": "BC UBND"}, "Ký hiệu “BC UBND” phải có dạng BC-UBND, không dấu cách."),
        ({"symbol": "/BC-UBND"}, "Ký hiệu “/BC-UBND” phải có dạng BC-UBND, không dấu cách."),
        ({"blocks": ()}, "Văn bản không có nội dung."),
        ({"recipients": ()}, "Văn bản phải có nơi nhận."),
        ({"recipients": ("Lưu: VT", " ")}, "Một nơi nhận không có chữ nào."),
        ({"bases": ("",)}, "Một căn cứ không có chữ nào."),
    ],
)
def test_a_document_says_what_it_lacks(change: dict[str, object], sentence: str) -> None:
    with pytest.raises(InvalidDocument) as refused:
        sample.report(**change)
    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    "blocks",
    [
        (Heading(1, "I. KẾT QUẢ"),),
        (Heading(1, "I. KẾT QUẢ"), Heading(1, "II. KHÓ KHĂN"), Empty()),
        (Heading(2, "I. KẾT QUẢ"), Heading(1, "II. KHÓ KHĂN"), Empty()),
    ],
)
def test_a_part_without_content_must_say_so(blocks: tuple[Heading | Empty, ...]) -> None:
    with pytest.raises(InvalidDocument, match=r"^Mục “I\. KẾT QUẢ” không có nội dung"):
        sample.report(blocks=blocks)


def test_a_heading_may_open_with_a_deeper_heading() -> None:
    blocks = (Heading(1, "I. KẾT QUẢ"), Heading(2, "1. Chung"), Empty())
    assert sample.report(blocks=blocks).blocks == blocks


@pytest.mark.parametrize(
    ("number", "line"),
    [
        (None, "Số:        /BC-UBND"),
        ("", "Số:        /BC-UBND"),
        ("7", "Số: 07/BC-UBND"),
        ("47A", "Số: 47A/BC-UBND"),
        ("128", "Số: 128/BC-UBND"),
    ],
)
def test_number_line(number: str | None, line: str) -> None:
    assert wording.number_line(sample.report(number=number)).replace("\xa0", " ") == line


@pytest.mark.parametrize(
    ("on", "line"),
    [
        (dt.date(2026, 2, 5), "Bình Minh, ngày 05 tháng 02 năm 2026"),
        (dt.date(2026, 3, 15), "Bình Minh, ngày 15 tháng 3 năm 2026"),
        (BlankDay(2026, 12), "Bình Minh, ngày       tháng 12 năm 2026"),
        (BlankDay(2026), "Bình Minh, ngày       tháng       năm 2026"),
    ],
)
def test_date_line(on: dt.date | BlankDay, line: str) -> None:
    assert wording.date_line(sample.report(on=on)).replace("\xa0", " ") == line


def test_lists_get_their_marks_whatever_was_typed() -> None:
    document = sample.report(
        bases=("Căn cứ Luật A;", "Theo đề nghị B."), recipients=("- Như trên;", "Lưu: VT")
    )
    assert wording.base_lines(document) == ["Căn cứ Luật A;", "Theo đề nghị B."]
    assert wording.recipient_lines(document) == ["- Như trên;", "- Lưu: VT."]


def test_an_open_date_counts_as_the_last_day_it_may_be() -> None:
    assert BlankDay(2028, 2).as_date == dt.date(2028, 2, 29)
    assert BlankDay(2026).as_date == dt.date(2026, 12, 31)


@pytest.mark.parametrize(
    ("document", "reference"),
    [
        (
            sample.report(number="7", issuer="Ủy ban nhân dân\nphường Bình Minh"),
            "(Kèm theo Báo cáo số 07/BC-UBND ngày 05 tháng 12 năm 2026 của Ủy ban nhân dân phường Bình Minh)",
        ),
        (
            sample.letter(number="12"),
            "(Kèm theo Công văn số 12/UBND-VHXH ngày 05 tháng 12 năm 2026 của Ủy ban nhân dân phường Bình Minh)",
        ),
    ],
)
def test_an_annex_names_the_document_to_which_it_belongs(document: OfficialDocument, reference: str) -> None:
    assert wording.annex_reference(document) == reference


def test_an_annex_of_a_document_without_number_and_day_leaves_room() -> None:
    said = wording.annex_reference(sample.report(on=BlankDay(2026, 11)))
    assert said.replace("\xa0", "_").startswith(
        "(Kèm theo Báo cáo số ________/BC-UBND ngày _____ tháng 11 năm 2026"
    )


@pytest.mark.parametrize(
    ("title", "blocks"), [(" ", (Paragraph("Một."),)), ("Một", ()), ("Một", (Heading(1, "I. MỘT"),))]
)
def test_an_annex_needs_a_name_and_something_to_say(title: str, blocks: tuple[Block, ...]) -> None:
    with pytest.raises(InvalidDocument):
        Annex(title, blocks)


def test_annexes_of_a_long_document_are_numbered_in_roman() -> None:
    document = sample.report(annexes=sample.annexes(14))
    said = [wording.annex_label(document, place).split()[-1] for place in (1, 4, 6, 9, 14)]
    assert said == ["I", "IV", "VI", "IX", "XIV"]
