"""`thidua doctor`: what is missing on this machine and the command that adds it."""

import re
import shutil
import smtplib
import stat
import sys
import zoneinfo
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

import thidua
from thidua.core import formatting
from thidua.org.access import oidc
from thidua.web import heartbeat, statics

GIGABYTE = 1024**3
FONTS = Path(thidua.__file__).parent / "documents" / "fonts"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at; `remedy` is a sentence or a command, needed when it is not well."""

    what: str
    is_well: bool
    remedy: str = ""
    is_advice: bool = False  # the product works without it


def python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    return Finding(f"Python {version}", sys.version_info >= (3, 11), "Cài Python 3.11 trở lên.")


def data_folder() -> Finding:
    probe = Path(settings.DATA) / ".probe"
    try:
        probe.touch()
        probe.unlink()
    except OSError as error:
        return Finding(
            f"Thư mục dữ liệu {settings.DATA}",
            False,
            f"Không ghi được: {error.strerror}. Sửa quyền hoặc THIDUA_DATA.",
        )
    return Finding(f"Thư mục dữ liệu {settings.DATA}", True)


def disk() -> Finding:
    free = shutil.disk_usage(settings.DATA).free
    said = formatting.number(Fraction(free, GIGABYTE), 1)
    return Finding(f"Đĩa còn trống {said} GB", free >= GIGABYTE, "Dọn đĩa: cần ít nhất 1 GB.")


def secret_key() -> Finding:
    kept = Path(settings.DATA) / "secret_key"
    if kept.exists() and stat.S_IMODE(kept.stat().st_mode) & 0o077:
        return Finding("Khóa bí mật", False, f"Người khác đọc được khóa: chmod 600 {kept}")
    return Finding("Khóa bí mật", len(settings.SECRET_KEY) >= 40, "THIDUA_SECRET_KEY ngắn hơn 40 ký tự.")


def time_zone() -> Finding:
    try:
        zoneinfo.ZoneInfo(settings.TIME_ZONE)
    except zoneinfo.ZoneInfoNotFoundError:
        return Finding("Múi giờ", False, "apt-get install -y tzdata")
    return Finding(f"Múi giờ {settings.TIME_ZONE}", True)


def database() -> Finding:
    name = f"Cơ sở dữ liệu {connection.vendor}"
    try:
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        return Finding(name, False, f"Không kết nối được (DATABASE_URL): {str(error).splitlines()[0]}")
    return Finding(name, not missing, f"Thiếu {len(missing)} bước nâng cấp: thidua migrate")


def fonts() -> Finding:
    rows = re.findall(
        r"^\|\s*`?([\w.-]+\.ttf)`?\s*\|.*?\b([0-9a-f]{64})\b",
        (FONTS / "VENDOR.md").read_text("utf-8"),
        re.MULTILINE,
    )
    wrong = [name for name, digest in rows if sha256((FONTS / name).read_bytes()).hexdigest() != digest]
    return Finding(
        "Phông chữ của văn bản",
        bool(rows) and not wrong,
        f"Phông bị thay đổi: {', '.join(wrong)}. Cài lại phần mềm.",
    )


def static_files() -> Finding:
    return Finding("Tệp giao diện", statics.are_collected(), "thidua gather_static")


def jobs() -> Finding:
    beat = heartbeat.last_beat()
    seen = f"lần cuối {timezone.localtime(beat):%d/%m/%Y %H:%M}" if beat else "chưa chạy lần nào"
    is_well = heartbeat.is_alive(at=timezone.now())
    return Finding(
        "Tiến trình nền", is_well, f"Không hoạt động ({seen}): thidua up hoặc thidua work", is_advice=True
    )


def mail() -> Finding:
    if "smtp" not in settings.EMAIL_BACKEND:
        return Finding("Thư điện tử ghi vào thư mục", True)
    where = f"Máy chủ thư {settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    try:
        with smtplib.SMTP(settings.EMAIL_HOST, settings.EMAIL_PORT, timeout=5):
            return Finding(where, True)
    except OSError as error:
        return Finding(
            where,
            False,
            f"Không kết nối được ({error}). Đặt THIDUA_MAIL_HOST, THIDUA_MAIL_PORT.",
            is_advice=True,
        )


def identity() -> Finding:
    if not oidc.is_wanted():
        return Finding("Không dùng danh tính điện tử của nơi khác", True)
    what = f"Danh tính điện tử của {settings.OIDC_ISSUER}"
    return Finding(what, oidc.has_extra(), "Cài phần thêm: pip install 'thidua[oidc]'")


def address() -> Finding:
    is_well = settings.IS_HTTPS or settings.DEMO or "127.0.0.1" in settings.BASE_URL
    return Finding(
        f"Địa chỉ {settings.BASE_URL}", is_well, "Dùng https:// trong THIDUA_BASE_URL.", is_advice=True
    )


# A new thing to look at is one function and one line here.
CHECKS: list[Callable[[], Finding]] = [
    python, data_folder, disk, secret_key, time_zone, database, fonts, static_files, jobs, mail, identity,
    address,
]  # fmt: skip


class Command(BaseCommand):
    help = "Say what is missing and the command that adds it; exits 1 if something needed is missing."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        findings = [check() for check in CHECKS]
        for finding in findings:
            mark = "ĐƯỢC " if finding.is_well else "NÊN  " if finding.is_advice else "THIẾU"
            self.stdout.write(f"{mark} {finding.what}" + ("" if finding.is_well else f". {finding.remedy}"))
        if any(not finding.is_well and not finding.is_advice for finding in findings):
            sys.exit(1)
