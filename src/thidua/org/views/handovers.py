"""Handing over: prepare and do it; the record that both sign."""

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from thidua.core.http import Request, go_to, page, refusals_in, requires
from thidua.org import actions, handing
from thidua.org import queries as org_queries
from thidua.org.access import forms, queries
from thidua.org.models import Handover, User


@requires("org.hand_over", org_queries.visible_people)
def handover_prepare(request: Request, person: User) -> HttpResponse:
    """Which roles, to whom, from when; below, what is in the person's hands today."""
    who, today = request.actor, timezone.localdate()
    held = queries.memberships_to_pass(person, who, on=today)
    form = forms.HandoverForm(
        request.POST if request.method == "POST" else None,
        held=held,
        takers=queries.people_to_take(person, who),
    )
    if form.is_valid():
        with refusals_in(form):
            facts: dict[str, Any] = dict(form.cleaned_data)
            facts["memberships"] = [one.pk for one in facts["memberships"]]
            record = actions.hand_over(person, **facts, by=who, at=timezone.now())
            messages.success(request, f"Đã bàn giao cho {record.taker.full_name}. Cả hai người đã được báo.")
            return go_to(request, reverse("org:handover_show", args=[record.pk]))
    holder = org_queries.actor_for(person, on=today, commune_id=who.commune_id)
    items = handing.items_of(holder, on=today) if holder else []
    return page(
        request, "org/handover_prepare.html", person=person, form=form, has_roles=held, groups=_groups(items)
    )


@requires("org.view_handover", queries.visible_handovers, methods=("GET",))
def handover_show(request: Request, record: Handover) -> HttpResponse:
    items = [handing.Item(**item) for item in record.items]
    return page(request, "org/handover_show.html", record=record, groups=_groups(items))


def _groups(items: list[handing.Item]) -> list[tuple[str, list[handing.Item]]]:
    """By heading, in their order."""
    return [(heading, list(lines)) for heading, lines in groupby(items, key=lambda item: item.heading)]
