"""What somebody has seen of a letter before deciding about it (core/sight.py)."""

from thidua.core import formatting
from thidua.core.sight import Look, Rows, mark_of
from thidua.urging.models import UrgingLetter


def _rows(letter: UrgingLetter) -> Rows:
    return (
        ("Tình trạng", letter.get_state_display()),
        ("Số văn bản", letter.number_words),
        ("Đề nghị hoàn thành trước ngày", formatting.day(letter.answer_by)),
        ("Nội dung nêu trong văn bản", "; ".join(one.title for one in letter.things.all())),
        ("Lời mở đầu", letter.opening),
        ("Lời đề nghị", letter.closing),
    )


LETTER: Look[UrgingLetter] = Look(
    mark=lambda letter: mark_of(_rows(letter), letter.symbol, letter.head, str(letter.listed_at)), rows=_rows
)
