import io
import json
import unicodedata
from dataclasses import asdict, replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.core import hostile
from tests.core.hostile import number_cell, row, text_cell, workbook
from thidua.core import legacy_letters, limits, sheet_child, sheet_refusals, sheets
from thidua.core.sheets import SheetRefused, read_table, stream_table

NAMES = [
    ["Họ và tên", "Tổ dân phố"],
    ["Nguyễn Thị Hường", "Tổ 1"],
    ["Đặng Vượng", "Tổ 2"],
    ["Lê Quý Đôn", "Tổ 3"],
]


def refusal(data: bytes, name: str = "bao-cao.xlsx", **options: object) -> str:
    with pytest.raises(SheetRefused) as refused:
        read_table(data, name, **options)  # type: ignore[arg-type]
    return str(refused.value)


# --- workbooks that mean harm -------------------------------------------------------------------------------------


def test_two_corners() -> None:
    data = workbook(row(1, number_cell("A1", "1")) + row(1048576, number_cell("XFD1048576", "1")))
    assert len(data) < 2000
    assert refusal(data) == (
        "Ô XFD1048576: ô nằm ngoài vùng được nhận (2000 hàng, 100 cột). Xin xóa các ô thừa ở xa bảng."
    )


def test_far_corner_is_seen_however_it_is_written() -> None:
    hidden = f'<c {" " * 300}r="XFD1048576"><v>1</v></c>'
    data = workbook(row(1, number_cell("A1", "1")) + f"<row>{hidden}</row>")
    assert refusal(data).startswith("Ô XFD1048576: ô nằm ngoài vùng được nhận")


@pytest.fixture(scope="module")
def bomb_of_one_cell() -> bytes:
    return hostile.streamed(
        '<worksheet><sheetData><row><c t="inlineStr"><is><t>', "a" * 1000, 300_000, "</t></is></c>"
    )


@pytest.fixture(scope="module")
def bomb_of_rows() -> bytes:
    return hostile.streamed("<worksheet><sheetData>", "<row><c><v>1</v></c></row>", 4_000_000, "</sheetData>")


def test_one_cell_of_300_megabytes(bomb_of_one_cell: bytes) -> None:
    assert refusal(bomb_of_one_cell) == "Tệp khi mở ra chiếm 300 MB, nhiều hơn 20 MB được nhận."


def test_four_million_rows(bomb_of_rows: bytes) -> None:
    assert refusal(bomb_of_rows) == "Tệp khi mở ra chiếm 104 MB, nhiều hơn 20 MB được nhận."


def test_packed_too_tightly() -> None:
    data = workbook(row(1, text_cell("A1", "a" * 5_000_000)))
    assert refusal(data) == "Tệp nén chặt quá 100 lần, có thể gây hại. Xin tạo lại tệp từ Excel."


def test_more_rows_than_the_purpose_allows() -> None:
    rows = "".join(row(i, number_cell(f"A{i}", str(i * 7919 % 10007))) for i in range(1, 12))
    assert refusal(workbook(rows), limits=sheets.Limits(rows=10)) == "Bảng có nhiều hơn 10 hàng được nhận."


@pytest.mark.parametrize("declaration", [hostile.LAUGHS, hostile.XXE])
def test_document_type(declaration: str) -> None:
    data = workbook(row(1, text_cell("A1", "&x;")), before=declaration)
    assert refusal(data) == (
        "Tệp Excel chứa khai báo XML không được phép, có thể gây hại. Xin tạo lại tệp từ Excel."
    )


@pytest.mark.parametrize("name", ["../../etc/cron.d/x", "/etc/passwd", "xl\\..\\x.xml", "C:x.xml"])
def test_name_that_leaves_the_archive(name: str) -> None:
    data = workbook(row(1, number_cell("A1", "1")), extra={name: "x"})
    assert refusal(data) == "Tệp chứa đường dẫn bất thường, có thể gây hại. Xin tạo lại tệp từ Excel."


def test_too_many_parts() -> None:
    data = workbook(row(1), extra={f"xl/{i}.xml": "<a/>" for i in range(200)})
    assert refusal(data) == "Tệp Excel có 205 phần bên trong, nhiều hơn 200 phần được nhận."


def test_macro() -> None:
    assert refusal(workbook(row(1), extra={"xl/vbaProject.bin": "x"})) == (
        "Tệp Excel có chứa macro. Xin lưu lại dạng .xlsx không macro rồi tải lên."
    )


