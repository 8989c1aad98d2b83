"""A day at the office with everything that goes wrong: afterwards no log, error page or file name tells a secret."""

import io
import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client

from tests.factories import org as make
from thidua.core.models import AuditEvent
from thidua.org import jobs, queries
from thidua.org.models import ImportDraft, Unit, User

pytestmark = pytest.mark.django_db
PASSWORD, WRONG, NEW = "Sáng nay 7 con thuyền, đi!", "Chiều qua 9 con đò, về!", "Đêm nay 5 ngọn đèn, sáng!"
EMAIL, PHONE, ID_NUMBER = "ba.bi.mat@namdong.example", "0912345678", "030099001234"


class Day:
    """What was written down and shown, and what must not stand there."""

    def __init__(self, log: io.StringIO, folder: Path) -> None:
        self.log, self.folder = log, folder
        self.pages: list[str] = []
        self.secrets = {PASSWORD, WRONG, NEW, EMAIL, PHONE, ID_NUMBER}

    def see(self, answer: Any) -> Any:
        """Keep an error page for later."""
        assert answer.status_code >= 400
        self.pages.append(answer.content.decode())
        return answer

    def keys_of(self, client: Client) -> None:
        self.secrets |= {cookie.value for cookie in client.cookies.values() if len(cookie.value) > 15}

    def told(self) -> dict[str, list[str]]:
        names = [str(path.relative_to(self.folder)) for path in self.folder.rglob("*")]
        book = [f"{one.object_label} {one.reason} {one.detail}" for one in AuditEvent.objects.all()]
        places = {"log": [self.log.getvalue()], "page": self.pages, "name": names, "book": book}
        return {
            place: [secret for secret in sorted(self.secrets) if any(secret in text for text in texts)]
            for place, texts in places.items()
        }


@pytest.fixture
def day(data_folder: Path, settings: Any) -> Iterator[Day]:
    """The product's own handler, as its settings make it, writing everything it is given into memory."""
    settings.EMAIL_FILE_PATH = data_folder / "mail"
    settings.BACKUP_FOLDER = data_folder / "backups"
    [handler] = [one for one in logging.getLogger().handlers if type(one) is logging.StreamHandler]
    root, level = logging.getLogger(), logging.getLogger().level
    root.setLevel(logging.DEBUG)
    log = io.StringIO()
    before = handler.setStream(log)
    yield Day(log, data_folder)
    handler.setStream(before)
    root.setLevel(level)


@pytest.fixture
def person() -> User:
    unit = make.UnitFactory(parent=make.CommuneFactory().unit)
    user: User = make.UserFactory(home=unit.commune, username="ba.mai", email=EMAIL)
    user.set_password(PASSWORD)
    user.save()
    make.MembershipFactory(unit=unit, user=user)
    return user


def browser() -> Client:
    return Client(raise_request_exception=False)


def test_wrong_passwords_and_stale_pages(day: Day, person: User) -> None:
    client = browser()
    for _ in range(4):
        day.see(client.post("/dang-nhap/", {"username": "ba.mai", "password": WRONG}))
    # The page shows its sender what was typed; the log must not.
    assert client.post("/dang-nhap/", {"username": EMAIL, "password": PASSWORD}).status_code == 422
    assert client.post("/dang-nhap/", {"username": "ba.mai", "password": PASSWORD}).status_code == 303
    day.keys_of(client)
    day.see(
        client.post(
            "/tai-khoan/mat-khau/", {"old_password": WRONG, "new_password1": NEW, "new_password2": NEW}
        )
    )
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    strict.cookies = client.cookies
    day.see(strict.post("/tai-khoan/mat-khau/", {"old_password": PASSWORD, "new_password1": NEW}))
    assert day.told() == {"log": [], "page": [], "name": [], "book": []}


