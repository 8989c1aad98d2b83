"""Which indicators tell about which content: said by a person, carried over an amendment, followed by reports."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.urls import reverse

from tests.composing.periods import filled
from tests.factories import composing as make_accounts
from tests.factories import movement as make_movement
from tests.factories import reporting as make
from tests.sight import seen_on
from tests.web import stage
from thidua.composing import actions, errors, queries
from thidua.composing.enums import PartKey
from thidua.composing.models import ContentLinks
from thidua.core.errors import Refused
from thidua.movement import queries as movement_queries
from thidua.movement.models import PlanItem

pytestmark = pytest.mark.django_db
AT = make_accounts.AT


@pytest.fixture
def here(set_clock: Callable[[datetime], None]) -> make.Ward:
    set_clock(AT)
    here = make.ward(units=1, indicators=1)
    make.add_target_line(here.movement, here.indicators[0], 80)
    filled(here.period, here.units[0], 40)
    return here


@pytest.fixture
def content(here: make.Ward) -> PlanItem:
    item: PlanItem = make_movement.PlanItemFactory(
        plan=here.movement.plans.get(), text="Nâng cao nhận thức", is_counting=True
    )
    return item


def say(here: make.Ward, links: dict[str, list[str]]) -> ContentLinks:
    return actions.link_contents(here.movement, links=links, by=here.actor("standing_body"), at=AT)


def test_link_contents_is_a_further_version_each_time(here: make.Ward, content: PlanItem) -> None:
    code, key = here.indicators[0].code, str(content.pk)
    made = [say(here, {key: [code]}), say(here, {key: []})]
    assert [(one.number, one.links) for one in made] == [(1, {key: [code]}), (2, {key: []})]
    hub = movement_queries.hub_of(here.movement, on=AT.date())
    assert queries.links_of(here.movement, hub) == {key: []}


@pytest.mark.parametrize("wrong", [{"0": []}, {"content": ["CT0"]}])
def test_link_contents_refuses_what_is_not_in_the_plan(
    here: make.Ward, content: PlanItem, wrong: dict[str, list[str]]
) -> None:
    links = {str(content.pk) if key == "content" else key: codes for key, codes in wrong.items()}
    with pytest.raises(errors.UnknownLink):
        say(here, links)
    assert ContentLinks.objects.count() == 0


def test_link_contents_is_for_the_standing_body_of_the_commune(here: make.Ward, content: PlanItem) -> None:
    for by in (here.actor("leader"), here.actor("reporter"), make.ward().actor("standing_body")):
        with pytest.raises(Refused):
            actions.link_contents(here.movement, links={str(content.pk): []}, by=by, at=AT)


def test_links_outlive_an_amendment_and_later_plans_do_not_hide_them(
    here: make.Ward, content: PlanItem
) -> None:
    say(here, {str(content.pk): [here.indicators[0].code]})
    hub = movement_queries.hub_of(here.movement, on=AT.date())
    ContentLinks.objects.create(movement=here.movement, number=2, links={"987654": []}, said_at=AT)
    assert queries.links_of(here.movement, hub) == {str(content.pk): [here.indicators[0].code]}
    (tree,) = hub.contents
    ContentLinks.objects.update(links={str(4321): ["CT7"]})
    tree.item.before_id = 4321
    assert queries.links_of(here.movement, hub) == {str(content.pk): ["CT7"]}


def test_a_draft_says_that_its_contents_were_sorted_anew(here: make.Ward, content: PlanItem) -> None:
    report, desk = make_accounts.drafted(here), stage.signed_in(here.person("standing_body"))
    shown = reverse("composing:report_show", args=[report.pk])
    assert "số liệu đã đổi" not in desk.get(shown).content.decode()
    address = reverse("composing:contents_link", args=[here.movement.pk])
    assert "Nội dung 1. Nâng cao nhận thức" in desk.get(address).content.decode()
    answer = desk.post(address, {f"links_{content.pk}": [here.indicators[0].code]})
    assert (answer.status_code, answer["Location"]) == (303, reverse("composing:report_list"))
    assert "1 số liệu đã đổi từ khi lấy vào báo cáo" in desk.get(shown).content.decode()
    assert (
        desk.post(reverse("composing:report_refresh", args=[report.pk]), seen_on(desk, shown)).status_code
        == 303
    )
    words = report.parts.get(key=PartKey.RESULTS).text
    assert f"Nội dung 1. Nâng cao nhận thức:\n- {here.indicators[0].name}" in words


def test_a_code_that_the_plan_does_not_ask_for_is_told(here: make.Ward, content: PlanItem) -> None:
    desk = stage.signed_in(here.person("standing_body"))
    address = reverse("composing:contents_link", args=[here.movement.pk])
    assert desk.post(address, {f"links_{content.pk}": ["CT0"]}).status_code == 422
    assert ContentLinks.objects.count() == 0
