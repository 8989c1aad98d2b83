"""What every answer says to the browser, as it is sent by HTTPS. Asked of a process of its own: settings are read once."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ASK = """
import json, django
django.setup()
from django.test import Client
client = Client(SERVER_NAME="thidua.example.vn")
told = {}
for path in ("/thiet-lap/", "/khong-co/", "/healthz", "/api/v1/openapi.json"):
    answer = client.get(path, secure=True)
    told[path] = {
        "headers": {name.lower(): value for name, value in answer.headers.items()},
        "cookies": {name: {key: one[key] for key in ("secure", "httponly", "samesite", "path", "domain")}
                    for name, one in answer.cookies.items()},
    }
plain = client.get("/dang-nhap/")
told["plain"] = [plain.status_code, plain.headers.get("Location")]
print(json.dumps(told))
"""
PATHS = ("/thiet-lap/", "/khong-co/", "/healthz", "/api/v1/openapi.json")


@pytest.fixture(scope="module")
def told(
    tmp_path_factory: pytest.TempPathFactory, lay_migrated: Callable[[Path], None]
) -> dict[str, dict[str, dict[str, str]]]:
    folder = tmp_path_factory.mktemp("https")
    lay_migrated(folder)
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("THIDUA_", "DATABASE_"))
    }
    environment |= {
        "THIDUA_DATA": str(folder),
        "THIDUA_BASE_URL": "https://thidua.example.vn",
        "THIDUA_HOSTS": "thidua.example.vn",
        "DJANGO_SETTINGS_MODULE": "thidua.config.settings",
        "PYTHONPATH": str(Path(__file__).parents[2] / "src"),
    }
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", ASK], env=environment, capture_output=True, check=True
    )
    found: dict[str, dict[str, dict[str, str]]] = json.loads(ran.stdout)
    return found


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_carries_the_headers_of_a_careful_site(
    told: dict[str, dict[str, dict[str, str]]], path: str
) -> None:
    headers = told[path]["headers"]
    assert headers["strict-transport-security"] == "max-age=31536000; includeSubDomains; preload"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert "geolocation=()" in headers["permissions-policy"]
    assert "access-control-allow-credentials" not in headers


@pytest.mark.parametrize("path", PATHS)
def test_no_answer_lets_foreign_or_inline_code_run(
    told: dict[str, dict[str, dict[str, str]]], path: str
) -> None:
    policy = told[path]["headers"]["content-security-policy"]
    assert (
        "default-src 'none'" in policy,
        "frame-ancestors 'none'" in policy,
        "base-uri 'none'" in policy,
    ) == (True,) * 3
    assert not any(word in policy for word in ("unsafe-inline", "unsafe-eval", "http:", "*"))


@pytest.mark.parametrize("path", PATHS)
def test_what_it_is_and_its_letters_are_said(told: dict[str, dict[str, dict[str, str]]], path: str) -> None:
    kind = told[path]["headers"]["content-type"]
    assert "charset=utf-8" in kind.lower() or kind.startswith("application/json")


def test_cookies_come_from_this_very_host_only(told: dict[str, dict[str, dict[str, str]]]) -> None:
    cookies = told["/thiet-lap/"]["cookies"]
    assert cookies
    for name, facts in cookies.items():
        assert name.startswith("__Host-")
        assert (facts["secure"], facts["path"], facts["domain"]) == (True, "/", "")  # type: ignore[index]  # a cookie's facts
        assert facts["samesite"] in {"Lax", "Strict"}  # type: ignore[index]


def test_plain_http_leads_to_https(told: dict[str, dict[str, dict[str, str]]]) -> None:
    assert told["plain"] == [301, "https://thidua.example.vn/dang-nhap/"]
