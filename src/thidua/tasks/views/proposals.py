"""What the plan asks of units, as proposals: made, looked at, put right, confirmed one by one or many at once."""

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from thidua.core import sight
from thidua.core.http import Request, go_to, page, refusals_in, requires
from thidua.movement import queries as movement_queries
from thidua.movement.models import Movement
from thidua.tasks import actions, errors, forms, queries, sights
from thidua.tasks.duties import kinds_named
from thidua.tasks.models import Task
from thidua.tasks.queries import offers
from thidua.tasks.views.tasks import url_of

AT_ONCE = 100


@requires("tasks.confirm_tasks", methods=("GET",))
def proposal_list(request: Request) -> HttpResponse:
    on = timezone.localdate()
    found = list(queries.open_proposals(request.actor)[: AT_ONCE + 1])
    shown = found[:AT_ONCE]
    may_propose = request.actor.may("tasks.propose_tasks")
    running = movement_queries.visible_movements(request.actor).running() if may_propose else ()
    return page(
        request,
        "tasks/proposal_list.html",
        lines=[queries.line_of(task, on=on) for task in shown],
        has_more=len(found) > AT_ONCE,
        sight=sights.PROPOSALS.of(shown, at=timezone.now()),
        movements=running,
        may_change=request.actor.may("tasks.change_task"),
    )


@requires("tasks.propose_tasks", movement_queries.visible_movements, methods=("POST",))
def proposals_make(request: Request, movement: Movement) -> HttpResponse:
    try:
        made = actions.propose_tasks(movement, by=request.actor, at=timezone.now())
        messages.success(request, f"Đã đề xuất {len(made)} nhiệm vụ từ kế hoạch. Xin xem lại rồi xác nhận.")
    except errors.NothingToPropose as refused:
        messages.error(request, str(refused))
    return go_to(request, reverse("tasks:proposal_list"))


@requires("tasks.confirm_tasks", methods=("POST",))
def proposals_confirm(request: Request) -> HttpResponse:
    """Those that were ticked, as the list showed them."""
    ids = [int(word) for word in request.POST.getlist("task")[:AT_ONCE] if word.isdecimal()]
    seen = sight.seen_in(request.POST)
    try:
        count = actions.confirm_tasks(
            request.actor, tasks=ids, seen=seen, by=request.actor, at=timezone.now()
        )
        messages.success(request, f"Đã xác nhận {count} nhiệm vụ.")
    except errors.NothingToConfirm as refused:
        messages.error(request, str(refused))
    return go_to(request, reverse("tasks:proposal_list"))


@requires("tasks.confirm_task", queries.visible_tasks, methods=("POST",), judges=True)
def task_confirm(request: Request, task: Task) -> HttpResponse:
    actions.confirm_task(task, seen=sight.seen_in(request.POST), by=request.actor, at=timezone.now())
    messages.success(request, f"Đã xác nhận “{task.title}”.")
    return go_to(request, url_of(task))


@requires("tasks.share_out_task", queries.visible_tasks, judges=True)
def task_share_out(request: Request, task: Task) -> HttpResponse:
    """One proposal for each unit of the group that the plan names; units of the kinds that its words mean are ticked."""
    offered = offers.offers_for(request.actor, on=timezone.localdate(), task=task)
    meant = [unit.pk for unit in offered.units if unit.kind in kinds_named(task.lead_words)]
    posted = request.POST if request.method == "POST" else None
    form = forms.ShareForm(posted, offers=offered, initial={"units": meant})
    shown = sights.TASK.of(task, at=timezone.now())
    if form.is_valid():
        with refusals_in(form):
            typed = {"units": form.cleaned_data["units"], "seen": sight.seen_in(request.POST)}
            made = actions.share_out_task(task, **typed, by=request.actor, at=timezone.now())
            messages.success(request, f"Đã chia thành {len(made)} đề xuất, mỗi đơn vị một đề xuất.")
            return go_to(request, reverse("tasks:proposal_list"))
    return page(request, "tasks/task_share_out.html", task=task, form=form, sight=shown)
