"""Check sheets on dossiers: which there are, a new one, its dossiers to mark, the whole into its register."""

import secrets

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from thidua.core import permissions, sight
from thidua.core.http import Request, go_to, page, refusals_in, requires
from thidua.org import queries as org_queries
from thidua.org.models import Unit
from thidua.registers import actions, forms, queries, sights
from thidua.registers.models import CheckMark, CheckSheet
from thidua.registers.views.registers import unit_with

PER_PAGE = 10
SEEDS = 2**31


@requires("registers.view_register", methods=("GET",))
def sheet_list(request: Request) -> HttpResponse:
    found = queries.visible_sheets(request.actor)
    return page(
        request,
        "registers/sheet_list.html",
        shown=Paginator(queries.with_progress(found), 20).get_page(request.GET.get("trang")),
        own_unit=unit_with(request.actor, "registers.open_sheet"),
    )


@requires("registers.open_sheet", org_queries.visible_units)
def sheet_open(request: Request, unit: Unit) -> HttpResponse:
    """Draw a sheet. The seed of a sample is chance, and is kept."""
    form = forms.SheetForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_in(form):
            seed, now = secrets.randbelow(SEEDS), timezone.now()
            sheet = actions.open_sheet(unit, **form.cleaned_data, seed=seed, by=request.actor, at=now)
            return go_to(request, reverse("registers:sheet_mark", args=[sheet.pk]))
    return page(request, "registers/sheet_open.html", unit=unit, form=form)


@requires("registers.view_register", queries.visible_sheets, methods=("GET",))
def sheet_show(request: Request, sheet: CheckSheet) -> HttpResponse:
    """How far it is and what was found: violations, and the gaps in the data for those above."""
    reasons = {
        name: str(permissions.refusal(request.actor, f"registers.{name}", sheet) or "")
        for name in ("mark_dossiers", "close_sheet", "drop_sheet")
    }
    return page(
        request,
        "registers/sheet_show.html",
        sheet=sheet,
        found=queries.findings_of(sheet),
        reasons=reasons,
        sight=sights.SHEET.of(sheet, at=timezone.now()),
    )


@requires("registers.mark_dossiers", queries.visible_sheets, judges=True)
def sheet_mark(request: Request, sheet: CheckSheet) -> HttpResponse:
    """Ten dossiers at a time; saved, the next ten that are not marked."""
    shown = _page_of(request, sheet)
    held = list(shown)
    form = forms.MarksForm(request.POST if request.method == "POST" else None, held=held)
    if form.is_valid():
        with refusals_in(form):
            seen, now = sight.seen_in(request.POST), timezone.now()
            if form.marks:
                actions.mark_dossiers(sheet, marks=form.marks, seen=seen, by=request.actor, at=now)
            return _on(request, sheet, shown)
    return page(
        request,
        "registers/sheet_mark.html",
        sheet=sheet,
        shown=shown,
        rows=[(one, form[f"ket-luan-{one.place}"], form[f"giay-to-{one.place}"]) for one in held],
        form=form,
        left=sheet.marks.filter(conclusion="").count(),
        sight=sights.SHEET.of(sheet, at=timezone.now()),
    )


def _page_of(request: Request, sheet: CheckSheet) -> "Page[CheckMark]":
    """The page that is asked for, else that of the first dossier without a mark."""
    asked = request.GET.get("trang")
    if asked is None:
        first = sheet.marks.filter(conclusion="").values_list("place", flat=True).first()
        asked = str((first - 1) // PER_PAGE + 1) if first else "1"
    return Paginator(sheet.marks.all(), PER_PAGE).get_page(asked)


def _on(request: Request, sheet: CheckSheet, shown: "Page[CheckMark]") -> HttpResponse:
    if not shown.has_next():
        return go_to(request, reverse("registers:sheet_show", args=[sheet.pk]))
    there = reverse("registers:sheet_mark", args=[sheet.pk])
    return go_to(request, f"{there}?trang={shown.next_page_number()}")


@requires("registers.close_sheet", queries.visible_sheets, judges=True, methods=("POST",))
def sheet_close(request: Request, sheet: CheckSheet) -> HttpResponse:
    actions.close_sheet(sheet, seen=sight.seen_in(request.POST), by=request.actor, at=timezone.now())
    messages.success(request, f"Đã đưa {sheet.size} hồ sơ của phiếu vào sổ.")
    return go_to(request, reverse("registers:sheet_show", args=[sheet.pk]))


@requires("registers.drop_sheet", queries.visible_sheets, judges=True, methods=("POST",))
def sheet_drop(request: Request, sheet: CheckSheet) -> HttpResponse:
    actions.drop_sheet(sheet, seen=sight.seen_in(request.POST), by=request.actor, at=timezone.now())
    messages.success(request, "Đã bỏ phiếu. Chưa có gì vào sổ.")
    return go_to(request, reverse("registers:sheet_list"))
