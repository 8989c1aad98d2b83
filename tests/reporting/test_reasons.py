"""Vì sao có con số này."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import reporting as make
from tests.reporting import deeds
from thidua.indicator.figures import OverUnits, Value
from thidua.indicator.models import Definition
from thidua.org.models import User
from thidua.reporting import actions, queries
from thidua.reporting.enums import Basis
from thidua.reporting.models import Figure
from thidua.reporting.queries import Reason

pytestmark = pytest.mark.django_db
ON = date(2026, 10, 20)


@pytest.fixture
def here() -> make.Ward:
    """Three units: verified with another number by the checker, sent, silent."""
    ward = make.ward(units=3, indicators=1)
    deeds.send(ward, ward.units[0], Value(40, 50))
    deeds.send(ward, ward.units[1], Value(9, 10, is_estimate=True))
    figure = ward.figures()[0]
    actions.check_report(
        ward.report(),
        checked={figure.pk: (Value(30, 50), deeds.REASON)},
        returned={},
        by=ward.actor("standing_body"),
        at=deeds.CHECKED_AT,
    )
    return ward


def reason(here: make.Ward, role: str = "standing_body", basis: Basis = Basis.SUBMITTED) -> Reason:
    code = here.indicators[0].code
    found = queries.reason_in(here.period, code, who=here.actor(role), on=ON, basis=basis)
    assert found is not None
    return found


def test_reason_adds_up_to_the_result(here: make.Ward) -> None:
    found = reason(here)
    assert found.result.shown == "65,00\u00a0%"
    assert found.equation is not None
    assert [one.text for one in found.equation.sums] == ["30 + 9 = 39", "50 + 10 = 60"]
    assert found.equation.last_step == "39 ÷ 60 × 100 = 65,00\u00a0%"


def test_reason_on_what_was_verified(here: make.Ward) -> None:
    found = reason(here, basis=Basis.VERIFIED)
    assert (found.result.shown, [cell.why_not for cell in found.cells]) == (
        "60,00\u00a0%",
        ["", "Chưa kiểm tra xong", "Đơn vị chưa gửi"],
    )


def test_reason_names_every_hand_and_both_numbers(here: make.Ward) -> None:
    first = reason(here).cells[0]
    reporter, checker = here.person("reporter").full_name, here.person("standing_body").full_name
    assert (first.shown, first.parts, first.reported) == (
        "60,00\u00a0%",
        "30 trên 50",
        "80,00\u00a0% (40 trên 50)",
    )
    assert [(step.words, step.who) for step in first.steps] == [
        ("Nhập", reporter),
        ("Gửi báo cáo", reporter),
        ("Ghi số sau kiểm tra", checker),
        ("Kiểm tra đạt", checker),
    ]


def test_reason_hides_people_and_files_of_other_units(here: make.Ward) -> None:
    seen = [(cell.may_look, bool(cell.steps), cell.shown) for cell in reason(here, "reporter").cells]
    assert seen == [
        (True, True, "60,00\u00a0%"),
        (False, False, "90,00\u00a0%"),
        (False, False, "chưa báo cáo"),
    ]


def test_reason_of_several_sources_says_so(here: make.Ward) -> None:
    Definition.objects.update(over_units=OverUnits.ONE)
    found = reason(here)
    assert (found.result.shown, found.equation, found.result.problem[:9]) == ("—", None, "Chỉ tiêu ")


def test_reason_tells_what_is_public(here: make.Ward) -> None:
    deeds.lock(here)
    deeds.publish(here)
    deeds.revise(here, here.figures()[0], Value(20, 50))
    found = reason(here, basis=Basis.VERIFIED)
    assert (found.result.shown, found.public_shown) == ("40,00\u00a0%", "60,00\u00a0%")


def test_reason_of_what_was_not_asked_is_none(here: make.Ward) -> None:
    other = make.new_indicator().code
    assert queries.reason_in(here.period, other, who=here.actor("leader"), on=ON) is None


@pytest.mark.parametrize("units", [1, 3])
def test_reason_costs_the_same_for_any_number_of_units(units: int) -> None:
    here = make.ward(units=units, indicators=1)
    for unit in here.units:
        deeds.send(here, unit)
    who, code = here.actor("standing_body"), here.indicators[0].code
    with CaptureQueriesContext(connection) as seen:
        queries.reason_in(here.period, code, who=who, on=ON)
    assert len(seen) == 7


def test_history_holds_every_number_with_reason_and_person(here: make.Ward) -> None:
    deeds.lock(here)
    deeds.revise(here, here.figures()[0], Value(20, 50))
    told = [(event.what, event.quote) for event in queries.history_of(here.figures()[0])]
    assert told == [
        ("Đính chính sau khóa: 40,00\u00a0% (20 trên 50)", deeds.REASON),
        ("Số sau kiểm tra: 60,00\u00a0% (30 trên 50)", deeds.REASON),
        ("Đơn vị gửi: 80,00\u00a0% (40 trên 50)", "Đếm theo sổ."),
    ]


# ---- pages


def get(person: User, name: str, *args: Any) -> Any:
    client = Client()
    client.force_login(person)
    return client.get(reverse(f"reporting:{name}", args=args))


def test_reason_show_is_for_every_member(here: make.Ward) -> None:
    address = ("reason_show", here.period.pk, here.indicators[0].code)
    elsewhere = make.ward().person("leader")
    people: list[Callable[[], User]] = [lambda: here.person("reporter"), lambda: elsewhere]
    assert [get(person(), *address).status_code for person in people] == [200, 404]
    assert get(here.person("reporter"), "reason_show", here.period.pk, "XX").status_code == 404


def test_reason_history_calls_no_estimate_what_was_revised_to_a_final_number(here: make.Ward) -> None:
    figure = here.figures()[0]
    Figure.objects.filter(pk=figure.pk).update(is_estimate=True)
    deeds.lock(here)
    deeds.revise(here, here.figures()[0], Value(20, 50))
    assert not get(here.person("overseer"), "reason_history", figure.pk).context["is_estimate"]
    deeds.revise(here, here.figures()[0], Value(21, 50, is_estimate=True))
    assert get(here.person("overseer"), "reason_history", figure.pk).context["is_estimate"]


def test_reason_history_is_for_the_unit_and_the_commune(here: make.Ward) -> None:
    other = here.figures(here.units[1])[0]
    people = [here.person("reporter"), here.person("reporter", here.units[1]), here.person("overseer")]
    assert [get(person, "reason_history", other.pk).status_code for person in people] == [404, 200, 200]


def test_reason_history_offers_a_revision_after_the_lock(here: make.Ward) -> None:
    figure = here.figures()[0]
    deeds.lock(here)
    offered = [
        b"\xc4\x90\xc3\xadnh ch\xc3\xadnh s\xe1\xbb\x91 n\xc3\xa0y"
        in get(here.person(role), "reason_history", figure.pk).content
        for role in ("standing_body", "leader")
    ]
    assert offered == [True, False]


def test_a_figure_is_two_clicks_from_its_result(here: make.Ward) -> None:
    """Board of units × indicators → the result → the cell."""
    shown = get(here.person("overseer"), "board_matrix", here.period.pk).content.decode()
    result = reverse("reporting:reason_show", args=[here.period.pk, here.indicators[0].code])
    assert f'href="{result}"' in shown
    cell = reverse("reporting:reason_history", args=[here.figures()[0].pk])
    assert (
        f'href="{cell}"'
        in get(
            here.person("overseer"), "reason_show", here.period.pk, here.indicators[0].code
        ).content.decode()
    )
