import pytest

from thidua.core import communes
from thidua.core.permissions import Actor
from thidua.core.templatetags import writing


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("phường Nam Đồng", "phường"),
        ("Phường  Nam Đồng", "phường"),
        ("xã Nam Hưng", "xã"),
        ("XÃ NAM HƯNG", "xã"),
        ("đặc khu Cát Hải", "đặc khu"),
        ("đặc\u00a0khu Cát Hải", "đặc khu"),
        ("Xã Đàn", "xã"),
        ("xãm", "địa phương"),
        ("Nam Đồng", "địa phương"),
        ("", "địa phương"),
    ],
)
def test_a_commune_is_called_by_its_kind(name: str, word: str) -> None:
    actor = Actor(7, "An", 1, name, "slug", "1.", ())
    assert [communes.kind_word(name), writing.kind_word(name), actor.commune_word] == [word] * 3


def test_a_page_without_a_commune_speaks_of_the_place() -> None:
    assert writing.kind_word(None) == "địa phương"
