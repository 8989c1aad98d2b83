"""Remembered parts of pages: the same as their template makes, never another's, changed by every shown value."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any, NamedTuple

import pytest
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from thidua.core import pieces as module
from thidua.core.pieces import pieces
from thidua.web.navigation import Place

PLACE = "components/_place.html"
HOSTILE = '<script>alert("x")</script>'


@pytest.fixture(autouse=True)
def forgotten() -> None:
    module._remembered.cache_clear()


def made() -> int:
    return module._remembered.cache_info().misses


def test_gives_what_the_template_makes_of_each() -> None:
    places = [Place("Báo cáo", "/bao-cao/", True), Place("Đơn vị", "/don-vi/", False)]
    fresh = "".join(render_to_string(PLACE, {"shown": place}) for place in places)
    assert (pieces(PLACE, places), pieces(PLACE, places), made()) == (fresh, fresh, 2)


@pytest.mark.parametrize(
    "other",
    [{"label": "Đơn vị"}, {"url": "/don-vi/"}, {"is_current": False}],
)
def test_every_shown_value_changes_it(other: dict[str, Any]) -> None:
    place = Place("Báo cáo", "/bao-cao/", True)
    changed = place._replace(**other)
    first = pieces(PLACE, [place])
    assert pieces(PLACE, [changed]) == render_to_string(PLACE, {"shown": changed}) != first


def test_hostile_words_are_escaped_though_the_same_words_were_marked_safe_before() -> None:
    trusted, plain = Place(SafeString(HOSTILE), "/", False), Place(HOSTILE, "/", False)
    assert HOSTILE in pieces(PLACE, [trusted])
    assert HOSTILE not in pieces(PLACE, [plain])
    assert "&lt;script&gt;" in pieces(PLACE, [plain])
    assert HOSTILE in pieces(PLACE, [trusted])


def test_equal_values_of_different_types_are_told_apart() -> None:
    """True equals 1 in Python, not on a page."""
    shown = [pieces(PLACE, [Place(label, "/", False)]) for label in (1, True, "1")]  # type: ignore[arg-type]
    assert ["True" in one for one in shown] == [False, True, False]
    assert made() == 3


def test_the_same_values_in_two_templates_or_two_kinds_are_two_pieces() -> None:
    class Link(NamedTuple):
        url: str
        label: str
        is_current: bool

    place = Place("a", "b", False)
    shown = {pieces(PLACE, [place]), pieces(PLACE, [Link("a", "b", False)])}
    shown.add(pieces("components/_account_link.html", [place]))
    assert len(shown) == 3


@pytest.mark.parametrize("value", [Decimal("1.0"), 1.0, ["a"], ("a",), object()])
def test_values_that_do_not_stand_for_their_look_are_refused(value: Any) -> None:
    with pytest.raises(TypeError, match=r"cannot show|unhashable"):
        pieces(PLACE, [Place(value, "/", False)])


def test_equal_moments_look_the_same() -> None:
    class Moment(NamedTuple):
        label: datetime
        url: str = "/"
        is_current: bool = False

    moment = datetime(2026, 10, 7, 2, tzinfo=UTC)
    elsewhere = moment.astimezone(timezone(timedelta(hours=-5)))
    fresh = [render_to_string(PLACE, {"shown": Moment(one)}) for one in (moment, elsewhere)]
    assert [pieces(PLACE, [Moment(moment)]), pieces(PLACE, [Moment(elsewhere)])] == fresh


def test_whoever_works_on_a_template_sees_it_change(settings: Any) -> None:
    settings.DEBUG = True
    pieces(PLACE, [Place("Báo cáo", "/", False)])
    assert made() == 0


def test_the_tag_puts_them_into_a_page_unescaped() -> None:
    page = Template("{% pieces template shown %}")
    place = Place(HOSTILE, "/", False)
    assert page.render(Context({"template": PLACE, "shown": [place]})) == pieces(PLACE, [place])


def test_memory_is_bounded() -> None:
    assert module._remembered.cache_parameters() == {"maxsize": module.MOST, "typed": True}
