"""A reporter hands in a list with names in it, says what its columns are, and the rows count; in the pages as people use them."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.factories.org import MembershipFactory, UnitFactory
from tests.factories.registers import RecordFactory, batch_read
from tests.registers import lists
from thidua.core import limits, sheets
from thidua.documents import middleware
from thidua.org.models import Unit, User
from thidua.registers import incoming, jobs
from thidua.registers.actions import batches
from thidua.registers.enums import BatchState
from thidua.registers.models import Batch, Record
from thidua.registers.views import registers

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(data_folder: Path) -> Path:
    return data_folder / "incoming"


@pytest.fixture
def unit() -> Unit:
    found: Unit = UnitFactory()
    return found


def signed_in(unit: Unit, role: str = "reporter") -> Client:
    person: User = MembershipFactory(unit=unit, role=role).user
    client = Client()
    client.force_login(person)
    return client


def upload(
    client: Client, unit: Unit, data: bytes, name: str = "ho-so.csv", source: str = "Cổng tỉnh"
) -> Any:
    file = SimpleUploadedFile(name, data)
    return client.post(f"/so-du-lieu/don-vi/{unit.pk}/tai-len/ho-so-tthc/", {"file": file, "source": source})


def press(client: Client, batch: Batch, verb: str, **typed: Any) -> Any:
    """Send the form that the page of the batch (or of the deed) shows, with what it has seen."""
    here = f"/so-du-lieu/lo/{batch.pk}/"
    shown = client.get(f"{here}rut/" if verb == "rut" else here).content.decode()
    found = re.search(r'name="seen" value="([^"]+)"', shown)
    return client.post(f"{here}{verb}/", typed | ({"seen": found[1]} if found else {}))


def words_of(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_from_the_file_to_rows_that_count(unit: Unit) -> None:
    client = signed_in(unit)
    rows = [*(lists.row(i) for i in range(1, 4)), lists.row(4, channel="Qua ứng dụng"), lists.row(5, day="?")]
    led = upload(client, unit, lists.as_csv(rows))
    batch = Batch.objects.get()
    here = f"/so-du-lieu/lo/{batch.pk}/"
    assert (led.status_code, led["Location"]) == (303, here)
    assert "Đang chờ tới lượt" in words_of(client.get(here))
    jobs.sift_batch.call(batch.pk)
    assert "Đã đọc 5 hàng" in words_of(client.get(here))
    shown = words_of(client.get(f"{here}ghep-cot/"))
    assert ("Qua ứng dụng Chưa rõ" in shown, "Còn 1 từ trong tệp chưa rõ nghĩa" in shown) == (True, True)
    html = client.get(f"{here}ghep-cot/").content.decode()
    posted = _form(html) | {_select(html, "Qua ứng dụng"): "2"}
    assert client.post(f"{here}ghep-cot/", posted).status_code == 303
    jobs.read_batch.call(batch.pk)
    shown = words_of(client.get(here))
    assert ("Nhận được 4 hàng" in shown, "Không nhận 1" in shown, lists.NAME in shown) == (True, True, False)
    assert press(client, batch, "nhan").status_code == 303
    listed = words_of(client.get(f"/so-du-lieu/{batch.register_id}/"))
    assert ("H4" in listed, "H5" in listed, Record.objects.current().count()) == (True, False, 4)
    assert ("lô 1, hàng 5" in listed, "Lô 1: ho-so.csv" in shown) == (True, True)
    assert not incoming.rows(batch.pk).exists()


def _form(html: str) -> dict[str, str]:
    """The chosen value of every select of the page."""
    found = {}
    for name, inner in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', html, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', inner)
        found[name] = chosen[1] if chosen else ""
    found |= dict(re.findall(r'name="(seen)" value="([^"]+)"', html))
    return found


def _select(html: str, word: str) -> str:
    found = re.search(rf'<label for="id_(tu-\d+)">{word}</label>', html)
    assert found
    return found[1]


def test_the_second_file_of_a_source_needs_no_answers(unit: Unit) -> None:
    client = signed_in(unit)
    test_from_the_file_to_rows_that_count(unit)
    upload(client, unit, lists.as_csv([lists.row(9, channel="Qua ứng dụng")]))
    batch = Batch.objects.get(state=BatchState.SIFTING)
    jobs.sift_batch.call(batch.pk)
    shown = words_of(client.get(f"/so-du-lieu/lo/{batch.pk}/ghep-cot/"))
    assert ("Chưa rõ" in shown, "chưa rõ nghĩa" in shown) == (False, False)


def test_a_page_that_waits_asks_again_and_moves_on(unit: Unit) -> None:
    client = signed_in(unit)
    upload(client, unit, lists.as_csv([lists.row(1)]))
    batch = Batch.objects.get()
    asked = {"HX-Request": "true"}
    waiting = client.get(f"/so-du-lieu/lo/{batch.pk}/", headers=asked)
    assert (waiting.status_code, "hx-trigger" in waiting.content.decode()) == (200, True)
    assert "<html" not in waiting.content.decode()
    jobs.sift_batch.call(batch.pk)
    assert (
        client.get(f"/so-du-lieu/lo/{batch.pk}/", headers=asked)["HX-Redirect"]
        == f"/so-du-lieu/lo/{batch.pk}/"
    )


@pytest.mark.parametrize(("data", "sentence"), [(b"", "rỗng"), (b"x", ", là lô 1. Xin mở lô đó")])
def test_a_file_that_is_refused_at_once(unit: Unit, data: bytes, sentence: str) -> None:
    client = signed_in(unit)
    upload(client, unit, data)
    again = upload(client, unit, data)
    assert (again.status_code, sentence in words_of(again)) == (422, True)
    assert 'value="Cổng tỉnh"' in again.content.decode()


def test_what_was_typed_stays_when_a_column_is_missing(unit: Unit) -> None:
    client = signed_in(unit)
    upload(client, unit, lists.as_csv([lists.row(1)]))
    batch = Batch.objects.get()
    jobs.sift_batch.call(batch.pk)
    page = client.post(f"/so-du-lieu/lo/{batch.pk}/ghep-cot/", {"cot-ma_ho_so": "1", "cot-kenh": "5"})
    assert page.status_code == 422
    assert _form(page.content.decode())["cot-ma_ho_so"] == "1"
    assert "Xin chọn cột cho “Mã thủ tục”." in words_of(page)


def test_taking_in_what_somebody_took_in_already(unit: Unit) -> None:
    client = signed_in(unit)
    batch = batch_read(unit, ["H1"])
    seen = client.get(f"/so-du-lieu/lo/{batch.pk}/").context["sight"].sealed()
    assert press(client, batch, "nhan").status_code == 303
    late = client.post(f"/so-du-lieu/lo/{batch.pk}/nhan/", {"seen": seen})
    assert (late.status_code, Record.objects.current().count()) == (409, 1)
    assert "Chờ nhận vào sổ" in words_of(late)
    assert "Đã nhận vào sổ" in words_of(late)


def test_letting_go_what_somebody_took_in_already(unit: Unit) -> None:
    client = signed_in(unit)
    batch = batch_read(unit, ["H1"])
    seen = client.get(f"/so-du-lieu/lo/{batch.pk}/").context["sight"].sealed()
    press(client, batch, "nhan")
    late = client.post(f"/so-du-lieu/lo/{batch.pk}/bo/", {"seen": seen})
    assert (late.status_code, Record.objects.current().count()) == (409, 1)


def test_a_corrected_export_takes_the_place_of_the_one_before(unit: Unit) -> None:
    client = signed_in(unit)
    days = {"first_day": "2026-01-01", "last_day": "2026-01-31"}
    first, second = batch_read(unit, ["H1", "H2"], **days), batch_read(unit, ["H2"], **days)
    press(client, first, "nhan")
    shown = words_of(client.get(f"/so-du-lieu/lo/{second.pk}/"))
    assert "1 hàng trùng mã" in shown
    press(client, second, "nhan", replaces=first.pk)
    assert list(Record.objects.current().values_list("key", flat=True)) == ["H2"]
    assert "Đã được lô 2 (ho-so.csv) thay lúc" in words_of(client.get(f"/so-du-lieu/lo/{first.pk}/"))
    assert "Đã được lô" not in words_of(client.get(f"/so-du-lieu/lo/{second.pk}/"))


def test_a_batch_of_another_source_cannot_be_replaced(unit: Unit) -> None:
    client = signed_in(unit)
    first = batch_read(unit, ["H1"])
    press(client, first, "nhan")
    other = batch_read(unit, ["H2"])
    other.source = batches._source(other.register, "Hệ thống khác")
    other.save()
    press(client, other, "nhan", replaces=first.pk)
    assert sorted(Record.objects.current().values_list("key", flat=True)) == ["H1", "H2"]


def test_revoking_needs_a_reason_and_says_it(unit: Unit) -> None:
    client = signed_in(unit)
    batch = batch_read(unit, ["H1"])
    press(client, batch, "nhan")
    assert press(client, batch, "rut", reason="").status_code == 422
    assert press(client, batch, "rut", reason="Nhầm kỳ.").status_code == 303
    assert "Lý do: Nhầm kỳ." in words_of(client.get(f"/so-du-lieu/lo/{batch.pk}/"))


def landed(unit: Unit, count: int) -> Batch:
    batch = batch_read(unit, [])
    for number in range(count):
        RecordFactory(
            batch=batch,
            number=number,
            day=f"2026-01-{number + 1:02}",
            facts={
                "ma_ho_so": f"H{number}",
                "kenh": "12"[number % 2],
                "ngay_tiep_nhan": f"2026-01-{number + 1:02}",
            },
            is_current=True,
        )
    return batch


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("", ["H3", "H2", "H1", "H0"]),
        ("?kenh=2", ["H3", "H1"]),
        ("?kenh=khac", ["H3", "H2", "H1", "H0"]),
        ("?tu=2026-01-02&den=2026-01-03", ["H2", "H1"]),
        ("?tu=hom-qua&den=2026-02-31", ["H3", "H2", "H1", "H0"]),
        ("?tim=h3", ["H3"]),
    ],
)
def test_rows_by_day_word_and_code(unit: Unit, query: str, keys: list[str]) -> None:
    batch = landed(unit, 4)
    html = signed_in(unit).get(f"/so-du-lieu/{batch.register_id}/{query}").content.decode()
    assert re.findall(r">(H\d)</td>", html) == keys


@pytest.mark.parametrize("count", [1, 3])
def test_queries_of_a_register(
    unit: Unit, count: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    batch = landed(unit, count)
    client = signed_in(unit)
    client.get("/so-du-lieu/")
    with django_assert_max_num_queries(8):
        client.get(f"/so-du-lieu/{batch.register_id}/")
    with django_assert_max_num_queries(6):
        client.get("/so-du-lieu/")


def test_the_export_is_what_is_shown(unit: Unit) -> None:
    batch = landed(unit, 4)
    answer = signed_in(unit).get(f"/so-du-lieu/{batch.register_id}/tai-ve.xlsx?kenh=2")
    rows = sheets.read_table(answer.content, "a.xlsx").rows
    assert [row[0] for row in rows[1:]] == ["H3", "H1"]


def test_an_export_that_does_not_hold_every_row_says_so(unit: Unit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registers, "MOST_EXPORTED", 3)
    batch = landed(unit, 4)
    answer = signed_in(unit).get(f"/so-du-lieu/{batch.register_id}/tai-ve.xlsx")
    rows = sheets.read_table(answer.content, "a.xlsx").rows
    assert (str(rows[0][0])[:40], len(rows)) == ("Bảng chỉ có 3 hàng đầu trong 4 hàng. Muố", 5)


def test_lists_come_in_by_the_door_that_takes_large_bodies(unit: Unit) -> None:
    door = reverse("registers:batch_upload", args=[unit.pk, "ho-so-tthc"])
    assert door.startswith(limits.LISTS_COME_IN_BY)
    most = middleware.largest_body(door)
    assert most > limits.LIST.file_bytes > middleware.largest_body("/so-du-lieu/1/")
    client = signed_in(unit)
    assert client.generic("POST", door, b"x", CONTENT_LENGTH=str(most + 1)).status_code == 413
    assert client.generic("POST", door, b"x", CONTENT_LENGTH=str(most)).status_code == 422
