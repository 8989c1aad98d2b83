"""The demonstration is the same at every build, whatever ids the database gives."""

from datetime import date

import pytest
from django.core.management import call_command
from django.db import transaction

from tests.factories import reporting as make
from thidua.core.models import AuditEvent
from thidua.demo import build
from thidua.documents.models import Evidence
from thidua.org.models import Unit
from thidua.reporting.models import Figure

pytestmark = pytest.mark.django_db

EARLY = date(2025, 10, 20)  # a few periods only, so that two builds take seconds
FIGURES = (
    "report__period__label",
    "report__unit__code",
    "indicator__code",
    "state",
    "numerator",
    "denominator",
    "explanation",
    "source",
    "report__state",
    "report__received_at",
)


def told() -> tuple[list[object], list[object], list[object]]:
    """A build's figures, proofs and deeds without ids; nothing of the build stays."""
    with transaction.atomic():
        build.build_demo(EARLY)
        commune = Unit.objects.get(parent=None, commune_profile__slug="nam-dong")
        figures = Figure.objects.order_by("report__period__ends_on", "report__unit__code", "position")
        proofs = Evidence.objects.order_by("unit__code", "added_at", "figures__position")
        deeds = AuditEvent.objects.filter(commune_id=commune.pk).order_by("sequence")
        found = (
            list(figures.values_list(*FIGURES)),
            list(proofs.values_list("unit__code", "kind", "document_number", "text", "file__sha256")),
            list(deeds.values_list("at", "action", "actor_name", "unit_name", "reason")),
        )
        transaction.set_rollback(True)
    return found


def test_two_builds_tell_the_same() -> None:
    call_command("load_library", verbosity=0)
    first = told()
    make.new_unit(make.new_commune("phường Bên Cạnh"))  # takes the ids of the first build
    assert told() == first
    assert [len(part) > 20 for part in first] == [True, True, True]
