"""Tasks in somebody's hands: lines of the list that is signed at a handover."""

from datetime import date

from thidua.core.permissions import Actor
from thidua.org.handing import Item, listed_by
from thidua.tasks.queries import work
from thidua.tasks.sights import due_words

HEADING = "Nhiệm vụ đang làm"


@listed_by
def tasks_in_hand(holder: Actor, on: date) -> list[Item]:
    """What the holder answers for or follows, and what his units lead."""
    return [
        Item(HEADING, task.title, f"{task.get_state_display().lower()}, hạn {due_words(task) or 'chưa có'}")
        for task in work.tasks_in_hand(holder)
    ]
