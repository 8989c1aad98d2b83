"""Bring a copy back into an empty place, and prove there that nothing is missing.

Every byte is checked before the first one is written. What the models say is asked in a process of its own, whose
settings are those of the restored installation.
"""

import os
import secrets
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.db import DatabaseError, connection

from thidua.web import errors
from thidua.web.backups import archive, engines
from thidua.web.backups.archive import Manifest, Reader

# The settings make these at the start of any command; they are no data.
NOT_DATA = {"secret_key", "static"}
NEEDED_LATER = ("THIDUA_SECRET_KEY_FILE", "THIDUA_DEMO", "THIDUA_BACKUP_FOLDER")


@dataclass(frozen=True, slots=True)
class Restored:
    manifest: Manifest
    seconds: float


def restore(path: Path, into: Path, *, tell: Callable[[str], None]) -> Restored:
    """Check the copy, unpack it into the folder `into` (and DATABASE_URL for PostgreSQL), prove it.

    Raises a BackupError; nothing was written then, unless the sentence says what does not agree.
    """
    started = time.monotonic()
    with archive.checked(path) as reader:
        try:
            _refuse_unfit(reader.manifest, into)
            tell(f"Bản sao lúc {reader.manifest.made_at} nguyên vẹn, {len(reader.manifest.parts)} phần.")
            _unpack(reader, into)
        except (OSError, DatabaseError) as error:
            raise errors.CopyNotRestored(getattr(error, "strerror", None) or str(error)) from error
        _prove(path, into)
        return Restored(reader.manifest, time.monotonic() - started)


def _refuse_unfit(manifest: Manifest, into: Path) -> None:
    if manifest.engine != connection.vendor:
        raise errors.CopyFromElsewhere(
            f"Bản sao là của {manifest.engine}, còn DATABASE_URL đang chỉ tới {connection.vendor}."
        )
    if into.exists() and (not into.is_dir() or {entry.name for entry in into.iterdir()} - NOT_DATA):
        raise errors.TargetNotEmpty(f"Nơi nhận {into}")
    engine = engines.named(manifest.engine)
    engine.refuse_used()
    engine.refuse_unfit(manifest)


def _unpack(reader: Reader, into: Path) -> None:
    said = reader.manifest
    into.mkdir(parents=True, exist_ok=True, mode=0o700)
    found = engines.named(said.engine).load(reader, into)
    for name in said.parts:
        if name.startswith("files/"):
            reader.extract(name, into / name)
    if (found.counts, found.heads) != (said.facts.counts, said.facts.heads):
        raise errors.CopyFromElsewhere("Cơ sở dữ liệu sau khi khôi phục có số dòng khác với bản sao.")


def _prove(path: Path, into: Path) -> None:
    for command in (["migrate", "--no-input", "--verbosity=0"], ["verify_copy", str(path.absolute())]):
        run = subprocess.run(
            [sys.executable, "-m", "thidua", *command],
            env=_environment(into),
            capture_output=True,
            text=True,
            check=False,
        )
        if run.returncode:
            raise errors.CopyFromElsewhere(f"Đã khôi phục, nhưng kiểm tra không đạt. {last_words(run)}")


def last_words(run: subprocess.CompletedProcess[str]) -> str:
    """What a command that failed said at last."""
    lines = [line.strip() for line in (run.stdout + run.stderr).splitlines() if line.strip()]
    return lines[-1] if lines else f"Mã kết thúc {run.returncode}."


def _environment(into: Path) -> dict[str, str]:
    """The restored installation's; a key for this moment only, so that it makes its own at its first start."""
    said = {name: value for name, value in os.environ.items() if name not in NEEDED_LATER}
    if connection.vendor == "sqlite":
        said = {
            name: value for name, value in said.items() if name not in {"DATABASE_URL", "DATABASE_URL_FILE"}
        }
    return said | {
        "THIDUA_DATA": str(into.absolute()),
        "THIDUA_SECRET_KEY": secrets.token_urlsafe(50),
        "DJANGO_SETTINGS_MODULE": "thidua.config.settings",
    }
