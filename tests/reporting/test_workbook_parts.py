"""Parts of a figure in the workbook of a report: rows of their own, read as the page reads them, agreeing with the whole."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.factories import reporting as make
from tests.reporting.test_workbooks import ABOUT, NOW, line, typed_into
from thidua.core import sheets
from thidua.indicator.figures import CellState, Kind, Value
from thidua.reporting import actions, agreeing, errors, workbooks
from thidua.reporting.models import Breakdown, WorkbookDraft
from thidua.reporting.queries.workbooks import lines_of
from thidua.reporting.workbooks import Line, Outcome, Part, Row

MISSING = Value(state=CellState.NOT_REPORTED)
NOTHING = Value(state=CellState.NOT_ARISING)


def by_sex(
    *values: Value, whole: Value = MISSING, kind: Kind = Kind.RATIO, add_up: bool = True, **other: object
) -> list[Line]:
    """A figure in row 6, its parts beneath it."""
    names = ("Nam", "Nữ")
    parts = [Part(7, place, "giới tính", name, add_up) for place, name in enumerate(names)]
    held = [*values, MISSING, MISSING]
    return [
        line(1, "CT1", kind, value=whole, **other),
        *(line(1, "CT1", kind, value=held[part.place], part=part, previous="", **other) for part in parts),
    ]


def read(lines: list[Line], cells: dict[str, object], written: list[Line] | None = None) -> list[Outcome]:
    data = typed_into(workbooks.write(written or lines, ABOUT), cells)
    return workbooks.compare(workbooks.rows_of(sheets.read_table(data, "mau.xlsx"), lines), lines)


def test_parts_stand_beneath_their_figure_moved_in_and_locked_but_for_numbers() -> None:
    lines = [*by_sex(), line(2, "NC1", Kind.COUNT)]
    sheet = openpyxl.load_workbook(io.BytesIO(workbooks.write(lines, ABOUT))).worksheets[0]
    assert [[sheet.cell(row, column).value for column in (1, 2, 3, 4)] for row in range(6, 10)] == [
        ["CT1", "Chỉ tiêu CT1", "Số hồ sơ nộp trực tuyến", "Tổng số hồ sơ"],
        ["CT1/7/1", "Nam", "Theo giới tính", "Cộng lại bằng số chung"],
        ["CT1/7/2", "Nữ", "Theo giới tính", "Cộng lại bằng số chung"],
        ["NC1", "Chỉ tiêu NC1", "Số hồ sơ nộp trực tuyến", "Tổng số hồ sơ"],
    ]
    assert [sheet.cell(row, 2).alignment.indent for row in range(6, 10)] == [0, 2, 2, 0]
    assert [sheet.cell(7, column).protection.locked for column in range(1, 12)] == [
        *[True] * 5,
        False,
        False,
        *[True] * 4,
    ]
    assert "chưa có thì để trống" in sheet["A4"].value


@pytest.mark.parametrize(("kind", "is_open"), [(Kind.COUNT, True), (Kind.RATIO, False)])
def test_what_cannot_be_typed_for_a_part_is_locked(kind: Kind, is_open: bool) -> None:
    data = workbooks.write(by_sex(kind=kind, is_open=is_open), ABOUT)
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    assert [sheet[place].protection.locked for place in ("F7", "G7")] == [not is_open, True]


def test_without_parts_the_workbook_says_nothing_of_them() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(workbooks.write([line()], ABOUT))).worksheets[0]
    assert "từng phần" not in sheet["A4"].value


def test_a_name_that_begins_as_a_formula_stays_a_text() -> None:
    part = Part(7, 0, "giới tính", "=1+1", add_up=False)
    sheet = openpyxl.load_workbook(io.BytesIO(workbooks.write([line(), line(part=part)], ABOUT))).worksheets[
        0
    ]
    assert (sheet["B7"].value, sheet["B7"].data_type, sheet["B7"].quotePrefix) == ("=1+1", "s", True)


@pytest.mark.parametrize("kind", [Kind.RATIO, Kind.COUNT])
def test_untouched_parts_change_nothing(kind: Kind) -> None:
    whole = {Kind.RATIO: Value(10, 30), Kind.COUNT: Value(10)}[kind]
    lines = by_sex(whole, whole=whole, kind=kind)
    assert [(one.is_changed, one.mistakes) for one in read(lines, {})] == [(False, ())] * 3


def test_a_part_in_which_nothing_arose_stays_so() -> None:
    assert [one.is_changed for one in read(by_sex(NOTHING), {})] == [False] * 3


def test_an_empty_part_is_missing_and_a_nought_is_a_number() -> None:
    _, men, women = read(by_sex(Value(1, 2)), {"F7": None, "G7": None, "F8": 0, "G8": 9})
    assert (men.value, men.is_changed, women.value) == (MISSING, True, Value(0, 9))


@pytest.mark.parametrize(
    ("cells", "field", "place", "reason"),
    [
        ({"F8": 30, "G8": 20}, "numerator", "Ô F8", "Số đạt (30) không được lớn hơn tổng số (20)."),
        ({"F8": 30}, "denominator", "Ô G8", "Chưa nhập tổng số."),
        ({"F8": "12.5", "G8": 20}, "numerator", "Ô F8", "“12.5” có thể hiểu theo hai cách."),
        ({"F8": "62%", "G8": 20}, "numerator", "Ô F8", "Xin gõ số lượng, không gõ phần trăm"),
        ({"F8": 1.234, "G8": 2000}, "numerator", "Ô F8", "Bảng tính ghi 1,234."),
        ({"H8": "Không phát sinh"}, "state", "Ô H8", "Hàng của một phần chỉ nhận số."),
        ({"F8": 1, "G8": 2, "I8": "x"}, "is_estimate", "Ô I8", "Hàng của một phần chỉ nhận số."),
        ({"F8": 1, "G8": 2, "J8": "Công an"}, "source", "Ô J8", "Hàng của một phần chỉ nhận số."),
        ({"F8": 1, "G8": 2, "K8": "Đếm."}, "explanation", "Ô K8", "Hàng của một phần chỉ nhận số."),
    ],
)
def test_a_mistake_in_a_part_has_its_place_and_reason(
    cells: dict[str, object], field: str, place: str, reason: str
) -> None:
    _, men, women = read(by_sex(), {**cells, "F7": 1, "G7": 2})
    (mistake,) = women.mistakes
    assert (mistake.field, mistake.place, mistake.reason.startswith(reason)) == (field, place, True)
    assert (women.value, men.value) == (None, Value(1, 2))


def test_a_workbook_from_before_the_parts_were_asked_is_taken() -> None:
    lines = by_sex(Value(1, 2))
    (whole,) = read(lines, {"F6": 3, "G6": 4}, written=lines[:1])
    assert (whole.line.key, whole.value, whole.is_changed) == ("1", Value(3, 4), True)


def test_parts_that_are_no_longer_asked_are_passed_over() -> None:
    lines = by_sex()
    (whole,) = read(lines[:1], {"F6": 3, "G6": 4, "F7": 1, "G7": 2}, written=lines)
    assert whole.value == Value(3, 4)


# ---- whole and parts


def said(lines: list[Line], cells: dict[str, object]) -> list[tuple[str, str]]:
    return [(one.place, one.sentence) for one in agreeing.disagreements(read(lines, cells), lines)]


def test_parts_that_do_not_add_up_are_said_at_the_whole() -> None:
    cells: dict[str, object] = {"F6": 26, "G6": 49, "F7": 10, "G7": 20, "F8": 15, "G8": 30}
    assert said(by_sex(), cells) == [
        ("Ô F6", "Số 26 lớn hơn tổng các phần theo giới tính (25) trong khi không còn phần nào thiếu."),
        ("Ô G6", "Tổng số 49 nhỏ hơn tổng các phần theo giới tính (50)."),
    ]
    assert said(by_sex(), {**cells, "F6": 25, "G6": 50}) == []


def test_a_missing_part_may_hold_the_rest() -> None:
    cells: dict[str, object] = {"F6": 26, "G6": 60, "F7": 10, "G7": 20}
    assert said(by_sex(), cells) == []
    assert said(by_sex(), {**cells, "F6": 9}) == [("Ô F6", "Số 9 nhỏ hơn tổng các phần theo giới tính (10).")]


def test_parts_that_may_overlap_lie_within_the_whole() -> None:
    cells: dict[str, object] = {"F6": 12, "G6": 30, "F7": 10, "G7": 20, "F8": 9, "G8": 20}
    assert said(by_sex(add_up=False), cells) == []
    assert said(by_sex(add_up=False), {**cells, "F6": 9}) == [
        ("Ô F6", "Số 9 nhỏ hơn phần đã khai theo giới tính (10).")
    ]


def test_nothing_is_said_of_figures_that_the_workbook_leaves_as_they_are() -> None:
    lines = [*by_sex(Value(10, 20), whole=Value(9, 30)), line(2, "CT2")]
    assert said(lines, {"F9": 1, "G9": 2}) == []


def test_the_whole_that_is_not_in_the_file_has_no_place() -> None:
    lines = by_sex(whole=Value(9, 30))
    outcomes = workbooks.compare([Row(1, 7, {"numerator": "10", "denominator": "20"}, (7, 0))], lines)
    assert [one.place for one in agreeing.disagreements(outcomes, lines)] == [""]


# ---- the draft and the pages


@pytest.fixture
def here(db: None) -> make.Ward:
    return make.ward(units=2, indicators=2)


@pytest.fixture
def sexes(here: make.Ward) -> Breakdown:
    found: Breakdown = make.BreakdownFactory(commune=here.commune, indicator=here.indicators[0])
    return found


def upload(here: make.Ward, *rows: Row) -> WorkbookDraft:
    return actions.upload_workbook(
        here.report(), file_name="mau.xlsx", seen_version=1, rows=rows, by=here.actor("reporter"), at=NOW
    )


def part_row(here: make.Ward, asked: Breakdown, place: int, n: str, d: str) -> Row:
    return Row(here.figures()[0].pk, 7 + place, {"numerator": n, "denominator": d}, (asked.pk, place))


def parts(here: make.Ward) -> list[Value]:
    return [part.value for part in here.figures()[0].parts.order_by("place")]


def test_lines_of_a_report_have_parts_of_its_breakdowns_alone(here: make.Ward, sexes: Breakdown) -> None:
    ended = make.BreakdownFactory(
        commune=here.commune, indicator=here.indicators[1], valid_to=here.period.starts_on
    )
    assert [one.row_code for one in lines_of(here.report())] == [
        here.indicators[0].code,
        f"{here.indicators[0].code}/{sexes.pk}/1",
        f"{here.indicators[0].code}/{sexes.pk}/2",
        here.indicators[1].code,
    ]
    assert ended.valid_to is not None


def test_apply_workbook_takes_whole_and_parts_and_keeps_what_cannot_be_read(
    here: make.Ward, sexes: Breakdown
) -> None:
    one, _ = here.figures()
    draft = upload(
        here,
        Row(one.pk, 6, {"numerator": "25", "denominator": "50"}),
        part_row(here, sexes, 0, "10", "20"),
        part_row(here, sexes, 1, "15", ""),
    )
    by = here.actor("reporter")
    actions.apply_workbook(draft, seen={one.pk: 1}, by=by, at=NOW)
    assert (here.figures()[0].reported, parts(here)) == (Value(25, 50), [Value(10, 20)])
    actions.correct_workbook(draft, cells={f"{one.pk}.{sexes.pk}.1": {"denominator": "30"}}, by=by, at=NOW)
    actions.apply_workbook(draft, seen={}, by=by, at=NOW)
    assert parts(here) == [Value(10, 20), Value(15, 30)]
    draft.refresh_from_db()
    assert draft.applied == [one.pk]


def test_apply_workbook_does_not_overwrite_parts_that_were_not_seen(
    here: make.Ward, sexes: Breakdown
) -> None:
    draft = upload(here, part_row(here, sexes, 0, "10", "20"))
    one, _ = here.figures()
    actions.save_parts(
        one, breakdown=sexes, values={0: Value(9, 20)}, seen={}, by=here.actor("standing_body"), at=NOW
    )
    with pytest.raises(errors.StaleFigure):
        actions.apply_workbook(draft, seen={one.pk: 1}, by=here.actor("reporter"), at=NOW)
    assert parts(here) == [Value(9, 20)]


def test_parts_of_another_breakdown_in_a_draft_change_nothing(here: make.Ward, sexes: Breakdown) -> None:
    elsewhere = make.BreakdownFactory(commune=here.commune, indicator=here.indicators[1])
    draft = upload(here, part_row(here, elsewhere, 0, "10", "20"), part_row(here, sexes, 9, "1", "2"))
    with pytest.raises(errors.NothingToApply):
        actions.apply_workbook(draft, seen={}, by=here.actor("reporter"), at=NOW)


def filled(client: Client, here: make.Ward, cells: dict[str, object]) -> SimpleUploadedFile:
    data = client.get(reverse("reporting:workbook_download", args=[here.report().pk])).content
    return SimpleUploadedFile("mau.xlsx", typed_into(data, cells))


def test_a_workbook_with_parts_goes_down_comes_back_and_is_taken_over(
    here: make.Ward, sexes: Breakdown, client: Client
) -> None:
    client.force_login(here.person("reporter"))
    cells: dict[str, object] = {"F6": 26, "G6": 50, "F7": 10, "G7": 20, "F8": "x", "G8": 30}
    sent = filled(client, here, cells)
    client.post(reverse("reporting:workbook_upload", args=[here.report().pk]), {"file": sent})
    review = reverse("reporting:workbook_review", args=[WorkbookDraft.objects.get().pk])
    figure = here.figures()[0].pk
    wrong = f"o-{figure}.{sexes.pk}.1-numerator"
    shown = client.get(review).content.decode()
    name = f"{here.indicators[0].name}: Nữ"
    assert (f'name="{wrong}"' in shown, name in shown, "(Ô F8)" in shown) == (True, True, True)
    shown = client.post(review, {"correct": "1", wrong: "15"}, follow=True).content.decode()
    assert "Số 26 lớn hơn tổng các phần theo giới tính (25)" in shown
    assert client.post(review, {"apply": "1", f"v-{figure}": "1"}).status_code == 303
    assert (here.figures()[0].reported, parts(here)) == (Value(26, 50), [Value(10, 20), Value(15, 30)])


def test_the_page_of_parts_opens_again_where_nothing_arose(
    here: make.Ward, sexes: Breakdown, client: Client
) -> None:
    client.force_login(here.person("reporter"))
    page = reverse("reporting:figure_parts", args=[here.figures()[0].pk, sexes.pk])
    client.post(page, {"n0": "0", "d0": "0"})
    form = client.get(page).context["form"]
    shown = {name: field.initial for name, field in form.fields.items()}
    assert client.post(page, {**shown, "n1": "3", "d1": "4"}).status_code == 303
    assert parts(here) == [NOTHING, Value(3, 4)]
