"""The pact of a bloc: drawn up, signed by each member, printed."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone

from thidua.core import permissions, sight
from thidua.core.http import Request, download, go_to, page, refusals_in, requires
from thidua.pledging import actions, printing, queries, sights
from thidua.pledging.forms import registrations as forms
from thidua.pledging.models import Bloc, Pact


@requires("pledging.draw_pact", queries.visible_blocs)
def pact_draw(request: Request, bloc: Bloc) -> HttpResponse:
    initial = {"year": timezone.localdate().year + (timezone.localdate().month > 10)}
    form = forms.PactForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        with refusals_in(form):
            pact = actions.draw_pact(bloc, **form.cleaned_data, by=request.actor, at=timezone.now())
            return go_to(request, reverse("pledging:pact_show", args=[pact.pk]))
    return page(request, "pledging/pact_draw.html", bloc=bloc, form=form)


@requires("pledging.view_bloc", queries.visible_pacts, methods=("GET",))
def pact_show(request: Request, pact: Pact) -> HttpResponse:
    on = timezone.localdate()
    shown = queries.pact_shown(pact, on=on)
    may_change = permissions.refusal(request.actor, "pledging.change_pact", pact) is None
    return page(
        request,
        "pledging/pact_show.html",
        pact=pact,
        shown=shown,
        lines=[line for line in pact.text.splitlines() if line.strip()],
        may_change=may_change and not shown.signed_count,
        may_sign=bool(queries.units_to_sign(request.actor, pact, on=on)),
        may_withdraw=not shown.is_complete and bool(queries.own_signed(request.actor, pact, on=on)),
    )


@requires("pledging.change_pact", queries.visible_pacts, judges=True)
def pact_change(request: Request, pact: Pact) -> HttpResponse:
    form = forms.PactChangeForm(
        request.POST if request.method == "POST" else None, initial={"text": pact.text}
    )
    if form.is_valid():
        with refusals_in(form):
            typed = form.cleaned_data | {"seen": sight.seen_in(request.POST)}
            actions.change_pact(pact, **typed, by=request.actor, at=timezone.now())
            return go_to(request, reverse("pledging:pact_show", args=[pact.pk]))
    shown = sights.PACT.of(pact, at=timezone.now())
    return page(request, "pledging/pact_change.html", pact=pact, form=form, sight=shown)


@requires("pledging.sign_pact", queries.visible_pacts, judges=True)
def pact_sign(request: Request, pact: Pact) -> HttpResponse:
    """The words once more, and the name under them."""
    units = queries.units_to_sign(request.actor, pact, on=timezone.localdate())
    form = forms.SignForm(request.POST if request.method == "POST" else None, units=units)
    if form.is_valid():
        with refusals_in(form):
            typed = form.cleaned_data | {"seen": sight.seen_in(request.POST)}
            signed = actions.sign_pact(pact, **typed, by=request.actor, at=timezone.now())
            messages.success(request, f"Đã ký giao ước: {signed.unit.name}.")
            return go_to(request, reverse("pledging:pact_show", args=[pact.pk]))
    lines = [line for line in pact.text.splitlines() if line.strip()]
    shown = sights.PACT.of(pact, at=timezone.now())
    return page(request, "pledging/pact_sign.html", pact=pact, form=form, lines=lines, sight=shown)


@requires("pledging.withdraw_signature", queries.visible_pacts, judges=True)
def pact_withdraw(request: Request, pact: Pact) -> HttpResponse:
    units = queries.own_signed(request.actor, pact, on=timezone.localdate())
    form = forms.WithdrawForm(request.POST if request.method == "POST" else None, units=units)
    if form.is_valid():
        with refusals_in(form):
            typed = form.cleaned_data | {"seen": sight.seen_in(request.POST)}
            actions.withdraw_signature(pact, **typed, by=request.actor, at=timezone.now())
            messages.success(request, "Đã rút chữ ký.")
            return go_to(request, reverse("pledging:pact_show", args=[pact.pk]))
    shown = sights.PACT.of(pact, at=timezone.now())
    return page(request, "pledging/pact_withdraw.html", pact=pact, form=form, sight=shown)


@requires("pledging.view_bloc", queries.visible_pacts, methods=("GET",))
def pact_file(request: Request, pact: Pact, form: str) -> HttpResponse:
    """The sheet as PDF or .docx."""
    if form not in printing.TYPES:
        raise Http404
    content = printing.render(printing.pact_of(pact, on=timezone.localdate()), form)
    name = f"giao-uoc-{pact.year}-{pact.bloc_id}.{form}"
    return download(content, name, printing.TYPES[form])
