"""Figures of reports: approved ones alone, missing is not nought, the time before, so far, stages, sources."""

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.clock import local
from tests.composing.periods import filled, opened
from tests.factories import reporting as make
from tests.factories import tasks as make_tasks
from tests.factories import urging as make_letters
from thidua.composing import queries, spans
from thidua.composing.facts import Facts
from thidua.composing.queries.gathering import facts_of
from thidua.composing.spans import Stage
from thidua.indicator.figures import CellState
from thidua.reporting.calendars import Span
from thidua.reporting.enums import ReportState
from thidua.reporting.models import Figure

pytestmark = pytest.mark.django_db
NOW = local(2026, 11, 2, 9)
SPACE = "\u00a0"


def ward(units: int = 2) -> make.Ward:
    here = make.ward(units=units, indicators=1)
    make.add_target_line(here.movement, here.indicators[0], 80)
    return here


def told(here: make.Ward, key: str) -> Facts:
    time = queries.time_named(here.movement, key, on=NOW.date())
    assert time is not None
    return facts_of(here.movement, time, at=NOW)


def test_only_approved_figures_enter() -> None:
    here = ward()
    filled(here.period, here.units[0], 40)
    filled(here.period, here.units[1], 11, state=ReportState.SUBMITTED)
    facts = told(here, "month-2026-10")
    measure = facts.measures[0]
    assert measure.now.whole == f"80,00{SPACE}% (40/50)"
    assert (measure.source.approved, measure.source.missing) == (1, 1)
    assert "Chưa gồm 1 đơn vị." in measure.remark
    assert [one["numerator"] for one in measure.inputs] == ["40", None]


def test_a_returned_figure_does_not_enter() -> None:
    here = ward(units=1)
    filled(here.period, here.units[0], 40)
    Figure.objects.update(return_reason="Thiếu minh chứng.")
    assert told(here, "month-2026-10").measures[0].now.said == "chưa có số liệu"


def test_nothing_approved_is_missing_and_nought_is_nought() -> None:
    here = ward(units=1)
    assert told(here, "month-2026-10").measures[0].now.said == "chưa có số liệu"
    filled(here.period, here.units[0], 0)
    measure = told(here, "month-2026-10").measures[0]
    assert (measure.now.whole, measure.tone) == (f"0,00{SPACE}% (0/50)", "late")


def test_what_did_not_arise_is_said_so_and_is_no_number() -> None:
    here = ward(units=1)
    filled(here.period, here.units[0], 0)
    Figure.objects.update(state=CellState.NOT_ARISING, numerator=None, denominator=None)
    measure = told(here, "month-2026-10").measures[0]
    assert (measure.now.said, measure.now.percent) == ("không phát sinh", "")


@pytest.mark.parametrize(
    ("span", "this", "before"),
    [
        (Span.MONTH, (2026, 1), (2025, 12)),
        (Span.QUARTER, (2026, 1), (2025, 4)),
        (Span.HALF_YEAR, (2026, 1), (2025, 2)),
        (Span.HALF_YEAR, (2026, 2), (2026, 1)),
    ],
)
def test_the_time_before_is_held_against_this_one_across_the_years_end(
    span: Span, this: tuple[int, int], before: tuple[int, int]
) -> None:
    here = ward(units=1)
    for (year, ordinal), numerator in ((this, 40), (before, 30)):
        filled(opened(here, span, year, ordinal), here.units[0], numerator)
    time = spans.of_window(spans.calendars.window(spans.Calendar.REPORTING, span, *this))
    measure = facts_of(here.movement, time, at=NOW).measures[0]
    assert (measure.now.parts, measure.before.parts) == ("40/50", "30/50")
    assert measure.difference == "tăng 20,00 điểm phần trăm"


def test_a_time_before_without_figures_is_missing_and_gives_no_difference() -> None:
    here = ward(units=1)
    filled(here.period, here.units[0], 40)
    opened(here, Span.MONTH, 2026, 9)
    measure = told(here, "month-2026-10").measures[0]
    assert (measure.before.said, measure.difference, measure.change) == (
        "chưa có số liệu",
        "",
        "chưa có số liệu",
    )


def test_another_formula_before_is_not_held_against_this_one() -> None:
    here = ward(units=1)
    filled(here.period, here.units[0], 40)
    earlier = opened(here, Span.MONTH, 2026, 9)
    filled(earlier, here.units[0], 30)
    other = make.definition_of(here.indicators[0])
    other.pk, other.variant, other.is_default = None, "B", False
    other.save()
    Figure.objects.filter(report__period=earlier).update(definition=other)
    assert told(here, "month-2026-10").measures[0].before.said == "chưa có số liệu"


def test_so_far_adds_what_lies_beside_each_other_and_never_a_month_twice() -> None:
    here = ward(units=1)
    for span, ordinal, numerator in ((Span.QUARTER, 1, 30), (Span.MONTH, 1, 10), (Span.MONTH, 4, 20)):
        filled(opened(here, span, 2026, ordinal), here.units[0], numerator)
    facts = told(here, "month-2026-4")
    assert facts.measures[0].so_far.parts == "50/100"
    assert facts.so_far_label == "Lũy kế từ đầu năm 2026"


def test_a_quarter_that_was_asked_by_months_is_the_sum_of_its_months() -> None:
    here = ward(units=1)
    for ordinal, numerator in ((4, 10), (5, 20), (6, 30)):
        filled(opened(here, Span.MONTH, 2026, ordinal), here.units[0], numerator)
    measure = told(here, "quarter-2026-2").measures[0]
    assert measure.now.parts == "60/150"
    assert measure.source.periods == ("Tháng 4/2026", "Tháng 5/2026", "Tháng 6/2026")


