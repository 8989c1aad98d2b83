"""A clock that never goes back while the process runs, for terms that must not come to life again.

A machine's clock is stepped: by hand, by the network after a night without one, by a virtual machine that woke up. What was
over must stay over: a session, a screen that had locked. So this clock follows the machine's forward, and where that steps
back it goes on at its own pace. It is not for what is written down: a report is received when the machine says so.
"""

import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

log = logging.getLogger(__name__)
# Below it is the fine tuning of a clock that is kept by the network.
WORTH_TELLING = timedelta(seconds=30)


class SteadyClock:
    """`machine` tells the time and may be set; `counter` tells seconds since any moment and is never set."""

    def __init__(self, machine: Callable[[], datetime], counter: Callable[[], float]) -> None:
        self._machine, self._counter = machine, counter
        self._highest = machine(), counter()  # one value, so that threads see both halves of the same moment
        self._is_told = False

    def now(self) -> datetime:
        """The machine's time, or what it would be by now had the machine not been set back."""
        machine, count = self._machine(), self._counter()
        highest, counted = self._highest
        expected = highest + timedelta(seconds=count - counted)
        if machine >= expected:
            self._highest, self._is_told = (machine, count), False
            return machine
        if expected - machine > WORTH_TELLING and not self._is_told:
            self._is_told = True
            log.warning("the machine's clock went back by %s; sessions go on as before", expected - machine)
        return expected


now = SteadyClock(lambda: datetime.now(tz=UTC), time.monotonic).now


def is_within(life: timedelta, *, since: datetime, at: datetime) -> bool:
    """Whether no more than `life` has passed; a beginning that lies ahead is none: then the clock was set back."""
    return timedelta() <= at - since <= life