@pytest.mark.parametrize(("value", "shown"), [("NaN", "NaN"), ("1e400", "1e400"), ("-INF", "-INF")])
def test_what_is_no_number(value: str, shown: str) -> None:
    as_text = workbook(row(2, text_cell("C2", value)))
    assert refusal(as_text) == f"Ô C2: “{shown}” không phải là số. Xin ghi số hoặc để trống."
    as_number = workbook(row(2, number_cell("C2", value)))
    assert refusal(as_number).startswith("Ô C2: ")


def test_number_beyond_fifteen_digits() -> None:
    assert refusal(workbook(row(1, number_cell("A1", "1234567890123456")))) == (
        "Ô A1: số có quá nhiều chữ số, có thể đã bị làm tròn. Xin định dạng ô là văn bản."
    )


def test_cell_longer_than_excel_allows() -> None:
    words = " ".join(str(i) for i in range(7000))
    assert refusal(workbook(row(1, text_cell("B1", words)))) == "Ô B1: ô chứa quá nhiều chữ."


# --- what is no workbook ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_truncated(share: float) -> None:
    data = sheets.write_xlsx([table()])
    assert refusal(data[: int(len(data) * share)]) == (
        "Tệp Excel bị hỏng hoặc tải lên chưa trọn. Xin mở lại bằng Excel, lưu và tải lên lần nữa."
    )


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "Tệp trống, không có nội dung nào."),
        (b"x" * 10_000_001, "Tệp lớn hơn 10 MB. Xin bỏ hình ảnh và các trang tính thừa, hoặc chia nhỏ tệp."),
        (
            b"not a zip",
            "Tệp mang tên Excel nhưng nội dung không phải bảng tính Excel. Xin lưu lại dạng .xlsx.",
        ),
        (b"%PDF-1.7", "Đây là tệp PDF, không phải bảng tính. Xin tải lên tệp .xlsx hoặc .csv."),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1",
            "Tệp Excel kiểu cũ (.xls). Xin mở bằng Excel, lưu lại dạng .xlsx rồi tải lên.",
        ),
        (
            b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"),
            "Tệp Excel đang đặt mật khẩu mở. Xin bỏ mật khẩu rồi tải lên lại.",
        ),
        (
            hostile.zipped({"word/document.xml": "<a/>"}),
            "Tệp nén này không phải bảng tính Excel. Xin tải lên tệp .xlsx hoặc .csv.",
        ),
        (workbook(""), "Bảng trống, không có ô nào có nội dung."),
    ],
)
def test_other_files(data: bytes, sentence: str) -> None:
    assert refusal(data) == sentence


def test_broken_xml() -> None:
    assert refusal(workbook("<row><c></row>")) == sheet_refusals.DAMAGED_TABLE


# --- what is read -------------------------------------------------------------------------------------------------


def table() -> sheets.Table:
    columns = [
        sheets.Column("Mã", is_hidden=True),
        sheets.Column("Chỉ tiêu", width=40),
        sheets.Column("Số", is_input=True, whole_number=True, hint="Từ 0 trở lên"),
        sheets.Column("Ngày"),
    ]
    rows: list[list[sheets.Cell]] = [
        ["CT1", "Hồ sơ trực tuyến", 137, date(2026, 6, 25)],
        ["CT2", "=1+1", Decimal("0.5"), None],
        ["CT3", "-5 ông/bà", None, None],
    ]
    return sheets.Table(
        "Số liệu", columns, rows, intro=["Phường Nam Đồng"], is_locked=True, locked=frozenset({(1, 2)})
    )


def test_workbook_round_trip() -> None:
    sheet = read_table(sheets.write_xlsx([table()], metadata={"period": "7", "version": "3"}), "x.xlsx")
    assert sheet.rows == [
        ["Phường Nam Đồng", None, None, None],
        ["Mã", "Chỉ tiêu", "Số", "Ngày"],
        ["CT1", "Hồ sơ trực tuyến", 137, date(2026, 6, 25)],
        ["CT2", "=1+1", Decimal("0.5"), None],
        ["CT3", "-5 ông/bà", None, None],
    ]
    assert (sheet.name, sheet.metadata) == ("Số liệu", {"period": "7", "version": "3"})


