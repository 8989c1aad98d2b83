"""The pages of the standing body and the leader: periods, board, check, lock, publication."""

import io
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.clock import local
from tests.factories import reporting as make
from tests.reporting import deeds
from tests.sight import seen_on
from thidua.indicator.figures import Value
from thidua.notifications.models import Notice
from thidua.org.models import User
from thidua.reporting import actions, queries
from thidua.reporting.enums import ReportState
from thidua.reporting.models import Period, Publication

pytestmark = pytest.mark.django_db
NOW = local(2026, 10, 12, 9)


@pytest.fixture(autouse=True)
def clock(set_clock: Callable[[datetime], None]) -> None:
    set_clock(NOW)


@pytest.fixture
def here() -> make.Ward:
    """Three units: sent, sent late, silent."""
    ward = make.ward(units=3, indicators=2)
    deeds.send(ward, ward.units[0])
    deeds.send(ward, ward.units[1], at=local(2026, 10, 11))
    return ward


def as_(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def desk(here: make.Ward) -> Client:
    return as_(here.person("standing_body"))


def url(name: str, *args: Any) -> str:
    return reverse(f"reporting:{name}", args=args)


def queries_of(run: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as seen:
        run()
    return len([one for one in seen.captured_queries if "SAVEPOINT" not in one["sql"]])


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


# ---- who gets in

PAGES = ("period_board", "board_export", "board_matrix", "board_remind", "period_change", "period_lock")


@pytest.mark.parametrize("name", PAGES)
def test_pages_are_for_those_who_follow_the_period(here: make.Ward, name: str) -> None:
    address = url(name, here.period.pk)
    elsewhere = make.ward().person("standing_body")
    codes = [as_(person).get(address).status_code for person in (here.person("reporter"), elsewhere)]
    assert codes == [403, 404]
    assert Client().get(address).status_code == 302
    assert desk(here).get(address).status_code == 200


def test_the_overseer_looks_and_is_offered_no_deed(here: make.Ward) -> None:
    person = as_(here.person("overseer"))
    shown = text_of(person.get(url("period_board", here.period.pk)))
    assert "2 trong 3 đơn vị đã nộp" in shown
    assert [word for word in ("Kiểm tra 2 báo cáo", "Đôn đốc", "Khóa kỳ", "Đổi hạn") if word in shown] == []
    assert person.post(url("period_lock", here.period.pk)).status_code == 403


def test_who_is_urged_adds_up_to_who_has_sent(here: make.Ward) -> None:
    """Two of three have sent; one of the two must put a figure right: two are urged, and each page says which two."""
    first = here.figures()[0]
    by = here.actor("standing_body")
    actions.check_report(here.report(), checked={}, returned={first.pk: "Thiếu."}, by=by, at=NOW)
    client, label = desk(here), "Đôn đốc 2 đơn vị: 1 chưa nộp, 1 sửa số bị trả lại"
    board = text_of(client.get(url("period_board", here.period.pk)))
    assert "<strong>2 trong 3 đơn vị đã nộp, trong đó 1 phải sửa số bị trả lại</strong>" in board
    assert label in board
    assert label in text_of(client.get(reverse("web:result_list")))
    assert f"{label}, tháng 10/2026" in text_of(client.get(reverse("web:my_work")))
    remind = text_of(client.get(url("board_remind", here.period.pk)))
    assert "<strong>2 đơn vị</strong> còn việc phải làm: 1 chưa nộp, 1 đã nộp nhưng phải sửa" in remind


@pytest.mark.parametrize(
    ("missing", "correcting", "label"),
    [(7, 0, "Đôn đốc 7 đơn vị chưa nộp"), (0, 2, "Đôn đốc 2 đơn vị sửa số bị trả lại")],
)
def test_who_is_urged_for_one_thing_is_said_in_short(missing: int, correcting: int, label: str) -> None:
    assert queries.urging_label(missing, correcting) == label


# ---- periods


def test_period_list_shows_how_each_stands(here: make.Ward) -> None:
    shown = text_of(desk(here).get(url("period_list")))
    assert "Tháng 10/2026" in shown
    assert "2/3" in shown
    assert "Quá hạn của đơn vị" in shown


def test_period_list_begins_with_the_latest(here: make.Ward) -> None:
    make.PeriodFactory(
        movement=here.movement,
        commune=here.commune,
        label="Tháng 11/2026",
        starts_on=date(2026, 10, 15),
        ends_on=date(2026, 11, 14),
    )
    make.PeriodFactory(
        movement=here.movement,
        commune=here.commune,
        label="Tháng 8/2026",
        starts_on=date(2026, 7, 15),
        ends_on=date(2026, 8, 14),
    )
    rows = desk(here).get(url("period_list")).context["rows"]
    assert [row.period.label for row in rows] == ["Tháng 11/2026", "Tháng 10/2026", "Tháng 8/2026"]


def test_period_list_offers_the_first_step() -> None:
    commune = make.new_commune()
    client = as_(make.new_person(commune, "standing_body"))
    assert "Mở kỳ đầu tiên" in text_of(client.get(url("period_list")))
    assert "Chưa có phong trào nào đang thực hiện" in text_of(client.get(url("period_open")))
    assert client.get(url("period_open_past")).status_code == 404


def test_period_open_proposes_and_opens(here: make.Ward) -> None:
    client = desk(here)
    assert url("period_open_next", "reporting-month-2026-11") in text_of(client.get(url("period_open")))
    address = url("period_open_next", "reporting-month-2026-11")
    form = client.get(address).context["form"]
    dates = {name: f"{form[name].value():%Y-%m-%d}" for name in ("unit_due_on", "ward_due_on", "locks_on")}
    assert dates == {"unit_due_on": "2026-11-09", "ward_due_on": "2026-11-14", "locks_on": "2026-11-28"}
    response = client.post(address, dates)
    made = Period.objects.get(label="Tháng 11/2026")
    assert (response.status_code, response["Location"]) == (303, url("period_board", made.pk))
    again = client.post(address, dates)
    assert (again.status_code, again.context["form"].non_field_errors()) == (
        422,
        ["Kỳ báo cáo này đã được mở."],
    )


def test_period_open_next_knows_only_the_calendar(here: make.Ward) -> None:
    assert desk(here).get(url("period_open_next", "lunar-month-2026-1")).status_code == 404


def test_period_open_is_for_the_standing_body(here: make.Ward) -> None:
    address = url("period_open_next", "reporting-month-2026-11")
    assert [as_(here.person(role)).get(address).status_code for role in ("leader", "reporter")] == [403, 403]


def test_period_open_past_opens_several(here: make.Ward) -> None:
    dates = {"unit_due_on": "2026-10-26", "ward_due_on": "2026-11-02", "locks_on": "2026-11-16"}
    chosen = ["reporting-month-2025-10", "reporting-year-2025-1"]
    client = desk(here)
    assert client.post(url("period_open_past"), dates).status_code == 422
    response = client.post(url("period_open_past"), dates | {"windows": chosen})
    assert response.status_code == 303
    assert set(Period.objects.filter(is_backfilled=True).values_list("label", flat=True)) == {
        "Tháng 10/2025",
        "Năm 2025",
    }


def test_period_open_ad_hoc_asks_the_chosen(here: make.Ward) -> None:
    data = {
        "label": "Báo cáo nhanh Ngày hội số",
        "starts_on": "2026-10-10",
        "ends_on": "2026-10-10",
        "unit_due_on": "2026-10-13",
        "ward_due_on": "2026-10-14",
        "locks_on": "2026-10-20",
        "units": [here.units[2].pk],
        "indicators": [here.indicators[0].pk],
    }
    assert desk(here).post(url("period_open_ad_hoc"), data).status_code == 303
    made = Period.objects.get(kind="ad_hoc")
    assert [(one.unit, one.figures.count()) for one in made.reports.all()] == [(here.units[2], 1)]
    assert "Đột xuất" in text_of(desk(here).get(url("period_list")))


def test_period_change_needs_a_reason(here: make.Ward) -> None:
    dates = {"unit_due_on": "2026-10-13", "ward_due_on": "2026-10-14", "locks_on": "2026-10-24"}
    address = url("period_change", here.period.pk)
    assert desk(here).post(address, dates).status_code == 422
    data = dates | {"reason": "Trùng kỳ họp."} | seen_on(desk(here), address)
    assert desk(here).post(address, data).status_code == 303
    here.period.refresh_from_db()
    assert here.period.unit_due_on == date(2026, 10, 13)


def test_period_lock_says_what_will_be_missing(here: make.Ward) -> None:
    shown = text_of(desk(here).get(url("period_lock", here.period.pk)))
    assert "thiếu số liệu của 1 đơn vị chưa gửi và 2 đơn vị chưa kiểm tra xong" in shown
    seen = seen_on(desk(here), url("period_lock", here.period.pk))
    assert desk(here).post(url("period_lock", here.period.pk), seen).status_code == 303
    here.period.refresh_from_db()
    assert here.period.is_locked
    refused = desk(here).get(url("period_lock", here.period.pk))
    assert (refused.status_code, "Kỳ báo cáo đã khóa." in text_of(refused)) == (403, True)


# ---- the board


def units_shown(response: Any) -> list[str]:
    return [line.unit_name for line in response.context["lines"]]


def test_period_board_filters_searches_and_sorts(here: make.Ward) -> None:
    client, address = desk(here), url("period_board", here.period.pk)
    names = sorted((unit.name for unit in here.units), key=lambda name: int(name.rpartition(" ")[2]))
    found = {
        query: units_shown(client.get(f"{address}?{query}"))
        for query in ("xep=-tre", "trang-thai=draft", "trang-thai=owing", "tim=khong", "loai=school")
    }
    assert found == {
        "xep=-tre": [names[2], names[1], names[0]],
        "trang-thai=draft": [names[2]],
        "trang-thai=owing": [names[2]],
        "tim=khong": [],
        "loai=school": [],
    }


def test_period_board_says_who_holds_it_and_how_late(here: make.Ward) -> None:
    person = here.person("reporter", here.units[2])
    lines = desk(here).get(url("period_board", here.period.pk)).context["lines"]
    told = {line.unit_name: (line.label, line.held_by, line.days_late) for line in lines}
    assert told == {
        here.units[0].name: ("Chờ kiểm tra", "Cơ quan thường trực", 0),
        here.units[1].name: ("Chờ kiểm tra", "Cơ quan thường trực", 3),
        here.units[2].name: ("Chưa gửi, trễ 4 ngày", f"{person.full_name} (đầu mối)", 4),
    }


def test_period_board_leads_to_the_first_waiting_report(here: make.Ward) -> None:
    shown = text_of(desk(here).get(url("period_board", here.period.pk)))
    assert f'href="{url("check_show", here.report().pk)}">Kiểm tra 2 báo cáo' in shown


@pytest.mark.parametrize("units", [1, 3, 60])
def test_period_board_costs_eight_queries(units: int) -> None:
    here = make.ward(units=units, indicators=1)
    client = desk(here)
    address = url("period_board", here.period.pk)
    assert queries_of(lambda: client.get(address)) <= 8


@pytest.mark.parametrize("units", [1, 3])
def test_other_lists_cost_the_same_for_any_number(units: int) -> None:
    here = make.ward(units=units, indicators=units)
    for unit in here.units:
        deeds.send(here, unit)
    client = desk(here)
    addresses = {
        "period_list": url("period_list"),
        "board_matrix": url("board_matrix", here.period.pk),
        "board_remind": url("board_remind", here.period.pk),
        "board_export": url("board_export", here.period.pk),
    }
    costs = {name: queries_of(lambda at=at: client.get(at)) for name, at in addresses.items()}  # type: ignore[misc]
    assert {name: cost for name, cost in costs.items() if cost > 8} == {}


def test_board_export_holds_the_rows_of_the_page(here: make.Ward) -> None:
    response = desk(here).get(url("board_export", here.period.pk) + "?trang-thai=draft")
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    assert sheet is not None
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
    assert rows == [
        [
            here.units[2].name,
            "Tổ dân phố, thôn",
            "Chưa gửi, trễ 4 ngày",
            "Đơn vị chưa có tài khoản",
            4,
            0,
            None,
        ]
    ]


def test_board_matrix_tells_every_cell_in_words(here: make.Ward) -> None:
    deeds.verify(here)
    matrix = desk(here).get(url("board_matrix", here.period.pk)).context["matrix"]
    told = {row.unit: {(cell.shown, cell.note, cell.tone) for cell in row.cells} for row in matrix.rows}
    assert told == {
        here.units[0]: {("80,00\u00a0%", "đã kiểm tra", "reached")},
        here.units[1]: {("80,00\u00a0%", "chờ kiểm tra", "waiting")},
        here.units[2]: {("", "chưa gửi", "late")},
    }
    assert (matrix.missing, matrix.asked) == (2, 6)


def test_board_remind_has_a_text_for_zalo_and_sends_it(here: make.Ward) -> None:
    here.person("reporter", here.units[2])
    client, address = desk(here), url("board_remind", here.period.pk)
    text = client.get(address).context["form"]["text"].value()
    assert f"1. {here.units[2].name}: chưa gửi, trễ 4 ngày" in text.splitlines()
    assert client.post(address, {"text": text}).status_code == 303
    assert Notice.objects.get(kind="reminded").body.splitlines() == text.splitlines()
    assert client.post(address, {"text": " "}).status_code == 422


def test_board_nudge_is_one_click_for_one_unit(here: make.Ward) -> None:
    person = here.person("reporter", here.units[2])
    assert desk(here).post(url("board_nudge", here.report(here.units[2]).pk)).status_code == 303
    assert [notice.user for notice in Notice.objects.filter(kind="reminded")] == [person]


# ---- checking


def said(here: make.Ward, **other: str) -> dict[str, str]:
    """The fields of the check page of the first unit, all "đúng" unless said otherwise."""
    form = seen_on(desk(here), url("check_show", here.report().pk))
    for figure in here.figures():
        form |= {f"verdict_{figure.pk}": "dung"}
    return form | other


def test_check_show_goes_from_report_to_report(here: make.Ward) -> None:
    client = desk(here)
    response = client.post(url("check_show", here.report().pk), said(here) | {"dat": "1"})
    assert (response.status_code, response["Location"]) == (
        303,
        url("check_show", here.report(here.units[1]).pk),
    )
    assert here.report().state == ReportState.VERIFIED


def test_check_show_ends_at_the_board(here: make.Ward) -> None:
    deeds.verify(here, here.units[1])
    response = desk(here).post(url("check_show", here.report().pk), said(here) | {"dat": "1"})
    assert response["Location"] == url("period_board", here.period.pk)


def test_check_show_keeps_a_checked_number_and_returns_another(here: make.Ward) -> None:
    first, second = here.figures()
    verdicts = {
        f"verdict_{first.pk}": "so-khac",
        f"numerator_{first.pk}": "30",
        f"denominator_{first.pk}": "50",
        f"reason_{first.pk}": "Theo sổ.",
        f"verdict_{second.pk}": "tra-lai",
        f"reason_{second.pk}": "Kèm danh sách.",
        "tra-lai": "1",
    }
    assert desk(here).post(url("check_show", here.report().pk), said(here) | verdicts).status_code == 303
    first, second = here.figures()
    assert (first.standing_value, second.return_reason) == (Value(30, 50), "Kèm danh sách.")
    assert here.report().state == ReportState.RETURNED


@pytest.mark.parametrize(
    ("verdicts", "errors"),
    [
        ({"verdict": "tra-lai", "tra-lai": "1"}, {"reason": "Xin ghi rõ lý do."}),
        ({"verdict": "tra-lai", "reason": "Vì thế.", "dat": "1"}, {"": "Có số liệu chọn trả lại"}),
        ({"tra-lai": "1"}, {"": "Chưa chọn trả lại số liệu nào."}),
        ({"verdict": "so-khac", "reason": "Vì thế."}, {"numerator": "Xin ghi số sau kiểm tra."}),
        (
            {"verdict": "so-khac", "reason": "Vì thế.", "numerator": "60", "denominator": "50"},
            {"numerator": "Số đạt (60) không được lớn hơn tổng số (50)."},
        ),
        (
            {"verdict": "so-khac", "reason": "Vì thế.", "numerator": "1.5", "denominator": "50"},
            {"numerator": "“1.5”"},
        ),
    ],
)
def test_check_show_refuses_in_place(
    here: make.Ward, verdicts: dict[str, str], errors: dict[str, str]
) -> None:
    key = here.figures()[0].pk
    plain = ("dat", "tra-lai")
    fields = {name if name in plain else f"{name}_{key}": value for name, value in verdicts.items()}
    response = desk(here).post(url("check_show", here.report().pk), said(here) | fields)
    told = response.context["form"].errors
    assert response.status_code == 422
    for name, sentence in errors.items():
        assert sentence in told[f"{name}_{key}" if name else "__all__"][0]
    assert here.report().state == ReportState.SUBMITTED


def test_check_show_is_to_be_looked_at_by_others_and_refuses_their_deed(here: make.Ward) -> None:
    address = url("check_show", here.report().pk)
    leader = as_(here.person("leader"))
    assert 'name="dat"' not in text_of(leader.get(address))
    assert leader.post(address, said(here) | {"dat": "1"}).status_code == 403


@pytest.mark.parametrize("indicators", [1, 4])
def test_check_show_costs_the_same_for_any_number_of_figures(indicators: int) -> None:
    here = make.ward(indicators=indicators)
    deeds.send(here)
    client, address = desk(here), url("check_show", here.report().pk)
    assert queries_of(lambda: client.get(address)) == 16
    data = said(here)
    assert queries_of(lambda: client.post(address, data)) == 16


# ---- after the lock


def test_check_revise_keeps_both_numbers(here: make.Ward) -> None:
    deeds.verify(here)
    deeds.lock(here)
    figure = here.figures()[0]
    address = url("check_revise", figure.pk)
    assert desk(here).post(address, {"numerator": "20", "denominator": "50"}).status_code == 422
    data = {"numerator": "20", "denominator": "50", "reason": "Đếm lại."}
    response = desk(here).post(address, data | seen_on(desk(here), address))
    assert (response.status_code, response["Location"]) == (303, url("reason_history", figure.pk))
    assert here.figures()[0].standing_value == Value(20, 50)
    again = desk(here).post(address, data | seen_on(desk(here), address))
    assert "không có gì để đính chính" in again.context["form"].non_field_errors()[0]


def test_check_revise_waits_for_the_lock(here: make.Ward) -> None:
    assert desk(here).get(url("check_revise", here.figures()[0].pk)).status_code == 403


def test_publication_create_shows_publishes_and_publishes_again(here: make.Ward) -> None:
    deeds.verify(here)
    deeds.lock(here)
    leader, address = as_(here.person("leader")), url("publication_create", here.period.pk)
    shown = text_of(leader.get(address))
    assert "2 đơn vị không có báo cáo đạt" in shown
    assert "Công bố 2 kết quả" in shown
    response = leader.post(address, seen_on(leader, address))
    assert response["Location"] == url("publication_show", Publication.objects.get().pk)
    assert "Không có gì thay đổi từ lần công bố trước." in text_of(leader.get(address))
    deeds.revise(here, here.figures()[0], Value(20, 50))
    seen = seen_on(leader, address)
    assert leader.post(address, {"reason": ""} | seen).status_code == 422
    assert leader.post(address, {"reason": "Đính chính."} | seen).status_code == 303
    assert Publication.objects.count() == 2


def test_publication_create_is_the_leaders(here: make.Ward) -> None:
    deeds.verify(here)
    assert as_(here.person("leader")).get(url("publication_create", here.period.pk)).status_code == 403
    deeds.lock(here)
    assert desk(here).post(url("publication_create", here.period.pk)).status_code == 403


def test_publication_show_is_for_every_member(here: make.Ward) -> None:
    deeds.verify(here)
    deeds.lock(here)
    address = url("publication_show", deeds.publish(here).pk)
    elsewhere = make.ward().person("leader")
    assert [as_(who).get(address).status_code for who in (here.person("reporter"), elsewhere)] == [200, 404]
