"""Where things sit, as the gates ask it."""

import pytest

from tests.factories import documents as make_documents
from tests.factories import org as make_org
from tests.factories import reporting as make

pytestmark = pytest.mark.django_db


def test_a_thing_of_the_commune_sits_at_its_root() -> None:
    commune = make_org.CommuneFactory().unit
    for thing in (make_org.DataRequestFactory(commune=commune), make_org.ImportDraftFactory(commune=commune)):
        assert (thing.commune_pk, thing.scope_path) == (commune.pk, commune.path)


def test_a_thing_within_another_sits_where_that_one_sits() -> None:
    here = make.ward(units=1)
    unit = here.units[0]
    report = here.report(unit)
    held = make_org.MembershipFactory(unit=unit)
    proof = make_documents.EvidenceFactory(unit=unit)
    for thing in (held, proof, report, here.figures(unit)[0], make.WorkbookDraftFactory(report=report)):
        assert (thing.commune_pk, thing.scope_path) == (here.commune.pk, unit.path)


def test_it_costs_no_more_than_the_thing_around(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    held = make_org.MembershipFactory()
    fresh = type(held).objects.select_related("unit").get(pk=held.pk)
    with django_assert_num_queries(0):
        assert fresh.scope_path == held.unit.path
