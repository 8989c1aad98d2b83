"""Duties that a plan states → what may be proposed as tasks, with nothing that the plan leaves out. Pure."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from thidua.core.text import fold, nfc
from thidua.tasks.due import read_due

LONGEST = 140
# Words for a group of units → the kinds of units that it means, as UnitKind names them.
GROUPS = (
    (r"(?<!quoc )\bphong\b(?! trao)|(?<!uy )\bban\b|co quan chuyen mon", {"department"}),
    (r"don vi su nghiep|trung tam|tram y te", {"service"}),
    (r"\btruong\b|co so giao duc", {"school"}),
    (r"doan the|mat tran|to chuc chinh tri|(?<!xa )\bhoi\b(?! dong)", {"union"}),
    (r"to dan pho|\bthon\b|khu dan cu", {"neighbourhood"}),
    (r"doanh nghiep|hop tac xa", {"enterprise"}),
    (r"cong an|quan su", {"forces"}),
)
_KIND_WORDS = r"(?:phuong|xa|dac khu)"
_DATED = re.compile(
    r"(?:trước|chậm nhất|đến hết|đến|trong|hết|cuối)\s+(?:ngày\s+|hết\s+)*"
    r"(?:\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?20\d\d|ngày\s+\d{1,2}(?:\s+tháng\s+\d{1,2}(?:\s+năm\s+20\d\d)?)?"
    r"|\d{1,2}\s?[/-]\s?20\d\d|\d{1,2}\s?/\s?\d{1,2}|tháng\s+\d{1,2}(?:\s?/\s?20\d\d|\s+năm\s+20\d\d)?"
    r"|quý\s+[IV1-4]+(?:\s?/\s?20\d\d|\s+năm\s+20\d\d)?|(?:năm\s+)?20\d\d)"
    r"(?:\s+(?:hằng|hàng)\s+(?:tháng|quý|năm))?",
    re.IGNORECASE,
)
_RHYTHM = re.compile(
    r"(?:hằng|hàng)\s+(?:ngày|tuần|tháng|quý|năm)(?:,\s+(?:sơ kết|tổng kết))*|định kỳ(?:\s+(?:0?6|sáu|3) tháng)?"
    r"|thường xuyên|kịp thời|liên tục",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Stated:
    """A confirmed item of the plan: its paragraphs are the lines of `text`, `body` the bodies it names."""

    item_id: int
    clause: str
    text: str
    body: str = ""


@dataclass(frozen=True, slots=True)
class KnownUnit:
    id: int
    name: str
    short_name: str = ""


@dataclass(frozen=True, slots=True)
class KnownPhase:
    id: int
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class Duty:
    """One proposal. `key` is the same for the same words in a later version of the plan."""

    item_id: int
    clause: str
    quote: str
    title: str
    lead_id: int | None
    lead_words: str
    supporting_ids: tuple[int, ...]
    due_text: str
    due_on: date | None
    phase_id: int | None
    key: str


def duties_of(
    stated: Iterable[Stated], units: Sequence[KnownUnit], phases: Sequence[KnownPhase] = ()
) -> list[Duty]:
    """One duty a paragraph, in the order given; a paragraph that stands within an earlier one is not told twice."""
    found: list[Duty] = []
    seen: list[str] = []
    for one in stated:
        for line in filter(None, (nfc(line).lstrip("-+• ") for line in one.text.splitlines())):
            folded = fold(line).strip(" .;")
            if any(folded in other for other in seen):
                continue
            seen.append(folded)
            found.append(_duty(one, line, units, phases))
    return found


def due_words(line: str) -> str:
    """The words of a paragraph that say by when, as they stand; "" where none do."""
    dated = _DATED.search(line)
    rhythm = _RHYTHM.search(line)
    return nfc((dated or rhythm).group()) if dated or rhythm else ""  # type: ignore[union-attr]


def kinds_named(words: str) -> set[str]:
    """Which kinds of units the plan's words for a group mean ("Các phòng, ban, đoàn thể"): a guess for a person to look at."""
    folded = fold(words)
    return {kind for pattern, kinds in GROUPS if re.search(pattern, folded) for kind in kinds}


def _duty(one: Stated, line: str, units: Sequence[KnownUnit], phases: Sequence[KnownPhase]) -> Duty:
    named = [(body, _unit_called(body, units)) for body in _bodies(one.body)]
    known = [unit for _, unit in named if unit is not None]
    lead = known[0] if known else None
    helping = [unit.id for unit in (*known[1:], *_helping(line, units)) if lead is None or unit.id != lead.id]
    due = due_words(line)
    due_on = read_due(due).on
    return Duty(
        item_id=one.item_id,
        clause=one.clause,
        quote=line,
        title=_title(line),
        lead_id=lead.id if lead else None,
        lead_words="; ".join(body for body, unit in named if unit is None),
        supporting_ids=tuple(dict.fromkeys(helping)),
        due_text=due,
        due_on=due_on,
        phase_id=_phase_on(due_on, phases),
        key=hashlib.sha256(f"{fold(one.body)}\n{fold(line)}".encode()).hexdigest()[:32],
    )


def _bodies(said: str) -> list[str]:
    return [nfc(body) for body in said.split(";") if nfc(body)]


def _unit_called(body: str, units: Sequence[KnownUnit]) -> KnownUnit | None:
    """The one unit of that very name; the kind of commune behind it may be left out on either side."""
    wanted = _bare(body)
    found = [unit for unit in units if wanted and wanted in {_bare(unit.name), _bare(unit.short_name)}]
    return found[0] if len(found) == 1 else None


def _bare(name: str) -> str:
    folded = fold(name).removeprefix("de nghi ").strip(" .:")
    return re.sub(rf" {_KIND_WORDS}(?: [\w ]+)?$", "", folded)


def _helping(line: str, units: Sequence[KnownUnit]) -> list[KnownUnit]:
    """Units that the paragraph names after "phối hợp với"."""
    _, _, after = fold(line).partition("phoi hop voi ")
    return [unit for unit in units if len(_bare(unit.name)) > len("to dan pho") and _bare(unit.name) in after]


def _title(line: str) -> str:
    """The paragraph, cut at the end of a sentence or of a word where it is long."""
    whole = line[:1].upper() + line[1:].rstrip(" .;:")
    if len(whole) <= LONGEST:
        return whole
    first = re.split(r"(?<=[^\d])[.;]\s", whole, maxsplit=1)[0]
    return first if len(first) <= LONGEST else whole[: LONGEST - 1].rsplit(" ", 1)[0] + "…"


def _phase_on(due_on: date | None, phases: Sequence[KnownPhase]) -> int | None:
    if due_on is None:
        return None
    held = [
        one for one in phases if one.starts_on <= due_on and (one.ends_on is None or due_on <= one.ends_on)
    ]
    return held[0].id if held else None
