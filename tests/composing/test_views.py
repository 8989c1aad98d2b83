"""Pages of period reports: found, composed, shown part by part, written, charted, issued, sent, recalled; their queries."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.composing.periods import filled
from tests.factories import composing as make_accounts
from tests.factories import reporting as make
from tests.sight import seen_on, sent
from tests.web import stage
from thidua.composing.enums import PartKey, ReportState
from thidua.composing.models import FORMS, Part, PeriodReport, Sending
from thidua.documents import queries as document_queries
from thidua.reporting.models import Figure

pytestmark = pytest.mark.django_db
AT = make_accounts.AT
LIST = "/bao-cao-dinh-ky/"
MOST_OF_A_DRAFT = 34  # its facts are gathered anew, once


@pytest.fixture
def here(set_clock: Callable[[datetime], None]) -> make.Ward:
    set_clock(AT)
    here = make.ward(units=2, indicators=1)
    make.add_target_line(here.movement, here.indicators[0], 80)
    for unit in here.units:
        filled(here.period, unit, 40)
    return here


@pytest.fixture
def desk(here: make.Ward) -> Client:
    return stage.signed_in(here.person("standing_body"))


def address(name: str, thing: PeriodReport | Part) -> str:
    return reverse(f"composing:{name}", args=[thing.pk])


def said(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_a_draft_is_composed_from_the_list_of_times(here: make.Ward, desk: Client) -> None:
    assert "Tháng 10/2026" in said(desk, f"{LIST}lap/")
    answer = desk.post(f"{LIST}lap/", {"key": f"{here.movement.pk} {make_accounts.KEY}"})
    report = PeriodReport.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, address("report_show", report))
    assert "I. ĐẶC ĐIỂM, TÌNH HÌNH" in said(desk, answer["Location"])


@pytest.mark.parametrize("key", ["", "0 month-2026-10", "x", "month-2026-10"])
def test_a_time_that_is_not_in_the_list_is_told(here: make.Ward, desk: Client, key: str) -> None:
    assert desk.post(f"{LIST}lap/", {"key": key}).status_code == 422
    assert PeriodReport.objects.count() == 0


def test_a_second_draft_of_the_same_time_is_told(here: make.Ward, desk: Client) -> None:
    make_accounts.drafted(here)
    answer = desk.post(f"{LIST}lap/", {"key": f"{here.movement.pk} {make_accounts.KEY}"})
    assert answer.status_code == 422
    assert "đã có bản đang soạn" in answer.content.decode()


def test_a_ward_without_periods_is_told_what_is_needed(set_clock: Callable[[datetime], None]) -> None:
    set_clock(AT)
    commune = make.new_commune()
    inside = stage.signed_in(make.new_person(commune, "standing_body"))
    assert "Chưa có gì để báo cáo" in said(inside, f"{LIST}lap/")


def test_the_list_filters_by_kind_state_and_words(here: make.Ward, desk: Client) -> None:
    make_accounts.issued(here)
    make_accounts.closed(here, ReportState.DISCARDED)
    assert said(desk, LIST).count("/bao-cao-dinh-ky/") > 1
    assert "1 báo cáo" in said(desk, LIST)
    assert "1 báo cáo" in said(desk, f"{LIST}?tinh-trang=discarded")
    assert "Không có báo cáo nào" in said(desk, f"{LIST}?loai=year")
    assert "Không có báo cáo nào" in said(desk, f"{LIST}?tim=quy")
    assert "1 báo cáo" in said(desk, f"{LIST}?tim=thang 10&loai=month&tinh-trang=issued")


def test_the_list_asks_eight_queries_for_one_and_for_three(
    here: make.Ward, desk: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_accounts.drafted(here)
    desk.get(LIST)
    with django_assert_num_queries(6):
        desk.get(LIST)
    for place in range(1, 3):
        make_accounts.PeriodReportFactory(movement=here.movement, key=f"month-2025-{place}")
    with django_assert_num_queries(6):
        desk.get(LIST)


def test_the_pages_of_a_report_ask_what_they_ask(
    here: make.Ward, desk: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    report = make_accounts.drafted(here)
    desk.get(address("report_show", report))
    with django_assert_max_num_queries(MOST_OF_A_DRAFT):
        desk.get(address("report_show", report))
    part = report.parts.get(key=PartKey.NEXT)
    with django_assert_max_num_queries(10):
        desk.get(address("part_write", part))


def test_what_was_issued_is_read_from_its_record_with_eight_queries(
    here: make.Ward, desk: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    report = make_accounts.issued(here)
    desk.get(address("report_show", report))
    with django_assert_num_queries(8):
        desk.get(address("report_show", report))


def test_the_page_says_which_figures_moved_and_takes_new_ones(here: make.Ward, desk: Client) -> None:
    report = make_accounts.drafted(here)
    shown = address("report_show", report)
    assert "số liệu đã đổi" not in said(desk, shown)
    Figure.objects.update(numerator=45)
    assert "<strong>2 số liệu đã đổi từ khi lấy vào báo cáo.</strong>" in said(desk, shown)
    answer = desk.post(address("report_refresh", report), seen_on(desk, shown))
    assert answer.status_code == 303
    assert "90,00\u00a0% (90/100)" in report.parts.get(key=PartKey.RESULTS).text


def test_a_part_is_written_carried_kept_and_put_back(here: make.Ward, desk: Client) -> None:
    part = make_accounts.drafted(here).parts.get(key=PartKey.NEXT)
    write = address("part_write", part)
    first = part.text
    answer = sent(desk, write, {"words": "- Việc một.\n- Việc hai."})
    assert answer["Location"] == f"{address('report_show', part.report)}#next"
    assert "Việc hai." in said(desk, address("report_show", part.report))
    assert desk.post(address("part_keep", part), seen_on(desk, write)).status_code == 303
    assert desk.post(address("part_reset", part), seen_on(desk, write)).status_code == 303
    part.refresh_from_db()
    assert (part.text, part.version) == (first, 4)
    history = said(desk, address("part_history", part))
    assert all(words in history for words in ("Người soạn viết", "Giữ lời", "Trả về gợi ý", "Việc một."))


def test_two_people_who_edit_one_part_are_shown_both_versions(here: make.Ward, desk: Client) -> None:
    part = make_accounts.drafted(here).parts.get(key=PartKey.NEXT)
    write = address("part_write", part)
    mine = seen_on(desk, write)
    sent(desk, write, {"words": "Của người khác."})
    answer = desk.post(write, {"words": "Của tôi."} | mine)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert all(words in page for words in ("Của người khác.", "Của tôi."))
    part.refresh_from_db()
    assert part.text == "Của người khác."


def test_nothing_to_carry_over_is_told(here: make.Ward, desk: Client) -> None:
    part = make_accounts.drafted(here).parts.get(key=PartKey.NEXT)
    assert "Lời của báo cáo kỳ trước" not in said(desk, address("part_write", part))


def test_charts_are_ticked_and_ordered(here: make.Ward, desk: Client) -> None:
    report = make_accounts.drafted(here)
    url = address("report_charts", report)
    assert "Thứ tự trong báo cáo" in said(desk, url)
    typed = {"use_0": "on", "place_0": "2", "use_1": "on", "place_1": "1"}
    assert sent(desk, url, typed).status_code == 303
    report.refresh_from_db()
    assert report.charts == ["units", "progress"]
    assert sent(desk, url, {"use_0": "on", "place_0": "0"}).status_code == 422


def test_a_report_is_issued_sent_and_replaced(here: make.Ward, desk: Client) -> None:
    report = make_accounts.drafted(here)
    typed = {"number": "47a", "symbol": "BC-UBND", "issued_on": "2026-11-02"}
    assert sent(desk, address("report_issue", report), typed).status_code == 303
    report.refresh_from_db()
    assert report.number_words == "47A/BC-UBND"
    assert "khớp cả" in said(desk, address("report_show", report))
    typed = {"to": "Sở Khoa học và Công nghệ", "way": "mail", "on": "2026-11-02", "note": ""}
    assert sent(desk, address("report_send", report), typed).status_code == 303
    assert Sending.objects.get().report == report
    assert sent(desk, address("report_replace", report), {"reason": "Đính chính."}).status_code == 303
    assert "Thay cho" in said(desk, address("report_show", PeriodReport.objects.get(number=2)))


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"number": "x", "symbol": "BC-UBND", "issued_on": "2026-11-02"}, "Số phải là chữ số"),
        ({"number": "4", "symbol": "BC UBND", "issued_on": "2026-11-02"}, "Ký hiệu phải có dạng"),
        ({"number": "4", "symbol": "BC-UBND", "issued_on": "2026-11-09"}, "không thể ở sau hôm nay"),
    ],
)
def test_what_cannot_be_issued_is_told_and_nothing_is_frozen(
    here: make.Ward, desk: Client, typed: dict[str, str], sentence: str
) -> None:
    report = make_accounts.drafted(here)
    answer = sent(desk, address("report_issue", report), typed)
    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    report.refresh_from_db()
    assert report.record == ""


@pytest.mark.parametrize(("name", "state"), [("report_discard", "discarded"), ("report_recall", "recalled")])
def test_a_report_is_given_up_with_a_reason(here: make.Ward, desk: Client, name: str, state: str) -> None:
    report = make_accounts.drafted(here) if state == "discarded" else make_accounts.issued(here)
    assert sent(desk, address(name, report), {"reason": ""}).status_code == 422
    assert sent(desk, address(name, report), {"reason": "Nhầm."}).status_code == 303
    report.refresh_from_db()
    assert (report.state, report.close_reason) == (state, "Nhầm.")
    assert "Lý do: Nhầm." in said(desk, address("report_show", report))


def test_changes_since_it_was_issued_are_shown_and_it_stays(here: make.Ward, desk: Client) -> None:
    report = make_accounts.issued(here)
    Figure.objects.update(numerator=45)
    assert "Đối chiếu với số liệu hôm nay" in said(desk, address("report_show", report))
    shown = said(desk, address("report_compare", report))
    assert "<strong>2 số liệu đã đổi từ khi ban hành.</strong>" in shown
    assert "80,00\u00a0% (80/100)" in desk.get(address("report_show", report)).content.decode()


def test_files_and_pages(here: make.Ward, desk: Client) -> None:
    report = make_accounts.issued(here)
    assert desk.get(address("report_docx", report)).content[:2] == b"PK"
    assert desk.get(address("report_pdf", report)).content[:5] == b"%PDF-"
    assert [desk.get(address(f"report_{form}", report)).content for form in FORMS] == [
        document_queries.read_bytes(getattr(report, form)) for form in FORMS
    ]
    assert "Trang 1 trong" in said(desk, address("report_preview", report))
    assert desk.get(reverse("composing:report_page", args=[report.pk, 1])).content[:4] == b"\x89PNG"
    assert desk.get(reverse("composing:report_page", args=[report.pk, 99])).status_code == 404


@pytest.mark.parametrize(
    ("role", "status"), [("leader", 200), ("overseer", 404), ("council_member", 404), ("reporter", 404)]
)
def test_drafts_are_read_by_those_who_write_and_sign(here: make.Ward, role: str, status: int) -> None:
    report = make_accounts.drafted(here)
    assert stage.signed_in(here.person(role)).get(address("report_show", report)).status_code == status


def test_another_commune_finds_nothing(here: make.Ward) -> None:
    report = make_accounts.issued(here)
    stranger = stage.signed_in(make.ward().person("standing_body"))
    for name in ("report_show", "report_docx", "report_pdf", "report_preview", "report_replace"):
        assert stranger.get(address(name, report)).status_code == 404
    assert stranger.get(address("part_history", report.parts.get(key="next"))).status_code == 404


def test_a_draft_waits_in_my_work(here: make.Ward, desk: Client) -> None:
    make_accounts.drafted(here)
    assert "Hoàn thiện, ban hành báo cáo tháng: tháng 10/2026" in said(desk, reverse("web:my_work"))
    leader = stage.signed_in(here.person("leader"))
    assert "Hoàn thiện, ban hành" not in said(leader, reverse("web:my_work"))
