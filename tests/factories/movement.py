"""Movements, plans and what follows from them; a whole plan comes by `tests.movement.ward.read_seed`."""

from datetime import date
from decimal import Decimal
from typing import Any

import factory
from django.utils.timezone import localdate
from factory.django import DjangoModelFactory

from tests.clock import local
from tests.factories.indicator import IndicatorFactory
from tests.factories.org import CommuneFactory, UnitFactory
from thidua.core import text
from thidua.indicator.figures import Comparator
from thidua.movement.enums import (
    AmendmentState,
    AmendmentWay,
    ClosingState,
    Decision,
    ItemKind,
    MovementState,
)
from thidua.movement.models import (
    Amendment,
    Assignment,
    Closing,
    Criterion,
    Movement,
    Phase,
    Plan,
    PlanItem,
    TargetLine,
)

CREATED = local(2025, 8, 15)


class MovementFactory(DjangoModelFactory[Movement]):
    """A draft; `is_running=True` for one that was launched."""

    class Meta:
        model = Movement

    class Params:
        is_running = factory.Trait(
            state=MovementState.LAUNCHED, approved_at=CREATED, submitted_at=CREATED, launched_at=CREATED
        )

    commune: Any = factory.LazyFunction(lambda: CommuneFactory().unit)
    title = factory.Sequence(lambda number: f"Phong trào thi đua số {number + 1}")
    short_title: Any = factory.SelfAttribute("title")
    folded: Any = factory.LazyAttribute(lambda self: text.fold(f"{self.title} {self.short_title}"))
    starts_on = date(2025, 8, 1)
    created_at = CREATED


class ClosingFactory(DjangoModelFactory[Closing]):
    """A proposal that waits; `is_decided=True` for one by which the movement was closed. Both stand on the movement."""

    class Meta:
        model = Closing
        skip_postgeneration_save = True

    class Params:
        is_decided = factory.Trait(state=ClosingState.CLOSED, decided_at=CREATED)

    movement: Any = factory.SubFactory(MovementFactory, is_running=True)
    ends_on = date(2025, 8, 15)
    reason = "Đã tổng kết."
    proposed_at = CREATED

    @factory.post_generation
    def stands(self: Any, create: bool, extracted: Any, **other: Any) -> None:
        self.movement.closing = self
        if self.state == ClosingState.CLOSED:
            self.movement.state, self.movement.ends_on = MovementState.CLOSED, self.ends_on
        self.movement.save()


class PlanFactory(DjangoModelFactory[Plan]):
    """A draft; of a movement that was launched, the version in force since then."""

    class Meta:
        model = Plan

    movement: Any = factory.SubFactory(MovementFactory)
    adopted_at: Any = factory.LazyAttribute(lambda self: self.movement.launched_at)
    edition: Any = factory.LazyAttribute(lambda self: self.version if self.adopted_at else None)
    effective_on: Any = factory.LazyAttribute(lambda self: self.adopted_at and localdate(self.adopted_at))
    version = 1


class AmendmentFactory(DjangoModelFactory[Amendment]):
    """A few clauses that are being prepared; `is_submitted=True` when the leader has them."""

    class Meta:
        model = Amendment

    class Params:
        is_submitted = factory.Trait(state=AmendmentState.SUBMITTED, submitted_at=CREATED)

    movement: Any = factory.SubFactory(MovementFactory, is_running=True)
    base: Any = factory.LazyAttribute(
        lambda self: self.movement.plans.adopted().first() or PlanFactory(movement=self.movement)
    )
    plan: Any = factory.LazyAttribute(
        lambda self: PlanFactory(
            movement=self.movement, version=self.base.version + 1, edition=None, adopted_at=None
        )
    )
    way = AmendmentWay.CLAUSES
    document_number = "45/KH-UBND"
    document_on = date(2025, 8, 20)
    opened_at = CREATED


class PlanItemFactory(DjangoModelFactory[PlanItem]):
    """A content that waits; `is_counting=True` for one that was confirmed."""

    class Meta:
        model = PlanItem

    class Params:
        is_counting = factory.Trait(decision=Decision.CONFIRMED, decided_at=CREATED)

    plan: Any = factory.SubFactory(PlanFactory)
    kind = ItemKind.CONTENT
    position = factory.Sequence(lambda number: number)
    text = factory.Sequence(lambda number: f"Nội dung thi đua thứ {number + 1}")
    folded: Any = factory.LazyAttribute(lambda self: text.fold(self.text))


class PhaseFactory(DjangoModelFactory[Phase]):
    class Meta:
        model = Phase

    movement: Any = factory.SelfAttribute("item.plan.movement")
    item: Any = factory.SubFactory(
        PlanItemFactory, kind=ItemKind.PHASE, facts={"from": "2025", "to": "2027"}, is_counting=True
    )
    name = "Giai đoạn 1"
    starts_on = date(2025, 1, 1)
    ends_on = date(2027, 12, 31)


class CriterionFactory(DjangoModelFactory[Criterion]):
    class Meta:
        model = Criterion

    item: Any = factory.SubFactory(PlanItemFactory, kind=ItemKind.CRITERION, is_counting=True)
    movement: Any = factory.SelfAttribute("item.plan.movement")
    position = factory.Sequence(lambda number: number + 1)


class TargetLineFactory(DjangoModelFactory[TargetLine]):
    """At least 80 percent of an indicator of its own."""

    class Meta:
        model = TargetLine

    item: Any = factory.SubFactory(PlanItemFactory, kind=ItemKind.TARGET_LINE, is_counting=True)
    movement: Any = factory.SelfAttribute("item.plan.movement")
    indicator: Any = factory.SubFactory(IndicatorFactory)
    comparator = Comparator.AT_LEAST.value
    value = Decimal(80)


class AssignmentFactory(DjangoModelFactory[Assignment]):
    class Meta:
        model = Assignment

    movement: Any = factory.SubFactory(MovementFactory, is_running=True)
    indicator: Any = factory.SubFactory(IndicatorFactory)
    unit: Any = factory.LazyAttribute(lambda self: UnitFactory(parent=self.movement.commune))
    variant = "A"
    assigned_at = CREATED
