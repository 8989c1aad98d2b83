"""The third level and exceptions after the lock."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from thidua.core import sight
from thidua.core.http import Request, go_to, page, refusals_in, requires
from thidua.movement import queries as movement_queries
from thidua.movement.models import Movement
from thidua.reporting import actions
from thidua.reporting.forms.approvals import ApprovalForm, ExtensionForm, SendBackForm
from thidua.reporting.models import Report
from thidua.reporting.queries import sights
from thidua.reporting.queries.visible import visible_reports


@requires("reporting.set_approval", movement_queries.visible_movements)
def approval_set(request: Request, movement: Movement) -> HttpResponse:
    """Two levels or three, from a day on; what was set before stays to be read."""
    data = request.POST if request.method == "POST" else None
    form = ApprovalForm(data, initial={"valid_from": timezone.localdate()})
    if form.is_valid():
        with refusals_in(form):
            actions.set_approval(movement, by=request.actor, at=timezone.now(), **form.cleaned_data)
            return go_to(request, reverse("reporting:approval_set", args=[movement.pk]))
    settings = movement.approval_settings.select_related("set_by").order_by("-valid_from", "-pk")[:50]
    return page(request, "reporting/approval_set.html", movement=movement, form=form, settings=settings)


@requires("reporting.endorse_report", visible_reports, methods=("POST",), judges=True)
def report_endorse(request: Request, report: Report) -> HttpResponse:
    """The leader's word."""
    actions.endorse_report(report, seen=sight.seen_in(request.POST), by=request.actor, at=timezone.now())
    return _to_report(request, report)


@requires("reporting.withdraw_report", visible_reports, methods=("POST",), judges=True)
def report_withdraw(request: Request, report: Report) -> HttpResponse:
    """Back from the leader's desk."""
    actions.withdraw_report(report, seen=sight.seen_in(request.POST), by=request.actor, at=timezone.now())
    return _to_report(request, report)


@requires("reporting.send_back_report", visible_reports, judges=True)
def report_send_back(request: Request, report: Report) -> HttpResponse:
    """The leader wants it checked once more, and says why."""
    form = SendBackForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_in(form):
            reason, seen = form.cleaned_data["reason"], sight.seen_in(request.POST)
            actions.send_back_report(report, reason=reason, seen=seen, by=request.actor, at=timezone.now())
            return _to_report(request, report)
    shown = sights.REPORT.of(report, at=timezone.now())
    return page(request, "reporting/report_send_back.html", report=report, form=form, sight=shown)


@requires("reporting.extend_report", visible_reports, judges=True)
def report_extend(request: Request, report: Report) -> HttpResponse:
    """Hand-in after the lock, for this unit, until a day."""
    form = ExtensionForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_in(form):
            seen = sight.seen_in(request.POST)
            actions.extend_report(report, seen=seen, by=request.actor, at=timezone.now(), **form.cleaned_data)
            return _to_report(request, report)
    shown = sights.REPORT.of(report, at=timezone.now())
    return page(request, "reporting/report_extend.html", report=report, form=form, sight=shown)


def _to_report(request: Request, report: Report) -> HttpResponse:
    return go_to(request, reverse("reporting:report_detail", args=[report.pk]))
