"""The pages of a reporting unit, as its people open and send them."""

import io
import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import reporting as make
from tests.sight import seen_on
from thidua.documents.models import Evidence
from thidua.indicator.figures import CellState, Value
from thidua.org import roles
from thidua.org.models import User
from thidua.reporting import actions, guards
from thidua.reporting.actions import Cell
from thidua.reporting.enums import ReportState
from thidua.reporting.models import Figure, Report, WorkbookDraft
from thidua.reporting.queries.visible import visible_figures, visible_reports

pytestmark = pytest.mark.django_db
NOW = make.TYPING_AT
HTMX = {"HTTP_HX_REQUEST": "true"}
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


@pytest.fixture(autouse=True)
def clock(set_clock: Callable[[datetime], None]) -> None:
    set_clock(NOW)


@pytest.fixture
def here() -> make.Ward:
    return make.ward(units=2, indicators=2)


def as_(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def url(name: str, *args: Any) -> str:
    return reverse(f"reporting:{name}", args=args)


def texts(figure: Figure, numerator: str = "40", denominator: str = "50", **other: str) -> dict[str, str]:
    """The fields of one row of the desk's page."""
    row = {"numerator": numerator, "denominator": denominator, "state": "", "version": str(figure.version)}
    row |= {"source": "", "explanation": "Đếm theo sổ.", **other}
    return {f"s{figure.pk}-{name}": said for name, said in row.items()}


def all_texts(here: make.Ward, **other: str) -> dict[str, str]:
    return {key: said for figure in here.figures() for key, said in texts(figure, **other).items()}


def submitted(here: make.Ward) -> Report:
    cells = {figure.pk: Cell(Value(40, 50), explanation="Đếm theo sổ.") for figure in here.figures()}
    return actions.submit_report(here.report(), cells=cells, by=here.actor("reporter"), at=NOW)


def count_queries(run: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as seen:
        run()
    return len([one for one in seen.captured_queries if "SAVEPOINT" not in one["sql"]])


# ---- who gets in

PAGES = ("report_detail", "report_edit", "report_submit", "workbook_upload", "workbook_download")


@pytest.mark.parametrize("name", PAGES)
def test_pages_of_another_unit_and_another_commune_are_not_there(here: make.Ward, name: str) -> None:
    page = url(name, here.report().pk)
    assert as_(here.person("reporter", here.units[1])).get(page).status_code == 404
    assert as_(make.ward(units=1).person("standing_body")).get(page).status_code == 404
    assert as_(here.person("reporter")).get(page).status_code == 200


@pytest.mark.parametrize("name", PAGES)
def test_pages_ask_strangers_to_sign_in(here: make.Ward, name: str) -> None:
    answer = Client().get(url(name, here.report().pk))
    assert (answer.status_code, "dang-nhap" in answer["Location"]) == (302, True)


def test_pages_of_a_figure_belong_to_its_unit(here: make.Ward) -> None:
    figure = here.figures()[0]
    stranger = as_(here.person("reporter", here.units[1]))
    assert stranger.get(url("figure_edit", here.report().pk, 1)).status_code == 404
    assert stranger.get(url("figure_evidence", figure.pk)).status_code == 404
    assert stranger.post(url("figure_save", figure.pk), texts(figure)).status_code == 404


@pytest.mark.parametrize("role", [role.code for role in roles.ROLES])
def test_what_a_page_loads_is_one_of_those_that_are_visible(here: make.Ward, role: str) -> None:
    other = make.ward(units=1)
    who = [here.actor(role), other.actor(role)]
    who += [] if roles.BY_CODE[role].is_commune_wide else [here.actor(role, here.units[1])]
    for actor in who:
        for visible, things in ((visible_reports, Report.objects), (visible_figures, Figure.objects)):
            for thing in things.all():
                assert visible.one(actor, thing.pk) == visible(actor).filter(pk=thing.pk).first()


# ---- list


def test_report_list_shows_my_unit_and_the_standing_body_all(here: make.Ward) -> None:
    mine = as_(here.person("reporter")).get(url("report_list"))
    assert [report.unit for report in mine.context["reports"]] == [here.units[0]]
    every = as_(here.person("standing_body")).get(url("report_list"))
    assert len(every.context["reports"]) == 2
    assert "còn 2 trong 2 chưa nhập" in mine.content.decode()


def test_report_list_finds_by_unit_period_and_state(here: make.Ward) -> None:
    client = as_(here.person("standing_body"))

    def found(**query: str) -> int:
        return len(client.get(url("report_list"), query).context["reports"])

    assert found(tim=here.units[0].name.upper()) == 1
    assert (found(tim="10/2026"), found(tim="11/2026")) == (2, 0)
    submitted(here)
    assert (found(trang_thai="submitted"), found(trang_thai="draft"), found(trang_thai="lạ")) == (1, 1, 2)


@pytest.mark.parametrize("units", [1, 3])
def test_report_list_costs_the_same_for_one_and_three(units: int) -> None:
    client = as_(make.ward(units=units).person("standing_body"))
    assert count_queries(lambda: client.get(url("report_list"))) == 6


# ---- one report


def test_report_detail_offers_what_the_state_allows(here: make.Ward) -> None:
    here.person("unit_head")
    reporter, head = as_(here.person("reporter")), as_(here.person("unit_head"))
    page = url("report_detail", here.report().pk)

    def doors(client: Client) -> list[tuple[str, bool]]:
        return [(door.label, door.reason == "") for door in client.get(page).context["doors"]]

    assert doors(reporter) == [
        ("Nhập số liệu", True),
        ("Nhập từng con số, từ số 1", True),
        ("Nhập từng con số, từ số 1", True),
        ("Nhập cả bảng", True),
        ("Xem lại và gửi (2 số liệu)", True),
    ]
    submitted(here)
    assert doors(reporter) == [("Thu hồi", True)]
    assert doors(head) == [
        ("Duyệt và gửi phường (2 số liệu)", True),
        ("Trả lại người nhập", True),
        ("Thu hồi", True),
    ]
    actions.approve_report(here.report(), by=here.actor("unit_head"), at=NOW)
    actions.verify_report(here.report(), by=here.actor("standing_body"), at=NOW)
    assert doors(reporter) == [("Thu hồi", False)]
    assert doors(as_(here.person("leader"))) == []


@pytest.mark.parametrize(
    ("layout", "main", "second"),
    [("d-none d-md-block", "report_edit", "figure_edit"), ("d-md-none", "figure_edit", "report_edit")],
    ids=["desk", "phone"],
)
def test_report_detail_leads_a_phone_to_the_next_figure_and_a_desk_to_the_form(
    here: make.Ward, layout: str, main: str, second: str
) -> None:
    """The second figure is next once the first is done; whatever the browser says of itself, both ways stand there."""
    client, report = as_(here.person("reporter")), here.report()
    cell = Cell(Value(40, 50), explanation="Đếm theo sổ.")
    actions.save_figure(here.figures()[0], cell=cell, by=here.actor("reporter"), at=NOW)
    urls = {"report_edit": url("report_edit", report.pk), "figure_edit": url("figure_edit", report.pk, 2)}
    answer = client.get(url("report_detail", report.pk), HTTP_USER_AGENT="Mozilla/5.0 (iPhone) Mobile")
    shown = [(door.url, door.is_main) for door in answer.context["doors"] if door.layout == layout]
    assert shown == [(urls[main], True), (urls[second], False)]
    page = " ".join(answer.content.decode().split())
    assert f'<div class="{layout}"><a class="btn btn-primary" href="{urls[main]}">' in page


def test_report_detail_leads_to_the_check_and_to_the_why(here: make.Ward) -> None:
    page, client = url("report_detail", here.report().pk), as_(here.person("standing_body"))
    why = url("reason_history", here.figures()[0].pk)
    assert why not in client.get(page).content.decode()
    submitted(here)
    answer = client.get(page)
    assert answer.context["doors"][0].url == url("check_show", here.report().pk)
    assert why in answer.content.decode()


def test_report_detail_shows_the_reported_and_the_checked_number(here: make.Ward) -> None:
    submitted(here)
    actions.check_figure(
        here.figures()[0], value=Value(39, 50), reason="Trùng tên.", by=here.actor("standing_body"), at=NOW
    )
    page = as_(here.person("reporter")).get(url("report_detail", here.report().pk)).content.decode()
    assert ("40 trên 50" in page, "Sau kiểm tra: <strong>39 trên 50</strong>" in page) == (True, True)


def test_report_detail_tells_what_happened(here: make.Ward) -> None:
    submitted(here)
    actions.return_figure(here.figures()[0], reason="Kèm danh sách.", by=here.actor("standing_body"), at=NOW)
    events = as_(here.person("reporter")).get(url("report_detail", here.report().pk)).context["events"]
    assert [(event.what, event.quote) for event in events] == [
        (f"Trả lại số liệu “{here.indicators[0].name}”", "Kèm danh sách."),
        ("Gửi báo cáo", ""),
    ]


# ---- the desk


def test_report_edit_saves_all_rows(here: make.Ward) -> None:
    page = url("report_edit", here.report().pk)
    answer = as_(here.person("reporter")).post(page, {**all_texts(here), "then": "luu"})
    assert (answer.status_code, answer["Location"]) == (303, page)
    assert [figure.reported for figure in here.figures()] == [Value(40, 50)] * 2
    assert here.report().state == ReportState.DRAFT


def test_report_edit_hands_in_what_was_typed(here: make.Ward) -> None:
    answer = as_(here.person("reporter")).post(
        url("report_edit", here.report().pk), {**all_texts(here), "then": "gui"}
    )
    assert (answer.status_code, answer["Location"]) == (303, url("report_detail", here.report().pk))
    assert here.report().state == ReportState.SUBMITTED


def test_report_edit_keeps_what_was_typed_when_a_row_is_wrong(here: make.Ward) -> None:
    one, two = here.figures()
    data = {**texts(one, "12.5", "50"), **texts(two, "41", "50"), "then": "luu"}
    answer = as_(here.person("reporter")).post(url("report_edit", here.report().pk), data)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert ('value="12.5"' in page, 'value="41"' in page, "hiểu theo hai cách" in page) == (True, True, True)
    assert [figure.state for figure in here.figures()] == [CellState.NOT_REPORTED] * 2


def test_report_edit_incomplete_says_what_is_missing(here: make.Ward) -> None:
    one, two = here.figures()
    data = {**texts(one), **texts(two, "", "", explanation=""), "then": "gui"}
    answer = as_(here.person("reporter")).post(url("report_edit", here.report().pk), data)
    assert answer.status_code == 422
    assert f"Còn 1 số liệu chưa nhập: {two.indicator.name}." in answer.content.decode()


def test_report_edit_shows_the_other_persons_number_beside_mine(here: make.Ward) -> None:
    one, two = here.figures()
    data = {**texts(one, "41", "50"), **texts(two, "42", "50"), "then": "luu"}
    actions.save_figure(one, cell=Cell(Value(30, 50)), by=here.actor("standing_body"), at=NOW)
    client, page = as_(here.person("reporter")), url("report_edit", here.report().pk)
    answer = client.post(page, data)
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert (f"{here.person('standing_body').full_name} vừa lưu số này: 30 trên 50" in shown) is True
    assert 'value="41"' in shown
    assert here.figures()[1].state == CellState.NOT_REPORTED
    fresh = re.search(rf'name="s{one.pk}-version"\s+value="(\d+)"', shown)
    assert fresh is not None
    again = client.post(page, {**data, f"s{one.pk}-version": fresh[1]})
    assert (again.status_code, here.figures()[0].reported) == (303, Value(41, 50))


def test_report_edit_names_who_saved_that_figure_not_who_saved_last(here: make.Ward) -> None:
    one, two = here.figures()
    data = {**texts(one, "41", "50"), "then": "luu"}
    actions.save_figure(one, cell=Cell(Value(30, 50)), by=here.actor("standing_body"), at=NOW)
    actions.save_figure(two, cell=Cell(Value(20, 50)), by=here.actor("unit_head"), at=NOW)
    client = as_(here.person("reporter"))
    named = f"{here.person('standing_body').full_name} vừa lưu số này: 30 trên 50"
    assert named in client.post(url("report_edit", here.report().pk), data).content.decode()
    assert named in client.post(url("figure_save", one.pk), data, **HTMX).content.decode()
    assert named in client.post(url("figure_edit", here.report().pk, 1), phone()).content.decode()


def test_report_edit_leads_on_once_it_is_sent(here: make.Ward) -> None:
    submitted(here)
    page, client = url("report_edit", here.report().pk), as_(here.person("reporter"))
    assert client.get(page)["Location"] == url("report_detail", here.report().pk)
    assert client.post(page, {**all_texts(here), "then": "luu"}).status_code == 403
    assert as_(here.person("leader")).get(page).status_code == 303


def test_report_edit_opens_only_returned_figures(here: make.Ward) -> None:
    submitted(here)
    one, _ = here.figures()
    actions.return_figure(one, reason="Kèm danh sách.", by=here.actor("standing_body"), at=NOW)
    answer = as_(here.person("reporter")).get(url("report_edit", here.report().pk))
    assert [one.form is not None for one in answer.context["shown"]] == [True, False]
    assert "Trả lại: Kèm danh sách." in answer.content.decode()


def test_report_edit_says_when_somebody_enters_for_the_unit(here: make.Ward) -> None:
    page = url("report_edit", here.report().pk)
    words = f"Ông/bà đang nhập thay {here.units[0].name}."
    assert words in as_(here.person("standing_body")).get(page).content.decode()
    assert words not in as_(here.person("reporter")).get(page).content.decode()


def test_report_edit_proposes_estimates_with_their_reason(here: make.Ward) -> None:
    answer = as_(here.person("reporter")).get(url("report_edit", here.report().pk))
    assert [row.form["is_estimate"].value() for row in answer.context["shown"]] == [True, True]
    assert "Kỳ kết thúc ngày 14/10/2026, hôm nay mới 02/10/2026" in answer.content.decode()


def test_report_edit_leads_to_the_evidence_after_saving(here: make.Ward) -> None:
    one, two = here.figures()
    foreign = here.figures(here.units[1])[0]
    client, page = as_(here.person("reporter")), url("report_edit", here.report().pk)
    answer = client.post(page, {**texts(one), **texts(two, "", ""), "then": f"minh-chung-{one.pk}"})
    assert answer["Location"] == url("figure_evidence", one.pk) + "?ve=nhap"
    assert here.figures()[0].reported == Value(40, 50)
    assert client.post(page, {"then": f"minh-chung-{foreign.pk}"})["Location"] == page


# ---- saved as typed


def part(page: str, key: str) -> str:
    """The element with this id, its inside flattened: what a reader of the page gets."""
    start = page.index(f'id="{key}"')
    depth, cursor = 1, page.index(">", start) + 1
    for tag in re.finditer(r"<(/?)(div|span)\b", page[cursor:]):
        depth += -1 if tag[1] else 1
        if depth == 0:
            return re.sub(r"\s+", " ", page[cursor : cursor + tag.start()]).strip()
    raise AssertionError(key)


def test_figure_save_answers_with_the_part_of_a_fresh_page(here: make.Ward) -> None:
    figure, client = here.figures()[0], as_(here.person("reporter"))
    answer = client.post(url("figure_save", figure.pk), texts(figure, source="Sổ tổ"), **HTMX)
    fragment = answer.content.decode()
    fresh = client.get(url("report_edit", here.report().pk)).content.decode()
    key = f"trang-thai-{figure.pk}"
    assert answer.status_code == 200
    assert part(fragment, key) == part(fresh, key)
    assert part(fragment, "da-luu") == part(fresh, "da-luu") == "Đã lưu lúc 09:12"
    assert here.figures()[0].source == "Sổ tổ"


def test_figure_save_refuses_at_the_row(here: make.Ward) -> None:
    figure, client = here.figures()[0], as_(here.person("reporter"))
    answer = client.post(url("figure_save", figure.pk), texts(figure, "60", "50"), **HTMX)
    assert answer.status_code == 422
    assert "Số đạt (60) không được lớn hơn tổng số (50)." in answer.content.decode()
    assert f'name="s{figure.pk}-version" value="1"' in re.sub(r"\s+", " ", answer.content.decode())


def test_figure_save_on_a_stale_row_shows_the_other_number(here: make.Ward) -> None:
    figure, client = here.figures()[0], as_(here.person("reporter"))
    data = texts(figure)
    actions.save_figure(figure, cell=Cell(Value(30, 50)), by=here.actor("standing_body"), at=NOW)
    answer = client.post(url("figure_save", figure.pk), data, **HTMX)
    assert answer.status_code == 409
    assert "vừa lưu số này: 30 trên 50" in answer.content.decode()
    assert here.figures()[0].reported == Value(30, 50)


def test_figure_save_after_sending_is_refused_with_the_reason(here: make.Ward) -> None:
    submitted(here)
    figure = here.figures()[0]
    answer = as_(here.person("reporter")).post(url("figure_save", figure.pk), texts(figure), **HTMX)
    assert (answer.status_code, "Báo cáo đã gửi" in answer.content.decode()) == (403, True)
    assert as_(here.person("leader")).post(url("figure_save", figure.pk), {}).status_code == 403
    assert as_(here.person("reporter")).get(url("figure_save", figure.pk)).status_code == 405


def test_figure_save_of_the_same_number_writes_nothing(here: make.Ward) -> None:
    figure, client = here.figures()[0], as_(here.person("reporter"))
    client.post(url("figure_save", figure.pk), texts(figure))
    client.post(url("figure_save", figure.pk), texts(here.figures()[0]))
    assert here.figures()[0].version == 2


# ---- the phone


def phone(**said: str) -> dict[str, str]:
    return {"numerator": "40", "denominator": "50", "explanation": "", "source": "", "version": "1", **said}


def test_figure_edit_saves_and_goes_on(here: make.Ward) -> None:
    report, client = here.report(), as_(here.person("reporter"))
    first = client.post(url("figure_edit", report.pk, 1), phone())
    assert (first.status_code, first["Location"]) == (303, url("figure_edit", report.pk, 2))
    last = client.post(url("figure_edit", report.pk, 2), phone(not_arising="1"))
    assert last["Location"] == url("report_submit", report.pk)
    assert [one.reported for one in here.figures()] == [Value(40, 50), Value(state=CellState.NOT_ARISING)]


def test_figure_edit_saves_as_typed_and_shows_the_percent(here: make.Ward) -> None:
    make.add_target_line(here.movement, here.indicators[0], 90)
    client, page = as_(here.person("reporter")), url("figure_edit", here.report().pk, 1)
    answer = client.post(page, phone(), **HTMX)
    fragment = answer.content.decode()
    assert answer.status_code == 200
    assert "80,00\u00a0%" in fragment
    assert "chỉ tiêu 90\u00a0%" in fragment
    fresh = client.get(page).content.decode()
    saved = re.compile(r'<span class="saved".*?</span>', re.DOTALL)
    assert part(saved.sub("", fragment), "dang-co") == part(saved.sub("", fresh), "dang-co")
    assert part(fragment, "da-luu") == part(fresh, "da-luu") == "Đã lưu lúc 09:12"


def test_figure_edit_keeps_what_was_typed_and_the_picture(here: make.Ward) -> None:
    client, page = as_(here.person("reporter")), url("figure_edit", here.report().pk, 1)
    answer = client.post(page, phone(numerator="1.23") | {"photo": SimpleUploadedFile("so-to.png", PNG)})
    shown = answer.content.decode()
    assert (answer.status_code, 'value="1.23"' in shown, "so-to.png" in shown) == (422, True, True)
    assert [one.label for one in here.figures()[0].evidence.all()] == ["so-to.png"]
    assert here.figures()[0].state == CellState.NOT_REPORTED


def test_figure_edit_refuses_a_file_that_is_none_of_ours(here: make.Ward) -> None:
    client, page = as_(here.person("reporter")), url("figure_edit", here.report().pk, 1)
    answer = client.post(page, phone() | {"file": SimpleUploadedFile("virus.png", b"MZ\x90\x00" * 50)})
    assert answer.status_code == 422
    assert not Evidence.objects.exists()


def test_figure_edit_asks_softly_about_a_jump(here: make.Ward) -> None:
    earlier = make.PeriodFactory(
        commune=here.commune, movement=here.movement, starts_on="2026-07-15", ends_on="2026-08-14"
    )
    report: Report = make.ReportFactory(period=earlier, unit=here.units[0], received_at=NOW)
    make.FigureFactory(report=report, indicator=here.indicators[0], numerator=10, denominator=50)
    client, page = as_(here.person("reporter")), url("figure_edit", here.report().pk, 1)
    words = "lệch từ 20 điểm phần trăm trở lên. Xin ghi giải trình thì mới gửi được."
    assert words in client.post(page, phone(), **HTMX).content.decode()
    version = str(here.figures()[0].version)
    answer = client.post(page, phone(explanation="Mở thêm lớp.", version=version), **HTMX)
    assert (answer.status_code, words in answer.content.decode()) == (200, False)


def test_figure_edit_on_a_stale_page_is_a_conflict(here: make.Ward) -> None:
    actions.save_figure(here.figures()[0], cell=Cell(Value(30, 50)), by=here.actor("standing_body"), at=NOW)
    answer = as_(here.person("reporter")).post(url("figure_edit", here.report().pk, 1), phone())
    assert (answer.status_code, "30 trên 50" in answer.content.decode()) == (409, True)


def test_figure_edit_has_as_many_pages_as_figures(here: make.Ward) -> None:
    client, pk = as_(here.person("reporter")), here.report().pk
    assert [client.get(url("figure_edit", pk, number)).status_code for number in (0, 1, 2, 3)] == [
        404,
        200,
        200,
        404,
    ]
    submitted(here)
    assert client.get(url("figure_edit", pk, 1)).status_code == 303
    assert client.post(url("figure_edit", pk, 1), phone(numerator="1")).status_code == 403


# ---- evidence


@pytest.mark.parametrize(
    ("data", "label"),
    [
        ({"kind": "document", "document_number": "12/BC-TDP", "document_on": "2026-09-30"}, "12/BC-TDP"),
        ({"kind": "link", "url": "https://dichvucong.gov.vn/"}, "https://dichvucong.gov.vn/"),
        ({"kind": "explanation", "text": "Đếm theo sổ của tổ."}, "Đếm theo sổ của tổ."),
        ({"kind": "file", "file": SimpleUploadedFile("so.png", PNG)}, "so.png"),
    ],
)
def test_figure_evidence_takes_every_kind(here: make.Ward, data: dict[str, Any], label: str) -> None:
    figure = here.figures()[0]
    if "file" in data:
        data["file"].seek(0)
    answer = as_(here.person("reporter")).post(url("figure_evidence", figure.pk), data)
    assert answer.status_code == 303
    assert [one.label for one in figure.evidence.all()] == [label]


@pytest.mark.parametrize(
    "data",
    [
        {"kind": "document", "document_number": "", "document_on": "2026-09-30"},
        {"kind": "document", "document_number": "12/BC", "document_on": "2027-01-01"},
        {"kind": "document", "document_number": "12/BC", "document_on": "hôm qua"},
        {"kind": "link", "url": "javascript:alert(1)"},
        {"kind": "explanation", "text": "ừ"},
        {"kind": "file"},
        {"kind": "lạ"},
        {},
    ],
)
def test_figure_evidence_refuses_and_keeps_what_was_typed(here: make.Ward, data: dict[str, str]) -> None:
    figure = here.figures()[0]
    answer = as_(here.person("reporter")).post(url("figure_evidence", figure.pk), data)
    assert answer.status_code == 422
    assert not figure.evidence.exists()


def test_figure_evidence_is_used_again_and_taken_away(here: make.Ward) -> None:
    one, two = here.figures()
    evidence = make.FigureEvidenceFactory(figure=one).evidence
    client = as_(here.person("reporter"))
    assert client.get(url("figure_evidence", two.pk)).context["others"] == [evidence]
    client.post(url("figure_link_evidence", two.pk, evidence.pk))
    assert list(two.evidence.all()) == [evidence]
    client.post(url("figure_detach_evidence", two.pk, evidence.pk))
    assert not two.evidence.exists()
    foreign = make.FigureEvidenceFactory(figure=here.figures(here.units[1])[0]).evidence
    assert client.post(url("figure_link_evidence", two.pk, foreign.pk)).status_code == 404


# ---- handing in, the head


def test_report_submit_looks_over_everything_first(here: make.Ward) -> None:
    client, page = as_(here.person("reporter")), url("report_submit", here.report().pk)
    shown = client.get(page)
    assert shown.context["reason"] == "Còn 2 số liệu chưa nhập hoặc chưa có minh chứng."
    assert client.post(page).status_code == 422
    client.post(url("report_edit", here.report().pk), {**all_texts(here), "then": "luu"})
    assert client.get(page).context["reason"] == ""
    assert client.post(page).status_code == 303
    assert client.get(page).status_code == 403


def test_report_approve_and_hand_back(here: make.Ward) -> None:
    head, reporter = as_(here.person("unit_head")), as_(here.person("reporter"))
    pk = here.report().pk
    submitted(here)
    assert reporter.post(url("report_approve", pk)).status_code == 403
    assert head.get(url("report_hand_back", pk)).status_code == 200
    assert head.post(url("report_hand_back", pk), {"reason": ""}).status_code == 422
    seen = seen_on(head, url("report_hand_back", pk))
    assert head.post(url("report_hand_back", pk), {"reason": "Xem lại số 1."} | seen).status_code == 303
    assert here.report().state == ReportState.RETURNED
    submitted(here)
    assert head.get(url("report_approve", pk)).status_code == 405
    seen = seen_on(head, url("report_detail", pk))
    assert head.post(url("report_approve", pk), seen).status_code == 303
    assert here.report().state == ReportState.SUBMITTED


def test_report_recall(here: make.Ward) -> None:
    client, page = as_(here.person("reporter")), url("report_recall", here.report().pk)
    assert client.post(page).status_code == 403
    submitted(here)
    seen = seen_on(client, url("report_detail", here.report().pk))
    assert client.post(page, seen).status_code == 303
    assert here.report().state == ReportState.DRAFT


# ---- workbook


def filled(client: Client, report: Report, cells: dict[str, object]) -> SimpleUploadedFile:
    data = client.get(url("workbook_download", report.pk)).content
    book = openpyxl.load_workbook(io.BytesIO(data))
    for place, value in cells.items():
        book.worksheets[0][place] = value
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile("mau.xlsx", out.getvalue())


def test_workbook_goes_down_comes_back_is_looked_at_and_taken_over(here: make.Ward) -> None:
    client, report = as_(here.person("reporter")), here.report()
    sent = filled(client, report, {"F6": 40, "G6": 50, "F7": "12.5", "G7": 50})
    answer = client.post(url("workbook_upload", report.pk), {"file": sent})
    draft = WorkbookDraft.objects.get()
    review = url("workbook_review", draft.pk)
    assert (answer.status_code, answer["Location"]) == (303, review)
    shown = client.get(review)
    assert ([one.after for one in shown.context["changed"]], len(shown.context["refused"])) == (
        ["40 trên 50"],
        1,
    )
    assert ("Ô F7" in shown.content.decode(), 'value="12.5"' in shown.content.decode()) == (True, True)
    one, two = here.figures()
    assert client.post(review, {"apply": "1", f"v-{one.pk}": "1"}).status_code == 303
    assert [figure.reported for figure in here.figures()] == [
        Value(40, 50),
        Value(state=CellState.NOT_REPORTED),
    ]
    client.post(review, {"correct": "1", f"o-{two.pk}-numerator": "12"})
    assert [one.after for one in client.get(review).context["changed"]] == ["12 trên 50"]
    client.post(review, {"apply": "1", f"v-{two.pk}": "1"})
    assert here.figures()[1].reported == Value(12, 50)
    assert client.post(review, {"apply": "1"}).status_code == 422


def test_workbook_review_says_when_the_report_went_on(here: make.Ward) -> None:
    client, report = as_(here.person("reporter")), here.report()
    sent = filled(client, report, {"F6": 40, "G6": 50})
    actions.save_figure(here.figures()[0], cell=Cell(Value(30, 50)), by=here.actor("standing_body"), at=NOW)
    client.post(url("workbook_upload", report.pk), {"file": sent})
    review = url("workbook_review", WorkbookDraft.objects.get().pk)
    shown = client.get(review).content.decode()
    assert ("Báo cáo đã được lưu thêm" in shown, "30 trên 50" in shown) == (True, True)
    stale = client.post(review, {"apply": "1", f"v-{here.figures()[0].pk}": "1"})
    assert stale.status_code == 409
    assert here.figures()[0].reported == Value(30, 50)


def test_workbook_of_another_unit_or_period_is_refused_by_its_own_sentence(here: make.Ward) -> None:
    standing = as_(here.person("standing_body"))
    other_unit = filled(standing, here.report(here.units[1]), {"F6": 40, "G6": 50})
    november = make.PeriodFactory(
        commune=here.commune, movement=here.movement, label="Tháng 11/2026", starts_on="2026-10-01"
    )
    other_period = filled(standing, make.lay_out(here, november, here.units[0]), {"F6": 40})
    page = url("workbook_upload", here.report().pk)
    for sent, words in (
        (other_unit, f"Đây là mẫu của đơn vị “{here.units[1].name}”"),
        (other_period, "Đây là mẫu của kỳ “Tháng 11/2026”"),
        (SimpleUploadedFile("mau.csv", "Mã;Số\nCT1;4\n".encode()), "không phải mẫu nhập"),
        (SimpleUploadedFile("mau.xlsx", b"%PDF-1.7"), "tệp PDF"),
        (SimpleUploadedFile("mau.xlsx", b""), "Tệp trống"),
    ):
        answer = standing.post(page, {"file": sent})
        assert (answer.status_code, words in answer.content.decode()) == (422, True), words
    assert not WorkbookDraft.objects.exists()


def test_workbook_review_belongs_to_who_sent_it(here: make.Ward) -> None:
    client, report = as_(here.person("reporter")), here.report()
    client.post(url("workbook_upload", report.pk), {"file": filled(client, report, {"F6": 1, "G6": 2})})
    page = url("workbook_review", WorkbookDraft.objects.get().pk)
    assert as_(here.person("standing_body")).get(page).status_code == 404
    submitted(here)
    assert client.get(page).status_code == 200
    assert client.post(page, {"apply": "1"}).status_code == 403


# ---- what a submission of twenty values costs


@pytest.mark.parametrize(
    ("role", "with_head", "expected"),
    [("reporter", True, 12), ("reporter", False, 14), ("unit_head", True, 14), ("standing_body", True, 14)],
)
def test_submission_of_twenty_values_costs_fourteen_queries(
    role: str, with_head: bool, expected: int
) -> None:
    """Session, user and memberships are three of them; the commune's chain of events has begun before."""
    here = make.ward(units=2, indicators=20)
    if with_head:
        here.person("unit_head")
    guards.prepare(here.period)
    foreign = here.figures(here.units[1])[0]
    actions.save_figure(foreign, cell=Cell(Value(1, 2)), by=here.actor("standing_body"), at=NOW)
    client, data = as_(here.person(role)), {**all_texts(here), "then": "gui"}
    page = url("report_edit", here.report().pk)
    assert count_queries(lambda: client.post(page, data)) == expected
    assert here.report().state in {ReportState.SUBMITTED, ReportState.AWAITING_HEAD}
