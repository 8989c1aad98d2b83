"""Dated, cited rows of law and settings: from which day, to which, by which text, and how far that is confirmed.

    @dataclass(frozen=True, slots=True, kw_only=True)
    class Term(Dated):
        kind: str
        days: int

    own, shipped = with_own(read, resources.files("thidua.org.privacy") / "rules.json", path, "THIDUA_PRIVACY_RULES")

Rows are shipped as files. An installation may name a file of its own whose rows come first.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, TypeVar

TRUST = {
    "C1": "Đã đọc văn bản",
    "C2": "Theo bản tóm lược có đối chiếu",
    "I": "Đề xuất của phần mềm",
    "?": "Chưa xác nhận",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A row from its first to its last day (None while it stands), with its source and how far that is confirmed."""

    valid_from: date
    valid_to: date | None
    citation: str
    trust: str

    @property
    def trust_label(self) -> str:
        return TRUST[self.trust]

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


Row = TypeVar("Row", bound=Dated)
Read = TypeVar("Read")


def rows_of(kind: type[Row], told: Iterable[dict[str, Any]]) -> tuple[Row, ...]:
    """Rows as a file tells them. KeyError, TypeError or ValueError where one is not of this kind."""
    return tuple(kind(**_with_days(row)) for row in told)


def first_on(rows: Iterable[Row], day: date) -> Row | None:
    """The first that holds on that day; None where there is none."""
    return next((row for row in rows if row.holds_on(day)), None)


def with_own(read: Callable[[Any], Read], shipped: Traversable, own: str, setting: str) -> list[Read]:
    """What the installation's own file says, if `setting` names one, then the shipped one. Both are read as JSON.

    RuntimeError with the name of the setting and of the file when the own one cannot be used.
    """
    rows = [read(json.loads(shipped.read_text(encoding="utf-8")))]
    if own:
        try:
            rows.insert(0, read(json.loads(Path(own).read_text(encoding="utf-8"))))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise RuntimeError(f"{setting}: {own} cannot be used: {error!r}") from error
    return rows


def _with_days(row: dict[str, Any]) -> dict[str, Any]:
    if row["trust"] not in TRUST:
        raise ValueError(row["trust"])
    last = date.fromisoformat(row["valid_to"]) if row["valid_to"] else None
    return row | {"valid_from": date.fromisoformat(row["valid_from"]), "valid_to": last}
