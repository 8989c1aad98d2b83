"""By when a request has to be answered. Pure but for the rows that it is given."""

from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from thidua.core import working_days
from thidua.core.working_days import CalendarYearMissing, WorkCalendar
from thidua.org.privacy.rules import Term


@dataclass(frozen=True, slots=True)
class Deadlines:
    """The last days for saying that the request came and for answering it, and on what they rest."""

    acknowledge_by: date
    due_on: date
    citation: str
    trust: str


def deadlines(filed_on: date, first: Term, then: Term) -> Deadlines:
    """The day of filing does not count. `first` is the term of the acknowledgement, `then` that of the kind."""
    return Deadlines(_after(filed_on, first), _after(filed_on, then), then.citation, then.trust)


def extended(due_on: date, by: Term) -> date:
    """The due day with the one extension that the term allows."""
    return _step(due_on, by.extension, is_working=by.is_working)


def _after(day: date, by: Term) -> date:
    return _step(day, by.days, is_working=by.is_working)


def _step(day: date, days: int, *, is_working: bool) -> date:
    if not is_working:
        return day + timedelta(days=days)
    try:
        return working_days.plus_working_days(day, days, working_days.load())
    except CalendarYearMissing:
        # A year whose holidays are not loaded: by weekdays alone, which is never later than the true day.
        known = frozenset({day.year, day.year + 1})
        return working_days.plus_working_days(day, days, WorkCalendar(MappingProxyType({}), known))
