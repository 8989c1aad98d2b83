"""Two people at one task at the same moment: one of them does it, the other is told."""

from datetime import date

import pytest

from tests.clock import local
from tests.factories.org import CommuneFactory, UnitFactory, actor
from tests.factories.tasks import ExtensionFactory, TaskFactory
from tests.sight import at_once
from thidua.documents.enums import EvidenceKind
from thidua.tasks import actions, sights
from thidua.tasks.enums import Answer, TaskState
from thidua.tasks.facts import Proof
from thidua.tasks.models import Task

AT = local(2026, 9, 20)
PAPER = Proof(kind=EvidenceKind.DOCUMENT, document_number="12/BC", document_on=date(2026, 9, 18))
pytestmark = pytest.mark.django_db(transaction=True)


def fresh(task: Task) -> Task:
    return Task.objects.get(pk=task.pk)


def test_accepted_and_returned_at_once() -> None:
    commune = CommuneFactory().unit
    unit = UnitFactory(parent=commune)
    officer, leader = actor("standing_body", commune), actor("leader", commune)
    task = TaskFactory(lead=unit)
    actions.hand_in_task(task, result="Xong", proofs=[PAPER], by=actor("reporter", unit), at=AT)
    seen = sights.TASK.of(fresh(task), at=AT)
    ends = at_once(
        lambda: actions.accept_task(fresh(task), seen=seen, by=leader, at=AT),
        lambda: actions.return_task(fresh(task), reason="Thiếu", seen=seen, by=officer, at=AT),
    )
    assert ends == ["Overtaken", "done"]
    assert fresh(task).state in {TaskState.ACCEPTED, TaskState.RETURNED}
    assert task.results.exclude(outcome="waiting").count() == 1


def test_recalled_while_it_is_accepted() -> None:
    unit = UnitFactory()
    officer, reporter = actor("standing_body", unit.commune), actor("reporter", unit)
    task = TaskFactory(lead=unit)
    actions.hand_in_task(task, result="Xong", proofs=[PAPER], by=reporter, at=AT)
    ends = at_once(
        lambda: actions.accept_task(fresh(task), by=officer, at=AT),
        lambda: actions.recall_task(fresh(task), by=reporter, at=AT),
    )
    assert ends == ["Refused", "done"]


def test_granted_and_refused_at_once() -> None:
    unit = UnitFactory()
    officer, leader = actor("standing_body", unit.commune), actor("leader", unit.commune)
    task = TaskFactory(lead=unit)
    asked = ExtensionFactory(task=task)
    ends = at_once(
        lambda: actions.grant_extension(fresh(task), due_on=asked.asked_on, by=leader, at=AT),
        lambda: actions.refuse_extension(fresh(task), reason="Gấp", by=officer, at=AT),
    )
    asked.refresh_from_db()
    assert (ends, asked.answer == Answer.WAITING) == (["Refused", "done"], False)


def test_confirmed_by_two_at_once_counts_once() -> None:
    unit = UnitFactory()
    officer, leader = actor("standing_body", unit.commune), actor("leader", unit.commune)
    task = TaskFactory(lead=unit, is_proposed=True)
    ends = at_once(
        lambda: actions.confirm_task(fresh(task), by=leader, at=AT),
        lambda: actions.confirm_task(fresh(task), by=officer, at=AT),
    )
    assert (ends, task.due_dates.count()) == (["Refused", "done"], 1)
