"""The PDF of a paper: asked for by a person, made by a job, kept beside the file that it shows."""

from datetime import datetime

from thidua.core import audit
from thidua.core.actions import action
from thidua.core.permissions import Actor
from thidua.documents import actions as document_actions
from thidua.documents import content as contents
from thidua.documents.examining import Examined
from thidua.outgoing import errors, office
from thidua.outgoing.models import OutgoingPaper


@action("outgoing.ask_pdf")
def ask_pdf(paper: OutgoingPaper, *, by: Actor, at: datetime) -> OutgoingPaper:
    """A job shall make it. Asked for already, it says so."""
    if not office.program():
        raise errors.OfficeMissing
    if paper.waits_for_pdf(at):
        raise errors.PdfUnderway
    paper.pdf_asked_at, paper.pdf_refusal = at, ""
    paper.save(update_fields=["pdf_asked_at", "pdf_refusal"])
    return paper


@action("outgoing.keep_pdf")
def keep_pdf(paper: OutgoingPaper, *, pdf: Examined, by: Actor, at: datetime) -> OutgoingPaper:
    """What the job made; once it is there it stays, as the file does."""
    if pdf.content_type != contents.PDF.content_type:
        raise errors.PdfNotMade
    paper.pdf, paper.pdf_refusal = document_actions.store_file(by, file=pdf, by=by, at=at), ""
    paper.save(update_fields=["pdf", "pdf_refusal"])
    audit.note(paper=paper.pk, sha256=paper.pdf.sha256)
    return paper


@action("outgoing.note_no_pdf")
def note_no_pdf(paper: OutgoingPaper, *, reason: str, by: Actor, at: datetime) -> OutgoingPaper:
    """Why the job made none."""
    paper.pdf_refusal = reason[:300]
    paper.save(update_fields=["pdf_refusal"])
    return paper
