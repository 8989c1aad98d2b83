"""What somebody has seen of a receiver, a form, a paper before he decides about it (core/sight.py)."""

from thidua.core import formatting
from thidua.core.sight import Look, Rows, mark_of
from thidua.outgoing.models import FormTemplate, OutgoingPaper, Receiver


def _receiver(receiver: Receiver) -> Rows:
    return (
        ("Tên nơi nhận", receiver.name),
        ("Cách gửi", receiver.get_way_display()),
        ("Ghi chú", receiver.note or "—"),
    )


def _form(form: FormTemplate) -> Rows:
    return (
        ("Tên mẫu", form.title),
        ("Dùng cho", form.get_subject_display()),
        ("Chữ in khi chưa có số liệu", form.blank),
        ("Tình trạng", "đang dùng" if form.is_in_use else "đã ngừng dùng"),
    )


def _paper(paper: OutgoingPaper) -> Rows:
    return (
        ("Tình trạng", paper.get_state_display()),
        ("Số, ký hiệu", paper.number or "—"),
        ("Ngày văn bản", formatting.day(paper.issued_on)),
        ("Ngày gửi", formatting.day(paper.sent_on)),
        ("Xem lại gần nhất", formatting.moment(paper.reviewed_at)),
    )


RECEIVER: Look[Receiver] = Look(mark=lambda one: mark_of(_receiver(one)), rows=_receiver)
FORM: Look[FormTemplate] = Look(mark=lambda one: mark_of(_form(one)), rows=_form)
PAPER: Look[OutgoingPaper] = Look(mark=lambda one: mark_of(_paper(one)), rows=_paper)
