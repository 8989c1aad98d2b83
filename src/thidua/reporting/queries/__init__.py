"""What one may see of periods, reports and figures, and how things stand. Names that other apps build on:

visible_periods, visible_reports, visible_figures, visible_publications
board_of(period, on) → [BoardRow]; summary_of(rows) → BoardSummary; matrix_of(period) → Matrix
results_of(period, on, basis) → [Result]; trend_of(movement, indicator, periods) → [TrendPoint]
cumulative_of(movement, indicator, year) → Cumulative; lines_of(period) → target lines by indicator id
reason_of(publication, indicator) → PublicReason; published_rows(publication) → [PublicRow]
"""

from thidua.reporting.queries.boards import (
    ON_THE_WAY,
    BoardRow,
    BoardSummary,
    Matrix,
    MatrixCell,
    MatrixRow,
    board_of,
    chosen_rows,
    days_late,
    matrix_of,
    summary_of,
    urging_label,
    urging_text,
)
from thidua.reporting.queries.checks import CheckRow, CheckSheet, check_of, next_to_check
from thidua.reporting.queries.clock import (
    extensions_to_close,
    late_step_of,
    needs_leader,
    open_periods_after_cut_off,
    periods_to_lock,
    reports_to_tell,
)
from thidua.reporting.queries.cumulative import Cumulative, cumulative_of, span_of
from thidua.reporting.queries.papers import last_day_of, years_of
from thidua.reporting.queries.periods import (
    PeriodRow,
    askable_indicators,
    askable_units,
    open_movements,
    period_rows,
    proposals_of,
)
from thidua.reporting.queries.publications import (
    Preview,
    PublicRow,
    last_publication,
    preview_of,
    published_rows,
)
from thidua.reporting.queries.reasons import (
    Cell,
    HistoryEvent,
    PublicInput,
    PublicReason,
    Reason,
    history_of,
    reason_in,
    reason_of,
)
from thidua.reporting.queries.results import (
    Result,
    TrendPoint,
    lines_of,
    results_of,
    rolled_up,
    trend_of,
)
from thidua.reporting.queries.visible import (
    visible_figures,
    visible_periods,
    visible_publications,
    visible_reports,
)

__all__ = [
    "ON_THE_WAY",
    "BoardRow",
    "BoardSummary",
    "Cell",
    "CheckRow",
    "CheckSheet",
    "Cumulative",
    "HistoryEvent",
    "Matrix",
    "MatrixCell",
    "MatrixRow",
    "PeriodRow",
    "Preview",
    "PublicInput",
    "PublicReason",
    "PublicRow",
    "Reason",
    "Result",
    "TrendPoint",
    "askable_indicators",
    "askable_units",
    "board_of",
    "check_of",
    "chosen_rows",
    "cumulative_of",
    "days_late",
    "extensions_to_close",
    "history_of",
    "last_day_of",
    "last_publication",
    "late_step_of",
    "lines_of",
    "matrix_of",
    "needs_leader",
    "next_to_check",
    "open_movements",
    "open_periods_after_cut_off",
    "period_rows",
    "periods_to_lock",
    "preview_of",
    "proposals_of",
    "published_rows",
    "reason_in",
    "reason_of",
    "reports_to_tell",
    "results_of",
    "rolled_up",
    "span_of",
    "summary_of",
    "trend_of",
    "urging_label",
    "urging_text",
    "visible_figures",
    "visible_periods",
    "visible_publications",
    "visible_reports",
    "years_of",
]
