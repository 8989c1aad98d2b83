"""The end of a movement: asked for, decided, declined, taken back."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from thidua.core import sight
from thidua.core.http import Request, go_to, page, refusals_in, requires
from thidua.movement import actions, forms, queries
from thidua.movement.models import Movement
from thidua.movement.queries import sights


@requires("movement.propose_closing", queries.visible_movements, judges=True)
def closing_propose(request: Request, movement: Movement) -> HttpResponse:
    form = _closing_form(request, movement)
    if form.is_valid():
        with refusals_in(form):
            actions.propose_closing(movement, **form.cleaned_data, **_by(request))
            messages.success(request, "Đã gửi đề nghị kết thúc. Lãnh đạo được báo.")
            return _to_hub(request, movement)
    return page(request, "movement/closing_propose.html", **_shown(movement, form))


@requires("movement.close_movement", queries.visible_movements, judges=True)
def movement_close(request: Request, movement: Movement) -> HttpResponse:
    """What ends and what goes on, before the leader says so."""
    form = _closing_form(request, movement)
    if form.is_valid():
        with refusals_in(form):
            actions.close_movement(movement, **form.cleaned_data, **_by(request))
            messages.success(request, "Đã kết thúc phong trào. Các đơn vị được báo.")
            return _to_hub(request, movement)
    return page(request, "movement/movement_close.html", **_shown(movement, form))


@requires("movement.decline_closing", queries.visible_movements, judges=True)
def closing_decline(request: Request, movement: Movement) -> HttpResponse:
    form = forms.ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_in(form):
            actions.decline_closing(movement, **form.cleaned_data, **_by(request))
            messages.success(request, "Đã trả lời cơ quan thường trực: chưa kết thúc phong trào.")
            return _to_hub(request, movement)
    return page(request, "movement/closing_decline.html", **_shown(movement, form))


@requires("movement.reopen_movement", queries.visible_movements, judges=True)
def movement_reopen(request: Request, movement: Movement) -> HttpResponse:
    form = forms.ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_in(form):
            actions.reopen_movement(movement, **form.cleaned_data, **_by(request))
            messages.success(request, "Đã mở lại phong trào. Các đơn vị được báo.")
            return _to_hub(request, movement)
    return page(request, "movement/movement_reopen.html", **_shown(movement, form))


def _closing_form(request: Request, movement: Movement) -> forms.ClosingForm:
    """Filled with the proposal that waits; else with the end that the plan sets, where that day has come."""
    closing, today = movement.closing, timezone.localdate()
    planned = movement.ends_on if movement.ends_on and movement.ends_on <= today else today
    initial: dict[str, Any] = {"ends_on": closing.ends_on if closing else planned}
    for name in ("reason", "document_number", "document_on"):
        initial[name] = getattr(closing, name, None)
    return forms.ClosingForm(request.POST if request.method == "POST" else None, initial=initial)


def _by(request: Request) -> dict[str, Any]:
    return {"seen": sight.seen_in(request.POST), "by": request.actor, "at": timezone.now()}


def _shown(movement: Movement, form: Any) -> dict[str, Any]:
    shown = sights.CLOSING.of(movement, at=timezone.now())
    earlier = queries.earlier_closings(movement)
    return {"movement": movement, "form": form, "sight": shown, "earlier": earlier}


def _to_hub(request: Request, movement: Movement) -> HttpResponse:
    return go_to(request, reverse("movement:movement_show", args=[movement.pk]))
