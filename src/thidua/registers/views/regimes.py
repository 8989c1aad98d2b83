"""The catalogue of reports due: what is due and what was sent; a regime added, laid out for a year, ended."""

from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from thidua.core import permissions, sight
from thidua.core.http import Request, go_to, page, refusals_in, requires
from thidua.org import queries as org_queries
from thidua.org.models import Unit
from thidua.registers import actions, forms, queries, sights
from thidua.registers.models import Record, Regime
from thidua.registers.views.registers import unit_with

PER_PAGE = 30
SENT, UNSENT, LATE = "da-gui", "chua-gui", "qua-han"


@requires("registers.view_register", methods=("GET",))
def regime_list(request: Request) -> HttpResponse:
    """Reports due of a year, the next ones first, and the catalogue that they come from."""
    today = timezone.localdate()
    year = _year(request.GET.get("nam", ""), today)
    state = request.GET.get("tinh_trang", "")
    found = queries.dues_of_year(request.actor, year)
    shown = Paginator(_narrowed(found, state, today), PER_PAGE).get_page(request.GET.get("trang"))
    return page(
        request,
        "registers/regime_list.html",
        shown=shown,
        rows=[(row, _may_send(request, row)) for row in shown],
        summary=queries.due_summary(found, on=today),
        regimes=list(queries.visible_regimes(request.actor)[:100]),
        year=year,
        state=state,
        states=[(UNSENT, "Chưa gửi"), (LATE, "Quá hạn chưa gửi"), (SENT, "Đã gửi")],
        today=today,
        own_unit=unit_with(request.actor, "registers.add_regime"),
    )


def _may_send(request: Request, row: queries.DueRow) -> bool:
    return permissions.refusal(request.actor, "registers.mark_sent", row.due) is None


def _year(written: str, today: date) -> int:
    return int(written) if written.isdecimal() and len(written) == 4 else today.year


def _narrowed(found: list[queries.DueRow], state: str, today: date) -> list[queries.DueRow]:
    if state == SENT:
        return [one for one in found if one.is_sent]
    if state == LATE:
        return [one for one in found if one.is_late(today)]
    return [one for one in found if not one.is_sent] if state == UNSENT else found


@requires("registers.add_regime", org_queries.visible_units)
def regime_add(request: Request, unit: Unit) -> HttpResponse:
    form = forms.RegimeForm(
        request.POST if request.method == "POST" else None, initial={"starts_on": timezone.localdate()}
    )
    if form.is_valid():
        with refusals_in(form):
            regime = actions.add_regime(unit, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, f"Đã thêm {regime.name} và lập danh sách đến hạn.")
            return go_to(request, reverse("registers:regime_show", args=[regime.pk]))
    return page(request, "registers/regime_add.html", unit=unit, form=form)


@requires("registers.view_register", queries.visible_regimes, methods=("GET",))
def regime_show(request: Request, regime: Regime) -> HttpResponse:
    """One regime with everything that is due by it."""
    return page(
        request,
        "registers/regime_show.html",
        regime=regime,
        dues=queries.rows_of_regime(regime),
        today=timezone.localdate(),
        next_year=timezone.localdate().year + 1,
        may_change=permissions.refusal(request.actor, "registers.end_regime", regime) is None,
        lay_out_refusal=str(permissions.refusal(request.actor, "registers.lay_out_dues", regime) or ""),
    )


@requires("registers.lay_out_dues", queries.visible_regimes, methods=("POST",))
def regime_lay_out(request: Request, regime: Regime) -> HttpResponse:
    """What is due of the year that was asked for; this one where none was."""
    now = timezone.now()
    year = _year(request.POST.get("nam", ""), timezone.localdate(now))
    added = actions.lay_out_dues(regime, year=year, by=request.actor, at=now)
    messages.success(request, f"Đã thêm {added} báo cáo đến hạn của năm {year}.")
    return go_to(request, reverse("registers:regime_show", args=[regime.pk]))


@requires("registers.end_regime", queries.visible_regimes, judges=True)
def regime_end(request: Request, regime: Regime) -> HttpResponse:
    form = forms.EndRegimeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_in(form):
            typed = form.cleaned_data | {"seen": sight.seen_in(request.POST)}
            actions.end_regime(regime, **typed, by=request.actor, at=timezone.now())
            messages.success(request, f"Đã kết thúc chế độ báo cáo {regime.code}.")
            return go_to(request, reverse("registers:regime_show", args=[regime.pk]))
    shown = sights.REGIME.of(regime, at=timezone.now())
    return page(request, "registers/regime_end.html", regime=regime, form=form, sight=shown)


@requires("registers.mark_sent", queries.visible_dues, judges=True)
def due_send(request: Request, due: Record) -> HttpResponse:
    """When, by what system, and what shows it."""
    row = queries.DueRow(due)
    form = forms.SentForm(request.POST if request.method == "POST" else None, initial=_initial(due))
    if form.is_valid():
        with refusals_in(form):
            typed = form.cleaned_data | {"seen": sight.seen_in(request.POST)}
            actions.mark_sent(due, **typed, by=request.actor, at=timezone.now())
            messages.success(request, f"Đã ghi: {row.name}, {row.label} đã gửi.")
            return go_to(request, reverse("registers:regime_list") + f"?nam={row.due_on.year}")
    shown = sights.DUE.of(due, at=timezone.now())
    return page(request, "registers/due_send.html", due=due, row=row, form=form, sight=shown)


def _initial(due: Record) -> dict[str, object]:
    facts = due.facts
    return {
        "sent_on": facts.get("ngay_gui") or timezone.localdate(),
        "system": facts.get("he_thong") or "",
        "evidence": facts.get("minh_chung") or "",
        "on_software": "true" if facts.get("tren_phan_mem") or not facts.get("ngay_gui") else "false",
    }
