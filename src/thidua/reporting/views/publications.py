"""Publishing the results of a locked period, and looking at what was published."""

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from thidua.core.http import Request, go_to, page, refusals_in, requires
from thidua.reporting import actions, queries
from thidua.reporting.forms import periods as forms
from thidua.reporting.models import Period, Publication


@requires("reporting.publish_period", queries.visible_periods)
def publication_create(request: Request, period: Period) -> HttpResponse:
    """Exactly what becomes public, what is missing, then the deed."""
    preview = queries.preview_of(period)
    is_post = request.method == "POST"
    form = forms.PublishForm(request.POST if is_post else None, is_first=preview.last is None)
    if form.is_valid():
        with refusals_in(form):
            reason = form.cleaned_data.get("reason", "")
            publication = actions.publish_period(period, reason=reason, by=request.actor, at=timezone.now())
            messages.success(request, f"Đã công bố kết quả {period.label}.")
            return go_to(request, reverse("reporting:publication_show", args=[publication.pk]))
    return page(request, "reporting/publication_create.html", period=period, preview=preview, form=form)


@requires("reporting.view_period", queries.visible_publications, methods=("GET",))
def publication_show(request: Request, publication: Publication) -> HttpResponse:
    """A publication as it was, and the others of its period."""
    return page(
        request,
        "reporting/publication_show.html",
        publication=publication,
        period=publication.period,
        rows=queries.published_rows(publication),
        others=publication.period.publications.exclude(pk=publication.pk).order_by("-number"),
    )
