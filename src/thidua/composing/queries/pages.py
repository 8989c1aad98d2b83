"""The parts of a report as its page shows them: words, sources, what moved under them."""

from dataclasses import dataclass

from django.db.models import Prefetch, prefetch_related_objects

from thidua.composing import paper, wording
from thidua.composing.enums import PartKey
from thidua.composing.facts import Change, Facts
from thidua.composing.models import Part, PeriodReport, Sending


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
    """In the order of the document. One query, none for a report that is `whole`."""
    return [_shown(one, facts) for one in report.parts.all()]


def whole(report: PeriodReport) -> PeriodReport:
    """The report with its parts and sendings at hand, and who left them: two queries, none the second time."""
    parts = Prefetch("parts", Part.objects.select_related("changed_by").order_by("position"))
    sendings = Prefetch("sendings", Sending.objects.select_related("by"))
    prefetch_related_objects([report], parts, sendings)
    return report


def _shown(part: Part, facts: Facts) -> PartShown:
    return PartShown(part, paper.heading_of(part.key), wording.lines_of(part.text), part.moved_under(facts))
