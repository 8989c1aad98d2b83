"""Movements, the plan as it was read and confirmed, and what follows from it: phases, criteria, target lines, assignments."""

from thidua.movement.models.following import Assignment, AssignmentQuerySet, Criterion, Phase, TargetLine
from thidua.movement.models.movements import Closing, Movement, MovementQuerySet, index_movement
from thidua.movement.models.plans import (
    Amendment,
    Plan,
    PlanItem,
    PlanItemQuerySet,
    PlanQuerySet,
    folded_title,
    index_item,
    index_plan,
)

__all__ = [
    "Amendment",
    "Assignment",
    "AssignmentQuerySet",
    "Closing",
    "Criterion",
    "Movement",
    "MovementQuerySet",
    "Phase",
    "Plan",
    "PlanItem",
    "PlanItemQuerySet",
    "PlanQuerySet",
    "TargetLine",
    "folded_title",
    "index_item",
    "index_movement",
    "index_plan",
]
