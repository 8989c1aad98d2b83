"""The parts of a report as its page shows them: words, sources, what moved under them."""

from dataclasses import dataclass

from thidua.composing import paper, wording
from thidua.composing.enums import PartKey
from thidua.composing.facts import Change, Facts
from thidua.composing.models import Part, PeriodReport


@dataclass(frozen=True, slots=True)
class PartShown:
    """`moved`: facts of the report that are not those the words were written over. `lines` are (is a bullet, text)."""

    part: Part
    heading: str
    lines: tuple[wording.Line, ...]
    moved: tuple[Change, ...]

    @property
    def is_results(self) -> bool:
        return self.part.key == PartKey.RESULTS

    @property
    def is_appendix(self) -> bool:
        return self.part.key == PartKey.APPENDIX


def parts_shown(report: PeriodReport, facts: Facts) -> list[PartShown]:
    """In the order of the document. One query."""
    return [_shown(one, facts) for one in report.parts.select_related("changed_by").order_by("position")]


def _shown(part: Part, facts: Facts) -> PartShown:
    return PartShown(part, paper.heading_of(part.key), wording.lines_of(part.text), part.moved_under(facts))
