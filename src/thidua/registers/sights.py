"""What somebody has seen of a batch before deciding about it (core/sight.py)."""

from thidua.core import formatting
from thidua.core.sight import Look, Rows, mark_of
from thidua.registers.models import Batch


def _rows(batch: Batch) -> Rows:
    return (
        ("Tình trạng", batch.get_state_display()),
        ("Số hàng nhận được", formatting.number(batch.good_count)),
        ("Số hàng không nhận", formatting.number(batch.refused_count)),
    )


BATCH: Look[Batch] = Look(mark=lambda batch: mark_of(_rows(batch), batch.matching), rows=_rows)
