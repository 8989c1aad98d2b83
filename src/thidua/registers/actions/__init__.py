"""Deeds on registers: lists from other systems, the catalogue of reports due, check sheets on dossiers."""

from thidua.registers.actions.batches import (
    discard_batch,
    land_batch,
    match_columns,
    note_read,
    note_sifted,
    note_unreadable,
    restart_reading,
    revoke_batch,
    upload_batch,
)
from thidua.registers.actions.regimes import add_regime, end_regime, lay_out_dues, mark_sent
from thidua.registers.actions.sheets import Mark, close_sheet, drop_sheet, mark_dossiers, open_sheet

__all__ = [
    "Mark",
    "add_regime",
    "close_sheet",
    "discard_batch",
    "drop_sheet",
    "end_regime",
    "land_batch",
    "lay_out_dues",
    "mark_dossiers",
    "mark_sent",
    "match_columns",
    "note_read",
    "note_sifted",
    "note_unreadable",
    "open_sheet",
    "restart_reading",
    "revoke_batch",
    "upload_batch",
]
