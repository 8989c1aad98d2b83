"""Role × deed × state: who may do what with a report on its way, with the stranger always present."""

from datetime import date
from typing import Any

import pytest

from tests.factories import reporting as make
from thidua.core import permissions
from thidua.core.permissions import Actor
from thidua.org import roles
from thidua.reporting.enums import ReportState
from thidua.reporting.models import Figure, Report

pytestmark = pytest.mark.django_db

ENTRY = ("save_figure", "attach_evidence", "link_evidence", "detach_evidence")
BULK = ("import_figures", "upload_workbook", "submit_report")
ENTERING = {"standing_body", "unit_head", "reporter"}
HEADS = {"unit_head"}
ALL_ROLES = [role.code for role in roles.ROLES]
DESK = {ReportState.DRAFT, ReportState.RETURNED}

# deed → (roles that hold it, states in which it is open)
MATRIX: dict[str, tuple[set[str], set[ReportState]]] = {
    **dict.fromkeys((*ENTRY, *BULK), (ENTERING, DESK)),
    "recall_report": (ENTERING, {ReportState.AWAITING_HEAD, ReportState.SUBMITTED}),
    "approve_report": (HEADS, {ReportState.AWAITING_HEAD}),
    "hand_back_report": (HEADS, {ReportState.AWAITING_HEAD}),
    "view_report": (set(ALL_ROLES), set(ReportState)),
}


def in_state(here: make.Ward, state: ReportState) -> tuple[Report, Figure]:
    """The report in `state` as the handing in would leave it; in RETURNED its first figure is the returned one."""
    received = None if state in {ReportState.DRAFT, ReportState.AWAITING_HEAD} else make.TYPING_AT
    checked = state in {ReportState.VERIFIED, ReportState.LOCKED}
    Report.objects.filter(pk=here.report().pk).update(
        state=state,
        received_at=received,
        first_received_at=received,
        verified_at=make.TYPING_AT if checked else None,
        verified_by=here.person("standing_body") if checked else None,
    )
    if state is ReportState.RETURNED:
        Figure.objects.filter(pk=here.figures()[0].pk).update(return_reason="Kèm danh sách.")
    return here.report(), here.figures()[0]


def answer(who: Actor, deed: str, report: Report, figure: Figure) -> str:
    """ "open", "refused" (403) or "hidden" (404)."""
    thing: Any = figure if deed in ENTRY else report
    refused = permissions.refusal(who, f"reporting.{deed}", thing)
    if refused is None:
        return "open"
    return "hidden" if refused.hidden else "refused"


@pytest.mark.parametrize("state", list(ReportState))
def test_role_deed_state(state: ReportState) -> None:
    here = make.ward(units=1, indicators=1)
    report, figure = in_state(here, state)
    answers = {
        (role, deed): answer(here.actor(role), deed, report, figure) for role in ALL_ROLES for deed in MATRIX
    }
    expected = {
        (role, deed): "open" if role in holders and state in states else "refused"
        for role in ALL_ROLES
        for deed, (holders, states) in MATRIX.items()
    }
    assert answers == expected


def test_strangers_see_nothing() -> None:
    here = make.ward(units=2, indicators=1)
    elsewhere = make.ward(units=1, indicators=1)
    report, figure = in_state(here, ReportState.DRAFT)
    strangers = [here.actor(role, here.units[1]) for role in ("reporter", "unit_head")]
    strangers += [elsewhere.actor(role) for role in ALL_ROLES]
    for who in strangers:
        held = [deed for deed in MATRIX if who.may(f"reporting.{deed}")]
        assert {answer(who, deed, report, figure) for deed in held} == {"hidden"}


def test_a_locked_period_closes_every_deed_of_the_unit() -> None:
    here = make.ward(units=1, indicators=1)
    report, figure = in_state(here, ReportState.DRAFT)
    here.period.locked_at = make.TYPING_AT
    here.period.save()
    report, figure = here.report(), here.figures()[0]
    deeds = [deed for deed in MATRIX if deed != "view_report"]
    assert {answer(here.actor("unit_head"), deed, report, figure) for deed in deeds} == {"refused"}


def test_a_report_that_was_closed_is_closed_even_where_the_period_was_read_before() -> None:
    here = make.ward(units=1, indicators=1)
    report, figure = in_state(here, ReportState.DRAFT)
    Report.objects.filter(pk=report.pk).update(closed_at=make.TYPING_AT)
    report.closed_at = make.TYPING_AT
    assert not report.period.is_locked
    assert answer(here.actor("reporter"), "submit_report", report, figure) == "refused"


def test_an_ended_membership_gives_nothing() -> None:
    here = make.ward(units=1, indicators=1)
    person = here.person("reporter")
    person.memberships.update(valid_to=date(2026, 9, 30))
    with pytest.raises(AssertionError):
        make.actor_of(person, on=date(2026, 10, 2))
