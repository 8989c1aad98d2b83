"""Who may hand in lists, and what the state of a batch allows."""

from thidua.core.permissions import Actor, Scope, allow, rule
from thidua.registers.enums import BatchState
from thidua.registers.models import AT_WORK, Batch, CheckSheet, Record


@rule(otherwise="Lô này đang được đọc hoặc đã xong, không ghép cột lại được.")
def may_be_matched(who: Actor, batch: Batch) -> bool:
    return batch.state in {BatchState.MATCHING, BatchState.READ}


@rule(otherwise="Lô này chưa đọc xong hoặc đã được xử lý.")
def is_read(who: Actor, batch: Batch) -> bool:
    return batch.state == BatchState.READ


@rule(otherwise="Lô này đã nhận vào sổ; muốn bỏ xin rút khỏi sổ, có lý do.")
def has_not_landed(who: Actor, batch: Batch) -> bool:
    return batch.landed_at is None and batch.state != BatchState.DISCARDED


@rule(otherwise="Chỉ rút được lô đang có hiệu lực trong sổ.")
def is_landed(who: Actor, batch: Batch) -> bool:
    return batch.state == BatchState.LANDED


@rule(otherwise="Lô này không đang được đọc.")
def is_at_work(who: Actor, batch: Batch) -> bool:
    return batch.state in AT_WORK


@rule(otherwise="Dòng này đã có bản mới hơn. Xin mở lại danh sách báo cáo đến hạn.")
def is_due_here(who: Actor, due: Record) -> bool:
    return due.is_current and due.batch.made_here


@rule(otherwise="Phiếu kiểm tra này đã xong hoặc đã bỏ.")
def is_sheet_open(who: Actor, sheet: CheckSheet) -> bool:
    return sheet.is_open


allow("registers.view_register", scope=Scope.COMMUNE)
allow("registers.upload_batch")
allow("registers.match_columns", may_be_matched)
allow("registers.land_batch", is_read)
allow("registers.restart_reading", is_at_work)
allow("registers.discard_batch", has_not_landed)
allow("registers.revoke_batch", is_landed)
allow("registers.note_sifted", is_at_work)
allow("registers.note_read", is_at_work)
allow("registers.note_unreadable", is_at_work)
allow("registers.add_regime")
allow("registers.lay_out_dues")
allow("registers.mark_sent", is_due_here)
allow("registers.end_regime")
allow("registers.open_sheet")
allow("registers.mark_dossiers", is_sheet_open)
allow("registers.close_sheet", is_sheet_open)
allow("registers.drop_sheet", is_sheet_open)
