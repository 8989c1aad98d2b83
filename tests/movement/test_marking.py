from hypothesis import given
from hypothesis import strategies as st

from thidua.movement.marking import Mark, Segment, paragraphs_of

TEXT = "Một hai ba.\nBốn năm sáu bảy."
BLOCKS = [
    {"kind": "heading", "level": 1, "start": 0, "end": 11},
    {"kind": "paragraph", "level": 0, "start": 12, "end": 28},
]


def segments(marks: list[Mark]) -> list[list[Segment]]:
    return [list(one.segments) for one in paragraphs_of(TEXT, BLOCKS, marks)]


def test_text_without_marks_is_one_segment_a_paragraph() -> None:
    assert segments([]) == [
        [Segment("Một hai ba.", None, "", ())],
        [Segment("Bốn năm sáu bảy.", None, "", ())],
    ]


def test_the_innermost_mark_wins_and_both_have_a_place() -> None:
    assert segments([Mark(1, 12, 28, "sure"), Mark(2, 16, 19, "waiting")])[1] == [
        Segment("Bốn ", 1, "sure", (1,)),
        Segment("năm", 2, "waiting", (2,)),
        Segment(" sáu bảy.", 1, "sure", ()),
    ]


def test_what_is_left_between_quotes_is_no_link() -> None:
    found = segments([Mark(1, 12, 28, "sure"), Mark(2, 12, 19, "waiting"), Mark(3, 20, 27, "waiting")])[1]
    assert [(one.text, one.item) for one in found] == [
        ("Bốn năm", 2),
        (" ", None),
        ("sáu bảy", 3),
        (".", None),
    ]


def test_marks_of_the_same_words_both_open_there() -> None:
    assert segments([Mark(1, 0, 11, "sure"), Mark(2, 0, 11, "gone")])[0] == [
        Segment("Một hai ba.", 1, "sure", (1, 2))
    ]


def test_a_mark_over_two_paragraphs_opens_once() -> None:
    found = segments([Mark(1, 4, 15, "sure")])
    assert [segment.opens for paragraph in found for segment in paragraph] == [(), (1,), (), ()]
    assert [segment.text for paragraph in found for segment in paragraph if segment.item] == [
        "hai ba.",
        "Bốn",
    ]


def test_only_the_paragraphs_that_touch_a_span() -> None:
    assert [one.number for one in paragraphs_of(TEXT, BLOCKS, [], only=(11, 12))] == []
    assert [one.number for one in paragraphs_of(TEXT, BLOCKS, [], only=(10, 13))] == [0, 1]


def test_without_blocks_each_line_is_a_paragraph() -> None:
    assert [one.segments[0].text for one in paragraphs_of("a\n\nb c\n", [], [])] == ["a", "b c"]


@given(
    st.lists(
        st.tuples(st.integers(0, 28), st.integers(0, 28)).map(lambda pair: (min(pair), max(pair))), max_size=8
    )
)
def test_no_word_is_lost_or_doubled(spans: list[tuple[int, int]]) -> None:
    marks = [Mark(number, start, end, "sure") for number, (start, end) in enumerate(spans)]
    shown = ["".join(segment.text for segment in paragraph) for paragraph in segments(marks)]
    assert shown == TEXT.split("\n")
