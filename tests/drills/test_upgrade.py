"""drills/upgrade.py, small and without nginx: a new release takes over while people read and hand in."""

import pytest

from tests.drills.conftest import Drill

pytestmark = pytest.mark.django_db


def test_nobody_is_refused_while_a_new_release_takes_over(drill: Drill) -> None:
    options = ("--without-nginx", "--seconds", "4", "--rate", "6", "--drain", "1")
    told = drill("upgrade.py", *options, on_postgresql="--given-database")
    assert (set(told["answers"]), told["lost"]) == ({"good"}, 0)
    assert told["acknowledged submissions"] > 0
