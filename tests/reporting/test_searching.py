"""Periods and reports are found by words with or without marks, however they were typed."""

import unicodedata
from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from tests.clock import local
from tests.factories import reporting as make
from thidua.org.models import index_unit
from thidua.reporting import actions, queries
from thidua.reporting.enums import CalendarKind, PeriodKind
from thidua.reporting.models import Period
from thidua.reporting.queries import entry
from thidua.web import searching

pytestmark = pytest.mark.django_db
NOW = local(2026, 10, 12, 9)
DONG_NGO = unicodedata.normalize("NFD", "ĐỒNG ngọ")
SPELLINGS = ["ky thang 9", "Kỳ Tháng 9", unicodedata.normalize("NFD", "kỳ tháng 9"), "  9   THANG "]


@pytest.fixture
def here(set_clock: Callable[[datetime], None]) -> make.Ward:
    """Two units; the open month 10 and, before it, month 9."""
    set_clock(NOW)
    ward = make.ward(units=2, indicators=1)
    september = make.PeriodFactory(
        commune=ward.commune,
        movement=ward.movement,
        label="Tháng 9/2026",
        starts_on=date(2026, 8, 15),
        ends_on=date(2026, 9, 14),
    )
    for unit, name in zip(ward.units, ("Tổ dân phố Đồng Ngọ", "Tổ dân phố Khánh Hội"), strict=True):
        unit.name = name
        index_unit(unit)
        unit.save()
        make.lay_out(ward, september, unit)
    make.ward(units=1, label="Tháng 9/2026")
    return ward


@pytest.mark.parametrize("words", SPELLINGS)
def test_period_rows_are_found_by_any_spelling(here: make.Ward, words: str) -> None:
    rows = queries.period_rows(here.actor("standing_body"), on=NOW.date(), words=words)
    assert [row.period.label for row in rows] == ["Tháng 9/2026"]


@pytest.mark.parametrize("words", SPELLINGS)
def test_reports_are_found_by_any_spelling_of_unit_and_period(here: make.Ward, words: str) -> None:
    listed = entry.listed_reports(here.actor("standing_body"), words=words)
    assert [report.period.label for report in listed] == ["Tháng 9/2026"] * 2
    listed = entry.listed_reports(here.actor("standing_body"), words=f"{words} {DONG_NGO}")
    assert [(report.unit, report.period.label) for report in listed] == [(here.units[0], "Tháng 9/2026")]


def test_a_new_period_can_be_found_at_once(here: make.Ward) -> None:
    days = dict.fromkeys(("starts_on", "ends_on"), date(2026, 10, 10))
    days |= {
        "unit_due_on": date(2026, 10, 13),
        "ward_due_on": date(2026, 10, 14),
        "locks_on": date(2026, 10, 20),
    }
    label = unicodedata.normalize("NFD", "Báo cáo nhanh Ngày hội số")
    plan = actions.PeriodPlan(kind=PeriodKind.AD_HOC, calendar=CalendarKind.SOLAR, label=label, **days)
    ids = [one.pk for one in here.indicators]
    actions.open_period(
        here.movement, plan=plan, units=here.units, indicator_ids=ids, by=here.actor("standing_body"), at=NOW
    )
    assert Period.objects.matching("ngay hoi so").get().label == label


def test_period_list_says_when_nothing_is_found(here: make.Ward) -> None:
    client = Client()
    client.force_login(here.person("standing_body"))
    address = reverse("reporting:period_list")
    assert [row.period.label for row in client.get(f"{address}?tim=ky+thang+9").context["rows"]] == [
        "Tháng 9/2026"
    ]
    shown = client.get(f"{address}?tim=khong").content.decode()
    assert "Không có kỳ nào như vậy" in shown
    assert 'value="khong"' in shown


def hits(here: make.Ward, role: str, words: str) -> dict[str, list[str]]:
    sections = searching.found_for(here.actor(role), words, on=NOW.date())
    return {section.title: [hit.title for hit in section.hits] for section in sections}


def test_the_search_page_knows_periods_and_reports(here: make.Ward) -> None:
    first, second = sorted(here.units, key=lambda unit: unit.sort_key)
    assert hits(here, "standing_body", "ky thang 9") == {
        "Kỳ báo cáo": ["Tháng 9/2026"],
        "Báo cáo": [f"{first.name}: tháng 9/2026", f"{second.name}: tháng 9/2026"],
    }
    assert hits(here, "reporter", "ky thang 9") == {"Báo cáo": [f"{here.units[0].name}: tháng 9/2026"]}
    assert hits(here, "administrator", "ky thang 9").keys() == {"Báo cáo"}