def test_workbook_is_the_same_bytes_again() -> None:
    assert sheets.write_xlsx([table()]) == sheets.write_xlsx([table()])


def test_a_long_table_reads_the_same_and_its_rows_are_looked_at_once() -> None:
    long = replace(table(), rows=iter(table().rows))
    assert read_table(sheets.write_xlsx([long], is_long=True), "x.xlsx") == read_table(
        sheets.write_xlsx([table()]), "x.xlsx"
    )


def test_workbook_runs_nothing_and_opens_only_the_cells_to_fill() -> None:
    book = openpyxl.load_workbook(io.BytesIO(sheets.write_xlsx([table()], metadata={"a": "=1"})))
    sheet = book["Số liệu"]
    assert [cell.data_type for line in book.worksheets for row in line.iter_rows() for cell in row].count(
        "f"
    ) == 0
    assert sheet.protection.sheet
    assert [sheet.cell(line, 3).protection.locked for line in (3, 4, 5)] == [False, True, False]
    assert sheet.cell(3, 2).protection.locked
    assert sheet.column_dimensions["A"].hidden
    assert sheet.freeze_panes == "A3"
    (rule,) = sheet.data_validations.dataValidation
    assert (rule.type, rule.operator, rule.formula1, str(rule.sqref)) == (
        "whole",
        "greaterThanOrEqual",
        "0",
        "C3:C5",
    )
    assert book["_thidua"].sheet_state == "veryHidden"


@pytest.mark.parametrize(
    ("said", "lines"),
    [("ngắn", None), ("x" * 30, 2), ("x" * 90, 5), ("x" * 90 + "\n" + "y", 6), ("x" * 9_000, 27)],
)
def test_a_row_is_as_high_as_its_longest_text(said: str, lines: int | None) -> None:
    """Programs other than Excel do not find out by themselves, and let texts run into each other."""
    table = sheets.Table("Bảng", (sheets.Column("A", 24), sheets.Column("B", 90)), [[said, "b"], ["a", "b"]])
    sheet = openpyxl.load_workbook(io.BytesIO(sheets.write_xlsx([table]))).worksheets[0]
    assert [sheet.row_dimensions[row].height for row in (2, 3)] == [lines and 15 * lines, None]


def test_text_longer_than_a_cell_is_our_mistake() -> None:
    with pytest.raises(ValueError, match="at most 32767"):
        sheets.write_xlsx([sheets.Table("x", [sheets.Column("a")], [["b" * 32_768]])])


def test_kinds_of_cells() -> None:
    book = openpyxl.Workbook()
    book.active.append(
        ["=1+1", 0.1 + 0.2, 80.0, True, datetime(2026, 6, 25, 17, 30), "  ho\u0300a bi\u0300nh  ", "-"]
    )
    out = io.BytesIO()
    book.save(out)
    assert read_table(out.getvalue(), "x.xlsx").rows == [
        [None, Decimal("0.3"), 80, "TRUE", "25/06/2026 17:30", "hòa bình", "-"]
    ]


def test_formula_gives_the_value_saved_with_it() -> None:
    cells = '<c r="A1"><f>WEBSERVICE("http://x")</f><v>42</v></c>' + number_cell("B1", "7.50")
    assert read_table(workbook(row(1, cells)), "x.xlsx").rows == [[42, Decimal("7.5")]]


def test_places_are_those_of_the_file() -> None:
    sheet = read_table(workbook(row(3, number_cell("B3", "1"))), "x.xlsx")
    assert sheet.rows == [[None, None], [None, None], [None, 1]]
    assert (sheets.place(2, 1), sheets.place(0, 26), sheets.place(0, 701)) == ("Ô B3", "Ô AA1", "Ô ZZ1")


# --- text ---------------------------------------------------------------------------------------------------------


def text_of(separator: str = ",") -> str:
    return "\r\n".join(separator.join(line) for line in NAMES)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_text(encoding: str, separator: str) -> None:
    assert read_table(text_of(separator).encode(encoding), "ten.csv").rows == NAMES


def test_text_in_nfd_becomes_nfc() -> None:
    assert read_table(unicodedata.normalize("NFD", text_of()).encode(), "ten.csv").rows == NAMES


