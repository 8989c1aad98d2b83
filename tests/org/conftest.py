import pytest

from tests.factories import org
from thidua.core.permissions import Actor
from thidua.org.models import Unit


@pytest.fixture
def ward(db) -> Unit:
    return org.CommuneFactory(slug="nam-dong").unit


@pytest.fixture
def department(ward: Unit) -> Unit:
    return org.UnitFactory(parent=ward, name="Phòng Văn hóa – Xã hội", code="VHXH", kind="department")


@pytest.fixture
def neighbourhood(ward: Unit) -> Unit:
    return org.UnitFactory(parent=ward, name="Tổ dân phố Đồng Ngọ", code="DN")


@pytest.fixture
def admin(ward: Unit) -> Actor:
    return org.actor("administrator", ward, full_name="Vũ Thị Quản", username="quan.tri")


@pytest.fixture
def elsewhere(db) -> Actor:
    """The administrator of another commune."""
    return org.actor("administrator", org.CommuneFactory(ward="xã Bên").unit)
