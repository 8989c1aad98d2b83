import copy
from collections.abc import Iterator
from typing import Any

import pytest

from tests import worlds
from tests.movement import ward as wards
from thidua.movement.models import Movement

World = tuple[wards.Ward, Movement]


@pytest.fixture(scope="module")
def ward_once(django_db_setup: None, django_db_blocker: Any) -> Iterator[wards.Ward]:
    with worlds.kept(django_db_blocker):
        ward = wards.found_ward()
        wards.load_library(ward)
        yield ward


@pytest.fixture(scope="module")
def draft_once(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with worlds.kept(django_db_blocker):
        ward = wards.found_ward()
        wards.load_library(ward)
        yield ward, wards.read_seed(ward)


@pytest.fixture(scope="module")
def launched_once(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with worlds.kept(django_db_blocker):
        ward = wards.found_ward()
        wards.load_library(ward)
        yield ward, wards.launched(ward)


@pytest.fixture
def ward_world(ward_once: wards.Ward) -> wards.Ward:
    """A ward with the library, and no movement."""
    return copy.deepcopy(ward_once)


@pytest.fixture
def draft_world(draft_once: World) -> World:
    """A ward with the library and the seed's plan read into a movement, nothing decided."""
    return copy.deepcopy(draft_once)


@pytest.fixture
def launched_world(launched_once: World) -> World:
    """A ward with the library and the seed's movement, launched."""
    return copy.deepcopy(launched_once)


@pytest.fixture
def other_ward(db: None) -> wards.Ward:
    """Beside the ward of the module's world: for tests of a movement's beginning."""
    made = wards.found_ward("khac")
    wards.load_library(made)
    return made
