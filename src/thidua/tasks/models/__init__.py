"""Tasks, what happens to them, calendar feeds, tables to be imported."""

from thidua.tasks.models.feeds import CalendarFeed, TaskImport
from thidua.tasks.models.following import DifficultyNote, Extension, ResultEvidence, TaskResult
from thidua.tasks.models.tasks import (
    AT_WORK,
    OPEN,
    SETTLED,
    DueDate,
    Support,
    Task,
    TaskQuerySet,
    index_task,
)

__all__ = [
    "AT_WORK",
    "OPEN",
    "SETTLED",
    "CalendarFeed",
    "DifficultyNote",
    "DueDate",
    "Extension",
    "ResultEvidence",
    "Support",
    "Task",
    "TaskImport",
    "TaskQuerySet",
    "TaskResult",
    "index_task",
]
