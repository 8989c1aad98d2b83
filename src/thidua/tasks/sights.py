"""What somebody has seen of a task before doing something to it (core/sight.py)."""

from collections.abc import Sequence

from thidua.core import formatting
from thidua.core.sight import Look, Rows, mark_of, marks_of
from thidua.tasks.enums import Answer
from thidua.tasks.models import Task

MISSING = "chưa có"


def due_words(task: Task) -> str:
    """ "Trong quý III/2026 (30/09/2026)", the day alone where nothing was written, or the words alone."""
    day = formatting.day(task.due_on) if task.due_on else ""
    if task.due_text and day and task.due_text != day:
        return f"{task.due_text} ({day})"
    return task.due_text or day


def _rows(task: Task) -> Rows:
    told = [
        ("Nhiệm vụ", task.title),
        ("Tình trạng", task.get_state_display()),
        ("Đơn vị chủ trì", task.lead.name if task.lead else MISSING),
        ("Đơn vị phối hợp", "; ".join(one.unit.name for one in task.supports.select_related("unit"))),
        ("Người phụ trách", task.officer_words or MISSING),
        ("Hạn", due_words(task) or MISSING),
        ("Sản phẩm", task.product or MISSING),
        ("Trách nhiệm của người đứng đầu", task.head_duty or MISSING),
    ]
    result = task.results.order_by("-pk").first()
    if result is not None:
        told.append(("Kết quả nộp lúc", formatting.moment(result.handed_in_at)))
    asked = task.extensions.filter(answer=Answer.WAITING).first()
    if asked is not None:
        told.append(("Đề nghị gia hạn đến", formatting.day(asked.asked_on)))
    if task.reason:
        told.append(("Lý do", task.reason))
    return tuple(told)


FACTS = (
    *("state", "title", "product", "head_duty", "due_text", "due_on", "clause", "quote", "reason"),
    *("lead_id", "following_unit_id", "following_person_id", "officer_id", "officer_name"),
    *("item_id", "content_id", "phase_id", "done_at"),
)


def mark_of_task(task: Task) -> str:
    """Another mark with every change of its words, parties, results and requests; three queries."""
    return mark_of(
        task.pk,
        *(getattr(task, name) for name in FACTS),
        *task.supports.order_by("unit_id").values_list("unit_id", flat=True),
        *task.results.order_by("pk").values_list("pk", "outcome"),
        *task.extensions.order_by("pk").values_list("pk", "answer"),
    )


def quick_mark(task: Task) -> str:
    """The same for proposals in a list, which have neither results nor requests: of their own columns alone."""
    return mark_of(task.pk, *(getattr(task, name) for name in FACTS))


TASK: Look[Task] = Look(mark=mark_of_task, rows=_rows)
# Several proposals at once: each must be as one of those that the page showed.
PROPOSALS: Look[Sequence[Task]] = Look(
    mark=lambda tasks: marks_of(quick_mark(task) for task in tasks),
    rows=lambda tasks: tuple((task.title, task.get_state_display()) for task in tasks),
    about=lambda tasks: {"Task": [task.pk for task in tasks]},
)
