"""Deeds on periods, reports and figures. Every change of what counts moves the running totals in the same transaction."""

from thidua.reporting.actions.checking import check_figure, return_figure, revise_figure
from thidua.reporting.actions.entry import (
    Cell,
    attach_evidence,
    detach_evidence,
    import_figures,
    save_figure,
)
from thidua.reporting.actions.periods import (
    PeriodPlan,
    change_period_dates,
    lock_period,
    open_period,
    remind_units,
)
from thidua.reporting.actions.publishing import publish_period
from thidua.reporting.actions.reports import (
    approve_report,
    hand_back_report,
    recall_report,
    submit_report,
    verify_report,
)

__all__ = [
    "Cell",
    "PeriodPlan",
    "approve_report",
    "attach_evidence",
    "change_period_dates",
    "check_figure",
    "detach_evidence",
    "hand_back_report",
    "import_figures",
    "lock_period",
    "open_period",
    "publish_period",
    "recall_report",
    "remind_units",
    "return_figure",
    "revise_figure",
    "save_figure",
    "submit_report",
    "verify_report",
]
