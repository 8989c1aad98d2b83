"""Who answers for a criterion and what proves it, or why nobody does yet; said on the draft or after the launch."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from thidua.core import audit
from thidua.core.actions import action
from thidua.core.permissions import Actor
from thidua.core.sight import Sight
from thidua.movement import errors
from thidua.movement.enums import ItemKind
from thidua.movement.models import Criterion, PlanItem
from thidua.movement.queries import sights
from thidua.org.models import Unit

WORDS = ("evidence_rule", "uncovered_reason")


@action("movement.cover_criterion", look=sights.COVER_CRITERION)
def cover_criterion(
    criterion: Criterion,
    *,
    owner: Unit | None,
    evidence_rule: str,
    uncovered_reason: str,
    by: Actor,
    at: datetime,
    seen: Sight | None = None,
) -> Criterion:
    """An owner with a rule, or a reason; one of the two, whole."""
    rule, reason = _cover(criterion.commune_pk, owner, evidence_rule, uncovered_reason, at=at)
    audit.note(before={"owner": criterion.owner_id, **{name: getattr(criterion, name) for name in WORDS}})
    criterion.owner, criterion.evidence_rule, criterion.uncovered_reason = owner, rule, reason
    criterion.save(update_fields=["owner", "evidence_rule", "uncovered_reason"])
    told = {"owner": owner.pk if owner else None, "evidence_rule": rule, "uncovered_reason": reason}
    _note(criterion.item, told)
    return criterion


@action("movement.cover_item", look=sights.COVER_ITEM)
def cover_item(
    item: PlanItem,
    *,
    owner: Unit | None,
    evidence_rule: str,
    uncovered_reason: str,
    by: Actor,
    at: datetime,
    seen: Sight | None = None,
) -> PlanItem:
    """The same of a criterion in a draft, whether it is confirmed yet or not; the launch takes it over."""
    if item.kind != ItemKind.CRITERION:
        raise errors.NotACriterion
    rule, reason = _cover(item.commune_pk, owner, evidence_rule, uncovered_reason, at=at)
    audit.note(before={name: item.facts.get(name) for name in ("owner", *WORDS)})
    told = {"owner": owner.pk if owner else None, "evidence_rule": rule, "uncovered_reason": reason}
    item.facts = {**item.facts, **told}
    item.save(update_fields=["facts"])
    return item


def _note(item: PlanItem, told: dict[str, Any]) -> None:
    """On the item as well, and on the same criterion of a later version, where nobody has said otherwise there."""
    before = _told(item)
    item.facts = {**item.facts, **told}
    item.save(update_fields=["facts"])
    for later in item.after.filter(kind=ItemKind.CRITERION):
        if _told(later) == before:
            owner, *words = told.values()
            Criterion.objects.filter(item=later).update(owner=owner, **dict(zip(WORDS, words, strict=True)))
            _note(later, told)


def _told(item: PlanItem) -> tuple[Any, ...]:
    return tuple(item.facts.get(name) or None for name in ("owner", *WORDS))


def _cover(
    commune_id: int, owner: Unit | None, evidence_rule: str, uncovered_reason: str, *, at: datetime
) -> tuple[str, str]:
    """Rule and reason without blanks at the ends; OutsideTheCommune, or CoverageUndecided for half an answer."""
    rule, reason = evidence_rule.strip(), uncovered_reason.strip()
    if owner is not None and not (
        owner.commune_id == commune_id and owner.is_valid_on(timezone.localdate(at))
    ):
        raise errors.OutsideTheCommune(field="owner")
    is_owned = owner is not None and bool(rule)
    if is_owned == bool(reason) or (owner is None) != (not rule):
        raise errors.CoverageUndecided
    return rule, reason
