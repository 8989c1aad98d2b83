"""Handing over: prepare and do it; the record that both sign."""

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone

from thidua.core import sight
from thidua.core.http import Request, go_to, need, page, refusals_in, requires
from thidua.org import actions, handing, sights
from thidua.org import queries as org_queries
from thidua.org.access import forms, queries
from thidua.org.models import Handover


@requires("org.view_people")
def handover_prepare(request: Request, pk: int) -> HttpResponse:
    """Which roles, to whom, from when; below, what is in the person's hands today. Everybody in one query, roles in another."""
    who, today = request.actor, timezone.localdate()
    people = queries.people_to_take(who, and_also=pk)
    person = next((one for one in people if one.pk == pk), None)
    if person is None:
        raise Http404
    need(request, "org.hand_over", person, judges=True)
    roles = sights.roles_of(person)
    held = [one for one in roles if one.valid_to is None or one.valid_to >= today]
    takers = [one for one in people if one.pk != pk]
    form = forms.HandoverForm(request.POST if request.method == "POST" else None, held=held, takers=takers)
    if form.is_valid():
        with refusals_in(form):
            typed = form.cleaned_data | {"seen": sight.seen_in(request.POST)}
            record = actions.hand_over(person, **typed, by=who, at=timezone.now())
            messages.success(request, f"Đã bàn giao cho {record.taker.full_name}. Cả hai người đã được báo.")
            return go_to(request, reverse("org:handover_show", args=[record.pk]))
    shown: dict[str, Any] = {"person": person, "form": form, "has_roles": held}
    holder = org_queries.holder_among(person, held, who, on=today)
    items = handing.items_of(holder, on=today) if holder else []
    seen = sights.account_sight(person, roles, at=timezone.now())
    return page(request, "org/handover_prepare.html", **shown, groups=_groups(items), sight=seen)


@requires("org.view_handover", queries.visible_handovers, methods=("GET",))
def handover_show(request: Request, record: Handover) -> HttpResponse:
    items = [handing.Item(**item) for item in record.items]
    return page(request, "org/handover_show.html", record=record, groups=_groups(items))


def _groups(items: list[handing.Item]) -> list[tuple[str, list[handing.Item]]]:
    """By heading, in their order."""
    return [(heading, list(lines)) for heading, lines in groupby(items, key=lambda item: item.heading)]
