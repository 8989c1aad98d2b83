"""The folder of copies, and what is remembered beside them: the last restore drill and the last failure.

Files, not rows: whoever has lost the database still has to know which copy was proven.
"""

import fcntl
import json
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from thidua.web import errors
from thidua.web.backups import retention

NAME = re.compile(r"thidua-(\d{8}-\d{6})\.tar")
STAMP = "%Y%m%d-%H%M%S"
STATE = "state.json"
MAKING = ".making"
PROVING = ".proving"


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy on the shelf; `at` is the local time in its name."""

    path: Path
    at: datetime
    size: int

    @property
    def name(self) -> str:
        return self.path.name


@dataclass(frozen=True, slots=True)
class Drill:
    """The last time that a copy was restored to see whether it can be; an empty sentence means it could."""

    name: str
    at: datetime
    seconds: float
    sentence: str = ""

    @property
    def is_proven(self) -> bool:
        return not self.sentence


@dataclass(frozen=True, slots=True)
class Failure:
    """The last attempt at a copy failed; forgotten with the next that succeeds."""

    at: datetime
    sentence: str


def folder() -> Path:
    return Path(settings.BACKUP_FOLDER)


def name_of(at: datetime) -> str:
    """File names sort by time; they say nothing about whose data is inside."""
    return f"thidua-{timezone.localtime(at):{STAMP}}.tar"


def copies() -> list[Copy]:
    """Newest first; other files in the folder are nobody's business here."""
    found = []
    for path in folder().glob("thidua-*.tar"):
        stamp = NAME.fullmatch(path.name)
        if stamp:
            at = timezone.make_aware(datetime.strptime(stamp[1], STAMP))  # noqa: DTZ007  # local, as the name is
            found.append(Copy(path, at, path.stat().st_size))
    return sorted(found, key=lambda copy: copy.at, reverse=True)


def drop_outdated() -> list[Copy]:
    """Remove the copies that the rule of retention no longer keeps; returns them."""
    keep = retention.Keep(
        settings.BACKUP_KEEP_DAILY, settings.BACKUP_KEEP_WEEKLY, settings.BACKUP_KEEP_MONTHLY
    )
    held = copies()
    staying = retention.kept([copy.at for copy in held], keep)
    gone = [copy for copy in held if copy.at not in staying]
    for copy in gone:
        copy.path.unlink(missing_ok=True)
    return gone


def drill() -> Drill | None:
    said = _state().get("drill")
    return Drill(**{**said, "at": datetime.fromisoformat(said["at"])}) if said else None


def failure() -> Failure | None:
    said = _state().get("failure")
    return Failure(datetime.fromisoformat(said["at"]), said["sentence"]) if said else None


def remember_drill(done: Drill) -> None:
    _remember(drill={**asdict(done), "at": done.at.isoformat()})


def remember_failure(failed: Failure | None) -> None:
    _remember(failure={**asdict(failed), "at": failed.at.isoformat()} if failed else None)


@contextmanager
def scratch(place: Path, work: str) -> Iterator[Path]:
    """A folder for `work` in `place`, for one process at a time; raises CopyBeingMade where another one is at it.

    What a killed attempt left behind is cleared away.
    """
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (place / f"{work}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise errors.CopyBeingMade from None
        shutil.rmtree(place / work, ignore_errors=True)
        (place / work).mkdir(mode=0o700)
        try:
            yield place / work
        finally:
            shutil.rmtree(place / work, ignore_errors=True)


def _state() -> dict[str, Any]:
    try:
        said: dict[str, Any] = json.loads((folder() / STATE).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return said


def _remember(**facts: Any) -> None:
    folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = folder() / f"{STATE}.new"
    fresh.write_text(json.dumps({**_state(), **facts}, ensure_ascii=False), encoding="utf-8")
    fresh.replace(folder() / STATE)
