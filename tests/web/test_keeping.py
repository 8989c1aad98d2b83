"""What is let go when: each kind on its day, never before, and never figures or the book of deeds."""

import io
import os
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as live
from django.core.management import call_command
from django.test import Client
from django_tasks_db.models import DBTaskResult

from tests.clock import local
from tests.factories import notifications as make_notices
from tests.factories import org as make_org
from tests.factories import pledging as make_pledges
from tests.factories import reporting as make
from tests.factories import tasks as make_tasks
from tests.web import stage
from thidua.core.models import AuditEvent
from thidua.notifications.models import Notice
from thidua.org import queries as org_queries
from thidua.org.models import DataRequest, ImportDraft, ResetLink, Session, Unit, User
from thidua.org.privacy import rules
from thidua.registers import incoming
from thidua.reporting.models import Figure, FigureRevision, PublishedFigure, WorkbookDraft
from thidua.web import actions, keeping
from thidua.web.work import privacy

pytestmark = pytest.mark.django_db
NOW = local(2026, 11, 22, 3)
START = local(2026, 11, 22, 0)
KINDS = [sweep.what for sweep in keeping.SWEEPS]


def edge(what: str) -> datetime:
    """The first moment that stays."""
    rule = rules.retention(what, NOW.date())
    assert rule is not None
    return START - timedelta(days=rule.days)


def account(here: Unit, at: datetime, **facts: Any) -> User:
    known = {"home": here, "is_active": False, "email": "mai@x.vn", "position": "Tổ trưởng", "last_login": at}
    user: User = make_org.UserFactory(**(known | facts))
    return user


def job(at: datetime) -> Any:
    made = DBTaskResult.objects.create(
        status="SUCCESSFUL",
        args_kwargs={},
        task_path="x",
        run_after=at,
        priority=0,
        queue_name="default",
        backend_name="default",
        exception_class_path="",
        traceback="",
    )
    DBTaskResult.objects.filter(pk=made.pk).update(finished_at=at)
    return made


def file_in(folder: Path, at: datetime) -> Path:
    folder.mkdir(exist_ok=True)
    file = folder / f"{at:%Y%m%d-%H%M%S}.log"
    file.write_text("Thư", encoding="utf-8")
    os.utime(file, (at.timestamp(), at.timestamp()))
    return file


def make_one(what: str, here: Unit, at: datetime) -> Any:
    made: dict[str, Callable[[], Any]] = {
        "sessions": lambda: make_org.SessionFactory(user=make_org.UserFactory(home=here), expires_at=at),
        "links": lambda: ResetLink.objects.create(
            user=make_org.UserFactory(home=here), secret_hash=f"{at}", issued_at=at, expires_at=at
        ),
        "unit_links": lambda: make_pledges.OneTimeLinkFactory(
            unit=make_org.UnitFactory(parent=here), expires_at=at
        ),
        "imports": lambda: make_org.ImportDraftFactory(commune=here, uploaded_at=at),
        "task_imports": lambda: make_tasks.TaskImportFactory(commune=here, uploaded_at=at),
        "feeds": lambda: make_tasks.CalendarFeedFactory(user=make_org.UserFactory(home=here), revoked_at=at),
        "workbooks": lambda: make.WorkbookDraftFactory(
            report__unit=make_org.UnitFactory(parent=here), uploaded_at=at
        ),
        "notices": lambda: make_notices.NoticeFactory(commune=here, created_at=at),
        "mails": lambda: file_in(Path(live.EMAIL_FILE_PATH), at),
        "lists": lambda: file_in(incoming.folder(), at),
        "jobs": lambda: job(at),
        "addresses": lambda: account(here, at),
        "requests": lambda: make_org.DataRequestFactory(
            commune=here,
            number=int(at.timestamp()) % 10**6,
            state="answered",
            closed_at=at,
            answer="Đã sửa số 0912.",
        ),
    }
    return made[what]()


@pytest.fixture
def here(data_folder: Path, settings: Any) -> Unit:
    settings.EMAIL_FILE_PATH = data_folder / "mail"
    unit: Unit = make_org.CommuneFactory().unit
    return unit


