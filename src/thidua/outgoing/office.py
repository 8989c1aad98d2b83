"""A PDF of a filled form by the server's LibreOffice, where there is one: in a room without network, data or time to spare.

The form came from outside. It was looked at before (`filling/packages.py`: no programs, nothing from elsewhere), and still the
program that lays it out is not trusted: it gets a copy in an empty folder, and everything else is taken away first
(`office_room.py`). Where the kernel does not allow that, no PDF is made.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings

from thidua.core.limits import EVIDENCE
from thidua.outgoing import errors, office_room

OFF = frozenset({"", "0"})
WALL_SECONDS = 90
FILTERS = {".docx": "pdf:writer_pdf_Export", ".xlsx": "pdf:calc_pdf_Export"}
ROOM = ("--user", "--map-root-user", "--net", "--mount", "--pid", "--ipc", "--uts", "--fork", "--kill-child")
QUIET = ("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo", "--nofirststartwizard")
# Macros are off, links are never followed or renewed, whatever a file says; numbers of cells are written as in Việt Nam
# (2.316 and 94,57), whatever the server speaks. Configuration of LibreOffice, name by name.
PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>vi-VN</value></prop></item>
</oor:items>
"""  # noqa: E501  # one item a line, as LibreOffice writes them


def program() -> str:
    """Where LibreOffice is; "" where there is none, where it is switched off, or where no room can be made for it."""
    if settings.OFFICE in OFF or shutil.which("unshare") is None:
        return ""
    return shutil.which(settings.OFFICE) or ""


def to_pdf(content: bytes, suffix: str) -> bytes:
    """The pages of a .docx or .xlsx. Takes seconds: only for a job. PdfNotMade says why there is none."""
    found = program()
    if not found:
        raise errors.OfficeMissing
    with tempfile.TemporaryDirectory(prefix="thidua-pdf-") as folder:
        profile = Path(folder, "profile", "user")
        profile.mkdir(parents=True)
        profile.joinpath("registrymodifications.xcu").write_text(PROFILE, encoding="utf-8")
        source = Path(folder, f"giay{suffix}")
        source.write_bytes(content)
        place = f"-env:UserInstallation=file://{folder}/profile"
        command = [found, place, *QUIET, "--convert-to", FILTERS[suffix], "--outdir", folder, str(source)]
        _run(command, folder)
        return _made(Path(folder, "giay.pdf"))


def _run(command: Sequence[str], folder: str) -> None:
    ended = in_room(command, folder)
    if ended is None:
        raise errors.PdfNotMade("Lập bản PDF lâu quá mức cho phép nên đã dừng.")
    if ended == office_room.NO_ROOM:
        raise errors.PdfNotMade(
            "Máy chủ không cho tách riêng chương trình lập PDF nên không lập, để giữ an toàn cho dữ liệu."
        )


def in_room(command: Sequence[str], folder: str, **other: Any) -> int | None:
    """Run `command` shut off from network, data and other processes, with `folder` alone to write into; how it ended.

    None when it took too long; NO_ROOM when it was not run because it could not be shut off.
    """
    order = office_room.order(command, folder, hidden=_hidden())
    room = ["unshare", *ROOM, "--", sys.executable, "-I", office_room.__file__, order]
    try:
        done = subprocess.run(
            room,
            env=_environment(folder),
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=other.get("stdout", subprocess.DEVNULL),
            stderr=subprocess.DEVNULL,
            timeout=other.get("timeout", WALL_SECONDS),
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None
    except OSError:
        return office_room.NO_ROOM
    # `unshare` itself says 1 where the kernel refuses, as programs do for anything; only the room leaves this behind.
    return done.returncode if Path(folder, office_room.ENTERED).exists() else office_room.NO_ROOM


def _environment(folder: str) -> Mapping[str, str]:
    """Nothing of ours: settings and secrets may stand in it."""
    return {"PATH": os.defpath, "HOME": folder, "TMPDIR": folder, "LANG": "C.UTF-8", "TZ": settings.TIME_ZONE}


def _hidden() -> list[str]:
    """Whatever holds data or secrets of the ward."""
    database = settings.DATABASES["default"]
    places = [settings.DATA, settings.BACKUP_FOLDER]
    if str(database["ENGINE"]).endswith("sqlite3") and Path(str(database["NAME"])).is_file():
        places.append(Path(str(database["NAME"])))
    if str(database.get("HOST", "")).startswith("/"):
        places.append(
            Path(str(database["HOST"]))
        )  # the socket of PostgreSQL, which no network namespace shuts off
    places += [Path(said) for name, said in os.environ.items() if name.endswith("_FILE") and said]
    return [str(place.resolve()) for place in places if place.exists()]


def _made(file: Path) -> bytes:
    """What stands there now; it is looked at like any file from outside before it is kept."""
    if not file.is_file() or file.is_symlink():
        raise errors.PdfNotMade(
            "LibreOffice của máy chủ không mở được tệp này. Tệp Excel cần phần LibreOffice Calc."
        )
    if not 0 < file.stat().st_size <= EVIDENCE.file_bytes:
        raise errors.PdfNotMade("Bản PDF lớn quá mức được giữ.")
    return file.read_bytes()
