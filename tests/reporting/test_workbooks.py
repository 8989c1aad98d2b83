"""The workbook of a report: what is written comes back, and every mistake has its place and its reason."""

import io
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from tests.factories import reporting as make
from thidua.core import sheets
from thidua.core.errors import Refused
from thidua.indicator.figures import CellState, Kind, Value
from thidua.reporting import actions, errors, workbooks
from thidua.reporting.models import WorkbookDraft
from thidua.reporting.queries import workbooks as queries
from thidua.reporting.workbooks import About, Line, Row

NOW = make.TYPING_AT
ABOUT = About(7, 3, "Tổ dân phố Khánh Hội", "Tháng 10/2026", date(2026, 10, 8), date(2026, 10, 2))


def line(figure: int = 1, code: str = "CT1", kind: Kind = Kind.RATIO, **other: object) -> Line:
    facts: dict[str, object] = {
        "name": f"Chỉ tiêu {code}",
        "numerator_label": "Số hồ sơ nộp trực tuyến",
        "denominator_label": "Tổng số hồ sơ",
        "previous": "294 trên 655",
        "value": Value(state=CellState.NOT_REPORTED),
        "source": "",
        "explanation": "",
        "is_open": True,
        "version": 1,
    }
    return Line(figure=figure, code=code, kind=kind, **{**facts, **other})  # type: ignore[arg-type]


