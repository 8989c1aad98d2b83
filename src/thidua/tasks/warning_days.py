"""On which days people hear of a task that is due or late: 7, 3, 1 days before, then late; never on a day off. Pure.

A warning that falls on days off comes on the working day before them, word of lateness on the next one after. Late ones are
told of 1, 3 and 7 days after the last day, then once a week.
"""

from datetime import date, timedelta

from thidua.core.working_days import CalendarYearMissing, WorkCalendar, is_working_day

BEFORE = (7, 3, 1)
AFTER = (1, 3, 7)
WEEK = 7
FRIDAY = 4
LONGEST_BREAK = 15  # days off in a row: a Tết with both weekends has ten


def is_quiet(day: date, calendar: WorkCalendar) -> bool:
    """Whether offices rest; a year whose holidays are not loaded goes by its weekends."""
    try:
        return not is_working_day(day, calendar)
    except CalendarYearMissing:
        return day.weekday() > FRIDAY


def days_left(due_on: date, on: date, calendar: WorkCalendar) -> int | None:
    """On a day on which somebody is to hear of it: the days that are left, negative when late; None on any other day."""
    if is_quiet(on, calendar):
        return None
    left = (due_on - on).days
    if left >= 0:
        told = any(_moved(due_on - timedelta(days=step), -1, calendar) == on for step in BEFORE)
    else:
        late = -left
        steps = {step for step in range(max(1, late - LONGEST_BREAK), late + 1) if is_late_step(step)}
        told = any(_moved(due_on + timedelta(days=step), 1, calendar) == on for step in steps)
    return left if told else None


def is_late_step(days: int) -> bool:
    return days in AFTER or (days > AFTER[-1] and days % WEEK == 0)


def _moved(day: date, stride: int, calendar: WorkCalendar) -> date:
    for _ in range(LONGEST_BREAK):
        if not is_quiet(day, calendar):
            break
        day += timedelta(days=stride)
    return day
