"""One's own ways in: second factors, keys, recovery codes, sessions; and proving anew who one is."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from thidua.core import sight
from thidua.core.http import Request, go_to, page, refusals_in, requires, signed_in
from thidua.org import actions, sessions, sights
from thidua.org import queries as org_queries
from thidua.org.access import forms, gate, oidc, passkeys, presence, proof, qr, queries, sealing, totp
from thidua.org.forms import ReasonForm
from thidua.org.models import Identity, Passkey, User
from thidua.org.views.access import wanted_page

ISSUER = "Thi Dua So"  # without marks: some apps show nothing else
HOME = "org:security_show"


@signed_in
@require_safe
def security_show(request: Request) -> HttpResponse:
    person = _me(request)
    own = list(queries.own_sessions(person, at=sessions.now()))
    here = presence.store(request).row_id
    return page(
        request,
        "org/security_show.html",
        factors=queries.factors_of(person),
        needs_factor=presence.needs_factor(request.actor),
        host=proof.host_of(request),
        can_use_keys=passkeys.can_be_used_on(proof.host_of(request)),
        sessions=[{"session": one, "is_here": one.pk == here} for one in own],
        has_others=any(one.pk != here for one in own),
        identities=Identity.objects.filter(user=person) if oidc.is_configured() else (),
        provider=oidc.name() if oidc.is_configured() else "",
    )


@signed_in
@require_safe
def factor_require(request: Request) -> HttpResponse:
    """The only page of those whose role needs a second factor and who did not give one at the door."""
    factors = queries.factors_of(_me(request))
    can_use_keys = passkeys.can_be_used_on(proof.host_of(request))
    names = [grant.role_name for grant in request.actor.grants]
    return page(request, "org/factor_require.html", factors=factors, can_use_keys=can_use_keys, names=names)


@signed_in
def proof_give(request: Request) -> HttpResponse:
    """The password once more, before the ways in are changed."""
    at = timezone.now()
    form = forms.ProofForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        name, password = request.user.get_username(), form.cleaned_data["password"]
        if proof.by_password(request, username=name, password=password, at=at) == request.user:
            presence.mark_proved(request, at=at)
            return go_to(request, wanted_page(request))
        form.add_error("password", "Mật khẩu chưa đúng.")
    return page(request, "org/proof_give.html", form=form, next=wanted_page(request))


@requires("org.add_totp")
def totp_add(request: Request) -> HttpResponse:
    """Scan, then type what the app shows: so nobody is locked out by an app that did not take the code."""
    if not presence.is_proved_lately(request, at=timezone.now()):
        return prove_first(request, request.path)
    form = forms.TotpForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_in(form):
            shown = actions.add_totp(request.actor, **form.cleaned_data, **_proof(request))
            return _added(request, shown, proof.TOTP, "Đã bật ứng dụng tạo mã.")
    offer = form.data.get("offer", "") if request.method == "POST" else ""
    secret = _offered(request, offer) or totp.new_secret()
    address = totp.address(secret, account=request.user.get_username(), issuer=ISSUER)
    response = page(
        request,
        "org/totp_add.html",
        form=form,
        offer=sealing.seal(f"{_me(request)}:{secret}"),
        secret=" ".join(secret[place : place + 4] for place in range(0, len(secret), 4)),
        qr=qr.svg(address, label="Mã QR cho ứng dụng tạo mã"),
    )
    add_never_cache_headers(response)
    return response


@requires("org.remove_totp")
def totp_remove(request: Request) -> HttpResponse:
    if not presence.is_proved_lately(request, at=timezone.now()):
        return prove_first(request, request.path)
    form = forms.SureForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_in(form):
            actions.remove_totp(request.actor, **_proof(request))
            messages.success(request, "Đã bỏ ứng dụng tạo mã.")
            return go_to(request, reverse(HOME))
    return page(request, "org/totp_remove.html", form=form)


@requires("org.add_passkey", methods=("POST",))
def passkey_offer(request: Request) -> HttpResponse:
    """What the browser needs to make a key; the challenge waits in the session."""
    host, at = proof.host_of(request), timezone.now()
    if not passkeys.can_be_used_on(host) or not presence.is_proved_lately(request, at=at):
        raise Http404
    person = _me(request)
    known = list(Passkey.objects.filter(user=person, host=host))
    options, state = passkeys.ask_for_new(
        host, person_id=person, username=request.user.get_username(), name=request.actor.name, known=known
    )
    request.session[proof.CHALLENGE] = {"state": state, "at": int(at.timestamp())}
    return JsonResponse(options)


@requires("org.add_passkey")
def passkey_add(request: Request) -> HttpResponse:
    at, host = timezone.now(), proof.host_of(request)
    if not presence.is_proved_lately(request, at=at):
        return prove_first(request, request.path)
    form = forms.KeyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_in(form):
            try:
                state = proof.take_challenge(request, at=at)
            except passkeys.Unproven:
                form.add_error(None, "Đã quá giờ. Xin bấm thêm khóa lần nữa.")
            else:
                facts = form.cleaned_data | {"host": host, "state": state}
                shown = actions.add_passkey(request.actor, **facts, **_proof(request))
                return _added(request, shown, proof.PASSKEY, "Đã thêm khóa.")
    return page(request, "org/passkey_add.html", form=form, can_use_keys=passkeys.can_be_used_on(host))


@requires("org.rename_passkey")
def passkey_rename(request: Request, pk: int) -> HttpResponse:
    key = get_object_or_404(Passkey, pk=pk, user=_me(request))
    posted = request.POST if request.method == "POST" else None
    form = forms.KeyNameForm(posted, initial={"name": key.name})
    if form.is_valid():
        with refusals_in(form):
            name = form.cleaned_data["name"]
            actions.rename_passkey(request.actor, key=key, name=name, by=request.actor, at=timezone.now())
            return go_to(request, reverse(HOME))
    return page(request, "org/passkey_rename.html", form=form, key=key)


@requires("org.remove_passkey")
def passkey_remove(request: Request, pk: int) -> HttpResponse:
    key = get_object_or_404(Passkey, pk=pk, user=_me(request))
    if not presence.is_proved_lately(request, at=timezone.now()):
        return prove_first(request, request.path)
    form = forms.SureForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_in(form):
            actions.remove_passkey(request.actor, key=key, **_proof(request))
            messages.success(request, f"Đã gỡ khóa {key.name}.")
            return go_to(request, reverse(HOME))
    return page(request, "org/passkey_remove.html", form=form, key=key)


@requires("org.renew_recovery_codes")
def recovery_renew(request: Request) -> HttpResponse:
    if not presence.is_proved_lately(request, at=timezone.now()):
        return prove_first(request, request.path)
    form = forms.SureForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_in(form):
            shown = actions.renew_recovery_codes(request.actor, **_proof(request))
            return _shown_once(request, shown)
    return page(request, "org/recovery_renew.html", form=form)


@requires("org.end_session", methods=("POST",))
def session_end(request: Request, pk: int) -> HttpResponse:
    own = queries.own_sessions(_me(request), at=sessions.now())
    session = get_object_or_404(own, pk=pk)
    actions.end_session(request.actor, session=session, by=request.actor, at=timezone.now())
    messages.success(request, f"Đã đăng xuất khỏi {session.device or 'máy đó'}.")
    return go_to(request, reverse(HOME))


@requires("org.end_other_sessions", methods=("POST",))
def session_end_others(request: Request) -> HttpResponse:
    here = presence.store(request).row_id
    ended = actions.end_other_sessions(request.actor, kept=here, by=request.actor, at=timezone.now())
    messages.success(request, f"Đã đăng xuất {ended} máy khác.")
    return go_to(request, reverse(HOME))


@signed_in
def session_show(request: Request) -> HttpResponse:
    """How long this session is still good, in seconds; a POST says that somebody is there. For the page's script."""
    rest = presence.rests_for(request.actor, request, on=timezone.localdate())
    left = presence.left(request, rest)
    response = JsonResponse({"left": None if left is None else int(left.total_seconds())})
    add_never_cache_headers(response)
    return response


