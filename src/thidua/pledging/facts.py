"""What is handed to the actions of a unit's plan: plain facts, checked for shape by the forms."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from thidua.documents.models import StoredFile


@dataclass(frozen=True, slots=True)
class General:
    """Who answers for the plan, and the unit's own paper; a `file` of None leaves the one that is there."""

    head: str
    officer: str
    document_number: str = ""
    document_on: date | None = None
    file: StoredFile | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """Whether the unit works on a content, and why not."""

    applies: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Aim:
    """The target that the unit sets itself on a line of the commune; None with `applies` off: the line is not its affair."""

    applies: bool
    value: Decimal | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Work:
    """A task of the unit's own: what, with which product, who, until when as written and as a day; `item` is the content."""

    text: str
    product: str
    officer: str
    due_on: date
    due_words: str = ""
    item_id: int | None = None
    promise_id: int | None = None


@dataclass(frozen=True, slots=True)
class Filled:
    """The whole short form of a unit's plan, as it comes by a link."""

    general: General | None
    contents: Mapping[int, Choice]
    targets: Mapping[int, Aim]
    tasks: Sequence[Work]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a unit registers for a year: codes of titles, what it means to reach (one sentence a line), who heads it."""

    titles: Sequence[str]
    head_titles: Sequence[str]
    targets: str
    head: str
    position: str