def cp1258(text: str) -> bytes:
    """Windows-1258 keeps ă â ê ô ơ ư whole and writes tones after them."""
    out = ""
    for letter in unicodedata.normalize("NFC", text):
        try:
            letter.encode("cp1258")
            out += letter
        except UnicodeEncodeError:
            apart = unicodedata.normalize("NFD", letter)
            tone = next(mark for mark in apart if mark in legacy_letters.TONES)
            out += unicodedata.normalize("NFC", apart.replace(tone, "")) + tone
    return out.encode("cp1258")


def test_text_in_windows_1258() -> None:
    assert read_table(cp1258(text_of()), "ten.csv").rows == NAMES


def test_text_in_tcvn3_is_named_and_refused() -> None:
    letters = {theirs: ours for ours, theirs in legacy_letters.TCVN3.items()}
    data = "".join(letters.get(letter, letter) for letter in text_of()).encode("latin-1")
    assert refusal(data, "ten.csv") == (
        "Dòng 1: “Hä vµ tªn” viết bằng bảng mã TCVN3 (ABC), có lẽ là “Họ và tên”. Xin chuyển cả tệp sang Unicode "
        "(chẳng hạn bằng công cụ chuyển mã của UniKey) rồi tải lên lại."
    )


def test_text_in_vni_is_named_and_refused() -> None:
    data = "Ten,To\nNguyeãn Thò Höôøng,1\nÑaëng Vöôïng,2".encode("latin-1")
    assert refusal(data, "ten.csv") == (
        "Dòng 2: “Nguyeãn Thò Höôøng” viết bằng bảng mã VNI, có lẽ là “Nguyễn Thị Hường”. Xin chuyển cả tệp sang Unicode "
        "(chẳng hạn bằng công cụ chuyển mã của UniKey) rồi tải lên lại."
    )


def test_bytes_of_no_known_encoding() -> None:
    assert refusal(b"a,b\n\x81\x8d\x90\x9d,1", "x.csv") == (
        "Không nhận ra bảng mã của tệp. Xin lưu lại dạng CSV UTF-8 hoặc .xlsx."
    )


def test_nul_in_text() -> None:
    assert refusal(b"a,b\n1,2\x003\n", "x.csv") == (
        "Tệp chứa ký tự rỗng (NUL), không phải bảng chữ. Xin lưu lại dạng CSV UTF-8."
    )


def test_quote_that_never_closes() -> None:
    assert (
        refusal(b'a,b\n"1,2\n3,4\n', "x.csv") == "Dòng 3: dấu ngoặc kép không đóng đúng chỗ hoặc ô quá dài."
    )


def test_text_with_too_many_rows() -> None:
    assert refusal(b"1,2\n" * 2001, "x.csv") == "Bảng có nhiều hơn 2000 hàng được nhận."


def test_text_with_too_many_columns() -> None:
    assert refusal(b"1,2\n" + b"," * 100, "x.csv") == "Hàng 2: có 101 cột, nhiều hơn 100 cột được nhận."


@pytest.mark.parametrize("value", ["NaN", "1e400"])
def test_text_that_is_no_number(value: str) -> None:
    assert refusal(f"a,b\n1,{value}\n".encode(), "x.csv") == (
        f"Ô B2: “{value}” không phải là số. Xin ghi số hoặc để trống."
    )


def test_separator_line_of_excel() -> None:
    assert read_table(b"sep=;\r\na;1,5\r\n", "x.csv").rows == [["a", "1,5"]]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠", " ="])
def test_written_text_runs_nothing(sign: str) -> None:
    assert sheets.write_csv([[f"{sign}cmd|x", -5]]).decode("utf-8-sig").strip('"\r\n')[:1] == "'"


def test_written_numbers_stay_numbers() -> None:
    rows: list[list[sheets.Cell]] = [[-5, Decimal("-0.5"), date(2026, 6, 25), None]]
    assert sheets.write_csv(rows) == b"\xef\xbb\xbf-5,-0.5,2026-06-25,\r\n"


def test_written_workbook_escapes_words_and_keeps_numbers() -> None:
    """Excel's own apostrophe: the words come back as they were, and stay words when somebody edits the cell."""
    columns = [sheets.Column("=a"), sheets.Column("b")]
    data = sheets.write_xlsx(
        [sheets.Table("x", columns, [["=1", -5], ["-1", Decimal("-0.5")]], ["@x"])], metadata={"k": "+1"}
    )
    book = openpyxl.load_workbook(io.BytesIO(data))
    found = [
        [(cell.value, cell.data_type, cell.quotePrefix) for cell in row if cell.value is not None]
        for row in book["x"]
    ]
    assert found == [
        [("@x", "s", True)],
        [("=a", "s", True), ("b", "s", False)],
        [("=1", "s", True), (-5, "n", False)],
        [("-1", "s", True), (-0.5, "n", False)],
    ]
    assert [(cell.value, cell.quotePrefix) for cell in book["_thidua"][1]] == [("k", False), ("+1", True)]


