"""What one may see of period reports, what they rest on, what has changed since."""

from thidua.composing.queries.freezing import Frozen, faults_of, frozen_of, mismatches_in, sheet_of
from thidua.composing.queries.gathering import OF_FIGURES, changes_since, facts_now, facts_of
from thidua.composing.queries.links import codes_in, links_of, suggested_links
from thidua.composing.queries.pages import PartShown, parts_shown, whole
from thidua.composing.queries.times import time_named, times_of
from thidua.composing.queries.visible import (
    drafts,
    part_before,
    reports_found,
    versions_of,
    visible_parts,
    visible_reports,
    visible_yearly_reports,
)

__all__ = [
    "OF_FIGURES",
    "Frozen",
    "PartShown",
    "changes_since",
    "codes_in",
    "drafts",
    "facts_now",
    "facts_of",
    "faults_of",
    "frozen_of",
    "links_of",
    "mismatches_in",
    "part_before",
    "parts_shown",
    "reports_found",
    "sheet_of",
    "suggested_links",
    "time_named",
    "times_of",
    "versions_of",
    "visible_parts",
    "visible_reports",
    "visible_yearly_reports",
    "whole",
]
