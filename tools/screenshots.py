"""Make the pictures of docs/user/anh again: `.venv/bin/python tools/screenshots.py`; takes about two minutes.

Starts the product twice on data folders of its own, empty and with the demonstration, and walks them in Chromium as the people
of the user's guide do. Refuses a picture above 150 KB.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright
from xlsxwriter import Workbook

from thidua.org.access import totp

ROOT = Path(__file__).parents[1]
OUT = ROOT / "docs" / "user" / "anh"
ON = "2026-11-22"
MOST_BYTES = 150_000
DESK, PHONE = (1100, 720), (390, 844)
CAST = {
    "officer": "Cơ quan thường trực",
    "leader": "Lãnh đạo UBND",
    "head": "Thủ trưởng đơn vị",
    "reporter": "Cán bộ đầu mối",
}


@contextmanager
def running(*options: str) -> Iterator[str]:
    """`thidua up` on a new data folder; gives its address once it answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folder = tempfile.mkdtemp(prefix="thidua-pictures-")
    command = [sys.executable, "-m", "thidua", "up", "--port", str(port), *options]
    process = subprocess.Popen(
        command, env={**os.environ, "THIDUA_DATA": folder}, stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        if not any("http://" in line for line in process.stdout):
            sys.exit("thidua up did not start")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=30)
        shutil.rmtree(folder, ignore_errors=True)


class Visitor:
    """Somebody with a browser of their own."""

    def __init__(self, browser: Any, address: str, *, size: tuple[int, int] = DESK, role: str = "") -> None:
        width, height = size
        context = browser.new_context(
            base_url=address,
            viewport={"width": width, "height": height},
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
        )
        self.page = context.new_page()
        if role:
            self.page.goto("/dang-nhap/")
            self.page.get_by_role("button", name=CAST[role]).click()

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name).first.click()
        self.page.wait_for_load_state()

    def follow(self, name: str | re.Pattern[str]) -> None:
        self.page.get_by_role("link", name=name).first.click()
        self.page.wait_for_load_state()

    def shoot(self, name: str, *, height: int = 0, top: float = 0) -> None:
        """The page from `top`, `height` pixels of it, or as much as the window shows."""
        self.page.evaluate(
            "document.fonts.ready.then(() => true)"
        )  # polling for it the content policy forbids
        size = self.page.viewport_size
        clip = {"x": 0, "y": top, "width": size["width"], "height": height or size["height"]}
        path = OUT / f"{name}.png"
        self.page.screenshot(path=path, clip=clip, full_page=True, caret="initial")
        if path.stat().st_size > MOST_BYTES:
            sys.exit(f"{path.name}: {path.stat().st_size} bytes, more than {MOST_BYTES}")
        print(f"{path.name:32} {path.stat().st_size:>7}")


def first_day(browser: Any, address: str) -> None:
    someone = Visitor(browser, address)
    page = someone.page
    page.goto("/")
    for label, words in (
        ("Tên phường, xã", "phường Nam Đồng"),
        ("Địa danh ghi trên văn bản", "Nam Đồng"),
        ("Cơ quan ban hành", "Ủy ban nhân dân phường Nam Đồng"),
        ("Cơ quan cấp trên", "Ủy ban nhân dân thành phố Hải Phòng"),
        ("Tỉnh, thành phố", "thành phố Hải Phòng"),
        ("Họ và tên", "Nguyễn Thị Minh Họa"),
        ("Tên đăng nhập", "minh.hoa"),
        ("Mật khẩu", "Mưa xuân, phố nhỏ 26"),
    ):
        page.get_by_label(label).fill(words)
    someone.shoot("lap-phuong")
    someone.press("Lập địa phương và tài khoản quản trị")
    second_step(someone)
    page.goto("/thiet-lap/buoc-tiep/")
    someone.shoot("ba-buoc", height=660)
    someone.follow("Nhập danh sách đơn vị")
    page.locator("input[type=file]").set_input_files(
        {"name": "don-vi.xlsx", "mimeType": "", "buffer": units()}
    )
    someone.press("Kiểm tra tệp")
    someone.shoot("nhap-don-vi", height=760)


