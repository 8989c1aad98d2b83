"""Units of the demonstration that owe something are urged on paper: one letter went out, another waits for its number."""

from datetime import date, timedelta

from thidua.core import working_days
from thidua.demo.stage import Stage, local
from thidua.urging import actions, queries

ISSUED_BEFORE, DRAFTED_BEFORE = 5, 1  # days before the demonstration's day
ANSWER_DAYS = 5
NUMBER = "186"


def urge(ward: Stage, on: date) -> None:
    """A letter to the unit that is late longest, a draft to the next one, as far as any are late."""
    officer, calendar = ward.actors["thuongtruc"], working_days.load()
    urged: set[int] = set()
    for days in (ISSUED_BEFORE, DRAFTED_BEFORE):
        day = on - timedelta(days=days)
        owing = [one for one in queries.units_owing(ward.commune.pk, on=day) if one.unit.pk not in urged]
        if not owing:
            return
        unit, at = max(owing, key=lambda one: one.longest).unit, local(day, 10)
        answer_by = working_days.plus_working_days(day, ANSWER_DAYS, calendar)
        letter = actions.draft_letter(unit, answer_by=answer_by, by=officer, at=at)
        if days == ISSUED_BEFORE:
            actions.issue_letter(letter, number=NUMBER, issued_on=day, by=officer, at=at + timedelta(hours=4))
        urged.add(unit.pk)
