"""Which receivers, forms and papers one may see; how far they are."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce

from thidua.core.permissions import Actor
from thidua.org.models import Unit
from thidua.outgoing.enums import PaperState
from thidua.outgoing.models import FormTemplate, FormVersion, OutgoingPaper, OutgoingPaperQuerySet, Receiver
from thidua.reporting.models import FigureRevision, Report

VIEW = "outgoing.view_paper"


def visible_receivers(who: Actor) -> QuerySet[Receiver]:
    if not who.may(VIEW):
        return Receiver.objects.none()
    return Receiver.objects.filter(commune_id=who.commune_id).select_related("commune")


def visible_forms(who: Actor) -> QuerySet[FormTemplate]:
    if not who.may(VIEW):
        return FormTemplate.objects.none()
    found = FormTemplate.objects.filter(receiver__commune_id=who.commune_id)
    return found.select_related("receiver__commune")


def visible_versions(who: Actor) -> QuerySet[FormVersion]:
    if not who.may(VIEW):
        return FormVersion.objects.none()
    found = FormVersion.objects.filter(form__receiver__commune_id=who.commune_id)
    return found.select_related("form__receiver__commune", "file", "added_by")


def visible_papers(who: Actor) -> OutgoingPaperQuerySet:
    if not who.may(VIEW):
        return OutgoingPaper.objects.none()
    found = OutgoingPaper.objects.in_commune(who.commune_id)
    return found.select_related(
        "version__form__receiver__commune", "movement", "file", "made_by", "numbered_by", "sent_by"
    )


def with_hint(papers: OutgoingPaperQuerySet) -> OutgoingPaperQuerySet:
    """Each with `may_differ`: something was handed in, checked, returned or put right since it was made or last looked at.

    A hint for lists: whether a printed value is another is told by `changes.changes_of`, which counts anew.
    """
    return papers.annotate(may_differ=_touched())


def _touched() -> Any:
    since = Coalesce(OuterRef("reviewed_at"), OuterRef("made_at"))
    # Of a year so far, what periods before the paper's own say counts too.
    revised = FigureRevision.objects.filter(
        at__gt=since,
        figure__report__period__movement=OuterRef("movement"),
        figure__report__period__ends_on__lte=OuterRef("ends_on"),
    )
    verified = Report.objects.filter(
        verified_at__gt=since,
        period__movement=OuterRef("movement"),
        period__ends_on__lte=OuterRef("ends_on"),
    )
    return Exists(revised) | Exists(verified)


def papers_to_finish(who: Actor) -> OutgoingPaperQuerySet:
    """Prepared and not yet sent, the oldest first."""
    waiting = visible_papers(who).filter(state__in=[PaperState.PREPARED, PaperState.ISSUED])
    return waiting.order_by("made_at", "pk")


def papers_to_see_to(who: Actor) -> OutgoingPaperQuerySet:
    """Those to finish, and those that were sent, not corrected since, and of figures that were touched afterwards."""
    corrected = OutgoingPaper.objects.filter(corrects=OuterRef("pk")).exclude(state=PaperState.DISCARDED)
    to_review = Q(state=PaperState.SENT) & ~Q(Exists(corrected)) & Q(_touched())
    waiting = Q(state__in=[PaperState.PREPARED, PaperState.ISSUED])
    return visible_papers(who).filter(waiting | to_review).order_by("made_at", "pk")


@dataclass(frozen=True, slots=True)
class Shelf:
    """A receiver with its forms; each form has `last`, its newest version, and `paper_count`."""

    receiver: Receiver
    forms: tuple[FormTemplate, ...]


def shelves(who: Actor) -> list[Shelf]:
    """Every receiver of the commune. Three queries."""
    newest = FormVersion.objects.select_related("file").order_by("form", "-number")
    papers = Count("versions__papers", filter=~Q(versions__papers__state=PaperState.DISCARDED), distinct=True)
    forms = FormTemplate.objects.annotate(paper_count=papers).order_by(
        F("retired_at").asc(nulls_first=True), "title"
    )
    receivers = visible_receivers(who).prefetch_related(
        Prefetch("forms", queryset=forms), Prefetch("forms__versions", queryset=newest)
    )
    return [Shelf(one, tuple(one.forms.all())) for one in receivers]


def newest_version(form: FormTemplate) -> FormVersion:
    """The version that new papers are filled from."""
    found = form.versions.select_related("form__receiver__commune", "file").order_by("-number").first()
    if found is None:
        raise FormVersion.DoesNotExist
    return found


def commune_of(who: Actor) -> Unit:
    return Unit.objects.get(pk=who.commune_id)


def adopted(who: Actor) -> set[str]:
    """Names of the shipped forms that the commune has taken."""
    return {name for name in visible_forms(who).values_list("suggestion", flat=True) if name}
