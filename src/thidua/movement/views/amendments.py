"""A plan is changed while its movement runs: begun, decided on thing by thing, handed to the leader, decided."""

from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from thidua.core import permissions, sight
from thidua.core.http import Request, go_to, page, refusals_in, requires
from thidua.movement import actions, errors, forms, queries
from thidua.movement.enums import AmendmentWay
from thidua.movement.models import Amendment, Movement
from thidua.movement.queries import sights
from thidua.movement.views.intake import posted, read_source

DEEDS = (
    "change_amendment",
    "submit_amendment",
    "recall_amendment",
    "abandon_amendment",
    "approve_amendment",
    "return_amendment",
)


@requires("movement.open_amendment", queries.visible_movements)
def amendment_open(request: Request, movement: Movement) -> HttpResponse:
    """The document, or only its number and day; and which of the two ways it takes."""
    form = forms.AmendmentForm(*posted(request))
    if form.is_valid():
        with refusals_in(form):
            told = _document_in(form, request)
            amendment = actions.open_amendment(movement, **told, by=request.actor, at=timezone.now())
            return _to(request, amendment)
    return page(request, "movement/amendment_open.html", movement=movement, form=form)


@requires("movement.view_movement", queries.visible_amendments, methods=("GET",))
def amendment_show(request: Request, amendment: Amendment) -> HttpResponse:
    """What differs from the version before, what that does, and what is to be done about it."""
    now = timezone.now()
    comparison = queries.comparison_of(amendment.plan)
    effects = None
    if amendment.is_under_way:
        items = queries.items_compared(amendment.plan)
        effects = queries.effects_of(amendment, items, on=timezone.localdate())
    return page(
        request,
        "movement/amendment_show.html",
        amendment=amendment,
        movement=amendment.movement,
        comparison=comparison,
        effects=effects,
        at=now,
        sight=sights.amendment_sight(amendment, comparison, at=now),
        may=_open_to(request, amendment),
        may_decide=permissions.refusal(request.actor, "movement.confirm_item", amendment.plan) is None,
    )


@requires("movement.change_amendment", queries.visible_amendments, judges=True)
def amendment_change(request: Request, amendment: Amendment) -> HttpResponse:
    initial = {"document_number": amendment.document_number, "document_on": amendment.document_on}
    form = forms.DocumentForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        with refusals_in(form):
            actions.change_amendment(amendment, **form.cleaned_data, **_by(request))
            return _to(request, amendment)
    return page(request, "movement/amendment_change.html", **_shown(amendment, form))


@requires("movement.submit_amendment", queries.visible_amendments, methods=("POST",), judges=True)
def amendment_submit(request: Request, amendment: Amendment) -> HttpResponse:
    try:
        actions.submit_amendment(amendment, **_by(request))
        messages.success(request, "Đã trình bản điều chỉnh. Lãnh đạo được báo.")
    except (errors.ItemsPending, errors.NothingAmended, errors.AmendmentUnnamed) as refused:
        messages.error(request, str(refused))
    return _to(request, amendment)


@requires("movement.recall_amendment", queries.visible_amendments, methods=("POST",), judges=True)
def amendment_recall(request: Request, amendment: Amendment) -> HttpResponse:
    actions.recall_amendment(amendment, **_by(request))
    messages.success(request, "Đã rút bản điều chỉnh lại để sửa.")
    return _to(request, amendment)


@requires("movement.approve_amendment", queries.visible_amendments, judges=True)
def amendment_approve(request: Request, amendment: Amendment) -> HttpResponse:
    """What the new version does, whom it concerns, and the day it takes effect."""
    today = timezone.localdate()
    data = request.POST if request.method == "POST" else None
    form = forms.ApprovalForm(
        data, initial={"effective_on": max(today, amendment.base.effective_on or today)}
    )
    if form.is_valid():
        with refusals_in(form):
            actions.approve_amendment(amendment, **form.cleaned_data, **_by(request))
            messages.success(request, "Đã duyệt điều chỉnh. Những đơn vị có thay đổi được báo.")
            return _to(request, amendment)
    items = queries.items_compared(amendment.plan)
    effects = queries.effects_of(amendment, items, on=today)
    return page(request, "movement/amendment_approve.html", effects=effects, **_shown(amendment, form))


@requires("movement.return_amendment", queries.visible_amendments, judges=True)
def amendment_return(request: Request, amendment: Amendment) -> HttpResponse:
    form = forms.ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_in(form):
            actions.return_amendment(amendment, **form.cleaned_data, **_by(request))
            messages.success(request, "Đã trả lại bản điều chỉnh kèm lý do.")
            return _to(request, amendment)
    return page(request, "movement/amendment_return.html", **_shown(amendment, form))


@requires("movement.abandon_amendment", queries.visible_amendments, judges=True)
def amendment_abandon(request: Request, amendment: Amendment) -> HttpResponse:
    form = forms.ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_in(form):
            actions.abandon_amendment(amendment, **form.cleaned_data, **_by(request))
            messages.success(request, "Đã thôi lần điều chỉnh này. Kế hoạch giữ nguyên như đang có.")
            return go_to(request, reverse("movement:movement_show", args=[amendment.movement_id]))
    return page(request, "movement/amendment_abandon.html", **_shown(amendment, form))


def _document_in(form: forms.AmendmentForm, request: Request) -> dict[str, Any]:
    """What was sent, read: a whole plan as its draft, a few clauses as their text."""
    typed = form.cleaned_data
    told = {name: typed[name] for name in ("way", "document_number", "document_on")}
    if not (typed["file"] or typed["text"].strip()):
        return told
    is_plan = typed["way"] == AmendmentWay.WHOLE
    draft, file = read_source(form, by=request.actor, at=timezone.now(), is_plan=is_plan)
    return told | {"draft": draft if is_plan else None, "text": draft.text, "file": file}


def _open_to(request: Request, amendment: Amendment) -> dict[str, bool]:
    """Which deeds are open to the one who looks."""
    if not amendment.is_under_way:
        return {}
    return {name: permissions.refusal(request.actor, f"movement.{name}", amendment) is None for name in DEEDS}


def _by(request: Request) -> dict[str, Any]:
    return {"seen": sight.seen_in(request.POST), "by": request.actor, "at": timezone.now()}


def _shown(amendment: Amendment, form: BaseForm) -> dict[str, Any]:
    shown = sights.AMENDMENT.of(amendment, at=timezone.now())
    return {"amendment": amendment, "movement": amendment.movement, "form": form, "sight": shown}


def _to(request: Request, amendment: Amendment) -> HttpResponse:
    return go_to(request, reverse("movement:amendment_show", args=[amendment.pk]))
