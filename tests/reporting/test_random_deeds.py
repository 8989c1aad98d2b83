"""Running totals stay right whatever people do, in whatever order; the large run is drills/operations.py."""

import pytest

from tests.reporting.random_deeds import Hands
from thidua.core import audit_check
from thidua.reporting.models import Total

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("seed", [1, 2])
def test_totals_stay_right_whatever_is_done(seed: int) -> None:
    hands = Hands(seed, units=4)
    for _ in range(4):
        hands.play(60)
        assert hands.differing() == 0
    assert {"submit", "recall", "check", "return_one"} <= set(hands.done)
    hands.lock()
    hands.play(60, locked=True)
    assert (hands.differing(), hands.done["revise"] > 0) == (0, True)
    assert list(audit_check.breaks(hands.here.commune.pk)) == []


def test_a_total_that_was_touched_is_seen() -> None:
    hands = Hands(3, units=2)
    hands.play(40)
    total = Total.objects.filter(period=hands.here.period, numerator__gt=0)[0]
    Total.objects.filter(pk=total.pk).update(numerator=total.numerator + 1)
    assert hands.differing() == 1