def sweep(here: Unit) -> dict[str, int]:
    due = keeping.due(here.pk, at=NOW)
    return actions.sweep_data(here, due=due, by=org_queries.system_actor(here), at=NOW) if due else {}


@pytest.mark.parametrize("what", KINDS)
def test_each_kind_goes_on_its_day_and_not_before(here: Unit, what: str) -> None:
    make_one(what, here, edge(what))
    assert sweep(here) == {}
    make_one(what, here, edge(what) - timedelta(seconds=1))
    [standing] = [one for one in keeping.standings(here.pk, at=NOW) if one.sweep.what == what]
    assert (standing.total, standing.now, standing.soon) == (2, 1, 1)
    assert standing.next_on == NOW.date()
    assert sweep(here) == {what: 1}
    assert sweep(here) == {}
    [standing] = [one for one in keeping.standings(here.pk, at=NOW) if one.sweep.what == what]
    assert (standing.total, standing.now, standing.next_on) == (1, 0, NOW.date() + timedelta(days=1))


@pytest.mark.parametrize("what", [kind for kind in KINDS if kind not in {"mails", "lists", "jobs"}])
def test_the_other_commune_keeps_its_own(here: Unit, what: str) -> None:
    there: Unit = make_org.CommuneFactory().unit
    make_one(what, there, edge(what) - timedelta(days=9))
    assert keeping.due(here.pk, at=NOW) == {}
    assert list(keeping.due(there.pk, at=NOW)) == [what]


def test_rows_are_gone(here: Unit) -> None:
    for what in KINDS:
        make_one(what, here, edge(what) - timedelta(days=1))
    assert sweep(here) == dict.fromkeys(KINDS, 1)
    gone = (Session, ResetLink, ImportDraft, WorkbookDraft, Notice, DBTaskResult)
    assert [model.__name__ for model in gone if model.objects.exists()] == []  # type: ignore[attr-defined]


def test_an_account_keeps_its_name_and_loses_the_ways_to_reach_it(here: Unit) -> None:
    person = account(here, edge("addresses") - timedelta(days=1), full_name="Bà Mai")
    sweep(here)
    person.refresh_from_db()
    assert (person.full_name, person.email, person.position, "mai@x.vn" in person.folded) == (
        "Bà Mai",
        "",
        "",
        False,
    )


@pytest.mark.parametrize("facts", [{"is_active": True}, {"email": "", "position": ""}])
def test_accounts_that_stay_as_they_are(here: Unit, facts: dict[str, Any]) -> None:
    account(here, edge("addresses") - timedelta(days=1), **facts)
    assert keeping.due(here.pk, at=NOW) == {}


def test_an_account_with_a_role_stays_as_it_is(here: Unit) -> None:
    person = account(here, edge("addresses") - timedelta(days=1))
    held = make_org.MembershipFactory(user=person, unit=here)
    assert keeping.due(here.pk, at=NOW) == {}
    held.valid_to = date(2026, 6, 30)
    held.save()
    assert list(keeping.due(here.pk, at=NOW)) == ["addresses"]


def test_a_request_keeps_number_kind_and_days(here: Unit) -> None:
    person = make_org.UserFactory(home=here)
    old = edge("requests") - timedelta(days=1)
    asked = make_org.DataRequestFactory(
        commune=here,
        requester=person,
        contact="0912",
        state="refused",
        closed_at=old,
        answer="Vì bà Mai",
        extended_at=old,
        extension_reason="Chờ bà Mai",
    )
    make_org.DataRequestFactory(commune=here, number=9)  # open, however old
    sweep(here)
    kept = DataRequest.objects.get(pk=asked.pk)
    assert (kept.number, kept.kind, kept.filed_on, kept.closed_at) == (
        asked.number,
        "view",
        asked.filed_on,
        old,
    )
    told = f"{kept.requester_name} {kept.contact} {kept.content} {kept.answer} {kept.extension_reason} {kept.folded}"
    assert (kept.requester, "Mai" in told, "0912" in told, "mai" in told) == (None, False, False, False)
    assert DataRequest.objects.get(number=9).content != ""


