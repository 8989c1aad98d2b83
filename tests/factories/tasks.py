"""Tasks for tests: `TaskFactory()` is under way at a unit; states come with what belongs to them."""

from datetime import date
from typing import Any

import factory
from factory.django import DjangoModelFactory

from tests.clock import local
from tests.factories.documents import EvidenceFactory
from tests.factories.org import CommuneFactory, UnitFactory, UserFactory
from thidua.tasks.enums import Answer, Outcome, TaskState
from thidua.tasks.feeding import hash_of
from thidua.tasks.models import (
    CalendarFeed,
    DifficultyNote,
    DueDate,
    Extension,
    ResultEvidence,
    Support,
    Task,
    TaskImport,
    TaskResult,
    index_task,
)

GIVEN = local(2026, 9, 1)
DUE_ON = date(2026, 10, 15)


class TaskFactory(DjangoModelFactory[Task]):
    """Under way at a new unit, due on 15 October 2026."""

    class Meta:
        model = Task

    class Params:
        is_proposed = factory.Trait(state=TaskState.PROPOSED, assigned_at=None)
        is_waiting = factory.Trait(state=TaskState.CONFIRMED, lead=None, assigned_at=None)
        is_accepted = factory.Trait(state=TaskState.ACCEPTED, done_at=GIVEN)
        is_returned = factory.Trait(state=TaskState.RETURNED, reason="Thiếu phụ lục.")
        is_cancelled = factory.Trait(state=TaskState.CANCELLED, reason="Đã có đơn vị khác làm.")

    lead: Any = factory.SubFactory(UnitFactory)
    commune: Any = factory.LazyAttribute(
        lambda self: self.lead.commune if self.lead is not None else CommuneFactory().unit
    )
    title = factory.Sequence(lambda number: f"Lập danh mục thứ {number + 1}")
    due_text = "15/10/2026"
    due_on = DUE_ON
    state = TaskState.ASSIGNED
    created_at = GIVEN
    assigned_at: Any = GIVEN

    @classmethod
    def _create(cls, model_class: type[Task], *args: Any, **kwargs: Any) -> Task:
        task = model_class(**kwargs)
        index_task(task)
        task.save()
        return task


class SupportFactory(DjangoModelFactory[Support]):
    class Meta:
        model = Support

    task: Any = factory.SubFactory(TaskFactory)
    unit: Any = factory.LazyAttribute(lambda self: UnitFactory(parent=self.task.commune))


class DueDateFactory(DjangoModelFactory[DueDate]):
    class Meta:
        model = DueDate

    task: Any = factory.SubFactory(TaskFactory)
    text = "15/10/2026"
    due_on = DUE_ON
    set_at = GIVEN


class TaskResultFactory(DjangoModelFactory[TaskResult]):
    """A result that waits; the task's state is set with it."""

    class Meta:
        model = TaskResult

    task: Any = factory.SubFactory(TaskFactory, state=TaskState.HANDED_IN)
    text = "Đã ban hành danh mục."
    handed_in_at = local(2026, 10, 10)
    outcome = Outcome.WAITING


class ResultEvidenceFactory(DjangoModelFactory[ResultEvidence]):
    class Meta:
        model = ResultEvidence

    result: Any = factory.SubFactory(TaskResultFactory)
    evidence: Any = factory.LazyAttribute(lambda self: EvidenceFactory(unit=self.result.task.lead))


class ExtensionFactory(DjangoModelFactory[Extension]):
    """A request that waits: until 15 November."""

    class Meta:
        model = Extension

    task: Any = factory.SubFactory(TaskFactory)
    reason = "Chờ góp ý của các đơn vị."
    from_on = DUE_ON
    asked_on = date(2026, 11, 15)
    asked_at = local(2026, 10, 1)
    answer = Answer.WAITING


class DifficultyNoteFactory(DjangoModelFactory[DifficultyNote]):
    class Meta:
        model = DifficultyNote

    task: Any = factory.SubFactory(TaskFactory)
    text = "Chưa có cán bộ chuyên trách."
    noted_at = GIVEN


class CalendarFeedFactory(DjangoModelFactory[CalendarFeed]):
    """`secret` of the n-th is "bi-mat-n"."""

    class Meta:
        model = CalendarFeed

    user: Any = factory.SubFactory(UserFactory)
    commune: Any = factory.LazyAttribute(lambda self: self.user.home)
    secret_hash = factory.Sequence(lambda number: hash_of(f"bi-mat-{number}"))
    made_at = GIVEN


class TaskImportFactory(DjangoModelFactory[TaskImport]):
    class Meta:
        model = TaskImport

    commune: Any = factory.LazyFunction(lambda: CommuneFactory().unit)
    uploaded_by: Any = factory.LazyAttribute(lambda self: UserFactory(home=self.commune))
    file_name = "nhiem-vu.xlsx"
    rows: Any = factory.LazyFunction(list)
    uploaded_at = GIVEN
