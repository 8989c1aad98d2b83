"""What came of a task: handed in by the unit, judged by the commune; and what stood in the way."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone

from thidua.core import sight
from thidua.core.http import Request, go_to, page, refusals_in, requires
from thidua.documents import actions as document_actions
from thidua.documents import examining
from thidua.documents.models import StoredFile
from thidua.tasks import actions, forms, queries
from thidua.tasks.models import Task
from thidua.tasks.views.tasks import sight_of, url_of


@requires("tasks.hand_in_task", queries.visible_tasks, judges=True)
def task_hand_in(request: Request, task: Task) -> HttpResponse:
    form = forms.HandInForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
    )
    shown = sight_of(task)
    if form.is_valid():
        with refusals_in(form):
            proofs = form.proofs(_stored(request, form.cleaned_data["attached"]))
            typed = {name: form.cleaned_data[name] for name in ("result", "explanation")}
            seen = sight.seen_in(request.POST)
            actions.hand_in_task(task, **typed, proofs=proofs, seen=seen, by=request.actor, at=timezone.now())
            messages.success(request, "Đã nộp kết quả, chờ nghiệm thu.")
            return go_to(request, url_of(task))
    last = task.results.order_by("-pk").first()
    return page(request, "tasks/task_hand_in.html", task=task, form=form, sight=shown, last=last)


def _stored(request: Request, sent: list[Any]) -> list[StoredFile]:
    """Looked at before anything is written: a file that is refused hands nothing in."""
    examined = [examining.examine(file.read(), name=file.name) for file in sent]
    now = timezone.now()
    return [
        document_actions.store_file(request.actor, file=one, by=request.actor, at=now) for one in examined
    ]


@requires("tasks.recall_task", queries.visible_tasks, methods=("POST",), judges=True)
def task_recall(request: Request, task: Task) -> HttpResponse:
    actions.recall_task(task, seen=sight.seen_in(request.POST), by=request.actor, at=timezone.now())
    messages.success(request, "Đã rút lại kết quả. Nhiệm vụ trở về đơn vị.")
    return go_to(request, url_of(task))


@requires("tasks.accept_task", queries.visible_tasks, judges=True)
def task_accept(request: Request, task: Task) -> HttpResponse:
    """What was handed in stands on the page, so that nobody accepts unseen."""
    form = forms.AcceptForm(request.POST if request.method == "POST" else None)
    shown = sight_of(task)
    if form.is_valid():
        with refusals_in(form):
            typed = form.cleaned_data | {"seen": sight.seen_in(request.POST)}
            actions.accept_task(task, **typed, by=request.actor, at=timezone.now())
            messages.success(request, f"Đã nghiệm thu “{task.title}”.")
            return go_to(request, url_of(task))
    return page(
        request, "tasks/task_accept.html", task=task, form=form, sight=shown, card=queries.card_of(task)
    )


@requires("tasks.return_task", queries.visible_tasks, judges=True)
def task_return(request: Request, task: Task) -> HttpResponse:
    form = forms.ReasonForm(request.POST if request.method == "POST" else None)
    shown = sight_of(task)
    if form.is_valid():
        with refusals_in(form):
            typed = form.cleaned_data | {"seen": sight.seen_in(request.POST)}
            actions.return_task(task, **typed, by=request.actor, at=timezone.now())
            messages.success(request, "Đã trả lại kết quả kèm lý do.")
            return go_to(request, url_of(task))
    return page(
        request, "tasks/task_return.html", task=task, form=form, sight=shown, card=queries.card_of(task)
    )


@requires("tasks.note_difficulty", queries.visible_tasks)
def difficulty_note(request: Request, task: Task) -> HttpResponse:
    form = forms.DifficultyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_in(form):
            actions.note_difficulty(task, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, "Đã ghi khó khăn và báo cho nơi giao nhiệm vụ.")
            return go_to(request, url_of(task))
    return page(request, "tasks/difficulty_note.html", task=task, form=form)
