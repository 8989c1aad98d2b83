"""Indicators counted from registers: which there are, how each counts, trying it, adopting, changing, ending it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone

from thidua.core import permissions, sight
from thidua.core.http import Request, go_to, page, refusals_in, requires
from thidua.indicator.models import Indicator
from thidua.reporting import actions, binding_data
from thidua.reporting.binding_data import ShippedBinding
from thidua.reporting.forms import bindings as forms
from thidua.reporting.models import RegisterBinding
from thidua.reporting.queries import binding_sights, tallies, trials
from thidua.reporting.queries import bindings as queries


@requires("reporting.view_figure", methods=("GET",))
def binding_list(request: Request) -> HttpResponse:
    """Every shipped way with what the commune made of it."""
    held = queries.adopted(request.actor, on=timezone.localdate())
    by_code = {(one.indicator.code, one.variant): one for one in held.values()}
    rows = [(one, by_code.get((one.indicator, one.variant))) for one in binding_data.load().values()]
    names = dict(Indicator.objects.filter(commune__isnull=True).values_list("code", "name"))
    return page(
        request,
        "reporting/binding_list.html",
        rows=[(names.get(one.indicator, ""), one, binding) for one, binding in rows],
        may_adopt=request.actor.may("reporting.adopt_binding"),
        may_look=request.actor.may("reporting.view_board"),
    )


@requires("reporting.view_figure", queries.visible_bindings, methods=("GET",))
def binding_show(request: Request, binding: RegisterBinding) -> HttpResponse:
    """The stated filters in words, and what they come to over a period."""
    reasons = {
        name: str(permissions.refusal(request.actor, f"reporting.{name}", binding) or "")
        for name in ("change_binding", "end_binding")
    }
    versions = queries.visible_bindings(request.actor).filter(
        indicator=binding.indicator_id, variant=binding.variant
    )
    return _trial_page(request, binding, reasons=reasons, versions=list(versions.order_by("-version")))


@requires("reporting.adopt_binding")
def binding_adopt(request: Request, slug: str) -> HttpResponse:
    """A shipped way: look at it, try it, let it count."""
    shipped = binding_data.load().get(slug)
    if shipped is None:
        raise Http404
    form = forms.AdoptForm(
        request.POST if request.method == "POST" else None, initial={"valid_from": shipped.valid_from}
    )
    if form.is_valid():
        with refusals_in(form):
            begins, now = form.cleaned_data["valid_from"], timezone.now()
            binding = actions.adopt_binding(
                request.actor, shipped=shipped, valid_from=begins, by=request.actor, at=now
            )
            messages.success(request, f"Từ nay {shipped.indicator} được đếm từ sổ “{shipped.schema.title}”.")
            return go_to(request, reverse("reporting:binding_show", args=[binding.pk]))
    return _trial_page(request, _unsaved(request, shipped), form=form, shipped=shipped)


def _unsaved(request: Request, shipped: ShippedBinding) -> RegisterBinding:
    indicator = Indicator.objects.filter(code=shipped.indicator, commune__isnull=True).first()
    if indicator is None:
        raise Http404
    return RegisterBinding(
        commune_id=request.actor.commune_id,
        indicator=indicator,
        variant=shipped.variant,
        register=shipped.register,
        numerator=shipped.numerator,
        denominator=shipped.denominator,
        estimate=shipped.estimate,
        counted=shipped.counted,
        day_field=shipped.day,
        unit_field=shipped.unit,
        calendar=shipped.calendar,
        citation=shipped.citation,
        trust=shipped.trust.value,
        valid_from=shipped.valid_from,
    )


def _trial_page(request: Request, binding: RegisterBinding, **more: Any) -> HttpResponse:
    periods = list(trials.periods_to_try(request.actor.commune_id))
    asked = request.GET.get("ky", "")
    period = next((one for one in periods if str(one.pk) == asked), None)
    tried = period or next(iter(periods), None)
    days = tallies.days_of(binding, tried) if tried else None
    schema = binding.schema
    return page(
        request,
        "reporting/binding_show.html",
        binding=binding,
        schema=schema,
        whole=binding.of_whole.words(schema),
        part=binding.of_part.words(schema),
        estimate=binding.of_estimate.words(schema) if binding.estimate else "",
        day_title=schema.field(binding.day_field or schema.day or "").title if schema.day else "",
        unit_title=schema.field(binding.unit_field).title if binding.unit_field else "",
        counted_title=schema.field(binding.counted).title if binding.counted else "",
        trial=trials.trial_of(binding, days, on=timezone.localdate()) if days else None,
        periods=[(one.pk, one.label) for one in periods],
        period=asked,
        **more,
    )


@requires("reporting.change_binding", queries.visible_bindings, judges=True)
def binding_change(request: Request, binding: RegisterBinding) -> HttpResponse:
    """The next version, dated; the one before keeps its periods."""
    data = request.POST if request.method == "POST" else None
    form = forms.BindingForm(data, before=binding, today=timezone.localdate())
    if form.is_valid():
        with refusals_in(form):
            said = {name: form.cleaned_data[name] for name in ("citation", "trust", "valid_from", "reason")}
            seen, now = sight.seen_in(request.POST), timezone.now()
            new = actions.change_binding(binding, ways=form.ways, **said, seen=seen, by=request.actor, at=now)
            messages.success(request, f"Đã lập bản {new.version}.")
            return go_to(request, reverse("reporting:binding_show", args=[new.pk]))
    shown = binding_sights.BINDING.of(binding, at=timezone.now())
    return page(request, "reporting/binding_change.html", binding=binding, form=form, sight=shown)


@requires("reporting.end_binding", queries.visible_bindings, judges=True)
def binding_end(request: Request, binding: RegisterBinding) -> HttpResponse:
    form = forms.EndForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_in(form):
            typed = form.cleaned_data | {"seen": sight.seen_in(request.POST)}
            actions.end_binding(binding, **typed, by=request.actor, at=timezone.now())
            messages.success(request, "Đã thôi đếm từ sổ. Số đã nhận vẫn giữ nguyên.")
            return go_to(request, reverse("reporting:binding_show", args=[binding.pk]))
    shown = binding_sights.BINDING.of(binding, at=timezone.now())
    return page(request, "reporting/binding_end.html", binding=binding, form=form, sight=shown)
