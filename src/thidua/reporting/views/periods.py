"""Periods: the list, opening the next ones, past ones, báo cáo đột xuất, new dates, the lock."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone

from thidua.core import permissions, sight, working_days
from thidua.core.http import Request, go_to, page, refusals_in, requires
from thidua.movement import queries as movement_queries
from thidua.movement.models import Movement
from thidua.reporting import actions, proposals, queries
from thidua.reporting.actions import PeriodPlan
from thidua.reporting.calendars import Window
from thidua.reporting.enums import CalendarKind, PeriodKind
from thidua.reporting.forms import periods as forms
from thidua.reporting.models import Period
from thidua.reporting.queries import sights

PER_PAGE = 24


@requires("reporting.view_board", methods=("GET",))
def period_list(request: Request) -> HttpResponse:
    words = request.GET.get("tim", "")
    rows = queries.period_rows(request.actor, on=timezone.localdate(), words=words)
    return page(
        request,
        "reporting/period_list.html",
        rows=Paginator(rows, PER_PAGE).get_page(request.GET.get("trang")),
        words=words,
        may_open=request.actor.may("reporting.open_period"),
    )


@requires("reporting.view_board", methods=("GET",))
def period_open(request: Request) -> HttpResponse:
    """What the calendar says can be opened now."""
    movements = movement_queries.told_apart(queries.open_movements(request.actor))
    movement = _movement(request) if movements else None
    upcoming, past = queries.proposals_of(movement, on=timezone.localdate()) if movement else ([], [])
    return page(
        request,
        "reporting/period_open.html",
        movement=movement,
        movements=movements,
        upcoming=upcoming,
        past=past,
    )


@requires("reporting.view_board")
def period_open_next(request: Request, key: str) -> HttpResponse:
    """One period of the calendar, with its dates to look over."""
    movement, window = _movement(request), _window(key)
    dates = proposals.due_dates(window, working_days.load())
    form = forms.PeriodOpenForm(request.POST or None, dates=dates)
    if form.is_valid():
        with refusals_in(form):
            plan = _plan(window, form.cleaned_data)
            period = actions.open_period(movement, plan=plan, by=request.actor, at=timezone.now())
            messages.success(request, f"Đã mở kỳ {period.label} và báo cho các đơn vị.")
            return go_to(request, reverse("reporting:period_board", args=[period.pk]))
    return page(
        request, "reporting/period_open_next.html", movement=movement, window=window, dates=dates, form=form
    )


@requires("reporting.view_board")
def period_open_past(request: Request) -> HttpResponse:
    """Past periods, several at once, to be filled in afterwards."""
    movement, today = _movement(request), timezone.localdate()
    _, past = queries.proposals_of(movement, on=today)
    dates = proposals.backfill_dates(today, working_days.load())
    form = forms.PastPeriodsForm(request.POST or None, past=past, dates=dates)
    if form.is_valid():
        with refusals_in(form):
            data = form.cleaned_data
            plans = [_plan(proposals.window_of(key), data) for key in data["windows"]]
            opened = actions.open_past_periods(movement, plans=plans, by=request.actor, at=timezone.now())
            messages.success(request, f"Đã mở {len(opened)} kỳ để nhập bù và báo cho các đơn vị.")
            return go_to(request, reverse("reporting:period_list"))
    return page(
        request, "reporting/period_open_past.html", movement=movement, past=past, dates=dates, form=form
    )


@requires("reporting.view_board")
def period_open_ad_hoc(request: Request) -> HttpResponse:
    """Báo cáo đột xuất."""
    movement, today = _movement(request), timezone.localdate()
    form = forms.AdHocForm(
        request.POST or None,
        units=queries.askable_units(request.actor, on=today),
        indicators=queries.askable_indicators(request.actor),
    )
    if form.is_valid():
        with refusals_in(form):
            data = form.cleaned_data
            period = actions.open_period(
                movement,
                plan=_ad_hoc_plan(data),
                units=data["units"],
                indicator_ids=[indicator.pk for indicator in data["indicators"]],
                by=request.actor,
                at=timezone.now(),
            )
            return go_to(request, reverse("reporting:period_board", args=[period.pk]))
    return page(request, "reporting/period_open_ad_hoc.html", movement=movement, form=form)


@requires("reporting.change_period_dates", queries.visible_periods, judges=True)
def period_change(request: Request, period: Period) -> HttpResponse:
    initial = {name: getattr(period, name) for name in forms.DATES}
    form = forms.PeriodChangeForm(request.POST or None, initial=initial)
    if form.is_valid():
        with refusals_in(form):
            seen = sight.seen_in(request.POST)
            actions.change_period_dates(
                period, **form.cleaned_data, seen=seen, by=request.actor, at=timezone.now()
            )
            messages.success(request, f"Đã đổi hạn kỳ {period.label} và báo cho các đơn vị.")
            return go_to(request, reverse("reporting:period_board", args=[period.pk]))
    shown = sights.DATES.of(period, at=timezone.now())
    return page(request, "reporting/period_change.html", period=period, form=form, sight=shown)


@requires("reporting.lock_period", queries.visible_periods, judges=True)
def period_lock(request: Request, period: Period) -> HttpResponse:
    """What will be missing, then the lock."""
    if request.method == "POST":
        seen = sight.seen_in(request.POST)
        actions.lock_period(period, seen=seen, by=request.actor, at=timezone.now())
        messages.success(request, f"Đã khóa kỳ {period.label}.")
        return go_to(request, reverse("reporting:period_board", args=[period.pk]))
    rows = queries.board_of(period, on=timezone.localdate())
    return page(
        request,
        "reporting/period_lock.html",
        period=period,
        sight=sights.LOCK.of(period, at=timezone.now()),
        done=[row for row in rows if row.tone == "reached"],
        unchecked=[row for row in rows if row.is_received and row.tone != "reached"],
        missing=[row for row in rows if row.is_missing],
    )


def _movement(request: Request) -> Movement:
    """The movement named in the address, else the one that began last; 404 without, 403 for those who may not open."""
    found = queries.open_movements(request.actor)
    wanted = request.GET.get("phong-trao", "")
    movement = (found.filter(pk=int(wanted)) if wanted.isdecimal() else found).first()
    if movement is None:
        raise Http404
    permissions.check(request.actor, "reporting.open_period", movement)
    return movement


def _window(key: str) -> Window:
    try:
        return proposals.window_of(key)
    except ValueError as error:
        raise Http404 from error


def _plan(window: Window, data: dict[str, Any]) -> PeriodPlan:
    return PeriodPlan(
        kind=window.span.value,
        calendar=window.calendar.value,
        label=window.label,
        starts_on=window.starts_on,
        ends_on=window.ends_on,
        unit_due_on=data["unit_due_on"],
        ward_due_on=data["ward_due_on"],
        locks_on=data["locks_on"],
        note=data.get("note", ""),
    )


def _ad_hoc_plan(data: dict[str, Any]) -> PeriodPlan:
    kept = ("label", "starts_on", "ends_on", *forms.DATES, "note")
    return PeriodPlan(
        kind=PeriodKind.AD_HOC, calendar=CalendarKind.SOLAR, **{name: data[name] for name in kept}
    )
