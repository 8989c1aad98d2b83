"""Blocs, units' plans, registrations and links for tests."""

from datetime import date
from typing import Any

import factory
from factory.django import DjangoModelFactory

from tests.clock import local
from tests.factories.movement import MovementFactory, PlanFactory
from tests.factories.org import UnitFactory
from thidua.pledging.enums import BlocKind, LinkForm, PromiseKind, Way
from thidua.pledging.models import (
    Bloc,
    BlocLeader,
    BlocMembership,
    OneTimeLink,
    Pact,
    Promise,
    Registration,
    Signature,
    Signing,
    Submission,
    UnitPlan,
)

AT = local(2026, 6, 1)


class BlocFactory(DjangoModelFactory[Bloc]):
    class Meta:
        model = Bloc

    commune: Any = factory.LazyFunction(lambda: UnitFactory().commune)
    kind = BlocKind.CLUSTER
    name = factory.Sequence(lambda number: f"Cụm thi đua số {number + 1}")
    created_at = AT


class BlocMembershipFactory(DjangoModelFactory[BlocMembership]):
    class Meta:
        model = BlocMembership

    bloc: Any = factory.SubFactory(BlocFactory)
    unit: Any = factory.LazyAttribute(lambda self: UnitFactory(parent=self.bloc.commune))
    kind: Any = factory.SelfAttribute("bloc.kind")
    valid_from = date(2026, 1, 1)


class BlocLeaderFactory(DjangoModelFactory[BlocLeader]):
    class Meta:
        model = BlocLeader

    bloc: Any = factory.SubFactory(BlocFactory)
    unit: Any = factory.LazyAttribute(lambda self: BlocMembershipFactory(bloc=self.bloc).unit)
    year = 2026
    named_at = AT


class UnitPlanFactory(DjangoModelFactory[UnitPlan]):
    """A draft without lines; `PromiseFactory` gives it some."""

    class Meta:
        model = UnitPlan

    movement: Any = factory.SubFactory(MovementFactory, is_running=True)
    unit: Any = factory.LazyAttribute(lambda self: UnitFactory(parent=self.movement.commune))
    against: Any = factory.LazyAttribute(
        lambda self: self.movement.plans.adopted().first() or PlanFactory(movement=self.movement)
    )
    begun_at = AT


class PromiseFactory(DjangoModelFactory[Promise]):
    """A task of the unit's own."""

    class Meta:
        model = Promise

    plan: Any = factory.SubFactory(UnitPlanFactory)
    kind = PromiseKind.TASK
    position = factory.Sequence(lambda number: number)
    text = factory.Sequence(lambda number: f"Việc của đơn vị số {number + 1}")
    product = "Danh sách"
    due_on = date(2026, 12, 31)


class SubmissionFactory(DjangoModelFactory[Submission]):
    class Meta:
        model = Submission

    plan: Any = factory.SubFactory(UnitPlanFactory)
    number = 1
    edition = 1
    facts: Any = factory.LazyFunction(lambda: {"general": [["Thủ trưởng", "Bà Hoa"]], "lines": []})
    way = Way.OWN
    sender = "Bà Hoa"
    sent_at = AT


class OneTimeLinkFactory(DjangoModelFactory[OneTimeLink]):
    """To the registration for 2027; nobody knows its secret."""

    class Meta:
        model = OneTimeLink

    unit: Any = factory.SubFactory(UnitFactory)
    form = LinkForm.REGISTRATION
    year = 2027
    secret_hash = factory.Sequence(lambda number: f"{number:064x}")
    issued_at = AT
    expires_at = local(2026, 6, 15)


class RegistrationFactory(DjangoModelFactory[Registration]):
    class Meta:
        model = Registration

    unit: Any = factory.SubFactory(UnitFactory)
    year = 2027
    begun_at = AT


class SigningFactory(DjangoModelFactory[Signing]):
    class Meta:
        model = Signing

    registration: Any = factory.SubFactory(RegistrationFactory)
    number = 1
    facts: Any = factory.LazyFunction(lambda: {"titles": [], "head_titles": [], "targets": []})
    way = Way.OWN
    signatory = "Bà Hoa"
    signed_at = AT


class PactFactory(DjangoModelFactory[Pact]):
    class Meta:
        model = Pact

    bloc: Any = factory.SubFactory(BlocFactory)
    year = 2027
    text = "100 % cán bộ có kỹ năng số\nKhông đơn vị nào nộp báo cáo muộn"
    drawn_at = AT


class SignatureFactory(DjangoModelFactory[Signature]):
    class Meta:
        model = Signature

    pact: Any = factory.SubFactory(PactFactory)
    unit: Any = factory.LazyAttribute(lambda self: BlocMembershipFactory(bloc=self.pact.bloc).unit)
    way = Way.OWN
    signatory = "Bà Hoa"
    signed_at = AT