@example([[";", ";"], [";", ";"]])
@given(
    st.lists(
        st.lists(st.text("aĐế=+-@' ,;\n\"0", min_size=1, max_size=6), min_size=2, max_size=2),
        min_size=1,
        max_size=5,
    )
)
def test_text_round_trip(rows: list[list[str]]) -> None:
    kept = [["x", "y"], *[[f"x{cell}" for cell in line] for line in rows]]
    expected = [[cell.strip() for cell in line] for line in kept]
    told = sheet_child.read(sheets.write_csv(kept), "x.csv", json.dumps(asdict(limits.REPORT)))
    assert told["rows"] == expected


def test_a_picture_is_refused_as_no_list() -> None:
    picture = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\xd1\xf1\x9a\xea\xe2"
    assert refusal(picture, "anh.png") == "Tệp này không phải bảng tính. Xin chọn tệp .xlsx hoặc .csv."


def streamed(path: Path, data: bytes, name: str, **options: object) -> list[list[sheets.Cell]]:
    path.write_bytes(data)
    return list(stream_table(path, name, **options))  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["a.xlsx", "a.csv"])
def test_a_long_list_gives_the_rows_of_a_whole_one(name: str, tmp_path: Path) -> None:
    data = sheets.write_xlsx([table()]) if name == "a.xlsx" else text_of().encode()
    whole = read_table(data, name).rows
    width = max(map(len, whole))
    assert [row + [None] * (width - len(row)) for row in streamed(tmp_path / "f", data, name)] == whole


def test_a_long_list_keeps_the_places_of_the_file(tmp_path: Path) -> None:
    data = workbook('<row r="3"><c r="B3"><v>7</v></c></row>')
    assert streamed(tmp_path / "f", data, "a.xlsx") == [[None, None], [None, None], [None, 7]]


def test_a_long_list_names_the_row_of_a_bad_cell_far_down(tmp_path: Path) -> None:
    lines = "a,b\n" * 2_500 + "1,NaN\n"
    with pytest.raises(SheetRefused, match=r"^Ô B2501: “NaN” không phải là số"):
        streamed(tmp_path / "f", lines.encode(), "a.csv")


def test_a_long_list_names_the_row_of_old_letters_far_down(tmp_path: Path) -> None:
    lines = "a\n" * 1_500 + "NguyÔn V¨n An\n"
    with pytest.raises(SheetRefused, match=r"^Ô A1501: "):
        streamed(tmp_path / "f", lines.encode(), "a.csv")


def test_one_text_in_every_cell_of_a_long_list(tmp_path: Path) -> None:
    """A workbook holds a text once and shows it a million times."""
    small = limits.Limits(**{**asdict(limits.LIST), "characters": 1_000})
    with pytest.raises(SheetRefused, match=r"^Bảng quá nặng"):
        streamed(tmp_path / "f", ("x" * 99 + "\n").encode() * 11, "a.csv", limits=small)
    assert len(streamed(tmp_path / "f", ("x" * 99 + "\n").encode() * 10, "a.csv", limits=small)) == 10


@pytest.mark.parametrize(("data", "start"), [(b"", "Tệp trống"), (b"x" * 101, "Tệp lớn hơn")])
def test_a_long_list_of_a_wrong_size(data: bytes, start: str, tmp_path: Path) -> None:
    small = limits.Limits(**{**asdict(limits.LIST), "file_bytes": 100})
    with pytest.raises(SheetRefused, match=f"^{start}"):
        streamed(tmp_path / "f", data, "a.csv", limits=small)


def test_a_torn_letter_far_down(tmp_path: Path) -> None:
    data = ("Đồng Ngọ\n" * 200_000).encode() + b"\xc3\n"
    with pytest.raises(SheetRefused, match=r"^Dòng 200001: có ký tự bị hỏng"):
        streamed(tmp_path / "f", data, "a.csv")
