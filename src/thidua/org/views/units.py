"""Units: the list, one unit, and what the administrator changes."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from thidua.core import communes, permissions, sheets, sight
from thidua.core.http import Request, download, go_to, page, refusals_in, requires
from thidua.org import actions, forms, importing, queries, sights, tree
from thidua.org.enums import UnitKind
from thidua.org.models import Membership, Unit

PER_PAGE = 50


@requires("org.view_units", methods=("GET",))
def unit_list(request: Request) -> HttpResponse:
    search, today = _search(request), timezone.localdate()
    found = queries.units_found(request.actor, search, on=today)
    listed = queries.tree_order(found) if search.is_tree else found
    shown = Paginator(listed, PER_PAGE).get_page(request.GET.get("trang"))
    if search.is_tree:
        by_id = found.in_bulk(list(shown.object_list))
        shown.object_list = [by_id[pk] for pk in shown.object_list]
    return page(
        request,
        "org/unit_list.html",
        units=shown,
        search=search,
        kinds=UnitKind.choices,
        validities=queries.VALIDITIES.items(),
        today=today,
        may_manage=request.actor.may("org.import_units"),
    )


@requires("org.view_units", methods=("GET",))
def unit_export(request: Request) -> HttpResponse:
    """The list as it is filtered, in the columns of the import, so that it can come back changed."""
    found = queries.units_found(request.actor, _search(request), on=timezone.localdate())
    rows = [_cells(unit) for unit in found]
    data = sheets.write_xlsx([sheets.Table("Đơn vị", unit_columns(), rows)])
    return download(data, "don-vi.xlsx")


@requires("org.view_units", queries.visible_units, methods=("GET",))
def unit_show(request: Request, unit: Unit) -> HttpResponse:
    today = timezone.localdate()
    may_see_people = request.actor.may("org.view_people")
    holding = Membership.objects.valid_on(today).filter(unit=unit).select_related("user")
    return page(
        request,
        "org/unit_show.html",
        unit=unit,
        profile=queries.commune_of(request.actor) if unit.parent_id is None else None,
        above=_above(unit),
        facts=_facts(unit),
        tree=tree.tree_below(unit, on=today),
        search=tree.search_below(request.actor, unit, request.GET.get("tim", "")),
        predecessors=unit.predecessors.all(),
        successors=unit.successors.all(),
        members=holding if may_see_people else (),
        may_see_people=may_see_people,
        is_active=unit.is_valid_on(today),
        may_manage=request.actor.may("org.change_unit"),
        closing=permissions.refusal(request.actor, "org.close_unit", unit),
        adding=permissions.refusal(request.actor, "org.create_unit", unit),
    )


@requires("org.create_unit", queries.visible_units)
def unit_create(request: Request, parent: Unit) -> HttpResponse:
    initial = {"parent": parent.pk, "valid_from": timezone.localdate()}
    form = forms.UnitForm(
        request.POST if request.method == "POST" else None, actor=request.actor, initial=initial
    )
    if form.is_valid():
        with refusals_in(form):
            facts = form.cleaned_data | {"predecessors": tuple(form.cleaned_data["predecessors"])}
            unit = actions.create_unit(facts.pop("parent"), **facts, by=request.actor, at=timezone.now())
            messages.success(request, f"Đã lập {unit.name}.")
            return go_to(request, reverse("org:unit_show", args=[unit.pk]))
    return page(request, "org/unit_create.html", parent=parent, form=form)


@requires("org.change_unit", queries.visible_units, judges=True)
def unit_change(request: Request, unit: Unit) -> HttpResponse:
    posted = request.POST if request.method == "POST" else None
    form = forms.UnitForm(posted, actor=request.actor, unit=unit, initial=forms.initial_of_unit(unit))
    if form.is_valid():
        with refusals_in(form):
            unchanged = {"kind": unit.kind, "is_standing_body": unit.is_standing_body}
            facts: dict[str, Any] = unchanged | form.cleaned_data
            if "predecessors" in facts:
                facts["predecessors"] = tuple(facts["predecessors"])
            seen = sight.seen_in(request.POST)
            actions.change_unit(unit, **facts, seen=seen, by=request.actor, at=timezone.now())
            messages.success(request, f"Đã lưu thay đổi của {unit.name}.")
            return go_to(request, reverse("org:unit_show", args=[unit.pk]))
    shown = sights.UNIT.of(unit, at=timezone.now())
    return page(request, "org/unit_change.html", unit=unit, form=form, sight=shown)


@requires("org.close_unit", queries.visible_units, judges=True)
def unit_close(request: Request, unit: Unit) -> HttpResponse:
    form = forms.CloseUnitForm(
        request.POST if request.method == "POST" else None, initial={"valid_to": timezone.localdate()}
    )
    if form.is_valid():
        with refusals_in(form):
            typed = form.cleaned_data | {"seen": sight.seen_in(request.POST)}
            actions.close_unit(unit, **typed, by=request.actor, at=timezone.now())
            messages.success(request, f"Đã ghi ngày kết thúc hoạt động của {unit.name}.")
            return go_to(request, reverse("org:unit_show", args=[unit.pk]))
    members = unit.memberships.filter(valid_to=None, is_void=False).count()
    shown = sights.CLOSING.of(unit, at=timezone.now())
    return page(request, "org/unit_close.html", unit=unit, form=form, members=members, sight=shown)


def unit_columns() -> list[sheets.Column]:
    """The columns of the list of units with its hidden key, for export and template."""
    own = [sheets.Column(column.title, column.width) for column in importing.UNIT_COLUMNS]
    return [sheets.Column("Khóa", 8, is_hidden=True), *own]


def _search(request: Request) -> queries.UnitSearch:
    asked = request.GET
    return queries.UnitSearch(
        words=asked.get("tim", "").strip(),
        kind=asked.get("loai", ""),
        validity=asked.get("hieu-luc", ""),
        order=asked.get("xep", ""),
    )


def _cells(unit: Unit) -> list[str | date | None]:
    parent = unit.parent.code if unit.parent else ""
    return [
        str(unit.pk),
        unit.code,
        unit.name,
        unit.short_name,
        unit.get_kind_display(),
        parent,
        unit.valid_from,
    ]


def _above(unit: Unit) -> list[dict[str, str]]:
    """The line of units from the root down to the parent, as links."""
    ids = [int(part) for part in unit.path.split(".") if part][:-1]
    names = Unit.objects.in_bulk(ids)
    return [{"url": reverse("org:unit_show", args=[pk]), "label": names[pk].name} for pk in ids]


def _facts(unit: Unit) -> list[tuple[str, str]]:
    is_commune = unit.parent_id is None
    facts = [
        ("Loại", communes.kind_word(unit.name).capitalize() if is_commune else unit.get_kind_display()),
        ("Mã đơn vị", unit.code),
        ("Tên ngắn", unit.short_name),
        ("Hoạt động từ", f"{unit.valid_from:%d/%m/%Y}"),
        ("Hoạt động đến hết", f"{unit.valid_to:%d/%m/%Y}" if unit.valid_to else "chưa có ngày kết thúc"),
    ]
    return (
        facts
        if is_commune
        else [*facts, ("Cơ quan thường trực", "Phải" if unit.is_standing_body else "Không")]
    )
