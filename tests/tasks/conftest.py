"""The ward in which tasks are given: its commune, one unit, one task that the unit leads."""

import pytest

from tests.factories.org import CommuneFactory, UnitFactory
from tests.factories.tasks import TaskFactory
from thidua.org.models import Unit
from thidua.tasks.models import Task


@pytest.fixture
def commune() -> Unit:
    found: Unit = CommuneFactory().unit
    return found


@pytest.fixture
def unit(commune: Unit) -> Unit:
    found: Unit = UnitFactory(parent=commune)
    return found


@pytest.fixture
def task(unit: Unit) -> Task:
    found: Task = TaskFactory(lead=unit)
    return found
