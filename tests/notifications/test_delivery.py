import smtplib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail as outbox
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult

from tests.clock import local
from tests.factories.notifications import NoticeFactory
from tests.factories.org import UserFactory
from thidua.notifications import channels, delivery, mail, tasks
from thidua.notifications.enums import NoticeKind
from thidua.notifications.models import Notice
from thidua.org.models import User

AT = local(2026, 6, 1)
MAIL = channels.CHANNELS[0]
pytestmark = pytest.mark.django_db


def _notify(*users: User, key: str = "period-opened-1", **other: Any) -> None:
    said: dict[str, Any] = {
        "kind": NoticeKind.OPENED,
        "title": "Mở kỳ báo cáo tháng 6/2026",
        "body": "Hạn gửi: 08/06/2026.",
        "url": "/bao-cao/3/",
        "at": AT,
    }
    delivery.notify(users, commune_id=users[0].home_id, key=key, **{**said, **other})


def _run() -> int:
    return tasks.mail_notices.call()


@pytest.fixture
def person() -> User:
    user: User = UserFactory(email="an@namdong.example", full_name="Đào Thị An")
    return user


@pytest.fixture(autouse=True)
def now(set_clock: Callable[[datetime], None]) -> None:
    set_clock(AT + timedelta(minutes=1))


def test_notify_tells_each_person_once_per_key(person: User) -> None:
    other = UserFactory(home=person.home)
    _notify(person, other, person)
    _notify(person, other, title="Lần hai")
    assert sorted(Notice.objects.values_list("user", "title")) == sorted(
        (user.pk, "Mở kỳ báo cáo tháng 6/2026") for user in (person, other)
    )
    _notify(person, key="period-opened-2")
    assert person.notices.count() == 2


def test_notify_costs_two_queries_for_any_number(person: User) -> None:
    others = [UserFactory(home=person.home) for _ in range(5)]
    with CaptureQueriesContext(connection) as asked:
        _notify(person, *others)
    writes = [query["sql"].split()[0] for query in asked if "SAVEPOINT" not in query["sql"]]
    assert writes == ["INSERT", "INSERT"]


def test_notify_nobody_does_nothing() -> None:
    delivery.notify([], commune_id=1, kind=NoticeKind.PLAN, title="x", body="", url="", key="k", at=AT)
    assert (Notice.objects.count(), DBTaskResult.objects.count()) == (0, 0)


def test_notify_falls_with_its_deed(person: User) -> None:
    with transaction.atomic():
        _notify(person)
        transaction.set_rollback(True)
    assert (Notice.objects.count(), DBTaskResult.objects.count()) == (0, 0)


def test_notify_queues_one_job_for_a_call(person: User) -> None:
    _notify(person, UserFactory(home=person.home))
    assert DBTaskResult.objects.get().task_path == "thidua.notifications.tasks.mail_notices"


@pytest.mark.parametrize("url", ["https://la.example/", "//la.example/", "bao-cao/3/", "javascript:alert(1)"])
def test_notify_leads_only_to_our_pages(person: User, url: str) -> None:
    with pytest.raises(ValueError, match="a page of ours"):
        _notify(person, url=url)


def test_mail_says_what_where_and_from_whom(person: User, settings: Any) -> None:
    settings.BASE_URL = "https://thidua.namdong.example/"
    _notify(person)
    assert _run() == 1
    (message,) = outbox.outbox
    assert message.subject == "[phường Nam Đồng] Mở kỳ báo cáo tháng 6/2026"
    assert message.to == ["an@namdong.example"]
    assert message.body == (
        "Kính gửi Đào Thị An,\n\nMở kỳ báo cáo tháng 6/2026\n\nHạn gửi: 08/06/2026.\n\n"
        "Xem tại: https://thidua.namdong.example/bao-cao/3/\n\n--\n"
        "Thư này do phần mềm Thi Đua Số của phường Nam Đồng tự gửi, xin không trả lời.\n"
        "Mọi thông báo đều có trong mục Thông báo của phần mềm.\n"
    )


