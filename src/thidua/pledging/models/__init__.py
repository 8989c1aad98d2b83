"""Blocs, units' plans, registrations and pacts, one-time links."""

from thidua.pledging.models.blocs import Bloc, BlocLeader, BlocMembership, BlocQuerySet
from thidua.pledging.models.links import OneTimeLink
from thidua.pledging.models.plans import Promise, Submission, UnitPlan, UnitPlanQuerySet
from thidua.pledging.models.registrations import (
    Pact,
    Registration,
    RegistrationQuerySet,
    Signature,
    Signing,
)

__all__ = [
    "Bloc",
    "BlocLeader",
    "BlocMembership",
    "BlocQuerySet",
    "OneTimeLink",
    "Pact",
    "Promise",
    "Registration",
    "RegistrationQuerySet",
    "Signature",
    "Signing",
    "Submission",
    "UnitPlan",
    "UnitPlanQuerySet",
]
