"""The product's settings with Django's own SQLite backend, where writers sleep and look again: to compare with the queue."""

from thidua.config.settings import *  # noqa: F403
from thidua.config.settings import DATABASES

if DATABASES["default"]["ENGINE"] == "thidua.core.sqlite":
    DATABASES["default"]["ENGINE"] = "django.db.backends.sqlite3"
