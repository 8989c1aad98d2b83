"""The settings that deploy/ ships must pass Django's own deployment check, and be settings that there are."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def shipped(*lines: str) -> dict[str, str]:
    """The environment that systemd makes of deploy/thidua.env, with `lines` of it uncommented."""
    text = (ROOT / "deploy" / "thidua.env").read_text(encoding="utf-8")
    for line in lines:
        assert f"# {line}" in text
        text = text.replace(f"# {line}", line)
    return dict(line.split("=", 1) for line in text.splitlines() if line and not line.startswith("#"))


def check(folder: Path, settings: dict[str, str]) -> subprocess.CompletedProcess[str]:
    ours = ("THIDUA_", "DATABASE_", "DJANGO_")
    outside = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    own = {"THIDUA_DATA": str(folder), "PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-W", "ignore", "-m", "thidua", "check", "--deploy", "--fail-level", "WARNING"]
    return subprocess.run(
        command, env=outside | settings | own, cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_shipped_settings_pass_the_deployment_check(tmp_path: Path) -> None:
    told = check(tmp_path, shipped())
    assert (told.returncode, told.stdout) == (0, "System check identified no issues (0 silenced).\n")


def test_deployment_check_can_fail(tmp_path: Path) -> None:
    told = check(tmp_path, shipped() | {"THIDUA_BASE_URL": "http://thidua.example.vn"})
    found = set(re.findall(r"security\.W\d+", told.stderr))
    assert (told.returncode, found) == (
        1,
        {"security.W004", "security.W008", "security.W011", "security.W016"},
    )


@pytest.mark.parametrize("name", sorted(shipped()))
def test_every_shipped_setting_is_documented(name: str) -> None:
    documented = (ROOT / "docs" / "reference" / "settings.md").read_text(encoding="utf-8")
    assert f"| `{name}` |" in documented
