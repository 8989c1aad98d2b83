"""One figure at a time: typed on the phone, saved as typed on the desk, and what proves it."""

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone

from thidua.core import permissions
from thidua.core.http import Request, go_to, page, refusals_in, requires
from thidua.documents import actions as document_actions
from thidua.documents import examining
from thidua.documents import queries as document_queries
from thidua.documents.enums import EvidenceKind
from thidua.documents.models import Evidence
from thidua.reporting import actions
from thidua.reporting.forms.entry import EvidenceForm, RowForm
from thidua.reporting.models import Figure, Report
from thidua.reporting.queries import bindings
from thidua.reporting.queries import entry as queries
from thidua.reporting.queries.evidence import choosable
from thidua.reporting.queries.visible import visible_figures, visible_reports
from thidua.reporting.views import counts
from thidua.reporting.views.reports import ShownRow

FROM_DESK = "nhap"
FILES = ("photo", "file")
MOST_CHOICES = 20


@requires("reporting.view_report", visible_reports)
def figure_edit(request: Request, report: Report, number: int) -> HttpResponse:
    """The phone's page: one figure, its past, its evidence, then the next. Saved as typed with htmx, by the button without."""
    row = _row(report, number)
    refused = permissions.refusal(request.actor, "reporting.save_figure", row.figure)
    if request.method != "POST":
        there = reverse("reporting:report_detail", args=[report.pk])
        return go_to(request, there) if refused else _figure_page(request, row, None)
    if refused:
        raise refused
    if counts.BUTTON in request.POST:
        counts.take(request, row.figure, at=timezone.now())
        return go_to(request, request.path)
    form = RowForm(request.POST, figure=row.figure, prefixed=False)
    is_readable = form.is_valid()
    with refusals_in(form):
        for name in FILES:  # a picture just taken is kept even where the number beside it cannot be read
            for sent in request.FILES.getlist(name):
                attach_file(request, row.figure, sent)
        if is_readable:
            _keep(request, form, row.figure)
            if not request.htmx:
                return go_to(request, _next_page(report, row))
    fresh = _row(report, number)
    return _figure_page(request, fresh, form if form.errors else None)


@requires("reporting.save_figure", visible_figures, methods=("POST",))
def figure_save(request: Request, figure: Figure) -> HttpResponse:
    """One row of the desk's page, saved as soon as it was typed; answers with the row's state and nothing else."""
    form = RowForm(request.POST, figure=figure)
    if form.is_valid():
        with refusals_in(form):
            _keep(request, form, figure)
    rows = queries.entry_rows(figure.report, on=timezone.localdate())
    row = next(row for row in rows if row.figure.pk == figure.pk)
    shown = ShownRow(row, form if form.errors else None)
    status = (409 if shown.is_overtaken else 422) if form.errors else 200
    return page(
        request,
        "reporting/report_edit.html#row_state",
        status=status,
        one=shown,
        report=figure.report,
        is_fragment=True,
    )


def _keep(request: Request, form: RowForm, figure: Figure) -> None:
    """Save what differs from what stands."""
    if form.cell is not None and form.says_something_new:
        actions.save_figure(figure, cell=form.cell, by=request.actor, at=timezone.now())


def attach_file(request: Request, figure: Figure, sent: Any) -> None:
    now = timezone.now()
    examined = examining.examine(sent.read(), name=sent.name)
    stored = document_actions.store_file(request.actor, file=examined, by=request.actor, at=now)
    actions.attach_evidence(figure, kind=EvidenceKind.FILE, file=stored, by=request.actor, at=now)


def _row(report: Report, number: int) -> queries.EntryRow:
    rows = queries.entry_rows(report, on=timezone.localdate())
    if not 1 <= number <= len(rows):
        raise Http404
    return rows[number - 1]


