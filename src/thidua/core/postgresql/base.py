"""Django's PostgreSQL, which need not ask whether a connection lives to know that it does."""

import select
from typing import Any

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection at rest has nothing to say. If there is something to read, the server ended it or wants to tell."""

    def is_usable(self) -> bool:
        raw: Any = self.connection
        if raw is None or raw.closed:
            return False
        is_silent = not select.select([raw.fileno()], [], [], 0)[0]
        return is_silent or super().is_usable()
