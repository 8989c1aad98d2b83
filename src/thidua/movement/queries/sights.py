"""What those who decide on a plan, its items and what follows from it have seen: compared when they act (core/sight.py)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from thidua.core import formatting
from thidua.core.sight import Look, Rows, Sight, mark_of, marks_of
from thidua.movement.models import Amendment, Assignment, Criterion, Movement, PlanItem
from thidua.movement.queries.cards import card_of, cut, item_mark
from thidua.movement.queries.differences import Comparison, comparison_of
from thidua.movement.queries.review import Progress, progress_of
from thidua.movement.queries.sources import current_plan
from thidua.org.models import Unit

COVERAGE = ("owner", "evidence_rule", "uncovered_reason")


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


def _outline_rows(movement: Movement) -> Rows:
    ends = formatting.day(movement.ends_on) if movement.ends_on else "chưa định"
    return (
        ("Tên phong trào", movement.title),
        ("Tên ngắn", movement.short_title),
        ("Thời gian", f"{formatting.day(movement.starts_on)} – {ends}"),
        ("Kế hoạch", movement.get_state_display()),
    )


OUTLINE: Look[Movement] = Look(mark=lambda movement: mark_of(_outline_rows(movement)), rows=_outline_rows)


def submission_sight(movement: Movement, progress: Progress, *, at: datetime) -> Sight:
    """The plan on a page that has its progress at hand."""
    return Sight(_submission_mark(movement, progress), _submission_rows(movement, progress), at)


def _submission_mark(movement: Movement, progress: Progress) -> str:
    return mark_of(movement.state, movement.submitted_at, progress.mark)


def _submission_rows(movement: Movement, progress: Progress) -> Rows:
    return (*_rows(movement), ("Đã quyết định", f"{progress.decided} trong {progress.total} mục"))


def _items_of(movement: Movement) -> list[PlanItem]:
    plan = current_plan(movement)
    return list(plan.items.order_by("position", "pk")) if plan else []


SUBMISSION: Look[Movement] = Look(
    mark=lambda movement: _submission_mark(movement, progress_of(_items_of(movement))),
    rows=lambda movement: _submission_rows(movement, progress_of(_items_of(movement))),
    about=lambda movement: {
        "Movement": [movement.pk],
        "PlanItem": [item.pk for item in _items_of(movement)],
        "Plan": list(movement.plans.values_list("pk", flat=True)),
    },
)


def amendment_sight(amendment: Amendment, comparison: Comparison, *, at: datetime) -> Sight:
    """An amendment on a page that has its differences at hand."""
    return Sight(_amendment_mark(amendment, comparison.progress), _amendment_rows(amendment, comparison), at)


def _amendment_rows(amendment: Amendment, comparison: Comparison) -> Rows:
    told = [("Điều chỉnh kế hoạch", amendment.get_state_display()), ("Văn bản", amendment.document_words)]
    if amendment.submitted_at:
        told.append(("Trình lúc", formatting.moment(amendment.submitted_at)))
    if amendment.answer:
        told.append(("Lý do", amendment.answer))
    told.append(("Khác bản trước", comparison.summary))
    return (*told, ("Còn chờ quyết định", f"{comparison.progress.pending} mục"))


def _amendment_mark(amendment: Amendment, progress: Progress) -> str:
    """Another decision on any of its things is another mark."""
    told = (amendment.state, amendment.submitted_at, amendment.document_number, amendment.document_on)
    closing = amendment.movement.closing_id
    return mark_of(*told, amendment.answer, amendment.movement.state, closing, progress.mark)


AMENDMENT: Look[Amendment] = Look(
    mark=lambda amendment: _amendment_mark(
        amendment, progress_of(list(amendment.plan.items.order_by("position", "pk")))
    ),
    rows=lambda amendment: _amendment_rows(amendment, comparison_of(amendment.plan)),
    about=lambda amendment: {
        "Amendment": [amendment.pk],
        "Plan": [amendment.plan_id],
        "PlanItem": list(amendment.plan.items.values_list("pk", flat=True)),
        "Movement": [amendment.movement_id],
    },
)

ITEM: Look[PlanItem] = Look(
    mark=item_mark,
    rows=lambda item: card_of(item).sight.rows,
    about=lambda item: {"PlanItem": [item.pk], "Plan": [item.plan_id], "Movement": [item.plan.movement_id]},
)
# Several at once: each must be as one of those that the page showed.
ITEMS: Look[Sequence[PlanItem]] = Look(
    mark=lambda items: marks_of(item_mark(item) for item in items),
    rows=lambda items: tuple((cut(card.title), card.state) for card in map(card_of, items)),
    about=lambda items: {"PlanItem": [item.pk for item in items]},
)


def _coverage_rows(told: Mapping[str, Any]) -> Rows:
    owner = Unit.objects.filter(pk=told.get("owner") or 0).first()
    return (
        ("Đơn vị phụ trách", str(owner or "")),
        ("Cách kiểm chứng", str(told.get("evidence_rule") or "")),
        ("Vì sao chưa theo dõi", str(told.get("uncovered_reason") or "")),
    )


def _of_criterion(criterion: Criterion) -> dict[str, Any]:
    return {
        "owner": criterion.owner_id,
        "evidence_rule": criterion.evidence_rule,
        "uncovered_reason": criterion.uncovered_reason,
    }


def _coverage_mark(told: Mapping[str, Any], movement: Movement) -> str:
    return mark_of(movement.state, *(told.get(name) or None for name in COVERAGE))


COVER_ITEM: Look[PlanItem] = Look(
    mark=lambda item: _coverage_mark(item.facts, item.plan.movement),
    rows=lambda item: _coverage_rows(item.facts),
)
COVER_CRITERION: Look[Criterion] = Look(
    mark=lambda criterion: _coverage_mark(_of_criterion(criterion), criterion.movement),
    rows=lambda criterion: _coverage_rows(_of_criterion(criterion)),
)


def _assignment_rows(assignment: Assignment) -> Rows:
    ended = assignment.ended_at
    return (("Giao chỉ tiêu", f"thôi giao lúc {formatting.moment(ended)}" if ended else "đang giao"),)


ASSIGNMENT: Look[Assignment] = Look(
    mark=lambda assignment: mark_of(assignment.ended_at), rows=_assignment_rows
)
