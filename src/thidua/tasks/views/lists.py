"""Tasks as a list, a board, a timeline, a table to take away: one search behind all of them."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils import timezone

from thidua.core import sheets
from thidua.core.http import Request, download, page, requires
from thidua.tasks import queries, timeline
from thidua.tasks.enums import TaskState
from thidua.tasks.models import Task

PER_PAGE = 30
ON_THE_TIMELINE = 20  # as many as one sheet of A4, lying, holds
AT_ONCE = 1_000
FILTERS = (
    "tim",
    "phong-trao",
    "don-vi",
    "noi-dung",
    "linh-vuc",
    "giai-doan",
    "muc",
    "tinh-trang",
    "tre-han",
    "cua-toi",
)


def search_in(request: Request) -> queries.TaskSearch:
    """What the address asks for; whatever is not among the choices finds nothing or is left out."""
    asked = request.GET
    state = asked.get("tinh-trang", "")
    return queries.TaskSearch(
        words=asked.get("tim", "")[:200],
        movement_id=_number(asked.get("phong-trao")),
        unit_id=_number(asked.get("don-vi")),
        content_id=_number(asked.get("linh-vuc")) or _number(asked.get("noi-dung")),
        phase=asked.get("giai-doan", ""),
        clause=asked.get("muc", ""),
        state=state if state in TaskState.values else "",
        lateness=asked.get("tre-han", ""),
        is_mine=asked.get("cua-toi") == "1",
        order=asked.get("xep", ""),
    )


def _number(said: str | None) -> int | None:
    return int(said) if said and said.isascii() and said.isdecimal() and len(said) < 10 else None


@requires("tasks.view_task", methods=("GET",))
def task_list(request: Request) -> HttpResponse:
    on = timezone.localdate()
    found = queries.with_parts(queries.tasks_found(request.actor, search_in(request), on=on))
    shown = Paginator(found, PER_PAGE).get_page(request.GET.get("trang"))
    lines = [queries.line_of(task, on=on) for task in shown]
    return page(request, "tasks/task_list.html", shown=shown, lines=lines, **_frame(request, "list"))


@requires("tasks.view_task", methods=("GET",))
def task_board(request: Request) -> HttpResponse:
    columns = queries.board_of(request.actor, search_in(request), on=timezone.localdate())
    return page(request, "tasks/task_board.html", columns=columns, **_frame(request, "board"))


@requires("tasks.view_task", methods=("GET",))
def task_timeline(request: Request) -> HttpResponse:
    """Bars over months beside their table; it prints on A4, lying."""
    on = timezone.localdate()
    found = queries.tasks_found(request.actor, search_in(request), on=on).counting()
    shown = Paginator(found, ON_THE_TIMELINE).get_page(request.GET.get("trang"))
    bars = queries.bars_of(list(shown), on=on, first=shown.start_index() or 1)
    rows = [(bar, queries.line_of(task, on=on)) for bar, task in zip(bars, shown, strict=True)]
    return page(
        request,
        "tasks/task_timeline.html",
        shown=shown,
        rows=rows,
        wide=timeline.picture_of(bars, on),
        narrow=timeline.picture_of(bars, on, layout=timeline.NARROW),
        **_frame(request, "timeline"),
    )


@requires("tasks.view_task", methods=("GET",))
def task_export(request: Request) -> HttpResponse:
    """The whole list as it is filtered; the columns of the import come first, so that it can come back."""
    on = timezone.localdate()
    found = queries.with_parts(queries.tasks_found(request.actor, search_in(request), on=on))
    every = found.prefetch_related("supports__unit").iterator(AT_ONCE)
    rows = (_cells(queries.line_of(task, on=on)) for task in every)
    data = sheets.write_xlsx([sheets.Table("Nhiệm vụ", COLUMNS, rows)], is_long=True)
    return download(data, "nhiem-vu.xlsx")


COLUMNS = [
    sheets.Column(title, width)
    for title, width in (
        ("Nhiệm vụ", 50),
        ("Sản phẩm", 30),
        ("Chủ trì", 28),
        ("Phối hợp", 28),
        ("Theo dõi", 22),
        ("Người phụ trách", 26),
        ("Trách nhiệm của người đứng đầu", 30),
        ("Thời hạn", 22),
        ("Ngày hạn", 14),
        ("Mục kế hoạch", 14),
        ("Tình trạng", 18),
        ("Đúng hạn, trễ hạn", 20),
        ("Tiến độ", 40),
        ("Ngày nộp", 14),
        ("Phong trào", 30),
    )
]


def _cells(line: queries.Line) -> list[sheets.Cell]:
    task: Task = line.task
    return [
        task.title,
        task.product,
        task.lead.name if task.lead else "",
        "; ".join(one.unit.name for one in task.supports.all()),
        task.following_unit.name if task.following_unit else "",
        task.officer_words,
        task.head_duty,
        task.due_text,
        task.due_on,
        task.clause,
        str(task.get_state_display()),
        line.when,
        line.progress.words,
        timezone.localdate(task.done_at) if task.done_at else None,
        task.movement.short_title if task.movement else "",
    ]


def _frame(request: Request, view: str) -> dict[str, Any]:
    """What the three pages share: the filters with what can be chosen, and what one may add."""
    who = request.actor
    asked = {name: request.GET.get(name, "") for name in FILTERS}
    states = [
        choice
        for choice in TaskState.choices
        if choice[0] != TaskState.PROPOSED or who.may("tasks.confirm_task")
    ]
    return {
        "view": view,
        "choices": queries.choices_of(who),
        "asked": {name.replace("-", "_"): value for name, value in asked.items()},
        "is_filtered": any(asked.values()),
        "states": states,
        "latenesses": queries.LATENESS.items(),
        "may": {name: who.may(f"tasks.{name}") for name in ("add_task", "upload_tasks", "confirm_tasks")},
    }