def second_step(someone: Visitor) -> None:
    """An administrator needs one before any other page opens."""
    someone.follow("Đặt bằng ứng dụng tạo mã")
    someone.shoot("ung-dung-tao-ma", height=980)
    secret = someone.page.locator(".slip-link").inner_text().replace(" ", "")
    someone.page.get_by_label("Mã sáu số").fill(totp.code_at(secret, int(time.time()) // totp.STEP))
    someone.press("Bật ứng dụng tạo mã")
    someone.follow("Tôi đã cất các mã")


def units() -> bytes:
    rows = (
        ("Mã đơn vị", "Tên đơn vị", "Loại"),
        ("VHXH", "Phòng Văn hóa - Xã hội", "Phòng, ban, văn phòng"),
        ("TDP01", "Tổ dân phố Khánh Hội", "Tổ dân phố, thôn"),
        ("TDP02", "Tổ dân phố Nhân Nghĩa", "Tổ dân phố"),
        ("TDP03", "Tổ dân phố Phú Lương", "Câu lạc bộ"),
    )
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
        with Workbook(file.name) as book:
            sheet = book.add_worksheet()
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
        return Path(file.name).read_bytes()


def the_unit(browser: Any, address: str) -> None:
    """The reporter enters and hands in, the head looks at it."""
    phone = Visitor(browser, address, size=PHONE, role="reporter")
    phone.shoot("dau-moi-viec-cua-toi")
    phone.follow(re.compile("^Báo cáo Tháng 11", re.IGNORECASE))
    phone.follow("Nhập từng con số")
    boxes = phone.page.locator(".figure-input, input[inputmode=numeric]")
    boxes.nth(0).fill("96")
    boxes.nth(1).fill("100")
    boxes.nth(1).press("Tab")
    phone.page.get_by_role("status").get_by_text("96").first.wait_for()
    phone.shoot("dau-moi-mot-con-so", height=1180)
    desk = Visitor(browser, address, role="reporter")
    desk.follow(re.compile("^Báo cáo Tháng 11", re.IGNORECASE))
    desk.follow(re.compile("^Nhập số liệu$"))
    desk.shoot("dau-moi-nhap-so-lieu")
    for row in desk.page.locator("fieldset.entry-row").all():
        for box, value in zip(row.locator(".figure-input").all(), ("96", "100"), strict=False):
            box.fill(value)
        row.get_by_label("Giải trình").fill("Trích từ sổ theo dõi của Văn phòng (minh họa).")
    desk.press("Gửi báo cáo")
    desk.page.get_by_text("đang chờ thủ trưởng đơn vị duyệt").wait_for()
    head = Visitor(browser, address, role="head")
    head.shoot("thu-truong-viec-cua-toi", height=520)
    head.follow(re.compile("^Báo cáo Tháng 11", re.IGNORECASE))
    head.shoot("thu-truong-duyet", height=860)


def the_standing_body(browser: Any, address: str) -> None:
    officer = Visitor(browser, address, role="officer")
    officer.shoot("thuong-truc-viec-cua-toi")
    officer.follow(re.compile("^Đôn đốc", re.IGNORECASE))
    officer.shoot("thuong-truc-don-doc")
    officer.page.goto("/viec-cua-toi/")
    officer.follow(re.compile(": báo cáo Tháng 11", re.IGNORECASE))
    officer.shoot("thuong-truc-kiem-tra")
    officer.follow("Bảng theo dõi")
    officer.shoot("thuong-truc-bang-theo-doi")
    officer.page.goto("/phong-trao/")
    officer.page.locator("h2 a").first.click()
    officer.shoot("phong-trao")
    officer.follow("Đọc kế hoạch cùng những gì đã hiểu")
    targets = officer.page.get_by_role("region", name="Chỉ tiêu")
    targets.locator("summary").first.click()
    top = targets.evaluate("it => it.getBoundingClientRect().top + window.scrollY")
    officer.shoot("doc-ke-hoach", top=top - 90)
    officer.page.goto("/ket-qua/")
    officer.shoot("ket-qua")
    officer.page.goto("/bao-cao-dinh-ky/?loai=year")
    officer.page.locator("main table tbody a").first.click()
    officer.follow("Xem bản in")
    officer.page.wait_for_load_state("networkidle")
    officer.shoot("bao-cao-nam", height=800)


def what_is_promised_and_sent(browser: Any, address: str) -> None:
    """Tasks and a unit's plan, an urging letter, the city's form."""
    officer = Visitor(browser, address, role="officer")
    officer.page.goto("/nhiem-vu/bang/")
    officer.shoot("nhiem-vu-bang", height=760)
    officer.page.goto("/don-doc/van-ban/")
    officer.page.locator("main table tbody a").first.click()
    officer.page.wait_for_load_state("networkidle")
    top = officer.page.locator("main img").first.evaluate(
        "it => it.getBoundingClientRect().top + window.scrollY"
    )
    officer.shoot("van-ban-don-doc", top=top - 90, height=800)
    officer.page.goto("/bao-cao-gui-di/")
    officer.page.locator("main table tbody a").first.click()
    officer.shoot("bieu-gui-thanh-pho", height=800)
    phone = Visitor(browser, address, size=PHONE, role="head")
    phone.page.goto("/ke-hoach-don-vi/")
    phone.follow("Mở kế hoạch của đơn vị")
    phone.shoot("ke-hoach-don-vi-dien-thoai")


def the_leader(browser: Any, address: str) -> None:
    leader = Visitor(browser, address, role="leader")
    leader.follow(re.compile("^Công bố kết quả", re.IGNORECASE))
    leader.shoot("lanh-dao-cong-bo")
    leader.press("Công bố")


def the_people(browser: Any, address: str) -> None:
    door = Visitor(browser, address)
    door.page.goto("/dang-nhap/")
    door.shoot("vai-minh-hoa", height=1240)
    citizen = Visitor(browser, address)
    citizen.page.goto("/nam-dong/")
    citizen.shoot("trang-cong-khai")
    phone = Visitor(browser, address, size=PHONE)
    phone.page.goto("/nam-dong/")
    phone.page.locator("main table a").first.click()
    phone.shoot("vi-sao-dien-thoai")


def main() -> None:
    OUT.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        flags = ["--lang=vi-VN", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=flags)
        with running() as address:
            first_day(browser, address)
        with running("--demo", "--on", ON) as address:
            for walk in (the_unit, the_standing_body, what_is_promised_and_sent, the_leader, the_people):
                walk(browser, address)
        browser.close()


if __name__ == "__main__":
    main()
