"""Binding an indicator to a register, and taking over what the register says: into a figure on the desk, or as a correction."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from thidua.core import audit, text
from thidua.core.actions import action
from thidua.core.permissions import Actor
from thidua.core.sight import Sight
from thidua.documents.enums import EvidenceKind
from thidua.indicator.models import Indicator
from thidua.org.models import Unit
from thidua.reporting import binding_data, errors
from thidua.reporting.actions import checking, entry
from thidua.reporting.actions.history import need
from thidua.reporting.binding_data import BindingBroken, ShippedBinding
from thidua.reporting.models import Figure, RegisterBinding, RegisterCount
from thidua.reporting.queries import binding_sights, sights
from thidua.reporting.queries import bindings as queries
from thidua.reporting.queries.bindings import Offer

WAYS = ("denominator", "numerator", "estimate", "counted", "day_field", "unit_field", "calendar")


@action("reporting.adopt_binding", lock=False)
def adopt_binding(
    commune: Actor | Unit, *, shipped: ShippedBinding, by: Actor, at: datetime, valid_from: date | None = None
) -> RegisterBinding:
    """The shipped way counts in this commune from now on, for periods that end on its first day or later."""
    indicator = Indicator.objects.select_for_update(no_key=True).get(
        code=shipped.indicator, commune__isnull=True
    )
    own = RegisterBinding.objects.in_commune(commune.commune_pk).filter(
        indicator=indicator, variant=shipped.variant
    )
    begins = valid_from or shipped.valid_from
    if own.filter(valid_to__isnull=True).exists() or own.filter(valid_to__gte=begins).exists():
        raise errors.BindingHolds
    binding = RegisterBinding.objects.create(
        commune_id=commune.commune_pk,
        indicator=indicator,
        variant=shipped.variant,
        version=own.count() + 1,
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
        shipped=shipped.slug,
        valid_from=begins,
        added_at=at,
        added_by_id=by.user_id,
    )
    audit.note(binding=binding.pk, indicator=shipped.indicator, variant=shipped.variant)
    return binding


@action("reporting.change_binding", look=binding_sights.BINDING)
def change_binding(
    binding: RegisterBinding,
    *,
    ways: dict[str, Any],
    citation: str,
    trust: str,
    valid_from: date,
    reason: str,
    by: Actor,
    at: datetime,
    seen: Sight | None = None,
) -> RegisterBinding:
    """The next version, from a day on; the one before ends the day before. `ways` are WAYS of the new version."""
    need(reason)
    if binding.has_ended:
        raise errors.BindingHasEnded
    if valid_from <= binding.valid_from:
        raise errors.BindingReachesBack
    new = RegisterBinding(
        commune_id=binding.commune_id,
        indicator_id=binding.indicator_id,
        variant=binding.variant,
        version=queries.newest_version(binding).version + 1,
        register=binding.register,
        citation=text.nfc(citation),
        trust=trust,
        valid_from=valid_from,
        reason=text.nfc(reason),
        added_at=at,
        added_by_id=by.user_id,
        **{name: ways[name] for name in WAYS},
    )
    _need_sound(new)
    if all(getattr(new, name) == getattr(binding, name) for name in (*WAYS, "citation", "trust")):
        raise errors.BindingUnchanged
    binding.valid_to = valid_from - timedelta(days=1)
    binding.save(update_fields=["valid_to"])
    new.save(force_insert=True)
    audit.note(binding=new.pk, version=new.version, before=binding.pk)
    return new


def _need_sound(binding: RegisterBinding) -> None:
    try:
        binding_data.check(binding.register, binding.schema, _Fields(binding))
    except BindingBroken:
        raise errors.BindingUnsound from None


class _Fields:
    """A binding under the names of the shipped file."""

    def __init__(self, binding: RegisterBinding) -> None:
        self.denominator, self.numerator, self.estimate = (
            binding.denominator,
            binding.numerator,
            binding.estimate,
        )
        self.day, self.unit, self.counted = binding.day_field, binding.unit_field, binding.counted


@action("reporting.end_binding", look=binding_sights.BINDING)
def end_binding(
    binding: RegisterBinding,
    *,
    ends_on: date,
    reason: str,
    by: Actor,
    at: datetime,
    seen: Sight | None = None,
) -> RegisterBinding:
    """The way counts until a day and no longer; what was taken over stays."""
    need(reason)
    if binding.has_ended:
        raise errors.BindingHasEnded
    if ends_on < binding.valid_from:
        raise errors.BindingReachesBack
    binding.valid_to = ends_on
    binding.save(update_fields=["valid_to"])
    return binding


@action("reporting.take_count")
def take_count(figure: Figure, *, shown: str, by: Actor, at: datetime) -> RegisterCount:
    """The figure says what the register says, with the register as its source and its proof. `shown` is the mark of the count
    on the page (`Offer.mark`): a register that has moved since gives nothing.
    """
    offer = _ready_offer(figure, at)
    if offer.mark != shown:
        raise errors.CountMoved(offer.counted.words)
    cell = entry.Cell(offer.counted.value, explanation=figure.explanation, source=offer.source)
    entry.save_figure(figure, cell=cell, by=by, at=at)
    _let_proof_go(figure, offer, by=by, at=at)
    proof = entry.attach_evidence(figure, kind=EvidenceKind.EXPLANATION, text=offer.proof, by=by, at=at)
    count = _keep(offer, by=by, at=at, evidence_id=proof.pk)
    audit.note(count=count.pk, binding=offer.binding.pk, batches=count.batches)
    return count


def _ready_offer(figure: Figure, at: datetime) -> Offer:
    offer = queries.offer_for(figure, on=timezone.localdate(at))
    if offer is None:
        raise errors.NotBound
    if not offer.is_ready:
        raise errors.NothingToTake(offer.why_not)
    return offer


def _let_proof_go(figure: Figure, offer: Offer, *, by: Actor, at: datetime) -> None:
    """The words of the count before would prove another number."""
    before = offer.taken.evidence if offer.taken else None
    if before is not None and figure.evidence.filter(pk=before.pk).exists():
        entry.detach_evidence(figure, evidence=before, by=by, at=at)


@action("reporting.revise_by_count", look=sights.FIGURE)
def revise_by_count(
    figure: Figure, *, shown: str, reason: str, by: Actor, at: datetime, seen: Sight | None = None
) -> RegisterCount:
    """After the lock: a corrected export says another number, and the figure is revised by it, with the reason."""
    offer = _ready_offer(figure, at)
    if offer.mark != shown:
        raise errors.CountMoved(offer.counted.words)
    checking.revise_figure(figure, value=offer.counted.value, reason=reason, by=by, at=at)
    count = _keep(offer, by=by, at=at)
    audit.note(count=count.pk, binding=offer.binding.pk, batches=count.batches)
    return count


def _keep(offer: Offer, *, by: Actor, at: datetime, evidence_id: int | None = None) -> RegisterCount:
    counted, value = offer.counted, offer.counted.value
    return RegisterCount.objects.create(
        figure=offer.figure,
        binding=offer.binding,
        since=counted.days.since,
        until=counted.days.until,
        state=str(value.state),
        numerator=None if value.numerator is None else int(value.numerator),
        denominator=value.denominator,
        is_estimate=value.is_estimate,
        batches=list(counted.batches),
        unit_values=list(counted.whose.values or ()),
        own_batches=counted.whose.handed_in is not None,
        evidence_id=evidence_id,
        counted_at=at,
        taken_by_id=by.user_id,
    )
