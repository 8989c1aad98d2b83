"""Criteria without a number: scales, and the levels that units choose."""

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone

from thidua.core import permissions, sight
from thidua.core.http import Request, go_to, need, page, refusals_in, requires
from thidua.movement import queries as movement_queries
from thidua.movement.models import Criterion
from thidua.org.models import Unit
from thidua.reporting import actions, queries
from thidua.reporting.forms.paths import LevelChoiceForm, LevelsForm
from thidua.reporting.models import Period
from thidua.reporting.queries import levels, sights

MOST_EVIDENCE = 100


@requires("reporting.view_figure", methods=("GET",))
def level_list(request: Request) -> HttpResponse:
    """Criteria with their scales, how many units stand on each level in a period, and the choices themselves."""
    periods = list(queries.visible_periods(request.actor).order_by("-ends_on", "-pk")[:24])
    period = _period(request, periods)
    chosen = levels.visible_level_choices(request.actor).filter(period=period)
    rows = levels.scale_rows(request.actor, period)
    return page(
        request,
        "reporting/level_list.html",
        periods=[(str(one.pk), one.label) for one in periods],
        period=period,
        rows=rows,
        choices=levels.standing(chosen.prefetch_related("evidence__file", "evidence__added_by")),
        may_set=request.actor.may("reporting.set_levels"),
        choosable=_choosable(request, rows),
    )


@requires("reporting.set_levels", movement_queries.visible_criteria, judges=True)
def level_set(request: Request, criterion: Criterion) -> HttpResponse:
    """The scale of a criterion."""
    held = levels.levels_of(criterion)
    before = "\n".join(f"{one.label}: {one.descriptor}" for one in held)
    form = LevelsForm(request.POST if request.method == "POST" else None, initial={"levels": before})
    if form.is_valid():
        with refusals_in(form):
            actions.set_levels(
                criterion,
                seen=sight.seen_in(request.POST),
                by=request.actor,
                at=timezone.now(),
                **form.cleaned_data,
            )
            return go_to(request, reverse("reporting:level_list"))
    shown = sights.LEVELS.of(criterion, at=timezone.now())
    return page(request, "reporting/level_set.html", criterion=criterion, form=form, sight=shown)


@requires("reporting.view_figure", movement_queries.visible_criteria)
def level_choose(request: Request, criterion: Criterion) -> HttpResponse:
    """The level that one's unit holds to be true in a period, with its proof."""
    unit = _unit(request, criterion)
    need(request, "reporting.choose_level", unit)
    period, scale = _period_of(request, criterion), levels.levels_of(criterion)
    if period is None or not scale:
        raise Http404
    proofs = levels.provable(request.actor, unit)[:MOST_EVIDENCE]
    form = LevelChoiceForm(
        request.POST if request.method == "POST" else None,
        levels=[(one.pk, f"{one.label}: {one.descriptor}") for one in scale],
        evidence=[(one.pk, one.label) for one in proofs],
    )
    if form.is_valid():
        with refusals_in(form):
            said = form.cleaned_data
            actions.choose_level(
                unit,
                level=next(one for one in scale if one.pk == int(said["level"])),
                period=period,
                evidence=[int(pk) for pk in said["evidence"]],
                explanation=said["explanation"],
                by=request.actor,
                at=timezone.now(),
            )
            return go_to(request, f"{reverse('reporting:level_list')}?ky={period.pk}")
    return page(
        request, "reporting/level_choose.html", criterion=criterion, unit=unit, period=period, form=form
    )


def _period(request: Request, periods: list[Period]) -> Period | None:
    asked = request.GET.get("ky", "")
    return next((one for one in periods if str(one.pk) == asked), periods[0] if periods else None)


def _period_of(request: Request, criterion: Criterion) -> Period | None:
    """The period asked for, else the newest open one of the criterion's movement."""
    of_movement = queries.visible_periods(request.actor).filter(movement=criterion.movement_id)
    open_ones = of_movement.filter(locked_at__isnull=True).order_by("-ends_on", "-pk")
    return _period(request, list(open_ones[:24]))


def _choosable(request: Request, rows: list[levels.ScaleRow]) -> set[int]:
    """Criteria for whose unit one may choose; where another owns one, nothing is offered."""
    if not request.actor.may("reporting.choose_level"):
        return set()
    own = _own_unit(request)
    units = {row.criterion.pk: row.criterion.owner or own for row in rows if row.counts}
    refused = permissions.refusal
    return {pk for pk, unit in units.items() if not refused(request.actor, "reporting.choose_level", unit)}


def _unit(request: Request, criterion: Criterion) -> Unit:
    """The owner where one was named, else the unit in which one sits."""
    return criterion.owner or _own_unit(request)


def _own_unit(request: Request) -> Unit:
    grants = request.actor.grants
    mine = next((one for one in grants if "reporting.choose_level" in one.permissions), grants[0])
    return Unit.objects.get(pk=mine.unit_id)
