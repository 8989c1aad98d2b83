"""What a page showed travels sealed, and is compared line by line."""

from datetime import UTC, datetime

import pytest

from thidua.core import sight
from thidua.core.errors import Refused
from thidua.core.sight import Compared, Look, Overtaken, Sight

AT = datetime(2026, 10, 9, 9, 12, tzinfo=UTC)
SEEN = Sight("m1", (("Tình trạng", "Chờ duyệt"), ("CT1", "40")), AT)


def overtaken(seen: Sight, now: Sight, refusal: Refused | None = None) -> Overtaken:
    return Overtaken("reporting.approve_report", seen, now, (), refusal)


def test_a_sight_comes_back_as_it_was_sealed() -> None:
    assert Sight.opened(SEEN.sealed()) == SEEN
    assert Sight.opened(Sight("m2").sealed()) == Sight("m2")


@pytest.mark.parametrize("spoiled", ["", "x", SEEN.sealed()[:-1], SEEN.sealed().swapcase()])
def test_what_was_tampered_with_has_seen_nothing(spoiled: str) -> None:
    assert Sight.opened(spoiled) == sight.NOTHING


def test_a_form_without_the_field_has_seen_nothing() -> None:
    assert sight.seen_in({}) == sight.NOTHING
    assert sight.seen_in({"seen": SEEN.sealed()}) == SEEN


def test_a_mark_is_the_same_for_the_same_facts_alone() -> None:
    assert sight.mark_of("a", 1, AT) == sight.mark_of("a", 1, AT)
    assert sight.mark_of("a", 1) != sight.mark_of("a", 2)
    assert sight.mark_of("a", "1") != sight.mark_of("a", 1)


def test_only_what_differs_is_compared() -> None:
    now = Sight("m2", (("Tình trạng", "Trả lại"), ("CT1", "40"), ("CT2", "7")))
    assert overtaken(SEEN, now).compared == (
        Compared("Tình trạng", "Chờ duyệt", "Trả lại"),
        Compared("CT2", "—", "7"),
    )


def test_all_is_compared_where_the_lines_read_alike_or_nothing_was_seen() -> None:
    alike = Sight("m2", SEEN.rows)
    assert [line.is_other for line in overtaken(SEEN, alike).compared] == [False, False]
    assert [line.what for line in overtaken(sight.NOTHING, SEEN).compared] == ["Tình trạng", "CT1"]


def test_it_says_which_deed_and_why_it_is_closed() -> None:
    clash = overtaken(SEEN, SEEN, Refused("Đã khóa."))
    assert (clash.deed, clash.why_not) == ("Duyệt báo cáo của đơn vị", "Đã khóa.")
    assert overtaken(SEEN, SEEN).why_not == ""


@pytest.mark.django_db
def test_a_look_holds_what_has_changed_and_nothing_else() -> None:
    look: Look[str] = Look(mark=lambda thing: thing, rows=lambda thing: (("Chữ", thing),), about=lambda _: {})
    look.hold("a.b", "m1", SEEN, at=AT, commune_id=1)
    with pytest.raises(Overtaken) as held:
        look.hold("a.b", "m2", SEEN, at=AT, commune_id=1)
    assert held.value.now == Sight("m2", (("Chữ", "m2"),), AT)
