"""What waits for the officer who sends: numbers, sending, another look; and the list that is signed at a handover."""

import pytest

from tests.clock import local
from tests.factories import outgoing as make_outgoing
from tests.factories import reporting as make
from tests.web import stage
from thidua.org import handing
from thidua.outgoing.enums import PaperState
from thidua.reporting.enums import ReportState
from thidua.web import work

pytestmark = pytest.mark.django_db
ON = local(2026, 10, 20).date()


def titles(here: make.Ward, role: str = "standing_body") -> list[tuple[str, str]]:
    heaps = work.heaps_of(here.actor(role), on=ON)
    return [
        (task.state, task.title)
        for heap in heaps
        for task in heap.tasks
        if task.url.startswith("/bao-cao-gui-di/")
    ]


def test_papers_wait_for_a_number_and_to_be_sent() -> None:
    here = make.ward()
    first = make_outgoing.paper_in(here.commune, here.period)
    second = make_outgoing.paper_in(here.commune, here.period, state=PaperState.ISSUED)
    make_outgoing.paper_in(here.commune, here.period, state=PaperState.SENT)
    assert titles(here) == [
        ("Chờ số văn bản", f"Lấy số cho “{first.version.form.title}”, tháng 10/2026"),
        ("Chờ gửi", f"Gửi “{second.version.form.title}”, tháng 10/2026"),
    ]
    assert titles(here, "leader") == []
    items = [
        item
        for item in handing.items_of(here.actor("standing_body"), on=ON)
        if item.heading.startswith("Báo cáo gửi")
    ]
    assert [item.how for item in items] == ["Chờ số văn bản", "Chờ gửi"]


def test_a_sent_paper_of_touched_figures_is_looked_at_again() -> None:
    here = make.ward()
    paper = make_outgoing.paper_in(here.commune, here.period, state=PaperState.SENT)
    assert titles(here) == []
    stage.fill(here.report(), 40, state=ReportState.VERIFIED, at=local(2026, 10, 15))
    again = ("Số liệu có thể đã đổi", f"Xem lại bản đã gửi: “{paper.version.form.title}”, tháng 10/2026")
    assert titles(here) == [again]
    correction = make_outgoing.paper_in(here.commune, here.period)
    correction.corrects = paper
    correction.save()
    assert again not in titles(here)
