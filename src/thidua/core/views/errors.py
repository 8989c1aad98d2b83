"""Error pages that Django asks for by name."""

import errno
import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.utils.cache import add_never_cache_headers

from thidua.core import resending

RETRY_SECONDS = "60"
FAULTS = {500: "500.html", 503: "503.html", 507: "507.html"}
# What SQLite and PostgreSQL say of a full disk.
NO_ROOM = ("disk is full", "No space left on device")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", status=400)


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", {"sentence": str(exception)}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def failed(request: HttpRequest) -> HttpResponse:
    """500; 507 when there is no room left; 503 when the database cannot be reached or is busy, or nothing can be written.

    Rendered without the request: the frame of the page would ask the database again.
    """
    status = _status_of(sys.exception())
    response = HttpResponse(loader.get_template(FAULTS[status]).render(), status=status)
    if status != 500:
        response["Retry-After"] = RETRY_SECONDS
    return response


def _status_of(fault: BaseException | None) -> int:
    """Of a fault of the machine rather than of the program; all of these pass by themselves once the machine is well."""
    if isinstance(fault, OperationalError):
        return 507 if any(words in str(fault) for words in NO_ROOM) else 503
    if isinstance(fault, InterfaceError):
        return 503
    if isinstance(fault, OSError):
        return {errno.ENOSPC: 507, errno.EDQUOT: 507, errno.EROFS: 503}.get(fault.errno or 0, 500)
    return 500


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A token that does not fit: what was typed can be sent once more by the same person from a page of ours."""
    actor = getattr(request, "actor", None)
    is_part = bool(
        getattr(request, "htmx", False)
    )  # the page that sent it still stands, with all that was typed
    told = {
        "typed": None if is_part else resending.typed(request),
        "name": actor.name if actor else "",
        "has_files": bool(request.FILES),
        "is_of_another": resending.OPENED_BY in request.POST and not resending.is_opened_by_the_same(request),
        "back_url": resending.page_before(request),
        "address": request.get_full_path(),
    }
    response = render(request, "403_csrf.html", told, status=403)
    add_never_cache_headers(response)
    return response
