"""One-time links: made and taken back by the standing body, opened by whoever holds one."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from thidua.core import sight
from thidua.core.http import Request, go_to, page, public, refusals_in, requires
from thidua.core.permissions import Actor
from thidua.movement import queries as movement_queries
from thidua.org import queries as org_queries
from thidua.org.access import origin, qr, throttle
from thidua.org.models import Unit
from thidua.pledging import actions, facts, queries, sights, ways
from thidua.pledging.enums import LinkForm
from thidua.pledging.forms import links as forms
from thidua.pledging.forms.plans import ShortPlanForm
from thidua.pledging.forms.registrations import RegistrationForm
from thidua.pledging.models import OneTimeLink, Registration, UnitPlan

MOST_WRONG_LINKS = 60  # in a quarter of an hour from one network


@requires("pledging.issue_link", org_queries.visible_units)
def link_make(request: Request, unit: Unit) -> HttpResponse:
    """Make a link and show it, this once: as address, as picture and as a slip to hand over."""
    on = timezone.localdate()
    running = list(movement_queries.visible_movements(request.actor).running()[:20])
    posted = request.POST if request.method == "POST" else None
    form = forms.LinkIssueForm(posted, movements=running, years=[on.year, on.year + 1])
    if form.is_valid():
        with refusals_in(form):
            kind, number = form.wanted
            movement = next((one for one in running if kind == "plan" and one.pk == number), None)
            year = number if movement is None else None
            issued = actions.issue_link(
                unit, movement=movement, year=year, by=request.actor, at=timezone.now()
            )
            return page(
                request, "pledging/link_make.html", unit=unit, slip=_slip(request, issued), status=200
            )
    now = timezone.now()
    rows = [(one, _state(one, at=now), sights.LINK.of(one, at=now)) for one in queries.links_of(unit)]
    return page(request, "pledging/link_make.html", unit=unit, form=form, rows=rows)


def _state(link: OneTimeLink, *, at: datetime) -> tuple[str, str]:
    """(tone, words) of a link."""
    if link.used_at is not None:
        return "reached", "Đã dùng"
    if link.revoked_at is not None and link.revoked_at < link.expires_at:
        return "empty", "Đã thu hồi"
    return ("waiting", "Chưa dùng") if queries.is_usable(link, at=at) else ("empty", "Hết hạn")


def _slip(request: Request, issued: actions.Issued) -> dict[str, object]:
    address = request.build_absolute_uri(reverse("pledging:link_open", args=[issued.secret]))
    picture = qr.svg(address, label=f"Mã QR của {issued.link.unit.name}")
    enter = request.build_absolute_uri(reverse("pledging:link_enter"))
    return {
        "link": issued.link,
        "secret": issued.secret,
        "address": address,
        "qr": picture,
        "enter": enter,
        "what": _what(issued.link),
    }


def _what(link: OneTimeLink) -> str:
    if link.movement is not None:
        return f"Kế hoạch của đơn vị, phong trào “{link.movement.short_title}”"
    return f"Đăng ký thi đua năm {link.year}"


@requires("pledging.revoke_link", queries.visible_links, judges=True, methods=("POST",))
def link_revoke(request: Request, link: OneTimeLink) -> HttpResponse:
    actions.revoke_link(link, seen=sight.seen_in(request.POST), by=request.actor, at=timezone.now())
    messages.success(request, f"Đã thu hồi đường dẫn của {link.unit.name}.")
    return go_to(request, reverse("pledging:link_make", args=[link.unit_id]))


@public
def link_enter(request: Request) -> HttpResponse:
    """For those who have the slip and no camera: type its code."""
    form = forms.LinkCodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        now = timezone.now()
        if queries.usable_link(form.secret, at=now) is None:
            _count(request, at=now)
        return go_to(request, reverse("pledging:link_open", args=[form.secret]))
    return page(request, "pledging/link_enter.html", form=form)


@public
def link_open(request: Request, secret: str) -> HttpResponse:
    """The one form of the link. Looking uses nothing up; sending it uses the link up; no browser keeps the page."""
    now = timezone.now()
    link = queries.usable_link(secret, at=now)
    if link is None:
        if request.method == "POST":
            _count(request, at=now)
        return page(request, "pledging/link_open.html", status=410, link=None)
    response = _plan_form(request, link) if link.form == LinkForm.PLAN else _registration_form(request, link)
    add_never_cache_headers(response)
    return response


def _count(request: Request, *, at: datetime) -> None:
    """By where it comes from; a secret of 99 bits needs no more, but nobody may keep us busy with guessing."""
    network = origin.network_of(origin.address_of(request))
    throttle.admit_place("unit link", network, at=at, tries=MOST_WRONG_LINKS)


def _plan_form(request: Request, link: OneTimeLink) -> HttpResponse:
    plan = UnitPlan.objects.select_related("movement", "unit__commune", "against", "file").get(
        unit_id=link.unit_id, movement_id=link.movement_id or 0
    )
    shown = queries.shown_of(plan, on=timezone.localdate())
    posted = request.POST if request.method == "POST" else None
    initial = {"head": plan.head, "officer": plan.officer}
    form = ShortPlanForm(
        posted, plan=plan, contents=shown.contents, targets=shown.targets, tasks=shown.tasks, initial=initial
    )
    holder = forms.HolderForm(posted)
    context: dict[str, Any] = {
        "link": link,
        "what": _what(link),
        "plan": plan,
        "form": form,
        "holder": holder,
    }
    if not plan.is_open_for_changes:
        return page(request, "pledging/link_open.html", **context, is_closed=True, status=410)
    if holder.is_valid() and form.is_valid():
        with refusals_in(form):
            filled = facts.Filled(form.general(), form.choices, form.aims, form.works)
            name = holder.cleaned_data["name"]
            who = ways.holder_of(link, name=name, commune=_anybody(link))
            actions.plan_by_link(link, filled=filled, name=name, by=who, at=timezone.now())
            return page(
                request, "pledging/link_open.html", link=link, what=_what(link), done_at=timezone.now()
            )
    return page(request, "pledging/link_open.html", **context)


def _registration_form(request: Request, link: OneTimeLink) -> HttpResponse:
    registration = Registration.objects.select_related("unit").get(unit_id=link.unit_id, year=link.year or 0)
    posted = request.POST if request.method == "POST" else None
    names = ("titles", "head_titles", "targets", "head", "position")
    initial = {name: getattr(registration, name) for name in names}
    form = RegistrationForm(posted, offered=queries.titles_for(registration), initial=initial)
    context: dict[str, Any] = {"link": link, "what": _what(link), "registration": registration, "form": form}
    if not registration.is_open_for_changes:
        return page(request, "pledging/link_open.html", **context, is_closed=True, status=410)
    if form.is_valid():
        with refusals_in(form):
            name = form.cleaned_data["head"]
            who = ways.holder_of(link, name=name, commune=_anybody(link))
            actions.register_by_link(link, wanted=form.wanted, name=name, by=who, at=timezone.now())
            return page(
                request, "pledging/link_open.html", link=link, what=_what(link), done_at=timezone.now()
            )
    return page(request, "pledging/link_open.html", **context)


def _anybody(link: OneTimeLink) -> Actor:
    """An actor of the commune, for its name and place; what the holder may do comes from the link alone."""
    return org_queries.system_actor(link.unit.commune or link.unit)
