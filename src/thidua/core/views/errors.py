"""Error pages that Django asks for by name."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.utils.cache import add_never_cache_headers

from thidua.core import resending

RETRY_SECONDS = "60"


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", status=400)


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", {"sentence": str(exception)}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def failed(request: HttpRequest) -> HttpResponse:
    """500; 503 when it is the database that cannot be reached, is busy or has no room left.

    Rendered without the request: the frame of the page would ask the database again.
    """
    if isinstance(sys.exception(), OperationalError | InterfaceError):
        response = HttpResponse(loader.get_template("503.html").render(), status=503)
        response["Retry-After"] = RETRY_SECONDS
        return response
    return HttpResponse(loader.get_template("500.html").render(), status=500)


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
