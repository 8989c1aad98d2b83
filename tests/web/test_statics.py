from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

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
