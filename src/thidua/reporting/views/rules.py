"""Rules of validation and their thresholds: one page for everybody, one form for the standing body."""

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone

from thidua.core.http import Request, go_to, page, refusals_in, requires
from thidua.indicator import queries as indicator_queries
from thidua.reporting import actions
from thidua.reporting.checks import rule_of, shipped
from thidua.reporting.forms.thresholds import ThresholdForm
from thidua.reporting.queries import grounds


@requires("reporting.view_period", methods=("GET",))
def rule_list(request: Request) -> HttpResponse:
    """Every rule, how strict it is, its thresholds today and their ground."""
    return page(
        request,
        "reporting/rule_list.html",
        rows=grounds.rule_rows(request.actor.commune_id, timezone.localdate()),
        may_set=request.actor.may("reporting.set_threshold"),
    )


@requires("reporting.set_threshold")
def threshold_set(request: Request, name: str) -> HttpResponse:
    """Another value from a day on, with its ground and reason."""
    named, rule = shipped.names().get(name), rule_of(name)
    if named is None or rule is None:
        raise Http404
    today, data = timezone.localdate(), request.POST if request.method == "POST" else None
    row = next(
        level
        for found in grounds.rule_rows(request.actor.commune_id, today)
        for level in found.levels
        if level.name == name
    )
    indicators = indicator_queries.visible_indicators(request.actor)
    form = ThresholdForm(data, indicators=indicators, value=row.shown, today=today)
    if form.is_valid():
        with refusals_in(form):
            actions.set_threshold(
                request.actor, name=name, by=request.actor, at=timezone.now(), **form.cleaned_data
            )
            return go_to(request, reverse("reporting:rule_list"))
    return page(request, "reporting/threshold_set.html", form=form, named=named, rule=rule, row=row)
