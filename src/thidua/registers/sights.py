"""What somebody has seen of a batch before deciding about it (core/sight.py)."""

from thidua.core import formatting
from thidua.core.sight import Look, Rows, mark_of
from thidua.registers.models import Batch, CheckSheet, Record, Regime


def _rows(batch: Batch) -> Rows:
    return (
        ("Tình trạng", batch.get_state_display()),
        ("Số hàng nhận được", formatting.number(batch.good_count)),
        ("Số hàng không nhận", formatting.number(batch.refused_count)),
    )


BATCH: Look[Batch] = Look(mark=lambda batch: mark_of(_rows(batch), batch.matching), rows=_rows)


def _due_rows(due: Record) -> Rows:
    return (
        ("Hạn gửi", formatting.day(due.day)),
        ("Ngày gửi", str(due.facts.get("ngay_gui") or "chưa gửi")),
        ("Hệ thống", str(due.facts.get("he_thong") or "")),
    )


DUE: Look[Record] = Look(mark=lambda due: mark_of(due.pk, due.is_current), rows=_due_rows)


def _regime_rows(regime: Regime) -> Rows:
    ends = formatting.day(regime.ends_on) if regime.ends_on else "đang áp dụng"
    return (("Báo cáo", regime.name), ("Kết thúc", ends))


REGIME: Look[Regime] = Look(mark=lambda regime: mark_of(regime.pk, str(regime.ends_on)), rows=_regime_rows)


def _sheet_rows(sheet: CheckSheet) -> Rows:
    return (("Tình trạng", sheet.get_state_display()), ("Số hồ sơ", formatting.number(sheet.size)))


SHEET: Look[CheckSheet] = Look(mark=lambda sheet: mark_of(sheet.pk, sheet.state), rows=_sheet_rows)
