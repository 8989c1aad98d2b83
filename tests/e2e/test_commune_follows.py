"""The standing body from opening to lock, the leader who publishes, the people who read; and the report of the year."""

import io
from collections.abc import Callable
from typing import Any

import pypdfium2
import pytest
from docx import Document

from tests.clock import local
from tests.factories import reporting as make
from tests.reporting import deeds
from thidua.indicator.figures import Value
from thidua.reporting.enums import ReportState
from thidua.reporting.models import Period

PERIOD = "Tháng 11/2026"
NEWLY_OPENED, SENT, LATE, LOCKING = (
    local(2026, 10, 27),
    local(2026, 11, 5),
    local(2026, 11, 12),
    local(2026, 12, 10),
)
REASON = "Tổng số khác với sổ tiếp nhận."


@pytest.fixture
def here() -> make.Ward:
    """Three units, two indicators, October open; both people of the commune have accounts."""
    ward = make.ward(units=3, indicators=2)
    make.add_target_line(ward.movement, ward.indicators[0], 90)
    return ward


def test_period_from_opening_to_the_public(
    here: make.Ward,
    open_page: Callable[..., Any],
    look: Callable[..., None],
    set_clock: Callable[..., None],
) -> None:
    """Days pass between the parts, so everybody signs in anew."""
    set_clock(NEWLY_OPENED)
    open_the_period(open_page(here.person("standing_body")), here, look)
    hand_in(here)
    set_clock(LATE)
    officer = open_page(here.person("standing_body"))
    officer.context.grant_permissions(["clipboard-read", "clipboard-write"])
    urge(officer, here, look)
    return_one_figure(officer, here, look)
    answer(open_page(here.person("reporter")), look)
    verify_all(officer, here)
    set_clock(LOCKING)
    lock(open_page(here.person("standing_body")), look)
    publish(open_page(here.person("leader")), look)
    read_as_the_public(open_page(is_phone=True), here, look)
    assert deeds.totals_agree(here)


def open_the_period(officer: Any, here: make.Ward, look: Callable[..., None]) -> None:
    officer.goto("/ky-bao-cao/")
    look(officer, "period_list", "Kỳ báo cáo")
    officer.get_by_role("link", name="Mở kỳ báo cáo").click()
    look(officer, "period_open", "Mở kỳ báo cáo")
    officer.get_by_role("link", name=PERIOD).first.click()
    look(officer, "period_open_next", "Mở kỳ tháng 11/2026")
    officer.get_by_label("Lời nhắn cho đơn vị").fill("Xin gửi sớm để phường kịp tổng hợp.")
    officer.get_by_role("button", name="Mở kỳ tháng 11/2026").click()
    officer.get_by_role("heading", name="Báo cáo tháng 11/2026").wait_for()
    here.period = Period.objects.get(label=PERIOD)


def hand_in(here: make.Ward) -> None:
    """Two of the three units; the first is below its target."""
    deeds.send(here, here.units[0], Value(40, 50), Value(45, 50), at=SENT)
    deeds.send(here, here.units[1], Value(46, 50), Value(47, 50), at=SENT)


def urge(officer: Any, here: make.Ward, look: Callable[..., None]) -> None:
    officer.goto("/viec-cua-toi/")
    look(officer, "my_work", "Việc của tôi")
    officer.get_by_role("link", name=f"Đôn đốc 1 đơn vị chưa nộp, {PERIOD}").click()
    look(officer, "board_remind", "Đôn đốc tháng 11/2026")
    officer.get_by_role("button", name="Chép nội dung").click()
    officer.get_by_text("Đã chép").wait_for()
    copied = officer.evaluate("navigator.clipboard.readText()")
    names = [unit.name for unit in here.units]
    assert [name in copied for name in names] == [False, False, True]
    officer.get_by_role("button", name="Gửi thông báo tới 1 đơn vị").click()
    officer.get_by_role("heading", name="Báo cáo tháng 11/2026").wait_for()


def return_one_figure(officer: Any, here: make.Ward, look: Callable[..., None]) -> None:
    look(officer, "period_board", "Báo cáo tháng 11/2026")
    officer.get_by_role("row", name=here.units[0].name).get_by_role("link", name="Kiểm tra").click()
    look(officer, "check_show", here.units[0].name)
    first = officer.locator("section", has=officer.get_by_role("heading", name=here.indicators[0].name))
    first.get_by_label("Trả lại").check()
    first.get_by_label("Lý do").fill(REASON)
    with officer.expect_navigation():
        officer.get_by_role("button", name="Trả lại các số đã chọn").click()
    assert [one.return_reason for one in here.figures(here.units[0])] == [REASON, ""]


