"""The PDF of a paper: asked for, fetched when a job has made it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone

from thidua.core.http import Request, go_to, requires
from thidua.outgoing import actions, errors, jobs, queries
from thidua.outgoing.models import OutgoingPaper
from thidua.outgoing.views import handing


@requires("outgoing.ask_pdf", queries.visible_papers, methods=("POST",))
def pdf_ask(request: Request, paper: OutgoingPaper) -> HttpResponse:
    """A job shall make it; the page of the paper says when it is there."""
    try:
        actions.ask_pdf(paper, by=request.actor, at=timezone.now())
    except (errors.OfficeMissing, errors.PdfUnderway) as refused:
        messages.warning(request, str(refused))
    else:
        jobs.print_paper.enqueue(paper.pk)
        messages.success(request, "Đang lập bản PDF, thường xong trong một phút. Xin mở lại trang này.")
    return go_to(request, reverse("outgoing:paper_show", args=[paper.pk]))


@requires("outgoing.view_paper", queries.visible_papers, methods=("GET",))
def pdf_download(request: Request, paper: OutgoingPaper) -> HttpResponse:
    """The very PDF that was made, by its hash."""
    if paper.pdf is None:
        raise Http404
    return handing.stored(paper.pdf)
