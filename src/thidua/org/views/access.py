"""The door: signing in and out, the role shown first."""

import ipaddress

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, login, logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from thidua.core.http import Request, go_to, page, public, signed_in
from thidua.org import queries
from thidua.org.access import forms


@public
def person_sign_in(request: Request) -> HttpResponse:
    if not queries.is_founded():
        return go_to(request, reverse("org:commune_found"))
    form = forms.SignInForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        person = authenticate(request, **form.cleaned_data)
        if person is not None:
            login(request, person)
            return go_to(request, _next(request))
        form.add_error(None, "Tên đăng nhập hoặc mật khẩu chưa đúng. Xin kiểm tra rồi nhập lại.")
    offered = queries.offered_in_demonstration(on=timezone.localdate()) if _is_demonstration(request) else []
    return page(request, "org/person_sign_in.html", form=form, offered=offered, next=_next(request))


@public
def person_try_role(request: Request) -> HttpResponse:
    """Sign in as one of the people of the demonstration; on the machine that shows it, and nowhere else."""
    if not _is_demonstration(request):
        raise Http404
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    offered = queries.offered_in_demonstration(on=timezone.localdate())
    chosen = next((one for one in offered if str(one.pk) == request.POST.get("membership")), None)
    if chosen is None:
        raise Http404
    login(request, chosen.user)
    request.session["commune_id"], request.session["first_unit_id"] = chosen.commune_pk, chosen.unit_id
    return go_to(request, _next(request))


@public
def person_sign_out(request: Request) -> HttpResponse:
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    logout(request)
    messages.success(request, "Đã đăng xuất.")
    return go_to(request, reverse("org:person_sign_in"))


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


def _next(request: HttpRequest) -> str:
    """Where the person wanted to go; never to another site."""
    wanted = request.POST.get("next") or request.GET.get("next") or "/"
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_ours else "/"


def _is_demonstration(request: HttpRequest) -> bool:
    """Only for a browser on this machine: what came through a proxy came from elsewhere."""
    if not settings.DEMO or "HTTP_X_FORWARDED_FOR" in request.META:
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
