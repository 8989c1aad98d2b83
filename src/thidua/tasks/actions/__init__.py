"""Deeds on tasks: proposed from the plan or added, given to units, handed in, judged; more time; tables; calendars."""

from thidua.tasks.actions.adding import add_task, change_task, import_tasks, split_task, upload_tasks
from thidua.tasks.actions.extending import (
    ask_extension,
    grant_extension,
    refuse_extension,
    withdraw_extension,
)
from thidua.tasks.actions.giving import assign_task, cancel_task, name_officer
from thidua.tasks.actions.handing_in import (
    accept_task,
    hand_in_task,
    note_difficulty,
    recall_task,
    return_task,
)
from thidua.tasks.actions.proposing import confirm_task, confirm_tasks, propose_tasks, share_out_task
from thidua.tasks.actions.telling import make_feed, pass_tasks, revoke_feed, tell_due_tasks

__all__ = [
    "accept_task",
    "add_task",
    "ask_extension",
    "assign_task",
    "cancel_task",
    "change_task",
    "confirm_task",
    "confirm_tasks",
    "grant_extension",
    "hand_in_task",
    "import_tasks",
    "make_feed",
    "name_officer",
    "note_difficulty",
    "pass_tasks",
    "propose_tasks",
    "recall_task",
    "refuse_extension",
    "return_task",
    "revoke_feed",
    "share_out_task",
    "split_task",
    "tell_due_tasks",
    "upload_tasks",
    "withdraw_extension",
]