@signed_in
def session_unlock(request: Request) -> HttpResponse:
    """After a rest that was too long: the password or a key, and on with the work."""
    at, answer = timezone.now(), request.POST.get("answer", "")
    if answer and gate.unlock_by_key(request, answer, at=at):
        return go_to(request, wanted_page(request))
    form = forms.ProofForm(request.POST if request.method == "POST" and not answer else None)
    if form.is_valid():
        if gate.unlock(request, form.cleaned_data["password"], at=at):
            is_script = request.headers.get("Accept") == "application/json"
            return JsonResponse({"is_open": True}) if is_script else go_to(request, wanted_page(request))
        form.add_error("password", "Mật khẩu chưa đúng.")
    shown = {"form": form, "next": wanted_page(request), "is_key_refused": bool(answer)}
    host = proof.host_of(request)
    has_keys = passkeys.can_be_used_on(host) and Passkey.objects.filter(user=_me(request), host=host).exists()
    return page(
        request, "org/session_unlock.html", status=422 if answer else None, **shown, has_keys=has_keys
    )


@requires("org.reset_factors", org_queries.visible_people, judges=True)
def factor_reset(request: Request, person: User) -> HttpResponse:
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_in(form):
            typed = form.cleaned_data | {"seen": sight.seen_in(request.POST)}
            actions.reset_factors(person, **typed, by=request.actor, at=timezone.now())
            messages.success(request, f"Đã đặt lại bước xác thực thứ hai của {person.full_name}.")
            return go_to(request, reverse("org:person_show", args=[person.pk]))
    shown = sights.FACTORS.of(person, at=timezone.now())
    return page(request, "org/factor_reset.html", person=person, form=form, sight=shown)


def _me(request: Request) -> int:
    return request.actor.user_id or 0


def _proof(request: Request) -> dict[str, Any]:
    """What every deed on the ways in asks for."""
    return {"proved_at": presence.proved_at(request), "by": request.actor, "at": timezone.now()}


def prove_first(request: Request, then: str) -> HttpResponse:
    """To the page that asks for the password, and from there to `then`: an address or the name of a page."""
    wanted = then if then.startswith("/") else reverse(then)
    return go_to(request, f"{reverse('org:proof_give')}?next={wanted}")


def _offered(request: Request, offer: str) -> str:
    """The secret of a form that came back with a wrong code: the app has scanned it already."""
    try:
        owner, _, secret = sealing.unseal(offer).partition(":")
    except sealing.SealBroken:
        return ""
    return secret if owner == str(_me(request)) else ""


def _added(request: Request, codes: list[str], factor: str, words: str) -> HttpResponse:
    """This session has just proved the new factor; recovery codes are shown where they are the first."""
    presence.mark_proved(request, at=timezone.now(), factor=factor)
    if codes:
        return _shown_once(request, codes)
    messages.success(request, words)
    return go_to(request, reverse(HOME))


def _shown_once(request: Request, codes: list[str]) -> HttpResponse:
    response = page(request, "org/recovery_renew.html", status=200, codes=codes)
    add_never_cache_headers(response)
    return response
