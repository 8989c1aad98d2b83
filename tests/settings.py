"""Settings of the tests: the product's own, on a throw-away data folder and a throw-away database.

The environment is prepared before the product's settings are read; `THIDUA_TEST_DATABASE=postgresql` uses the server that
DATABASE_URL names or starts a real PostgreSQL, everything else runs on SQLite. Workers of pytest-xdist inherit the
environment: the address of the server, and the folder for what they share (tests/migrated.py).
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from tests import postgresql

_data = tempfile.mkdtemp(prefix="thidua-test-")
atexit.register(shutil.rmtree, _data, ignore_errors=True)
os.environ["THIDUA_DATA"] = _data
Path(_data, "static").mkdir()  # WhiteNoise warns when the folder of collected files is not there
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's loop runs in the thread of the test
if os.environ.get("THIDUA_TEST_DATABASE") == "postgresql":
    if not postgresql.given():
        os.environ["DATABASE_URL"] = postgresql.careless_url()
        os.environ.setdefault("THIDUA_TEST_SHARED", _data)
else:
    os.environ.pop("DATABASE_URL", None)
    os.environ.setdefault("THIDUA_TEST_SHARED", _data)

from thidua.config.settings import *  # noqa: E402, F403
from thidua.config.settings import DATABASES, STORAGES  # noqa: E402

if "sqlite" in DATABASES["default"]["ENGINE"]:
    # A file, not memory: the live server of the browser tests has threads with connections of their own.
    DATABASES["default"]["TEST"] = {"NAME": f"{_data}/test.sqlite3"}
    # Nothing here outlives a power cut, so nothing waits for the disk.
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
DATABASES["default"]["CONN_MAX_AGE"] = 0
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
