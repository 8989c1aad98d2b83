"""Papers: filled, numbered by the office's register, marked as sent, looked at again when figures changed."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from thidua.core import audit, text
from thidua.core.actions import action
from thidua.core.permissions import Actor
from thidua.core.sight import Sight
from thidua.documents import actions as document_actions
from thidua.outgoing import errors, filed, sights
from thidua.outgoing.enums import PaperState, SendingWay
from thidua.outgoing.forms_apart import Filled
from thidua.outgoing.models import ChangeReview, FormVersion, OutgoingPaper, index_paper
from thidua.outgoing.queries import About, Change


@action("outgoing.make_paper", lock=False)
def make_paper(
    version: FormVersion,
    *,
    about: About,
    values: Mapping[str, Any],
    filled: Filled,
    corrects: OutgoingPaper | None = None,
    by: Actor,
    at: datetime,
) -> OutgoingPaper:
    """Keep a form as it was filled (`forms_apart.fill`), with the values that were printed. `corrects` is a sent paper."""
    form = version.form
    if about.subject != form.subject or about.movement.commune_id != form.commune_pk:
        raise errors.NotOfThisForm
    name = f"{form.title} - {about.label}{form.suffix}".replace("/", "-")
    file = filed.as_file(filled.content, name=name, suffix=form.suffix)
    paper = OutgoingPaper(
        version=version,
        movement=about.movement,
        about=about.key,
        period=about.period,
        phase=about.phase,
        year=about.year,
        label=about.label,
        starts_on=about.since,
        ends_on=about.until,
        values=dict(values),
        missing=list(filled.missing),
        blank=form.blank,
        file=document_actions.store_file(by, file=file, by=by, at=at),
        corrects=corrects if corrects is not None and corrects.is_sent else None,
        made_at=at,
        made_by_id=by.user_id,
    )
    index_paper(paper)
    paper.save()
    audit.note(paper=paper.pk, about=about.key, sha256=paper.file.sha256, missing=len(paper.missing))
    return paper


@action("outgoing.number_paper", look=sights.PAPER)
def number_paper(
    paper: OutgoingPaper, *, number: str, on: date, by: Actor, at: datetime, seen: Sight | None = None
) -> OutgoingPaper:
    """The number and day that the office's register gave; the same number once a year."""
    paper.number = text.nfc(number)[:60]
    if not text.fold(paper.number):
        raise errors.NumberMissing
    if on > timezone.localdate(at):
        raise errors.DayInFuture(field="on")
    paper.number_key = f"{paper.commune_pk}:{on.year}:{text.fold(paper.number)}"[:80]
    paper.issued_on, paper.numbered_at, paper.numbered_by_id = on, at, by.user_id
    paper.state = PaperState.ISSUED
    index_paper(paper)
    try:
        with transaction.atomic():
            paper.save()
    except IntegrityError:
        raise errors.NumberTaken(_holder(paper)) from None
    audit.note(number=paper.number, on=on.isoformat())
    return paper


def _holder(paper: OutgoingPaper) -> str:
    held = OutgoingPaper.objects.filter(number_key=paper.number_key).exclude(pk=paper.pk)
    return str(held.select_related("version__form").first() or "văn bản khác")


@action("outgoing.send_paper", look=sights.PAPER)
def send_paper(
    paper: OutgoingPaper,
    *,
    way: str,
    to: str,
    on: date,
    note: str = "",
    by: Actor,
    at: datetime,
    seen: Sight | None = None,
) -> OutgoingPaper:
    """A person says that it went out: to whom, when, by what way. The product itself sends nothing."""
    if on > timezone.localdate(at):
        raise errors.DayInFuture(field="on")
    if paper.issued_on is not None and on < paper.issued_on:
        raise errors.SentBeforeIssued
    paper.sent_way, paper.sent_to, paper.sent_note = SendingWay(way), text.nfc(to)[:200], text.nfc(note)[:300]
    if not paper.sent_to:
        raise errors.NameMissing(field="to")
    paper.sent_on, paper.sent_at, paper.sent_by_id, paper.state = on, at, by.user_id, PaperState.SENT
    paper.save(update_fields=["sent_way", "sent_to", "sent_note", "sent_on", "sent_at", "sent_by", "state"])
    audit.note(to=paper.sent_to, way=paper.sent_way, on=on.isoformat())
    return paper


@action("outgoing.discard_paper", look=sights.PAPER)
def discard_paper(
    paper: OutgoingPaper, *, reason: str, by: Actor, at: datetime, seen: Sight | None = None
) -> OutgoingPaper:
    """A paper that got no number; it stays to be read."""
    paper.discard_reason = text.nfc(reason)
    if not paper.discard_reason:
        raise errors.ReasonMissing
    paper.state = PaperState.DISCARDED
    paper.save(update_fields=["state", "discard_reason"])
    return paper


@action("outgoing.review_changes", look=sights.PAPER)
def review_changes(
    paper: OutgoingPaper,
    *,
    changes: Sequence[Change],
    reason: str,
    by: Actor,
    at: datetime,
    seen: Sight | None = None,
) -> ChangeReview:
    """What changed since it was sent needs no corrected paper, and why. Later changes are asked about anew."""
    said = text.nfc(reason)
    if not said:
        raise errors.ReasonMissing
    review = ChangeReview.objects.create(
        paper=paper, changes=[one.as_json() for one in changes], reason=said, at=at, by_id=by.user_id
    )
    paper.reviewed_at = at
    paper.save(update_fields=["reviewed_at"])
    audit.note(changes=len(changes))
    return review
