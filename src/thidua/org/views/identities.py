"""Signing in by an outside identity, binding one's account to it, unbinding; for others by the administrator.

The provider leads the browser back by a GET. A GET never writes here: the page that answers it sends itself on as a POST.
"""

import logging
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import reverse
from django.utils import timezone

from thidua.core import sight
from thidua.core.http import Request, go_to, page, public, refusals_in, requires
from thidua.core.permissions import Actor
from thidua.org import actions, queries, sights
from thidua.org.access import errors, forms, oidc, presence, proof
from thidua.org.forms import ReasonForm
from thidua.org.models import Identity, User
from thidua.org.views.access import come_in, wanted_page
from thidua.org.views.security import HOME, prove_first

log = logging.getLogger("thidua.access")
KEPT = "identity"
LIVES = 600  # seconds
UNPROVEN = "Chưa xác nhận được danh tính. Xin thử lại, hoặc đăng nhập bằng mật khẩu."


@public
def identity_begin(request: Request) -> HttpResponse:
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if not oidc.is_configured():
        raise Http404
    proof.count_question(request, at=timezone.now())
    return _sent(request, "sign_in", wanted_page(request))


@requires("org.link_identity", methods=("POST",))
def identity_link(request: Request) -> HttpResponse:
    if not oidc.is_configured():
        raise Http404
    if not presence.is_proved_lately(request, at=timezone.now()):
        return prove_first(request, HOME)
    return _sent(request, "link", reverse(HOME))


@public
def identity_return(request: Request) -> HttpResponse:
    """Back from the provider: GET shows what it sent, POST looks whether it holds."""
    if not oidc.is_configured():
        raise Http404
    if request.method != "POST":
        told = {name: request.GET.get(name, "")[:4_000] for name in ("code", "state")}
        return page(request, "org/identity_return.html", told=told, provider=oidc.name())
    at = timezone.now()
    kept = request.session.pop(KEPT, None)
    if kept is None or at.timestamp() - kept["at"] > LIVES:
        return _refused(request, "nothing waits for an answer")
    told = {name: request.POST.get(name, "") for name in ("code", "state")}
    try:
        outside = oidc.finish(kept, **told, return_to=_return_to(request), at=at)
    except oidc.IdentityUnproven as error:
        return _refused(request, str(error))
    if kept["purpose"] == "link":
        return _link(request, outside, kept)
    found = Identity.objects.filter(issuer=outside.issuer, subject=outside.subject, user__is_active=True)
    identity = found.select_related("user").first()
    if identity is None:
        return page(request, "org/identity_return.html", status=403, is_unknown=True, provider=oidc.name())
    found.update(used_at=at)
    return come_in(request, identity.user, "identity", kept["next"], at=at)


@requires("org.unlink_identity", methods=("POST",))
def identity_unlink(request: Request, pk: int) -> HttpResponse:
    if not Identity.objects.filter(pk=pk, user=request.actor.user_id or 0).exists():
        raise Http404
    if not presence.is_proved_lately(request, at=timezone.now()):
        return prove_first(request, HOME)
    proved_at = presence.proved_at(request)
    actions.unlink_identity(
        request.actor, identity=pk, proved_at=proved_at, by=request.actor, at=timezone.now()
    )
    messages.success(request, "Đã gỡ liên kết.")
    return go_to(request, reverse(HOME))


@requires("org.assign_identity", queries.visible_people, judges=True)
def identity_assign(request: Request, person: User) -> HttpResponse:
    """For those who cannot bind it themselves; the administrator has seen who it is."""
    if not oidc.is_configured():
        raise Http404
    form = forms.SubjectForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_in(form):
            typed = form.cleaned_data | {"issuer": settings.OIDC_ISSUER, "seen": sight.seen_in(request.POST)}
            actions.assign_identity(person, **typed, by=request.actor, at=timezone.now())
            messages.success(request, f"Đã gắn danh tính cho {person.full_name}.")
            return go_to(request, reverse("org:person_show", args=[person.pk]))
    shown: dict[str, Any] = {
        "person": person,
        "form": form,
        "bound": person.identities.all(),
        "provider": oidc.name(),
    }
    seen = sights.IDENTITIES.of(person, at=timezone.now())
    return page(request, "org/identity_assign.html", **shown, sight=seen)


@requires("org.withdraw_identity", queries.visible_people, judges=True)
def identity_withdraw(request: Request, person: User, identity: int) -> HttpResponse:
    bound = person.identities.filter(pk=identity).first()
    if bound is None:
        raise Http404
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_in(form):
            facts = form.cleaned_data | {"seen": sight.seen_in(request.POST)}
            actions.withdraw_identity(person, identity=identity, **facts, by=request.actor, at=timezone.now())
            messages.success(request, f"Đã gỡ danh tính của {person.full_name}.")
            return go_to(request, reverse("org:person_show", args=[person.pk]))
    shown = sights.IDENTITIES.of(person, at=timezone.now())
    return page(request, "org/identity_withdraw.html", person=person, form=form, bound=bound, sight=shown)


def _sent(request: Request, purpose: str, wanted: str) -> HttpResponse:
    """The browser on its way to the provider, with what must come back written down in the session."""
    try:
        place, kept = oidc.begin(_return_to(request))
    except oidc.IdentityUnproven as error:
        return _refused(request, str(error))
    said = {"purpose": purpose, "next": wanted, "at": int(timezone.now().timestamp())}
    if purpose == "link":
        said["person"] = request.actor.user_id or 0
    request.session[KEPT] = kept | said
    return go_to(request, place)


def _link(request: HttpRequest, outside: oidc.Outside, kept: dict[str, object]) -> HttpResponse:
    """Only for the person who asked for it, still signed in."""
    who: Actor | None = getattr(request, "actor", None)
    if who is None or who.user_id != kept["person"]:
        return _refused(request, "somebody else came back")
    facts = {"issuer": outside.issuer, "subject": outside.subject, "label": outside.label}
    try:
        proved_at = presence.proved_at(request)
        actions.link_identity(who, **facts, proved_at=proved_at, by=who, at=timezone.now())
    except errors.IdentityTaken as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"Đã liên kết {oidc.name()}.")
    return go_to(request, reverse(HOME))


def _refused(request: HttpRequest, why: str) -> HttpResponse:
    log.warning("outside identity not taken: %s", why)
    messages.error(request, UNPROVEN)
    is_stranger = getattr(request, "actor", None) is None
    return go_to(request, reverse("org:person_sign_in" if is_stranger else HOME))


def _return_to(request: Request) -> str:
    return request.build_absolute_uri(reverse("org:identity_return"))
