"""The door: signing in by one or two steps, and out; the role shown first; the demonstration's buttons."""

import ipaddress
import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from thidua.core.http import Request, go_to, page, public, signed_in
from thidua.org import actions, queries
from thidua.org.access import forms, oidc, origin, passkeys, presence, proof, throttle
from thidua.org.access import queries as access_queries
from thidua.org.models import User

log = logging.getLogger("thidua.access")
WRONG = "Tên đăng nhập hoặc mật khẩu chưa đúng. Xin kiểm tra rồi nhập lại."
HALFWAY = "halfway"
HALFWAY_LIVES = timedelta(minutes=10)


@public
def person_sign_in(request: Request) -> HttpResponse:
    if not queries.is_founded():
        return go_to(request, reverse("org:commune_found"))
    form = forms.SignInForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        at = timezone.now()
        person = proof.by_password(request, **form.cleaned_data, at=at)
        if person is not None:
            return come_in(request, person, "password", wanted_page(request), at=at)
        log.warning("sign-in refused from %s", origin.address_of(request))
        _note_refusal(request, "password", form.cleaned_data["username"].strip().lower(), at=at)
        form.add_error(None, WRONG)
    offered = queries.offered_in_demonstration(on=timezone.localdate()) if is_demonstration(request) else []
    return page(
        request,
        "org/person_sign_in.html",
        form=form,
        offered=offered,
        next=wanted_page(request),
        can_use_keys=passkeys.can_be_used_on(proof.host_of(request)),
        provider=oidc.name() if oidc.is_configured() else "",
    )


@public
def factor_ask(request: Request) -> HttpResponse:
    """The second step, for a person whose password was right a moment ago."""
    at = timezone.now()
    person = _halfway(request, at=at)
    if person is None:
        messages.info(request, "Bước thứ hai đã quá giờ. Xin đăng nhập lại.")
        return go_to(request, reverse("org:person_sign_in"))
    form = forms.CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        taken = proof.by_code(request, person, form.cleaned_data["code"], at=at)
        if taken:
            return _finish(request, person, taken, at=at)
        log.warning("second step of person %s refused from %s", person.pk, origin.address_of(request))
        _note_refusal(request, "code", person.username, account=str(person.pk), at=at)
        form.add_error("code", "Mã chưa đúng, hoặc đã dùng rồi. Xin nhập mã đang hiện trên điện thoại.")
    factors = access_queries.factors_of(person.pk)
    host = proof.host_of(request)
    usable = [key for key in factors.keys if key.host == host]
    return page(request, "org/factor_ask.html", form=form, person=person, factors=factors, keys=usable)


@public
def passkey_ask(request: Request) -> HttpResponse:
    """What the browser is to sign: for the person halfway in or signed in, or for anybody whose key the browser knows."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if not passkeys.can_be_used_on(proof.host_of(request)):
        raise Http404
    at = timezone.now()
    proof.count_question(request, at=at)
    person = _halfway(request, at=at) or (request.user if request.user.is_authenticated else None)
    return JsonResponse(proof.ask_key(request, person, at=at))


@public
def passkey_use(request: Request) -> HttpResponse:
    """The browser's answer: the second step of the person halfway in, or, for a key that verified its owner, both."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    at = timezone.now()
    person = _halfway(request, at=at)
    used = proof.by_key(request, request.POST.get("answer", ""), at=at, of=person)
    if used is None:
        messages.error(request, "Khóa chưa được nhận. Xin thử lại, hoặc đăng nhập bằng mật khẩu.")
        return go_to(request, reverse("org:factor_ask" if person else "org:person_sign_in"))
    if person is not None:
        return _finish(request, person, proof.PASSKEY, at=at)
    owner = used.key.user
    if not used.is_verified:
        raise Http404
    return _enter(request, owner, "passkey", proof.PASSKEY, wanted_page(request), at=at)


