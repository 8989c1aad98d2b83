"""Vietnamese text: search and order are the same in every database."""

import re
import unicodedata
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thidua.core.text import fold, letters, nfc, person_sort_key, sort_key

WORDS = st.text(alphabet="aăâbdđeêghioôơuưyAĂÂĐƠƯàảãáạằặầệợỷ 0123456789-–", max_size=40)


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đồng Ngọ", "dong ngo"),
        ("  PHƯỜNG\u00a0 Nam  Đồng\n", "phuong nam dong"),
        ("Nguyễn Văn Vượng", "nguyen van vuong"),
        ("hòa", "hoa"),
        ("hoà", "hoa"),
        ("Tổ dân phố 10", "to dan pho 10"),
        ("", ""),
    ],
)
def test_fold(text, folded):
    assert fold(text) == folded
    assert fold(nfd(text)) == folded


@pytest.mark.parametrize(
    ("title", "left"), [(" Mã TTHC (*) ", "matthc"), ("Số/ký hiệu", "sokyhieu"), ("()", "")]
)
def test_letters(title, left):
    assert letters(title) == left
    assert letters(nfd(title)) == left


@given(st.text(max_size=60))
def test_fold_is_idempotent_and_blind_to_the_form(text):
    assert fold(fold(text)) == fold(text)
    assert fold(nfd(text)) == fold(unicodedata.normalize("NFC", text))


@given(WORDS)
def test_fold_of_vietnamese_is_plain(text):
    assert re.fullmatch(r"[a-z0-9 –-]*", fold(text))


@given(st.text(max_size=60))
def test_nfc_is_idempotent(text):
    assert nfc(nfc(text)) == nfc(text)


ORDERED = [
    ["An", "Ánh", "Ăn", "Ân", "Bình", "Dũng", "Đặng", "Đức", "Ông", "Ơn"],
    ["Tổ dân phố 2", "Tổ dân phố 10", "Tổ dân phố Đồng Ngọ"],
    ["ma", "mà", "mả", "mã", "má", "mạ"],
    ["An", "Án", "An 2", "An 10", "An Bình", "Anh"],
    ["Phòng Kinh tế", "Phòng Văn hóa", "Trường Mầm non", "Ủy ban nhân dân"],
]


@pytest.mark.parametrize("names", ORDERED)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_sort_key_orders_as_a_dictionary_does(names, form):
    mixed = [unicodedata.normalize(form, name) for name in names]
    Random(1).shuffle(mixed)
    assert [unicodedata.normalize("NFC", name) for name in sorted(mixed, key=sort_key)] == names


@given(st.text(max_size=60))
def test_sort_key_holds_only_letters_and_digits_and_is_blind_to_form_and_case(text):
    assert re.fullmatch(r"[a-z0-9]*", sort_key(text))
    assert sort_key(nfd(text)) == sort_key(unicodedata.normalize("NFC", text))


def test_people_sort_by_ten_then_ho():
    names = ["Trần Văn An", "Đỗ Thị Ánh", "Lê Ân", "Nguyễn Văn Bình", "Phạm Thị Bình", "Bùi Đức", "Ơn"]
    mixed = list(reversed(names))
    assert sorted(mixed, key=person_sort_key) == names
