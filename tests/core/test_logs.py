"""What the log may show, and what it never shows."""

import logging

import pytest
from django.conf import settings

from tests.house.pages import pages
from thidua.core import logs

KEY = "q7x2k9d1m4n8b6v3c5z1l0p9o8i7u6y5"


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("Not Found: /mat-khau/abcDEF-_123/", "Not Found: /mat-khau/…/"),
        ("GET /kich-hoat/abcd-efgh-jkmn-pqrs-2345/?x=1", "GET /kich-hoat/…/?x=1"),
        ("mã abcd-efgh-jkmn-pqrs-2345 đã dùng", "mã … đã dùng"),
        ("postgresql://thidua:s3cret@127.0.0.1/x", "postgresql://thidua:…@127.0.0.1/x"),
        ("{'password': 'Câu dài 1', 'a': 2}", "{'password': …, 'a': 2}"),
        ("new_password1=abc&x=2", "new_password1=…&x=2"),
        (f"sessionid={KEY}; path=/", "sessionid=…; path=/"),
        (f"session {KEY} is gone", "session … is gone"),
        ("Key (email)=(bi.mat@nam.example) exists", "Key (email)=(b…@nam.example) exists"),
        ("{'a+b@nam.example': (550, b'no')}", "{'a…@nam.example': (550, b'no')}"),
        ("gọi 0912345678, 091 234 5678, +84 912 345 678.", "gọi …678, …678, …678."),
        ("số 030099001234", "số …234"),
    ],
)
def test_what_only_its_owner_may_know_is_veiled(line: str, shown: str) -> None:
    assert logs.veiled(line) == shown


@pytest.mark.parametrize(
    "line",
    [
        "2026-11-22 12:00:00,123 INFO thidua.web.clock 1234567890 098",
        'File "/srv/thidua/core/handlers/base.py", line 197, in process_exception_by_middleware_and_more_2',
        "thidua-2026-11-22-120000.tar",
        "person 5 signed in from 127.0.0.1",
        "Forbidden (CSRF token from POST incorrect.): /bao-cao/12/nhap/",
        "Thi Đua Số: http://127.0.0.1:8000/nam-dong/",
        "nguoi.dung@may",
    ],
)
def test_what_helps_to_find_a_fault_stays(line: str) -> None:
    assert logs.veiled(line) == line


def test_tracebacks_are_veiled_too() -> None:
    formatter = logs.SafeFormatter("{levelname} {message}", style="{")
    try:
        raise ValueError("không gửi được tới bi.mat@nam.example")
    except ValueError as error:
        record = logging.LogRecord(
            "x",
            logging.ERROR,
            "x.py",
            1,
            "of %s",
            ("bi.mat@nam.example",),
            (ValueError, error, error.__traceback__),
        )
    said = formatter.format(record)  # the words, the line of code and the error
    assert ("bi.mat" in said, said.count("b…@nam.example"), "Traceback" in said) == (False, 3, True)


def test_every_handler_of_the_product_is_safe() -> None:
    made = settings.LOGGING
    assert {handler["formatter"] for handler in made["handlers"].values()} == {"line"}
    assert made["formatters"]["line"]["class"] == "thidua.core.logs.SafeFormatter"


def test_every_address_that_ends_in_a_secret_is_known() -> None:
    secret = {page.address.partition("/")[0] for page in pages() if "secret>" in page.address}
    assert secret == set(logs.SECRET_ADDRESSES)
