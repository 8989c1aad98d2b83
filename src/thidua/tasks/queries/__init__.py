"""Which tasks one sees, and what their pages, lists, digests and calendars show."""

from thidua.tasks.queries.cards import Card, Clear, card_of, five_of, lateness, missing_words
from thidua.tasks.queries.feeds import holder_of, tasks_in_feed
from thidua.tasks.queries.importing import facts_of_row, import_plan
from thidua.tasks.queries.lists import (
    LATENESS,
    Choices,
    Column,
    Line,
    TaskSearch,
    bars_of,
    board_of,
    choices_of,
    line_of,
    open_proposals,
    tasks_found,
    with_parts,
)
from thidua.tasks.queries.passing import communes_to_pass, tasks_to_pass
from thidua.tasks.queries.proposing import duties_to_propose
from thidua.tasks.queries.visible import visible_feeds, visible_imports, visible_tasks
from thidua.tasks.queries.warning import Digest, communes_to_tell, digest_key, digests_of, tasks_to_tell

__all__ = [
    "LATENESS",
    "Card",
    "Choices",
    "Clear",
    "Column",
    "Digest",
    "Line",
    "TaskSearch",
    "bars_of",
    "board_of",
    "card_of",
    "choices_of",
    "communes_to_pass",
    "communes_to_tell",
    "digest_key",
    "digests_of",
    "duties_to_propose",
    "facts_of_row",
    "five_of",
    "holder_of",
    "import_plan",
    "lateness",
    "line_of",
    "missing_words",
    "open_proposals",
    "tasks_found",
    "tasks_in_feed",
    "tasks_to_pass",
    "tasks_to_tell",
    "visible_feeds",
    "visible_imports",
    "visible_tasks",
    "with_parts",
]
