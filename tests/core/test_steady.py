"""The clock of terms: it follows the machine's forward and never back."""

import logging
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thidua.core import steady

START = datetime(2026, 11, 22, 3, tzinfo=UTC)


class Machine:
    """A clock that can be set and a counter that cannot."""

    def __init__(self) -> None:
        self.moment, self.count = START, 1_000.0
        self.clock = steady.SteadyClock(lambda: self.moment, lambda: self.count)

    def pass_by(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)
        self.count += seconds

    def set_by(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)


def test_it_is_the_machines_while_nobody_sets_that() -> None:
    machine = Machine()
    machine.pass_by(90.5)
    assert machine.clock.now() == START + timedelta(seconds=90.5)


def test_set_back_by_an_hour_it_goes_on_at_its_own_pace() -> None:
    machine = Machine()
    machine.pass_by(60)
    machine.set_by(-3_600)
    machine.pass_by(5)
    assert machine.clock.now() == START + timedelta(seconds=65)


def test_what_was_told_is_never_told_earlier() -> None:
    machine = Machine()
    machine.pass_by(60)
    told = machine.clock.now()
    machine.set_by(-3_600)
    machine.pass_by(5)
    assert machine.clock.now() == told + timedelta(seconds=5)


def test_it_follows_the_machine_again_once_that_has_caught_up() -> None:
    machine = Machine()
    machine.set_by(-3_600)
    machine.pass_by(10)
    machine.set_by(7_200)
    assert machine.clock.now() == machine.moment


@given(st.lists(st.tuples(st.floats(0, 100_000), st.floats(-100_000, 100_000)), max_size=20))
def test_whatever_is_set_it_never_goes_back_nor_slower(steps: list[tuple[float, float]]) -> None:
    machine = Machine()
    last = machine.clock.now()
    for passed, jump in steps:
        machine.pass_by(passed)
        machine.set_by(jump)
        now = machine.clock.now()
        assert now >= machine.moment
        assert now - last >= timedelta(seconds=passed) - timedelta(milliseconds=1)
        last = now


def test_a_step_back_is_logged_once(caplog: pytest.LogCaptureFixture) -> None:
    machine = Machine()
    machine.set_by(-3_600)
    with caplog.at_level(logging.WARNING):
        machine.clock.now()
        machine.clock.now()
    assert [record.getMessage() for record in caplog.records] == [
        "the machine's clock went back by 1:00:00; sessions go on as before"
    ]


@pytest.mark.parametrize(
    ("seconds", "expected"), [(-1, False), (0, True), (600, True), (601, False)], ids=str
)
def test_a_beginning_ahead_is_no_beginning(seconds: int, expected: bool) -> None:
    at = START + timedelta(seconds=seconds)
    assert steady.is_within(timedelta(minutes=10), since=START, at=at) is expected