def test_mail_of_a_notice_without_words_or_link_has_no_gaps(person: User) -> None:
    _notify(person, body="", url="", title="Công bố <kết quả> & mức\nđạt")
    assert _run() == 1
    (message,) = outbox.outbox
    assert message.subject == "[phường Nam Đồng] Công bố <kết quả> & mức đạt"
    assert message.body.startswith("Kính gửi Đào Thị An,\n\nCông bố <kết quả> & mức đạt\n\n--\n")


def test_mail_goes_once_and_is_marked(person: User) -> None:
    _notify(person)
    assert (_run(), _run(), len(outbox.outbox)) == (1, 0, 1)
    assert Notice.objects.get().mailed_at == AT + timedelta(minutes=1)


@pytest.mark.parametrize("facts", [{"email": ""}, {"email": "a@b.example", "is_active": False}])
def test_mail_goes_only_to_active_people_with_an_address(facts: dict[str, Any]) -> None:
    _notify(UserFactory(**facts))
    assert (_run(), outbox.outbox, Notice.objects.get().mailed_at) == (0, [], None)


def test_mail_of_old_news_is_not_sent(person: User) -> None:
    NoticeFactory(user=person, created_at=AT - timedelta(days=3))
    NoticeFactory(user=person, created_at=AT - timedelta(days=3) + timedelta(minutes=2), title="Vừa kịp")
    assert (_run(), [message.subject for message in outbox.outbox]) == (1, ["[phường Nam Đồng] Vừa kịp"])


def _failing(address: str) -> Callable[..., Any]:
    whole = mail.message_of

    def message_of(notice: Notice, **more: Any) -> Any:
        if notice.user.email == address:
            raise smtplib.SMTPRecipientsRefused({address: (550, b"no such box")})
        return whole(notice, **more)

    return message_of


def test_mail_that_fails_stays_unsent_while_others_go(person: User, monkeypatch: pytest.MonkeyPatch) -> None:
    other = UserFactory(home=person.home, email="binh@namdong.example")
    _notify(person, other)
    monkeypatch.setattr(mail, "message_of", _failing("an@namdong.example"))
    assert (_run(), [message.to for message in outbox.outbox]) == (1, [["binh@namdong.example"]])
    assert (person.notices.get().mailed_at, person.notices.get().mail_claimed_at) == (None, None)


def test_mail_that_failed_is_tried_by_the_next_run(person: User, monkeypatch: pytest.MonkeyPatch) -> None:
    _notify(person)
    with monkeypatch.context() as patch:
        patch.setattr(mail, "message_of", _failing("an@namdong.example"))
        assert _run() == 0
    assert (_run(), len(outbox.outbox)) == (1, 1)


def test_mail_waits_when_the_server_is_away(person: User, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    _notify(person)
    assert _run() == 0
    assert list(channels.waiting(MAIL, at=AT)) == [Notice.objects.get()]


def test_mail_in_another_workers_hand_is_left_until_that_is_too_long(person: User) -> None:
    NoticeFactory(user=person, created_at=AT, mail_claimed_at=AT)
    assert list(channels.waiting(MAIL, at=AT + timedelta(minutes=10))) == []
    assert channels.waiting(MAIL, at=AT + timedelta(minutes=10, seconds=1)).count() == 1


def test_mail_is_not_sent_by_the_slower_of_two_workers(person: User, monkeypatch: pytest.MonkeyPatch) -> None:
    _notify(person)
    faster = mail.session

    def slower() -> Any:
        Notice.objects.update(mail_claimed_at=AT)
        return faster()

    channel = channels.Channel("mail", "", MAIL.reaches, "mail_claimed_at", "mailed_at", slower)
    assert (channels.send_waiting(channel, at=AT), outbox.outbox) == (0, [])


def test_resend_unsent_queues_one_job_when_something_waits(person: User) -> None:
    assert (delivery.resend_unsent(at=AT), DBTaskResult.objects.count()) == (0, 0)
    NoticeFactory.create_batch(2, user=person, created_at=AT)
    assert (delivery.resend_unsent(at=AT), DBTaskResult.objects.count()) == (2, 1)
