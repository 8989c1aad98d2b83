"""Deeds with receivers, their forms, and the papers that go out."""

from thidua.outgoing.actions.papers import (
    discard_paper,
    make_paper,
    number_paper,
    review_changes,
    send_paper,
)
from thidua.outgoing.actions.pdfs import ask_pdf, keep_pdf, note_no_pdf
from thidua.outgoing.actions.receivers import (
    add_form,
    add_receiver,
    add_version,
    adopt_form,
    change_form,
    change_receiver,
)

__all__ = [
    "add_form",
    "add_receiver",
    "add_version",
    "adopt_form",
    "ask_pdf",
    "change_form",
    "change_receiver",
    "discard_paper",
    "keep_pdf",
    "make_paper",
    "note_no_pdf",
    "number_paper",
    "review_changes",
    "send_paper",
]
