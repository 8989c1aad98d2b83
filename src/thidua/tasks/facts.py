"""All that is said of a task when it is added or put right. Empty parts are not known, and are shown as missing."""

from dataclasses import dataclass
from datetime import date

from thidua.documents.enums import EvidenceKind
from thidua.documents.models import StoredFile
from thidua.movement.models import Movement, Phase, PlanItem
from thidua.org.models import Unit, User

MOST_FILES = 10  # with one result


@dataclass(frozen=True, slots=True, kw_only=True)
class Parties:
    """Who: the unit that leads, those that support it, who follows, the officer who answers for it."""

    lead: Unit | None = None
    supporting: tuple[Unit, ...] = ()
    following_unit: Unit | None = None
    following_person: User | None = None
    officer: User | None = None
    officer_name: str = ""
    head_duty: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskFacts:
    """What, by when, resting on what, and who. `due_on` is the last day that is in time; `due.read_due` reads it from words."""

    title: str
    product: str = ""
    due_text: str = ""
    due_on: date | None = None
    movement: Movement | None = None
    item: PlanItem | None = None
    clause: str = ""
    quote: str = ""
    content: PlanItem | None = None
    phase: Phase | None = None
    lead_words: str = ""
    parties: Parties = Parties()


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """One piece of evidence to come with a result; only what belongs to its kind counts."""

    kind: EvidenceKind
    file: StoredFile | None = None
    url: str = ""
    document_number: str = ""
    document_on: date | None = None
    text: str = ""
