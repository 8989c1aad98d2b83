"""Tables made to harm their reader: each is read right or refused with its own sentence, within 2 s and 256 MiB.

What is measured is the reading process itself, also the one that is killed; the web process only waits for it.
"""

import unicodedata
from collections.abc import Iterator

import pytest

from tests.core import hostile
from tests.core.hostile import by_parts, number_cell, row, text_cell, workbook
from tests.hostile import measured
from thidua.core import sheets
from thidua.core.sheet_refusals import DAMAGED_FILE, DAMAGED_TABLE, TOO_HEAVY
from thidua.core.sheets import SheetRefused, read_table

STRANGE_XML = "Tệp Excel chứa khai báo XML không được phép, có thể gây hại. Xin tạo lại tệp từ Excel."
ASTRAY = "Tệp chứa đường dẫn bất thường, có thể gây hại. Xin tạo lại tệp từ Excel."
LOCKED = "Tệp Excel đang đặt mật khẩu mở. Xin bỏ mật khẩu rồi tải lên lại."
TORN = "có ký tự bị hỏng. Xin lưu lại dạng CSV UTF-8 rồi tải lên."
TWICE = "ô bị ghi hai lần hoặc nằm sai hàng. Xin tạo lại tệp từ Excel."
OUTSIDE = "ô nằm ngoài vùng được nhận (2000 hàng, 100 cột). Xin xóa các ô thừa ở xa bảng."
ELSEWHERE = f"<x:sheetData xmlns:x='x'>{row(9000000, number_cell('A1', '1'))}</x:sheetData>"
ONE = row(1, number_cell("A1", "1"))


def old(place: str, written: str, encoding: str, meant: str) -> str:
    return (
        f"{place}: “{written}” viết bằng bảng mã {encoding}, có lẽ là “{meant}”. Xin chuyển cả tệp sang Unicode "
        "(chẳng hạn bằng công cụ chuyển mã của UniKey) rồi tải lên lại."
    )


@pytest.fixture(autouse=True)
def within_bounds(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with measured.holding(monkeypatch):
        yield


def refusal(data: bytes, name: str = "bao-cao.xlsx") -> str:
    with pytest.raises(SheetRefused) as refused:
        read_table(data, name)
    return str(refused.value)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (workbook(ONE + row(1048576, number_cell("XFD1048576", "1"))), f"Ô XFD1048576: {OUTSIDE}"),
        (workbook(ONE, before=hostile.LAUGHS), STRANGE_XML),
        (workbook(row(1, text_cell("A1", "&x;")), before=hostile.XXE), STRANGE_XML),
        (by_parts(("xl/../../../etc/passwd", "x")), ASTRAY),
        (by_parts(("xl/workbook.xml", hostile.WORKBOOK)), ASTRAY),
        (by_parts(("XL/Workbook.xml", hostile.WORKBOOK)), ASTRAY),
        (by_parts(*((f"a{i}", "") for i in range(10_000))), "Tệp Excel có 10005 phần bên trong, nhiều hơn 200 phần được nhận."),
        (by_parts(("xl/evil.xml", ELSEWHERE)), f"Ô A1: {TWICE}"),
        (hostile.locked(workbook(ONE)), LOCKED),
        (hostile.lying(workbook(ONE + " " * 5000), 100), DAMAGED_FILE),
        (workbook(ONE) + b"<script>alert(1)</script>", DAMAGED_FILE),
        (workbook(row(1, number_cell("B1", "1"), number_cell("B1", "2"))), f"Ô B1: {TWICE}"),
        (workbook(ONE + ONE), "Hàng 1: bị ghi hai lần hoặc sai thứ tự. Xin tạo lại tệp từ Excel."),
        (workbook("<row>" * 500), DAMAGED_TABLE),
        (workbook("<x>" * 30_000), DAMAGED_TABLE),
        (workbook("<x/>" * 2_000_000), "Tệp nén chặt quá 100 lần, có thể gây hại. Xin tạo lại tệp từ Excel."),
        (workbook(row(1, text_cell("A1", "Hµ Néi"))), old("Ô A1", "Hµ Néi", "TCVN3 (ABC)", "Hà Nội")),
        (workbook(row(2, text_cell("C2", "Nguyeãn Thò Höôøng"))), old("Ô C2", "Nguyeãn Thò Höôøng", "VNI", "Nguyễn Thị Hường")),
        (workbook(row(1, text_cell("A1", "a&#0;b"))), DAMAGED_TABLE),
        (workbook(row(1, text_cell("A1", "a&#xFFFE;b"))), DAMAGED_TABLE),
        (workbook(row(1, '<c r="A1" t="s"><v>4000000000</v></c>')), DAMAGED_TABLE),
        (workbook(row(1, '<c r="A1" t="s"><v>-1</v></c>')), DAMAGED_TABLE),
        (workbook(row(1, '<c r="A1" t="s"><v>b</v></c>')), DAMAGED_TABLE),
        (workbook(row(1, '<c r="A1" t="x"><v>1</v></c>')), DAMAGED_TABLE),
    ],
    ids=[
        "two corners", "laughs", "xxe", "dots", "twice", "twice in another case", "10000 parts", "sheet elsewhere",
        "locked", "lying size", "polyglot", "cell twice", "row twice", "unclosed rows", "deep", "many elements", "tcvn3",
        "vni", "nul", "no letter", "no such string", "string before the first", "string by a letter", "unknown kind",
    ],
)  # fmt: skip
def test_workbook_is_refused_with_its_sentence(data: bytes, sentence: str) -> None:
    assert refusal(data) == sentence


