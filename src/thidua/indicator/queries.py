"""Which definition counts on a day, and what the library holds."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Prefetch, QuerySet

from thidua.core import text
from thidua.core.permissions import Actor
from thidua.indicator import errors
from thidua.indicator.models import Definition, DefinitionQuerySet, Indicator, IndicatorQuerySet


def definition_for(indicator: Indicator, *, commune_id: int, variant: str, on: date) -> Definition:
    """The version of `variant` in force on `on`: the commune's own before the shipped one. Raises DefinitionMissing."""
    found = _in_force(commune_id, on).filter(indicator=indicator, variant=variant).first()
    if found is None:
        raise errors.DefinitionMissing
    return found


def default_definition(indicator: Indicator, *, commune_id: int, on: date) -> Definition:
    """The version in force of the indicator's default variant. Raises DefinitionMissing."""
    found = _in_force(commune_id, on).filter(indicator=indicator, is_default=True).first()
    if found is None:
        raise errors.DefinitionMissing
    return found


def newest_version(indicator: Indicator, *, commune_id: int, variant: str) -> Definition:
    """The last version made of `variant`, whether it counts already or later. Raises DefinitionMissing."""
    usable = Definition.objects.usable_in(commune_id).filter(indicator=indicator, variant=variant)
    found = usable.select_related("added_by").order_by("-version", "-pk").first()
    if found is None:
        raise errors.DefinitionMissing
    return found


def _in_force(commune_id: int, on: date) -> DefinitionQuerySet:
    """Versions in force, the one that counts first."""
    usable = Definition.objects.usable_in(commune_id).valid_on(on)
    return usable.order_by(F("commune").asc(nulls_last=True), "-valid_from", "-version")


def visible_indicators(who: Actor) -> IndicatorQuerySet:
    """The shipped library and the commune's own indicators."""
    if not who.may("indicator.view_library"):
        return Indicator.objects.none()
    return Indicator.objects.usable_in(who.commune_id)


def visible_definitions(who: Actor) -> DefinitionQuerySet:
    if not who.may("indicator.view_library"):
        return Definition.objects.none()
    return Definition.objects.usable_in(who.commune_id).select_related("indicator", "added_by")


@dataclass(frozen=True, slots=True)
class Variant:
    """One way to compute an indicator: what counts today (None when nothing does) and every version, newest first."""

    code: str
    in_force: Definition | None
    versions: tuple[Definition, ...]

    @property
    def shown(self) -> Definition:
        return self.in_force or self.versions[0]

    @property
    def is_own(self) -> bool:
        return self.shown.commune_id is not None


@dataclass(frozen=True, slots=True)
class Entry:
    """An indicator of the library with its variants, the default one first."""

    indicator: Indicator
    variants: tuple[Variant, ...]

    @property
    def main(self) -> Definition:
        return self.variants[0].shown

    @property
    def others(self) -> tuple[Variant, ...]:
        return self.variants[1:]


def library_entries(who: Actor, *, on: date, words: str = "", kind: str = "", trust: str = "") -> list[Entry]:
    """The library in its own order; `words` without marks, `kind` of the indicator, `trust` of any variant in force.

    Two queries; a library is some dozens of rows, so it is searched here rather than in the database.
    """
    definitions = visible_definitions(who).order_by("variant", "-valid_from", "-version")
    indicators = visible_indicators(who).prefetch_related(Prefetch("definitions", queryset=definitions))
    if kind:
        indicators = indicators.filter(kind=kind)
    entries = [entry_of(indicator, on=on) for indicator in indicators if indicator.definitions.all()]
    sought = text.fold(words).split()
    return [
        entry
        for entry in entries
        if (not trust or any(variant.shown.trust == trust for variant in entry.variants))
        and all(word in _haystack(entry) for word in sought)
    ]


def entry_of(indicator: Indicator, *, on: date) -> Entry:
    """An indicator whose visible definitions were prefetched, as an entry of the library on `on`."""
    versions: dict[str, list[Definition]] = defaultdict(list)
    for definition in indicator.definitions.all():
        versions[definition.variant].append(definition)
    variants = [Variant(code, _counts(found, on), tuple(found)) for code, found in versions.items()]
    variants.sort(key=lambda variant: (not variant.shown.is_default, variant.code))
    return Entry(indicator, tuple(variants))


def variant_of(who: Actor, pk: int, code: str, *, on: date) -> tuple[Indicator, Definition] | None:
    """An indicator and what counts on `on` of one of its variants; None when there is none such for this actor."""
    entry = indicator_entry(who, pk, on=on)
    found = next((variant for variant in entry.variants if variant.code == code), None) if entry else None
    return (entry.indicator, found.shown) if entry and found else None


def indicator_entry(who: Actor, pk: int, *, on: date) -> Entry | None:
    """One entry; None when there is no such indicator for this actor."""
    definitions = visible_definitions(who).order_by("variant", "-valid_from", "-version")
    found: QuerySet[Indicator] = visible_indicators(who).filter(pk=pk)
    indicator = found.prefetch_related(Prefetch("definitions", queryset=definitions)).first()
    return entry_of(indicator, on=on) if indicator and indicator.definitions.all() else None


def _counts(versions: list[Definition], on: date) -> Definition | None:
    """As `definition_for`, over rows at hand that come newest first."""
    standing = [
        one for one in versions if one.valid_from <= on and (one.valid_to is None or on <= one.valid_to)
    ]
    return min(standing, key=lambda one: one.commune_id is None, default=None)


def _haystack(entry: Entry) -> str:
    parts = [entry.indicator.code, entry.indicator.name]
    for variant in entry.variants:
        parts += [variant.shown.label, variant.shown.full_name, variant.shown.citation]
    return text.fold(" ".join(parts))
