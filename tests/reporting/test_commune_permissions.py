"""The commune's deeds: role × deed × state, with the stranger and the other commune always there."""

from typing import Any

import pytest

from tests.clock import local
from tests.factories import reporting as make
from thidua.core import permissions
from thidua.core.permissions import Actor
from thidua.org import queries as org_queries
from thidua.org import roles
from thidua.reporting.enums import ReportState
from thidua.reporting.models import Report

pytestmark = pytest.mark.django_db
ROLES = [role.code for role in roles.ROLES]
CHECKERS, LEADERS = {"standing_body"}, {"leader"}
BOARD = {"standing_body", "leader", "council_member", "overseer"}
OPEN, LOCKED = "open", "locked"
BOTH = {OPEN, LOCKED}

# deed on the period: who holds it, in which states of the period it is open
ON_PERIOD: dict[str, tuple[set[str], set[str]]] = {
    "view_period": (set(ROLES), BOTH),
    "view_figure": (set(ROLES), BOTH),
    "view_board": (BOARD, BOTH),
    "change_period_dates": (CHECKERS, {OPEN}),
    "lock_period": (CHECKERS, {OPEN}),
    "remind_units": (CHECKERS, {OPEN}),
    "publish_period": (LEADERS, {LOCKED}),
}
RECEIVED = {ReportState.SUBMITTED, ReportState.RETURNED}
# deed on a report or its figure: in which states of the report, period open; all of them the standing body's
ON_REPORT = {
    "check_report": {ReportState.SUBMITTED, ReportState.VERIFIED},
    "verify_report": {ReportState.SUBMITTED},
}
ON_FIGURE: dict[str, set[ReportState]] = {
    "return_figure": RECEIVED,
    "check_figure": RECEIVED,
    "revise_figure": set(),
}


def answer(who: Actor, deed: str, thing: Any) -> str:
    refused = permissions.refusal(who, f"reporting.{deed}", thing)
    if refused is None:
        return "open"
    return "hidden" if refused.hidden else "refused"


@pytest.mark.parametrize("state", [OPEN, LOCKED])
def test_role_deed_state_of_the_period(state: str) -> None:
    here = make.ward()
    here.period.locked_at = local(2026, 10, 29) if state == LOCKED else None
    answers = {
        (role, deed): answer(here.actor(role), deed, here.period) for role in ROLES for deed in ON_PERIOD
    }
    assert answers == {
        (role, deed): "open" if role in holders and state in states else "refused"
        for role in ROLES
        for deed, (holders, states) in ON_PERIOD.items()
    }


@pytest.mark.parametrize("state", list(ReportState))
def test_role_deed_state_of_the_report(state: ReportState) -> None:
    here = make.ward(indicators=1)
    report, figure = here.report(), here.figures()[0]
    for one in (report, figure.report):
        one.state = state
        one.received_at = None if state in {ReportState.DRAFT, ReportState.AWAITING_HEAD} else make.TYPING_AT
    answers = {
        (role, deed): answer(here.actor(role), deed, report if deed in ON_REPORT else figure)
        for role in ROLES
        for deed in (*ON_REPORT, *ON_FIGURE)
    }
    assert answers == {
        (role, deed): "open" if role in CHECKERS and state in states else "refused"
        for role in ROLES
        for deed, states in (ON_REPORT | ON_FIGURE).items()
    }


def test_a_report_handed_back_by_the_head_is_nothing_to_check() -> None:
    here = make.ward(indicators=1)
    figure = here.figures()[0]
    figure.report.state = ReportState.RETURNED
    assert answer(here.actor("standing_body"), "return_figure", figure) == "refused"


def test_after_the_lock_only_revising_is_left() -> None:
    here = make.ward(indicators=1)
    here.period.locked_at = local(2026, 10, 29)
    here.period.save()
    Report.objects.update(state=ReportState.SUBMITTED, received_at=make.TYPING_AT)
    report, figure = here.report(), here.figures()[0]
    answers = {
        deed: answer(here.actor("standing_body"), deed, report if deed in ON_REPORT else figure)
        for deed in (*ON_REPORT, *ON_FIGURE)
    }
    assert answers == dict.fromkeys(answers, "refused") | {"revise_figure": "open"}


def test_another_commune_sees_nothing() -> None:
    here, elsewhere = make.ward(indicators=1), make.ward(indicators=1)
    things = {
        **dict.fromkeys(ON_PERIOD, here.period),
        **dict.fromkeys(ON_REPORT, here.report()),
        **dict.fromkeys(ON_FIGURE, here.figures()[0]),
        "open_period": here.movement,
        "open_past_periods": here.movement,
    }
    seen = {answer(elsewhere.actor(role), deed, thing) for role in ROLES for deed, thing in things.items()}
    assert seen == {"hidden"}


def test_only_the_standing_body_opens_periods() -> None:
    here = make.ward()
    for deed in ("open_period", "open_past_periods"):
        allowed = {role for role in ROLES if answer(here.actor(role), deed, here.movement) == "open"}
        assert allowed == CHECKERS


def test_only_the_clock_tells_late_units() -> None:
    here = make.ward()
    assert {answer(here.actor(role), "tell_late_units", here.period) for role in ROLES} == {"refused"}
    system = org_queries.system_actor(here.commune)
    assert answer(system, "tell_late_units", here.period) == "open"
    assert answer(system, "publish_period", here.period) == "refused"
