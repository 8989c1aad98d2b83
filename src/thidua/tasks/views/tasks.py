"""One task: its page, and what is said of it."""

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from thidua.core import permissions, sight
from thidua.core.http import Request, go_to, page, refusals_in, requires
from thidua.core.permissions import Actor
from thidua.documents import queries as document_queries
from thidua.movement import queries as movement_queries
from thidua.movement.models import Movement
from thidua.tasks import actions, forms, queries, sights
from thidua.tasks.due import read_due
from thidua.tasks.models import Task
from thidua.tasks.queries import offers

DEEDS = (
    *(
        "confirm_task",
        "share_out_task",
        "change_task",
        "assign_task",
        "name_officer",
        "split_task",
        "cancel_task",
        "hand_in_task",
    ),
    *("recall_task", "accept_task", "return_task", "ask_extension", "withdraw_extension", "grant_extension"),
    *("refuse_extension", "note_difficulty"),
)


def url_of(task: Task) -> str:
    return reverse("tasks:task_show", args=[task.pk])


def sight_of(task: Task) -> sight.Sight:
    return sights.TASK.of(task, at=timezone.now())


@requires("tasks.view_task", queries.visible_tasks, methods=("GET",))
def task_show(request: Request, task: Task) -> HttpResponse:
    """Everything of it; a deed that the role could do and the state forbids says why."""
    on = timezone.localdate()
    card = queries.card_of(task)
    tone, when = queries.lateness(task, on)
    proving = document_queries.openable_files(request.actor).filter(evidence__task_results__result__task=task)
    return page(
        request,
        "tasks/task_show.html",
        task=task,
        card=card,
        five=queries.five_of(task),
        tone=tone,
        when=when,
        why=read_due(task.due_text).why if task.due_on is None and task.due_text else "",
        supporting=[one.unit for one in task.supports.select_related("unit")],
        files=set(proving.values_list("pk", flat=True)) if card.results else set(),
        sight=sight_of(task),
        is_of_the_unit=_is_of_the_unit(request.actor, task),
        may={name: permissions.refusal(request.actor, f"tasks.{name}", task) is None for name in DEEDS},
    )


def _is_of_the_unit(who: Actor, task: Task) -> bool:
    """Whether one sits in the unit that leads it, or above: others enter on its behalf, if at all."""
    own = (grant for grant in who.grants if not grant.is_commune_wide)
    is_officer = task.officer_id is not None and task.officer_id == who.user_id
    return is_officer or any(task.scope_path.startswith(grant.unit_path) for grant in own)


@requires("tasks.add_task")
def task_add(request: Request) -> HttpResponse:
    """For a movement that is running, or outside of any; chosen first, as the plan's items hang on it."""
    on = timezone.localdate()
    movement = _movement(request)
    offered = offers.offers_for(request.actor, on=on, movement=movement)
    posted = request.POST if request.method == "POST" else None
    form = forms.TaskForm(posted, offers=offered, initial={"movement": movement.pk if movement else None})
    if form.is_valid():
        with refusals_in(form):
            task = actions.add_task(request.actor, facts=form.facts, by=request.actor, at=timezone.now())
            messages.success(request, f"Đã thêm nhiệm vụ “{task.title}”.")
            return go_to(request, url_of(task))
    return page(request, "tasks/task_add.html", form=form, movement=movement, movements=offered.movements)


def _movement(request: Request) -> Movement | None:
    asked = request.POST.get("movement") or request.GET.get("phong-trao", "")
    running = movement_queries.visible_movements(request.actor).running()
    if asked.isascii() and asked.isdecimal():
        return running.filter(pk=int(asked[:9])).first()
    return running.first() if "phong-trao" not in request.GET and request.method != "POST" else None


