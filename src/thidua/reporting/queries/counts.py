"""What was taken over from registers, looked at afterwards: the rows that were counted, what has changed since."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from thidua.core import formatting
from thidua.core.permissions import Actor
from thidua.registers.library import Field
from thidua.registers.models import Batch, RecordQuerySet, Register
from thidua.reporting.counting import Days
from thidua.reporting.models import Figure, RegisterBinding, RegisterCount
from thidua.reporting.queries.bindings import Offer, offer_for, visible_counts
from thidua.reporting.queries.tallies import Whose, part_q, register_of, rows_of, whole_q

MOST_LOOKED_AT = 40
MOST_BATCHES = 3


def rows_of_count(count: RegisterCount, *, only_part: bool = False) -> RecordQuerySet:
    """The rows that a count is of, as they counted at its moment, whatever came over them later."""
    binding = count.binding
    register = register_of(binding) or Register(commune_id=binding.commune_id, name=binding.register)
    whose = Whose(
        values=tuple(count.unit_values) if binding.unit_field else None,
        handed_in=count.figure.report.unit_id if count.own_batches else None,
    )
    found = rows_of(binding, register, Days(count.since, count.until), whose=whose, at=count.counted_at)
    return found.filter(part_q(binding, register) if only_part else whole_q(binding, register))


def shown_rows_of(count: RegisterCount, *, only_part: bool = False) -> RecordQuerySet:
    """The same in the order of pages and exports, each with the number that its batch is called by (`batch_number`)."""
    found = rows_of_count(count, only_part=only_part).with_batch_number()
    return found.order_by("-day", "key", "number")


def head_of(binding: RegisterBinding) -> list[Field]:
    """The columns that the counting looks at, after the key of the row."""
    schema = binding.schema
    told = [*binding.of_whole.told(), *binding.of_part.told(), *binding.of_estimate.told()]
    named = {str(one["field"]) for one in told if "field" in one}
    for one in told:
        named |= {str(inner["field"]) for each in one.get("either", []) for inner in each}
    named |= {*schema.key, binding.day_field, binding.unit_field, binding.counted} - {""}
    return [field for field in schema.fields if field.name in named]


def batches_of(count: RegisterCount) -> list[Batch]:
    return list(Batch.objects.filter(pk__in=count.batches).select_related("source").order_by("pk"))


def _touched_since(counts: QuerySet[RegisterCount]) -> QuerySet[RegisterCount]:
    """Counts after which a batch of their register landed, was replaced or taken back; most have none."""
    batches = Batch.objects.filter(
        register__commune_id=OuterRef("binding__commune_id"),
        register__name=OuterRef("binding__register"),
        landed_at__isnull=False,
    ).filter(Q(landed_at__gt=OuterRef("counted_at")) | Q(ended_at__gt=OuterRef("counted_at")))
    return counts.filter(Exists(batches))


@dataclass(frozen=True, slots=True)
class Changed:
    """A figure whose register says `offer.counted` by now, and said `offer.was` when it was taken over."""

    figure: Figure
    offer: Offer

    @property
    def is_locked(self) -> bool:
        return self.figure.report.period.is_locked


def changed_counts(who: Actor, *, on: date, most: int = MOST_LOOKED_AT) -> list[Changed]:
    """Of the `most` newest figures that may have changed, those that did, newest first. One query where no register moved,
    else a few for each figure.
    """
    later = RegisterCount.objects.filter(figure=OuterRef("figure"), pk__gt=OuterRef("pk"))
    last = visible_counts(who).filter(~Exists(later))
    found = _touched_since(last).select_related(
        "figure__report__period__movement",
        "figure__report__period__commune",
        "figure__report__unit",
        "figure__indicator",
        "figure__definition",
    )
    changed = []
    for count in found.order_by(F("figure__report__period__ends_on").desc(), "pk")[:most]:
        offer = offer_for(count.figure, on=on)
        if offer is not None and offer.was:
            changed.append(Changed(count.figure, offer))
    return changed


def reason_for(offer: Offer | None) -> dict[str, str]:
    """Why a figure is revised by its register, in words that may be changed: which batches came, from what to what."""
    if offer is None or not offer.was:
        return {}
    before = set(offer.taken.batches if offer.taken else ())
    new = [pk for pk in offer.counted.batches if pk not in before]
    came = ""
    if new:
        batches = Batch.objects.filter(pk__in=new[:MOST_BATCHES]).order_by("pk")
        came = " sau khi nhận " + ", ".join(
            f"lô {batch.number} ({batch.file_name}, {formatting.day(batch.uploaded_at)})" for batch in batches
        )
    return {"reason": f"Số trong sổ “{offer.title}” đã đổi{came}: {offer.was} → {offer.counted.words}."}
