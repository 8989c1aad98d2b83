"""Handing files of this app out: as attachments, never as something that a browser runs in our name."""

from django.http import HttpResponse
from django.utils.cache import add_never_cache_headers

from thidua.core.http import download
from thidua.documents import queries as document_queries
from thidua.documents.models import StoredFile
from thidua.outgoing.filed import KINDS

POLICY = "default-src 'none'; sandbox"


def stored(file: StoredFile, *, name: str = "") -> HttpResponse:
    return attached(document_queries.read_bytes(file), name=name or file.name)


def attached(content: bytes, *, name: str) -> HttpResponse:
    kind = KINDS[f".{name.rpartition('.')[2].lower()}"]
    response = download(content, name, kind.content_type)
    response["Content-Security-Policy"] = POLICY
    response["X-Content-Type-Options"] = "nosniff"
    add_never_cache_headers(response)
    return response
