"""By which version of the plan a period is measured, and that nothing published ever moves."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.clock import local
from tests.factories import reporting as make
from tests.factories.movement import AmendmentFactory, PlanFactory
from tests.reporting import deeds
from thidua.indicator.figures import StandingCode, Value
from thidua.movement import queries as movement_queries
from thidua.movement.enums import AmendmentState, AmendmentWay, ItemKind
from thidua.movement.models import Assignment, Plan, PlanItem, TargetLine
from thidua.reporting import actions, queries
from thidua.reporting.models import Period
from thidua.reporting.queries import editions, papers, published

pytestmark = pytest.mark.django_db
APPROVED = local(2026, 10, 5)
LAST_DAY = date(2026, 10, 14)  # of the period that every ward of the factories has


def first_version(here: make.Ward, value: int = 80) -> TargetLine:
    return make.add_target_line(here.movement, here.indicators[0], value)


def next_version(here: make.Ward, value: int, *, effective_on: date, adopted_at: datetime = APPROVED) -> Plan:
    """The same line with another value, in a version of its own."""
    last = here.movement.plans.latest("version")
    plan: Plan = PlanFactory(
        movement=here.movement,
        version=last.version + 1,
        edition=(last.edition or 0) + 1,
        effective_on=effective_on,
        adopted_at=adopted_at,
    )
    old = TargetLine.objects.filter(item__plan=last).select_related("item").get()
    item = PlanItem.objects.get(pk=old.item_id)
    item.pk, item.plan, item.before_id = None, plan, old.item_id
    item.save()
    TargetLine.objects.create(
        movement=here.movement, item=item, indicator=old.indicator, comparator=old.comparator, value=value
    )
    return plan


def asked(period: Period) -> list[int]:
    return [int(line.target) for lines in queries.lines_of(period).values() for line in lines]


@pytest.mark.parametrize(
    ("effective_on", "value"),
    [
        (LAST_DAY - timedelta(days=1), 90),
        (LAST_DAY, 90),
        (LAST_DAY + timedelta(days=1), 80),
    ],
)
def test_a_period_is_measured_by_the_version_in_force_on_its_last_day(effective_on: date, value: int) -> None:
    here = make.ward(indicators=1)
    first_version(here)
    next_version(here, 90, effective_on=effective_on)
    assert asked(here.period) == [value]
    plan = editions.plan_of(here.period)
    assert plan is not None
    assert (plan.edition == 2) == (value == 90)


def test_of_two_versions_from_one_day_the_later_holds() -> None:
    here = make.ward(indicators=1)
    first_version(here)
    next_version(here, 90, effective_on=LAST_DAY)
    next_version(here, 95, effective_on=LAST_DAY)
    assert asked(here.period) == [95]


@pytest.mark.parametrize(("minutes", "value"), [(-1, 80), (0, 90), (1, 90)])
def test_a_locked_period_keeps_the_version_it_was_locked_under(minutes: int, value: int) -> None:
    here = make.ward(indicators=1)
    first_version(here)
    here.period.locked_at = APPROVED + timedelta(minutes=minutes)
    here.period.save()
    next_version(here, 90, effective_on=date(2026, 9, 1))
    assert asked(here.period) == [value]


def test_the_time_before_the_first_version_has_it_too() -> None:
    here = make.ward(indicators=1)
    line = first_version(here)
    Plan.objects.filter(pk=line.item.plan_id).update(effective_on=date(2027, 1, 1))
    assert asked(here.period) == [80]


def test_a_movement_without_a_plan_has_no_levels() -> None:
    here = make.ward(indicators=1)
    assert (asked(here.period), editions.plan_of(here.period)) == ([], None)
    assert editions.plans_of([here.period.pk]) == {}


def test_many_periods_at_once_are_told_the_same_as_each_alone(django_assert_num_queries: Any) -> None:
    here = make.ward(indicators=1)
    first_version(here)
    periods = [here.period]
    for month, locked in ((6, True), (7, False), (8, True)):
        known = local(2026, month, 20) if locked else None
        days = {"starts_on": date(2026, month - 1, 15), "ends_on": date(2026, month, 14), "locked_at": known}
        periods.append(make.PeriodFactory(commune=here.commune, movement=here.movement, **days))
    next_version(here, 85, effective_on=date(2026, 7, 1), adopted_at=local(2026, 7, 1))
    next_version(here, 90, effective_on=date(2026, 8, 1), adopted_at=local(2026, 9, 1))
    alone = {period.pk: plan.edition for period in periods if (plan := editions.plan_of(period))}
    with django_assert_num_queries(1):
        together = editions.plans_of([period.pk for period in periods])
    assert {pk: one.edition for pk, one in together.items()} == alone
    assert [alone[period.pk] for period in periods] == [3, 1, 2, 2]


def published_ward() -> make.Ward:
    """78 percent, published under a level of 75."""
    here = make.ward(indicators=1)
    first_version(here, 75)
    deeds.send(here, here.units[0], Value(39, 50))
    deeds.verify(here)
    deeds.lock(here)
    deeds.publish(here)
    return here


def test_what_was_published_stays_reached_whatever_is_approved_later() -> None:
    here = published_ward()
    next_version(here, 99, effective_on=date(2026, 9, 1), adopted_at=local(2027, 1, 5))
    [result] = published.with_lines(published.published_figures())
    assert (result.standing.code, result.edition, [int(line.target) for line in result.lines]) == (
        StandingCode.REACHED,
        1,
        [75],
    )
    publication = here.period.publications.get()
    assert [row.standing.code for row in queries.published_rows(publication)] == [StandingCode.REACHED]
    reason = queries.reason_of(publication, here.indicators[0])
    assert reason is not None
    assert reason.plan_words.startswith("Bản thứ 1, có hiệu lực từ ")


def test_the_reason_of_a_figure_names_the_version() -> None:
    here = make.ward(indicators=1)
    first_version(here)
    next_version(here, 90, effective_on=LAST_DAY)
    client = Client()
    client.force_login(here.person("leader"))
    page = client.get(reverse("reporting:reason_show", args=[here.period.pk, here.indicators[0].code]))
    assert "Bản thứ 2, có hiệu lực từ 14/10/2026" in page.content.decode().replace("bản thứ", "Bản thứ")


def test_open_data_names_the_version_and_shows_only_the_one_in_force(
    set_clock: Callable[[datetime], None],
) -> None:
    here = published_ward()
    next_version(here, 99, effective_on=date(2027, 1, 1), adopted_at=local(2026, 12, 1))
    client, address = Client(), f"/api/v1/movements/{here.movement.pk}"
    for day, version, value in ((date(2026, 12, 31), 1, "75"), (date(2027, 1, 1), 2, "99")):
        set_clock(local(day.year, day.month, day.day, 12))
        told = client.get(address).json()
        assert (told["plan_version"], [one["value"] for one in told["targets"]]) == (version, [value])
        assert [one["version"] for one in told["plan_versions"]] == [2, 1]
    results = client.get("/api/v1/results").json()["items"]
    assert [one["plan_version"] for one in results] == [1]


def test_a_version_asks_units_in_its_own_periods_only() -> None:
    here = make.ward(indicators=2)
    first_version(here)
    next_version(here, 90, effective_on=date(2026, 11, 1))
    Assignment.objects.filter(indicator=here.indicators[1]).update(until=2)
    officer = here.actor("standing_body")
    opened = {}
    for month in (9, 12):
        plan = actions.PeriodPlan(
            kind="month",
            calendar="reporting",
            label=f"Tháng {month}/2026",
            starts_on=date(2026, month - 1, 15),
            ends_on=date(2026, month, 14),
            unit_due_on=date(2026, month, 8),
            ward_due_on=date(2026, month, 14),
            locks_on=date(2026, month, 24),
        )
        period = actions.open_period(here.movement, plan=plan, by=officer, at=local(2026, 9, 1))
        opened[month] = period.reports.get().figures.count()
    assert opened == {9: 2, 12: 1}


def test_papers_name_the_versions_by_which_periods_are_measured() -> None:
    here = published_ward()
    next_version(here, 99, effective_on=date(2027, 1, 1), adopted_at=local(2026, 12, 1))
    (sentence,) = papers.measured_by(here.movement, list(here.movement.periods.filter(ends_on__year=2026)))
    assert sentence.startswith("Đo theo kế hoạch, bản thứ 1, có hiệu lực từ ")
    assert sentence.endswith(": tháng 10/2026.")


def test_versions_read_by_anybody_name_their_document(set_clock: Callable[[datetime], None]) -> None:
    here = published_ward()
    set_clock(local(2026, 12, 1))
    base = here.movement.plans.get()
    plan = next_version(here, 99, effective_on=date(2026, 11, 1))
    AmendmentFactory(
        movement=here.movement,
        base=base,
        plan=plan,
        way=AmendmentWay.CLAUSES,
        state=AmendmentState.APPROVED,
        decided_at=APPROVED,
    )
    address = reverse("web:site_plan", args=[here.commune.commune_profile.slug])
    now, before = (Client().get(address + asked_for).content.decode() for asked_for in ("", "?ban=1"))
    assert "Bản thứ 2, có hiệu lực từ 01/11/2026." in now
    assert "theo văn bản số 45/KH-UBND" in now
    assert "≥ 75" in before.replace("\u00a0", " ") or "75" in before
    assert [Client().get(f"{address}?ban={said}").status_code for said in ("3", "x", "0")] == [404, 404, 404]
    assert movement_queries.edition_on(here.movement, date(2026, 10, 31)) == 1
    assert plan.items.filter(kind=ItemKind.TARGET_LINE).count() == 1