def answer(reporter: Any, look: Callable[..., None]) -> None:
    reporter.goto("/viec-cua-toi/")
    reporter.get_by_role("link", name=f"Báo cáo {PERIOD}").click()
    reporter.get_by_role("link", name="Nhập số liệu", exact=True).click()
    look(reporter, "returned_figure", f"Nhập số liệu {PERIOD}")
    reporter.get_by_text(f"Trả lại: {REASON}").wait_for()
    assert reporter.get_by_label("Số hồ sơ nộp trực tuyến").count() == 1
    reporter.get_by_label("Số hồ sơ nộp trực tuyến").fill("44")
    reporter.get_by_role("button", name="Gửi báo cáo (2 số liệu)").click()
    reporter.get_by_text("Đã nhận 2 số liệu").wait_for()


def verify_all(officer: Any, here: make.Ward) -> None:
    """One by one, from the work list; the page leads on to the next report."""
    officer.goto("/viec-cua-toi/")
    officer.get_by_role("link", name=f"{here.units[0].name}: báo cáo {PERIOD}").click()
    for _ in range(2):
        with officer.expect_navigation():
            officer.get_by_role("button", name="Đạt").click()
    states = [here.report(unit).state for unit in here.units]
    assert states == [ReportState.VERIFIED, ReportState.VERIFIED, ReportState.DRAFT]


def lock(officer: Any, look: Callable[..., None]) -> None:
    officer.goto("/viec-cua-toi/")
    officer.get_by_role("link", name=f"Khóa kỳ {PERIOD}").click()
    look(officer, "period_lock", "Khóa kỳ tháng 11/2026")
    officer.get_by_text("thiếu số liệu của 1 đơn vị chưa gửi").wait_for()
    officer.get_by_role("button", name="Khóa kỳ, giữ 2 báo cáo đạt").click()
    officer.get_by_text("đã khóa lúc").wait_for()


def publish(leader: Any, look: Callable[..., None]) -> None:
    leader.goto("/")
    leader.get_by_role("link", name=f"Công bố kết quả {PERIOD}").click()
    look(leader, "publication_create", "Công bố kết quả tháng 11/2026")
    leader.get_by_role("button", name="Công bố 2 kết quả").click()
    look(leader, "publication_show", "Kết quả tháng 11/2026, công bố lần 1")


def read_as_the_public(phone: Any, here: make.Ward, look: Callable[..., None]) -> None:
    """From the ward's front page to the numbers of the units in two clicks, and nobody's name on the way."""
    names = [person.full_name for person in here.people.values()]
    phone.goto(f"/{here.commune.commune_profile.slug}/")
    look(phone, "site_show_phone", "Bình dân học vụ số")
    assert [name for name in names if name in phone.content()] == []
    phone.get_by_role("link", name=here.indicators[0].name).first.click()
    look(phone, "site_result_phone", "Vì sao có con số này")
    row = phone.get_by_role("row", name=here.units[0].name)
    assert "44" in row.inner_text()
    assert [name for name in names if name in phone.content()] == []
    phone.goto(f"/{here.commune.commune_profile.slug}/du-lieu-mo/")
    look(phone, "site_data_phone", "Dữ liệu mở")


def test_yearly_report(
    here: make.Ward,
    open_page: Callable[..., Any],
    look: Callable[..., None],
    set_clock: Callable[..., None],
) -> None:
    deeds.send(here)
    deeds.verify(here)
    deeds.lock(here)
    set_clock(local(2026, 12, 10))
    officer = open_page(here.person("standing_body"))
    officer.goto(f"/phong-trao/{here.movement.pk}/bao-cao-nam/2026/")
    look(officer, "report_draft_year", "Lập báo cáo")
    officer.get_by_role("button", name="Lập bản soạn").click()
    officer.get_by_role("link", name="Sửa phần phương hướng, nhiệm vụ").click()
    officer.get_by_label("Lời của phần này").fill("Đề nghị thành phố tập huấn thêm.")
    officer.get_by_role("button", name="Lưu phần này").click()
    look(officer, "report_year", "Kết quả thực hiện phong trào thi đua")
    word = "\n".join(one.text for one in Document(downloaded(officer, "Bản Word")).paragraphs)
    assert "Đề nghị thành phố tập huấn thêm." in word
    paper = pypdfium2.PdfDocument(downloaded(officer, "Bản PDF").getvalue())
    assert "Đề nghị thành phố tập huấn thêm." in "".join(
        page.get_textpage().get_text_range() for page in paper
    )


def downloaded(page: Any, name: str) -> io.BytesIO:
    with page.expect_download() as saved:
        page.get_by_role("link", name=name).click()
    return io.BytesIO(saved.value.path().read_bytes())
