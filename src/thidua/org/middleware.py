"""Who acts in this request: the signed-in person with the memberships valid today."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.deprecation import MiddlewareMixin

from thidua.core.permissions import Actor
from thidua.org import queries


class ActorMiddleware(MiddlewareMixin):
    """Sets `request.actor`: an Actor, or None for strangers. Without a session cookie nothing is looked up.

    The front door of an empty installation leads to its founding.
    """

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        actor = self._actor(request)
        request.actor = actor  # type: ignore[attr-defined]
        if request.path == "/" and actor is None and not queries.is_founded():
            return HttpResponseRedirect(reverse("org:commune_found"))
        return None

    def _actor(self, request: HttpRequest) -> Actor | None:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
            return None
        return queries.actor_for(
            request.user,
            on=timezone.localdate(),
            commune_id=request.session.get("commune_id"),
            first=request.session.get("first_unit_id"),
        )