@requires("tasks.change_task", queries.visible_tasks, judges=True)
def task_change(request: Request, task: Task) -> HttpResponse:
    offered = offers.offers_for(request.actor, on=timezone.localdate(), task=task)
    posted = request.POST if request.method == "POST" else None
    form = forms.TaskForm(posted, offers=offered, task=task, initial=forms.task_initial(task))
    shown = sight_of(task)
    if form.is_valid():
        with refusals_in(form):
            typed = {"facts": form.facts, "reason": form.cleaned_data.get("reason", "")}
            seen = sight.seen_in(request.POST)
            actions.change_task(task, **typed, seen=seen, by=request.actor, at=timezone.now())
            messages.success(request, "Đã lưu nhiệm vụ.")
            return go_to(request, url_of(task))
    return page(request, "tasks/task_change.html", task=task, form=form, sight=shown)


@requires("tasks.assign_task", queries.visible_tasks, judges=True)
def task_assign(request: Request, task: Task) -> HttpResponse:
    offered = offers.offers_for(request.actor, on=timezone.localdate(), task=task)
    posted = request.POST if request.method == "POST" else None
    form = forms.AssignForm(posted, offers=offered, initial=forms.parties_initial(task))
    shown = sight_of(task)
    if form.is_valid():
        with refusals_in(form):
            seen = sight.seen_in(request.POST)
            actions.assign_task(task, parties=form.parties, seen=seen, by=request.actor, at=timezone.now())
            messages.success(request, f"Đã giao nhiệm vụ cho {task.lead}.")
            return go_to(request, url_of(task))
    return page(request, "tasks/task_assign.html", task=task, form=form, sight=shown)


@requires("tasks.name_officer", queries.visible_tasks, judges=True)
def officer_name(request: Request, task: Task) -> HttpResponse:
    """The unit names its officer."""
    offered = offers.offers_in_unit(request.actor, task, on=timezone.localdate())
    initial = forms.parties_initial(task)
    form = forms.OfficerForm(
        request.POST if request.method == "POST" else None, offers=offered, initial=initial
    )
    shown = sight_of(task)
    if form.is_valid():
        with refusals_in(form):
            seen = sight.seen_in(request.POST)
            actions.name_officer(task, **form.cleaned_data, seen=seen, by=request.actor, at=timezone.now())
            messages.success(request, "Đã ghi người phụ trách.")
            return go_to(request, url_of(task))
    return page(request, "tasks/officer_name.html", task=task, form=form, sight=shown)


@requires("tasks.split_task", queries.visible_tasks, judges=True)
def task_split(request: Request, task: Task) -> HttpResponse:
    offered = offers.offers_in_unit(request.actor, task, on=timezone.localdate())
    posted = request.POST if request.method == "POST" else None
    initial = {"lead": task.lead_id, "due_text": task.due_text, "due_on": task.due_on}
    form = forms.PartForm(posted, offers=offered, initial=initial)
    shown = sight_of(task)
    if form.is_valid():
        with refusals_in(form):
            seen = sight.seen_in(request.POST)
            part = actions.split_task(task, facts=form.facts, seen=seen, by=request.actor, at=timezone.now())
            messages.success(request, f"Đã tách việc con “{part.title}”.")
            again = reverse("tasks:task_split", args=[task.pk])
            return go_to(request, again if "more" in request.POST else url_of(task))
    return page(
        request, "tasks/task_split.html", task=task, form=form, sight=shown, parts=task.sub_tasks.all()
    )


@requires("tasks.cancel_task", queries.visible_tasks, judges=True)
def task_cancel(request: Request, task: Task) -> HttpResponse:
    form = forms.ReasonForm(request.POST if request.method == "POST" else None)
    shown = sight_of(task)
    if form.is_valid():
        with refusals_in(form):
            typed = form.cleaned_data | {"seen": sight.seen_in(request.POST)}
            actions.cancel_task(task, **typed, by=request.actor, at=timezone.now())
            messages.success(request, f"Đã hủy “{task.title}”.")
            return go_to(request, url_of(task))
    return page(request, "tasks/task_cancel.html", task=task, form=form, sight=shown)
