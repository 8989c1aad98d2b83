"""One thing of the plan at a time: right, changed, dropped, waiting again, settled; and several at once."""

from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from thidua.core import permissions, sight
from thidua.core.http import Request, go_to, page, refusals_in, requires
from thidua.core.sight import Overtaken
from thidua.movement import actions, errors, forms, queries
from thidua.movement.enums import ItemKind
from thidua.movement.models import Movement, Plan, PlanItem
from thidua.movement.queries import sights
from thidua.movement.views.plans import PENDING, desk_of


@requires("movement.confirm_item", queries.visible_items, methods=("POST",), judges=True)
def item_confirm(request: Request, item: PlanItem) -> HttpResponse:
    try:
        actions.confirm_item(item, seen=sight.seen_in(request.POST), by=request.actor, at=timezone.now())
    except Overtaken as clash:
        return _overtaken(request, item, clash)
    except errors.MovementError as refused:
        messages.error(request, str(refused))
        return go_to(request, reverse("movement:item_change", args=[item.pk]))
    return _answer(request, item)


@requires("movement.confirm_items", queries.visible_movements, methods=("POST",), judges=True)
def items_confirm(request: Request, movement: Movement) -> HttpResponse:
    plan = queries.current_plan(movement)
    ids = [int(word) for word in request.POST.get("items", "").split(",") if word.isdigit()]
    try:
        if plan:
            seen = sight.seen_in(request.POST)
            count = actions.confirm_items(plan, items=ids, seen=seen, by=request.actor, at=timezone.now())
            messages.success(request, f"Đã xác nhận {count} mục.")
    except errors.NothingToConfirm as refused:
        messages.error(request, str(refused))
    return go_to(
        request, _review_url(request, plan) if plan else reverse("movement:plan_review", args=[movement.pk])
    )


@requires("movement.change_item", queries.visible_items, judges=True)
def item_change(request: Request, item: PlanItem) -> HttpResponse:
    form = forms.ItemForm(
        request.POST if request.method == "POST" else None,
        kind=item.kind,
        indicators=_indicators(item.kind, item.commune_pk),
        initial=forms.item_initial(item),
    )
    if form.is_valid():
        with refusals_in(form):
            typed = {"text": form.cleaned_data["text"], "facts_given": form.facts_given}
            seen = sight.seen_in(request.POST)
            actions.change_item(item, **typed, seen=seen, by=request.actor, at=timezone.now())
            return _answer(request, item)
    return page(request, _part(request, "movement/item_change.html"), **_shown(item, form))


@requires("movement.drop_item", queries.visible_items, judges=True)
def item_drop(request: Request, item: PlanItem) -> HttpResponse:
    form = forms.ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_in(form):
            seen = sight.seen_in(request.POST)
            actions.drop_item(item, **form.cleaned_data, seen=seen, by=request.actor, at=timezone.now())
            return _answer(request, item)
    return page(request, _part(request, "movement/item_drop.html"), **_shown(item, form))


@requires("movement.restore_item", queries.visible_items, methods=("POST",), judges=True)
def item_restore(request: Request, item: PlanItem) -> HttpResponse:
    try:
        actions.restore_item(item, seen=sight.seen_in(request.POST), by=request.actor, at=timezone.now())
    except Overtaken as clash:
        return _overtaken(request, item, clash)
    if item.kind == ItemKind.OPEN_POINT:
        return go_to(request, _review_url(request, item.plan, item))
    return _answer(request, item)


@requires("movement.settle_open_point", queries.visible_items, judges=True)
def item_settle(request: Request, item: PlanItem) -> HttpResponse:
    """The form of an open point's card; its own page when something is wrong. Other cards change too: a whole page."""
    card = queries.card_of(item)
    data = request.POST if request.method == "POST" else None
    form = forms.SettleForm(data, choices=card.choices)
    if form.is_valid():
        with refusals_in(form):
            typed = form.cleaned_data | {"seen": sight.seen_in(request.POST)}
            actions.settle_open_point(item, **typed, by=request.actor, at=timezone.now())
            return go_to(request, _review_url(request, item.plan, item))
    return page(request, "movement/item_settle.html", card=card, **_shown(item, form))


