"""List, new, hub and launch of movements."""

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from thidua.core import charts, permissions, sight
from thidua.core.http import Request, go_to, page, refusals_in, requires
from thidua.movement import actions, doors, errors, forms, queries
from thidua.movement.models import Movement
from thidua.movement.queries import sights
from thidua.movement.views.intake import ask_again, posted, read_source


@requires("movement.view_movement", methods=("GET",))
def movement_list(request: Request) -> HttpResponse:
    rows = queries.movements_listed(request.actor)
    refused = permissions.refusal(request.actor, "movement.create_movement", request.actor)
    return page(request, "movement/movement_list.html", movements=rows, may_create=refused is None)


@requires("movement.create_movement")
def movement_create(request: Request) -> HttpResponse:
    """From the signed plan: upload or paste, read, and go on to the review."""
    form = forms.PlanSourceForm(*posted(request))
    if form.is_valid():
        with refusals_in(form):
            now = timezone.now()
            draft, file = read_source(form, by=request.actor, at=now)
            again = form.cleaned_data["again"]
            try:
                movement = actions.create_from_plan(
                    request.actor, draft=draft, file=file, by=request.actor, at=now, is_again=again
                )
            except errors.PlanReadBefore as known:
                return ask_again(request, "movement/movement_create.html", known, form, file)
            return go_to(request, reverse("movement:plan_review", args=[movement.pk]))
    return page(request, "movement/movement_create.html", form=form)


@requires("movement.create_movement")
def movement_create_by_hand(request: Request) -> HttpResponse:
    form = forms.MovementForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_in(form):
            movement = actions.create_movement(
                request.actor, **form.cleaned_data, by=request.actor, at=timezone.now()
            )
            return go_to(request, reverse("movement:plan_review", args=[movement.pk]))
    return page(request, "movement/movement_create_by_hand.html", form=form)


@requires("movement.view_movement", queries.movements_to_show, methods=("GET",))
def movement_show(request: Request, movement: Movement) -> HttpResponse:
    """The hub: what the movement is, where it stands, and the next step for whoever looks."""
    hub = queries.hub_of(movement, on=timezone.localdate())
    versions, under_way = queries.versions_shown(request.actor, movement)
    return page(
        request,
        "movement/movement_show.html",
        movement=movement,
        hub=hub,
        versions=versions,
        under_way=under_way,
        sight=sights.MOVEMENT.of(movement, at=timezone.now()),
        submission=sights.submission_sight(movement, hub.progress, at=timezone.now()),
        next_step=_next_step(request, movement, hub),
        timeline=_timeline(hub),
        doors=doors.doors_of(request.actor, movement),
    )


@requires("movement.change_movement", queries.visible_movements, judges=True)
def movement_change(request: Request, movement: Movement) -> HttpResponse:
    names = ("title", "short_title", "starts_on", "ends_on")
    initial = {name: getattr(movement, name) for name in names}
    form = forms.MovementForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        with refusals_in(form):
            typed = form.cleaned_data | {"seen": sight.seen_in(request.POST)}
            actions.change_movement(movement, **typed, by=request.actor, at=timezone.now())
            return go_to(request, reverse("movement:plan_review", args=[movement.pk]))
    shown = sights.OUTLINE.of(movement, at=timezone.now())
    return page(request, "movement/movement_change.html", movement=movement, form=form, sight=shown)


@requires("movement.launch_movement", queries.visible_movements, judges=True)
def movement_launch(request: Request, movement: Movement) -> HttpResponse:
    """What will count and who will be asked, before the leader says so."""
    if request.method == "POST":
        actions.launch_movement(
            movement, seen=sight.seen_in(request.POST), by=request.actor, at=timezone.now()
        )
        messages.success(request, "Đã phát động phong trào. Các đơn vị được báo.")
        return go_to(request, reverse("movement:movement_show", args=[movement.pk]))
    hub = queries.hub_of(movement, on=timezone.localdate())
    shown = sights.MOVEMENT.of(movement, at=timezone.now())
    return page(request, "movement/movement_launch.html", movement=movement, hub=hub, sight=shown)


STEPS = (
    "submit_plan",
    "recall_plan",
    "approve_plan",
    "return_plan",
    "launch_movement",
    "open_amendment",
    "propose_closing",
    "close_movement",
    "decline_closing",
    "reopen_movement",
)


def _next_step(request: Request, movement: Movement, hub: queries.Hub) -> dict[str, bool]:
    """Which deeds are open to the one who looks, and whether the plan is ready to be submitted."""
    open_to = {
        name: permissions.refusal(request.actor, f"movement.{name}", movement) is None for name in STEPS
    }
    return open_to | {"is_ready": bool(hub.counts) and hub.progress.pending == 0}


def _timeline(hub: queries.Hub) -> str:
    """The phases as a picture; phases that never end reach to the last day known."""
    days = [phase.ends_on for phase in hub.phases if phase.ends_on]
    days += [milestone.on for milestone in hub.milestones]
    days += [hub.movement.ends_on] if hub.movement.ends_on else []
    phases = [
        charts.Phase(phase.item.text, phase.starts_on, phase.ends_on or max([*days, phase.starts_on]))
        for phase in hub.phases
    ]
    milestones = [charts.Milestone(one.words, one.on) for one in hub.milestones]
    if not phases and not milestones:
        return ""
    return charts.timeline(phases, milestones, timezone.localdate())
