"""Whether the style sheets, scripts and fonts that the server hands out are those of this version."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command


def sources() -> str:
    """A digest of names, sizes and times of all static files of the apps."""
    seen = hashlib.sha256()
    for finder in get_finders():
        for name, storage in sorted(finder.list([]), key=lambda found: found[0]):
            about = Path(storage.path(name)).stat()
            seen.update(f"{name} {about.st_size} {about.st_mtime_ns}\n".encode())
    return seen.hexdigest()


def _stamp() -> Path:
    return Path(settings.STATIC_ROOT) / ".sources"


def are_collected() -> bool:
    stamp = _stamp()
    return stamp.exists() and stamp.read_text(encoding="ascii") == sources()


def collect() -> None:
    """Gather, compress and name by content all static files, if anything changed."""
    if are_collected():
        return
    digest = sources()
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    _stamp().write_text(digest, encoding="ascii")
