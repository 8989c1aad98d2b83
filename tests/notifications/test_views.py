from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMessage, get_connection
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.clock import local
from tests.factories.notifications import NoticeFactory
from tests.factories.org import CommuneFactory, MembershipFactory, UserFactory
from thidua.notifications.models import Notice
from thidua.org.models import User

pytestmark = pytest.mark.django_db
LIST = "/thong-bao/"


@pytest.fixture
def person() -> User:
    user: User = MembershipFactory(role="reporter").user
    return user


@pytest.fixture
def reader(client: Client, person: User) -> Client:
    client.force_login(person)
    return client


def _titles(response: Any) -> list[str]:
    return [notice.title for notice in response.context["notices"]]


def test_notice_list_puts_unread_first_then_the_newest(reader: Client, person: User) -> None:
    for title, day, read_at in (("cũ", 1, None), ("mới", 3, None), ("đã đọc", 4, local(2026, 6, 5))):
        NoticeFactory(user=person, title=title, created_at=local(2026, 6, day), read_at=read_at)
    NoticeFactory(user=UserFactory(home=person.home), title="của người khác")
    NoticeFactory(user=person, commune=CommuneFactory().unit, title="của phường khác")
    response = reader.get(LIST)
    assert (response.status_code, _titles(response)) == (200, ["mới", "cũ", "đã đọc"])


def test_notice_list_filters_by_kind(reader: Client, person: User) -> None:
    NoticeFactory(user=person, kind="late", title="trễ")
    NoticeFactory(user=person, kind="returned", title="trả lại")
    assert _titles(reader.get(LIST, {"loai": "late"})) == ["trễ"]
    assert sorted(_titles(reader.get(LIST, {"loai": "khong-co"}))) == ["trả lại", "trễ"]
    assert "Không có thông báo loại này" in reader.get(LIST, {"loai": "plan"}).content.decode()


def test_notice_list_has_pages_of_twenty(reader: Client, person: User) -> None:
    NoticeFactory.create_batch(21, user=person)
    assert [len(_titles(reader.get(LIST, {"trang": number}))) for number in (1, 2, 99)] == [20, 1, 1]


def test_notice_list_costs_the_same_for_one_and_three(reader: Client, person: User) -> None:
    counts = []
    for more in (1, 2):
        NoticeFactory.create_batch(more, user=person)
        with CaptureQueriesContext(connection) as asked:
            reader.get(LIST)
        counts.append(len(asked))
    assert counts == [6, 6]


def test_notice_list_says_when_there_is_none(reader: Client) -> None:
    assert "Chưa có thông báo nào" in reader.get(LIST).content.decode()


def test_notice_open_reads_and_goes_on(reader: Client, person: User) -> None:
    notice = NoticeFactory(user=person, url="/bao-cao/3/")
    response = reader.post(f"/thong-bao/{notice.pk}/mo/")
    assert (response.status_code, response["Location"]) == (303, "/bao-cao/3/")
    notice.refresh_from_db()
    assert notice.read_at is not None


def test_notice_open_without_a_thing_comes_back(reader: Client, person: User) -> None:
    notice = NoticeFactory(user=person, url="")
    assert reader.post(f"/thong-bao/{notice.pk}/mo/")["Location"] == LIST


def test_notice_open_of_others_is_not_found(reader: Client, person: User) -> None:
    notice = NoticeFactory(user=UserFactory(home=person.home))
    assert reader.post(f"/thong-bao/{notice.pk}/mo/").status_code == 404


def test_notice_open_by_get_is_not_a_way(reader: Client, person: User) -> None:
    notice = NoticeFactory(user=person)
    assert reader.get(f"/thong-bao/{notice.pk}/mo/").status_code == 405
    assert Notice.objects.get().read_at is None


def test_notice_read_all(reader: Client, person: User) -> None:
    NoticeFactory.create_batch(3, user=person)
    assert reader.post("/thong-bao/da-doc/").status_code == 303
    assert Notice.objects.unread().count() == 0


@pytest.mark.parametrize("path", [LIST, "/thu-da-gui/"])
def test_pages_send_strangers_to_sign_in(client: Client, path: str) -> None:
    assert client.get(path).status_code == 302


@pytest.fixture
def mail_folder(settings: Any, tmp_path: Path) -> Path:
    settings.DEMO = True
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    return tmp_path / "mail"


def _sign_in(client: Client, role: str) -> Client:
    client.force_login(MembershipFactory(role=role).user)
    return client


def _post(to: str, *subjects: str) -> None:
    with get_connection() as way:
        for words in subjects:
            body = f"{words}\nXem tại: http://127.0.0.1:8000/bao-cao/3/"
            EmailMessage(f"[phường] {words}", body, to=[to], connection=way).send()


@pytest.mark.parametrize("role", ["administrator", "standing_body"])
def test_mail_list_shows_the_folder_decoded_newest_first(
    client: Client, mail_folder: Path, role: str
) -> None:
    person = MembershipFactory(role=role).user
    User.objects.filter(pk=person.pk).update(email="an@x.example")
    _post("an@x.example", "Trả lại <một> số liệu", "Mở kỳ tháng 6")
    client.force_login(person)
    response = client.get("/thu-da-gui/")
    assert [mail.subject for mail in response.context["mails"]] == [
        "[phường] Mở kỳ tháng 6",
        "[phường] Trả lại <một> số liệu",
    ]
    assert all(mail.sent_at.tzinfo for mail in response.context["mails"])
    shown = response.content.decode()
    assert "Trả lại &lt;một&gt; số liệu" in shown
    assert '<a href="http://127.0.0.1:8000/bao-cao/3/"' in shown


def test_mail_list_hides_the_mails_of_another_commune(client: Client, mail_folder: Path) -> None:
    """The folder is one for the whole installation, and a mail may hold the link to a new password."""
    other = MembershipFactory(role="reporter").user
    User.objects.filter(pk=other.pk).update(email="binh@noi-khac.example")
    _post("binh@noi-khac.example", "Đặt lại mật khẩu")
    response = _sign_in(client, "administrator").get("/thu-da-gui/")
    assert list(response.context["mails"]) == []


def test_mail_list_of_an_empty_folder(client: Client, mail_folder: Path) -> None:
    assert "Chưa có thư nào" in _sign_in(client, "administrator").get("/thu-da-gui/").content.decode()


@pytest.mark.parametrize("role", ["leader", "unit_head", "reporter", "overseer"])
def test_mail_list_is_refused_to_others(client: Client, mail_folder: Path, role: str) -> None:
    assert _sign_in(client, role).get("/thu-da-gui/").status_code == 403


def test_mail_list_is_not_there_outside_the_demonstration(client: Client) -> None:
    assert _sign_in(client, "administrator").get("/thu-da-gui/").status_code == 404
