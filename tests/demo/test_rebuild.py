"""The demonstration is the same at every build, whatever ids the database gives."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

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

BATCH = re.compile(r"lô \d+", re.IGNORECASE)
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


def without_batches(rows: Iterable[tuple[Any, ...]]) -> list[object]:
    """A batch of a register is called by its id; all else must be the same."""
    return [tuple(BATCH.sub("lô", cell) if isinstance(cell, str) else cell for cell in row) for row in rows]


def told() -> tuple[list[object], list[object], list[object]]:
    """A build's figures, proofs and deeds without ids; nothing of the build stays."""
    with transaction.atomic():
        build.build_demo(EARLY)
        commune = Unit.objects.get(parent=None, commune_profile__slug="nam-dong")
        figures = Figure.objects.order_by("report__period__ends_on", "report__unit__code", "position")
        proofs = Evidence.objects.order_by("unit__code", "added_at", "figures__position")
        deeds = AuditEvent.objects.filter(commune_id=commune.pk).order_by("sequence")
        found = (
            without_batches(figures.values_list(*FIGURES)),
            without_batches(
                proofs.values_list("unit__code", "kind", "document_number", "text", "file__sha256")
            ),
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
