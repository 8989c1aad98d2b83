"""A report gets its number, is sent, recalled, given up, composed anew."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone

from thidua.composing import actions, forms, queries, sights
from thidua.composing.models import PeriodReport
from thidua.composing.views.reports import address_of
from thidua.core import sight
from thidua.core.http import Request, go_to, page, refusals_in, requires
from thidua.outgoing import queries as outgoing_queries


@requires("composing.issue_report", queries.visible_reports, judges=True)
def report_issue(request: Request, report: PeriodReport) -> HttpResponse:
    """Number and day from văn thư's book; parts written over other figures are named first."""
    stale = [one for one in queries.parts_shown(report, report.told) if one.moved]
    form = forms.IssueForm(
        request.POST if request.method == "POST" else None,
        initial={"symbol": report.symbol, "issued_on": timezone.localdate()},
        asks_review=bool(stale),
    )
    if form.is_valid():
        with refusals_in(form):
            typed = form.cleaned_data | {"seen": sight.seen_in(request.POST)}
            actions.issue_report(report, **typed, by=request.actor, at=timezone.now())
            messages.success(
                request, f"Đã ban hành báo cáo số {report.number_words}. Nội dung từ nay giữ nguyên."
            )
            return go_to(request, address_of(report))
    return _form(request, "composing/report_issue.html", report, form, stale=stale)


@requires("composing.send_report", queries.visible_reports, judges=True)
def report_send(request: Request, report: PeriodReport) -> HttpResponse:
    """To whom it went; receivers that are known already are offered."""
    initial = {"on": timezone.localdate()}
    form = forms.SendForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        with refusals_in(form):
            typed = form.cleaned_data | {"seen": sight.seen_in(request.POST)}
            actions.send_report(report, **typed, by=request.actor, at=timezone.now())
            messages.success(request, f"Đã ghi là đã gửi {form.cleaned_data['to']}.")
            return go_to(request, address_of(report))
    known = [one.name for one in outgoing_queries.visible_receivers(request.actor)]
    return _form(request, "composing/report_send.html", report, form, known=known)


@requires("composing.recall_report", queries.visible_reports, judges=True)
def report_recall(request: Request, report: PeriodReport) -> HttpResponse:
    said = "Đã thu hồi báo cáo. Nội dung đã ban hành vẫn xem được."
    return _with_reason(request, report, actions.recall_report, "composing/report_recall.html", said)


@requires("composing.discard_report", queries.visible_reports, judges=True)
def report_discard(request: Request, report: PeriodReport) -> HttpResponse:
    said = "Đã bỏ bản soạn."
    return _with_reason(request, report, actions.discard_report, "composing/report_discard.html", said)


@requires("composing.replace_report", queries.visible_reports, judges=True)
def report_replace(request: Request, report: PeriodReport) -> HttpResponse:
    said = "Đã lập bản thay thế với số liệu hôm nay, giữ lời của bản trước. Xin xem lại từng phần."
    return _with_reason(request, report, actions.replace_report, "composing/report_replace.html", said)


def _with_reason(
    request: Request, report: PeriodReport, deed: Callable[..., PeriodReport], template: str, said: str
) -> HttpResponse:
    form = forms.ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_in(form):
            typed = form.cleaned_data | {"seen": sight.seen_in(request.POST)}
            found = deed(report, **typed, by=request.actor, at=timezone.now())
            messages.success(request, said)
            return go_to(request, address_of(found))
    return _form(request, template, report, form)


def _form(request: Request, template: str, report: PeriodReport, form: object, **more: Any) -> HttpResponse:
    shown = sights.REPORT.of(report, at=timezone.now())
    return page(request, template, report=report, form=form, sight=shown, **more)
