"""Two people at one amendment in the same moment, each in a transaction of his own."""

from datetime import date

import pytest

from tests.movement import ward as wards
from tests.movement.test_amendments import LATER, begin, raise_level, submit
from tests.sight import at_once
from thidua.movement import actions, queries
from thidua.movement.enums import AmendmentState
from thidua.movement.models import Amendment, Movement
from thidua.movement.queries import sights

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ward() -> wards.Ward:
    made = wards.found_ward()
    wards.load_library(made)
    return made


@pytest.mark.parametrize("turn", range(2))
def test_of_two_amendments_begun_at_once_one_is_begun(ward: wards.Ward, turn: int) -> None:
    movement = wards.launched(ward)
    same = Movement.objects.select_related("commune").get(pk=movement.pk)
    ends = at_once(lambda: begin(ward, movement), lambda: begin(ward, same))
    assert ends == ["Refused", "done"]
    assert Amendment.objects.count() == 1


def test_of_an_approval_and_a_recall_at_once_one_is_done(ward: wards.Ward) -> None:
    amendment = begin(ward, wards.launched(ward))
    raise_level(ward, amendment, "CT10", "99")
    submit(ward, amendment)
    related = Amendment.objects.select_related("movement__commune", "plan", "base")
    one, other = related.get(), related.get()
    seen, day = sights.AMENDMENT.of(one, at=LATER), date(2026, 3, 2)
    ends = at_once(
        lambda: actions.approve_amendment(one, effective_on=day, seen=seen, by=ward.leader, at=LATER),
        lambda: actions.recall_amendment(other, seen=seen, by=ward.planner, at=LATER),
    )
    assert ends == ["Overtaken", "done"]
    amendment.refresh_from_db()
    is_approved = amendment.state == AmendmentState.APPROVED
    assert queries.edition_on(amendment.movement, day) == (2 if is_approved else 1)
