from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from thidua.web.management.commands import doctor


def run() -> tuple[str, int]:
    """What the command says and its exit code."""
    out = StringIO()
    try:
        call_command("doctor", stdout=out)
    except SystemExit as stopped:
        return out.getvalue(), int(stopped.code or 0)
    return out.getvalue(), 0


@pytest.fixture(autouse=True)
def static_files_are_gathered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor.statics, "are_collected", lambda: True)


@pytest.mark.django_db
def test_doctor_on_a_ready_machine(data_folder: Path) -> None:
    said, code = run()
    assert (code, "THIẾU" in said) == (0, False)
    assert len(said.splitlines()) == len(doctor.CHECKS)


@pytest.mark.django_db
def test_doctor_exits_1_for_what_is_missing(data_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor.statics, "are_collected", lambda: False)
    said, code = run()
    assert (code, [line for line in said.splitlines() if line.startswith("THIẾU")]) == (
        1,
        ["THIẾU Tệp giao diện. thidua gather_static"],
    )


def test_data_folder_that_cannot_be_written(settings: Any, tmp_path: Path) -> None:
    settings.DATA = tmp_path / "gone"
    found = doctor.data_folder()
    assert (found.is_well, found.remedy[:16]) == (False, "Không ghi được: ")


def test_disk_that_is_nearly_full(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.DATA = tmp_path
    usage = doctor.shutil.disk_usage(tmp_path)._replace(free=doctor.GIGABYTE - 1)
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda folder: usage)
    assert not doctor.disk().is_well


def test_disk_says_its_room_as_vietnamese_write_numbers(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DATA = tmp_path
    usage = doctor.shutil.disk_usage(tmp_path)._replace(free=doctor.GIGABYTE * 77_890 // 1000)
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda folder: usage)
    assert doctor.disk().what == "Đĩa còn trống 77,9 GB"


@pytest.mark.parametrize(("mode", "is_well"), [(0o600, True), (0o640, False), (0o604, False)])
def test_secret_key_that_others_can_read(settings: Any, tmp_path: Path, mode: int, is_well: bool) -> None:
    settings.DATA, settings.SECRET_KEY = tmp_path, "x" * 40
    (tmp_path / "secret_key").touch()
    (tmp_path / "secret_key").chmod(mode)
    assert doctor.secret_key().is_well == is_well


@pytest.mark.parametrize(("length", "is_well"), [(39, False), (40, True)])
def test_secret_key_that_is_short(settings: Any, tmp_path: Path, length: int, is_well: bool) -> None:
    settings.DATA, settings.SECRET_KEY = tmp_path, "x" * length
    assert doctor.secret_key().is_well == is_well


def test_time_zone_that_the_machine_does_not_know(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(name: str) -> None:
        raise doctor.zoneinfo.ZoneInfoNotFoundError(name)

    monkeypatch.setattr(doctor.zoneinfo, "ZoneInfo", unknown)
    assert doctor.time_zone().remedy == "apt-get install -y tzdata"


def test_fonts_that_were_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert doctor.fonts().is_well
    for file in doctor.FONTS.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "LiberationSerif-Bold.ttf").write_bytes(b"other")
    monkeypatch.setattr(doctor, "FONTS", tmp_path)
    assert doctor.fonts().remedy == "Phông bị thay đổi: LiberationSerif-Bold.ttf. Cài lại phần mềm."


def test_mail_server_that_does_not_answer(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    found = doctor.mail()
    assert (found.is_well, found.is_advice) == (False, True)


@pytest.mark.django_db
def test_database_with_missing_migrations(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor.MigrationExecutor, "migration_plan", lambda self, leaves: [1, 2])
    assert doctor.database().remedy == "Thiếu 2 bước nâng cấp: thidua migrate"


@pytest.mark.parametrize(
    ("issuer", "has_extra", "is_well"),
    [("", False, True), ("https://x", True, True), ("https://x", False, False)],
)
def test_an_outside_identity_needs_its_extra(settings, monkeypatch, issuer, has_extra, is_well):
    settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID = issuer, "thidua"
    monkeypatch.setattr(doctor.oidc, "has_extra", lambda: has_extra)
    assert doctor.identity().is_well is is_well
