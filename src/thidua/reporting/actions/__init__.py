"""Deeds on periods, reports and figures. Every change of what counts moves the running totals in the same transaction."""

from thidua.reporting.actions.approving import (
    close_extension,
    endorse_report,
    extend_report,
    send_back_report,
    set_approval,
    withdraw_report,
)
from thidua.reporting.actions.binding import (
    WAYS,
    adopt_binding,
    change_binding,
    end_binding,
    revise_by_count,
    take_count,
)
from thidua.reporting.actions.checking import check_figure, check_report, return_figure, revise_figure
from thidua.reporting.actions.entry import (
    Cell,
    attach_evidence,
    detach_evidence,
    import_figures,
    link_evidence,
    save_figure,
)
from thidua.reporting.actions.levels import choose_level, set_levels
from thidua.reporting.actions.parts import ask_breakdown, end_breakdown, save_parts
from thidua.reporting.actions.paths import set_baseline, set_year_step
from thidua.reporting.actions.periods import (
    PeriodPlan,
    change_period_dates,
    lock_period,
    open_past_periods,
    open_period,
    remind_units,
    tell_late_units,
)
from thidua.reporting.actions.publishing import publish_period
from thidua.reporting.actions.reports import (
    approve_report,
    hand_back_report,
    recall_report,
    submit_report,
    verify_report,
)
from thidua.reporting.actions.thresholds import set_threshold
from thidua.reporting.actions.workbooks import apply_workbook, correct_workbook, upload_workbook

__all__ = [
    "WAYS",
    "Cell",
    "PeriodPlan",
    "adopt_binding",
    "apply_workbook",
    "approve_report",
    "ask_breakdown",
    "attach_evidence",
    "change_binding",
    "change_period_dates",
    "check_figure",
    "check_report",
    "choose_level",
    "close_extension",
    "correct_workbook",
    "detach_evidence",
    "end_binding",
    "end_breakdown",
    "endorse_report",
    "extend_report",
    "hand_back_report",
    "import_figures",
    "link_evidence",
    "lock_period",
    "open_past_periods",
    "open_period",
    "publish_period",
    "recall_report",
    "remind_units",
    "return_figure",
    "revise_by_count",
    "revise_figure",
    "save_figure",
    "save_parts",
    "send_back_report",
    "set_approval",
    "set_baseline",
    "set_levels",
    "set_threshold",
    "set_year_step",
    "submit_report",
    "take_count",
    "tell_late_units",
    "upload_workbook",
    "verify_report",
    "withdraw_report",
]
