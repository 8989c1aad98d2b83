"""Publishing the results of a locked period, and looking at what was published."""

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from thidua.core import audit_check, sight
from thidua.core.http import Request, go_to, page, refusals_in, requires
from thidua.reporting import actions, queries
from thidua.reporting.forms import periods as forms
from thidua.reporting.models import Period, Publication
from thidua.reporting.queries import sights
from thidua.reporting.queries.proofs import proof_of


@requires("reporting.publish_period", queries.visible_periods, judges=True)
def publication_create(request: Request, period: Period) -> HttpResponse:
    """Exactly what becomes public, what is missing, then the deed."""
    preview = queries.preview_of(period)
    form = _form(request, preview)
    if form.is_valid():
        with refusals_in(form):
            reason = form.cleaned_data.get("reason", "")
            seen = sight.seen_in(request.POST)
            publication = actions.publish_period(
                period, reason=reason, seen=seen, by=request.actor, at=timezone.now()
            )
            messages.success(request, f"Đã công bố kết quả {period.label}.")
            return go_to(request, reverse("reporting:publication_show", args=[publication.pk]))
    would = sights.Publishable(period, preview.last, [row.figure for row in preview.rows])
    return page(
        request,
        "reporting/publication_create.html",
        period=period,
        preview=preview,
        form=_asking_again(form, preview),
        sight=sights.PUBLICATION.of(would, at=timezone.now()),
    )


def _form(request: Request, preview: queries.Preview) -> forms.PublishForm:
    """As it was sent: what asked for no reason is not blamed for lacking one before it is said why one is needed now."""
    if request.method != "POST":
        return forms.PublishForm(is_first=preview.last is None)
    return forms.PublishForm(request.POST, is_first="reason" not in request.POST)


def _asking_again(form: forms.PublishForm, preview: queries.Preview) -> forms.PublishForm:
    """Somebody published meanwhile: the form now asks for the reason of publishing again."""
    clash = sight.clash_of(form)
    if clash is None or preview.last is None or "reason" in form.fields:
        return form
    anew = forms.PublishForm(is_first=False)
    anew.overtaken = clash  # type: ignore[attr-defined]
    return anew


@requires("reporting.view_period", queries.visible_publications, methods=("GET",))
def publication_show(request: Request, publication: Publication) -> HttpResponse:
    """A publication as it was, and the others of its period."""
    return page(
        request,
        "reporting/publication_show.html",
        publication=publication,
        period=publication.period,
        rows=queries.published_rows(publication),
        proof=proof_of(publication),
        stamp=audit_check.stamp_of(request.actor.commune_id, at=timezone.now()),
        others=publication.period.publications.exclude(pk=publication.pk).order_by("-number"),
    )