def test_figures_and_the_book_of_deeds_stay(data_folder: Path) -> None:
    scene = stage.scene()
    models = (Figure, FigureRevision, PublishedFigure)
    before = [model.objects.count() for model in models]
    deeds = list(AuditEvent.objects.values_list("pk", "hash"))
    long_after = datetime(2126, 1, 1, tzinfo=UTC)
    here = scene.ward.commune
    due = keeping.due(here.pk, at=long_after)
    actions.sweep_data(here, due=due, by=org_queries.system_actor(here), at=long_after)
    assert [model.objects.count() for model in models] == before
    assert list(AuditEvent.objects.values_list("pk", "hash"))[: len(deeds)] == deeds


def test_the_deed_is_in_the_book_with_numbers_alone(here: Unit) -> None:
    make_one("notices", here, edge("notices") - timedelta(days=1))
    sweep(here)
    event = AuditEvent.objects.latest("pk")
    assert (event.action, event.actor_name, event.detail) == (
        "web.sweep_data",
        "Hệ thống",
        {"gone": {"notices": 1}},
    )


def test_the_command_sweeps_every_commune_once(here: Unit, set_clock: Callable[[datetime], None]) -> None:
    set_clock(NOW)
    for unit in (here, make_org.CommuneFactory().unit):
        make_one("imports", unit, edge("imports") - timedelta(days=1))
    said = []
    for _ in range(2):
        out = io.StringIO()
        call_command("sweep_data", stdout=out)
        said.append(out.getvalue().strip())
    assert said == [f"Đã xóa hoặc bỏ trống {count} mục hết thời hạn lưu giữ." for count in (2, 0)]
    assert AuditEvent.objects.filter(action="web.sweep_data").count() == 2


def test_every_kind_has_a_row_of_days_and_no_row_is_idle() -> None:
    assert sorted(KINDS) == sorted({row.what for row in rules.rules().retention})


def test_page_says_what_goes_when(here: Unit, set_clock: Callable[[datetime], None]) -> None:
    set_clock(NOW)
    make_one("notices", here, edge("notices") - timedelta(days=1))
    client = Client()
    client.force_login(User.objects.get(pk=make_org.actor("standing_body", here, on=NOW.date()).user_id))
    text = stage.text_of(client.get("/luu-giu/"))
    assert stage.faults_of(text) == []
    for words in ("Đêm nay bỏ", "365 ngày từ ngày gửi", "đề xuất của phần mềm"):
        assert (words, words in text) == (words, True)


def test_the_public_notice_says_what_why_how_long_and_whom_to_ask(
    here: Unit, set_clock: Callable[[datetime], None]
) -> None:
    set_clock(NOW)
    profile = here.commune_profile
    url = f"/{profile.slug}/du-lieu-ca-nhan/"
    first = Client().get(url)
    text = stage.text_of(first)
    assert (stage.faults_of(text), first.cookies) == ([], {})
    for words in (
        "Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15, Điều 19",
        "Theo bản tóm lược có đối chiếu",
        "2 ngày làm việc",
        "20 ngày",
        "một lần, 15 ngày",
        "365 ngày từ ngày gửi",
        "72 giờ",
        "ngày 22/11/2026",
        profile.issuer,
    ):
        assert (words, words in text) == (words, True)
    assert Client().get(url, headers={"if-none-match": first["ETag"]}).status_code == 304
    profile.privacy_contact = "Văn phòng, điện thoại 0220"
    profile.save()
    again = Client().get(url, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, "Văn phòng, điện thoại 0220" in again.content.decode()) == (200, True)


def test_requests_stand_in_the_work_of_those_who_answer(here: Unit) -> None:
    make_org.DataRequestFactory(commune=here, number=1)
    make_org.DataRequestFactory(commune=here, number=2, acknowledged_at=START, state="acknowledged")
    officer = make_org.actor("standing_body", here)
    for on, states in (
        (date(2026, 6, 3), ["Chờ phản hồi", "Chờ trả lời"]),
        (date(2026, 6, 12), ["Trễ 9 ngày", "Trễ 1 ngày"]),
    ):
        assert [task.state for task in privacy.requests_to_answer(officer, on)] == states
    assert privacy.requests_to_answer(make_org.actor("leader", here), date(2026, 6, 3)) == []
