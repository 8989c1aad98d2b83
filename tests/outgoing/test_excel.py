"""Excel forms filled: numbers stay numbers, texts never become formulas, rows are repeated and the rest moves along."""

import io
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from openpyxl.worksheet.worksheet import Worksheet

from tests.outgoing import samples
from tests.outgoing.samples import cells, filled, looked, sheet

TRIGGERS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "＝1+1",
    "=cmd|'/c calc'!A0",
    '=HYPERLINK("http://x","y")',
]


def opened(content: bytes) -> Worksheet:
    page: Worksheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    return page


def problems(content: bytes) -> list[tuple[str, str]]:
    return [(one["place"], one["sentence"]) for one in looked(content)["problems"]]


def test_a_number_is_a_number_and_keeps_the_look_of_its_cell() -> None:
    book = openpyxl.Workbook()
    page = book.active
    page["A1"], page["A1"].number_format = "{{ CT1.ty_le }}", "0.00"
    page["B1"] = "{{ CT1.tu_so }} hồ sơ"
    found = opened(filled(samples.saved(book)))
    assert (found["A1"].value, found["A1"].number_format, found["B1"].value) == (85.11, "0.00", "7.600 hồ sơ")


def test_missing_is_words_and_never_nought() -> None:
    assert cells(filled(sheet({"A1": "{{ CT2.ty_le }}", "B1": "{{ CT9.x }}"}))) == {
        "A1": "chưa có số liệu",
        "B1": "chưa có số liệu",
    }


@pytest.mark.parametrize("value", TRIGGERS)
def test_a_value_that_begins_as_a_formula_is_a_text(value: str) -> None:
    found = opened(filled(sheet({"A1": "{{ a }}", "B1": "{{ a }} {{ a }}"}), {"a": value}))
    for address in ("A1", "B1"):
        assert (found[address].data_type, found[address].quotePrefix) == ("s", True)
        assert str(found[address].value).startswith(value.strip("\t")) or value.startswith("\t")


def test_a_value_is_not_read_as_a_tag_or_as_xml() -> None:
    assert cells(filled(sheet({"A1": "{{ a }}"}), {"a": "{{ b }}<v>1</v>&", "b": "x"})) == {
        "A1": "{{ b }}<v>1</v>&"
    }


def test_rows_are_repeated_and_what_lies_below_moves() -> None:
    given = {
        "A1": "Đơn vị", "B1": "Số",
        "A2": "{% for x in don_vi %}{{ x.ten }}", "B2": "{{ x.CT1.tu_so }}{% endfor %}",
        "A3": "Cộng", "B3": "=SUM(B2:B2)", "C3": "=B2*2", "A5": "cuối",
    }  # fmt: skip
    found = opened(filled(sheet(given, merged=("A3:A4",))))
    assert [[cell.value for cell in row[:2]] for row in found["A1:B6"]] == [
        ["Đơn vị", "Số"],
        ["Tổ 1", 12],
        ["Tổ 2", "chưa có số liệu"],
        ["Cộng", "=SUM(B2:B3)"],
        [None, None],
        ["cuối", None],
    ]
    assert [str(area) for area in found.merged_cells.ranges] == ["A4:A5"]


def test_a_formula_in_a_repeated_row_points_at_its_own_row() -> None:
    given = {
        "A1": 5,
        "A2": "{% for x in don_vi %}{{ x.CT1.tu_so }}",
        "B2": "=A2*$A$1",
        "C2": "{% endfor %}",
        "A3": "=B2",
    }
    found = opened(filled(sheet(given)))
    assert [found[address].value for address in ("B2", "B3", "A4")] == ["=A2*$A$1", "=A3*$A$1", "=B2"]


def test_merged_cells_of_a_repeated_row_are_merged_in_each() -> None:
    given = {"A1": "{% for x in don_vi %}{{ x.ten }}", "C1": "{% endfor %}"}
    found = opened(filled(sheet(given, merged=("A1:B1",))))
    assert sorted(str(area) for area in found.merged_cells.ranges) == ["A1:B1", "A2:B2"]


def test_print_areas_and_rows_at_the_top_move_along() -> None:
    book = openpyxl.Workbook()
    page = book.active
    page["A1"], page["A2"], page["A3"] = "x", "{% for x in don_vi %}{{ x.ten }}{% endfor %}", "y"
    page.print_area, page.print_title_rows = "A1:C3", "1:1"
    found = opened(filled(samples.saved(book)))
    assert (found.print_area, found.print_title_rows) == ("'Sheet'!$A$1:$C$4", "$1:$1")


def test_shared_formulas_are_written_out() -> None:
    content = sheet(
        {"A1": "{% for x in don_vi %}{{ x.ten }}{% endfor %}", "A2": 1, "B2": "=A2", "A3": 2, "B3": "=A3"}
    )
    shared = samples.changed(
        content,
        first=(b"<f>A2</f>", b'<f t="shared" ref="B2:B3" si="0">A2</f>'),
        second=(b"<f>A3</f>", b'<f t="shared" si="0"/>'),
    )
    found = opened(filled(shared))
    assert (found["B3"].value, found["B4"].value) == ("=A3", "=A4")


def test_what_formulas_gave_before_is_forgotten() -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    page = book.add_worksheet()
    page.write_string("A1", "{{ CT1.tu_so }}")
    page.write_formula("B1", "=A1*2", None, 999)
    book.close()
    body = samples.part_of(filled(out.getvalue()), "xl/worksheets/sheet1.xml")
    assert (b"999" in body, b"<v>7600</v>" in body) == (False, True)
    assert b'fullCalcOnLoad="1"' in samples.part_of(filled(out.getvalue()), "xl/workbook.xml")


