"""Charts are sound SVG, say in words what they show, and tell state without colour."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from xml.etree import ElementTree

import pypdfium2
import pytest
import typst
from hypothesis import given
from hypothesis import strategies as st

from thidua.core import charts, drawing

SVG = "{http://www.w3.org/2000/svg}"
LETTERS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Co", "Cn"]), max_size=30)
SHARES = st.decimals(0, 130, places=3)
LINES = st.lists(st.builds(charts.Line, value=st.integers(1, 110), label=LETTERS), max_size=3)
TONES = st.sampled_from(sorted(drawing.FILLS))
POINTS = st.lists(st.builds(charts.Point, LETTERS, st.none() | SHARES, st.booleans()), max_size=24)
COLUMNS = st.lists(
    st.builds(charts.Column, LETTERS, st.none() | SHARES, TONES, LINES.map(tuple)), max_size=12
)
PARTS = st.lists(st.builds(charts.Part, LETTERS, st.integers(0, 500), TONES), max_size=6)
DAYS = st.dates(date(2025, 1, 1), date(2031, 1, 1))
PHASES = st.lists(
    st.builds(
        lambda label, day, n: charts.Phase(label, day, day + timedelta(days=n)),
        LETTERS,
        DAYS,
        st.integers(0, 900),
    ),
    max_size=4,
)
MILESTONES = st.lists(st.builds(charts.Milestone, LETTERS, DAYS), max_size=6)
DRAWN = st.one_of(
    st.builds(charts.bar_with_lines, st.none() | SHARES, LINES, tone=TONES, about=LETTERS),
    st.builds(charts.trend, POINTS, LINES, title=LETTERS, unit=st.sampled_from(["%", "người", ""])),
    st.builds(charts.columns, COLUMNS, LINES, title=LETTERS, unit=st.sampled_from(["%", "hồ sơ"])),
    st.builds(charts.rows, COLUMNS, title=LETTERS),
    st.builds(charts.stacked, PARTS, title=LETTERS),
    st.builds(charts.timeline, PHASES, MILESTONES, DAYS, title=LETTERS),
)


def parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)  # noqa: S314 our own text


def drawn(svg: str, tag: str) -> list[ElementTree.Element]:
    return list(parsed(svg).iter(SVG + tag))


def words(svg: str) -> list[str]:
    return [element.text or "" for element in drawn(svg, "text")]


@given(svg=DRAWN)
def test_every_chart_is_sound_named_and_free_of_inline_style(svg: str) -> None:
    root = parsed(svg)
    assert root.get("role") == "img"
    assert [child.tag for child in root[:2]] == [f"{SVG}title", f"{SVG}desc"]
    assert root[1].text
    attributes = {name for element in root.iter() for name in element.attrib}
    assert attributes.isdisjoint({"style", "class", "id", "onload", "href"})


@given(svg=DRAWN)
def test_every_stroke_stays_in_the_picture(svg: str) -> None:
    root = parsed(svg)
    width, height = float(root.get("width", 0)), float(root.get("height", 0))
    for element in root.iter():
        across = [float(element.get(name, 0)) for name in ("x1", "x2", "cx", "x")]
        down = [float(element.get(name, 0)) for name in ("y1", "y2", "cy", "y")]
        assert all(0 <= x <= width for x in across)
        assert all(0 <= y <= height for y in down)


def test_texts_are_escaped() -> None:
    svg = charts.columns([charts.Column('<b> & "x"', Decimal(5))], title="<script>")
    assert "<script>" not in svg
    assert words(svg)[-1] == '<b> & "x"'


def test_bar_is_as_long_as_its_share_and_ticks_stand_at_the_lines() -> None:
    svg = charts.bar_with_lines(Decimal("85.11"), [charts.Line(80), charts.Line(100)], 200)
    assert [rect.get("width") for rect in drawn(svg, "rect")] == ["200", "170.2"]
    assert [line.get("x1") for line in drawn(svg, "line")] == ["160", "199"]
    assert parsed(svg)[1].text == "85,11\u00a0%; mức đạt 80\u00a0%; mức đạt 100\u00a0%"


def test_bar_without_value_is_empty_and_says_so() -> None:
    svg = charts.bar_with_lines(None, [charts.Line(80)])
    assert len(drawn(svg, "rect")) == 1
    assert parsed(svg)[1].text == "chưa có số liệu; mức đạt 80\u00a0%"


def test_bar_of_nothing_reached_has_no_length() -> None:
    assert [rect.get("width") for rect in drawn(charts.bar_with_lines(0), "rect")] == ["140", "0"]


def test_trend_breaks_where_a_value_is_missing() -> None:
    values = [60, 70, None, 80, 90, None, 95]
    svg = charts.trend([charts.Point(f"T{i}", value) for i, value in enumerate(values, 1)], title="Thử")
    assert [len((line.get("points") or "").split()) for line in drawn(svg, "polyline")] == [2, 2]
    assert len(drawn(svg, "circle")) == 5
    assert words(svg).count("—") == 2


def test_trend_draws_estimates_hollow() -> None:
    svg = charts.trend([charts.Point("T1", 60), charts.Point("T2", 70, is_estimate=True)], title="Thử")
    assert [dot.get("fill") for dot in drawn(svg, "circle")] == [drawing.ACT, drawing.PAPER]
    assert parsed(svg)[1].text == "T1: 60,00\u00a0%; T2: 70,00\u00a0% (ước)"


def test_trend_names_its_lines_and_keeps_the_last_period() -> None:
    points = [charts.Point(f"tháng {i}", i) for i in range(1, 25)]
    svg = charts.trend(points, [charts.Line(80, "mức đạt")], title="Thử")
    shown = words(svg)
    assert {"mức đạt", "80\u00a0%", "tháng 24"} <= set(shown)
    assert "tháng 23" not in shown


def test_trend_of_counts_scales_to_a_round_number() -> None:
    svg = charts.trend([charts.Point("T1", 1234)], title="Số người", unit="người")
    assert {"1.500", "750", "0", "1.234\u00a0người"} <= set(words(svg))


def test_long_numbers_of_the_scale_have_room() -> None:
    svg = charts.trend([charts.Point("T1", 1_234_567)], title="Kinh phí", unit="đồng")
    label = next(text for text in drawn(svg, "text") if text.text == "1.500.000")
    assert float(label.get("x", 0)) >= drawing.text_width("1.500.000", charts.SIZE)


def test_columns_are_hollow_when_not_reached() -> None:
    columns = [charts.Column("A", 95), charts.Column("B", 60, "late"), charts.Column("C", None)]
    svg = charts.columns(columns, [charts.Line(90)], title="Thử")
    assert [rect.get("fill") for rect in drawn(svg, "rect")] == [drawing.FILLS["reached"], drawing.PAPER]


def test_columns_take_the_font_that_is_given() -> None:
    svg = charts.columns([charts.Column("A", 95)], title="Thử", font="Liberation Serif")
    assert {text.get("font-family") for text in drawn(svg, "text")} == {"Liberation Serif"}


def test_rows_never_show_a_missed_line_as_reached() -> None:
    svg = charts.rows(
        [charts.Column("A", Decimal("72.496"), "late", (charts.Line(Decimal("72.5")),))], title="Thử"
    )
    assert "72,496\u00a0%" in words(svg)


@given(parts=PARTS)
def test_stacked_shares_fill_the_bar(parts: list[charts.Part]) -> None:
    rects = drawn(charts.stacked(parts, title="Kỳ", width=360), "rect")[1:]
    counted = [part.count for part in parts if part.count]
    assert len(rects) == len(counted)
    assert sum(float(rect.get("width", 0)) for rect in rects) == pytest.approx(360 if counted else 0, abs=0.5)


@given(milestones=MILESTONES, today=DAYS)
def test_timeline_words_do_not_overlap(milestones: list[charts.Milestone], today: date) -> None:
    svg = charts.timeline([], milestones, today, width=700)
    taken: dict[str, float] = {}
    labels = sorted(milestones, key=lambda one: one.on)
    for text, one in zip(drawn(svg, "text")[1:], labels, strict=True):
        half = drawing.text_width(one.label, charts.SIZE) / 2
        x, y = float(text.get("x", 0)), text.get("y", "")
        if half * 2 < 700:
            assert x - half >= taken.get(y, -1.0)
        taken[y] = x + half


def test_timeline_colours_what_is_behind() -> None:
    milestones = [charts.Milestone("8/2025", date(2025, 8, 1)), charts.Milestone("2030", date(2030, 12, 1))]
    svg = charts.timeline([], milestones, date(2026, 10, 1))
    assert [dot.get("fill") for dot in drawn(svg, "circle")] == [drawing.ACT, drawing.BRAND, drawing.PAPER]
    assert words(svg) == ["hôm nay", "8/2025", "2030"]


@pytest.fixture
def pixel() -> Callable[[str, int, int], tuple[int, int, int]]:
    """The colour at a place, after the SVG went through the document engine as it does for reports."""

    def at(svg: str, x: int, y: int) -> tuple[int, int, int]:
        size = re.search(r'width="([\d.]+)" height="([\d.]+)"', svg)
        assert size is not None
        page = (
            f"#set page(width: {size[1]}pt, height: {size[2]}pt, margin: 0pt)\n"
            '#image(bytes(sys.inputs.svg), format: "svg", width: 100%)'
        )
        pdf = typst.compile(page.encode(), sys_inputs={"svg": str(svg)})
        with pypdfium2.PdfDocument(pdf) as document:
            bitmap = document[0].render(scale=1, rev_byteorder=True)
            place = y * bitmap.stride + x * bitmap.n_channels
            red, green, blue = bytes(bitmap.buffer)[place : place + 3]
            return red, green, blue

    return at


def test_a_rendered_bar_is_green_to_its_value_and_pale_beyond(
    pixel: Callable[..., tuple[int, int, int]],
) -> None:
    svg = charts.bar_with_lines(Decimal(50), [charts.Line(80)], 200)
    assert pixel(svg, 90, 11) == (0x2E, 0x80, 0x57)
    assert pixel(svg, 110, 11) == (0xE8, 0xE4, 0xDA)
    assert max(pixel(svg, 160, 3)) < 0x90  # the tick stands above the bar


def test_a_rendered_column_is_solid_or_hollow(pixel: Callable[..., tuple[int, int, int]]) -> None:
    svg = charts.columns([charts.Column("A", 100), charts.Column("B", 80, "late")], title="Thử")
    assert pixel(svg, 44 + 95, 150) == (0x2E, 0x80, 0x57)
    assert pixel(svg, 44 + 285, 150) == (255, 255, 255)
