"""`thidua add_commune`: a further commune on the server."""

import pytest
from django.core.management import CommandError, call_command

from tests.factories import org
from thidua.org.models import Commune, Membership, User

OPTIONS = {
    "place": "Cát Hải",
    "issuer": "Ủy ban nhân dân đặc khu Cát Hải",
    "parent_issuer": "Ủy ban nhân dân thành phố Hải Phòng",
    "province": "thành phố Hải Phòng",
    "full_name": "Vũ Thị Quản",
    "username": "quan.cat.hai",
}


@pytest.fixture(autouse=True)
def password(monkeypatch):
    monkeypatch.setenv("THIDUA_NEW_PASSWORD", org.PASSWORD)


def test_add_commune(ward, capsys):
    call_command("add_commune", "đặc khu Cát Hải", **OPTIONS)
    assert capsys.readouterr().out == "Đã lập đặc khu Cát Hải, trang công khai /cat-hai/.\n"
    person = User.objects.get(username="quan.cat.hai")
    assert person.check_password(org.PASSWORD)
    assert [(one.role, one.unit.name) for one in Membership.objects.filter(user=person)] == [
        ("administrator", "đặc khu Cát Hải")
    ]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [({"slug": "nam-dong"}, "đã có nơi khác dùng"), ({"username": "x"}, "Tên đăng nhập gồm")],
)
def test_refused_commune_leaves_nothing(ward, changes, sentence):
    with pytest.raises(CommandError, match=sentence):
        call_command("add_commune", "đặc khu Cát Hải", **OPTIONS | changes)
    assert Commune.objects.count() == 1
