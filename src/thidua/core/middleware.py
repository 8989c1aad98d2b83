"""What every answer carries; refusals that no form caught become a plain page with the reason; nobody meets an empty one."""

import logging

from csp.utils import build_policy
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.deprecation import MiddlewareMixin
from django.utils.functional import cached_property

from thidua.core import posted, resending, sight
from thidua.core.errors import DomainError, Refused
from thidua.core.sight import Overtaken

log = logging.getLogger(__name__)
REASON = "reason"
# What a page of ours may ask of the machine it is shown on: nothing but a passkey.
FEATURES = (
    "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), "
    "payment=(), usb=(), browsing-topics=(), publickey-credentials-get=(self), publickey-credentials-create=(self)"
)


class PolicyMiddleware(MiddlewareMixin):
    """The content policy of the settings on every answer that brings none of its own. No page changes it: composed once."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        is_of_django = settings.DEBUG and response.status_code in {
            404,
            500,
        }  # its pages for developers carry their looks
        if not is_of_django:
            response.headers.setdefault("Content-Security-Policy", self.policy)
        return response

    @cached_property
    def policy(self) -> str:
        return build_policy()


class FeaturesMiddleware(MiddlewareMixin):
    """Permissions-Policy on every answer."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        response["Permissions-Policy"] = FEATURES
        return response


class FormMiddleware(MiddlewareMixin):
    """Plain forms are read by a quicker reader than Django's. Comes before the check of the form's token, which looks in."""

    def process_request(self, request: HttpRequest) -> None:
        is_plain = (
            request.content_type == posted.FORM and request.encoding is None
        )  # Django refuses every other encoding
        if is_plain and request.method == "POST":
            request.POST = posted.read_form(request.body)  # type: ignore[assignment]


class RefusalMiddleware(MiddlewareMixin):
    """DomainError → its status and sentence; hidden things → 404."""

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Refused) and exception.hidden:
            return render(request, "404.html", status=404)
        if isinstance(exception, Http404) or not isinstance(exception, DomainError):
            return None
        if isinstance(exception, Overtaken):
            return _overtaken(request, exception)
        template = {403: "403.html", 409: "409.html", 429: "429.html"}.get(exception.status, "422.html")
        told = {"sentence": str(exception), "is_of_state": getattr(exception, "is_of_state", False)}
        response = render(request, template, told, status=exception.status)
        if getattr(exception, "retry_after", None):
            response["Retry-After"] = str(exception.retry_after)  # type: ignore[attr-defined]  # seconds, of those that say it
        return response

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """An address that only a button may call, opened as a page (reload, sign-in in between): say so, lead back."""
        if response.status_code != 405 or response.content or request.method != "GET":
            return response
        plain = render(request, "405.html", status=405)
        plain["Allow"] = response["Allow"]
        return plain


def _overtaken(request: HttpRequest, clash: Overtaken) -> HttpResponse:
    """The page of a deed by one button: what was seen, what stands, and the same button once more with all it sent."""
    unsent = {*resending.NOT_TYPED, sight.FIELD, REASON}
    told = {
        "clash": clash,
        "posted": [
            (name, value) for name, values in request.POST.lists() for value in values if name not in unsent
        ],
        "reason": request.POST.get(REASON, ""),
        "back_url": resending.page_before(request) or "/",
    }
    return render(request, "409_overtaken.html", told, status=clash.status)
