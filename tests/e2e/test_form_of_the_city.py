"""The city's own form: read in with a mistake that is told with its place, tried, filled, sent, and held against what
stands later.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.clock import local
from tests.factories import outgoing as make_outgoing
from tests.factories import reporting as make
from tests.outgoing import samples
from tests.reporting import deeds
from thidua.indicator.figures import Value
from thidua.outgoing.models import FormTemplate, OutgoingPaper

TITLE = "Biểu tháng gửi thành phố"


@pytest.fixture
def here(set_clock: Callable[..., None], data_folder: Path) -> make.Ward:
    """A locked month in which 40 of 50 were checked; the city is known as a receiver."""
    found = make.ward(units=1, indicators=1)
    deeds.send(found)
    deeds.verify(found)
    deeds.lock(found)
    make_outgoing.ReceiverFactory(commune=found.commune, name="Sở Khoa học và Công nghệ")
    set_clock(local(2026, 11, 2, 9))
    return found


def form_file(path: Path, *fields: str) -> str:
    path.write_bytes(samples.word("Kính gửi: {{ noi_nhan.ten }}", *(f"{{{{ {name} }}}}" for name in fields)))
    return str(path)


def test_the_citys_form_is_corrected_tried_filled_and_compared(
    here: make.Ward, open_page: Callable[..., Any], look: Callable[..., None], tmp_path: Path
) -> None:
    desk, code = open_page(here.person("standing_body")), here.indicators[0].code
    desk.goto("/bao-cao-gui-di/mau/")
    desk.get_by_role("link", name="Thêm mẫu của Sở Khoa học và Công nghệ").click()
    desk.get_by_label("Tên mẫu").fill(TITLE)
    read_in(desk, form_file(tmp_path / "mau.docx", "ky.ten", f"{code}.ty_lee"))
    desk.get_by_role("row", name=re.compile(rf"đoạn 3.*{code}\.ty_lee", re.IGNORECASE)).wait_for()
    look(desk, "form_fault", "Thêm mẫu")
    assert (FormTemplate.objects.count(), desk.get_by_label("Tên mẫu").input_value()) == (0, TITLE)
    read_in(desk, form_file(tmp_path / "mau-sua.docx", "ky.ten", f"{code}.ty_le"))
    look(desk, "form_show", TITLE)
    assert taken(desk, "In thử") == ["Kính gửi: Sở Khoa học và Công nghệ", "Tháng 10/2026", "80,00"]
    fill_and_send(desk, look)
    paper = OutgoingPaper.objects.get()
    deeds.revise(here, here.figures()[0], Value(45, 50))
    desk.goto("/bao-cao-gui-di/")
    desk.get_by_role("link", name=f"{TITLE}: tháng 10/2026").click()
    desk.get_by_text("1 giá trị trong văn bản nay đã khác.").wait_for()
    desk.get_by_role("link", name="Quyết định có gửi bản đính chính không").click()
    look(desk, "paper_compare", "Số liệu đã đổi từ khi lập")
    assert desk.get_by_role("row").last.locator("td").all_inner_texts() == ["80,00", "90,00"]
    desk.goto(f"/bao-cao-gui-di/{paper.pk}/")
    assert taken(desk, "Tải tệp .docx", is_link=True)[-1] == "80,00"


def read_in(desk: Any, path: str) -> None:
    desk.get_by_label("Tệp mẫu").set_input_files(path)
    desk.get_by_role("button", name="Tải lên và kiểm tra").click()


def taken(desk: Any, name: str, *, is_link: bool = False) -> list[str]:
    """The paragraphs of the Word file that comes."""
    with desk.expect_download() as found:
        desk.get_by_role("link" if is_link else "button", name=name).click()
    return samples.texts(Path(found.value.path()).read_bytes())


def fill_and_send(desk: Any, look: Callable[..., None]) -> None:
    desk.get_by_role("link", name="Lập văn bản").click()
    look(desk, "paper_make", "Lập văn bản")
    desk.get_by_text("Mọi trường của mẫu đều có số liệu.").wait_for()
    desk.get_by_role("button", name="Lập văn bản").click()
    look(desk, "paper_show", TITLE)
    assert taken(desk, "Tải tệp .docx", is_link=True)[-1] == "80,00"
    desk.get_by_role("link", name="Ghi số, ngày văn bản").click()
    desk.get_by_label("Số, ký hiệu").fill("17/BC-UBND")
    desk.get_by_role("button", name="Ghi số").click()
    desk.get_by_role("link", name="Ghi là đã gửi").click()
    look(desk, "paper_send", "Ghi là đã gửi")
    desk.get_by_role("button", name="Ghi là đã gửi").click()
    desk.get_by_text("Đã gửi", exact=True).first.wait_for()
