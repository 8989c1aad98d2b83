"""Word forms filled: runs cut by Word, tables, headers, loops, text boxes; what cannot be filled told with its place."""

import io
from typing import Any

import docx
import pytest

from tests.outgoing import samples
from tests.outgoing.samples import filled, looked, texts, word


def problems(content: bytes) -> list[tuple[str, str]]:
    return [(one["place"], one["sentence"]) for one in looked(content)["problems"]]


def test_a_field_takes_the_look_of_the_run_in_which_it_begins() -> None:
    made = docx.Document()
    line = made.add_paragraph("Kết quả: ")
    line.add_run("{{ CT1").bold = True
    for piece in (".", "ty", "_le", " }", "}"):
        line.add_run(piece).italic = True
    line.add_run(" %.")
    (paragraph,) = docx.Document(io.BytesIO(filled(samples.saved(made)))).paragraphs
    assert paragraph.text == "Kết quả: 85,11 %."
    assert [run.text for run in paragraph.runs if run.bold] == ["85,11"]


def test_what_is_not_a_field_stays_as_it_was() -> None:
    content = word("Không có trường.", "{{ phuong.ten | hoa }}")
    assert texts(filled(content)) == ["Không có trường.", "PHƯỜNG NAM ĐỒNG"]


def test_marks_of_xml_in_values_are_text() -> None:
    values = {"a": '<w:p/> & "x" <script>'}
    assert texts(filled(word("{{ a }}"), values)) == ['<w:p/> & "x" <script>']


def test_control_characters_and_lines_of_a_value() -> None:
    assert texts(filled(word("{{ a }}"), {"a": "một\x00\x0b\nhai"})) == ["một\nhai"]


def test_rows_are_repeated_between_head_and_foot() -> None:
    rows = [
        ["Đơn vị", "Số"],
        ["{% for x in don_vi %}{{ x.ten }}", "{{ x.CT1.tu_so }}{% endfor %}"],
        ["Cộng", "{{ CT1.tu_so }}"],
    ]
    assert texts(filled(word(rows=rows))) == [
        "Đơn vị",
        "Số",
        "Tổ 1",
        "12",
        "Tổ 2",
        "chưa có số liệu",
        "Cộng",
        "7.600",
    ]


def test_rows_of_a_loop_over_several_rows() -> None:
    rows = [["{% for x in don_vi %}{{ x.ten }}", ""], ["", "{{ x.ten }}{% endfor %}"]]
    assert texts(filled(word(rows=rows))) == ["Tổ 1", "", "", "Tổ 1", "Tổ 2", "", "", "Tổ 2"]


def test_a_loop_inside_a_cell_repeats_its_paragraph() -> None:
    rows = [["{% for x in don_vi %}{{ x.ten }}; {% endfor %}", "bên"]]
    assert texts(filled(word(rows=rows))) == ["Tổ 1; \nTổ 2; ", "bên"]


def test_paragraphs_are_repeated_and_lines_of_tags_alone_vanish() -> None:
    content = word("trước", "{% for x in don_vi %}", "- {{ x.ten }}", "{% endfor %}", "sau")
    assert texts(filled(content)) == ["trước", "- Tổ 1", "- Tổ 2", "sau"]


def test_loops_in_loops() -> None:
    content = word(
        "{% for x in don_vi %}",
        "{{ x.ten }}",
        "{% for y in don_vi %}+ {{ y.ten }}{% endfor %}",
        "{% endfor %}",
    )
    assert texts(filled(content)) == ["Tổ 1", "+ Tổ 1", "+ Tổ 2", "Tổ 2", "+ Tổ 1", "+ Tổ 2"]


def test_an_empty_list_leaves_one_row_that_says_so() -> None:
    rows = [["Nơi", "Việc"], ["{% for k in kho_khan %}{{ k.don_vi }}", "{{ k.noi_dung }}{% endfor %}"]]
    assert texts(filled(word(rows=rows))) == ["Nơi", "Việc", "chưa có số liệu", ""]


def test_headers_are_filled() -> None:
    made = docx.Document(io.BytesIO(filled(word("x", header="{{ phuong.ten }}"))))
    assert made.sections[0].header.paragraphs[0].text == "phường Nam Đồng"


