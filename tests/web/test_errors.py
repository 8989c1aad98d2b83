"""When something breaks, a plain page says so: 503 when it is the database, 507 when the disk is full."""

import errno
from typing import Any

import pytest
from django.db import IntegrityError, InterfaceError, OperationalError
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from thidua.core.errors import Conflict, DomainError, Refused
from thidua.core.middleware import RefusalMiddleware
from thidua.web.views import site

pytestmark = pytest.mark.django_db


@pytest.fixture
def fragile(client: Client) -> Client:
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize(
    ("fault", "status", "words"),
    [
        (OperationalError("unable to open database file"), 503, "tạm dừng để bảo trì"),
        (InterfaceError("connection already closed"), 503, "tạm dừng để bảo trì"),
        (OperationalError("attempt to write a readonly database"), 503, "bước đó chưa được ghi"),
        (OSError(errno.EROFS, "Read-only file system"), 503, "tạm dừng để bảo trì"),
        (OperationalError("database or disk is full"), 507, "đã hết chỗ lưu"),
        (OSError(errno.ENOSPC, "No space left on device"), 507, "đã hết chỗ lưu"),
        (OSError(errno.EACCES, "Permission denied"), 500, "Lỗi này do hệ thống"),
        (IntegrityError("unique"), 500, "Lỗi này do hệ thống"),
        (ZeroDivisionError(), 500, "Lỗi này do hệ thống"),
    ],
)
def test_faults_have_a_page(
    fragile: Client, monkeypatch: pytest.MonkeyPatch, fault: Exception, status: int, words: str
) -> None:
    def fail(*_: Any) -> None:
        raise fault

    monkeypatch.setattr(site.site, "ward_at", fail)
    response = fragile.get(reverse("web:site_show", args=["nam-dong"]))
    assert (response.status_code, words in response.content.decode()) == (status, True)
    assert response.headers.get("Retry-After") == ("60" if status in {503, 507} else None)


def test_the_pages_of_faults_ask_the_database_nothing(
    fragile: Client, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    monkeypatch.setattr(site.site, "ward_at", lambda slug: 1 / 0)
    with django_assert_num_queries(0):
        fragile.get(reverse("web:site_show", args=["nam-dong"]))


class _Slower(DomainError):
    sentence = "Xin chờ một phút rồi thử lại."
    status = 429


@pytest.mark.parametrize(
    ("refusal", "status", "words"),
    [(Conflict(), 409, "vừa được người khác thay đổi"), (_Slower(), 429, "Đã thử quá nhiều lần")],
)
def test_refusals_have_a_page(refusal: DomainError, status: int, words: str) -> None:
    middleware = RefusalMiddleware(lambda request: None)  # type: ignore[arg-type]
    response = middleware.process_exception(RequestFactory().get("/"), refusal)
    assert response is not None
    text = response.content.decode()
    assert (response.status_code, words in text, str(refusal) in text) == (status, True, True)


def test_the_address_of_a_button_opened_as_a_page_leads_back(client: Client) -> None:
    response = client.get(reverse("org:person_sign_out"))
    assert (response.status_code, "chỉ làm được từ nút bấm" in response.content.decode()) == (405, True)
    assert response["Allow"] == "POST"


@pytest.mark.parametrize(
    ("is_of_state", "heading", "asks_for_a_role"),
    [(True, "Việc này hiện không làm được", False), (False, "không mở cho tài khoản", True)],
)
def test_a_refusal_names_what_it_is_about(is_of_state: bool, heading: str, asks_for_a_role: bool) -> None:
    refused = Refused("Kế hoạch chưa được duyệt.", is_of_state=is_of_state)
    response = RefusalMiddleware(lambda _: HttpResponse()).process_exception(
        RequestFactory().get("/"), refused
    )
    assert response is not None
    shown = response.content.decode()
    assert (heading in shown, "để được cấp quyền" in shown) == (True, asks_for_a_role)
