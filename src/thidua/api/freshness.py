"""What every answer of the API says about itself: may it be kept, is it still the same, who may read it.

The mark (ETag) is that of the very bytes, so it can never call something the same that is not. An answer is kept by browsers
and proxies but asked about each time, as the public pages are; who comes with the right mark gets 304 and no body.
"""

import functools
import hashlib
import json
from collections.abc import Callable
from copy import copy
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.csrf import csrf_exempt

View = Callable[..., HttpResponse]
READING = ("GET", "HEAD")


def marked(view: View) -> View:
    """GET and HEAD of an answer with its mark; any other method is 405 with a sentence. Refusals are never kept."""

    @csrf_exempt
    @functools.wraps(view)
    def run(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if request.method not in READING:
            return _not_a_deed()
        asked = copy(request)
        asked.method = "GET"  # an operation knows no HEAD of its own
        response = view(asked, **kwargs)
        if response.status_code != 200:
            response["Cache-Control"] = "no-store"
        else:
            response = _with_mark(request, response)
        return _without_body(response) if request.method == "HEAD" else response

    return run


def _with_mark(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    response["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    response["Cache-Control"] = "public, no-cache"
    answer = get_conditional_response(request, etag=response["ETag"], response=response) or response
    answer["Access-Control-Allow-Origin"] = "*"
    answer["Access-Control-Expose-Headers"] = "ETag"
    return answer


def _without_body(response: HttpResponse) -> HttpResponse:
    response["Content-Length"] = str(len(response.content))
    response.content = b""
    return response


def _not_a_deed() -> HttpResponse:
    problem = {"detail": "Dữ liệu mở chỉ để đọc: xin gửi yêu cầu GET.", "errors": []}
    response = HttpResponse(json.dumps(problem, ensure_ascii=False), "application/json; charset=utf-8", 405)
    response["Allow"] = ", ".join(READING)
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = "no-store"
    return response
