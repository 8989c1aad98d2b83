import json
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.movement.planreader.papers import PAPERS, SEED, draft_of
from tests.movement.planreader.quotes import misquoted
from thidua.movement.planreader import read_plan, to_json

FRAGMENTS = st.sampled_from(
    [
        "\n",
        "\n\n",
        "|",
        "**",
        "1. ",
        "I. ",
        "- ",
        "%",
        "\t",
        "KẾ HOẠCH\n",
        "Nơi nhận:\n",
        "a) ",
        "Điều 1. ",
        "PHỤ LỤC\n",
        "từ 2025 đến ",
        "đạt 100% ",
        "TM. ỦY BAN NHÂN DÂN\n",
        "Căn cứ Luật ",
        "số 5/KH-UBND ",
        "ngày  tháng 8 năm 2025",
        "Đối với ",
        "Giai đoạn 1 (",
        "#",
        "<br>",
        "Tiêu chí thi đua\n",
        "TỔ CHỨC THỰC HIỆN\n",
        "Sở Nội vụ: ",
        "tổng kết năm 2030",
    ]
)


@pytest.mark.parametrize("name", PAPERS)
def test_every_quote_is_found_at_its_place(name: str) -> None:
    assert misquoted(draft_of(name)) == []


@pytest.mark.parametrize("name", PAPERS)
def test_paragraphs_cover_the_text_in_order(name: str) -> None:
    draft = draft_of(name)
    assert "\n".join(draft.text[p.start : p.end] for p in draft.paragraphs) == draft.text


@given(st.text(max_size=400))
def test_any_text_gives_a_draft_with_true_quotes(text: str) -> None:
    draft = read_plan(text)
    assert misquoted(draft) == []
    assert json.loads(json.dumps(to_json(draft)))["text"] == draft.text


@settings(max_examples=150)
@given(st.lists(st.one_of(FRAGMENTS, st.text(max_size=12)), max_size=80).map("".join))
def test_any_heap_of_plan_words_gives_a_draft_with_true_quotes(text: str) -> None:
    assert misquoted(read_plan(text)) == []


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_torn_seed_still_gives_true_quotes(data: st.DataObject) -> None:
    text = SEED.read_text(encoding="utf-8")
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 3000)))
    assert misquoted(read_plan(text[:start] + data.draw(FRAGMENTS) + text[end:])) == []


def test_reading_is_repeatable_and_blind_to_the_form_of_letters() -> None:
    text = SEED.read_text(encoding="utf-8")
    assert read_plan(text) == read_plan(unicodedata.normalize("NFD", text)) == draft_of(SEED.stem)


def test_empty_text_gives_an_empty_draft() -> None:
    draft = read_plan("")
    assert (draft.text, draft.title, draft.sections, draft.open_points) == ("", None, (), ())
