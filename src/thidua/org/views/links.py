"""One-time links: asked for by mail, issued to one or to many, used to choose a password."""

from datetime import datetime

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from thidua.core import sight
from thidua.core.http import Request, go_to, page, public, refusals_in, requires
from thidua.org import actions, jobs
from thidua.org import queries as org_queries
from thidua.org.access import codes, forms, origin, qr, queries, throttle
from thidua.org.enums import LinkPurpose
from thidua.org.models import ImportDraft, ResetLink, Unit, User
from thidua.org.views.access import enter

MOST_MAILS = 5
# In a quarter of an hour from one network.
MOST_REQUESTS, MOST_WRONG_LINKS = 40, 60


@public
def password_forgot(request: Request) -> HttpResponse:
    """The same answer whether the address is known or not."""
    form = forms.ForgotForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        _count(request, "forgot", MOST_REQUESTS, at=timezone.now())
        for person in org_queries.people_at(form.cleaned_data["email"])[:MOST_MAILS]:
            jobs.send_link_mail.enqueue(person.pk)
        return page(request, "org/password_forgot.html", form=form, is_done=True)
    return page(request, "org/password_forgot.html", form=form, is_done=False)


@public
def activation_enter(request: Request) -> HttpResponse:
    """For those who have the slip and no camera: type its code."""
    form = forms.SlipCodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        at, code = timezone.now(), codes.tidy(form.cleaned_data["code"]).replace("/", "-")
        if actions.usable_link(code, at=at) is None:
            _count(request, "link", MOST_WRONG_LINKS, at=at)
        return go_to(request, reverse("org:account_activate", args=[code]))
    return page(request, "org/activation_enter.html", form=form)


@public
def account_activate(request: Request, secret: str) -> HttpResponse:
    return _choose(request, secret, "org/account_activate.html")


@public
def password_choose(request: Request, secret: str) -> HttpResponse:
    return _choose(request, secret, "org/password_choose.html")


def _choose(request: Request, secret: str, template: str) -> HttpResponse:
    """Whoever holds the link chooses the password. Looking uses nothing up; what is shown is kept by no browser."""
    at = timezone.now()
    link = actions.usable_link(secret, at=at)
    if link is None:
        if request.method == "POST":
            _count(request, "link", MOST_WRONG_LINKS, at=at)
        return page(request, template, status=410, link=None)
    posted = request.POST if request.method == "POST" else None
    has_factor = queries.has_factor(link.user_id)
    form = forms.NewPasswordForm(posted, has_factor=has_factor, on=timezone.localdate(at))
    if form.is_valid():
        with refusals_in(form):
            person = actions.choose_password(secret, password=form.cleaned_data["new_password1"], at=at)
            return _enter(request, person, link, has_factor=has_factor)
    response = page(request, template, form=form, link=link)
    add_never_cache_headers(response)
    return response


def _count(request: Request, kind: str, tries: int, *, at: datetime) -> None:
    """By where it comes from; a secret of 99 bits needs no more, but nobody may keep us busy with guessing."""
    throttle.admit_place(kind, origin.network_of(origin.address_of(request)), at=at, tries=tries)


def _enter(request: Request, person: User, link: ResetLink, *, has_factor: bool) -> HttpResponse:
    """Activation leads straight in; a forgotten password back to the door, where the second factor is asked for."""
    if link.purpose != LinkPurpose.ACTIVATION or has_factor:
        messages.success(request, "Đã đặt mật khẩu. Xin đăng nhập bằng mật khẩu mới.")
        return go_to(request, reverse("org:person_sign_in"))
    at = timezone.now()
    enter(request, person, at=at)
    actions.record_sign_in(person, how="activation", at=at)
    messages.success(request, f"Tài khoản {person.username} đã kích hoạt.")
    response = go_to(request, "/")
    origin.remember_device(request, response, person.pk)
    return response


