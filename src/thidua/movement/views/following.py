"""Which criteria are covered, on the draft and after the launch; and who reports what."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from thidua.core import permissions, sight
from thidua.core.http import Request, go_to, page, refusals_in, requires
from thidua.movement import actions, forms, queries
from thidua.movement.models import Assignment, Criterion, Movement, PlanItem
from thidua.movement.queries import sights
from thidua.movement.views.plans import desk_of
from thidua.org.enums import UnitKind
from thidua.org.models import Unit


@requires("movement.view_movement", queries.visible_movements, methods=("GET",))
def movement_coverage(request: Request, movement: Movement) -> HttpResponse:
    """Of what was launched; of a draft as it stands, so that nobody approves a plan without seeing its gaps."""
    is_draft = movement.launched_at is None
    deed = "movement.change_movement" if is_draft else "movement.cover_criterion"
    if is_draft:
        coverage = queries.draft_coverage_of(movement, on=timezone.localdate())
    else:
        coverage = queries.coverage_of(movement, on=timezone.localdate())
    return page(
        request,
        "movement/movement_coverage.html",
        movement=movement,
        coverage=coverage,
        may_cover=permissions.refusal(request.actor, deed, movement) is None,
    )


@requires("movement.cover_criterion", queries.visible_criteria, judges=True)
def criterion_cover(request: Request, criterion: Criterion) -> HttpResponse:
    units = _units(criterion.commune_pk)
    initial = {name: getattr(criterion, name) for name in ("evidence_rule", "uncovered_reason")}
    form = _cover_form(request, units, initial | {"owner": criterion.owner_id})
    if form.is_valid():
        with refusals_in(form):
            typed = _covered(form, units) | {"seen": sight.seen_in(request.POST)}
            actions.cover_criterion(criterion, **typed, by=request.actor, at=timezone.now())
            return _covered_answer(request, _coverage_url(criterion.movement_id))
    shown = sights.COVER_CRITERION.of(criterion, at=timezone.now())
    return page(request, "movement/criterion_cover.html", criterion=criterion, form=form, sight=shown)


@requires("movement.cover_item", queries.visible_items, judges=True)
def item_cover(request: Request, item: PlanItem) -> HttpResponse:
    """The same on a draft, also on that of an amendment."""
    is_first = item.plan.movement.launched_at is None
    back = _coverage_url(item.plan.movement_id) if is_first else desk_of(item.plan, fragment=f"muc-{item.pk}")
    units = _units(item.commune_pk)
    form = _cover_form(request, units, item.facts)
    if form.is_valid():
        with refusals_in(form):
            typed = _covered(form, units) | {"seen": sight.seen_in(request.POST)}
            actions.cover_item(item, **typed, by=request.actor, at=timezone.now())
            return _covered_answer(request, back)
    shown: dict[str, Any] = {
        "item": item,
        "movement": item.plan.movement,
        "back": back,
        "sight": sights.COVER_ITEM.of(item, at=timezone.now()),
    }
    return page(request, "movement/item_cover.html", form=form, **shown)


@requires("movement.view_movement", queries.visible_movements)
def movement_assignments(request: Request, movement: Movement) -> HttpResponse:
    """The board of units and indicators; a post asks one unit or a whole kind of them for an indicator."""
    board = queries.board_of(movement, on=timezone.localdate())
    refused = permissions.refusal(request.actor, "movement.assign_indicator", movement)
    form = _assign_form(request, movement, board) if refused is None else None
    if request.method == "POST":
        permissions.check(request.actor, "movement.assign_indicator", movement)
    if form is not None and form.is_valid():
        with refusals_in(form):
            code, units = form.cleaned_data["indicator"], _chosen(form.cleaned_data["whom"], movement)
            indicator = queries.indicators_by_code(movement.commune_id)[code]
            made = actions.assign_indicator(
                movement, indicator=indicator, units=units, by=request.actor, at=timezone.now()
            )
            messages.success(request, f"Đã giao {code} cho {len(made)} đơn vị.")
            return go_to(request, reverse("movement:movement_assignments", args=[movement.pk]))
    return page(request, "movement/movement_assignments.html", movement=movement, board=board, form=form)


@requires("movement.end_assignment", queries.visible_assignments, judges=True)
def assignment_end(request: Request, assignment: Assignment) -> HttpResponse:
    form = forms.ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_in(form):
            typed = form.cleaned_data | {"seen": sight.seen_in(request.POST)}
            actions.end_assignment(assignment, **typed, by=request.actor, at=timezone.now())
            messages.success(request, f"Đã thôi giao {assignment.indicator.code} cho {assignment.unit}.")
            return go_to(request, reverse("movement:movement_assignments", args=[assignment.movement_id]))
    shown = sights.ASSIGNMENT.of(assignment, at=timezone.now())
    return page(request, "movement/assignment_end.html", assignment=assignment, form=form, sight=shown)


def _assign_form(request: Request, movement: Movement, board: queries.Board) -> forms.AssignForm:
    own = {one.code for one in board.indicators}
    usable = queries.indicators_by_code(movement.commune_id)
    ordered = sorted(usable.values(), key=lambda one: (one.code not in own, one.position, one.code))
    units = _units(movement.commune_id)
    kinds = [(kind.value, kind.label) for kind in UnitKind if any(unit.kind == kind for unit in units)]
    return forms.AssignForm(
        request.POST if request.method == "POST" else None,
        indicators=[(one.code, f"{one.code} · {one.name}") for one in ordered],
        kinds=kinds,
        units=[(str(unit.pk), unit.name) for unit in units],
    )


def _cover_form(request: Request, units: list[Unit], initial: Mapping[str, Any]) -> forms.CoverForm:
    return forms.CoverForm(
        request.POST if request.method == "POST" else None,
        units=[(str(unit.pk), unit.name) for unit in units],
        initial=initial,
    )


def _covered(form: forms.CoverForm, units: list[Unit]) -> dict[str, Any]:
    typed = dict(form.cleaned_data)
    chosen = typed["owner"]
    return typed | {"owner": next((unit for unit in units if str(unit.pk) == chosen), None)}


def _covered_answer(request: Request, back: str) -> HttpResponse:
    messages.success(request, "Đã ghi cách theo dõi tiêu chí.")
    return go_to(request, back)


def _coverage_url(movement: int) -> str:
    return reverse("movement:movement_coverage", args=[movement])


def _chosen(whom: str, movement: Movement) -> list[Unit]:
    """ "kind:school" → every such unit of today; "12" → that one."""
    head, _, kind = whom.partition(":")
    return [
        unit for unit in _units(movement.commune_id) if (unit.kind == kind if kind else str(unit.pk) == head)
    ]


def _units(commune_id: int) -> list[Unit]:
    existing = Unit.objects.in_commune(commune_id).valid_on(timezone.localdate())
    return list(existing.filter(parent__isnull=False).order_by("sort_key"))