BOX = (
    '<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:pict><w:txbxContent><w:p><w:r>'
    "<w:t>{{ phuong</w:t></w:r><w:r><w:t>.ten }}</w:t></w:r></w:p></w:txbxContent></w:pict></w:r></w:p>"
)


def test_text_boxes_are_filled() -> None:
    content = samples.changed(word("{{ CT1.ten }}"), box=(b"</w:p>", BOX.encode()))
    body = filled(content)
    assert b"ph\xc6\xb0\xe1\xbb\x9dng Nam" in samples.part_of(body, "word/document.xml")


def test_a_print_on_trial_marks_what_is_missing() -> None:
    made = docx.Document(io.BytesIO(filled(word("Tỷ lệ {{ CT2.ty_le }}"), marks=True)))
    (paragraph,) = made.paragraphs
    assert paragraph.text == "Tỷ lệ [chưa có số liệu: ct2.ty_le]"
    assert [str(run.font.highlight_color) for run in paragraph.runs] == ["YELLOW (7)"]


def test_uses_are_told_with_their_places() -> None:
    content = word("a", ["{{ CT1", ".tu_so }}"], rows=[["x", "{{ ky.ten }}"]], header="{{ phuong.ten }}")
    assert {use["name"]: use["place"] for use in looked(content)["uses"]} == {
        "ct1.tu_so": "Đoạn 2, “{{ CT1.tu_so }}”",
        "ky.ten": "Bảng 1, hàng 1, cột 2",
        "phuong.ten": "Đầu trang",
    }


def test_names_in_loops_are_those_of_the_list() -> None:
    content = word(rows=[["{% for x in don_vi %}{{ x.ten }}", "{% endfor %}"]])
    assert [(use["name"], use["kind"]) for use in looked(content)["uses"]] == [
        ("don_vi", "list"),
        ("don_vi[].ten", "field"),
    ]


@pytest.mark.parametrize(
    ("paragraph", "sentence"),
    [
        ("{{ ''.__class__ }}", "không phải là tên trường"),
        ("{{ ten | lam_tron }}", "không có phép “lam_tron”"),
        ("{{ ten", "chưa đủ đôi"),
        ("{% for x in don_vi %}", "chưa có {% endfor %}"),
        ("{% endfor %}", "không có {% for … %} mở trước"),
        ("{% if x %}", "không phải là vòng lặp"),
        (
            "{% for x in don_vi %}{% endfor %}{% for y in don_vi %}{% endfor %}",
            "Một đoạn chỉ có một vòng lặp",
        ),
    ],
)
def test_each_mistake_is_told_with_its_place(paragraph: str, sentence: str) -> None:
    found = problems(word("trước", paragraph))
    assert [place.startswith("Đoạn 2") for place, _ in found] == [True] * len(found)
    assert any(sentence in said for _, said in found), found


def test_a_loop_that_begins_in_a_row_and_never_ends() -> None:
    found = problems(word(rows=[["{% for x in don_vi %}{{ x.ten }}", "a"]]))
    assert found == [("Bảng 1, hàng 1, cột 1", "Vòng lặp {% for … %} chưa có {% endfor %} đóng lại.")]


def test_several_mistakes_are_told_at_once() -> None:
    assert len(problems(word("{{ 1 }}", "{{ ok }}", "{{ ten | x }}"))) == 2


def test_fields_where_nothing_is_filled_are_told() -> None:
    content = samples.changed(word("x"), {"word/charts/chart1.xml": b"<c>{{ CT1.ten }}</c>"})
    assert [said for _, said in problems(content)] == [
        "Có trường đặt ở chỗ phần mềm không điền được (biểu đồ, tiêu đề trang của Excel, tên trang tính)."
    ]


def test_properties_are_filled() -> None:
    made = docx.Document(io.BytesIO(word("x")))
    made.core_properties.title = "Báo cáo {{ phuong.ten }}"
    again: Any = docx.Document(io.BytesIO(filled(samples.saved(made))))
    assert again.core_properties.title == "Báo cáo phường Nam Đồng"


def test_the_same_values_give_the_same_bytes() -> None:
    content = word("{{ CT1.ty_le }}", rows=[["{% for x in don_vi %}{{ x.ten }}", "{% endfor %}"]])
    assert filled(content) == filled(content)
