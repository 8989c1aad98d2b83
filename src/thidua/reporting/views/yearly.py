"""The yearly report: composed from verified figures, looked at page by page, taken as .docx to edit or as PDF."""

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone

from thidua.core.http import Request, download, go_to, page, refusals_in, requires
from thidua.documents import rendering
from thidua.documents.rendering.document import InvalidDocument
from thidua.movement import queries as movement_queries
from thidua.movement.models import Movement
from thidua.reporting import actions, queries, yearly
from thidua.reporting.forms.yearly import YearlyForm
from thidua.reporting.models import YearlyReport

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@requires("reporting.compose_report", methods=("GET",))
def yearly_list(request: Request) -> HttpResponse:
    """Movements with their years: what was composed, what can be."""
    movements = movement_queries.visible_movements(request.actor).exclude(launched_at=None)
    composed = queries.visible_yearly_reports(request.actor)
    rows = [
        (movement, year, [one for one in composed if one.movement_id == movement.pk and one.year == year])
        for movement in movements
        for year in queries.years_of(movement)
    ]
    return page(request, "reporting/yearly_list.html", rows=rows)


@requires("reporting.compose_report", movement_queries.visible_movements)
def yearly_compose(request: Request, movement: Movement, year: int) -> HttpResponse:
    """The officer's part; the rest comes from the figures."""
    if year not in queries.years_of(movement):
        raise Http404
    is_post = request.method == "POST"
    form = _form(request, movement, year)
    if is_post and form.is_valid():
        with refusals_in(form):
            report = actions.compose_report(
                movement, year=year, links=form.links, texts=form.texts, by=request.actor, at=timezone.now()
            )
            return go_to(request, reverse("reporting:yearly_detail", args=[report.pk]))
    return page(request, "reporting/yearly_compose.html", movement=movement, year=year, form=form)


@requires("reporting.compose_report", queries.visible_yearly_reports, methods=("GET",))
def yearly_detail(request: Request, report: YearlyReport) -> HttpResponse:
    """The pages as they will be printed, and the files."""
    count = rendering.page_count(yearly.document_of(yearly.YearFacts.from_json(report.facts), report.texts))
    others = queries.visible_yearly_reports(request.actor).filter(movement=report.movement, year=report.year)
    return page(
        request,
        "reporting/yearly_detail.html",
        report=report,
        pages=range(1, count + 1),
        others=others.exclude(pk=report.pk),
    )


@requires("reporting.compose_report", queries.visible_yearly_reports, methods=("GET",))
def yearly_page(request: Request, report: YearlyReport, number: int) -> HttpResponse:
    """One page as a picture."""
    paper = yearly.document_of(yearly.YearFacts.from_json(report.facts), report.texts)
    try:
        picture = rendering.render_page_png(paper, ppi=96, page=number)
    except InvalidDocument:
        raise Http404 from None
    return HttpResponse(picture, content_type="image/png")


@requires("reporting.compose_report", queries.visible_yearly_reports, methods=("GET",))
def yearly_docx(request: Request, report: YearlyReport) -> HttpResponse:
    """The document to edit in Word; from the same frozen facts as the PDF."""
    return _file(report, "docx")


@requires("reporting.compose_report", queries.visible_yearly_reports, methods=("GET",))
def yearly_pdf(request: Request, report: YearlyReport) -> HttpResponse:
    """The document as PDF."""
    return _file(report, "pdf")


def _file(report: YearlyReport, form: str) -> HttpResponse:
    content = yearly.render(yearly.YearFacts.from_json(report.facts), report.texts, form)
    name = f"bao-cao-nam-{report.year}-ban-{report.number}.{form}"
    return download(content, name, TYPES[form])


def _form(request: Request, movement: Movement, year: int) -> YearlyForm:
    hub = movement_queries.hub_of(movement, on=queries.last_day_of(year, on=timezone.localdate()))
    used = {target.indicator.code: target.indicator.name for target in hub.targets if target.indicator}
    contents = [(str(tree.item.pk), queries.short_title(tree.item.text)) for tree in hub.contents]
    codes = [(code, f"{code} {name}") for code, name in used.items()]
    if request.method == "POST":
        return YearlyForm(request.POST, contents=contents, codes=codes)
    last = movement.yearly_reports.filter(year=year).order_by("-number").first()
    texts = last.texts if last else queries.first_texts(movement, year, on=timezone.localdate())
    links = queries.links_for(hub, last.links) if last else queries.suggested_links(hub)
    initial = {**texts, **{f"links_{key}": chosen for key, chosen in links.items()}}
    return YearlyForm(contents=contents, codes=codes, initial=initial)