@requires("movement.add_item", queries.visible_movements)
def item_add(request: Request, movement: Movement) -> HttpResponse:
    """The kind is chosen first (`?loai=`), since each kind asks for something else."""
    plan = queries.current_plan(movement)
    kind = request.GET.get("loai", "")
    if plan is None or kind not in forms.ADDABLE:
        desk = desk_of(plan) if plan else ""
        return page(request, "movement/item_add.html", movement=movement, kinds=forms.ADDABLE, desk=desk)
    form = forms.AddItemForm(
        request.POST if request.method == "POST" else None,
        kind=kind,
        indicators=_indicators(kind, movement.commune_id),
        parents=queries.parent_choices(plan, ItemKind(kind)),
        has_text=bool(plan.text),
    )
    if form.is_valid():
        with refusals_in(form):
            item = actions.add_item(plan, **form.placed, by=request.actor, at=timezone.now())
            messages.success(request, "Đã thêm.")
            return go_to(request, _review_url(request, item.plan, item))
    shown: dict[str, Any] = {
        "movement": movement,
        "kind": ItemKind(kind),
        "form": form,
        "desk": desk_of(plan),
    }
    return page(request, "movement/item_add.html", **shown)


def _shown(item: PlanItem, form: BaseForm) -> dict[str, Any]:
    """What the page of a form on one item shows."""
    seen = sights.ITEM.of(item, at=timezone.now())
    desk = desk_of(item.plan)
    return {"item": item, "form": form, "movement": item.plan.movement, "sight": seen, "desk": desk}


def _overtaken(request: Request, item: PlanItem, clash: Overtaken) -> HttpResponse:
    """Somebody else was faster: for htmx the card as it stands now, with what it was; else the page that says so."""
    if not request.htmx:
        raise clash
    item.refresh_from_db()
    return _answer(request, item, clash)


def _answer(request: Request, item: PlanItem, clash: Overtaken | None = None) -> HttpResponse:
    """For htmx the card, the progress, the head of its group and the marked words; else back to its card."""
    movement = item.plan.movement
    if not request.htmx:
        return go_to(request, _review_url(request, item.plan, item))
    answer = queries.answer_of(item, only_pending=request.POST.get("loc") == PENDING)
    return page(
        request,
        "movement/plan_review.html#item_answer",
        status=409 if clash else 200,
        clash=clash,
        at=timezone.now(),
        card=answer.card,
        group=answer.group,
        groups=answer.groups,
        progress=answer.progress,
        paragraphs=answer.paragraphs,
        movement=movement,
        submission=sights.submission_sight(movement, answer.progress, at=timezone.now()),
        may_decide=permissions.refusal(request.actor, "movement.confirm_item", item) is None,
        is_answer=True,
    )


def _part(request: Request, template: str) -> str:
    """The whole page, or for htmx only the form that takes the card's place."""
    return f"{template}#form_card" if request.htmx else template


def _review_url(request: Request, plan: Plan, item: PlanItem | None = None) -> str:
    """Back to where one was: the same filter, the item's group unfolded, its card."""
    kept = {"loc": PENDING} if request.POST.get("loc") == PENDING else {}
    if item is None:
        return desk_of(plan, query=kept)
    kept["mo"] = queries.key_of(item.kind)
    return desk_of(plan, query=kept, fragment=f"muc-{item.pk}")


def _indicators(kind: str, commune_id: int) -> list[tuple[str, str]]:
    if kind != ItemKind.TARGET_LINE:
        return []
    return [(code, f"{code} · {one.name}") for code, one in queries.indicators_by_code(commune_id).items()]
