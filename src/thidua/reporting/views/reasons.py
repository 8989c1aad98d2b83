"""Vì sao có con số này: a result with all that it rests on, and the history of one cell."""

from django.http import Http404, HttpResponse
from django.utils import timezone

from thidua.core import permissions
from thidua.core.http import Request, page, requires
from thidua.documents.models import Evidence
from thidua.indicator import figures
from thidua.indicator.figures import Kind
from thidua.reporting import queries
from thidua.reporting.enums import Basis
from thidua.reporting.models import Figure, Period, RegisterCount
from thidua.reporting.queries import bindings


@requires("reporting.view_figure", queries.visible_periods, methods=("GET",))
def reason_show(request: Request, period: Period, code: str) -> HttpResponse:
    """Result → formula → units → cells → evidence → who checked."""
    wanted = request.GET.get("tinh", Basis.SUBMITTED)
    basis = Basis(wanted) if wanted in Basis.values else Basis.SUBMITTED
    reason = queries.reason_in(period, code, who=request.actor, on=timezone.localdate(), basis=basis)
    if reason is None:
        raise Http404
    return page(
        request,
        "reporting/reason_show.html",
        period=period,
        reason=reason,
        result=reason.result,
        definition=reason.result.definition,
        bases=Basis.choices,
        counts=_counts(reason),
        may_board=request.actor.may("reporting.view_board"),
    )


def _counts(reason: queries.Reason) -> list[tuple[str, RegisterCount]]:
    """What was taken over from registers: unit, count."""
    found = bindings.last_counts([cell.figure.pk for cell in reason.cells])
    return [(cell.unit.name, found[cell.figure.pk]) for cell in reason.cells if cell.figure.pk in found]


@requires("reporting.view_figure", queries.visible_figures, methods=("GET",))
def reason_history(request: Request, figure: Figure) -> HttpResponse:
    """Every number that a cell ever held, with reason, person, time."""
    kind = Kind(figure.indicator.kind)
    revise = permissions.refusal(request.actor, "reporting.revise_figure", figure)
    taken = bindings.counts_of_figure(figure)
    return page(
        request,
        "reporting/reason_history.html",
        figure=figure,
        report=figure.report,
        period=figure.report.period,
        reported=figures.display(figure.reported, kind),
        standing=figures.display(figure.standing_value, kind),
        is_estimate=figure.standing_value.is_estimate,
        differs=figure.is_checked and figure.reported != figure.standing_value,
        events=queries.history_of(figure),
        evidence=Evidence.objects.filter(figures=figure).detailed(),
        may_revise=revise is None,
        taken=taken,
        offer=bindings.offer_for(figure, on=timezone.localdate()) if taken else None,
    )
