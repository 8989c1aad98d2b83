"""From what was uploaded or pasted to a draft and, for a file, its stored original."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse

from thidua.core.http import Request, page
from thidua.core.permissions import Actor
from thidua.documents import actions as documents
from thidua.documents import examining
from thidua.documents import queries as files
from thidua.documents.enums import FilePurpose
from thidua.documents.models import StoredFile
from thidua.movement import errors, forms, reading
from thidua.movement.planreader import PlanDraft

GONE = "Không còn thấy tệp đã tải lên. Xin chọn lại tệp kế hoạch."


def posted(request: Request) -> tuple[Any, Any]:
    """What a form with a file is filled from; nothing on a GET."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def read_source(
    form: forms.PlanSourceForm, *, by: Actor, at: datetime, is_plan: bool = True
) -> tuple[PlanDraft, StoredFile | None]:
    """Read first, keep afterwards: a file that cannot be read is not kept. Raises PlanRefused or a FileRefused."""
    file, kept = form.cleaned_data["file"], form.cleaned_data["kept"]
    if not file and kept:
        stored = files.visible_files(by).filter(pk=kept, is_shared=True).first()
        if stored is None:
            raise errors.PlanRefused(GONE, field="file")
        return reading.read_upload(files.read_bytes(stored), stored.name, is_plan=is_plan), stored
    if not file:
        return reading.read_text(form.cleaned_data["text"], is_plan=is_plan), None
    content = file.read()
    draft = reading.read_upload(content, file.name, is_plan=is_plan)
    examined = examining.examine(content, name=file.name, purpose=FilePurpose.PLAN)
    return draft, documents.store_file(by, file=examined, by=by, at=at)


def ask_again(
    request: Request,
    template: str,
    known: errors.PlanReadBefore,
    form: forms.PlanSourceForm,
    file: StoredFile | None,
    **context: Any,
) -> HttpResponse:
    """Go on all the same, or open what was read before? What was sent waits in the form: nothing is sent twice."""
    return page(
        request,
        template,
        status=known.status,
        sentence=str(known),
        plans=known.plans,
        kept=file.pk if file else None,
        text="" if file else form.cleaned_data["text"],
        **context,
    )