def typed_into(data: bytes, cells: Mapping[str, object]) -> bytes:
    """The workbook as somebody fills it in with a spreadsheet program."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book.worksheets[0]
    for place, value in cells.items():
        sheet[place] = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(data: bytes, lines: list[Line]) -> list[workbooks.Outcome]:
    return workbooks.compare(workbooks.rows_of(sheets.read_table(data, "mau.xlsx"), lines), lines)


def test_an_untouched_workbook_changes_nothing() -> None:
    lines = [
        line(1, "CT1", value=Value(412, 655, is_estimate=True), source="Công an phường", explanation="Đếm."),
        line(2, "CT2", value=Value(state=CellState.NOT_ARISING)),
        line(3, "NC1", Kind.COUNT, value=Value(12)),
        line(4, "KP1", Kind.AMOUNT, value=Value(Decimal("1.5"))),
        line(5, "CT5"),
    ]
    outcomes = read(workbooks.write(lines, ABOUT), lines)
    assert [one.row.figure for one in outcomes] == [1, 2, 3, 4, 5]
    assert [(one.is_changed, one.mistakes) for one in outcomes] == [(False, ())] * 5


@pytest.mark.parametrize("kind", [Kind.AMOUNT, Kind.COUNT])
def test_a_number_that_may_be_thousands_is_asked_about(kind: Kind) -> None:
    """A spreadsheet set to English makes 12.345 of a typed 12.345, whatever was meant."""
    (outcome,) = read(
        typed_into(workbooks.write([line(kind=kind)], ABOUT), {"F6": 12.345}), [line(kind=kind)]
    )
    assert [(one.place, one.reason, one.text) for one in outcome.mistakes] == [
        (
            "Ô F6",
            "Bảng tính ghi 12,345. Nếu là phần nghìn, xin gõ 12345; nếu là số lẻ, xin gõ 12,345.",
            "12,345?",
        )
    ]


@pytest.mark.parametrize(
    ("number", "kept"),
    [(12.34, "12.34"), (0.125, "0.125"), (1234.125, "1234.125"), ("12,345", "12.345"), ("12.345", "12345")],
)
def test_an_amount_that_can_be_read_in_one_way_is_taken(number: object, kept: str) -> None:
    amount = line(kind=Kind.AMOUNT)
    (outcome,) = read(typed_into(workbooks.write([amount], ABOUT), {"F6": number}), [amount])
    assert outcome.value == Value(Decimal(kept))


def test_the_amount_that_stood_there_is_not_asked_about() -> None:
    amount = line(kind=Kind.AMOUNT, value=Value(Decimal("12.3450")))
    (outcome,) = read(workbooks.write([amount], ABOUT), [amount])
    assert (outcome.is_changed, outcome.mistakes) == (False, ())


def test_the_workbook_hides_what_it_is_for_and_protects_the_rest() -> None:
    data = workbooks.write([line(), line(2, "NC1", Kind.COUNT), line(3, "CT3", is_open=False)], ABOUT)
    assert sheets.read_table(data, "mau.xlsx").metadata == {
        "purpose": "report",
        "report": "7",
        "version": "3",
        "unit": "Tổ dân phố Khánh Hội",
        "period": "Tháng 10/2026",
    }
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book.worksheets[0]
    assert sheet.protection.sheet
    assert [sheet[place].protection.locked for place in ("A6", "B6", "F6", "G6", "G7", "F8")] == [
        True,
        True,
        False,
        False,
        True,  # a count has no total
        True,  # the commune has this one already
    ]
    assert book.worksheets[1].sheet_state == "veryHidden"


def test_the_first_row_of_figures_is_where_it_is_said_to_be() -> None:
    sheet = sheets.read_table(workbooks.write([line()], ABOUT), "mau.xlsx")
    assert sheet.rows[workbooks.FIRST_ROW - 1][0] == "CT1"


def test_typed_numbers_are_taken_over() -> None:
    lines = [line(1, "CT1"), line(2, "CT2"), line(3, "CT3")]
    data = workbooks.write(lines, ABOUT)
    filled = {"F6": 412, "G6": 655, "I6": "x", "J6": "Công an phường", "K6": "Đếm theo sổ."}
    filled |= {"F7": "1.234", "G7": "2 000", "H8": "Không phát sinh"}
    one, two, three = read(typed_into(data, filled), lines)
    assert (one.value, one.row.typed.source, one.before, one.after) == (
        Value(412, 655, is_estimate=True),
        "Công an phường",
        "chưa báo cáo",
        "412 trên 655 (ước)",
    )
    assert (two.value, three.value) == (Value(1234, 2000), Value(state=CellState.NOT_ARISING))
    assert [one.is_changed, two.is_changed, three.is_changed] == [True, True, True]


@pytest.mark.parametrize(
    ("cells", "field", "place", "reason"),
    [
        ({"F6": "12.5", "G6": 20}, "numerator", "Ô F6", "“12.5” có thể hiểu theo hai cách."),
        (
            {"F6": 1.234, "G6": 2000},
            "numerator",
            "Ô F6",
            "Bảng tính ghi 1,234. Nếu là phần nghìn, xin gõ 1234",
        ),
        ({"F6": 12.5, "G6": 2000}, "numerator", "Ô F6", "Số này phải là số nguyên"),
        ({"F6": date(2026, 12, 5), "G6": 2000}, "numerator", "Ô F6", "Bảng tính đã đổi số này thành ngày"),
        ({"F6": "62%", "G6": 2000}, "numerator", "Ô F6", "Xin gõ số lượng, không gõ phần trăm"),
        ({"F6": 30, "G6": 20}, "numerator", "Ô F6", "Số đạt (30) không được lớn hơn tổng số (20)."),
        ({"F6": 12, "G6": "hai mươi"}, "denominator", "Ô G6", "Ô này chỉ nhận số"),
        ({"F6": 12}, "denominator", "Ô G6", "Chưa nhập tổng số."),
        ({"F6": 12, "G6": 20, "H6": "hết rồi"}, "state", "Ô H6", "Chỉ nhận “có số liệu”"),
        ({"F6": 12, "G6": 20, "I6": "khoảng"}, "is_estimate", "Ô I6", "Là số ước thì ghi x"),
        ({"F6": 12, "G6": 20, "J6": "x" * 201}, "source", "Ô J6", "Nội dung dài quá 200 ký tự"),
        ({"F6": 12, "G6": 20, "K6": "x" * 5001}, "explanation", "Ô K6", "Nội dung dài quá 5000 ký tự"),
    ],
)
def test_a_mistake_in_each_column_has_its_place_and_reason(
    cells: dict[str, object], field: str, place: str, reason: str
) -> None:
    lines = [line(1, "CT1"), line(2, "CT2")]
    data = typed_into(workbooks.write(lines, ABOUT), {**cells, "F7": 1, "G7": 2})
    one, two = read(data, lines)
    mistake = next(found for found in one.mistakes if found.field == field)
    assert (one.value, mistake.place, mistake.reason.startswith(reason)) == (None, place, True)
    assert (two.value, two.mistakes) == (Value(1, 2), ())


def test_rows_are_found_by_their_code_wherever_they_are_moved() -> None:
    lines = [line(1, "CT1"), line(2, "CT2")]
    sheet = sheets.Sheet(
        "Số liệu", [[None], ["ct2", *[None] * 4, 3, 4], ["Ghi chú"], ["CT1", *[None] * 4, 1]]
    )
    rows = workbooks.rows_of(sheet, lines)
    assert [(row.figure, row.row, row.cells["numerator"]) for row in rows] == [(2, 2, "3"), (1, 4, "1")]


def test_a_figure_that_was_closed_meanwhile_is_left_alone() -> None:
    closed = line(1, "CT1", is_open=False, value=Value(1, 2))
    row = Row(1, 6, {"numerator": "5", "denominator": "6"})
    (outcome,) = workbooks.compare([row], [closed])
    assert (outcome.is_changed, outcome.mistakes) == (False, ())


# ---- the draft


@pytest.fixture
def here(db: None) -> make.Ward:
    return make.ward(units=2, indicators=2)


def upload(here: make.Ward, *texts: tuple[str, str]) -> WorkbookDraft:
    rows = [
        Row(figure.pk, 6 + place, {"numerator": n, "denominator": d})
        for place, (figure, (n, d)) in enumerate(zip(here.figures(), texts, strict=True))
    ]
    return actions.upload_workbook(
        here.report(), file_name="mau.xlsx", seen_version=1, rows=rows, by=here.actor("reporter"), at=NOW
    )


def test_upload_workbook_changes_no_figure(here: make.Ward) -> None:
    draft = upload(here, ("40", "50"), ("12.5", "50"))
    assert [row["cells"]["numerator"] for row in draft.rows] == ["40", "12.5"]
    assert [figure.state for figure in here.figures()] == [CellState.NOT_REPORTED] * 2


def test_apply_workbook_takes_what_can_be_read_and_keeps_the_rest(here: make.Ward) -> None:
    draft = upload(here, ("40", "50"), ("12.5", "50"))
    by = here.actor("reporter")
    actions.apply_workbook(draft, seen={}, by=by, at=NOW)
    one, two = here.figures()
    assert (one.reported, two.state) == (Value(40, 50), CellState.NOT_REPORTED)
    draft.refresh_from_db()
    assert (draft.applied, draft.applied_at, draft.rows[1]["cells"]["numerator"]) == ([one.pk], NOW, "12.5")
    with pytest.raises(errors.NothingToApply):
        actions.apply_workbook(draft, seen={}, by=by, at=NOW)
    actions.correct_workbook(draft, cells={str(two.pk): {"numerator": "12"}}, by=by, at=NOW)
    actions.apply_workbook(draft, seen={}, by=by, at=NOW)
    assert here.figures()[1].reported == Value(12, 50)
    assert draft.applied == sorted([one.pk, two.pk])


def test_apply_workbook_does_not_overwrite_what_was_not_seen(here: make.Ward) -> None:
    draft = upload(here, ("40", "50"), ("41", "50"))
    one, _ = here.figures()
    actions.save_figure(one, cell=actions.Cell(Value(39, 50)), by=here.actor("standing_body"), at=NOW)
    with pytest.raises(errors.StaleFigure):
        actions.apply_workbook(draft, seen={one.pk: 1}, by=here.actor("reporter"), at=NOW)
    assert here.figures()[0].reported == Value(39, 50)


def test_apply_workbook_after_sending_is_refused(here: make.Ward) -> None:
    draft = upload(here, ("40", "50"), ("41", "50"))
    by = here.actor("reporter")
    cells = {f.pk: actions.Cell(Value(1, 2), explanation="Đếm theo sổ.") for f in here.figures()}
    actions.submit_report(here.report(), cells=cells, by=by, at=NOW)
    with pytest.raises(Refused):
        actions.apply_workbook(draft, seen={}, by=by, at=NOW)


def test_workbooks_of_others_are_not_seen(here: make.Ward) -> None:
    draft = upload(here, ("40", "50"), ("41", "50"))
    assert list(queries.visible_workbooks(here.actor("reporter"))) == [draft]
    assert list(queries.visible_workbooks(here.actor("standing_body"))) == []
