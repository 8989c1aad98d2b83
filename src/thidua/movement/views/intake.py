"""From what was uploaded or pasted to a draft and, for a file, its stored original."""

from datetime import datetime
from typing import Any

from thidua.core.http import Request
from thidua.core.permissions import Actor
from thidua.documents import actions as documents
from thidua.documents import examining
from thidua.documents.enums import FilePurpose
from thidua.documents.models import StoredFile
from thidua.movement import forms, reading
from thidua.movement.planreader import PlanDraft


def posted(request: Request) -> tuple[Any, Any]:
    """What a form with a file is filled from; nothing on a GET."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def read_source(
    form: forms.PlanSourceForm, *, by: Actor, at: datetime
) -> tuple[PlanDraft, StoredFile | None]:
    """Read first, keep afterwards: a file that cannot be read is not kept. Raises PlanRefused or a FileRefused."""
    file = form.cleaned_data["file"]
    if not file:
        return reading.read_text(form.cleaned_data["text"]), None
    content = file.read()
    draft = reading.read_upload(content, file.name)
    examined = examining.examine(content, name=file.name, purpose=FilePurpose.PLAN)
    return draft, documents.store_file(by, file=examined, by=by, at=at)
