"""A reporter on a phone: figure by figure, a wrong number, a photograph, handing in; then the head approves."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.clock import local
from tests.factories import reporting as make
from tests.reporting.deeds import totals_agree
from thidua.documents import rendering
from thidua.documents.models import StoredFile
from thidua.documents.rendering import document as papers
from thidua.reporting.enums import ReportState


@pytest.fixture
def here(set_clock: Callable[..., None]) -> make.Ward:
    set_clock(local(2026, 10, 2, 9))
    ward = make.ward(units=1, indicators=2)
    make.add_target_line(ward.movement, ward.indicators[0], 90)
    ward.person("unit_head")
    return ward


def photograph() -> dict[str, Any]:
    """A picture as a phone's camera hands it over."""
    drawn = rendering.render_page_png(
        papers.OfficialDocument(
            parent="UBND phường Nam Đồng",
            issuer="Tổ dân phố",
            number=None,
            symbol="BB",
            kind="Biên bản",
            title="Buổi hướng dẫn nộp hồ sơ trực tuyến",
            place="Nam Đồng",
            on=local(2026, 9, 30).date(),
            blocks=(papers.Paragraph("Có 47 người dự."),),
            recipients=("Lưu: VT",),
            signer_position="Tổ trưởng",
        ),
        ppi=40,
    )
    return {"name": "anh-buoi-hop.png", "mimeType": "image/png", "buffer": drawn}


def test_reporter_enters_figure_by_figure_and_the_head_approves(
    here: make.Ward, open_page: Callable[..., Any], look: Callable[..., None]
) -> None:
    phone = open_page(here.person("reporter"), is_phone=True)
    phone.goto("/")
    phone.get_by_role("link", name="Báo cáo Tháng 10/2026").click()
    look(phone, "phone_report", "Báo cáo Tháng 10/2026")
    phone.get_by_role("link", name="Nhập từng con số, từ số 1").click()
    type_a_wrong_number_then_the_right_one(phone, look)
    phone.get_by_label("Chụp ảnh").set_input_files(photograph())
    phone.get_by_text("anh-buoi-hop.png").wait_for()
    look(phone, "phone_figure", "Chỉ tiêu thứ")
    phone.get_by_role("button", name="Tiếp: con số 2").click()
    phone.get_by_label("Giải trình").fill("Kỳ này không có hồ sơ nào.")
    phone.get_by_role("button", name="Kỳ này không phát sinh").click()
    look(phone, "phone_last_look", "Xem lại và gửi")
    phone.get_by_role("button", name="Gửi báo cáo (2 số liệu)").click()
    phone.get_by_text("Chờ thủ trưởng duyệt").first.wait_for()
    approve(here, open_page, look)


def type_a_wrong_number_then_the_right_one(phone: Any, look: Callable[..., None]) -> None:
    numerator, denominator = (
        phone.get_by_label("Số hồ sơ nộp trực tuyến"),
        phone.get_by_label("Tổng số hồ sơ tiếp nhận"),
    )
    numerator.fill("52")
    denominator.fill("50")
    denominator.press("Tab")
    phone.get_by_role("alert").get_by_text("lớn hơn").wait_for()
    look(phone, "phone_figure_refused", "Chỉ tiêu thứ")
    assert (numerator.input_value(), denominator.input_value()) == ("52", "50")
    numerator.fill("47")
    numerator.press("Tab")
    phone.get_by_role("status").get_by_text("94").wait_for()


def approve(here: make.Ward, open_page: Callable[..., Any], look: Callable[..., None]) -> None:
    phone = open_page(here.person("unit_head"), is_phone=True)
    phone.goto("/")
    phone.get_by_role("link", name="Báo cáo Tháng 10/2026").click()
    look(phone, "phone_head", "Báo cáo Tháng 10/2026")
    phone.get_by_role("button", name="Duyệt và gửi phường (2 số liệu)").click()
    phone.get_by_text("Đã nhận 2 số liệu").first.wait_for()
    report = here.report()
    first = here.figures()[0]
    assert report.state == ReportState.SUBMITTED
    assert (first.numerator, first.denominator) == (47, 50)
    assert [one.name for one in StoredFile.objects.filter(evidence__figures=first)] == ["anh-buoi-hop.png"]
    assert totals_agree(here)