def _figure_page(request: Request, row: queries.EntryRow, form: RowForm | None) -> HttpResponse:
    """The whole page, or for htmx the part that changes: what the number stands at, its evidence, when it was saved."""
    report = row.figure.report
    offer = bindings.offer_for(row.figure, on=timezone.localdate()) if row.is_open else None
    shown = ShownRow(row, form, offer)
    status = (409 if shown.is_overtaken else 422) if form is not None else 200
    template = "reporting/figure_edit.html"
    return page(
        request,
        f"{template}#live" if request.htmx and request.method == "POST" else template,
        status=status,
        row=row,
        one=shown,
        report=report,
        form=form or RowForm(figure=row.figure, estimate_reason=row.estimate_reason, prefixed=False),
        is_on_behalf=queries.enters_on_behalf(request.actor, report.unit),
        is_fragment=bool(request.htmx),
        next_number=next(iter(_later(row)), None),
    )


def _next_page(report: Report, row: queries.EntryRow) -> str:
    """The next figure that is still on the desk, else the last step."""
    later = _later(row)
    if later:
        return reverse("reporting:figure_edit", args=[report.pk, later[0]])
    return reverse("reporting:report_submit", args=[report.pk])


def _later(row: queries.EntryRow) -> list[int]:
    return [number for number in queries.open_numbers(row.figure.report) if number > row.number]


@requires("reporting.attach_evidence", visible_figures)
def figure_evidence(request: Request, figure: Figure) -> HttpResponse:
    """What proves the figure: add by file, link, document or words; use again; take away."""
    form = EvidenceForm(request.POST, request.FILES) if request.method == "POST" else EvidenceForm()
    if form.is_valid():
        with refusals_in(form):
            _attach(request, figure, form.cleaned_data)
            return go_to(request, _evidence_url(request, figure))
    row = next(
        row
        for row in queries.entry_rows(figure.report, on=timezone.localdate())
        if row.figure.pk == figure.pk
    )
    from_desk = request.GET.get("ve") == FROM_DESK
    return page(
        request,
        "reporting/figure_evidence.html",
        row=row,
        report=figure.report,
        form=form,
        kind=form.data.get("kind", ""),
        others=_others(request, figure, row),
        words=request.GET.get("tim", ""),
        query=f"?ve={FROM_DESK}" if from_desk else "",
        back_url=reverse("reporting:report_edit", args=[figure.report_id])
        if from_desk
        else reverse("reporting:figure_edit", args=[figure.report_id, row.number]),
    )


def _others(request: Request, figure: Figure, row: queries.EntryRow) -> list[Evidence]:
    """What the unit gave before: for this report first, then the newest for others, or what was looked for."""
    words, held = request.GET.get("tim", ""), [one.pk for one in row.evidence]
    here = [one for one in queries.evidence_of_report(figure.report) if one.pk not in held]
    shown = [] if words else here
    without = [*held, *(one.pk for one in shown)]
    return [*shown, *choosable(request.actor, figure.report, words, without)[:MOST_CHOICES]]


def _attach(request: Request, figure: Figure, said: dict[str, Any]) -> None:
    kind = EvidenceKind(said["kind"])
    if kind is EvidenceKind.FILE and said["file"] is not None:
        attach_file(request, figure, said["file"])
        return
    facts = {name: said[name] for name in ("url", "document_number", "document_on", "text")}
    actions.attach_evidence(figure, kind=kind, by=request.actor, at=timezone.now(), **facts)


@requires("reporting.link_evidence", visible_figures, methods=("POST",))
def figure_link_evidence(request: Request, figure: Figure, evidence: int) -> HttpResponse:
    """Use evidence that the unit already gave."""
    found = _evidence(request, evidence)
    actions.link_evidence(figure, evidence=found, by=request.actor, at=timezone.now())
    return go_to(request, _evidence_url(request, figure))


@requires("reporting.detach_evidence", visible_figures, methods=("POST",))
def figure_detach_evidence(request: Request, figure: Figure, evidence: int) -> HttpResponse:
    """The evidence no longer stands for this figure."""
    found = _evidence(request, evidence)
    actions.detach_evidence(figure, evidence=found, by=request.actor, at=timezone.now())
    return go_to(request, _evidence_url(request, figure))


def _evidence(request: Request, pk: int) -> Evidence:
    found = document_queries.visible_evidence(request.actor).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _evidence_url(request: Request, figure: Figure) -> str:
    query = f"?ve={FROM_DESK}" if request.GET.get("ve") == FROM_DESK else ""
    return reverse("reporting:figure_evidence", args=[figure.pk]) + query