def test_stages_are_held_against_the_targets_of_their_last_year() -> None:
    here = make.ward(units=1, indicators=1)
    make.add_target_line(here.movement, here.indicators[0], 60, year=2025)
    make.add_target_line(here.movement, here.indicators[0], 90, year=2026)
    filled(opened(here, Span.MONTH, 2025, 11), here.units[0], 35)
    filled(here.period, here.units[0], 40)
    start, turn, end = here.movement.starts_on, local(2026, 1, 1).date(), here.movement.ends_on
    stages = (Stage("Giai đoạn 1", start, local(2025, 12, 31).date()), Stage("Giai đoạn 2", turn, end))
    facts = facts_of(here.movement, spans.final(stages, start, end), at=NOW)
    assert [(one.told.parts, one.levels, one.standing) for one in facts.measures[0].stages] == [
        ("35/50", f"≥ 60{SPACE}%", "Đạt"),
        ("40/50", f"≥ 90{SPACE}%", "Chưa đạt"),
    ]
    assert facts.measures[0].now.parts == "75/100"


def test_a_stage_without_figures_yet_shows_its_target_and_says_they_are_missing() -> None:
    here = ward(units=1)
    filled(here.period, here.units[0], 40)
    start, end = here.movement.starts_on, here.movement.ends_on
    stages = (
        Stage("Giai đoạn 1", start, local(2027, 12, 31).date()),
        Stage("Giai đoạn 2", local(2028, 1, 1).date(), end),
    )
    second = facts_of(here.movement, spans.final(stages, start, end), at=NOW).measures[0].stages[1]
    assert (second.told.said, second.levels, second.standing) == (
        "chưa có số liệu",
        f"≥ 80{SPACE}%",
        "Chưa có số liệu",
    )


def test_times_are_those_in_which_a_period_lies() -> None:
    here = ward(units=1)
    keys = [one.key for one in queries.times_of(here.movement, on=NOW.date())]
    assert keys == ["year-2026-1", "half_year-2026-2", "quarter-2026-4", "month-2026-10", "final"]


def test_difficulties_come_from_approved_figures_that_miss() -> None:
    here = ward()
    for unit, state, why in (
        (here.units[0], ReportState.VERIFIED, "Thiếu máy tính"),
        (here.units[1], ReportState.SUBMITTED, "Chưa ai xem"),
    ):
        filled(here.period, unit, 10, state=state)
        Figure.objects.filter(report__unit=unit).update(explanation=why)
    assert told(here, "month-2026-10").difficulties == ((here.units[0].name, "Thiếu máy tính"),)


def test_tasks_and_letters_of_the_time_are_counted() -> None:
    here = ward()
    common = {"commune": here.commune, "movement": here.movement, "lead": here.units[0]}
    day = here.period.ends_on
    at = local(day.year, day.month, day.day)
    make_tasks.TaskFactory(**common, state="accepted", done_at=at, due_on=day)
    make_tasks.TaskFactory(**common, state="accepted", done_at=at, due_on=here.period.starts_on)
    make_tasks.TaskFactory(**common, state="accepted", done_at=local(2026, 7, 1), due_on=day)
    make_tasks.TaskFactory(**common, due_on=day, assigned_at=at)
    issued = make_letters.UrgingLetterFactory(
        unit=here.units[0], number="9", state="issued", issued_on=day, issued_at=at
    )
    make_letters.UrgingLetterFactory(unit=here.units[1])
    conduct = told(here, "month-2026-10").conduct
    assert (conduct.done_in_time, conduct.done_late, len(conduct.overdue)) == (1, 1, 1)
    assert [one.number for one in conduct.letters] == [issued.number_words]


def test_sources_name_periods_formula_and_publication() -> None:
    here = ward(units=1)
    filled(here.period, here.units[0], 40)
    make.PublicationFactory(period=here.period, sha256="ab" * 32)
    said = told(here, "month-2026-10").measures[0].source.said
    assert (
        said
        == "Tháng 10/2026; cách tính A, bản 1; 1 đơn vị đã duyệt; công bố: Tháng 10/2026 lần 1 (abababab)"
    )


def test_gathering_asks_as_much_for_three_units_and_indicators_as_for_one(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for units, indicators in ((1, 1), (3, 3)):
        here = make.ward(units=units, indicators=indicators)
        for unit in here.units:
            filled(here.period, unit, 40)
        time = queries.time_named(here.movement, "month-2026-10", on=NOW.date())
        assert time is not None
        with django_assert_num_queries(22):
            facts_of(here.movement, time, at=NOW)


def test_a_yearly_report_holds_the_lines_of_the_plan_against_what_was_reached() -> None:
    here = make.ward(units=2, indicators=1)
    make.add_target_line(here.movement, here.indicators[0], 90)
    make.add_target_line(here.movement, here.indicators[0], 70, year=2026)
    make.add_target_line(here.movement, here.indicators[0], 60, year=2027)
    for unit in here.units:
        filled(here.period, unit, 40)
    held = {key: told(here, key) for key in ("year-2026-1", "month-2026-10")}
    year = held["year-2026-1"]
    assert [(one.text, one.shown, one.standing) for one in year.asked] == [
        ("90 %", f"80,00{SPACE}%", "Chưa đạt"),
        ("70 %", f"80,00{SPACE}%", "Đạt"),
    ]
    assert held["month-2026-10"].asked == ()
    assert len(year.versions) == 1
    assert year.published == ()
