"""Word forms filled: runs cut by Word, tables, headers, loops, text boxes; what cannot be filled told with its place."""

import io
import re
from typing import Any

import docx
import pytest

from tests.outgoing import samples
from tests.outgoing.samples import filled, looked, texts, word
from thidua.outgoing import catalogue, forms_apart
from thidua.outgoing.filling import packages


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


WRONG = "Không có trường “phuong.tenn”. Có phải là “phuong.ten”?"


def faults(content: bytes) -> list[tuple[str, str]]:
    """Faults by the catalogue, as the page tells them."""
    known = catalogue.catalogue_of([], has_unit_figures=True)
    uses = [forms_apart.Use(**use) for use in looked(content)["uses"]]
    return known.faults(uses)


def test_a_wrong_name_in_a_header_or_a_text_box_is_told_with_its_place() -> None:
    assert faults(word("x", header="{{ phuong.tenn }}")) == [("Đầu trang", WRONG)]
    box = samples.changed(word("Hộp"), box=(b"</w:p>", BOX.replace(".ten }}", ".tenn }}").encode()))
    assert faults(box) == [("Đoạn 1, “{{ phuong.tenn }}”", WRONG)]


def test_footers_and_footnotes_are_filled() -> None:
    story = (
        b'<w:ftr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p><w:r><w:t>{{ phuo</w:t></w:r>'
        b"<w:r><w:t>ng.ten }}</w:t></w:r></w:p></w:ftr>"
    )
    notes = story.replace(b"w:ftr", b"w:footnotes").replace(b"<w:p>", b"<w:footnote><w:p>")
    parts = {
        "word/footer9.xml": story,
        "word/footnotes.xml": notes.replace(b"</w:p>", b"</w:p></w:footnote>"),
    }
    body = filled(samples.changed(word("x"), parts))
    for name in parts:
        assert "phường Nam Đồng" in samples.part_of(body, name).decode()


def wrapped(content: bytes, begin: bytes, end: bytes, *, of: bytes) -> bytes:
    """The first element of a kind inside another."""
    body = samples.part_of(content, "word/document.xml")
    (first, last) = (re.search(sign % of, body) for sign in (rb"<%s[ >]", rb"</%s>"))
    assert first is not None
    assert last is not None
    begins, ends = first.start(), last.end()
    made = body[:begins] + begin + body[begins:ends] + end + body[ends:]
    return samples.changed(content, {"word/document.xml": made})


CONTROL = (b"<w:sdt><w:sdtContent>", b"</w:sdtContent></w:sdt>")
OWN_XML = (b'<w:customXml w:element="a">', b"</w:customXml>")


@pytest.mark.parametrize("around", [CONTROL, OWN_XML])
@pytest.mark.parametrize("kind", [b"w:p", b"w:tr", b"w:tc"])
def test_fields_inside_content_controls_are_filled(around: tuple[bytes, bytes], kind: bytes) -> None:
    said = "{{ phuong.ten }}"
    content = word(said) if kind == b"w:p" else word(rows=[[said]])
    held = wrapped(content, *around, of=kind)
    assert looked(held)["problems"] == []
    assert "phường Nam Đồng" in samples.part_of(filled(held), "word/document.xml").decode()


def test_rows_in_a_content_control_are_repeated_and_the_table_stays() -> None:
    row = ["{% for x in don_vi %}{{ x.ten }}", "{% endfor %}"]
    held = wrapped(word(rows=[row]), *CONTROL, of=b"w:tr")
    body = samples.part_of(filled(held), "word/document.xml").decode()
    assert (body.count("<w:tr>") + body.count("<w:tr "), "Tổ 1" in body, "Tổ 2" in body) == (2, True, True)


def test_a_field_where_no_way_leads_is_told_and_never_left_as_it_is() -> None:
    strange = (b"<w:strange>", b"</w:strange>")
    held = wrapped(word("{{ phuong.ten }}"), *strange, of=b"w:p")
    assert looked(held)["problems"] == [
        {"place": "Đoạn 1, “{{ phuong.ten }}”", "sentence": packages.UNSEEN_PLACES}
    ]
