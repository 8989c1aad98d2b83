"""The backend that `DATABASES` names for SQLite files: every transaction takes its turn first (turns.py)."""

from datetime import datetime
from typing import Any

from django.db import OperationalError
from django.db.backends.sqlite3 import base, operations
from django.db.models.expressions import Col

from thidua.core.sqlite.cursors import Cursor
from thidua.core.sqlite.turns import Turn

WORTH_COUNTING = 1.0  # seconds of waiting that shorten what SQLite may wait afterwards


# What sqlite3 makes of a column by the type it was declared with; Django's converters would look at each once more.
BY_DECLARATION = {"BooleanField", "DateField"}


class Operations(operations.DatabaseOperations):
    def get_db_converters(self, expression: Any) -> list[Any]:
        if isinstance(expression, Col) and expression.output_field.get_internal_type() in BY_DECLARATION:
            return []
        return super().get_db_converters(expression)

    def convert_datetimefield_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """What Django's gives, without asking for the settings first: a list has a hundred moments."""
        if type(value) is datetime and value.tzinfo is None:
            return value.replace(tzinfo=self.connection.timezone)
        return super().convert_datetimefield_value(value, expression, connection)


class DatabaseWrapper(base.DatabaseWrapper):
    """`patience`: for how many seconds the next transaction may wait, in the queue and at SQLite's own lock together."""

    ops_class = Operations
    patience: float | None = None
    _turn: Turn | None = None

    def create_cursor(self, name: Any = None) -> Cursor:
        made: Cursor = self.connection.cursor(factory=Cursor)
        return made

    def _start_transaction_under_autocommit(self) -> None:
        patience = self._whole_patience() if self.patience is None else self.patience
        left = self._queue().take(patience) if not self.is_in_memory_db() else patience
        if left is None:
            raise OperationalError("database is locked: others wrote all the while")
        try:
            if patience - left > WORTH_COUNTING:
                self._begin_within(left)
            else:
                super()._start_transaction_under_autocommit()  # type: ignore[misc]  # the stubs leave it out
        except BaseException:
            self._let_go()
            raise

    def _begin_within(self, seconds: float) -> None:
        self._wait_at_most(seconds)
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]  # the stubs leave it out
        finally:
            self._wait_at_most(self._whole_patience())

    def _wait_at_most(self, seconds: float) -> None:
        self.connection.execute(f"PRAGMA busy_timeout = {int(seconds * 1_000)}")

    def _whole_patience(self) -> float:
        return float(self.settings_dict["OPTIONS"].get("timeout", 5))

    def _queue(self) -> Turn:
        if self._turn is None:
            self._turn = Turn(str(self.settings_dict["NAME"]))
        return self._turn

    def _let_go(self) -> None:
        if self._turn is not None:
            self._turn.give_back()

    def _commit(self) -> None:
        try:
            super()._commit()  # type: ignore[misc]  # the stubs leave it out
        finally:
            self._let_go()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]  # the stubs leave it out
        finally:
            self._let_go()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]  # the stubs leave it out
        finally:
            if self._turn is not None:
                self._turn.leave()
                self._turn = None
