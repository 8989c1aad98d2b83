"""Files on their way into a register: `incoming/` in the data folder, which no backup takes along.

What somebody handed in (`.raw`) may name people, so it stays only until a job has sifted it, seconds as a rule. What is left
(`.rows.gz`) are the kept cells, until the batch has landed or was let go.
"""

import gzip
import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any

from django.conf import settings

from thidua.core import sheet_cells
from thidua.core.sheet_writer import Cell
from thidua.registers import errors

Row = tuple[int, list[Cell]]


def folder() -> Path:
    return Path(settings.DATA) / "incoming"


def raw(batch_id: int) -> Path:
    return folder() / f"{batch_id}.raw"


def rows(batch_id: int) -> Path:
    return folder() / f"{batch_id}.rows.gz"


def keep_raw(batch_id: int, pieces: Iterable[bytes]) -> None:
    """Write what came in, for the job alone."""
    with _opened(raw(batch_id)) as file:
        for piece in pieces:
            file.write(piece)


def handed_in(batch_id: int) -> Path:
    """Where the file itself lies; FileGone once it was sifted or let go."""
    return _there(raw(batch_id))


def sha256_of(pieces: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(piece)
    return digest.hexdigest()


def columns(batch_id: int) -> Path:
    return folder() / f"{batch_id}.columns.json"


def keep_columns(batch_id: int, told: list[dict[str, Any]]) -> None:
    """What the kept columns hold; beside the rows and not in the database, for a column nobody knows may yet name people."""
    with _opened(columns(batch_id)) as file:
        file.write(json.dumps(told, ensure_ascii=False).encode())


def read_columns(batch_id: int) -> list[dict[str, Any]]:
    """As `keep_columns` wrote it; FileGone once it is gone."""
    told: list[dict[str, Any]] = json.loads(_there(columns(batch_id)).read_bytes())
    return told


def keep_rows(batch_id: int, found: Iterable[Row]) -> None:
    """Write the kept cells: each row its number in the file and its cells."""
    with _opened(rows(batch_id)) as plain, gzip.open(plain, "wt", encoding="utf-8", compresslevel=1) as file:
        for number, cells in found:
            file.write(
                json.dumps([number, [sheet_cells.as_json(cell) for cell in cells]], ensure_ascii=False) + "\n"
            )


def read_rows(batch_id: int) -> Iterator[Row]:
    """The rows that `keep_rows` wrote; FileGone once they are gone."""
    with gzip.open(_there(rows(batch_id)), "rt", encoding="utf-8") as file:
        for line in file:
            number, cells = json.loads(line)
            yield number, [sheet_cells.typed(cell) for cell in cells]


def drop(batch_id: int) -> None:
    drop_raw(batch_id)
    rows(batch_id).unlink(missing_ok=True)
    columns(batch_id).unlink(missing_ok=True)


def drop_raw(batch_id: int) -> None:
    raw(batch_id).unlink(missing_ok=True)


def _there(path: Path) -> Path:
    if not path.exists():
        raise errors.FileGone
    return path


def _opened(path: Path) -> IO[bytes]:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.touch(mode=0o600)
    return path.open("wb")
