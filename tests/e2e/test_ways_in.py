"""The ways in, in a real browser: keys by Chromium's own virtual authenticator, codes by the clock, a lock that loses nothing."""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.factories import org
from thidua.org.access import rules, totp
from thidua.org.models import Passkey, Session, Unit, User


@pytest.fixture
def ward(db: None) -> Unit:
    return org.CommuneFactory(slug="nam-dong").unit


@pytest.fixture
def leader(ward: Unit) -> User:
    user = org.UserFactory(home=ward, username="chu.tich", full_name="Trần Chủ Tịch")
    org.MembershipFactory(unit=ward, user=user, role="leader")
    return user


@pytest.fixture
def reporter(ward: Unit) -> User:
    user = org.UserFactory(home=ward, username="ong.on", full_name="Ông Ổn")
    org.MembershipFactory(unit=org.UnitFactory(parent=ward), user=user)
    return user


def with_authenticator(page: Any, *, verifies: bool = True) -> tuple[Any, str]:
    """A key holder inside the browser, as a telephone has; `verifies`: it asks for a finger, and gets it."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    made = devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": verifies,
                "automaticPresenceSimulation": True,
            }
        },
    )
    return devtools, made["authenticatorId"]


def sign_in(page: Any, user: User) -> None:
    page.goto("/dang-nhap/")
    page.get_by_label("Tên đăng nhập").fill(user.username)
    page.get_by_label("Mật khẩu").fill(org.PASSWORD)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()


def sign_out(page: Any) -> None:
    page.goto("/tai-khoan/bao-mat/")
    page.get_by_role("button", name="Đăng xuất khỏi máy này").click()
    page.get_by_role("heading", name="Đăng nhập", level=1, exact=True).wait_for()


def by_name(page: Any, live_server: Any) -> None:
    """Keys are bound to names: the live server by its name, not by its number."""
    page.context.set_default_navigation_timeout(15_000)
    page.goto(live_server.url.replace("127.0.0.1", "localhost") + "/dang-nhap/")


def test_leader_sets_up_an_app_then_signs_in_by_its_code(
    page: Any, leader: User, look: Callable[..., None]
) -> None:
    look_at(page, leader, look)
    secret = page.locator(".slip-link").inner_text().replace(" ", "")
    page.get_by_label("Mã sáu số trên điện thoại").fill(totp.code_at(secret, int(time.time()) // 30))
    page.get_by_role("button", name="Bật ứng dụng tạo mã").click()
    look(page, "recovery_codes", "Mã dự phòng")
    code = page.locator(".codes li").first.inner_text()
    page.get_by_role("link", name="Tôi đã cất các mã").click()
    page.get_by_role("heading", name="Việc của tôi", level=1).wait_for()
    sign_out(page)
    sign_in(page, leader)
    look(page, "factor_ask", "Bước xác thực thứ hai")
    page.get_by_label("Mã xác thực").fill(code)
    page.get_by_role("button", name="Tiếp tục").click()
    page.get_by_role("heading", name="Việc của tôi", level=1).wait_for()


def look_at(page: Any, leader: User, look: Callable[..., None]) -> None:
    sign_in(page, leader)
    look(page, "factor_require", "Cần bước xác thực thứ hai")
    page.goto("/don-vi/")
    page.get_by_role("heading", name="Cần bước xác thực thứ hai", level=1).wait_for()
    page.get_by_role("link", name="Đặt bằng ứng dụng tạo mã").click()
    look(page, "totp_add", "Đặt ứng dụng tạo mã")


def test_key_as_second_step_and_alone(
    page: Any, live_server: Any, leader: User, look: Callable[..., None]
) -> None:
    by_name(page, live_server)
    with_authenticator(page)
    add_key(page, live_server, leader, look)
    key = Passkey.objects.get(user=leader)
    assert (key.name, key.host) == ("Máy ở cơ quan", "localhost")
    base = live_server.url.replace("127.0.0.1", "localhost")
    page.goto(f"{base}/tai-khoan/bao-mat/")
    look(page, "security", "Đăng nhập và bảo mật")
    page.get_by_role("button", name="Đăng xuất khỏi máy này").click()
    page.get_by_label("Tên đăng nhập").fill(leader.username)
    page.get_by_label("Mật khẩu").fill(org.PASSWORD)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    page.get_by_role("button", name="Dùng khóa đã thêm").click()
    page.get_by_role("heading", name="Việc của tôi", level=1).wait_for()
    page.goto(f"{base}/tai-khoan/bao-mat/")
    page.get_by_role("button", name="Đăng xuất khỏi máy này").click()
    page.get_by_role("button", name="Đăng nhập bằng khóa trên máy này").click()
    page.get_by_role("heading", name="Việc của tôi", level=1).wait_for()
    key.refresh_from_db()
    assert (key.used_at is not None, key.sign_count >= 2) == (True, True)


def add_key(page: Any, live_server: Any, user: User, look: Callable[..., None]) -> None:
    page.get_by_label("Tên đăng nhập").fill(user.username)
    page.get_by_label("Mật khẩu").fill(org.PASSWORD)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    page.get_by_role("link", name="Đặt bằng khóa").click()
    look(page, "passkey_add", "Thêm khóa")
    page.get_by_label("Tên khóa").fill("Máy ở cơ quan")
    page.get_by_role("button", name="Thêm khóa").click()
    page.get_by_role("heading", name="Mã dự phòng", level=1).wait_for()


def test_key_that_does_not_verify_its_owner_is_no_way_in_alone(
    page: Any, live_server: Any, leader: User, look: Callable[..., None]
) -> None:
    by_name(page, live_server)
    devtools, holder = with_authenticator(page)
    add_key(page, live_server, leader, look)
    page.context.clear_cookies()
    page.goto(live_server.url.replace("127.0.0.1", "localhost") + "/dang-nhap/")
    devtools.send("WebAuthn.setUserVerified", {"authenticatorId": holder, "isUserVerified": False})
    page.get_by_role("button", name="Đăng nhập bằng khóa trên máy này").click()
    page.get_by_text("Chưa xác nhận trên máy").wait_for()
    assert (
        Session.objects.filter(user=leader, expires_at__gt=leader.created_at).count() == 1
    )  # only the one before


def test_copied_key_is_refused(page: Any, live_server: Any, leader: User, look: Callable[..., None]) -> None:
    """A key whose counter goes back was copied."""
    by_name(page, live_server)
    with_authenticator(page)
    add_key(page, live_server, leader, look)
    Passkey.objects.update(sign_count=1_000)
    page.context.clear_cookies()
    page.goto(live_server.url.replace("127.0.0.1", "localhost") + "/dang-nhap/")
    page.get_by_role("button", name="Đăng nhập bằng khóa trên máy này").click()
    page.get_by_text("Khóa chưa được nhận").wait_for()


def test_key_that_verifies_its_owner_opens_a_resting_session(
    page: Any, live_server: Any, leader: User, look: Callable[..., None]
) -> None:
    by_name(page, live_server)
    with_authenticator(page)
    add_key(page, live_server, leader, look)
    Session.objects.filter(user=leader).update(seen_at=timezone.now() - timedelta(hours=1))
    page.goto("/don-vi/")
    look(page, "session_unlock", "Phiên làm việc đang khóa")
    page.get_by_role("button", name="Mở khóa bằng khóa trên máy này").click()
    page.get_by_role("heading", name="Đơn vị", level=1).wait_for()


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """A session that locks after six seconds."""
    original = rules.minutes
    monkeypatch.setattr(
        rules,
        "minutes",
        lambda what, on: original(what, on) / 150 if what.startswith("idle_lock") else original(what, on),
    )


def test_resting_page_warns_locks_and_loses_nothing(
    page: Any, ward: Unit, soon: None, take_screen: Any
) -> None:
    admin = org.UserFactory(home=ward, username="quan.tri")
    org.MembershipFactory(unit=ward, user=admin, role="standing_body")
    sign_in(page, admin)
    page.goto("/tai-khoan/mat-khau/")
    page.get_by_label("Mật khẩu mới", exact=True).fill("Đang gõ dở")
    page.get_by_role("heading", name="Sắp khóa vì lâu không thao tác").wait_for()
    take_screen(page, "session_warning")
    page.get_by_role("heading", name="Trang đang khóa").wait_for()
    take_screen(page, "session_locked")
    dialog = page.locator("dialog")
    dialog.get_by_label("Mật khẩu").fill("sai")
    dialog.get_by_role("button", name="Mở khóa").click()
    dialog.get_by_text("Mật khẩu chưa đúng.").wait_for()
    dialog.get_by_label("Mật khẩu").fill(org.PASSWORD)
    dialog.get_by_role("button", name="Mở khóa").click()
    dialog.wait_for(state="hidden")
    assert page.get_by_label("Mật khẩu mới", exact=True).input_value() == "Đang gõ dở"


def test_typing_keeps_the_page_open(page: Any, reporter: User, soon: None) -> None:
    sign_in(page, reporter)
    page.goto("/tai-khoan/mat-khau/")
    field = page.get_by_label("Mật khẩu mới", exact=True)
    for _ in range(16):
        field.press_sequentially("a")
        page.wait_for_timeout(600)
    assert page.locator("dialog[open]").count() == 0
    page.goto("/don-vi/")
    page.get_by_role("heading", name="Đơn vị", level=1).wait_for()
