"""Close the door behind an office program: hide data, let nothing be written but into one folder, set limits, become it.

    unshare --user --net --mount … -- python -I office_room.py ORDER

Runs alone, without this package, in namespaces of its own (`office.py`): no network, no other process to be seen. Every step must
succeed before the program is started; else it ends with NO_ROOM.
"""

import ctypes
import errno
import json
import os
import resource
import sys
from collections.abc import Sequence
from pathlib import Path

NO_ROOM = 97
ENTERED = "entered"
MEBIBYTE = 1024**2
LIMITS = (
    (resource.RLIMIT_AS, 2_048 * MEBIBYTE),
    (resource.RLIMIT_CPU, 60),
    (resource.RLIMIT_FSIZE, 64 * MEBIBYTE),
    (resource.RLIMIT_CORE, 0),
    (resource.RLIMIT_NOFILE, 512),
)
READ_ONLY, NO_SUID, NO_DEVICES, NO_PROGRAMS, REMOUNT, BIND = 1, 2, 4, 8, 32, 4_096
# prctl: what may be gained by a program that is started, and the rights there are; a kernel has some forty, and says
# EINVAL to one that it does not know.
NO_NEW_RIGHTS, DROP_RIGHT, MOST_RIGHTS = 38, 24, 64
KEPT = NO_SUID | NO_DEVICES | NO_PROGRAMS  # of the mount that is made read-only: they cannot be taken off
# Where the program wants to write, and where other programs of the machine listen: empty ones of its own.
OWN_PLACES = ("/var/tmp", "/dev/shm", "/run")  # noqa: S108


def order(command: Sequence[str], folder: str, *, hidden: Sequence[str]) -> str:
    """What `main` is told: what to run, the one folder to write into, what nobody may see."""
    return json.dumps({"command": list(command), "folder": folder, "hidden": list(hidden)})


def main(told: str) -> None:
    asked = json.loads(told)
    folder, command = asked["folder"], asked["command"]
    try:
        mount(folder, folder, "", BIND)
        for place in OWN_PLACES:
            if Path(place).is_dir():
                mount("none", place, "tmpfs", NO_SUID | NO_DEVICES, "size=64m")
        for place in asked["hidden"]:
            hide(place)
        mount("none", "/", "", REMOUNT | BIND | READ_ONLY | os.statvfs("/").f_flag & KEPT)
        os.chdir(folder)
        for what, most in LIMITS:
            resource.setrlimit(what, (most, most))
        give_up_rights()
        Path(folder, ENTERED).touch()
        os.execve(command[0], command, dict(os.environ))  # noqa: S606
    except (OSError, ValueError):
        sys.exit(NO_ROOM)


def hide(place: str) -> None:
    """An empty folder, or an empty file, in its place."""
    if Path(place).is_dir():
        mount("none", place, "tmpfs", NO_SUID | NO_DEVICES | READ_ONLY, "size=4k")
    else:
        mount("/dev/null", place, "", BIND)


def give_up_rights() -> None:
    """Who may mount may take the covers off again: from here on nobody in this room may, or comes to it by another program."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(NO_NEW_RIGHTS, 1, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "cannot forgo new rights")
    for right in range(MOST_RIGHTS):
        if libc.prctl(DROP_RIGHT, right, 0, 0, 0) != 0 and ctypes.get_errno() != errno.EINVAL:
            raise OSError(ctypes.get_errno(), f"cannot give up right {right}")


def mount(source: str, target: str, kind: str, flags: int, options: str = "") -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    said = (source.encode(), target.encode(), kind.encode(), ctypes.c_ulong(flags), options.encode())
    if libc.mount(*said) != 0:
        raise OSError(ctypes.get_errno(), f"cannot mount on {target}")


if __name__ == "__main__":
    main(sys.argv[1])
