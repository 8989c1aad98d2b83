"""What a sweep can go over: rows of a table, files of a folder."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.db.models import Min, QuerySet


def delete(rows: QuerySet[Any]) -> int:
    """How many of the rows themselves went; what hangs on them goes with them."""
    return rows.delete()[1].get(rows.model._meta.label, 0)


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of a commune that go some days after `stamp`; `found` gives those that may go at all, `go` is what is done."""

    found: Callable[[int], QuerySet[Any]]
    stamp: str
    go: Callable[[QuerySet[Any]], int] = delete

    def count(self, commune_id: int, *, before: datetime) -> int:
        return self._older(commune_id, before).count()

    def oldest(self, commune_id: int) -> datetime | None:
        found: datetime | None = self.found(commune_id).order_by().aggregate(least=Min(self.stamp))["least"]
        return found

    def sweep(self, commune_id: int, *, before: datetime) -> int:
        return self.go(self._older(commune_id, before))

    def _older(self, commune_id: int, before: datetime) -> QuerySet[Any]:
        return self.found(commune_id).filter(**{f"{self.stamp}__lt": before}).order_by()


@dataclass(frozen=True, slots=True)
class Files:
    """Files of one folder for the whole installation: mails of the demonstration, lists on their way into a register."""

    folder: Callable[[], Path]
    names: str = "*"

    def count(self, commune_id: int, *, before: datetime) -> int:
        return sum(at < before for _, at in self._found())

    def oldest(self, commune_id: int) -> datetime | None:
        return min((at for _, at in self._found()), default=None)

    def sweep(self, commune_id: int, *, before: datetime) -> int:
        gone = [file for file, at in self._found() if at < before]
        for file in gone:
            file.unlink(missing_ok=True)
        return len(gone)

    def _found(self) -> list[tuple[Path, datetime]]:
        files = self.folder().glob(self.names) if self.folder().is_dir() else ()
        return [(file, datetime.fromtimestamp(file.stat().st_mtime, UTC)) for file in files]
