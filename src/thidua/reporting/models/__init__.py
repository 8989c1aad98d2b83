"""Periods, reports, figures with their history, running totals, publications."""

from thidua.reporting.models.approvals import ApprovalSetting
from thidua.reporting.models.bindings import RegisterBinding, RegisterCount
from thidua.reporting.models.levels import CriterionLevel, LevelChoice
from thidua.reporting.models.parts import Breakdown, FigurePart
from thidua.reporting.models.paths import Baseline, YearStep
from thidua.reporting.models.periods import Period, PeriodQuerySet, index_period
from thidua.reporting.models.publications import Publication, PublishedFigure
from thidua.reporting.models.reports import (
    Figure,
    FigureEvidence,
    FigureRevision,
    Report,
    ReportQuerySet,
    WorkbookDraft,
    as_value,
)
from thidua.reporting.models.thresholds import Threshold
from thidua.reporting.models.totals import Total

__all__ = [
    "ApprovalSetting",
    "Baseline",
    "Breakdown",
    "CriterionLevel",
    "Figure",
    "FigureEvidence",
    "FigurePart",
    "FigureRevision",
    "LevelChoice",
    "Period",
    "PeriodQuerySet",
    "Publication",
    "PublishedFigure",
    "RegisterBinding",
    "RegisterCount",
    "Report",
    "ReportQuerySet",
    "Threshold",
    "Total",
    "WorkbookDraft",
    "YearStep",
    "as_value",
    "index_period",
]
