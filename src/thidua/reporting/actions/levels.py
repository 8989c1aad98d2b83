"""Criteria without a number: the scale that the ward sets, the level that a unit chooses with its proof."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db.models import Max

from thidua.core import audit
from thidua.core import text as vietnamese
from thidua.core.actions import action
from thidua.core.permissions import Actor
from thidua.core.sight import Sight
from thidua.documents import queries as document_queries
from thidua.movement.models import Criterion
from thidua.org.models import Unit
from thidua.reporting import errors
from thidua.reporting.actions.history import need
from thidua.reporting.models import CriterionLevel, LevelChoice, Period
from thidua.reporting.queries import entry as entry_queries
from thidua.reporting.queries import sights

FEWEST, MOST = 2, 10
LONGEST_LABEL, LONGEST_DESCRIPTOR, LONGEST_EXPLANATION = 100, 2_000, 5_000


@action("reporting.set_levels", look=sights.LEVELS)
def set_levels(
    criterion: Criterion,
    *,
    levels: Sequence[tuple[str, str]],
    by: Actor,
    at: datetime,
    reason: str = "",
    seen: Sight | None = None,
) -> list[CriterionLevel]:
    """The scale of a criterion as (label, descriptor), the lowest first. Replacing one needs a reason; choices keep theirs."""
    said = [(vietnamese.nfc(label), vietnamese.nfc(descriptor)) for label, descriptor in levels]
    labels = [label for label, _ in said]
    if not FEWEST <= len(said) <= MOST or len(set(labels)) != len(labels):
        raise errors.LevelsIncomplete
    for label, descriptor in said:
        if not 0 < len(label) <= LONGEST_LABEL or not 0 < len(descriptor) <= LONGEST_DESCRIPTOR:
            raise errors.LevelsIncomplete
    last = CriterionLevel.objects.filter(criterion=criterion).aggregate(last=Max("version"))["last"]
    if last is not None:
        need(reason)
    audit.note(version=(last or 0) + 1, levels=labels)
    return CriterionLevel.objects.bulk_create(
        CriterionLevel(
            criterion=criterion,
            version=(last or 0) + 1,
            position=position,
            label=label,
            descriptor=descriptor,
            reason=vietnamese.nfc(reason)[:1000],
            set_at=at,
            set_by_id=by.user_id,
        )
        for position, (label, descriptor) in enumerate(said, start=1)
    )


@action("reporting.choose_level", lock=False)
def choose_level(
    unit: Unit,
    *,
    level: CriterionLevel,
    period: Period,
    evidence: Collection[int],
    by: Actor,
    at: datetime,
    explanation: str = "",
) -> LevelChoice:
    """What `unit` says to have reached in `period`, proved by evidence of its own (ids). A level without proof is refused."""
    criterion = level.criterion
    if criterion.movement_id != period.movement_id or unit.commune_id != period.commune_id:
        raise errors.NotInReport
    if criterion.owner_id not in {None, unit.pk}:
        raise errors.LevelNotAsked
    if period.is_locked:
        raise errors.LevelTooLate
    found = list(document_queries.visible_evidence(by).filter(pk__in=evidence, unit=unit))
    if not found or len(found) != len(set(evidence)):
        raise errors.LevelUnproven
    if len(explanation) > LONGEST_EXPLANATION:
        raise errors.LevelsIncomplete(f"Giải trình dài quá {LONGEST_EXPLANATION} ký tự.", field="explanation")
    known = LevelChoice.objects.filter(criterion=criterion, period=period, unit=unit)
    choice = LevelChoice.objects.create(
        unit=unit,
        period=period,
        level=level,
        criterion=criterion,
        number=(known.aggregate(last=Max("number"))["last"] or 0) + 1,
        explanation=explanation.strip(),
        chosen_at=at,
        chosen_by_id=by.user_id,
        is_on_behalf=entry_queries.enters_on_behalf(by, unit),
    )
    choice.evidence.set(found)
    audit.note(criterion=criterion.pk, period=period.pk, level=level.label, evidence=len(found))
    return choice
