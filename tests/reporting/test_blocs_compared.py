"""Whom a share is compared with: the units of its bloc on the period's last day, else those of its kind; the sentence says."""

from collections.abc import Sequence
from datetime import date

import pytest
from django.core.management import call_command

from tests.clock import local
from tests.factories import pledging as make_pledging
from tests.factories import reporting as make
from tests.reporting import deeds
from tests.web import stage
from thidua.core.models import AuditEvent
from thidua.indicator.figures import Value
from thidua.org.models import Unit
from thidua.pledging import actions as pledging
from thidua.pledging.enums import BlocKind
from thidua.pledging.models import Bloc, BlocMembership
from thidua.reporting import checks, guards
from thidua.reporting.enums import ReportState
from thidua.reporting.models import Figure
from thidua.reporting.queries.grounds import grounds_of

pytestmark = pytest.mark.django_db
LAST_DAY = date(2026, 10, 14)  # of the period that the ward's units report in


@pytest.fixture
def here() -> make.Ward:
    """Fourteen units of one kind: in month 9 the first seven gave 40 of 50, the others 10 of 50."""
    ward = make.ward(units=14, indicators=1)
    stage.past_period(ward, 9, published=False)
    low = Figure.objects.filter(report__period__label="Tháng 9/2026", report__unit__in=ward.units[7:])
    low.update(numerator=10)
    return ward


def bloc(here: make.Ward, units: Sequence[Unit], kind: str = BlocKind.CLUSTER, **dates: date) -> Bloc:
    made: Bloc = make_pledging.BlocFactory(commune=here.commune, kind=kind, name=f"Cụm {kind} {{số}} 1")
    for unit in units:
        make_pledging.BlocMembershipFactory(bloc=made, unit=unit, **dates)
    return made


def sentences(here: make.Ward, value: Value, unit: Unit, *, is_checking: bool = False) -> list[str]:
    """What the rule says about the unit's only figure."""
    held = list(
        Figure.objects.filter(pk__in=[one.pk for one in here.figures(unit)]).select_related(
            "report__unit", "indicator", "definition"
        )
    )
    grounds = grounds_of(here.period, held, is_checking=is_checking)[held[0].pk]
    return [one.sentence for one in checks.findings(value, grounds) if one.rule.code == "outlier"]


def test_a_unit_is_compared_with_its_bloc(here: make.Ward) -> None:
    """Among its kind 80 % is the middle of two halves; among its own bloc, where all have 20 %, it stands alone."""
    assert sentences(here, Value(40, 50), here.units[13]) == []
    bloc(here, here.units[7:])
    assert sentences(here, Value(40, 50), here.units[13]) == [
        "Tỷ lệ 80\u00a0% cao xa mức giữa 20\u00a0% của 6 đơn vị khác trong Cụm cluster {số} 1, Tháng 9/2026."
    ]
    assert sentences(here, Value(10, 50), here.units[13]) == []


def test_a_bloc_with_too_few_numbers_gives_way_to_the_kind(here: make.Ward) -> None:
    bloc(here, here.units[9:14])  # four others
    Figure.objects.filter(report__period__label="Tháng 9/2026").update(numerator=40)
    assert sentences(here, Value(10, 50), here.units[13]) == [
        "Tỷ lệ 20\u00a0% thấp xa mức giữa 80\u00a0% của 13 đơn vị cùng loại, Tháng 9/2026."
    ]


def test_one_more_member_is_enough(here: make.Ward) -> None:
    bloc(here, here.units[8:14])  # five others
    [told] = sentences(here, Value(40, 50), here.units[13])
    assert "của 5 đơn vị khác trong Cụm cluster" in told


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ({"valid_from": LAST_DAY}, 1),
        ({"valid_from": date(2026, 10, 15)}, 0),
        ({"valid_from": date(2026, 1, 1), "valid_to": LAST_DAY}, 1),
        ({"valid_from": date(2026, 1, 1), "valid_to": date(2026, 10, 13)}, 0),
    ],
)
def test_members_are_those_of_the_periods_last_day(
    here: make.Ward, dates: dict[str, date], expected: int
) -> None:
    made = bloc(here, here.units[7:], valid_from=date(2020, 1, 1))
    BlocMembership.objects.filter(bloc=made).delete()
    said = {"end_reason": "Sắp xếp lại."} if "valid_to" in dates else {}
    for unit in here.units[7:]:
        make_pledging.BlocMembershipFactory(bloc=made, unit=unit, **dates, **said)
    assert len(sentences(here, Value(40, 50), here.units[13])) == expected


def test_a_cluster_stands_before_a_block_and_gives_way_to_it_when_too_small(here: make.Ward) -> None:
    bloc(here, here.units[7:], BlocKind.BLOCK)
    assert "Cụm block" in sentences(here, Value(40, 50), here.units[13])[0]
    small = bloc(here, here.units[12:])
    assert "Cụm block" in sentences(here, Value(40, 50), here.units[13])[0]
    for unit in here.units[7:12]:
        make_pledging.BlocMembershipFactory(bloc=small, unit=unit)
    assert "Cụm cluster" in sentences(here, Value(40, 50), here.units[13])[0]


def test_a_bloc_of_several_kinds_is_one_circle(here: make.Ward) -> None:
    Unit.objects.filter(pk__in=[unit.pk for unit in here.units[7:13]]).update(kind="school")
    bloc(here, here.units[7:])
    found = sentences(here, Value(40, 50), Unit.objects.get(pk=here.units[13].pk))
    assert [one.partition(" của ")[2][:1] for one in found] == ["6"]


def test_a_checker_compares_with_the_bloc_in_this_very_period(here: make.Ward) -> None:
    bloc(here, here.units[7:])
    for place, unit in enumerate(here.units):
        stage.fill(here.report(unit), 40 if place < 7 else 10, state=ReportState.SUBMITTED, at=deeds.SENT_AT)
    assert sentences(here, Value(40, 50), here.units[13], is_checking=True) == [
        "Tỷ lệ 80\u00a0% cao xa mức giữa 20\u00a0% của 6 đơn vị khác trong Cụm cluster {số} 1, cùng kỳ này."
    ]


def test_the_clock_makes_guards_anew_where_blocs_changed(here: make.Ward) -> None:
    guards.prepare(here.period)
    before = here.report(here.units[13]).guards
    made: Bloc = make_pledging.BlocFactory(commune=here.commune)
    officer = here.actor("standing_body")
    pledging.add_members(
        made, units=here.units[7:], valid_from=date(2026, 10, 1), by=officer, at=local(2026, 10, 5)
    )
    assert here.report(here.units[13]).guards == before
    call_command("tick", on=date(2026, 10, 6), verbosity=0)
    assert here.report(here.units[13]).guards not in {before, ""}


def test_the_clock_leaves_guards_alone_where_nothing_changed_lately(here: make.Ward) -> None:
    guards.prepare(here.period)
    here.period.reports.update(guards="{}")
    AuditEvent.objects.all().delete()
    call_command("tick", on=date(2026, 10, 6), verbosity=0)
    assert set(here.period.reports.values_list("guards", flat=True)) == {"{}"}