def test_links_by_mail_and_by_hand(day: Day, person: User, monkeypatch: pytest.MonkeyPatch) -> None:
    client = browser()
    client.post("/quen-mat-khau/", {"email": EMAIL})
    assert jobs.send_link_mail.call(person.pk)
    [path] = re.findall(r"/mat-khau/[^/\s]+/", mail.outbox[0].body)
    day.secrets.add(path.split("/")[2])
    day.see(client.post(path, {"new_password1": "ngắn", "new_password2": "ngắn"}))
    assert client.post(path, {"new_password1": NEW, "new_password2": NEW}).status_code == 303
    for again in (path, path + "x", path.replace("mat-khau", "kich-hoat")):
        browser().get(again)
        day.see(browser().post(again + "y/", {"new_password1": NEW}))
    monkeypatch.setattr(jobs, "send_mail", _refuse)
    person.reset_links.all().delete()
    assert not jobs.send_link_mail.call(person.pk)
    assert "Traceback" in day.log.getvalue()
    assert day.told() == {"log": [], "page": [], "name": [], "book": []}


def _refuse(subject: str, body: str, sender: None, to: list[str]) -> None:
    raise OSError(f"550 mailbox of {to[0]} unavailable: {body}")


def test_lists_of_people(day: Day) -> None:
    root: Unit = make.CommuneFactory().unit
    client = browser()
    client.force_login(User.objects.get(pk=make.actor("administrator", root).user_id))
    day.keys_of(client)
    titles = "Họ và tên,Tên đăng nhập,Thư điện tử,Chức vụ,Mã đơn vị,Vai trò"
    rows = f"Bà Mai,ba.mai,{EMAIL},{PHONE},,Lãnh đạo UBND\nBà Mai,x,{ID_NUMBER},,,Không có\n"
    file = SimpleUploadedFile("danh-sach.csv", f"{titles}\n{rows}".encode())
    check = client.post("/nguoi-dung/nhap/", {"file": file})
    plan = queries.people_plan(_draft(), on=_draft().uploaded_at.date())
    assert client.post(check.url, {"fingerprint": plan.fingerprint}).status_code == 303
    day.see(
        client.post("/nguoi-dung/nhap/", {"file": SimpleUploadedFile("hong.csv", b"\x00" + EMAIL.encode())})
    )
    assert day.told() == {"log": [], "page": [], "name": [], "book": []}


def _draft() -> Any:
    return ImportDraft.objects.latest("pk")


def test_a_fault_with_everything_in_its_words(
    day: Day, person: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = browser()
    client.force_login(person)
    day.keys_of(client)
    key = client.cookies["sessionid"].value

    def fail(*_: Any, **__: Any) -> None:
        password = PASSWORD  # a traceback shows lines, never values
        raise RuntimeError(
            f"user {EMAIL}, phone {PHONE}, id {ID_NUMBER}, password={WRONG!r}, sessionid={key} {len(password)}"
        )

    monkeypatch.setattr("thidua.org.views.profile.page", fail)
    answer = day.see(client.get("/tai-khoan/"))
    assert (answer.status_code, "RuntimeError" in day.log.getvalue()) == (500, True)
    assert day.told() == {"log": [], "page": [], "name": [], "book": []}


@pytest.mark.django_db(transaction=True)
def test_copies_and_mails_are_named_by_time_alone(day: Day, person: User, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    assert jobs.send_link_mail.call(person.pk)
    call_command("backup", stdout=io.StringIO())
    names = [path.name for path in day.folder.rglob("*") if path.is_file()]
    assert len([name for name in names if name.endswith((".log", ".tar"))]) >= 2
    assert day.told() == {"log": [], "page": [], "name": [], "book": []}


def test_the_scan_finds_what_it_looks_for(day: Day) -> None:
    day.pages.append(f"<p>{EMAIL}</p>")
    day.log.write(PHONE)
    (day.folder / PASSWORD).touch()
    assert day.told() == {"log": [PHONE], "page": [EMAIL], "name": [PASSWORD], "book": []}
