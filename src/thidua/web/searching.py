"""Search: the same rows that one may see on the pages, by words with or without marks, each with its address."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.urls import reverse

from thidua.core import formatting, text
from thidua.core.permissions import Actor
from thidua.indicator import queries as indicator_queries
from thidua.movement.enums import ItemKind
from thidua.movement.models import PlanItem
from thidua.movement.queries import key_of, public
from thidua.org import queries as org_queries
from thidua.reporting.queries.visible import visible_periods, visible_reports

MOST = 20
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Hit:
    title: str
    url: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """What one kind of thing gave; `is_cut` when there is more than the page shows."""

    title: str
    hits: tuple[Hit, ...]
    is_cut: bool


def found_for(who: Actor, words: str, *, on: date) -> list[Section]:
    """Sections with hits, in the order of SOURCES; none for words without a letter or digit."""
    if not text.fold(words):
        return []
    sections = []
    for title, search in SOURCES:
        hits = search(who, words, on)
        if hits:
            sections.append(Section(title, tuple(hits[:MOST]), len(hits) > MOST))
    return sections


def _movements(who: Actor, words: str, on: date) -> list[Hit]:
    return [
        Hit(one.short_title, reverse("movement:movement_show", args=[one.pk]), one.get_state_display())
        for one in public.movements_matching(who, words, most=MOST + 1)
    ]


def _items(who: Actor, words: str, on: date) -> list[Hit]:
    return [
        Hit(
            item.text,
            _place_of(item),
            f"{ItemKind(item.kind).label} {item.clause} · {item.plan.movement.short_title}".replace(
                "  ", " "
            ),
        )
        for item in public.items_matching(who, words, most=MOST + 1)
    ]


def _place_of(item: PlanItem) -> str:
    """Its card, in the version of the plan that holds it."""
    asked = {"mo": key_of(item.kind)} | ({"ban": str(item.plan.edition)} if item.plan.edition else {})
    page = "movement:plan_review"
    return reverse(page, args=[item.plan.movement_id], query=asked, fragment=f"muc-{item.pk}")


def _indicators(who: Actor, words: str, on: date) -> list[Hit]:
    return [
        Hit(
            f"{entry.indicator.code} · {entry.indicator.name}",
            reverse("indicator:indicator_detail", args=[entry.indicator.pk]),
            entry.main.full_name,
        )
        for entry in indicator_queries.library_entries(who, on=on, words=words)[: MOST + 1]
    ]


def _units(who: Actor, words: str, on: date) -> list[Hit]:
    found = org_queries.visible_units(who).matching(words).order_by("sort_key", "pk")[: MOST + 1]
    return [
        Hit(unit.name, reverse("org:unit_show", args=[unit.pk]), unit.get_kind_display()) for unit in found
    ]


def _people(who: Actor, words: str, on: date) -> list[Hit]:
    """Nothing for those who manage nobody."""
    found = org_queries.visible_people(who).matching(words).order_by("sort_key", "pk")[: MOST + 1]
    return [Hit(one.full_name, reverse("org:person_show", args=[one.pk]), one.position) for one in found]


def _periods(who: Actor, words: str, on: date) -> list[Hit]:
    """To the board, for those who follow periods; what others have to do with one is its report."""
    if not who.may("reporting.view_board"):
        return []
    found = visible_periods(who).matching(words).order_by("-ends_on", "-starts_on", "-pk")[: MOST + 1]
    return [
        Hit(one.label, reverse("reporting:period_board", args=[one.pk]), one.movement.short_title)
        for one in found
    ]


def _reports(who: Actor, words: str, on: date) -> list[Hit]:
    """Of the periods that are asked for: a unit's name alone would list all that it ever reported."""
    of_period = Q(pk__in=[])
    for word in text.fold(words).split():
        of_period |= Q(period__folded__contains=word)
    found = visible_reports(who).matching(words).filter(of_period)
    return [
        Hit(
            f"{one.unit.name}: {formatting.in_text(one.period.label)}",
            reverse("reporting:report_detail", args=[one.pk]),
            one.get_state_display(),
        )
        for one in found.order_by("-period__ends_on", "-period", "unit__sort_key", "pk")[: MOST + 1]
    ]


SOURCES: tuple[tuple[str, Callable[[Actor, str, date], list[Hit]]], ...] = (
    ("Phong trào", _movements),
    ("Mục của kế hoạch", _items),
    ("Chỉ tiêu", _indicators),
    ("Kỳ báo cáo", _periods),
    ("Báo cáo", _reports),
    ("Đơn vị", _units),
    ("Người dùng", _people),
)
