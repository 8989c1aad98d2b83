"""What a browser kept without a line and sends later: taken once, refused with everything it needs to go on."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.clock import local
from tests.factories import reporting as make
from tests.reporting.deeds import totals_agree
from thidua.core import resending
from thidua.core.models import AuditEvent
from thidua.indicator.figures import Value
from thidua.org.models import User
from thidua.reporting import actions
from thidua.reporting.actions import Cell
from thidua.reporting.enums import ReportState
from thidua.reporting.models import Period, Report

NOW = make.TYPING_AT
KEY, OTHER_KEY = "a" * 32, "b" * 32


@pytest.fixture(autouse=True)
def clock(set_clock: Callable[[datetime], None]) -> None:
    set_clock(NOW)


@pytest.fixture
def here(db: None) -> make.Ward:
    return make.ward(units=2, indicators=2)


def address(here: make.Ward) -> str:
    return reverse("reporting:report_receive", args=[here.report().pk])


def row(pk: int, version: int, numerator: str = "40", denominator: str = "50") -> dict[str, str]:
    said = {"numerator": numerator, "denominator": denominator, "explanation": "Đếm theo sổ."}
    return {f"s{pk}-{name}": text for name, text in {**said, "version": str(version)}.items()}


def rows(here: make.Ward, **said: str) -> dict[str, str]:
    return {name: text for one in here.figures() for name, text in row(one.pk, one.version, **said).items()}


def send(
    here: make.Ward, fields: dict[str, str], *, key: str = KEY, then: str = "", by: User | None = None
) -> HttpResponse:
    who = by or here.person("reporter")
    client = Client()
    client.force_login(who)
    about = {"key": key, "then": then, "opened_by": resending.mark_of(who.pk)}
    return client.post(address(here), {**about, **fields})


def told(answer: HttpResponse) -> Any:
    return json.loads(answer.content)


def deeds(name: str) -> int:
    return AuditEvent.objects.filter(action=f"reporting.{name}").count()


def test_asking_first_tells_whose_session_it_is(here: make.Ward) -> None:
    client = Client()
    client.force_login(here.person("reporter"))
    answer = told(client.get(address(here)))
    assert answer["person"] == resending.mark_of(here.person("reporter").pk)
    assert len(answer["token"]) > 30


def test_the_same_sending_twice_is_taken_once(here: make.Ward) -> None:
    typed = rows(here)
    answers = [send(here, typed) for _ in range(2)]
    assert [one.status_code for one in answers] == [200, 200]
    assert (deeds("import_figures"), [one.version for one in here.figures()]) == (1, [2, 2])
    assert [one["version"] for one in told(answers[1])["rows"].values()] == [2, 2]


def test_a_hand_in_that_comes_again_is_one_hand_in(here: make.Ward) -> None:
    typed = rows(here)
    answers = [send(here, typed, then="gui") for _ in range(3)]
    assert [(one.status_code, told(one)["state"]) for one in answers] == [
        (200, answers[0] and told(answers[0])["state"])
    ] * 3
    assert (deeds("submit_report"), here.report().state, totals_agree(here)) == (
        1,
        ReportState.SUBMITTED,
        True,
    )


def test_it_is_known_by_its_key_even_where_somebody_went_on(here: make.Ward) -> None:
    """The answer was lost, meanwhile the head typed another number: no clash is told, his number stands."""
    typed = rows(here)
    send(here, typed)
    first = here.figures()[0]
    actions.save_figure(first, cell=Cell(Value(44, 50)), by=here.actor("unit_head"), at=NOW)
    assert send(here, typed).status_code == 200
    assert here.figures()[0].numerator == 44


def test_a_number_of_somebody_else_is_shown_beside_ones_own(here: make.Ward) -> None:
    typed, first = rows(here), here.figures()[0]
    actions.save_figure(first, cell=Cell(Value(44, 50)), by=here.actor("unit_head"), at=NOW)
    answer = send(here, typed, then="gui")
    (clash,) = told(answer)["clashes"]
    assert (answer.status_code, clash["mine"], clash["theirs"]) == (409, "40 trên 50", "44 trên 50")
    assert (clash["who"], clash["version"]) == (here.person("unit_head").full_name, 2)
    assert (here.figures()[1].numerator, here.report().state) == (None, ReportState.DRAFT)


def test_what_already_stands_is_taken_whatever_version_was_seen(here: make.Ward) -> None:
    typed = rows(here)
    send(here, typed)
    assert (send(here, typed, key=OTHER_KEY).status_code, deeds("import_figures")) == (200, 1)


def test_a_handed_in_report_that_says_the_same_is_no_refusal(here: make.Ward) -> None:
    typed = rows(here)
    send(here, typed, then="gui")
    answer = send(here, typed, then="gui", key=OTHER_KEY)
    assert (answer.status_code, deeds("submit_report")) == (200, 1)


def test_a_handed_in_report_takes_no_other_number(here: make.Ward) -> None:
    send(here, rows(here), then="gui")
    answer = send(here, rows(here, numerator="41"), key=OTHER_KEY)
    assert (answer.status_code, "đã gửi" in told(answer)["reason"]) == (403, True)
    assert here.figures()[0].numerator == 40


def test_a_locked_period_refuses_and_says_so(here: make.Ward) -> None:
    Period.objects.filter(pk=here.period.pk).update(locked_at=local(2026, 10, 2))
    answer = send(here, rows(here))
    assert (answer.status_code, told(answer)["reason"]) == (403, "Kỳ báo cáo đã khóa.")


def test_a_wrong_number_is_told_at_its_figure_and_nothing_is_kept(here: make.Ward) -> None:
    first, second = here.figures()
    fields = row(first.pk, 1, "52", "50") | row(second.pk, 1)
    answer = send(here, fields)
    assert (answer.status_code, list(told(answer)["mistakes"])) == (422, [str(first.pk)])
    assert [one.numerator for one in here.figures()] == [None, None]


def test_only_the_rows_that_were_sent_are_touched(here: make.Ward) -> None:
    first, second = here.figures()
    send(here, row(first.pk, 1))
    send(here, row(second.pk, 1, "7", "9"), key=OTHER_KEY)
    assert [one.numerator for one in here.figures()] == [40, 7]


def test_an_incomplete_report_is_not_handed_in(here: make.Ward) -> None:
    first = here.figures()[0]
    answer = send(here, row(first.pk, 1), then="gui")
    assert (answer.status_code, "chưa nhập" in told(answer)["reason"]) == (422, True)
    assert here.report().state == ReportState.DRAFT


@pytest.mark.parametrize("changed", [{"key": "x"}, {"key": ""}, {"opened_by": "0" * 24}, {"opened_by": ""}])
def test_what_another_person_kept_is_not_taken(here: make.Ward, changed: dict[str, str]) -> None:
    answer = send(here, {**rows(here), **changed})
    assert (answer.status_code, deeds("import_figures")) == (403, 0)


def test_the_commune_enters_on_behalf_this_way_too(here: make.Ward) -> None:
    send(here, rows(here), by=here.person("standing_body"))
    assert Report.objects.get(pk=here.report().pk).is_on_behalf is True


def test_the_worker_is_handed_out_beside_the_pages_that_it_opens(db: None) -> None:
    answer = Client().get(reverse("reporting:worker_show"))
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/javascript; charset=utf-8")
    assert reverse("reporting:worker_show").startswith("/bao-cao/")
    assert "Content-Security-Policy" in answer


@pytest.mark.parametrize("page", ["report_edit", "report_submit"])
def test_the_pages_of_typing_say_what_the_machine_keeps(here: make.Ward, page: str) -> None:
    client = Client()
    client.force_login(here.person("reporter"))
    shown = client.get(reverse(f"reporting:{page}", args=[here.report().pk])).content.decode()
    mark = resending.mark_of(here.person("reporter").pk)
    assert [f'<meta name="thidua-person" content="{mark}">' in shown, "máy này giữ gì" in shown] == [
        True,
        True,
    ]
    assert f'data-receive="{address(here)}"' in shown
