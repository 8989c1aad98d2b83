"""Files that prove a result: whoever has a part in the task opens them; nobody else does, and nobody takes them as his own."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import documents as make_documents
from tests.factories import org as make_org
from tests.factories import tasks as make
from tests.factories.reporting import actor_of
from thidua.documents import queries
from thidua.documents.models import StoredFile
from thidua.org.models import Unit, User
from thidua.tasks.models import Task

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def commune() -> Unit:
    found: Unit = make_org.CommuneFactory(ward="phường Nam Đồng").unit
    return found


@pytest.fixture
def task(commune: Unit) -> Task:
    found: Task = make.TaskFactory(lead=make_org.UnitFactory(parent=commune))
    return found


@pytest.fixture
def file(task: Task) -> StoredFile:
    """Proves what the leading unit handed in."""
    stored = kept(task)
    evidence = make_documents.EvidenceFactory(unit=task.lead, file=stored)
    make.ResultEvidenceFactory(result=make.TaskResultFactory(task=task), evidence=evidence)
    return stored


def kept(task: Task) -> StoredFile:
    found: StoredFile = make_documents.StoredFileFactory(commune=task.commune)
    return found


def reporter(unit: Unit) -> User:
    person: User = make_org.UserFactory(home=unit.commune)
    make_org.MembershipFactory(user=person, unit=unit, role="reporter")
    return person


def opens(person: User, file: StoredFile) -> tuple[int, bool]:
    """What the address answers, and whether the file may be taken as evidence of one's own unit."""
    client = Client()
    client.force_login(person)
    answer = client.get(reverse("documents:file_download", args=[file.pk]))
    return answer.status_code, queries.visible_files(actor_of(person)).filter(pk=file.pk).exists()


def test_a_supporting_unit_opens_the_files_of_the_task(task: Task, file: StoredFile) -> None:
    helping = make.SupportFactory(task=task).unit
    assert opens(reporter(helping), file) == (200, False)


def test_a_following_unit_opens_them_too(commune: Unit, task: Task, file: StoredFile) -> None:
    task.following_unit = make_org.UnitFactory(parent=commune)
    task.save()
    assert opens(reporter(task.following_unit), file) == (200, False)


def test_a_unit_without_a_part_does_not(commune: Unit, file: StoredFile) -> None:
    assert opens(reporter(make_org.UnitFactory(parent=commune)), file) == (404, False)


def test_another_file_of_the_leading_unit_stays_its_own(task: Task, file: StoredFile) -> None:
    helping = make.SupportFactory(task=task).unit
    other = kept(task)
    make_documents.EvidenceFactory(unit=task.lead, file=other)
    assert opens(reporter(helping), other) == (404, False)


def test_another_commune_does_not(file: StoredFile) -> None:
    there = make_org.CommuneFactory(ward="xã Tiền Tiến").unit
    assert opens(reporter(make_org.UnitFactory(parent=there)), file) == (404, False)


def test_the_page_of_the_task_links_them(task: Task, file: StoredFile) -> None:
    client = Client()
    client.force_login(reporter(make.SupportFactory(task=task).unit))
    page = client.get(reverse("tasks:task_show", args=[task.pk])).content.decode()
    assert reverse("documents:file_download", args=[file.pk]) in page
