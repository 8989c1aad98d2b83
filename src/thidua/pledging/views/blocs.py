"""Blocs: the list, one of them with its members and history, and the deeds on it."""

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from thidua.core import permissions, sight
from thidua.core.http import Request, go_to, page, refusals_in, requires
from thidua.org.models import Unit
from thidua.pledging import actions, queries, sights
from thidua.pledging.forms import blocs as forms
from thidua.pledging.models import Bloc, BlocMembership


@requires("pledging.view_bloc", methods=("GET",))
def bloc_list(request: Request) -> HttpResponse:
    on = timezone.localdate()
    may_create = permissions.refusal(request.actor, "pledging.create_bloc", request.actor) is None
    found = queries.blocs_listed(request.actor, on=on)
    return page(request, "pledging/bloc_list.html", blocs=found, year=on.year, may_create=may_create)


@requires("pledging.create_bloc")
def bloc_create(request: Request) -> HttpResponse:
    form = forms.BlocForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_in(form):
            typed = form.cleaned_data
            bloc = actions.create_bloc(request.actor, **typed, by=request.actor, at=timezone.now())
            return go_to(request, reverse("pledging:bloc_show", args=[bloc.pk]))
    return page(request, "pledging/bloc_create.html", form=form)


@requires("pledging.view_bloc", queries.visible_blocs, methods=("GET",))
def bloc_show(request: Request, bloc: Bloc) -> HttpResponse:
    standing = queries.standing_of(bloc, on=timezone.localdate())
    may_change = permissions.refusal(request.actor, "pledging.change_bloc", bloc) is None
    return page(
        request,
        "pledging/bloc_show.html",
        bloc=bloc,
        standing=standing,
        pacts=bloc.pacts.all(),
        may_change=may_change,
    )


@requires("pledging.change_bloc", queries.visible_blocs, judges=True)
def bloc_change(request: Request, bloc: Bloc) -> HttpResponse:
    initial = {"name": bloc.name, "rules": bloc.rules}
    form = forms.BlocChangeForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        with refusals_in(form):
            typed = form.cleaned_data | {"seen": sight.seen_in(request.POST)}
            actions.change_bloc(bloc, **typed, by=request.actor, at=timezone.now())
            return go_to(request, reverse("pledging:bloc_show", args=[bloc.pk]))
    shown = sights.BLOC.of(bloc, at=timezone.now())
    return page(request, "pledging/bloc_change.html", bloc=bloc, form=form, sight=shown)


@requires("pledging.add_members", queries.visible_blocs)
def bloc_join(request: Request, bloc: Bloc) -> HttpResponse:
    """Units come in from a day on."""
    today = timezone.localdate()
    free = queries.units_to_add(bloc, on=today)
    posted = request.POST if request.method == "POST" else None
    everybody = Unit.objects.in_commune(bloc.commune_id)
    form = forms.MembersForm(posted, units=everybody if posted else free, initial={"valid_from": today})
    if form.is_valid():
        with refusals_in(form):
            made = actions.add_members(bloc, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, f"Đã thêm {len(made)} đơn vị vào {bloc.name}.")
            return go_to(request, reverse("pledging:bloc_show", args=[bloc.pk]))
    form.fields["units"].queryset = free  # type: ignore[attr-defined]
    return page(request, "pledging/bloc_join.html", bloc=bloc, form=form, is_empty=not free.exists())


@requires("pledging.end_membership", queries.visible_memberships, judges=True)
def bloc_leave(request: Request, membership: BlocMembership) -> HttpResponse:
    initial = {"valid_to": timezone.localdate()}
    form = forms.LeaveForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        with refusals_in(form):
            typed = form.cleaned_data | {"seen": sight.seen_in(request.POST)}
            actions.end_membership(membership, **typed, by=request.actor, at=timezone.now())
            messages.success(request, f"Đã ghi {membership.unit.name} rời {membership.bloc.name}.")
            return go_to(request, reverse("pledging:bloc_show", args=[membership.bloc_id]))
    shown = sights.MEMBERSHIP.of(membership, at=timezone.now())
    return page(request, "pledging/bloc_leave.html", membership=membership, form=form, sight=shown)


@requires("pledging.name_leader", queries.visible_blocs, judges=True)
def bloc_lead(request: Request, bloc: Bloc) -> HttpResponse:
    """Who leads the bloc in a year."""
    posted = request.POST if request.method == "POST" else None
    members = Unit.objects.filter(bloc_memberships__bloc=bloc).distinct()
    form = forms.LeaderForm(posted, units=members, initial={"year": timezone.localdate().year})
    if form.is_valid():
        with refusals_in(form):
            typed = form.cleaned_data | {"seen": sight.seen_in(request.POST)}
            actions.name_leader(bloc, **typed, by=request.actor, at=timezone.now())
            return go_to(request, reverse("pledging:bloc_show", args=[bloc.pk]))
    shown = sights.BLOC.of(bloc, at=timezone.now())
    return page(request, "pledging/bloc_lead.html", bloc=bloc, form=form, sight=shown)
