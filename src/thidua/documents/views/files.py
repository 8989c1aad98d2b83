"""Handing stored files out: never as something that a browser runs in our name."""

from django.http import Http404, HttpResponse
from django.utils.cache import add_never_cache_headers
from django.utils.http import content_disposition_header

from thidua.core.http import Request, requires
from thidua.documents import queries
from thidua.documents.models import StoredFile

# Instead of the policy of our pages: what is inside a file may load nothing, run nothing, frame nothing.
POLICY = "default-src 'none'; sandbox"


@requires("documents.view_file", queries.openable_files, methods=("GET",))
def file_download(request: Request, stored_file: StoredFile) -> HttpResponse:
    return _handed_out(stored_file, as_attachment=True)


@requires("documents.view_file", queries.openable_files, methods=("GET",))
def file_picture(request: Request, stored_file: StoredFile) -> HttpResponse:
    """For <img>: pictures alone, whose type was read from their bytes."""
    if not stored_file.is_picture:
        raise Http404
    return _handed_out(stored_file, as_attachment=False)


def _handed_out(stored_file: StoredFile, *, as_attachment: bool) -> HttpResponse:
    response = HttpResponse(queries.read_bytes(stored_file), content_type=stored_file.content_type)
    response["Content-Disposition"] = (
        content_disposition_header(as_attachment, stored_file.name) or "attachment"
    )
    response["Content-Security-Policy"] = POLICY
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    add_never_cache_headers(response)
    return response
