"""A movement that was closed: no periods and no figures for days after its end; the time before goes on to its end."""

from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from tests.factories import reporting as make
from tests.reporting import deeds
from tests.reporting.test_periods import PAST, PLAN
from thidua.core import permissions
from thidua.core.errors import Refused
from thidua.indicator.figures import Value
from thidua.movement import actions as movement_actions
from thidua.notifications.enums import NoticeKind
from thidua.notifications.models import Notice
from thidua.reporting import actions, errors, queries
from thidua.reporting.actions import Cell
from thidua.reporting.enums import ReportState
from thidua.reporting.queries import work

pytestmark = pytest.mark.django_db
SENTENCE = "Phong trào đã kết thúc hết ngày"
CLOSED_AT = deeds.SENT_AT


@pytest.fixture
def here() -> make.Ward:
    return make.ward(units=2)


def close(here: make.Ward, ends_on: date) -> None:
    movement_actions.close_movement(
        here.movement, ends_on=ends_on, reason="Đã tổng kết.", by=here.actor("leader"), at=CLOSED_AT
    )


def before(here: make.Ward) -> date:
    """The day before the open period begins: the whole period lies after the end."""
    return here.period.starts_on - timedelta(days=1)


def sent(here: make.Ward) -> Any:
    return deeds.send(here, at=CLOSED_AT)


def test_a_period_that_begins_after_the_end_takes_no_figures(here: make.Ward) -> None:
    close(here, before(here))
    with pytest.raises(Refused, match=SENTENCE):
        sent(here)
    figure = here.figures()[0]
    with pytest.raises(Refused, match=SENTENCE):
        actions.save_figure(
            figure, cell=Cell(Value(1, 2)), seen_version=1, by=here.actor("reporter"), at=CLOSED_AT
        )
    assert here.report().state == ReportState.DRAFT


def test_a_period_that_began_on_the_last_day_still_does(here: make.Ward) -> None:
    close(here, here.period.starts_on)
    assert sent(here).state == ReportState.SUBMITTED


@pytest.mark.parametrize(
    "deed",
    [
        "save_figure",
        "attach_evidence",
        "link_evidence",
        "detach_evidence",
        "import_figures",
        "upload_workbook",
        "submit_report",
        "approve_report",
        "remind_units",
    ],
)
def test_every_way_of_bringing_figures_in_is_closed(here: make.Ward, deed: str) -> None:
    close(here, before(here))
    role = {"approve_report": "unit_head", "remind_units": "standing_body"}.get(deed, "reporter")
    figures = {"save_figure", "attach_evidence", "link_evidence", "detach_evidence"}
    thing: Any = here.figures()[0] if deed in figures else here.report()
    refused = permissions.refusal(
        here.actor(role), f"reporting.{deed}", here.period if deed == "remind_units" else thing
    )
    assert refused is not None
    assert str(refused).startswith(SENTENCE)


def test_what_came_in_before_is_checked_locked_and_published(here: make.Ward) -> None:
    sent(here)
    close(here, before(here))
    deeds.verify(here)
    deeds.lock(here)
    assert deeds.publish(here).number == 1


def test_a_rule_judges_the_movement_as_it_stands_now(here: make.Ward) -> None:
    """The page had loaded the report, with its period and movement, before the movement was closed."""
    report, held = here.report(), here.figures()
    close(here, before(here))
    cells = {one.pk: Cell(Value(40, 50), explanation="Đếm theo sổ.") for one in held}
    with pytest.raises(Refused, match=SENTENCE):
        actions.submit_report(report, cells=cells, by=here.actor("reporter"), at=CLOSED_AT)


def test_a_reopened_movement_takes_figures_again(here: make.Ward) -> None:
    close(here, before(here))
    movement_actions.reopen_movement(
        here.movement, reason="Kết thúc nhầm.", by=here.actor("leader"), at=CLOSED_AT
    )
    assert sent(here).state == ReportState.SUBMITTED


def test_open_period_after_the_end_is_refused_and_before_it_is_not(here: make.Ward) -> None:
    close(here, PLAN.starts_on - timedelta(days=30))
    officer = here.actor("standing_body")
    with pytest.raises(errors.PeriodOutsideMovement):
        actions.open_period(here.movement, plan=PLAN, by=officer, at=CLOSED_AT)
    opened = actions.open_past_periods(here.movement, plans=[PAST], by=officer, at=CLOSED_AT)
    assert [period.label for period in opened] == ["Tháng 9/2025"]


def test_nobody_is_led_or_urged_to_such_a_report(here: make.Ward) -> None:
    reporter = here.actor("reporter")
    assert len(work.reports_to_hand_in(reporter)) == 1
    close(here, before(here))
    assert work.reports_to_hand_in(reporter) == []
    Notice.objects.all().delete()
    call_command("tick", "--on", f"{here.period.unit_due_on + timedelta(days=1)}", stdout=StringIO())
    assert Notice.objects.exclude(kind=NoticeKind.ACCOUNT).count() == 0
    openings = work.periods_to_open(here.actor("standing_body"), on=date(2026, 12, 1))
    assert openings == []


def test_such_a_period_is_locked_by_the_clock_all_the_same(here: make.Ward) -> None:
    close(here, before(here))
    call_command("tick", "--on", f"{here.period.locks_on + timedelta(days=1)}", stdout=StringIO())
    here.period.refresh_from_db()
    assert here.period.is_locked


def test_closed_movements_stay_where_periods_and_reports_are_listed(here: make.Ward) -> None:
    running = make.new_movement(here.commune)
    close(here, before(here))
    movements = queries.open_movements(here.actor("standing_body"))
    assert list(movements) == [running, here.movement]
