"""A unit's plan: what is to be answered, the plan itself, its versions; written, sent, taken back, opened anew."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone

from thidua.core import charts, permissions, sight
from thidua.core.http import Request, go_to, page, refusals_in, requires
from thidua.documents import actions as document_actions
from thidua.documents import examining
from thidua.documents import queries as files
from thidua.documents.models import StoredFile
from thidua.movement import queries as movement_queries
from thidua.org import queries as org_queries
from thidua.org.models import Unit
from thidua.pledging import actions, queries, sights, snapshots
from thidua.pledging.forms import plans as forms
from thidua.pledging.models import Promise, UnitPlan

DEEDS = (
    "write_plan",
    "submit_plan",
    "recall_plan",
    "revise_plan",
    "accept_plan",
    "return_plan",
    "add_promise",
)


@requires("pledging.view_unit_plan", methods=("GET",))
def unit_plan_list(request: Request) -> HttpResponse:
    """One's own units' plans for each running movement; the boards for those who follow everybody's."""
    who = request.actor
    is_wide = who.may("pledging.follow_plans")
    running = movement_queries.visible_movements(who).running() if is_wide else ()
    boards = [(one, queries.board_of(one, on=timezone.localdate())) for one in running[:20]]
    shown = [
        (one, board, charts.stacked(board.parts, title=f"Kế hoạch của các đơn vị: {one.short_title}"))
        for one, board in boards
    ]
    return page(request, "pledging/unit_plan_list.html", own=queries.own_plans(who), boards=shown)


@requires("pledging.begin_plan", org_queries.visible_units, methods=("POST",))
def unit_plan_begin(request: Request, unit: Unit, movement: int) -> HttpResponse:
    """Begin the plan of a unit, or go to the one that is there."""
    found = movement_queries.visible_movements(request.actor).filter(pk=movement).first()
    if found is None:
        raise Http404
    plan = actions.begin_plan(unit, movement=found, by=request.actor, at=timezone.now())
    return go_to(request, reverse("pledging:unit_plan_write", args=[plan.pk]))


@requires("pledging.view_unit_plan", queries.visible_unit_plans, methods=("GET",))
def unit_plan_show(request: Request, plan: UnitPlan) -> HttpResponse:
    """The plan as it stands, what was said of it, what changed with each sending, and what may be done."""
    shown = queries.shown_of(plan, on=timezone.localdate())
    return page(
        request,
        "pledging/unit_plan_show.html",
        plan=plan,
        shown=shown,
        sight=sights.PLAN.of(plan, at=timezone.now()),
        file=_visible_file(request, plan),
        reasons={name: _reason(request, name, plan) for name in DEEDS},
        may_add=plan.is_general_open and not _reason(request, "add_promise", plan),
    )


def _reason(request: Request, name: str, plan: UnitPlan) -> str:
    return str(permissions.refusal(request.actor, f"pledging.{name}", plan) or "")


def _visible_file(request: Request, plan: UnitPlan) -> StoredFile | None:
    return files.visible_files(request.actor).filter(pk=plan.file_id).first() if plan.file_id else None


@requires("pledging.write_plan", queries.visible_unit_plans, judges=True)
def unit_plan_write(request: Request, plan: UnitPlan) -> HttpResponse:
    """The form of the unit: line by line at a desk, one page on a phone."""
    shown = queries.shown_of(plan, on=timezone.localdate())
    form = _form(request, plan, shown)
    if form.is_valid():
        with refusals_in(form):
            _written(request, plan, form)
            if "send" in request.POST:
                actions.submit_plan(
                    plan, seen=sights.PLAN.of(plan, at=timezone.now()), by=request.actor, at=timezone.now()
                )
                messages.success(request, "Đã gửi kế hoạch của đơn vị.")
            else:
                messages.success(request, "Đã lưu.")
            return go_to(request, reverse("pledging:unit_plan_show", args=[plan.pk]))
    seen = sights.PLAN.of(plan, at=timezone.now())
    names = queries.people_of(plan.unit, on=timezone.localdate())
    return page(
        request, "pledging/unit_plan_write.html", plan=plan, shown=shown, form=form, sight=seen, names=names
    )


def _form(request: Request, plan: UnitPlan, shown: queries.PlanShown) -> forms.PlanForm:
    posted = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    initial = {name: getattr(plan, name) for name in ("head", "officer", "document_number", "document_on")}
    lines: dict[str, Any] = {"contents": shown.contents, "targets": shown.targets}
    if plan.is_short:
        return forms.ShortPlanForm(*posted, plan=plan, tasks=shown.tasks, initial=initial, **lines)
    return forms.PlanForm(*posted, plan=plan, initial=initial, **lines)


def _written(request: Request, plan: UnitPlan, form: forms.PlanForm) -> None:
    sent = form.cleaned_data.get("file")
    file = None
    if sent:
        examined = examining.examine(sent.read(), name=sent.name)
        file = document_actions.store_file(request.actor, file=examined, by=request.actor, at=timezone.now())
    actions.write_plan(
        plan,
        general=form.general(file),
        contents=form.choices,
        targets=form.aims,
        tasks=form.works if isinstance(form, forms.ShortPlanForm) else None,
        seen=sight.seen_in(request.POST),
        by=request.actor,
        at=timezone.now(),
    )


