"""The library of indicators: what is measured, how, on what ground."""

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone

from thidua.core import permissions, sight
from thidua.core.http import Request, go_to, page, refusals_in, requires
from thidua.indicator import actions, forms, queries, sights
from thidua.indicator.figures import Kind
from thidua.indicator.library import Trust


@requires("indicator.view_library", methods=("GET",))
def indicator_list(request: Request) -> HttpResponse:
    words, kind, trust = (request.GET.get(name, "") for name in ("tim", "loai", "can-cu"))
    return page(
        request,
        "indicator/indicator_list.html",
        entries=queries.library_entries(
            request.actor, on=timezone.localdate(), words=words, kind=kind, trust=trust
        ),
        words=words,
        kind=kind,
        kinds=Kind.choices(),
        trust=trust,
        trusts=[(each.value, each.label) for each in Trust],
    )


@requires("indicator.view_library", methods=("GET",))
def indicator_detail(request: Request, pk: int) -> HttpResponse:
    entry = queries.indicator_entry(request.actor, pk, on=timezone.localdate())
    if entry is None:
        raise Http404
    refused = permissions.refusal(request.actor, "indicator.change_definition", request.actor)
    return page(request, "indicator/indicator_detail.html", entry=entry, may_change=refused is None)


@requires("indicator.change_definition")
def definition_change(request: Request, pk: int, variant: str) -> HttpResponse:
    today = timezone.localdate()
    found = queries.variant_of(request.actor, pk, variant, on=today)
    if found is None:
        raise Http404
    indicator, before = found
    form = forms.DefinitionForm(
        request.POST if request.method == "POST" else None, before=before, today=today
    )
    if form.is_valid():
        with refusals_in(form):
            actions.change_definition(
                request.actor,
                indicator=indicator,
                variant=variant,
                seen=sight.seen_in(request.POST),
                by=request.actor,
                at=timezone.now(),
                **form.cleaned_data,
            )
            return go_to(request, reverse("indicator:indicator_detail", kwargs={"pk": pk}))
    newest = queries.newest_version(indicator, commune_id=request.actor.commune_id, variant=variant)
    shown: dict[str, Any] = {
        "indicator": indicator,
        "before": before,
        "sight": sights.DEFINITION.of(newest, at=timezone.now()),
    }
    return page(request, "indicator/definition_change.html", form=form, **shown)
