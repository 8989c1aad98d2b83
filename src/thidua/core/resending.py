"""A form that was opened before its person signed in anew: its token is stale, what was typed need not be lost.

Every form of a signed-in page says who opened it. When the token does not fit, the refusal offers to send the same once
more, if the request came from a page of ours and the same person is signed in. Anything else stays refused.
"""

import re
from functools import lru_cache
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, salted_hmac

OPENED_BY = "opened_by"
NOT_TYPED = frozenset({"csrfmiddlewaretoken", OPENED_BY})
# Never written into a page, not even into one for the same person.
SECRET = re.compile(r"password|secret", re.IGNORECASE)


def mark_of(user_id: int) -> str:
    """Stands for a person in the forms of his pages; only this installation can tell whom it means."""
    return _mark(user_id, settings.SECRET_KEY)


@lru_cache(maxsize=1_024)  # several forms of a page ask for the same
def _mark(user_id: int, secret: str) -> str:
    return salted_hmac("thidua.core.resending", str(user_id), secret).hexdigest()[:24]


def came_from_here(request: HttpRequest) -> bool:
    """Whether a page of this very site sent the request: browsers say so, and pages cannot make them say it."""
    said = request.headers.get("Origin") or request.headers.get("Referer") or ""
    parts = urlsplit(said)
    return (parts.scheme, parts.netloc) == (request.scheme, request.get_host())


def is_opened_by_the_same(request: HttpRequest) -> bool:
    actor = getattr(request, "actor", None)
    said = request.POST.get(OPENED_BY, "")
    return bool(actor and actor.user_id and constant_time_compare(said, mark_of(actor.user_id)))


def typed(request: HttpRequest) -> list[tuple[str, str]] | None:
    """The fields to send once more, in their order; None where that may not be offered: files do not survive."""
    if request.method != "POST" or not came_from_here(request) or not is_opened_by_the_same(request):
        return None
    if request.FILES or any(SECRET.search(name) for name in request.POST):
        return None
    fields = ((name, values) for name, values in request.POST.lists() if name not in NOT_TYPED)
    return [(name, str(value)) for name, values in fields for value in values]


def page_before(request: HttpRequest) -> str:
    """The address of our page that sent the request; "" when it is not known or not ours."""
    said = request.headers.get("Referer", "")
    parts = urlsplit(said)
    return said if (parts.scheme, parts.netloc) == (request.scheme, request.get_host()) else ""
