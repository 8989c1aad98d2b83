"""Check sheets and reports due as people use them: pages, keyboard order, what was typed stays."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.factories.org import MembershipFactory, UnitFactory
from tests.factories.registers import CheckSheetFactory, RegimeFactory, dossiers
from thidua.org.models import Unit
from thidua.registers.models import Batch, CheckSheet, Record, Regime

pytestmark = pytest.mark.django_db
REGIME = {
    "code": "01/CĐS",
    "name": "Báo cáo chuyển đổi số",
    "document": "Thông tư 47/2025/TT-BKHCN",
    "receiver": "Sở KH&CN",
    "every": "month",
    "due_day": "14",
    "due_months_after": "0",
    "starts_on": "2026-01-01",
}


@pytest.fixture
def unit() -> Unit:
    found: Unit = UnitFactory()
    return found


@pytest.fixture
def client(unit: Unit) -> Client:
    client = Client()
    client.force_login(MembershipFactory(unit=unit, role="reporter").user)
    return client


def words_of(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def seen(client: Client, page: str) -> str:
    found = re.search(r'name="seen" value="([^"]+)"', client.get(page).content.decode())
    assert found
    return found[1]


def test_a_sheet_from_its_drawing_to_its_rows(client: Client, unit: Unit) -> None:
    dossiers(unit, 12)
    asked = {"since": "2026-10-01", "until": "2026-10-31"}
    led = client.post(f"/so-du-lieu/phieu-kiem-tra/don-vi/{unit.pk}/mo/", asked)
    sheet = CheckSheet.objects.get()
    here = f"/so-du-lieu/phieu-kiem-tra/{sheet.pk}/"
    assert led["Location"] == f"{here}danh-dau/"
    first = {f"ket-luan-{place}": "khong_yeu_cau" for place in range(1, 11)}
    led = client.post(f"{here}danh-dau/", first | {"seen": seen(client, f"{here}danh-dau/")})
    assert led["Location"] == f"{here}danh-dau/?trang=2"
    rest = {"ket-luan-11": "yeu_cau_sai_quy_dinh", "giay-to-11": "ho_tich", "ket-luan-12": "khong_yeu_cau"}
    led = client.post(f"{here}danh-dau/?trang=2", rest | {"seen": seen(client, f"{here}danh-dau/")})
    assert led["Location"] == here
    assert "1 hồ sơ bị yêu cầu giấy tờ sai quy định" in words_of(client.get(here))
    assert client.post(f"{here}vao-so/", {"seen": seen(client, here)}).status_code == 303
    assert Record.objects.filter(register__name="kiem-tra-giay-to").current().count() == 12


def test_a_paper_that_was_not_named_is_asked_for_and_nothing_is_lost(client: Client, unit: Unit) -> None:
    dossiers(unit, 1)
    client.post(
        f"/so-du-lieu/phieu-kiem-tra/don-vi/{unit.pk}/mo/", {"since": "2026-10-01", "until": "2026-10-01"}
    )
    here = f"/so-du-lieu/phieu-kiem-tra/{CheckSheet.objects.get().pk}/danh-dau/"
    page = client.post(here, {"ket-luan-1": "he_thong_loi", "seen": seen(client, here)})
    assert (page.status_code, "có yêu cầu giấy tờ thì xin chọn giấy tờ nào" in words_of(page)) == (422, True)
    assert re.search(r'value="he_thong_loi"[^>]*checked', page.content.decode())


def test_a_sheet_that_somebody_closed_meanwhile(client: Client, unit: Unit) -> None:
    sheet = CheckSheetFactory(unit=unit, size=1)
    here = f"/so-du-lieu/phieu-kiem-tra/{sheet.pk}/"
    mine = seen(client, here)
    CheckSheet.objects.update(state="dropped")
    assert client.post(f"{here}bo/", {"seen": mine}).status_code == 409


def test_a_regime_from_its_first_day_to_what_was_sent(client: Client, unit: Unit) -> None:
    led = client.post(f"/so-du-lieu/che-do-bao-cao/don-vi/{unit.pk}/them/", REGIME)
    here = f"/so-du-lieu/che-do-bao-cao/{Regime.objects.get().pk}/"
    assert led["Location"] == here
    due = Record.objects.current().order_by("day")[0]
    page = f"/so-du-lieu/bao-cao-den-han/{due.pk}/da-gui/"
    sent = {"sent_on": "2026-01-13", "on_software": "true", "system": "Hệ thống TP", "evidence": "Số 2/BC"}
    assert client.post(page, sent | {"seen": seen(client, page)}).status_code == 303
    shown = words_of(client.get("/so-du-lieu/bao-cao-den-han/?nam=2026&tinh_trang=da-gui"))
    assert ("Đã gửi trên phần mềm" in shown, "Tháng 2/2026" in shown) == (True, False)
    assert client.get(page).status_code == 403


def test_only_ones_own_reports_are_marked_as_sent(
    client: Client, unit: Unit, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.post(f"/so-du-lieu/che-do-bao-cao/don-vi/{unit.pk}/them/", REGIME)
    here = "/so-du-lieu/bao-cao-den-han/?nam=2026"
    with django_assert_max_num_queries(9):
        mine = client.get(here).content.decode()
    assert mine.count("/da-gui/") == Record.objects.current().count() > 3
    Batch.objects.update(unit=UnitFactory(parent=unit.parent))
    assert "/da-gui/" not in client.get(here).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_queries_of_the_lists(
    client: Client, unit: Unit, count: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(count):
        RegimeFactory(unit=unit)
        CheckSheetFactory(unit=unit)
    client.get("/so-du-lieu/")
    for page in ("/so-du-lieu/bao-cao-den-han/", "/so-du-lieu/phieu-kiem-tra/"):
        with django_assert_max_num_queries(7):
            client.get(page)


def test_a_year_that_nobody_means_is_this_one(client: Client) -> None:
    assert f"năm {date.today().year}" in words_of(client.get("/so-du-lieu/bao-cao-den-han/?nam=abc"))
