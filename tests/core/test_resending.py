"""A form opened before its person signed in anew: refused, but nothing typed is lost to its owner."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.factories import org
from thidua.core import resending
from thidua.org.models import Unit, User

pytestmark = pytest.mark.django_db
HERE = {"HTTP_ORIGIN": "http://testserver", "HTTP_REFERER": "http://testserver/don-vi/1/them/"}
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
TYPED = {"name": "Tổ <mới>", "kind": "other", "valid_from": "2026-06-01", "predecessors": ["7", "8"]}


@pytest.fixture
def tab() -> Client:
    """An administrator's browser that insists on tokens."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.get(pk=org.actor("administrator", org.CommuneFactory().unit).user_id))
    return client


def opened(tab: Client) -> tuple[str, dict[str, str]]:
    """The address and the hidden fields of a page with a form; afterwards the token of the browser is another one."""
    root = Unit.objects.get(parent=None)
    url = f"/don-vi/{root.pk}/them/"
    fields = dict(HIDDEN.findall(tab.get(url).content.decode()))
    del tab.cookies["csrftoken"]
    tab.get(url)
    return url, fields


def send(tab: Client, changed: dict[str, Any] | None = None, **headers: str) -> Any:
    url, fields = opened(tab)
    return tab.post(url, {**TYPED, **fields, **(changed or {})}, **(HERE | headers))


def test_the_same_person_sends_it_once_more(tab: Client) -> None:
    url, fields = opened(tab)
    root = Unit.objects.get()
    refused = tab.post(url, TYPED | fields | {"parent": str(root.pk), "predecessors": []}, **HERE)
    page = refused.content.decode()
    assert (refused.status_code, Unit.objects.count()) == (403, 1)
    assert "Gửi lại những gì đã gõ" in page
    assert f'action="{url}"' in page
    again = dict(HIDDEN.findall(page))
    assert again["name"] == "Tổ &lt;mới&gt;"
    assert tab.post(url, again | {"name": "Tổ mới"}, **HERE).status_code == 303
    assert Unit.objects.filter(name="Tổ mới").exists()


def test_every_value_is_kept_and_nothing_else(tab: Client) -> None:
    refused = send(tab)
    fields = HIDDEN.findall(refused.content.decode())
    names = [name for name, _ in fields]
    assert names.count("predecessors") == 2
    assert (names.count("csrfmiddlewaretoken"), names.count("opened_by")) == (1, 1)
    assert refused["Cache-Control"].startswith("max-age=0, no-cache, no-store")


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_ORIGIN": "http://elsewhere.example"},
        {"HTTP_ORIGIN": "null"},
        {"HTTP_ORIGIN": "http://testserver.elsewhere.example"},
        {"HTTP_ORIGIN": "http://testserver:8080"},
        {"HTTP_ORIGIN": "", "HTTP_REFERER": "http://elsewhere.example/testserver"},
        {"HTTP_ORIGIN": "", "HTTP_REFERER": ""},
    ],
)
def test_a_request_from_elsewhere_gets_nothing_back(tab: Client, headers: dict[str, str]) -> None:
    refused = send(tab, **headers)
    page = refused.content.decode()
    assert (refused.status_code, "Gửi lại" in page, "mới" in page) == (403, False, False)
    assert Unit.objects.count() == 1


def test_a_page_of_ours_is_known_by_its_referer_alone(tab: Client) -> None:
    url, fields = opened(tab)
    refused = tab.post(url, TYPED | fields, HTTP_REFERER=HERE["HTTP_REFERER"])
    assert "Gửi lại những gì đã gõ" in refused.content.decode()


def test_somebody_else_gets_nothing_back(tab: Client) -> None:
    page = send(tab, {"opened_by": resending.mark_of(10**9)}).content.decode()
    assert "Trang này do tài khoản khác mở" in page
    assert "Gửi lại" not in page
    assert "&lt;mới&gt;" not in page


def test_a_page_without_a_mark_is_not_sent_again(tab: Client) -> None:
    page = send(tab, {"opened_by": ""}).content.decode()
    assert "Gửi lại" not in page


def test_who_is_signed_out_gets_nothing_back(tab: Client) -> None:
    url, fields = opened(tab)
    del tab.cookies["sessionid"]
    page = tab.post(url, TYPED | fields, **HERE).content.decode()
    assert ("Gửi lại" in page, "&lt;mới&gt;" in page) == (False, False)


@pytest.mark.parametrize("name", ["password", "old_password", "new_password1", "client_secret"])
def test_secrets_are_never_written_into_a_page(tab: Client, name: str) -> None:
    page = send(tab, {name: "một câu dễ nhớ"}).content.decode()
    assert ("Gửi lại" in page, "một câu dễ nhớ" in page) == (False, False)


def test_a_file_has_to_be_chosen_again(tab: Client) -> None:
    page = send(tab, {"file": SimpleUploadedFile("a.csv", b"a")}).content.decode()
    assert ("Gửi lại" in page, "Tệp đã chọn không giữ lại được" in page) == (False, True)
    assert f'href="{HERE["HTTP_REFERER"]}"' in page


def test_a_part_of_a_page_is_told_in_one_sentence(tab: Client) -> None:
    page = send(tab, HTTP_HX_REQUEST="true").content.decode()
    first = re.search(r'<div class="notice[^"]*"><p>(.+?)</p>', page)
    assert first is not None
    assert first[1].startswith("Trang này mở đã lâu hoặc ông/bà đã đăng nhập lại ở nơi khác.")
    assert "Gửi lại" not in page


def test_pages_for_strangers_carry_no_mark(client: Client) -> None:
    org.CommuneFactory()
    assert "opened_by" not in client.get("/dang-nhap/").content.decode()


def test_a_mark_stands_for_one_person() -> None:
    assert len({resending.mark_of(number) for number in range(50)}) == 50
    assert resending.mark_of(7) == resending.mark_of(7)


def test_a_mark_stands_for_one_person_of_one_installation(settings: Any) -> None:
    ours = resending.mark_of(1)
    assert resending.mark_of(1) == ours != resending.mark_of(2)
    settings.SECRET_KEY = "another installation"
    assert resending.mark_of(1) != ours
