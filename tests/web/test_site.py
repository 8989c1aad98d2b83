"""The open site: only what was published, the same for everybody, nothing sent twice."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.clock import local
from tests.factories import org as make_org
from tests.factories import reporting as make
from tests.web import stage
from thidua.movement.enums import MovementState
from thidua.movement.models import Movement, Phase
from thidua.org import actions as org_actions
from thidua.org import errors as org_errors
from thidua.org.models import User
from thidua.reporting.actions import publish_period
from thidua.reporting.models import Figure, Report

pytestmark = pytest.mark.django_db
PAGES = ("site_show", "site_plan", "site_results", "site_data")


@pytest.fixture(autouse=True)
def clock(set_clock: Callable[[datetime], None]) -> None:
    set_clock(stage.NOW)


def addresses(scene: stage.Scene) -> list[str]:
    code = scene.ward.indicators[0].code
    return [
        *(reverse(f"web:{name}", args=[scene.slug]) for name in PAGES),
        reverse("web:site_result", args=[scene.slug, code]),
    ]


def test_every_public_page_opens_for_anybody_without_a_cookie(client: Client) -> None:
    for address in addresses(stage.scene()):
        response = client.get(address)
        assert (address, response.status_code, dict(client.cookies)) == (address, 200, {})
        assert stage.faults_of(stage.text_of(response)) == []


def test_the_home_shows_the_last_publication(client: Client) -> None:
    text = stage.text_of(client.get(reverse("web:site_show", args=[stage.scene().slug])))
    assert ("2 trong 2 chỉ tiêu đạt" in text, "háng 7/2026" in text, text.count(">80,00\xa0%<")) == (
        True,
        True,
        2,
    )


def test_the_reason_lists_units_formula_and_ground(client: Client) -> None:
    scene = stage.scene()
    code = scene.ward.indicators[0].code
    text = stage.text_of(client.get(reverse("web:site_result", args=[scene.slug, code])))
    definition = make.definition_of(scene.ward.indicators[0])
    wanted = [
        definition.text,
        definition.citation,
        "80 ÷ 100 × 100",
        *(unit.name for unit in scene.ward.units),
    ]
    assert [one for one in wanted if one not in text] == []


SECRETS = {
    "number": str(stage.SECRET_NUMBER),
    "number with marks": "31.337",
    "the unpublished result": "34,00",
    "an unpublished period": "Tháng 8/2026",
    "an unpublished period within a sentence": "tháng 8/2026",
    "an explanation": "Con trai ông Thành chưa nộp",
    "a return reason": "Bà Lụa nhập nhầm",
    "an unlaunched movement": "Phong trào còn kín",
}


def hide_secrets(scene: stage.Scene) -> dict[str, str]:
    """Write things that nobody outside may read into every place where they really stand."""
    Figure.objects.update(explanation=SECRETS["an explanation"], return_reason="")
    Report.objects.update(return_reason=SECRETS["a return reason"])
    draft: Movement = make.new_movement(scene.ward.commune)
    Movement.objects.filter(pk=draft.pk).update(
        title=SECRETS["an unlaunched movement"],
        short_title=SECRETS["an unlaunched movement"],
        state=MovementState.DRAFT,
        launched_at=None,
    )
    people = {}
    for number, person in enumerate(User.objects.all()):
        person.full_name, person.email = f"Ngô Kín Tiếng {number}", f"kin{number}@rieng.example"
        person.save()
        people |= {
            person.full_name: "Ngô Kín Tiếng",
            person.email: "rieng.example",
            person.username: person.username,
        }
    return {**SECRETS, **people}


def public_answers(scene: stage.Scene) -> list[str]:
    result = scene.publication.figures.first()
    assert result is not None
    lists = ("communes", "movements", "indicators", "results")
    return [
        *addresses(scene),
        "/",
        "/api/v1/",
        "/api/v1/openapi.json",
        *(f"/api/v1/{name}{tail}" for name in lists for tail in ("", ".csv", f"?commune={scene.slug}")),
        f"/api/v1/results/{result.pk}",
        f"/api/v1/movements/{scene.ward.movement.pk}",
        f"/api/v1/communes/{scene.slug}",
        f"{reverse('web:site_results', args=[scene.slug])}?ky={scene.published.pk}",
    ]


def test_nothing_unpublished_and_nobody_s_name_gets_out(client: Client) -> None:
    scene = stage.scene()
    secrets = hide_secrets(scene)
    for address in public_answers(scene):
        response = client.get(address, follow=True)
        text = stage.text_of(response)
        assert (address, response.status_code) == (address, 200)
        assert (address, [what for what in set(secrets.values()) if what in text]) == (address, [])


def test_the_leak_test_would_see_a_leak(client: Client) -> None:
    """The same words do stand on the pages of those who may read them."""
    scene = stage.scene()
    hide_secrets(scene)
    inside = stage.signed_in(scene.ward.person("standing_body"))
    text = stage.text_of(inside.get(reverse("web:result_list")))
    assert "50,00" in text  # the open month
    assert "Tháng 8/2026" in text


@pytest.mark.parametrize("asked", ["ky=999999", "phong-trao=999999", "ky=x"])
def test_what_is_not_public_is_not_there(client: Client, asked: str) -> None:
    scene = stage.scene()
    assert client.get(f"{reverse('web:site_results', args=[scene.slug])}?{asked}").status_code == 404


def test_an_unpublished_period_cannot_be_asked_for(client: Client) -> None:
    scene = stage.scene()
    url = reverse("web:site_results", args=[scene.slug])
    assert client.get(f"{url}?ky={scene.unpublished.pk}").status_code == 404


def test_one_commune_s_code_is_not_found_under_another(client: Client) -> None:
    scene, other = stage.scene(), make_org.CommuneFactory()
    code = scene.ward.indicators[0].code
    assert client.get(reverse("web:site_result", args=[other.slug, code])).status_code == 404
    assert client.get("/khong-co/").status_code == 404


def test_a_repeated_visit_is_answered_with_304_until_something_is_published(client: Client) -> None:
    scene = stage.scene()
    url = reverse("web:site_results", args=[scene.slug])
    mark = client.get(url)["ETag"]
    again = client.get(url, headers={"If-None-Match": mark})
    assert (again.status_code, again.content, again["Cache-Control"]) == (304, b"", "public, no-cache")
    publish_period(scene.unpublished, by=scene.ward.actor("leader"), at=stage.NOW)
    fresh = client.get(url, headers={"If-None-Match": mark})
    assert (fresh.status_code, "Tháng 8/2026" in stage.text_of(fresh)) == (200, True)


def test_a_launch_and_another_day_change_the_mark(
    client: Client, set_clock: Callable[[datetime], None]
) -> None:
    scene = stage.scene()
    url = reverse("web:site_show", args=[scene.slug])
    marks = [client.get(url)["ETag"]]
    make.new_movement(scene.ward.commune)
    marks.append(client.get(url)["ETag"])
    set_clock(local(2026, 10, 13))
    marks.append(client.get(url)["ETag"])
    assert len(set(marks)) == 3


def test_a_kept_page_is_the_fresh_page(client: Client) -> None:
    url = reverse("web:site_results", args=[stage.scene().slug])
    assert client.get(url).content == client.get(url).content


def test_the_page_is_the_same_for_those_who_are_signed_in(client: Client) -> None:
    scene = stage.scene()
    url = reverse("web:site_show", args=[scene.slug])
    inside = stage.signed_in(scene.ward.person("administrator"))
    assert inside.get(f"{url}?x=1").content == client.get(f"{url}?x=1").content


def test_an_old_mark_costs_one_query(client: Client, django_assert_num_queries: Any) -> None:
    url = reverse("web:site_show", args=[stage.scene().slug])
    mark = client.get(url)["ETag"]
    with django_assert_num_queries(1):
        client.get(url, headers={"If-None-Match": mark})


@pytest.mark.parametrize(("name", "most"), [("site_show", 10), ("site_results", 6), ("site_plan", 6)])
def test_queries_do_not_grow(client: Client, django_assert_num_queries: Any, name: str, most: int) -> None:
    for size in (1, 3):
        scene = stage.scene(units=size, indicators=size)
        with django_assert_num_queries(most):
            client.get(reverse(f"web:{name}", args=[scene.slug]) + "?x=1")


def test_public_pages_take_no_posts() -> None:
    url = reverse("web:site_show", args=[stage.scene().slug])
    assert Client().post(url).status_code == 405


def test_a_ward_without_a_movement_says_so(client: Client) -> None:
    slug = make_org.CommuneFactory().slug
    assert "Chưa có phong trào nào được phát động" in stage.text_of(client.get(f"/{slug}/"))
    assert client.get(f"/{slug}/du-lieu-mo/").status_code == 200
    assert [client.get(f"/{slug}/{page}/").status_code for page in ("ke-hoach", "ket-qua")] == [200, 200]


def test_a_movement_without_a_publication_says_so(client: Client) -> None:
    here = make.ward()
    Phase.objects.filter(movement=here.movement).delete()
    slug = here.commune.commune_profile.slug
    assert "Chưa công bố kết quả nào" in stage.text_of(client.get(f"/{slug}/ket-qua/"))
    assert "Chưa công bố kết quả nào" in stage.text_of(client.get(f"/{slug}/"))


def test_the_front_door_leads_to_the_only_ward(client: Client) -> None:
    commune = make_org.CommuneFactory()
    assert client.get("/")["Location"] == f"/{commune.slug}/"


def test_the_front_door_offers_several_wards(client: Client) -> None:
    wards = [make_org.CommuneFactory(ward=f"phường {name}") for name in ("Nam Đồng", "Ái Quốc")]
    text = stage.text_of(client.get("/"))
    assert re.findall(r'href="/(phuong-\d+)/"', text) == [wards[1].slug, wards[0].slug]


def test_the_front_door_of_an_empty_installation_is_its_founding(client: Client) -> None:
    assert client.get("/")["Location"] == reverse("org:commune_found")


def test_the_front_door_leads_people_to_their_work() -> None:
    inside = stage.signed_in(make.ward().person("reporter"))
    assert inside.get("/")["Location"] == reverse("web:my_work")


@pytest.mark.parametrize(
    "slug", ["ket-qua", "api", "healthz", "static", "bao-cao", "tim", "dang-nhap", "favicon"]
)
def test_no_ward_may_take_the_address_of_a_page(slug: str) -> None:
    facts = {"place": "A", "issuer": "B", "parent_issuer": "C", "province": "D"}
    with pytest.raises(org_errors.SlugReserved):
        org_actions.found_commune(name="phường Thử", slug=slug, founded_on=stage.TODAY, at=stage.NOW, **facts)
