"""Checking a report beside its evidence, on to the next; revising a figure after the lock."""

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from thidua.core import permissions, sight
from thidua.core.http import Request, go_to, need, page, refusals_in, requires
from thidua.indicator import figures
from thidua.indicator.figures import Kind
from thidua.reporting import actions, errors, queries
from thidua.reporting.forms import checks as forms
from thidua.reporting.models import Figure, Report
from thidua.reporting.queries import sights

RETURN = "tra-lai"


@requires("reporting.view_report", queries.visible_reports)
def check_show(request: Request, report: Report) -> HttpResponse:
    """Every figure beside what proves it; a verdict on each, then "Đạt" or "Trả lại" for the report."""
    refused = permissions.refusal(request.actor, "reporting.check_report", report)
    if request.method == "POST":
        need(request, "reporting.check_report", report, judges=True)
    held = list(report.figures.select_related("indicator", "definition").order_by("position", "pk"))
    form = forms.CheckForm(request.POST or None, held=held)
    if form.is_valid():
        with refusals_in(form):
            _check(request, report, form)
            return _on_to_the_next(request, report)
    sheet = queries.check_of(report, with_twins=request.actor.may("reporting.check_report"))
    return page(
        request,
        "reporting/check_show.html",
        report=report,
        sheet=sheet,
        sight=sights.report_sight(report, (row.figure for row in sheet.rows), at=timezone.now()),
        form=form,
        lines=[(row, _fields(form, row.figure)) for row in sheet.rows],
        may_check=refused is None or sight.clash_of(form) is not None,
        why_not=str(refused) if refused and request.actor.may("reporting.check_report") else "",
        waiting=report.period.reports.filter(state="submitted").count(),
    )


@requires("reporting.revise_figure", queries.visible_figures, judges=True)
def check_revise(request: Request, figure: Figure) -> HttpResponse:
    """A correction after the lock, with its reason."""
    form = forms.ReviseForm(request.POST or None, figure=figure)
    if form.is_valid():
        with refusals_in(form):
            reason = form.cleaned_data["reason"]
            actions.revise_figure(
                figure,
                value=form.value,
                reason=reason,
                seen=sight.seen_in(request.POST),
                by=request.actor,
                at=timezone.now(),
            )
            messages.success(request, "Đã ghi đính chính. Số cũ vẫn còn trong lịch sử.")
            return go_to(request, reverse("reporting:reason_history", args=[figure.pk]))
    kind = Kind(figure.indicator.kind)
    return page(
        request,
        "reporting/check_revise.html",
        figure=figure,
        sight=sights.FIGURE.of(figure, at=timezone.now()),
        form=form,
        standing=figures.display(figure.standing_value, kind),
        publication=queries.last_publication(figure.report.period),
    )


def _check(request: Request, report: Report, form: forms.CheckForm) -> None:
    """The button must mean what was chosen: "Đạt" with something on return, or "Trả lại" with nothing, is a slip."""
    wants_return = RETURN in request.POST
    if form.returned and not wants_return:
        raise errors.FiguresOnReturn
    if wants_return and not form.returned:
        raise errors.NothingOnReturn
    actions.check_report(
        report,
        checked=form.checked,
        returned=form.returned,
        seen=sight.seen_in(request.POST),
        by=request.actor,
        at=timezone.now(),
    )
    words = f"đã trả lại {len(form.returned)} số liệu" if form.returned else "đạt"
    messages.success(request, f"{report.unit.name}: {words}.")


def _on_to_the_next(request: Request, report: Report) -> HttpResponse:
    following = queries.next_to_check(report.period, after=report)
    if following is None:
        messages.success(request, "Đã kiểm tra hết các báo cáo đang chờ.")
        return go_to(request, reverse("reporting:period_board", args=[report.period_id]))
    return go_to(request, reverse("reporting:check_show", args=[following.pk]))


def _fields(form: forms.CheckForm, figure: Figure) -> dict[str, object]:
    names = [
        name
        for name in ("verdict", "reason", "numerator", "denominator")
        if f"{name}_{figure.pk}" in form.fields
    ]
    return {name: form[f"{name}_{figure.pk}"] for name in names}
