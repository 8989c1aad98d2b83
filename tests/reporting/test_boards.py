"""The lines of a board: made once, remembered by what they show, and nobody's but their own."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse, set_script_prefix

from tests.clock import local
from tests.factories import reporting as make
from tests.reporting import deeds
from thidua.core import pieces
from thidua.org.models import Unit, User
from thidua.reporting import actions, queries
from thidua.reporting.models import Figure
from thidua.reporting.views.boards import Line

TEMPLATE = "reporting/_board_line.html"
LINE = Line(
    commune_word="phường",
    report_id=5,
    unit_name="Tổ dân phố số 1",
    tone="waiting",
    label="Chờ kiểm tra",
    returned_count=2,
    held_by="Cơ quan thường trực",
    days_late=3,
    received_at=datetime(2026, 10, 7, 2, tzinfo=UTC),
    door="show",
    late_until=date(2026, 11, 2),
    late_reason="Mất điện ba ngày.",
)
OTHERS: dict[str, Any] = {
    "commune_word": "xã",
    "report_id": 6,
    "unit_name": "Trường Tiểu học",
    "tone": "late",
    "label": "Chưa gửi",
    "returned_count": 0,
    "held_by": "",
    "days_late": 0,
    "received_at": None,
    "door": "nudge",
    "late_until": None,
    "late_reason": "Lũ.",
}
NOW = local(2026, 10, 12, 9)


def as_(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def board(here: make.Ward, role: str = "standing_body") -> str:
    found = as_(here.person(role)).get(reverse("reporting:period_board", args=[here.period.pk]))
    return " ".join(found.content.decode().split())


def give_back(here: make.Ward, figure: Figure) -> None:
    actions.return_figure(figure, reason="Xin xem lại.", by=here.actor("standing_body"), at=NOW)


@pytest.mark.parametrize("name", Line._fields)
def test_every_shown_value_changes_the_line(name: str) -> None:
    changed = LINE._replace(**{name: OTHERS[name]})
    first = pieces.pieces(TEMPLATE, [LINE])
    assert pieces.pieces(TEMPLATE, [changed]) == render_to_string(TEMPLATE, {"shown": changed}) != first
    assert pieces.pieces(TEMPLATE, [LINE]) == first


@pytest.mark.parametrize("name", ["commune_word", "unit_name", "label", "held_by"])
@pytest.mark.parametrize("door", ["check", "nudge", "show"])
def test_hostile_words_are_escaped(name: str, door: str) -> None:
    hostile = LINE._replace(door=door)._replace(**{name: '"><script>alert(1)</script>'})
    assert "<script" not in pieces.pieces(TEMPLATE, [hostile])


def test_addresses_follow_the_path_under_which_the_product_is_served() -> None:
    shown = []
    for prefix in ("/", "/thi-dua/", "/"):
        set_script_prefix(prefix)
        shown.append(pieces.pieces(TEMPLATE, [LINE]))
    found = [one.count('href="/thi-dua/bao-cao/5/') for one in shown]
    assert found == [0, 2, 0]


@pytest.mark.django_db
class TestOnTheBoard:
    @pytest.fixture(autouse=True)
    def clock(self, set_clock: Callable[[datetime], None]) -> None:
        set_clock(NOW)

    @pytest.fixture
    def here(self) -> make.Ward:
        ward = make.ward(units=2, indicators=2)
        deeds.send(ward, ward.units[0])
        return ward

    def test_each_reader_gets_the_doors_of_the_own_role(self, here: make.Ward) -> None:
        """A leader looks after the officer, at the lines that were remembered for the officer."""
        check = reverse("reporting:check_show", args=[here.report().pk])
        nudge = reverse("reporting:board_nudge", args=[here.report(here.units[1]).pk])
        officer, leader = board(here), board(here, "leader")
        assert (f'href="{check}">Kiểm tra</a>' in officer, f'formaction="{nudge}"' in officer) == (True, True)
        assert (f'href="{check}">Kiểm tra</a>' in leader, f'formaction="{nudge}"' in leader) == (False, False)

    def test_no_line_holds_a_token(self, here: make.Ward) -> None:
        shown = board(here)
        table = shown[shown.index("<tbody> <tr> <th") : shown.rindex("</tbody>")]
        assert ("csrf" in shown, "csrf" in table) == (True, False)

    def test_a_remembered_line_gives_way_to_what_holds_now(self, here: make.Ward) -> None:
        assert "<small>1 số liệu</small>" not in board(here)
        give_back(here, here.figures()[0])
        assert "<small>1 số liệu</small>" in board(here)
        Unit.objects.filter(pk=here.units[0].pk).update(name="Tên mới <b>")
        assert "Tên mới &lt;b&gt;</a>" in board(here)

    def test_returned_figures_are_counted_where_they_are(self, here: make.Ward) -> None:
        for figure in here.figures():
            give_back(here, figure)
        counted = [row.returned_count for row in queries.board_of(here.period, on=NOW.date())]
        held = [
            Figure.objects.filter(report__unit=unit).exclude(return_reason="").count() for unit in here.units
        ]
        assert counted == held == [2, 0]

    def test_a_board_costs_two_queries(self, here: make.Ward, django_assert_num_queries: Any) -> None:
        with django_assert_num_queries(2):
            assert len(queries.board_of(here.period, on=NOW.date())) == 2
