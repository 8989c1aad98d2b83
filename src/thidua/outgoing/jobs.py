"""A PDF of a paper takes an office program some seconds: a job makes it, nobody waits at a page."""

from datetime import datetime

from django.utils import timezone
from django_tasks import task

from thidua.core.errors import DomainError, Refused
from thidua.core.permissions import Actor
from thidua.documents import examining
from thidua.documents import queries as document_queries
from thidua.org import queries as org_queries
from thidua.outgoing import actions, errors, office
from thidua.outgoing.models import OutgoingPaper


@task()
def print_paper(paper_id: int) -> bool:
    """Make and keep the PDF of a paper that waits for one; whether there is one now."""
    found = OutgoingPaper.objects.filter(pk=paper_id, pdf=None, pdf_asked_at__isnull=False)
    paper = found.select_related("version__form__receiver__commune__commune_profile", "file").first()
    if paper is None:
        return False
    by = org_queries.system_actor(paper.version.form.receiver.commune)
    try:
        return _print(paper, by, at=timezone.now())
    except Refused:  # made by another try meanwhile
        return False
    except DomainError as refused:
        actions.note_no_pdf(paper, reason=str(refused), by=by, at=timezone.now())
        return False
    except Exception:
        actions.note_no_pdf(paper, reason=str(errors.PdfNotMade()), by=by, at=timezone.now())
        raise


def _print(paper: OutgoingPaper, by: Actor, *, at: datetime) -> bool:
    suffix = paper.version.form.suffix
    made = office.to_pdf(document_queries.read_bytes(paper.file), suffix)
    name = f"{paper.file.name.removesuffix(suffix)}.pdf"
    actions.keep_pdf(paper, pdf=examining.examine(made, name=name), by=by, at=at)
    return True
