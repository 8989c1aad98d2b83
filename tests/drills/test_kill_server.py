"""drills/kill_server.py, small: three kills of a real server in the middle of saving and handing in; and the drill's own eye."""

import pytest

from drills import kill_server
from tests.drills.conftest import Drill
from tests.factories.reporting import ward
from thidua.indicator.figures import CellState
from thidua.reporting.models import Figure, Report

pytestmark = pytest.mark.django_db


def test_what_a_killed_server_acknowledged_is_found_whole(drill: Drill) -> None:
    told = drill("kill_server.py", "--rounds", "3", "--seconds", "3", on_postgresql="--postgresql")
    assert (told["rounds"], told["lost"], told["torn"], told["refused"]) == (3, [], [], [])
    assert told["acknowledged"] > 0


@pytest.fixture
def report() -> Report:
    return ward(units=1, indicators=20).report()


def browser_at(report: Report, *, acknowledged: int) -> kill_server.Browser:
    return kill_server.Browser(
        kill_server.load.Ask(f"/bao-cao/{report.pk}/"), [], known=acknowledged, tried=acknowledged + 1
    )


@pytest.mark.parametrize(("acknowledged", "is_lost"), [(5, False), (4, False), (6, True), (3, True)])
def test_saved_number_must_be_the_acknowledged_one_or_the_one_under_way(
    report: Report, acknowledged: int, *, is_lost: bool
) -> None:
    Figure.objects.filter(report=report).update(state=CellState.VALUE, numerator=5, denominator=10)
    found = kill_server.Found()
    kill_server.compare(browser_at(report, acknowledged=acknowledged), found)
    assert (bool(found.lost), found.torn) == (is_lost, [])


def test_report_of_two_numbers_is_torn(report: Report) -> None:
    figures = Figure.objects.filter(report=report)
    figures.update(state=CellState.VALUE, numerator=5, denominator=10)
    figures.filter(pk=figures[0].pk).update(numerator=6)
    found = kill_server.Found()
    kill_server.compare(browser_at(report, acknowledged=5), found)
    assert (found.lost, len(found.torn)) == ([], 1)


def test_acknowledged_submission_that_is_not_there_is_lost_and_half_of_one_is_torn(report: Report) -> None:
    assert kill_server.handed_in_state(report.pk) == "absent"
    Report.objects.filter(pk=report.pk).update(state="submitted")
    assert kill_server.handed_in_state(report.pk) == "torn"
