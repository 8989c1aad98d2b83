"""Reports of a year in the short form that came before, as they were made; and where their addresses lead now."""

from urllib.parse import urlencode

from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse

from thidua.composing import earlier, queries
from thidua.composing.models import YearlyReport
from thidua.core.http import Request, download, page, requires
from thidua.documents import rendering
from thidua.documents.content import DOCX, PDF
from thidua.documents.rendering.document import InvalidDocument
from thidua.movement import queries as movement_queries
from thidua.movement.models import Movement


@requires("composing.view_draft", queries.visible_yearly_reports, methods=("GET",))
def year_show(request: Request, report: YearlyReport) -> HttpResponse:
    """The pages as they were printed, and the files."""
    count = rendering.page_count(earlier.document_of(report.told, report.texts))
    others = queries.visible_yearly_reports(request.actor).filter(movement=report.movement, year=report.year)
    return page(
        request,
        "composing/year_show.html",
        report=report,
        pages=range(1, count + 1),
        others=others.exclude(pk=report.pk),
    )


@requires("composing.view_draft", queries.visible_yearly_reports, methods=("GET",))
def year_page(request: Request, report: YearlyReport, number: int) -> HttpResponse:
    """One page as a picture."""
    try:
        picture = rendering.render_page_png(
            earlier.document_of(report.told, report.texts), ppi=96, page=number
        )
    except InvalidDocument:
        raise Http404 from None
    return HttpResponse(picture, content_type="image/png")


@requires("composing.view_draft", queries.visible_yearly_reports, methods=("GET",))
def year_docx(request: Request, report: YearlyReport) -> HttpResponse:
    content = earlier.render(report.told, report.texts, "docx")
    return download(content, f"{_file_name(report)}.docx", DOCX.content_type)


@requires("composing.view_draft", queries.visible_yearly_reports, methods=("GET",))
def year_pdf(request: Request, report: YearlyReport) -> HttpResponse:
    content = earlier.render(report.told, report.texts, "pdf")
    return download(content, f"{_file_name(report)}.pdf", PDF.content_type)


@requires("composing.view_draft", methods=("GET",))
def old_list(request: Request) -> HttpResponse:
    """Reports of years are found among all others."""
    return HttpResponsePermanentRedirect(f"{reverse('composing:report_list')}?{urlencode({'loai': 'year'})}")


@requires("composing.view_draft", movement_queries.visible_movements, methods=("GET",))
def old_compose(request: Request, movement: Movement, year: int) -> HttpResponse:
    """The year is chosen already."""
    chosen = urlencode({"chon": f"{movement.pk} year-{year}-1"})
    return HttpResponsePermanentRedirect(f"{reverse('composing:report_draft')}?{chosen}")


@requires("composing.view_draft", queries.visible_yearly_reports, methods=("GET",))
def old_show(request: Request, report: YearlyReport) -> HttpResponse:
    """A kept report under its new address."""
    return HttpResponsePermanentRedirect(reverse("composing:year_show", args=[report.pk]))


@requires("composing.view_draft", queries.visible_yearly_reports, methods=("GET",))
def old_file(request: Request, report: YearlyReport, rest: str) -> HttpResponse:
    """A page or a file of a kept report."""
    return HttpResponsePermanentRedirect(f"{reverse('composing:year_show', args=[report.pk])}{rest}")


def _file_name(report: YearlyReport) -> str:
    return f"bao-cao-nam-{report.year}-ban-{report.number}"
