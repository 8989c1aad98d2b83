"""The plan: its review page, reading it again, and its way to the leader."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone

from thidua.core import permissions, sight
from thidua.core.http import Request, go_to, page, refusals_in, requires
from thidua.movement import actions, errors, forms, queries
from thidua.movement.models import Amendment, Movement, Plan
from thidua.movement.queries import sights
from thidua.movement.views.intake import ask_again, posted, read_source

PENDING = "cho"


@requires("movement.view_movement", queries.visible_movements, methods=("GET",))
def plan_review(request: Request, movement: Movement) -> HttpResponse:
    """Text on one side, what was understood on the other, linked both ways."""
    plan = queries.plan_to_read(
        movement, on=timezone.localdate(), edition=queries.edition_named(request.GET.get("ban", ""))
    )
    if plan is None and "ban" in request.GET:
        raise Http404
    locked = permissions.refusal(request.actor, "movement.confirm_item", plan or movement)
    shown: dict[str, Any] = {
        "only_pending": request.GET.get("loc") == PENDING,
        "may_decide": locked is None,
        "opened": request.GET.get("mo", ""),
    }
    review = queries.items_for_review(plan, **shown) if plan else None
    progress, at = review.progress if review else queries.Progress(0, 0), timezone.now()
    return page(
        request,
        "movement/plan_review.html",
        movement=movement,
        review=review,
        plan=plan,
        versions=queries.editions_of(movement) if movement.launched_at else [],
        at=at,
        submission=sights.submission_sight(movement, progress, at=at),
        may_decide=locked is None,
        locked=str(locked) if locked and request.actor.may("movement.confirm_item") else "",
        may_approve=permissions.refusal(request.actor, "movement.approve_plan", movement) is None,
        may_submit=permissions.refusal(request.actor, "movement.submit_plan", movement) is None,
    )


@requires("movement.read_plan", queries.visible_movements)
def plan_read(request: Request, movement: Movement) -> HttpResponse:
    """A corrected or signed copy: a new version, with the decisions on what stayed the same."""
    form = forms.PlanSourceForm(*posted(request))
    if form.is_valid():
        with refusals_in(form):
            now = timezone.now()
            draft, file = read_source(form, by=request.actor, at=now)
            again = form.cleaned_data["again"]
            try:
                plan = actions.read_plan(
                    movement, draft=draft, file=file, by=request.actor, at=now, is_again=again
                )
            except errors.PlanReadBefore as known:
                return ask_again(request, "movement/plan_read.html", known, form, file, movement=movement)
            messages.success(request, f"Đã đọc kế hoạch, bản {plan.version}.")
            return go_to(request, reverse("movement:plan_review", args=[movement.pk]))
    return page(request, "movement/plan_read.html", movement=movement, form=form)


@requires("movement.submit_plan", queries.visible_movements, methods=("POST",), judges=True)
def plan_submit(request: Request, movement: Movement) -> HttpResponse:
    try:
        actions.submit_plan(movement, seen=sight.seen_in(request.POST), by=request.actor, at=timezone.now())
    except errors.ItemsPending as refused:
        messages.error(request, str(refused))
        return go_to(request, f"{reverse('movement:plan_review', args=[movement.pk])}?loc={PENDING}")
    except errors.PlanEmpty as refused:
        messages.error(request, str(refused))
        return go_to(request, reverse("movement:plan_review", args=[movement.pk]))
    messages.success(request, "Đã trình kế hoạch. Lãnh đạo được báo.")
    return go_to(request, reverse("movement:movement_show", args=[movement.pk]))


@requires("movement.recall_plan", queries.visible_movements, methods=("POST",), judges=True)
def plan_recall(request: Request, movement: Movement) -> HttpResponse:
    actions.recall_plan(movement, seen=sight.seen_in(request.POST), by=request.actor, at=timezone.now())
    messages.success(request, "Đã rút kế hoạch lại để sửa.")
    return go_to(request, reverse("movement:plan_review", args=[movement.pk]))


@requires("movement.approve_plan", queries.visible_movements, methods=("POST",), judges=True)
def plan_approve(request: Request, movement: Movement) -> HttpResponse:
    actions.approve_plan(movement, seen=sight.seen_in(request.POST), by=request.actor, at=timezone.now())
    messages.success(request, "Đã duyệt kế hoạch. Có thể phát động phong trào.")
    return go_to(request, reverse("movement:movement_show", args=[movement.pk]))


@requires("movement.return_plan", queries.visible_movements, judges=True)
def plan_return(request: Request, movement: Movement) -> HttpResponse:
    form = forms.ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_in(form):
            seen = sight.seen_in(request.POST)
            actions.return_plan(movement, **form.cleaned_data, seen=seen, by=request.actor, at=timezone.now())
            messages.success(request, "Đã trả lại kế hoạch kèm lý do.")
            return go_to(request, reverse("movement:movement_show", args=[movement.pk]))
    shown = sights.MOVEMENT.of(movement, at=timezone.now())
    return page(request, "movement/plan_return.html", movement=movement, form=form, sight=shown)


def desk_of(plan: Plan, **asked: Any) -> str:
    """Where the things of a plan are decided on: the page of its amendment, or that of the plan before the launch.

    `asked` are the query and the fragment of the address.
    """
    amendment = Amendment.objects.filter(plan=plan).first() if plan.movement.launched_at else None
    if amendment is not None:
        return reverse("movement:amendment_show", args=[amendment.pk], **asked)
    return reverse("movement:plan_review", args=[plan.movement_id], **asked)
