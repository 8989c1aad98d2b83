"""Where indicators come from and where they go: baselines, yearly steps, breakdowns; the progress of a period; parts."""

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone

from thidua.core.http import Request, go_to, page, refusals_in, requires
from thidua.indicator import queries as indicator_queries
from thidua.indicator.figures import Kind
from thidua.indicator.models import Indicator
from thidua.movement import queries as movement_queries
from thidua.movement.models import Movement
from thidua.org.models import Unit
from thidua.reporting import actions, queries, workbooks
from thidua.reporting.forms import paths as forms
from thidua.reporting.models import Breakdown, Figure, Period
from thidua.reporting.queries import paths
from thidua.reporting.queries import visible as seen


@requires("reporting.view_period", movement_queries.visible_movements, methods=("GET",))
def path_list(request: Request, movement: Movement) -> HttpResponse:
    """Every indicator of the movement: baseline, steps by year, how it is broken down."""
    return page(
        request,
        "reporting/path_list.html",
        movement=movement,
        rows=paths.path_rows(movement),
        may_set=request.actor.may("reporting.set_baseline"),
    )


@requires("reporting.set_year_step", movement_queries.visible_movements)
def baseline_set(request: Request, movement: Movement, code: str) -> HttpResponse:
    """How the indicator stood before the movement, in the commune or at one unit."""
    indicator, data = _indicator(request, code), _posted(request)
    units = Unit.objects.filter(commune_id=movement.commune_id, valid_to__isnull=True).order_by("sort_key")
    form = forms.BaselineForm(data, indicator=indicator, units=[movement.commune, *units])
    if form.is_valid():
        with refusals_in(form):
            said = dict(form.cleaned_data)
            unit = said.pop("unit")
            actions.set_baseline(unit, indicator=indicator, by=request.actor, at=timezone.now(), **said)
            return _to_paths(request, movement)
    shown: dict[str, Any] = {"movement": movement, "indicator": indicator, "form": form}
    return page(request, "reporting/baseline_set.html", label="Ghi số xuất phát", **shown)


@requires("reporting.set_year_step", movement_queries.visible_movements)
def year_step_set(request: Request, movement: Movement, code: str) -> HttpResponse:
    """What the ward wants of the indicator in a year."""
    indicator = _indicator(request, code)
    form = forms.YearStepForm(_posted(request), initial={"year": timezone.localdate().year})
    if form.is_valid():
        with refusals_in(form):
            actions.set_year_step(
                movement, indicator=indicator, by=request.actor, at=timezone.now(), **form.cleaned_data
            )
            return _to_paths(request, movement)
    shown: dict[str, Any] = {"movement": movement, "indicator": indicator, "form": form}
    return page(request, "reporting/year_step_set.html", label="Đặt mức của một năm", **shown)


@requires("reporting.set_year_step", movement_queries.visible_movements)
def breakdown_ask(request: Request, movement: Movement, code: str) -> HttpResponse:
    """Ask for parts of the indicator, too."""
    indicator = _indicator(request, code)
    form = forms.BreakdownForm(_posted(request), initial={"valid_from": timezone.localdate()})
    if form.is_valid():
        with refusals_in(form):
            actions.ask_breakdown(
                request.actor, indicator=indicator, by=request.actor, at=timezone.now(), **form.cleaned_data
            )
            return _to_paths(request, movement)
    shown: dict[str, Any] = {"movement": movement, "indicator": indicator, "form": form}
    return page(request, "reporting/breakdown_ask.html", label="Hỏi thêm theo phần", **shown)


@requires("reporting.end_breakdown", seen.visible_breakdowns, methods=("POST",))
def breakdown_end(request: Request, breakdown: Breakdown) -> HttpResponse:
    """Ask no more by these parts."""
    actions.end_breakdown(breakdown, by=request.actor, at=timezone.now())
    return go_to(request, reverse("indicator:indicator_detail", args=[breakdown.indicator_id]))


@requires("reporting.view_board", queries.visible_periods, methods=("GET",))
def period_progress(request: Request, period: Period) -> HttpResponse:
    """Each indicator of the commune: before, this period, the year so far, this year's step, what is left."""
    before_label, before = paths.results_before(period)
    results = queries.results_of(period, on=timezone.localdate())
    return page(
        request,
        "reporting/period_progress.html",
        period=period,
        before_label=before_label,
        rows=paths.progress_of(period, results, before),
    )


@requires("reporting.save_parts", queries.visible_figures)
def figure_parts(request: Request, figure: Figure, breakdown: int) -> HttpResponse:
    """The parts of one figure by one breakdown."""
    asked = next((one for one in paths.breakdowns_of(figure) if one.pk == breakdown), None)
    if asked is None:
        raise Http404
    held = {one.place: one.value for one in figure.parts.filter(breakdown=asked)}
    form = forms.PartsForm(_posted(request), breakdown=asked, kind=Kind(figure.indicator.kind), held=held)
    back_url = reverse("reporting:report_edit", args=[figure.report_id])
    if form.is_valid():
        with refusals_in(form):
            actions.save_parts(
                figure,
                breakdown=asked,
                values=form.values,
                seen=form.seen,
                by=request.actor,
                at=timezone.now(),
            )
            return go_to(request, back_url)
    return page(
        request,
        "reporting/figure_parts.html",
        figure=figure,
        whole=workbooks.shown(figure.reported),
        asked=asked,
        form=form,
        back_url=back_url,
    )


def _indicator(request: Request, code: str) -> Indicator:
    found = indicator_queries.visible_indicators(request.actor).filter(code=code).order_by("-commune").first()
    if found is None:
        raise Http404
    return found


def _posted(request: Request) -> Any:
    return request.POST if request.method == "POST" else None


def _to_paths(request: Request, movement: Movement) -> HttpResponse:
    return go_to(request, reverse("reporting:path_list", args=[movement.pk]))