@requires("org.issue_reset_link", org_queries.visible_people, methods=("POST",), judges=True)
def link_issue(request: Request, person: User) -> HttpResponse:
    """Issue a link and show it, this once: a slip to print and hand over."""
    at = timezone.now()
    secret = actions.issue_reset_link(person, seen=sight.seen_in(request.POST), by=request.actor, at=at)
    link = queries.standing_link(person, at=at)
    slip = _printed(request, actions.Slip(person, secret, link.expires_at if link else at))
    return page(request, "org/link_issue.html", person=person, slip=slip, issued_at=at)


@requires("org.revoke_reset_links", org_queries.visible_people, methods=("POST",), judges=True)
def link_revoke(request: Request, person: User) -> HttpResponse:
    seen = sight.seen_in(request.POST)
    actions.revoke_reset_links(person, seen=seen, by=request.actor, at=timezone.now())
    messages.success(request, f"Đã thu hồi đường dẫn của {person.full_name}.")
    return go_to(request, reverse("org:person_show", args=[person.pk]))


@requires("org.issue_activation_links")
def activation_issue(request: Request) -> HttpResponse:
    """Those who have never had a password: all, or of one unit, or those whom a table created; by mail or on paper."""
    form = forms.InvitationForm(request.POST if request.method == "POST" else request.GET)
    form.is_valid()
    waiting = _waiting(request, form)
    if request.method == "POST" and form.is_valid():
        chosen = waiting.filter(email="") if form.cleaned_data["way"] == "print_rest" else waiting
        ids = list(chosen.values_list("pk", flat=True))
        if form.cleaned_data["way"] == "mail":
            return _mail(request, ids)
        at = timezone.now()
        slips = actions.issue_activation_links(request.actor, people=ids, by=request.actor, at=at)
        printed = [_printed(request, slip) for slip in slips]
        return page(request, "org/activation_issue.html", status=200, slips=printed, issued_at=at)
    everybody = waiting.count()
    with_mail = waiting.exclude(email="").count()
    units = org_queries.visible_units(request.actor).filter(valid_to=None).values_list("pk", "name")
    return page(
        request,
        "org/activation_issue.html",
        status=422 if request.method == "POST" else 200,
        counts={"everybody": everybody, "with_mail": with_mail, "rest": everybody - with_mail},
        chosen=form.cleaned_data,
        units=units,
    )


def _waiting(request: Request, form: forms.InvitationForm) -> QuerySet[User]:
    found = queries.people_to_activate(request.actor)
    unit_id, draft_id = form.cleaned_data.get("unit"), form.cleaned_data.get("draft")
    if unit_id:
        path = (
            Unit.objects.in_commune(request.actor.commune_id)
            .filter(pk=unit_id)
            .values_list("path", flat=True)
        )
        found = found.filter(memberships__unit__path__startswith=path.first() or "-").distinct()
    if draft_id:
        draft = ImportDraft.objects.filter(pk=draft_id, commune_id=request.actor.commune_id).first()
        found = found.filter(pk__in=queries.people_made_by(draft) if draft else ())
    return found


def _mail(request: Request, ids: list[int]) -> HttpResponse:
    invited = actions.mail_activation_links(request.actor, people=ids, by=request.actor, at=timezone.now())
    for pk in invited:
        jobs.send_link_mail.enqueue(pk)
    messages.success(request, f"Đang gửi thư mời kích hoạt cho {len(invited)} người.")
    return go_to(request, reverse("org:person_list") + "?trang-thai=chua-dat")


def _printed(request: Request, slip: actions.Slip) -> dict[str, object]:
    """A slip as paper needs it: address, picture of the address, the code to type."""
    is_first = not slip.person.has_usable_password()
    name = "org:account_activate" if is_first else "org:password_choose"
    link = request.build_absolute_uri(reverse(name, args=[slip.secret]))
    picture = qr.svg(link, label=f"Mã QR của {slip.person.full_name}")
    enter = request.build_absolute_uri(reverse("org:activation_enter"))
    return {"slip": slip, "link": link, "qr": picture, "is_first": is_first, "enter": enter}
