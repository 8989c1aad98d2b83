"""A duty of a group of units: one proposal becomes one for each, in the plan's words, still to be confirmed."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.clock import local
from tests.factories import org as make_org
from tests.factories import reporting as make_ward
from tests.factories import tasks as make
from tests.sight import sent
from thidua.core.errors import Refused
from thidua.core.models import AuditEvent
from thidua.org.models import Unit
from thidua.tasks import actions, errors
from thidua.tasks.enums import TaskOrigin, TaskState
from thidua.tasks.models import Task

pytestmark = pytest.mark.django_db
AT = local(2026, 10, 2)


@pytest.fixture
def here() -> make_ward.Ward:
    return make_ward.ward(units=3)


@pytest.fixture
def task(here: make_ward.Ward) -> Task:
    found: Task = make.TaskFactory(
        lead=None,
        commune=here.commune,
        is_proposed=True,
        lead_words="Tổ dân phố",
        quote="Tuyên truyền tới từng hộ.",
        origin=TaskOrigin.READ,
        origin_ref="a" * 32,
    )
    return found


def share(here: make_ward.Ward, task: Task, units: list[Unit]) -> list[Task]:
    return actions.share_out_task(task, units=units, by=here.actor("standing_body"), at=AT)


def test_share_out_task_makes_one_for_each_unit(here: make_ward.Ward, task: Task) -> None:
    made = share(here, task, here.units)
    rows = Task.objects.order_by("pk")
    assert [(one.lead, one.title, one.quote, one.due_on, one.state) for one in rows] == [
        (unit, task.title, "Tuyên truyền tới từng hộ.", task.due_on, TaskState.PROPOSED)
        for unit in sorted(here.units, key=lambda unit: unit.sort_key)
    ]
    assert len(made) == 3
    assert AuditEvent.objects.get(action="tasks.share_out_task").detail["units"] == [
        one.lead.name for one in made if one.lead
    ]
    actions.confirm_tasks(
        here.actor("leader"), tasks=[one.pk for one in made], by=here.actor("leader"), at=AT
    )
    assert set(rows.values_list("state", flat=True)) == {TaskState.ASSIGNED}


def test_what_was_shared_out_keeps_its_origin_and_is_not_shared_again(
    here: make_ward.Ward, task: Task
) -> None:
    made = share(here, task, here.units[:2])
    refs = {one.origin_ref for one in made}
    assert "a" * 32 in refs
    assert len(refs) == 2
    with pytest.raises(Refused, match="đã có đơn vị chủ trì"):
        share(here, made[0], here.units)


def test_who_leads_one_share_does_not_support_it(here: make_ward.Ward, task: Task) -> None:
    for unit in here.units[:2]:
        make.SupportFactory(task=task, unit=unit)
    made = share(here, task, here.units[:2])
    assert {(one.lead, *[held.unit for held in one.supports.all()]) for one in made} == {
        (here.units[0], here.units[1]),
        (here.units[1], here.units[0]),
    }


def test_share_out_task_refuses_one_unit_strangers_and_closed_ones(here: make_ward.Ward, task: Task) -> None:
    stranger = make_org.UnitFactory()
    closed = make_org.UnitFactory(parent=here.commune, valid_to=local(2026, 1, 1).date())
    for units, refusal in (
        ([], errors.NobodyToShareWith),
        ([here.units[0], here.units[0]], errors.NobodyToShareWith),
        ([here.units[0], stranger], errors.UnitUnknown),
        ([here.units[0], closed], errors.UnitUnknown),
    ):
        with pytest.raises(refusal):
            share(here, task, units)
    assert Task.objects.count() == 1


def test_task_share_out_ticks_the_units_that_the_words_mean(
    here: make_ward.Ward, task: Task, client: Client
) -> None:
    office = make_org.UnitFactory(parent=here.commune, kind="department", name="Phòng Kinh tế")
    Unit.objects.filter(pk__in=[unit.pk for unit in here.units]).update(kind="neighbourhood")
    client.force_login(here.person("standing_body"))
    assert "chia cho từng đơn vị" in client.get(reverse("tasks:proposal_list")).content.decode()
    address = reverse("tasks:task_share_out", args=[task.pk])
    form = client.get(address).context["form"]
    assert set(form["units"].value()) == {unit.pk for unit in here.units}
    assert [(kind, len(boxes)) for kind, boxes in form.kinds()] == [
        ("Phòng, ban, văn phòng", 1),
        ("Tổ dân phố, thôn", 3),
    ]
    answer = sent(client, address, {"units": [here.units[0].pk]})
    assert (answer.status_code, Task.objects.count()) == (422, 1)
    answer = sent(client, address, {"units": [here.units[0].pk, office.pk]})
    assert (answer.status_code, Task.objects.filter(lead=office).count()) == (303, 1)
