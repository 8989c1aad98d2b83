"""Hand a file to the reader of its door, without the web: read, refused with a sentence, or failed; and is it right."""

from dataclasses import dataclass, field
from enum import StrEnum

from tests.hostile import second_reading
from tests.hostile.specimens import Door, Specimen
from thidua.core import sheets
from thidua.core.errors import DomainError
from thidua.documents import examining, photos
from thidua.movement import reading
from thidua.org import importing

COLUMNS = {Door.UNITS: importing.UNIT_COLUMNS, Door.PEOPLE: importing.PEOPLE_COLUMNS}


class End(StrEnum):
    READ = "read"
    REFUSED = "refused"
    FAILED = "failed"


@dataclass(frozen=True)
class Outcome:
    """`sentence` of a refusal, or what failed; `wrong` are values kept otherwise than somebody else reads them."""

    end: End
    sentence: str = ""
    wrong: list[str] = field(default_factory=list)


def hand_in(specimen: Specimen, data: bytes) -> Outcome:
    try:
        return Outcome(End.READ, wrong=_read(specimen, data))
    except DomainError as refused:
        return Outcome(End.REFUSED, str(refused))
    except Exception as error:  # on a page it would be a 500
        return Outcome(End.FAILED, f"{type(error).__name__}: {error}")


def _read(specimen: Specimen, data: bytes) -> list[str]:
    if specimen.is_table:
        rows = sheets.read_table(data, specimen.name, limits=sheets.REPORT).rows
        if specimen.door in COLUMNS:
            importing.read_rows(rows, COLUMNS[specimen.door])  # refuses a table without its titles
        return second_reading.differences(specimen, data, rows)
    if specimen.door is Door.PLAN:
        draft = reading.read_upload(data, specimen.name)
        cited = [*draft.quantitative_targets, *draft.sections, *draft.phases, *draft.legal_bases]
        wrong = [one.quote for one in cited if draft.text[one.start : one.end] != one.quote]
        return (
            wrong
            if specimen.name.endswith(".pdf")
            else wrong + second_reading.unknown_words(draft.text, data)
        )
    kept = examining.examine(data, name=specimen.name)
    if not kept.content_type.startswith("image/"):
        return [] if kept.content == data else ["changed"]
    again = photos.clean(kept.content, kept.content_type)
    return ["still tells"] if again.had_place or again.content != kept.content else []
