"""What is read of a posted page, and that the reader and the form that shows a row never disagree."""

from typing import Any

import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from thidua.indicator.figures import CellState, Kind, Value
from thidua.indicator.models import Definition, Indicator
from thidua.reporting.actions import Cell
from thidua.reporting.forms.entry import ReportForm, RowForm, read_row
from thidua.reporting.models import Figure
from thidua.reporting.queries.entry import Asked

TYPED = {
    "numerator": "1.234",
    "denominator": "2 000",
    "source": " Sổ tổ ",
    "explanation": " Đếm. ",
    "version": "3",
}


def figure_of(kind: Kind) -> Figure:
    """Not in the database: a form looks at nothing else."""
    labels = {"numerator_label": "Số đạt", "denominator_label": "Tổng số"}
    return Figure(pk=7, indicator=Indicator(kind=kind), definition=Definition(**labels))


def posted(said: dict[str, str], start: str = "s7-") -> QueryDict:
    data = QueryDict(mutable=True)
    data.update({start + name: value for name, value in said.items()})
    return data


def test_read_row_gives_the_cell() -> None:
    expected = Cell(Value(1234, 2000), explanation="Đếm.", source="Sổ tổ", seen_version=3)
    assert read_row(posted(TYPED), "s7-", Kind.RATIO) == (expected, {})
    estimate = {**TYPED, "is_estimate": "on"}
    assert read_row(posted(estimate), "s7-", Kind.RATIO)[0] == Cell(
        Value(1234, 2000, is_estimate=True), explanation="Đếm.", source="Sổ tổ", seen_version=3
    )


def test_read_row_of_a_page_that_sends_nothing_of_it() -> None:
    assert read_row(QueryDict(""), "s7-", Kind.RATIO) == (Cell(Value(state=CellState.NOT_REPORTED)), {})


def test_read_row_of_a_button_that_says_nothing_arose() -> None:
    cell, _ = read_row(posted({**TYPED, "not_arising": "1"}, ""), "", Kind.RATIO)
    assert cell is not None
    assert cell.value == Value(state=CellState.NOT_ARISING)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"numerator": "12.5"}, "numerator"),
        ({"denominator": ""}, "denominator"),
        ({"state": "đã xong"}, "state"),
        ({"source": "a\0b"}, "source"),
        ({"explanation": "x" * 5001}, "explanation"),
    ],
)
def test_read_row_puts_what_is_wrong_at_its_field(said: dict[str, str], field: str) -> None:
    cell, mistakes = read_row(posted(TYPED | said), "s7-", Kind.RATIO)
    assert (cell, list(mistakes)) == (None, [field])


@pytest.mark.parametrize(("said", "seen"), [("", None), ("12", 12), ("mới", 0), ("-1", 0), ("9" * 30, 0)])
def test_read_row_takes_a_strange_version_for_one_that_never_was(said: str, seen: int | None) -> None:
    cell, _ = read_row(posted(TYPED | {"version": said}), "s7-", Kind.RATIO)
    assert cell is not None
    assert cell.seen_version == seen


TEXTS = st.one_of(
    st.sampled_from(["", " ", "0", "40", "1.234", "1,5", "12.5", "85%", "-3", "9" * 20, "a\0b", "abc"]),
    st.text(max_size=20),
)
STATES = st.sampled_from(["", *(str(state) for state in CellState), "lạ", "VALUE"])
ROWS = st.fixed_dictionaries(
    {},
    optional={
        "numerator": TEXTS,
        "denominator": TEXTS,
        "state": STATES,
        "is_estimate": st.sampled_from(["on", "", "false", "0", "False", "True"]),
        "source": TEXTS,
        "explanation": TEXTS,
        "version": TEXTS,
    },
)


@settings(deadline=None)
@given(said=ROWS, kind=st.sampled_from(list(Kind)))
def test_the_form_of_a_row_says_what_the_reader_says(said: dict[str, str], kind: Kind) -> None:
    data = posted(said)
    cell, mistakes = read_row(data, "s7-", kind)
    form = RowForm(data, figure=figure_of(kind))
    assert (form.is_valid(), form.cell) == (cell is not None, cell)
    at = {name if name in form.fields else "numerator": [reason] for name, reason in mistakes.items()}
    assert form.errors == at


@settings(deadline=None)
@given(said=ROWS, kind=st.sampled_from(list(Kind)))
def test_the_form_of_a_report_holds_what_its_rows_hold(said: dict[str, str], kind: Kind) -> None:
    figure, data = figure_of(kind), posted(said)
    row = RowForm(data, figure=figure)
    form = ReportForm(data, asked=[Asked(7, kind, figure.content)])
    assert form.is_valid() is row.is_valid()
    assert form.cells == ({7: row.cell} if row.is_valid() and row.says_something_new else {})


def test_the_form_of_a_report_counts_the_rows_that_cannot_be_read() -> None:
    rows: dict[str, Any] = {f"s{pk}-numerator": text for pk, text in enumerate(["1", "1.2", "x", ""])}
    asked = [Asked(pk, Kind.COUNT, (Value(state=CellState.NOT_REPORTED), "", "")) for pk in range(4)]
    form = ReportForm(QueryDict("&".join(f"{key}={said}" for key, said in rows.items())), asked=asked)
    assert form.non_field_errors() == ["2 dòng có chỗ chưa đúng, lý do ghi ở từng dòng."]
    assert list(form.cells) == [0]
