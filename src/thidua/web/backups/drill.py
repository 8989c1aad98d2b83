"""The restore drill: the newest copy is brought back by the very command that would be used in need, then thrown away."""

import os
import secrets
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path

from thidua.web.backups import engines, restoring, shelf

LONGEST = 6 * 3600  # seconds


def prove(copy: shelf.Copy, *, at: datetime) -> shelf.Drill:
    """Restore `copy` beside the running product; what came of it is remembered.

    Raises DrillNotPossible, or CopyBeingMade while another process proves one.
    """
    with shelf.scratch(copy.path.parent, shelf.PROVING) as scratch, engines.ours().spare(scratch) as address:
        started = time.monotonic()
        run = subprocess.run(
            [
                sys.executable,
                "-m",
                "thidua",
                "restore",
                str(copy.path),
                "--into",
                str(scratch / "restored"),
            ],
            env=_environment(scratch, address),
            capture_output=True,
            text=True,
            check=False,
            timeout=LONGEST,
        )
        seconds = time.monotonic() - started
    said = restoring.last_words(run) if run.returncode else ""
    done = shelf.Drill(copy.name, at, round(seconds, 1), said)
    shelf.remember_drill(done)
    return done


def _environment(scratch: Path, address: str) -> dict[str, str]:
    own = {
        name: value for name, value in os.environ.items() if not name.startswith(("THIDUA_", "DATABASE_URL"))
    }
    return own | {
        "THIDUA_DATA": str(scratch / "own"),
        "THIDUA_SECRET_KEY": secrets.token_urlsafe(50),
        "DATABASE_URL": address,
        "DJANGO_SETTINGS_MODULE": "thidua.config.settings",
    }
