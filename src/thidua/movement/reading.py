"""Plans from outside, as files or as pasted text: read in a process of their own that a hostile one may kill."""

from thidua.core import apart
from thidua.core import text as vietnamese
from thidua.movement import errors
from thidua.movement.planreader import PlanDraft, carrying

READER = "thidua.movement.reading_child.read"
TOO_HEAVY = "Tệp quá nặng hoặc bị hỏng, không đọc được. Xin mở tệp, chép nội dung và dán vào ô bên dưới."
BUSY = "Máy chủ đang đọc nhiều tệp cùng lúc. Xin tải lên lại sau ít phút."
NOTHING_READ = "Không nhận ra nội dung kế hoạch nào. Xin kiểm tra lại, hoặc lập phong trào bằng tay."


def read_text(pasted: str, *, is_plan: bool = True) -> PlanDraft:
    """The draft of a pasted text; PlanRefused when nothing in it looks like a plan. A document that `is_plan` not, such as
    one that amends a few clauses, needs only be readable.
    """
    return _read(pasted.encode("utf-8", "replace"), field=None, is_plan=is_plan)


def read_upload(content: bytes, name: str, *, is_plan: bool = True) -> PlanDraft:
    """The draft of a file; PlanRefused when it cannot be read or nothing in it looks like a plan (see `read_text`)."""
    shown = "".join(filter(str.isprintable, vietnamese.nfc(name)))[-200:]
    return _read(content, shown or "ke-hoach", field="file", is_plan=is_plan)


def _read(content: bytes, *name: str, field: str | None, is_plan: bool) -> PlanDraft:
    try:
        told = apart.read_apart(READER, content, *name).told
    except apart.Busy:
        raise errors.PlanRefused(BUSY, field=field) from None
    except apart.NotRead:
        raise errors.PlanRefused(TOO_HEAVY, field=field) from None
    if "refusal" in told:
        raise errors.PlanRefused(told["refusal"], field=field)
    draft = carrying.unpack(told["draft"])
    if not (draft.sections or draft.title or draft.legal_bases or (draft.text.strip() and not is_plan)):
        raise errors.PlanRefused(NOTHING_READ)
    return draft
