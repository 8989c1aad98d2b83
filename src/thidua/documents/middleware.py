"""A body that no page would keep is refused before it is read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.deprecation import MiddlewareMixin

from thidua.core.limits import LIST, LISTS_COME_IN_BY
from thidua.documents import errors, examining

# Room for the other fields of a form beside the largest file.
OTHER_FIELDS = 2 * 1024**2


def largest_file(path: str) -> int:
    """The most bytes that a file sent to `path` may have: lists of other systems come in by a door of their own."""
    return LIST.file_bytes if path.startswith(LISTS_COME_IN_BY) else examining.LARGEST


def largest_body(path: str) -> int:
    return largest_file(path) + OTHER_FIELDS


class BodyLimitMiddleware(MiddlewareMixin):
    """413 with a plain sentence. Comes before the check of the form's token, which reads the whole body."""

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        length = str(request.META.get("CONTENT_LENGTH") or "0")
        if not length.isdecimal() or int(length) <= largest_body(request.path):
            return None
        sentence = str(errors.FileTooLarge(limit=largest_file(request.path)))
        return render(request, "413.html", {"sentence": sentence}, status=413)
