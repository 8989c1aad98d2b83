"""Dated levels, and what they make of passwords."""

import json
from datetime import date

import pytest

from thidua.core.dated import TRUST
from thidua.org.access import passwords, rules
from thidua.org.models import User

BEFORE, NOW = date(2026, 8, 18), date(2026, 8, 19)
PERSON = User(username="hoang.phuong", full_name="Nguyễn Hoàng Phương", email="phuong@x.vn")


@pytest.fixture(autouse=True)
def forgotten():
    yield
    rules.levels.cache_clear()
    rules.level.cache_clear()


def test_levels_change_on_their_day():
    assert [rules.number("password_length", on) for on in (BEFORE, NOW)] == [10, 14]
    assert [rules.number("administrator_password_days", on) for on in (BEFORE, NOW)] == [0, 60]


def test_every_level_says_where_it_comes_from_and_never_stands_twice():
    for row in rules.levels():
        assert (row.what, bool(row.citation), row.trust in TRUST) == (row.what, True, True)
        assert [one for one in rules.levels() if one.what == row.what and one.holds_on(row.valid_from)] == [
            row
        ]


def test_unknown_level_is_a_mistake_of_ours():
    with pytest.raises(KeyError):
        rules.level("password_lenght", NOW)


def test_rows_of_the_installation_come_first(settings, tmp_path):
    own = {"what": "idle_lock_minutes", "value": 10, "valid_from": "2026-11-01", "valid_to": None}
    file = tmp_path / "muc.json"
    file.write_text(json.dumps({"rows": [own | {"citation": "Quy chế của phường", "trust": "I"}]}))
    settings.ACCESS_RULES = str(file)
    rules.levels.cache_clear()
    rules.level.cache_clear()
    assert [rules.number("idle_lock_minutes", on) for on in (date(2026, 10, 31), date(2026, 11, 1))] == [
        15,
        10,
    ]


@pytest.mark.parametrize(
    "text", ["{", '{"rows": [{"what": "x"}]}', '{"rows": [{"value": true, "trust": "I"}]}']
)
def test_file_that_cannot_be_used_is_named(settings, tmp_path, text):
    file = tmp_path / "muc.json"
    file.write_text(text)
    settings.ACCESS_RULES = str(file)
    rules.levels.cache_clear()
    with pytest.raises(RuntimeError, match="THIDUA_ACCESS_RULES"):
        rules.levels()


@pytest.mark.parametrize(
    ("password", "wrong"),
    [
        ("Sáng nay, 3 con thuyền", []),
        ("Sáng nay 3 tàu", []),  # 14 characters, spaces count
        ("Sáng nay 3 xe", ["Mật khẩu cần ít nhất 14 ký tự."]),
        ("sáng nay, 3 con thuyền", ["Mật khẩu còn thiếu chữ hoa."]),
        ("Sáng nay, ba con thuyền", ["Mật khẩu còn thiếu chữ số."]),
        ("Sangnay3conthuyen", ["Mật khẩu còn thiếu dấu câu hoặc dấu cách."]),
        ("Thi đua số - 2026!", [passwords.COMMON]),
        ("MẬT KHẨU-mới 2026", [passwords.COMMON]),
        ("Hoang.Phuong.2026", [passwords.SIMILAR]),
        ("Hoàng Phương, số 1 của tôi", [passwords.SIMILAR]),
        ("Phương, số 1 của tôi mà", []),
    ],
)
def test_password_without_a_second_factor(password, wrong):
    assert passwords.weaknesses(password, has_factor=False, on=NOW, person=PERSON) == wrong


@pytest.mark.parametrize(
    ("password", "wrong"),
    [
        ("thuyền b", []),
        ("thuyềnb", ["Mật khẩu cần ít nhất 8 ký tự."]),
        ("password", [passwords.COMMON]),
        ("Pass-word", [passwords.COMMON]),
        ("matkhau1", [passwords.COMMON]),
    ],
)
def test_password_beside_a_second_factor(password, wrong):
    assert passwords.weaknesses(password, has_factor=True, on=NOW) == wrong
    assert passwords.suits_alone(password, on=NOW) is False


def test_words_beside_the_field_and_below_the_form():
    assert passwords.hint(has_factor=False, on=NOW) == (
        "Ít nhất 14 ký tự, đủ chữ thường, chữ hoa, chữ số, dấu câu hoặc dấu cách; không giống họ tên. "
        "Một câu ngắn dễ nhớ là tốt nhất, có dấu tiếng Việt cũng được."
    )
    assert passwords.grounds(has_factor=False, on=NOW) == (
        "Đã bật bước xác thực thứ hai thì 8 ký tự là đủ. Căn cứ: TCVN 14423:2026, hệ thống cấp độ 2, khi không có bước "
        "xác thực thứ hai; NĐ 331/2026/NĐ-CP (theo bản tóm lược có đối chiếu)."
    )
    assert passwords.hint(has_factor=False, on=BEFORE).startswith("Ít nhất 10 ký tự; không giống")
    assert passwords.grounds(has_factor=True, on=BEFORE) == (
        "Căn cứ: Trước NĐ 331/2026/NĐ-CP: đề xuất của phần mềm (đề xuất của phần mềm)."
    )
