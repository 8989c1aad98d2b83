"""What belongs to one commune does not exist for another, and a stranger is led to the door."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.clock import local
from tests.factories import reporting as make
from tests.factories.org import PASSWORD
from tests.reporting import deeds


@pytest.fixture
def here(set_clock: Callable[..., None]) -> make.Ward:
    set_clock(local(2026, 10, 12))
    ward = make.ward(units=1)
    deeds.send(ward)
    return ward


def test_other_commune_finds_nothing(
    here: make.Ward, open_page: Callable[..., Any], look: Callable[..., None]
) -> None:
    elsewhere = make.new_commune("phường Bên Cạnh")
    stranger = open_page(make.new_person(elsewhere, "standing_body"))
    addresses = [
        f"/bao-cao/{here.report().pk}/",
        f"/bao-cao/{here.report().pk}/kiem-tra/",
        f"/ky-bao-cao/{here.period.pk}/",
        f"/phong-trao/{here.movement.pk}/",
        f"/vi-sao/so-lieu/{here.figures()[0].pk}/",
        f"/don-vi/{here.units[0].pk}/",
        f"/nguoi-dung/{here.person('reporter').pk}/",
    ]
    assert [stranger.goto(address).status for address in addresses] == [404] * len(addresses)
    look(stranger, "not_found", "Không có trang này")


def test_nobody_is_led_to_the_door_and_back(here: make.Ward, page: Any, look: Callable[..., None]) -> None:
    """After signing in one stands where one wanted to go."""
    person = here.person("reporter")
    wanted = f"/bao-cao/{here.report().pk}/"
    page.goto(wanted)
    look(page, "person_sign_in", "Đăng nhập")
    page.get_by_label("Tên đăng nhập").fill(person.username)
    page.get_by_label("Mật khẩu").fill("sai mật khẩu rồi")
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    page.get_by_role("alert").wait_for()
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    page.get_by_role("heading", name="Báo cáo Tháng 10/2026").wait_for()
    assert page.url.endswith(wanted)


def test_unpublished_figures_are_nowhere(here: make.Ward, page: Any, look: Callable[..., None]) -> None:
    page.goto(f"/{here.commune.commune_profile.slug}/")
    look(page, "site_show_nothing_published", "Bình dân học vụ số")
    page.get_by_text("Chưa công bố kết quả nào").wait_for()
    assert page.goto(f"/{here.commune.commune_profile.slug}/ket-qua/{here.indicators[0].code}/").status == 404
