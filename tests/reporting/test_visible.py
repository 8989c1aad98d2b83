"""What one may see, one by one: the same things as in the list, for every role, in one query."""

from typing import Any

import pytest

from tests.factories import reporting as make
from thidua.core.visible import Visible
from thidua.org import roles
from thidua.reporting import queries

pytestmark = pytest.mark.django_db
ALL: list[Visible[Any]] = [queries.visible_periods, queries.visible_reports, queries.visible_publications]


@pytest.mark.parametrize("source", ALL, ids=lambda source: source.__name__)
@pytest.mark.parametrize("role", [role.code for role in roles.ROLES])
def test_one_is_found_exactly_if_it_stands_in_the_list(source: Visible[Any], role: str) -> None:
    here, elsewhere = make.ward(units=2), make.ward()
    for ward in (here, elsewhere):
        make.PublicationFactory(period=ward.period)
    who = here.actor(role)
    everything = [thing.pk for thing in source(who).model._base_manager.order_by("pk")]
    found = [thing for thing in (source.one(who, pk) for pk in everything) if thing is not None]
    assert found == list(source(who).order_by("pk"))
    assert len(everything) >= 2


def test_a_reporter_finds_the_own_units_report_alone() -> None:
    here = make.ward(units=2)
    who = here.actor("reporter")
    found = [queries.visible_reports.one(who, here.report(unit).pk) for unit in here.units]
    assert found == [here.report(here.units[0]), None]


def test_one_comes_with_all_that_the_list_brings(django_assert_num_queries: Any) -> None:
    here = make.ward()
    who, pk = here.actor("standing_body"), here.report().pk
    queries.visible_reports.one(who, pk)
    with django_assert_num_queries(1):
        report = queries.visible_reports.one(who, pk)
        assert report is not None
        assert (report.unit, report.period.movement, report.period.commune) == (
            here.units[0],
            here.movement,
            here.commune,
        )