def test_elements_without_end_that_pack_badly_end_only_the_child() -> None:
    body = "".join(f"<a b='{number * 7919 % 999983}'/>" for number in range(900_000))
    assert refusal(workbook(body)) in {TOO_HEAVY, "Bảng trống, không có ô nào có nội dung."}


@pytest.mark.parametrize("reference", ["A1:XFD1048576", "A1", "Z99:A1"])
def test_dimension_is_not_believed(reference: str) -> None:
    assert read_table(hostile.dimension(reference), "x.xlsx").rows == [[7]]


@pytest.mark.parametrize("text", ["=1+1", "=cmd|' /C calc'!A0", "@SUM(1)", "+1", "-1+1", "＝1"])
def test_formula_text_is_text(text: str) -> None:
    assert read_table(workbook(row(1, text_cell("A1", text))), "x.xlsx").rows == [[text]]


def test_names_in_nfd_become_nfc() -> None:
    apart_letters = unicodedata.normalize("NFD", "Nguyễn Thị Hường")
    assert read_table(workbook(row(1, text_cell("A1", apart_letters))), "x.xlsx").rows == [
        ["Nguyễn Thị Hường"]
    ]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"])
def test_csv_in_any_unicode(encoding: str) -> None:
    assert read_table("Tên,Số\nĐặng Vượng,1.234\n".encode(encoding), "x.csv").rows == [
        ["Tên", "Số"],
        ["Đặng Vượng", "1.234"],
    ]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ("Tên,Tổ\nĐặng Vượng,1\n".encode()[:-9] + b"\xff,1\n", "Dòng 2: " + TORN),
        ("a,b\nĐặng,1\n".encode("utf-16")[:-1], "Dòng 2: " + TORN),
        (b"\xff\xfe\x00\xd8a\x00,\x00", "Dòng 1: " + TORN),
        ("Tæ,Sè\nHµ Néi,1\n".encode("latin-1"), old("Dòng 1", "Tæ", "TCVN3 (ABC)", "Tổ")),
        ("Ten,To\nHµ Néi,1\n".encode(), old("Ô A2", "Hµ Néi", "TCVN3 (ABC)", "Hà Nội")),
        (b"a,b\n1,\x07\n", "Ô B2: Ô chứa ký tự điều khiển không đọc được."),
        (b"a,b\n1,1e400\n", "Ô B2: “1e400” không phải là số. Xin ghi số hoặc để trống."),
        (b'a,b\n1,"' + b"x" * 200_000 + b'"\n', "Dòng 2: dấu ngoặc kép không đóng đúng chỗ hoặc ô quá dài."),
        (b"a,b\n" + b"," * 120_000, "Hàng 2: có 120001 cột, nhiều hơn 100 cột được nhận."),
        (b"\n" * 5_000_000, "Bảng có nhiều hơn 2000 hàng được nhận."),
    ],
    ids=[
        "torn utf-8", "torn utf-16", "half a letter", "tcvn3", "tcvn3 as unicode", "bell", "1e400", "endless cell",
        "commas", "lines",
    ],
)  # fmt: skip
def test_csv_is_refused_with_its_sentence(data: bytes, sentence: str) -> None:
    assert refusal(data, "x.csv") == sentence


@pytest.mark.parametrize("data", [b"\xc3\xa0" * 4_900_000, b"\xe1 " * 4_900_000, b'"' * 9_900_000])
def test_csv_of_ten_megabytes_of_nonsense_is_refused(data: bytes) -> None:
    assert refusal(data, "x.csv")[-1] == "."


def test_a_full_table_of_the_largest_purpose_is_read() -> None:
    cells = [[f"Nguyễn Thị Số {i}" if j else i for j in range(12)] for i in range(5_000)]
    columns = [sheets.Column(f"Cột {j}") for j in range(12)]
    data = sheets.write_xlsx([sheets.Table("Danh sách", columns, cells[:-1])])
    assert len(read_table(data, "x.xlsx", limits=sheets.ROSTER).rows) == 5_000
