"""Deeds on the library: load what is shipped, and change a definition for one commune."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from thidua.core import audit
from thidua.core import text as vietnamese
from thidua.core.actions import action
from thidua.core.permissions import Actor
from thidua.core.sight import Sight
from thidua.indicator import errors, library, queries, shipping, sights
from thidua.indicator.figures import Kind
from thidua.indicator.models import Definition, Indicator
from thidua.org.models import Unit

WORDS = ("full_name", "numerator_label", "denominator_label", "hint", "text", "evidence_rule", "citation")


@action("indicator.load_library", lock=False)
def load_library(
    commune: Actor | Unit, *, by: Actor, at: datetime, shipped: library.Library | None = None
) -> list[str]:
    """Add what is new or changed in the shipped library, for all communes; a line for each change, none the second time."""
    changes = shipping.bring_up_to_date(shipped or library.load(), at=at)
    audit.note(changes=changes)
    return changes


@action("indicator.change_definition", lock=False)
def change_definition(
    commune: Actor | Unit,
    *,
    indicator: Indicator,
    variant: str,
    full_name: str,
    numerator_label: str,
    text: str,
    citation: str,
    trust: str,
    valid_from: date,
    reason: str,
    by: Actor,
    at: datetime,
    denominator_label: str = "",
    hint: str = "",
    evidence_rule: str = "",
    seen: Sight | None = None,
) -> Definition:
    """The commune's own next version of `variant` from `valid_from`; an own one before it ends the day before.

    The shipped version stays as it is and keeps counting for earlier days. How it adds up is inherited.
    """
    if not reason.strip():
        raise errors.ReasonMissing
    if valid_from < timezone.localdate(at):
        raise errors.DefinitionReachesBack
    commune_id = commune.commune_pk
    if seen is not None:
        # Of two at once the second waits for the first, and finds its version.
        Indicator.objects.select_for_update(no_key=True).get(pk=indicator.pk)
        newest = queries.newest_version(indicator, commune_id=commune_id, variant=variant)
        sights.DEFINITION.hold("indicator.change_definition", newest, seen, at=at, commune_id=commune_id)
    before = queries.definition_for(indicator, commune_id=commune_id, variant=variant, on=valid_from)
    own = Definition.objects.select_for_update().filter(
        indicator=indicator, variant=variant, commune_id=commune_id
    )
    if own.filter(valid_from__gte=valid_from).exists():
        raise errors.DefinitionComesLater
    version = _next_version(before, commune_id)
    version.valid_from, version.reason = valid_from, vietnamese.nfc(reason)
    version.added_at, version.added_by_id = at, by.user_id
    said = (full_name, numerator_label, denominator_label, hint, text, evidence_rule, citation)
    _take_words(version, dict(zip(WORDS, said, strict=True)), trust=trust)
    if all(getattr(version, name) == getattr(before, name) for name in (*WORDS, "trust")):
        raise errors.DefinitionUnchanged
    own.filter(valid_to__isnull=True).update(valid_to=valid_from - timedelta(days=1))
    version.save(force_insert=True)
    audit.note(definition=version.pk, indicator=indicator.code, variant=variant, version=version.version)
    return version


def _next_version(before: Definition, commune_id: int) -> Definition:
    """A copy of `before` for the commune, not saved, numbered after every version that the commune can see."""
    known = Definition.objects.usable_in(commune_id).filter(
        indicator_id=before.indicator_id, variant=before.variant
    )
    return Definition(
        indicator_id=before.indicator_id,
        commune_id=commune_id,
        variant=before.variant,
        version=max(known.values_list("version", flat=True)) + 1,
        is_default=before.is_default,
        label=before.label,
        over_units=before.over_units,
        over_time=before.over_time,
        measurement_unit=before.measurement_unit,
    )


def _take_words(version: Definition, words: dict[str, str], *, trust: str) -> None:
    """Fill in the texts; each must fit its column, and what every version needs must be there."""
    is_ratio = version.indicator.kind == Kind.RATIO
    needed = {"full_name", "numerator_label", "text", "citation"} | (
        {"denominator_label"} if is_ratio else set()
    )
    for name, value in words.items():
        kept = "\n".join(vietnamese.nfc(line) for line in value.strip().splitlines())
        most = getattr(Definition._meta.get_field(name), "max_length", None) or 4_000
        if name in needed and not kept:
            raise errors.DefinitionIncomplete("Mục này không được để trống.", field=name)
        if len(kept) > most:
            raise errors.DefinitionIncomplete(f"Mục này dài quá {most} ký tự. Xin rút gọn.", field=name)
        setattr(version, name, kept)
    if not is_ratio and version.denominator_label:
        raise errors.DefinitionIncomplete("Chỉ tiêu này không có tổng số.", field="denominator_label")
    try:
        version.trust = library.Trust(trust).value
    except ValueError:
        raise errors.DefinitionIncomplete("Xin chọn mức độ xác nhận của căn cứ.", field="trust") from None
