"""Registers and their batches, the catalogue of reports due, the check sheets on dossiers."""

from thidua.registers.models.batches import (
    AT_WORK,
    WAITING,
    Batch,
    BatchQuerySet,
    Record,
    RecordQuerySet,
    Register,
    Source,
    index_source,
)
from thidua.registers.models.regimes import Regime
from thidua.registers.models.sheets import CheckMark, CheckSheet

__all__ = [
    "AT_WORK",
    "WAITING",
    "Batch",
    "BatchQuerySet",
    "CheckMark",
    "CheckSheet",
    "Record",
    "RecordQuerySet",
    "Regime",
    "Register",
    "Source",
    "index_source",
]
