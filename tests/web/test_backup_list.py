"""The page of copies, the button, and what the clock does by itself."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from tests.clock import local
from tests.factories import reporting as make
from tests.web import stage
from thidua.config import env
from thidua.core.models import AuditEvent
from thidua.org import roles
from thidua.web import clock, jobs
from thidua.web.backups import making, schedule, shelf

pytestmark = pytest.mark.django_db
AT = local(2026, 11, 22, 1)
PLACE = "/sao-luu/"


@pytest.fixture(autouse=True)
def backup_folder(data_folder: Path, settings: Any, set_clock: Callable[[datetime], None]) -> Path:
    settings.BACKUP_FOLDER = data_folder / "backups"
    settings.BACKUP_DAILY = True
    set_clock(AT)
    return data_folder / "backups"


def lay(folder: Path, *moments: datetime) -> None:
    """Empty files with the names of copies."""
    folder.mkdir(exist_ok=True)
    for moment in moments:
        (folder / shelf.name_of(moment)).write_bytes(b"x" * 2048)


@pytest.mark.parametrize("role", [role.code for role in roles.ROLES])
def test_backup_list_is_the_administrators(role: str) -> None:
    inside = stage.signed_in(make.ward().person(role))
    answers = (inside.get(PLACE).status_code, inside.post(f"{PLACE}tao/").status_code)
    links = [link.label for link in inside.get(reverse("web:my_work")).context["account_links"]]
    is_admin = role == "administrator"
    assert (answers, "Sao lưu" in links) == ((200, 303) if is_admin else (404, 404), is_admin)
    assert DBTaskResult.objects.filter(task_path=jobs.back_up.module_path).count() == int(is_admin)


def test_backup_list_is_closed_to_strangers(client: Any) -> None:
    answers = [client.get(PLACE), client.post(f"{PLACE}tao/")]
    assert [(answer.status_code, answer.url.partition("?")[0]) for answer in answers] == [
        (302, reverse("org:person_sign_in"))
    ] * 2


def test_backup_request_needs_a_post() -> None:
    inside = stage.signed_in(make.ward().person("administrator"))
    assert [inside.get(f"{PLACE}tao/").status_code, inside.post(PLACE).status_code] == [405, 405]


def test_request_backup_queues_one_and_is_written_down(backup_folder: Path) -> None:
    inside = stage.signed_in(make.ward().person("administrator"))
    answers = [inside.post(f"{PLACE}tao/") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 409]
    assert AuditEvent.objects.filter(action="web.request_backup").count() == 1
    assert "đang chờ chạy" in stage.text_of(inside.get(PLACE))
    assert jobs.back_up.call() == "thidua-20261122-010000.tar"
    assert [copy.name for copy in shelf.copies()] == ["thidua-20261122-010000.tar"]


def test_backup_list_shows_copies_and_the_last_drill(backup_folder: Path) -> None:
    lay(backup_folder, AT, AT - timedelta(days=1))
    (backup_folder / "thidua-cu.tar").write_bytes(b"")
    shelf.remember_drill(shelf.Drill(shelf.name_of(AT), AT, 7.5))
    html = stage.text_of(stage.signed_in(make.ward().person("administrator")).get(PLACE))
    assert stage.faults_of(html) == []
    assert html.index("thidua-20261122-010000.tar") < html.index("thidua-20261121-010000.tar")
    assert ("mất 7,5 giây" in html, "Đã khôi phục thử" in html, "thidua-cu" in html) == (True, True, False)


def test_backup_list_shows_failures(backup_folder: Path, settings: Any) -> None:
    settings.BACKUP_DAILY = False
    shelf.remember_failure(shelf.Failure(AT, "Đĩa không đủ chỗ."))
    shelf.remember_drill(shelf.Drill("a.tar", AT, 0.0, "Bản sao bị hỏng."))
    html = stage.text_of(stage.signed_in(make.ward().person("administrator")).get(PLACE))
    assert stage.faults_of(html) == []
    said = [
        "không thành",
        "Đĩa không đủ chỗ.",
        "Không khôi phục được",
        "Bản sao bị hỏng.",
        "đang tắt",
        "thidua work",
    ]
    assert [word for word in said if word not in html] == []


def test_backup_list_asks_the_same_for_any_number(
    backup_folder: Path, django_assert_max_num_queries: Any
) -> None:
    lay(backup_folder, *[AT - timedelta(days=day) for day in range(20)])
    inside = stage.signed_in(make.ward().person("administrator"))
    with django_assert_max_num_queries(5):
        inside.get(PLACE)


@pytest.mark.parametrize(
    ("held", "failed", "is_due"),
    [
        ([], None, True),
        ([AT - timedelta(hours=2)], None, True),  # yesterday, 23:00
        ([AT - timedelta(minutes=59)], None, False),  # today, 00:01
        ([], AT - timedelta(minutes=59), False),
        ([], AT - timedelta(hours=1), True),
    ],
)
def test_a_copy_is_due_once_a_day(
    backup_folder: Path, held: list[datetime], failed: datetime | None, is_due: bool
) -> None:
    lay(backup_folder, *held)
    if failed:
        shelf.remember_failure(shelf.Failure(failed, "x"))
    assert schedule.copy_is_due(AT) is is_due


@pytest.mark.parametrize(
    ("last", "sentence", "is_due"),
    [
        (timedelta(days=7), "", True),
        (timedelta(days=6, hours=23), "", False),
        (timedelta(days=1), "hỏng", True),
        (timedelta(hours=23), "hỏng", False),
    ],
)
def test_a_drill_is_due_once_a_week(
    backup_folder: Path, last: timedelta, sentence: str, is_due: bool
) -> None:
    assert schedule.drill_is_due(AT) is False  # nothing to prove yet
    lay(backup_folder, AT)
    shelf.remember_drill(shelf.Drill("a.tar", AT - last, 1.0, sentence))
    assert schedule.drill_is_due(AT) is is_due


@pytest.mark.parametrize(("age", "is_due"), [(timedelta(hours=23), False), (timedelta(days=1), True)])
def test_the_first_drill_waits_until_copies_are_a_day_old(
    backup_folder: Path, age: timedelta, is_due: bool
) -> None:
    lay(backup_folder, AT, AT - age)
    assert schedule.drill_is_due(AT) is is_due


def test_the_clock_copies_clears_and_proves(backup_folder: Path) -> None:
    lay(backup_folder, *[AT - timedelta(days=day) for day in range(1, 60)])
    shelf.remember_failure(shelf.Failure(AT - timedelta(days=1), "hôm qua"))
    clock.keep_copies()
    proven = shelf.drill()
    assert proven is not None
    assert (proven.name, proven.at, proven.sentence) == (shelf.name_of(AT), AT, "")
    assert (len(shelf.copies()), shelf.copies()[0].name, shelf.failure()) == (12, shelf.name_of(AT), None)
    clock.keep_copies()
    assert (len(shelf.copies()), shelf.drill()) == (12, proven)


def test_the_clock_leaves_the_demonstration_alone(settings: Any) -> None:
    settings.BACKUP_DAILY = False
    clock.keep_copies()
    assert (shelf.copies(), shelf.failure()) == ([], None)


def test_a_failed_copy_is_remembered_until_one_succeeds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "SPARE", 1024**6)
    clock.keep_copies()
    failed = shelf.failure()
    assert failed is not None
    assert failed.sentence.startswith("Đĩa không đủ chỗ")
    monkeypatch.undo()
    assert schedule.copy_now(at=AT) is not None
    assert shelf.failure() is None


def test_a_mistake_does_not_stop_the_clock(monkeypatch: pytest.MonkeyPatch, caplog: Any) -> None:
    def broken(*, at: datetime) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(schedule, "keep_up", broken)
    clock.keep_copies()
    assert [record.message for record in caplog.records] == ["looking after the copies failed"]


@pytest.mark.parametrize(("said", "is_taken"), [("1", True), ("0", False), ("-3", False)])
def test_a_rule_that_keeps_nothing_is_refused(
    monkeypatch: pytest.MonkeyPatch, said: str, is_taken: bool
) -> None:
    monkeypatch.setenv("THIDUA_BACKUP_KEEP_DAILY", said)
    if is_taken:
        assert env.number("THIDUA_BACKUP_KEEP_DAILY", 7, at_least=1) == int(said)
        return
    with pytest.raises(env.SettingError, match="write 1 or more"):
        env.number("THIDUA_BACKUP_KEEP_DAILY", 7, at_least=1)
