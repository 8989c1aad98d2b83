"""Everybody's plans: the board of a movement, a word to those who are missing, acceptance or return."""

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from thidua.core import charts, permissions, sight
from thidua.core.http import Request, go_to, page, refusals_in, requires
from thidua.movement import queries as movement_queries
from thidua.movement.models import Movement
from thidua.org.enums import UnitKind
from thidua.pledging import actions, errors, queries, sights
from thidua.pledging.forms import plans as forms
from thidua.pledging.models import UnitPlan


@requires("pledging.follow_plans", movement_queries.visible_movements, methods=("GET",))
def unit_plan_board(request: Request, movement: Movement) -> HttpResponse:
    """Who has sent, who waits, who must correct, whose plan holds."""
    board = queries.board_of(movement, on=timezone.localdate())
    state, kind = request.GET.get("tinh-trang", ""), request.GET.get("loai", "")
    rows = [row for row in board.rows if state in {"", row.state} and kind in {"", row.unit.kind}]
    may_remind = permissions.refusal(request.actor, "pledging.remind_missing", movement) is None
    return page(
        request,
        "pledging/unit_plan_board.html",
        movement=movement,
        board=board,
        bar=charts.stacked(board.parts, title=f"Kế hoạch của các đơn vị: {movement.short_title}"),
        rows=rows,
        states=queries.STATES,
        counts=[(label, board.counts.get(code, 0), code) for code, label in reversed(queries.STATES)],
        kinds=UnitKind.choices[1:],
        asked={"state": state, "kind": kind},
        may_remind=may_remind,
        may_begin=request.actor.covers("pledging.begin_plan", request.actor.commune_path),
        form=forms.RemindForm(initial={"words": _words(movement)}),
    )


def _words(movement: Movement) -> str:
    return (
        f"Đề nghị đơn vị gửi kế hoạch thực hiện phong trào “{movement.short_title}”. "
        "Mở phần mềm, vào Kế hoạch đơn vị để lập và gửi."
    )


@requires("pledging.remind_missing", movement_queries.visible_movements, methods=("POST",))
def unit_plan_remind(request: Request, movement: Movement) -> HttpResponse:
    """One click: the words of the board go to everybody whose next step it is."""
    words = request.POST.get("words", "") or _words(movement)
    told = actions.remind_missing(movement, words=words, by=request.actor, at=timezone.now())
    messages.success(request, f"Đã nhắc {told} đơn vị.")
    return go_to(request, reverse("pledging:unit_plan_board", args=[movement.pk]))


@requires("pledging.return_plan", queries.visible_unit_plans, judges=True)
def unit_plan_check(request: Request, plan: UnitPlan) -> HttpResponse:
    """Accept the whole, or return the lines that have a reason."""
    shown = queries.shown_of(plan, on=timezone.localdate())
    lines = [*shown.contents, *shown.targets, *shown.tasks]
    form = forms.CheckForm(request.POST if request.method == "POST" else None, lines=lines)
    if form.is_valid():
        with refusals_in(form):
            messages.success(request, _decided(request, plan, form))
            return go_to(request, reverse("pledging:unit_plan_board", args=[plan.movement_id]))
    return page(
        request,
        "pledging/unit_plan_check.html",
        plan=plan,
        shown=shown,
        form=form,
        parts=[(label, [(one, form.field_of(one)) for one in part]) for label, part in _parts(shown)],
        refusal=str(permissions.refusal(request.actor, "pledging.accept_plan", plan) or ""),
        sight=sights.PLAN.of(plan, at=timezone.now()),
    )


def _parts(shown: queries.PlanShown) -> list[tuple[str, tuple[queries.Shown, ...]]]:
    labels = [label for _, label in queries.PARTS]
    return list(zip(labels, (shown.contents, shown.targets, shown.tasks), strict=True))


def _decided(request: Request, plan: UnitPlan, form: forms.CheckForm) -> str:
    seen, now = sight.seen_in(request.POST), timezone.now()
    if "accept" in request.POST:
        if form.reasons or form.cleaned_data["remark"]:
            raise errors.AcceptedWithReasons
        actions.accept_plan(plan, seen=seen, by=request.actor, at=now)
        return f"Đã chấp nhận kế hoạch của {plan.unit.name}."
    remark = form.cleaned_data["remark"]
    actions.return_plan(plan, reasons=form.reasons, remark=remark, seen=seen, by=request.actor, at=now)
    return f"Đã trả lại kế hoạch của {plan.unit.name}."
