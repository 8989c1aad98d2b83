from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from thidua.web import statics


@pytest.fixture
def root(settings: Any, tmp_path: Path) -> Path:
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {
            "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage",
            "OPTIONS": {"location": str(tmp_path / "static")},
        },
    }
    return tmp_path / "static"


def test_gather_static_once(root: Path) -> None:
    assert not statics.are_collected()
    call_command("gather_static")
    assert statics.are_collected()
    (root / "mark").touch()
    call_command("gather_static")
    assert (root / "mark").exists()


def test_gather_static_again_after_a_change(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    call_command("gather_static")
    (root / "old.css").touch()
    monkeypatch.setattr(statics, "sources", lambda: "0" * 64)
    assert not statics.are_collected()
    call_command("gather_static")
    assert (statics.are_collected(), (root / "old.css").exists()) == (True, False)


@pytest.mark.parametrize("method", ["get", "head"])
def test_the_icon_that_browsers_ask_for_by_themselves(client: Client, method: str) -> None:
    """Beside JSON and files, which cannot name one; without a session or a query."""
    response = getattr(client, method)("/favicon.ico")
    assert (response.status_code, response["Content-Type"]) == (200, "image/x-icon")
    if method == "get":
        icon = b"".join(response.streaming_content)
        assert icon[:6] == b"\x00\x00\x01\x00\x03\x00"
        assert icon.count(b"\x89PNG\r\n\x1a\n") == 3
