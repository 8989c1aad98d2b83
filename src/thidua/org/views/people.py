"""People: the list, one account, its roles, its link; for those who may see people, changes for the administrator."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from thidua.core import permissions, sight
from thidua.core.http import Request, go_to, page, refusals_in, requires
from thidua.org import actions, forms, queries, roles, sights
from thidua.org.access import oidc
from thidua.org.access import queries as access_queries
from thidua.org.models import Membership, User

PER_PAGE = 50


@requires("org.view_people", methods=("GET",))
def person_list(request: Request) -> HttpResponse:
    search = _search(request)
    found = queries.people_found(request.actor, search, on=timezone.localdate())
    return page(
        request,
        "org/person_list.html",
        people=Paginator(found, PER_PAGE).get_page(request.GET.get("trang")),
        search=search,
        roles=roles.CHOICES,
        states=queries.ACCOUNT_STATES.items(),
        units=queries.visible_units(request.actor).filter(valid_to=None).values_list("pk", "name"),
        may_manage=request.actor.may("org.create_person"),
    )


@requires("org.view_people", methods=("GET",))
def person_show(request: Request, pk: int) -> HttpResponse:
    """Also a guest, whose account another commune keeps: so the gate is asked for this commune, not for the person's."""
    people = access_queries.with_factors(queries.visible_people(request.actor).select_related("home"))
    person = get_object_or_404(people, pk=pk)
    who, today, at = request.actor, timezone.localdate(), timezone.now()
    may_manage, is_at_home = who.may("org.change_person"), person.home_id == who.commune_id
    held = queries.visible_memberships(who).filter(user=person, is_void=False)
    link = access_queries.last_link(person) if may_manage and is_at_home else None
    gates = ("change_person", "disable_person", "enable_person", "issue_reset_link")
    return page(
        request,
        "org/person_show.html",
        person=person,
        facts=_facts(person),
        roles=[{"membership": one, "is_valid": one.is_valid_on(today)} for one in held],
        may_manage=may_manage,
        is_at_home=is_at_home,
        refused={gate: permissions.refusal(who, f"org.{gate}", person) for gate in gates},
        has_password=person.has_usable_password(),
        has_factor=may_manage and person.holds_factor,
        provider=oidc.is_configured(),
        link=link if link and link.expires_at > at else None,
        refused_entries=access_queries.refused_entries(person) if may_manage and is_at_home else (),
        link_sight=sights.link_sight(link, at=at),
    )


@requires("org.create_person")
def person_create(request: Request) -> HttpResponse:
    form = forms.PersonCreateForm(request.POST if request.method == "POST" else None, actor=request.actor)
    if form.is_valid():
        with refusals_in(form):
            root = queries.root_of(request.actor)
            person = actions.create_person(root, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(
                request,
                f"Đã lập tài khoản {person.username}. Xin cấp đường dẫn để {person.full_name} đặt mật khẩu.",
            )
            return go_to(request, reverse("org:person_show", args=[person.pk]))
    return page(request, "org/person_create.html", form=form)


@requires("org.change_person", queries.visible_people, judges=True)
def person_change(request: Request, person: User) -> HttpResponse:
    posted = request.POST if request.method == "POST" else None
    form = forms.PersonForm(posted, initial=forms.initial_of_person(person))
    if form.is_valid():
        with refusals_in(form):
            actions.change_person(person, **_done(request, form))
            return go_to(request, reverse("org:person_show", args=[person.pk]))
    shown = sights.PERSON.of(person, at=timezone.now())
    return page(request, "org/person_change.html", person=person, form=form, sight=shown)


@requires("org.disable_person", queries.visible_people, judges=True)
def person_disable(request: Request, person: User) -> HttpResponse:
    form = forms.ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_in(form):
            actions.disable_person(person, **_done(request, form))
            messages.success(request, f"Đã khóa tài khoản {person.username}.")
            return go_to(request, reverse("org:person_show", args=[person.pk]))
    shown = sights.ACCOUNT.of(person, at=timezone.now())
    return page(request, "org/person_disable.html", person=person, form=form, sight=shown)


@requires("org.enable_person", queries.visible_people, judges=True)
def person_enable(request: Request, person: User) -> HttpResponse:
    form = forms.ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_in(form):
            actions.enable_person(person, **_done(request, form))
            messages.success(request, f"Đã mở khóa tài khoản {person.username}.")
            return go_to(request, reverse("org:person_show", args=[person.pk]))
    shown = sights.ACCOUNT.of(person, at=timezone.now())
    return page(request, "org/person_enable.html", person=person, form=form, sight=shown)


@requires("org.view_people")
def membership_grant(request: Request, pk: int) -> HttpResponse:
    person = get_object_or_404(queries.visible_people(request.actor), pk=pk)
    permissions.check(request.actor, "org.grant_membership", queries.root_of(request.actor))
    posted = request.POST if request.method == "POST" else None
    form = forms.MembershipGrantForm(posted, actor=request.actor)
    if form.is_valid():
        with refusals_in(form):
            facts = dict(form.cleaned_data)
            unit = facts.pop("unit")
            actions.grant_membership(unit, person=person, **facts, by=request.actor, at=timezone.now())
            return go_to(request, reverse("org:person_show", args=[person.pk]))
    return page(request, "org/membership_grant.html", person=person, form=form)


@requires("org.end_membership", queries.visible_memberships, judges=True)
def membership_end(request: Request, membership: Membership) -> HttpResponse:
    form = forms.EndMembershipForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_in(form):
            actions.end_membership(membership, **_done(request, form))
            return go_to(request, reverse("org:person_show", args=[membership.user_id]))
    shown = sights.MEMBERSHIP.of(membership, at=timezone.now())
    return page(request, "org/membership_end.html", membership=membership, form=form, sight=shown)


def _done(request: Request, form: Form) -> dict[str, Any]:
    """What was typed and seen, by whom and when, as the deeds of this page take it."""
    seen = sight.seen_in(request.POST)
    return form.cleaned_data | {"seen": seen, "by": request.actor, "at": timezone.now()}


def _search(request: Request) -> queries.PeopleSearch:
    asked = request.GET
    unit = asked.get("don-vi", "")
    return queries.PeopleSearch(
        words=asked.get("tim", "").strip(),
        role=asked.get("vai-tro", ""),
        unit_id=int(unit) if unit.isdecimal() and len(unit) < 16 else None,
        state=asked.get("trang-thai", ""),
        order=asked.get("xep", ""),
    )


def _facts(person: User) -> list[tuple[str, str]]:
    last = timezone.localtime(person.last_login) if person.last_login else None
    return [
        ("Tên đăng nhập", person.username),
        ("Chức vụ", person.position),
        ("Thư điện tử", person.email),
        ("Tài khoản", "Đang mở" if person.is_active else "Đang khóa"),
        ("Mật khẩu", "Đã đặt" if person.has_usable_password() else "Chưa đặt, cần cấp đường dẫn"),
        ("Đăng nhập lần cuối", f"{last:%H:%M} ngày {last:%d/%m/%Y}" if last else "Chưa lần nào"),
    ]
