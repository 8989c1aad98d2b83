"""From a movement's page to its tasks."""

import pytest
from django.urls import reverse

from tests.factories import reporting as make
from tests.factories import tasks as make_tasks
from tests.web import stage

pytestmark = pytest.mark.django_db


def test_the_movements_page_leads_to_the_list_of_its_tasks() -> None:
    here = make.ward(units=1)
    make_tasks.TaskFactory(lead=here.units[0], movement=here.movement, title="Lập danh mục")
    make_tasks.TaskFactory(lead=here.units[0], title="Việc ngoài phong trào")
    inside = stage.signed_in(here.person("reporter"))
    address = f"{reverse('tasks:task_list')}?phong-trao={here.movement.pk}"
    assert (
        f'href="{address}"'
        in inside.get(reverse("movement:movement_show", args=[here.movement.pk])).content.decode()
    )
    listed = inside.get(address).content.decode()
    assert ("Lập danh mục" in listed, "Việc ngoài phong trào" in listed) == (True, False)
