"""A body that no page would keep is refused before it is read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.deprecation import MiddlewareMixin

from thidua.documents import errors, examining

# Room for the other fields of a form beside the largest file.
LARGEST_BODY = examining.LARGEST + 2 * 1024**2


class BodyLimitMiddleware(MiddlewareMixin):
    """413 with a plain sentence. Comes before the check of the form's token, which reads the whole body."""

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        length = str(request.META.get("CONTENT_LENGTH") or "0")
        if not length.isdecimal() or int(length) <= LARGEST_BODY:
            return None
        sentence = str(errors.FileTooLarge(limit=examining.LARGEST))
        return render(request, "413.html", {"sentence": sentence}, status=413)
