"""Deeds with period reports and their parts."""

from thidua.composing.actions.drafting import (
    choose_charts,
    discard_report,
    draft_report,
    refresh_report,
    replace_report,
)
from thidua.composing.actions.issuing import issue_report, recall_report, send_report
from thidua.composing.actions.linking import link_contents
from thidua.composing.actions.parts import carry_part, keep_part, reset_part, write_part

__all__ = [
    "carry_part",
    "choose_charts",
    "discard_report",
    "draft_report",
    "issue_report",
    "keep_part",
    "link_contents",
    "recall_report",
    "refresh_report",
    "replace_report",
    "reset_part",
    "send_report",
    "write_part",
]
