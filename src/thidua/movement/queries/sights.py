"""What those who decide on a plan have seen of it: compared when they act (core/sight.py)."""

from thidua.core import formatting
from thidua.core.sight import Look, Rows, mark_of
from thidua.movement.models import Movement


def _rows(movement: Movement) -> Rows:
    """The plan cannot be changed while it waits: another time of submission is what tells another content."""
    told = [("Kế hoạch", movement.get_state_display())]
    if movement.submitted_at:
        told.append(("Trình lúc", formatting.moment(movement.submitted_at)))
    if movement.approved_at:
        told.append(("Duyệt lúc", formatting.moment(movement.approved_at)))
    if movement.return_reason:
        told.append(("Lý do trả lại", movement.return_reason))
    return tuple(told)


def _closing_rows(movement: Movement) -> Rows:
    told = [("Phong trào", movement.get_state_display())]
    closing = movement.closing
    if closing is not None:
        told.append(("Kết thúc từ hết ngày", formatting.day(closing.ends_on)))
        told.append(("Lý do kết thúc", closing.reason))
    return tuple(told)


CLOSING: Look[Movement] = Look(
    mark=lambda movement: mark_of(movement.state, *_closing_rows(movement)), rows=_closing_rows
)
MOVEMENT: Look[Movement] = Look(
    mark=lambda movement: mark_of(
        movement.state, movement.submitted_at, movement.approved_at, movement.return_reason
    ),
    rows=_rows,
)