@public
def person_try_role(request: Request) -> HttpResponse:
    """Sign in as one of the people of the demonstration; on the machine that shows it, and nowhere else."""
    if not is_demonstration(request):
        raise Http404
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    offered = queries.offered_in_demonstration(on=timezone.localdate())
    chosen = next((one for one in offered if str(one.pk) == request.POST.get("membership")), None)
    if chosen is None:
        raise Http404
    enter(request, chosen.user, at=timezone.now(), factor=presence.DEMONSTRATION)
    request.session["commune_id"], request.session["first_unit_id"] = chosen.commune_pk, chosen.unit_id
    return go_to(request, wanted_page(request))


@public
def person_sign_out(request: Request) -> HttpResponse:
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    logout(request)
    messages.success(request, "Đã đăng xuất.")
    response = go_to(request, reverse("org:person_sign_in"))
    # Whoever sits down at this machine next finds nothing in the browser's own stores.
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


@signed_in
def role_choose(request: Request) -> HttpResponse:
    """Put one of one's roles first; a role in another commune leads into that commune."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    own = queries.own_memberships(request.actor.user_id or 0, on=timezone.localdate())
    chosen = next((one for one in own if str(one.pk) == request.POST.get("membership")), None)
    if chosen is None:
        raise Http404
    request.session["commune_id"], request.session["first_unit_id"] = chosen.commune_pk, chosen.unit_id
    return go_to(request, "/")


def come_in(request: Request, person: User, how: str, wanted: str, *, at: datetime) -> HttpResponse:
    """The first step was right: straight in, or to the second step of those who have one."""
    if not access_queries.has_factor(person.pk):
        return _enter(request, person, how, "", wanted, at=at)
    request.session.cycle_key()
    said = {"person": person.pk, "how": how, "next": wanted, "at": int(at.timestamp())}
    request.session[HALFWAY] = said
    return go_to(request, reverse("org:factor_ask"))


def _note_refusal(request: Request, kind: str, username: str, *, at: datetime, account: str = "") -> None:
    """Into the book of deeds once one must wait: a single slip of the fingers is nobody's news."""
    known = User.objects.filter(username=username).values_list("pk", flat=True).first()
    held = throttle.held_up(kind, account or username, proof.place_of(request, known), at=at)
    if held.is_waiting:
        actions.record_refused_entry(username, how=kind, tries=held.tries, at=at)


def _halfway(request: HttpRequest, *, at: datetime) -> User | None:
    said = request.session.get(HALFWAY)
    if said is None or not 0 <= at.timestamp() - said["at"] <= HALFWAY_LIVES.total_seconds():
        return None
    return User.objects.filter(pk=said["person"], is_active=True).select_related("home").first()


def _finish(request: Request, person: User, factor: str, *, at: datetime) -> HttpResponse:
    said = request.session.pop(HALFWAY)
    return _enter(request, person, f"{said['how']}, {factor}", factor, said["next"], at=at)


def _enter(
    request: Request, person: User, how: str, factor: str, wanted: str, *, at: datetime
) -> HttpResponse:
    """A session under a new key, with what was proved; the book of deeds and this browser remember it."""
    enter(request, person, at=at, factor=factor)
    actions.record_sign_in(person, how=how, at=at)
    if factor == proof.RECOVERY:
        left = access_queries.factors_of(person.pk).codes_left
        messages.warning(
            request, f"Đã dùng một mã dự phòng, còn {left} mã. Nếu mất điện thoại, xin đổi bước thứ hai."
        )
    response = go_to(request, wanted)
    origin.remember_device(request, response, person.pk)
    return response


def enter(request: HttpRequest, person: User, *, at: datetime, factor: str = "") -> None:
    """Open the session; also for those who just activated their account or founded the commune."""
    store = presence.store(request)
    store.address, store.device = origin.address_of(request), origin.device_of(request)
    login(request, person)
    presence.mark_proved(request, at=at, factor=factor)
    log.info("person %s signed in from %s", person.pk, store.address)


def wanted_page(request: HttpRequest) -> str:
    """Where the person wanted to go; never to another site."""
    wanted = request.POST.get("next") or request.GET.get("next") or "/"
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_ours else "/"


def is_demonstration(request: HttpRequest) -> bool:
    """Only for a browser on this machine: what came through a proxy came from elsewhere."""
    if not settings.DEMO or "HTTP_X_FORWARDED_FOR" in request.META:
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
