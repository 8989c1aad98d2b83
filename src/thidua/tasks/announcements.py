"""Who is told what of a task; each is part of the deed that causes it, in its transaction."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from thidua.core import formatting
from thidua.notifications import delivery
from thidua.notifications.enums import NoticeKind
from thidua.org import queries as org_queries
from thidua.org.models import Unit, User
from thidua.tasks.models import Extension, Task, TaskResult
from thidua.tasks.sights import due_words

JUDGES = {"standing_body"}


def assigned(task: Task, *, at: datetime) -> None:
    """Those who do it, those who help, who follows it: each hears what is his."""
    due = due_words(task)
    body = f"{task.title}.\nHạn: {due or 'chưa có'}. Sản phẩm: {task.product or 'chưa có'}."
    told = _of_lead(task, at=at)
    _tell(told, task, NoticeKind.PLAN, "Giao nhiệm vụ", body, "assign_task", at=at)
    supporting = [one.unit_id for one in task.supports.all()]
    helping = [user for user in _people(task, supporting, at=at) if user not in told]
    lead = task.lead.name if task.lead else ""
    helping_body = f"{body}\nChủ trì: {lead}."
    _tell(helping, task, NoticeKind.PLAN, "Phối hợp nhiệm vụ", helping_body, "support_task", at=at)
    if task.following_person is not None and task.following_person not in told:
        _tell(
            [task.following_person],
            task,
            NoticeKind.PLAN,
            "Theo dõi nhiệm vụ",
            helping_body,
            "follow_task",
            at=at,
        )


def officer_named(task: Task, *, at: datetime) -> None:
    if task.officer is not None:
        body = f"{task.title}.\nHạn: {due_words(task) or 'chưa có'}."
        _tell(
            [task.officer], task, NoticeKind.PLAN, "Được cử phụ trách nhiệm vụ", body, "name_officer", at=at
        )


def handed_in(task: Task, result: TaskResult, *, at: datetime) -> None:
    lead = task.lead.name if task.lead else ""
    body = f"{lead}: {task.title}."
    _tell(
        _judges(task, at=at), task, NoticeKind.WAITING, "Kết quả chờ nghiệm thu", body, "hand_in_task", at=at
    )


def accepted(task: Task, *, at: datetime) -> None:
    body = f"{task.title}."
    _tell(_of_lead(task, at=at), task, NoticeKind.VERIFIED, "Nhiệm vụ hoàn thành", body, "accept_task", at=at)


def returned(task: Task, *, at: datetime) -> None:
    body = f"{task.title}.\n{task.reason}"
    _tell(
        _of_lead(task, at=at),
        task,
        NoticeKind.RETURNED,
        "Trả lại kết quả nhiệm vụ",
        body,
        "return_task",
        at=at,
    )


def cancelled(task: Task, *, at: datetime) -> None:
    body = f"{task.title}.\nLý do: {task.reason}"
    _tell(_of_lead(task, at=at), task, NoticeKind.PLAN, "Hủy nhiệm vụ", body, "cancel_task", at=at)


def due_changed(task: Task, *, reason: str, at: datetime) -> None:
    body = f"{task.title}.\nHạn mới: {due_words(task)}. Lý do: {reason}"
    _tell(_of_lead(task, at=at), task, NoticeKind.PLAN, "Đổi hạn nhiệm vụ", body, "change_task", at=at)


def extension_asked(task: Task, extension: Extension, *, at: datetime) -> None:
    lead = task.lead.name if task.lead else ""
    day = formatting.day(extension.asked_on)
    body = f"{lead} đề nghị gia hạn đến {day}: {task.title}.\nLý do: {extension.reason}"
    people = org_queries.holders(task.commune_id, JUDGES, on=timezone.localdate(at))
    _tell(people, task, NoticeKind.WAITING, "Đề nghị gia hạn nhiệm vụ", body, "ask_extension", at=at)


def extension_granted(task: Task, *, at: datetime) -> None:
    body = f"{task.title}.\nHạn mới: {due_words(task)}."
    _tell(_of_lead(task, at=at), task, NoticeKind.VERIFIED, "Đồng ý gia hạn", body, "grant_extension", at=at)


def extension_refused(task: Task, extension: Extension, *, at: datetime) -> None:
    body = f"{task.title}.\nGiữ hạn {due_words(task)}. Lý do: {extension.answer_reason}"
    _tell(
        _of_lead(task, at=at),
        task,
        NoticeKind.RETURNED,
        "Chưa đồng ý gia hạn",
        body,
        "refuse_extension",
        at=at,
    )


def difficulty_noted(task: Task, said: str, *, at: datetime) -> None:
    lead = task.lead.name if task.lead else ""
    body = f"{lead}: {task.title}.\n{said}"
    _tell(
        _judges(task, at=at), task, NoticeKind.WAITING, "Khó khăn khi thực hiện nhiệm vụ", body, "note_difficulty", at=at
    )  # fmt: skip


def _of_lead(task: Task, *, at: datetime) -> list[User]:
    """The officer, heads and reporters of the unit that leads; of a unit without accounts the standing body."""
    people = _people(task, [task.lead_id] if task.lead_id else [], at=at)
    if task.officer is not None and task.officer not in people:
        people.append(task.officer)
    if not people and task.lead_id:
        return org_queries.holders(task.commune_id, JUDGES, on=timezone.localdate(at))
    return people


def _judges(task: Task, *, at: datetime) -> list[User]:
    """Heads of the unit that split it off, else the standing body; and whoever follows it."""
    on = timezone.localdate(at)
    above: Unit | None = task.parent.lead if task.parent is not None else None
    people = org_queries.holders(task.commune_id, {"unit_head"}, on=on, unit=above) if above else []
    people = people or org_queries.holders(task.commune_id, JUDGES, on=on)
    if task.following_person is not None and task.following_person not in people:
        people.append(task.following_person)
    return people


def _people(task: Task, units: list[int], *, at: datetime) -> list[User]:
    return org_queries.answering(task.commune_id, units, on=timezone.localdate(at))


def _tell(
    people: list[User], task: Task, kind: NoticeKind, title: str, body: str, deed: str, *, at: datetime
) -> None:
    """The key holds the moment: a result may be returned many times, and each is told."""
    delivery.notify(
        people,
        commune_id=task.commune_id,
        kind=kind,
        title=f"{title}: {task.title}",
        body=body,
        url=reverse("tasks:task_show", args=[task.pk]),
        key=f"tasks.{deed}:{task.pk}:{at.timestamp():.0f}",
        at=at,
    )