def test_shared_texts_of_tags_are_gone() -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    page = book.add_worksheet()
    page.write_rich_string("A1", "{{ CT1", book.add_format({"bold": True}), ".ten }} và", " chữ")
    book.close()
    made = filled(out.getvalue())
    assert cells(made) == {"A1": "Trực tuyến và chữ"}
    assert b"{{" not in samples.part_of(made, "xl/sharedStrings.xml")


def test_an_empty_list_leaves_one_row() -> None:
    given = {"A1": "{% for k in kho_khan %}{{ k.don_vi }}", "B1": "{{ k.noi_dung }}{% endfor %}", "A2": "sau"}
    assert cells(filled(sheet(given))) == {"A1": "chưa có số liệu", "A2": "sau"}


@pytest.mark.parametrize(
    ("given", "place", "sentence"),
    [
        ({"C7": "{{ ''.__class__ }}"}, "Trang tính “BD”, ô C7", "không phải là tên trường"),
        ({"C7": "{{ ten | lam_tron }}"}, "Trang tính “BD”, ô C7", "không có phép “lam_tron”"),
        ({"B2": "{% for x in don_vi %}"}, "Trang tính “BD”, ô B2", "chưa có {% endfor %}"),
        ({"B2": "{% endfor %}"}, "Trang tính “BD”, ô B2", "mỗi {% for … %} có một {% endfor %}"),
        (
            {
                "A1": "{% for x in don_vi %}",
                "A2": "{% for y in don_vi %}",
                "A3": "{% endfor %}",
                "A4": "{% endfor %}",
            },
            "Trang tính “BD”, ô A2",
            "không dùng vòng lặp lồng nhau",
        ),
    ],
)
def test_each_mistake_is_told_with_its_cell(given: dict[str, Any], place: str, sentence: str) -> None:
    found = problems(sheet(given))
    assert any(where == place and sentence in said for where, said in found), found


def test_uses_are_told_with_their_cells() -> None:
    uses = looked(sheet({"C7": "{{ CT1.ty_le }}"}, title="Tháng 10"))["uses"]
    assert [(use["name"], use["place"]) for use in uses] == [("ct1.ty_le", "Trang tính “Tháng 10”, ô C7")]


def test_tags_in_headers_of_a_sheet_are_told() -> None:
    book = openpyxl.Workbook()
    book.active.oddHeader.center.text = "{{ CT1.ten }}"
    assert len(problems(samples.saved(book))) == 1


@pytest.mark.parametrize(
    ("formula", "sentence"),
    [
        ('=WEBSERVICE("http://x/")', "Hàm WEBSERVICE không dùng được"),
        ('=HYPERLINK("http://x","y")', "Hàm HYPERLINK"),
        ("=cmd|'/c calc'!A0", "từ tệp khác hoặc từ chương trình khác"),
        ("=[1]Sheet1!A1", "từ tệp khác hoặc từ chương trình khác"),
        ('="{{ CT1.ten }}"', "trường không đặt được trong công thức"),
        ("=EXEC(1)", "Hàm EXEC"),
        ("=_xlfn.FILTERXML(A1,B1)", "Hàm _XLFN.FILTERXML"),
    ],
)
def test_formulas_that_reach_out_are_refused(formula: str, sentence: str) -> None:
    told = looked(sheet({"B3": formula, "A1": "{{ CT1.ten }}"}))
    assert sentence.casefold() in told["refusal"].casefold()
    assert told["place"] == "Trang tính “BD”, ô B3"


def test_names_that_reach_out_are_refused() -> None:
    book = openpyxl.Workbook()
    book.defined_names["x"] = openpyxl.workbook.defined_name.DefinedName("x", attr_text="cmd|'/c calc'!A0")
    assert "từ chương trình khác" in samples.refusal(samples.saved(book))


def test_a_sheet_with_a_chart_has_no_loops() -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    page = book.add_worksheet("BD")
    page.write_string("A1", "{% for x in don_vi %}{{ x.ten }}{% endfor %}")
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=BD!$A$1:$A$2"})
    page.insert_chart("C3", chart)
    book.close()
    assert "thì không dùng được vòng lặp" in samples.refusal(out.getvalue())


def test_two_corners_are_refused_before_anything_is_read() -> None:
    content = sheet({"A1": "{{ CT1.ten }}"})
    corner = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    assert "nằm ngoài vùng được nhận" in samples.refusal(
        samples.changed(content, end=(b"</sheetData>", corner))
    )


def test_too_many_rows_of_a_loop() -> None:
    values = {"a": [{"ten": str(number)} for number in range(20_001)]}
    told, _ = samples.told(sheet({"A1": "{% for x in a %}{{ x.ten }}{% endfor %}"}), values=values, blank="")
    assert told["refusal"] == "Vòng lặp chạy quá 20000 lượt. Xin bớt vòng lặp lồng nhau."


def test_a_text_longer_than_a_cell() -> None:
    told, _ = samples.told(sheet({"A1": "{{ a }}"}), values={"a": "x" * 40_000}, blank="")
    assert (told["refusal"], told["place"]) == ("Ô chứa quá nhiều chữ.", "Trang tính “BD”, ô A1")
