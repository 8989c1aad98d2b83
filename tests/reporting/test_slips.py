"""Reports on paper: the code of a form, what is printed, and typing it back in."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pypdfium2
import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.factories import reporting as make
from thidua.indicator.figures import CellState, Value
from thidua.org.models import User
from thidua.reporting import actions, slips
from thidua.reporting.actions import Cell
from thidua.reporting.models import Period
from thidua.reporting.queries import slips as queries

NOW = make.TYPING_AT


@pytest.fixture(autouse=True)
def clock(set_clock: Callable[[datetime], None]) -> None:
    set_clock(NOW)


@pytest.fixture
def here(db: None) -> make.Ward:
    return make.ward(units=2, kinds=("ratio", "count", "amount"))


def as_(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def url(name: str, *args: Any) -> str:
    return reverse(f"reporting:{name}", args=args)


def boxes(here: make.Ward, *said: str, **other: str) -> dict[str, str]:
    """The fields of a form with one ratio, one count and one amount; `said` are its four boxes in order."""
    held = here.figures()
    names = [(held[0], "numerator"), (held[0], "denominator"), (held[1], "numerator"), (held[2], "numerator")]
    fields = {f"s{one.pk}-{name}": text for (one, name), text in zip(names, said, strict=True)}
    fields |= {f"s{one.pk}-version": str(one.version) for one in held}
    return fields | {f"s{one.pk}-{name}": text for one in held for name, text in other.items()}


def type_in(here: make.Ward, *said: str, role: str = "reporter", **other: str) -> HttpResponse:
    there = url("slip_type", here.report().pk)
    return as_(here.person(role)).post(there, boxes(here, *said, **other))


# ---- the code


def test_a_code_is_read_with_and_without_marks() -> None:
    code = slips.Code(27, 418)
    assert str(code) == "27-418-03"
    assert [slips.Code.read(said) for said in ("27-418-03", "2741803", " 27 418 03 ", "27.418–03")] == [
        code
    ] * 4


@pytest.mark.parametrize("code", [slips.Code(1, 0), slips.Code(27, 418), slips.Code(72_000, 999)])
def test_every_wrong_digit_and_every_swap_is_noticed(code: slips.Code) -> None:
    right = str(code).replace("-", "")
    wrong = {
        right[:place] + digit + right[place + 1 :] for place in range(len(right)) for digit in "0123456789"
    }
    swapped = {
        right[:place] + right[place + 1] + right[place] + right[place + 2 :]
        for place in range(len(right) - 1)
    }
    assert [said for said in (wrong | swapped) - {right} if slips.Code.read(said)] == []
    assert slips.Code.read(right) == code


@pytest.mark.parametrize(
    "said", ["", "-", "98", "00000", "abc", "27-418-03x", "9" * 21, "²7-418-74", "0-000-98"]
)
def test_what_is_no_code_is_none(said: str) -> None:
    assert slips.Code.read(said) is None


def test_another_order_or_another_definition_is_another_edition() -> None:
    assert slips.edition_of([(1, 5), (2, 6)]) == slips.edition_of([(1, 5), (2, 6)])
    assert len({slips.edition_of(asked) for asked in ([(1, 5), (2, 6)], [(1, 6), (2, 5)], [(1, 5)])}) == 3


# ---- on paper


def words_of(content: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(content)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def test_the_form_of_a_unit_numbers_its_boxes_as_the_entry_page_does(here: make.Ward) -> None:
    answer = as_(here.person("reporter")).get(url("slip_print", here.report().pk))
    (only,) = words_of(answer.content)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    names = [figure.indicator.name for figure in here.figures()]
    wanted = [str(queries.code_of(here.report())), here.units[0].name, "1a", "1b", *names, "Trang 1 trên 1"]
    assert [one for one in wanted if one not in only] == []


def test_the_forms_of_a_period_are_one_file_a_unit_a_page(here: make.Ward) -> None:
    answer = as_(here.person("standing_body")).get(url("slips_print", here.period.pk))
    pages = words_of(answer.content)
    codes = [str(queries.code_of(here.report(unit))) for unit in here.units]
    assert [[code in page for code in codes] for page in pages] == [[True, False], [False, True]]


def test_a_period_in_which_nobody_types_has_no_forms(here: make.Ward) -> None:
    Period.objects.get(pk=here.period.pk).reports.update(state="submitted")
    answer = as_(here.person("standing_body")).get(url("slips_print", here.period.pk))
    assert (answer.status_code, "không có phiếu để in" in answer.content.decode()) == (422, True)


def test_forms_of_sixty_units_cost_as_many_queries_as_of_two(
    here: make.Ward, django_assert_num_queries: Any
) -> None:
    period = Period.objects.select_related("commune").get(pk=here.period.pk)
    with django_assert_num_queries(3):
        assert len(queries.slips_of(period, queries.reports_on_desk(period))) == 2


# ---- the code typed


def find(here: make.Ward, said: str, role: str = "standing_body") -> HttpResponse:
    return as_(here.person(role)).get(url("slip_find"), {"ma": said})


def test_the_code_leads_to_the_boxes(here: make.Ward) -> None:
    code = queries.code_of(here.report())
    answer = find(here, str(code))
    there = f"{url('slip_type', here.report().pk)}?ban={code.edition:03d}"
    assert (answer.status_code, answer["Location"]) == (303, there)
    page = as_(here.person("standing_body")).get(there).content.decode()
    assert ("danh mục số liệu cũ" in page, "nhập thay" in page) == (False, True)


def test_a_form_of_an_older_edition_says_so(here: make.Ward) -> None:
    other = (queries.code_of(here.report()).edition + 1) % slips.EDITIONS
    page = as_(here.person("reporter")).get(f"{url('slip_type', here.report().pk)}?ban={other:03d}")
    assert "in theo danh mục số liệu cũ" in page.content.decode()


@pytest.mark.parametrize(
    ("said", "words"),
    [("", "Xin gõ mã"), ("123456", "chữ số chưa đúng"), (str(slips.Code(987_654, 1)), "Không có phiếu nào")],
)
def test_a_code_that_leads_nowhere_says_why(here: make.Ward, said: str, words: str) -> None:
    answer = find(here, said)
    assert (answer.status_code, words in answer.content.decode()) == (200, True)


def test_the_code_of_another_unit_opens_nothing(here: make.Ward) -> None:
    answer = find(here, str(queries.code_of(here.report(here.units[1]))), role="reporter")
    assert (answer.status_code, "Không có phiếu nào" in answer.content.decode()) == (200, True)


# ---- the boxes typed


def test_boxes_are_read_as_vietnamese_write(here: make.Ward) -> None:
    answer = type_in(here, "1.040", "1.500", "", "2,5", explanation="Đếm theo sổ.")
    pks = [figure.pk for figure in here.figures()]
    assert (answer.status_code, answer["Location"].partition("=")[2]) == (303, "-".join(map(str, pks)))
    values = [figure.reported for figure in here.figures()]
    assert [(one.state, one.numerator, one.denominator) for one in values] == [
        (CellState.VALUE, 1040, 1500),
        (CellState.NOT_REPORTED, None, None),
        (CellState.VALUE, values[2].numerator, None),
    ]
    assert f"{values[2].numerator:.1f}" == "2.5"


@pytest.mark.parametrize(
    ("signs", "state"),
    [
        (("-", "-"), CellState.NOT_ARISING),
        (("–", ""), CellState.NOT_ARISING),
        (("x", ""), CellState.NOT_APPLICABLE),
        (("", "X"), CellState.NOT_APPLICABLE),
    ],
)
def test_a_dash_did_not_arise_and_a_cross_does_not_apply(
    here: make.Ward, signs: tuple[str, str], state: CellState
) -> None:
    assert type_in(here, *signs, "-", "").status_code == 303
    assert [figure.state for figure in here.figures()] == [
        state,
        CellState.NOT_ARISING,
        CellState.NOT_REPORTED,
    ]


def test_a_dash_beside_a_number_is_a_mistake_and_nothing_is_saved(here: make.Ward) -> None:
    answer = type_in(here, "-", "50", "7", "")
    page = answer.content.decode()
    assert (answer.status_code, 'value="50"' in page, 'value="7"' in page) == (422, True, True)
    assert {figure.state for figure in here.figures()} == {CellState.NOT_REPORTED}


def test_what_cannot_be_is_refused_as_on_the_entry_page(here: make.Ward) -> None:
    answer = type_in(here, "52", "50", "", "")
    assert (answer.status_code, "lớn hơn" in answer.content.decode()) == (422, True)


def test_the_standing_body_types_on_behalf_and_the_record_says_so(here: make.Ward) -> None:
    type_in(here, "40", "50", "3", "", role="standing_body")
    report = here.report()
    assert (report.is_on_behalf, report.saved_by) == (True, here.person("standing_body"))


def test_what_was_taken_stands_at_the_end(here: make.Ward) -> None:
    there = type_in(here, "40", "50", "", "")["Location"]
    page = as_(here.person("reporter")).get(there).content.decode()
    assert ("Đã ghi 1 số liệu" in page, "Còn 2 số liệu để trống" in page, "40 trên 50" in page) == (True,) * 3


def test_a_number_that_somebody_saved_meanwhile_is_not_overwritten(here: make.Ward) -> None:
    typed = boxes(here, "40", "50", "", "")
    first = here.figures()[0]
    actions.import_figures(
        here.report(), cells={first.pk: Cell(Value(44, 50))}, by=here.actor("unit_head"), at=NOW
    )
    there = url("slip_type", here.report().pk)
    answer = as_(here.person("reporter")).post(there, typed)
    page = answer.content.decode()
    assert (answer.status_code, "vừa lưu số này: 44 trên 50" in page, 'value="40"' in page) == (
        409,
        True,
        True,
    )
    assert here.figures()[0].numerator == 44


def test_signs_that_stand_are_shown_as_signs(here: make.Ward) -> None:
    type_in(here, "-", "", "x", "")
    page = as_(here.person("reporter")).get(url("slip_type", here.report().pk)).content.decode()
    assert [f'value="{sign}"' in page for sign in "-x"] == [True, True]