@requires("pledging.submit_plan", queries.visible_unit_plans, judges=True, methods=("POST",))
def unit_plan_submit(request: Request, plan: UnitPlan) -> HttpResponse:
    seen = sight.seen_in(request.POST)
    actions.submit_plan(plan, seen=seen, by=request.actor, at=timezone.now())
    messages.success(request, "Đã gửi kế hoạch của đơn vị.")
    return go_to(request, reverse("pledging:unit_plan_show", args=[plan.pk]))


@requires("pledging.recall_plan", queries.visible_unit_plans, judges=True, methods=("POST",))
def unit_plan_recall(request: Request, plan: UnitPlan) -> HttpResponse:
    actions.recall_plan(plan, seen=sight.seen_in(request.POST), by=request.actor, at=timezone.now())
    messages.success(request, "Đã thu hồi kế hoạch. Lần gửi trước vẫn được giữ lại.")
    return go_to(request, reverse("pledging:unit_plan_show", args=[plan.pk]))


@requires("pledging.revise_plan", queries.visible_unit_plans, judges=True)
def unit_plan_revise(request: Request, plan: UnitPlan) -> HttpResponse:
    """Open an accepted plan anew, or bring it to the amended plan of the commune."""
    form = forms.ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_in(form):
            typed = form.cleaned_data | {"seen": sight.seen_in(request.POST)}
            actions.revise_plan(plan, **typed, by=request.actor, at=timezone.now())
            return go_to(request, reverse("pledging:unit_plan_write", args=[plan.pk]))
    return page(
        request,
        "pledging/unit_plan_revise.html",
        plan=plan,
        form=form,
        is_older=queries.is_older(plan, on=timezone.localdate()),
        sight=sights.PLAN.of(plan, at=timezone.now()),
    )


@requires("pledging.view_unit_plan", queries.visible_unit_plans, methods=("GET",))
def unit_plan_version(request: Request, plan: UnitPlan, number: int) -> HttpResponse:
    """The plan word for word as it was sent once."""
    sent = list(plan.submissions.select_related("sent_by", "vouched_by", "decided_by"))
    version = next((one for one in queries.versions_of(sent) if one.submission.number == number), None)
    if version is None:
        raise Http404
    kept = version.submission.facts
    parts = [(label, snapshots.lines_of(kept, kind)) for kind, label in queries.PARTS]
    return page(
        request,
        "pledging/unit_plan_version.html",
        plan=plan,
        version=version,
        general=snapshots.general_of(kept),
        parts=parts,
    )


@requires("pledging.add_promise", queries.visible_unit_plans, judges=True)
def promise_add(request: Request, plan: UnitPlan) -> HttpResponse:
    form = forms.TaskForm(request.POST if request.method == "POST" else None, items=_items(plan))
    if form.is_valid():
        with refusals_in(form):
            seen = sight.seen_in(request.POST)
            actions.add_promise(plan, work=form.work, seen=seen, by=request.actor, at=timezone.now())
            return go_to(request, reverse("pledging:unit_plan_show", args=[plan.pk]) + "#nhiem-vu")
    seen = sights.PLAN.of(plan, at=timezone.now())
    return page(request, "pledging/promise_add.html", plan=plan, form=form, sight=seen)


@requires("pledging.change_promise", queries.visible_promises, judges=True)
def promise_change(request: Request, promise: Promise) -> HttpResponse:
    names = ("text", "product", "officer", "due_words", "due_on")
    initial = {name: getattr(promise, name) for name in names} | {"item": promise.item_id}
    posted = request.POST if request.method == "POST" else None
    form = forms.TaskForm(posted, items=_items(promise.plan), initial=initial)
    if form.is_valid():
        with refusals_in(form):
            seen = sight.seen_in(request.POST)
            actions.change_promise(promise, work=form.work, seen=seen, by=request.actor, at=timezone.now())
            return go_to(request, reverse("pledging:unit_plan_show", args=[promise.plan_id]) + "#nhiem-vu")
    seen = sights.PROMISE.of(promise, at=timezone.now())
    return page(request, "pledging/promise_change.html", promise=promise, form=form, sight=seen)


@requires("pledging.drop_promise", queries.visible_promises, judges=True, methods=("POST",))
def promise_drop(request: Request, promise: Promise) -> HttpResponse:
    plan = actions.drop_promise(
        promise, seen=sight.seen_in(request.POST), by=request.actor, at=timezone.now()
    )
    messages.success(request, "Đã bỏ nhiệm vụ.")
    return go_to(request, reverse("pledging:unit_plan_show", args=[plan.pk]) + "#nhiem-vu")


def _items(plan: UnitPlan) -> list[tuple[int, str]]:
    """Contents that the unit works on, for a task to belong to."""
    rows = plan.promises.filter(item__isnull=False, applies=True, kind="content").select_related("item")
    return [(one.item_id or 0, f"{one.item.clause} {one.item.text[:90]}".strip()) for one in rows if one.item]
