"""The little language: what is a field, and that nothing else is."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thidua.outgoing.filling.markup import End, Field, Filler, For, MarkupError, parse, tags_in


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("{{ CT1.ty_le }}", Field(("ct1", "ty_le"))),
        ("{{CT1.ty_le}}", Field(("ct1", "ty_le"))),
        ("{{ CT1 . ty_le }}", Field(("ct1", "ty_le"))),
        ("{{\u00a0Phuong.Ten\u00a0|\u00a0HOA }}", Field(("phuong", "ten"), (("hoa", ""),))),
        ("{{ ten | mac_dinh: “không có” }}", Field(("ten",), (("mac_dinh", "không có"),))),
        ("{{ ten|hoa_dau|hoa }}", Field(("ten",), (("hoa_dau", ""), ("hoa", "")))),
        ("{% for x in don_vi %}", For("x", ("don_vi",))),
        ("{% For X in Don_Vi %}", For("x", ("don_vi",))),
        ("{% endfor %}", End()),
        ("{%EndFor%}", End()),
    ],
)
def test_a_tag_is_read(written: str, read: object) -> None:
    assert parse(written) == read


@pytest.mark.parametrize(
    "written",
    [
        "{{ ''.__class__ }}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ _self }}",
        "{{ __import__('os').system('id') }}",
        "{{ CT1['ty_le'] }}",
        "{{ 7*7 }}",
        "{{ CT1.ty_le + 1 }}",
        "{{ CT1.ty_le() }}",
        "{{ a.b.c.d.e.f.g }}",
        '{{ ten | attr: "__class__" }}',
        "{{ ten | hoa | hoa | hoa | hoa | hoa }}",
        "{{ }}",
        "{{ 1 }}",
        "{% set x = 1 %}",
        "{% if CT1 %}",
        "{% include 'secrets' %}",
        "{% for x in range(9) %}",
        "{% for x in don_vi if x %}",
        "{% for __x in don_vi %}",
        "{# comment #}"[:2] + "% raw %}",
    ],
)
def test_whatever_is_no_name_is_refused(written: str) -> None:
    with pytest.raises(MarkupError):
        list(tags_in(written))


def test_names_lead_nowhere_but_into_the_values() -> None:
    filler = Filler({"a": {"b": "x"}}, "trống")
    for path in ("a.__class__", "a.b.upper", "a.keys", "values", "self", "a"):
        printed = filler.print(Field(tuple(path.split("."))), {}, "")
        assert (printed.text, printed.is_missing) == ("trống", True)


@pytest.mark.parametrize("text", ["{{ CT1.ty_le", "CT1 }}", "{% endfor", "}} {{"])
def test_braces_come_in_pairs(text: str) -> None:
    with pytest.raises(MarkupError, match="chưa đủ đôi"):
        list(tags_in(text))


@given(st.text(alphabet="{}%|.:\" abx_'()[]+", max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    told: list[object] = []
    with suppress(MarkupError):
        told = [tag for _, tag in tags_in(text)]
    assert all(isinstance(tag, Field | For | End) for tag in told)


def test_a_value_is_never_read_as_a_tag() -> None:
    filler = Filler({"a": "{{ b }}", "b": "{{ a }}"})
    assert filler.text("{{ a }} {{ b }}", "") == "{{ b }} {{ a }}"


def test_missing_is_not_nought_and_not_nothing_to_count() -> None:
    filler = Filler({"a": None, "b": "—", "c": {"$": "0", "#": "0"}}, "chưa có số liệu")
    assert filler.text("{{ a }}/{{ b }}/{{ c }}", "") == "chưa có số liệu/—/0"
    assert filler.text('{{ a | mac_dinh: "…" }}', "") == "…"
    assert list(filler.missing) == ["a"]


def test_an_empty_list_says_so_once() -> None:
    filler = Filler({"don_vi": []}, "chưa có số liệu")
    (nothing,) = filler.items(For("x", ("don_vi",)), {}, "")
    said = [filler.print(Field(("x", name)), {"x": nothing}, "").text for name in ("ten", "so")]
    assert said == ["chưa có số liệu", ""]


def test_loops_have_a_bound() -> None:
    filler = Filler({"a": list(range(15_000))})
    filler.items(For("x", ("a",)), {}, "")
    with pytest.raises(MarkupError, match="quá 20000 lượt"):
        filler.items(For("x", ("a",)), {}, "Đoạn 1")
