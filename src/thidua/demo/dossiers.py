"""Lists of dossiers as another system exports them, and their way into the register by the deeds of an officer and of the job."""

import hashlib
import random
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

from thidua.core.permissions import Actor
from thidua.core.sheet_writer import Cell
from thidua.demo.stage import SEED
from thidua.org import queries as org_queries
from thidua.org.models import Unit
from thidua.registers import actions, headers, incoming, library, reading
from thidua.registers.models import Batch, Record
from thidua.registers.sifting import Sift

REGISTER = "ho-so-tthc"
SOURCE = "Hệ thống giải quyết thủ tục hành chính (minh họa)"
TITLES = ("Mã hồ sơ", "Mã TTHC", "Chủ hồ sơ", "Hình thức nộp", "Ngày tiếp nhận", "Hẹn trả", "Ngày xử lý xong")
ONLINE, AT_THE_DESK = "Trực tuyến", "Trực tiếp"

Row = list[Cell]


@dataclass(frozen=True, slots=True)
class Dossiers:
    """What came in between two days: `count` dossiers, the first `online` of them (in no order of days) online."""

    since: date
    until: date
    count: int
    online: int

    def exported(self, *, until: date, misput: int = 0) -> list[Row]:
        """The list as it stands after day `until`; so many online ones stand under the wrong channel."""
        rows = [row for row in self._rows() if isinstance(row[4], date) and row[4] <= until]
        wrong = [row for row in rows if row[3] == ONLINE][:misput]
        for row in wrong:
            row[3] = AT_THE_DESK
        return rows

    def _rows(self) -> list[Row]:
        chance, days = random.Random(SEED), (self.until - self.since).days + 1
        found: list[Row] = []
        for number in range(self.count):
            day = self.since + timedelta(days=chance.randrange(days))
            found.append(
                [
                    f"H26.{self.since:%m%d}.{number + 1:04}",
                    f"1.{chance.randrange(100, 118)}",
                    "Tên người nộp (minh họa)",
                    ONLINE if number < self.online else AT_THE_DESK,
                    day,
                    day + timedelta(days=7),
                    day + timedelta(days=chance.randrange(1, 8)),
                ]
            )
        return found


def land(
    unit: Unit,
    rows: Sequence[Row],
    name: str,
    *,
    by: Actor,
    at: datetime,
    replaces: Batch | None = None,
) -> Batch:
    """By the deeds of an officer and the reader of the job: sifted, matched, read, taken in."""
    schema, system = library.load()[REGISTER], org_queries.system_actor(unit.commune or unit)
    written = "\n".join(",".join(map(str, row)) for row in rows).encode()
    batch = actions.upload_batch(
        unit,
        schema=schema,
        source=SOURCE,
        file_name=name,
        file_size=len(written),
        sha256=hashlib.sha256(written).hexdigest(),
        by=by,
        at=at,
    )
    sift = Sift(schema)
    kept = list(sift.rows([list(TITLES), *rows]))
    told = [
        {"index": one.index, "title": one.title, "filled": one.filled, "samples": [], "words": one.words}
        for one in sift.columns
    ]
    incoming.keep_columns(batch.pk, told)
    dropped = [{"title": one.title, "why": one.why.label} for one in sift.dropped]
    actions.note_sifted(batch, rows=len(kept), dropped=dropped, by=system, at=at)
    columns = headers.suggest(TITLES, schema)
    actions.match_columns(batch, columns=columns, words={}, by=by, at=at)
    _read(batch, kept, columns, system, at)
    actions.land_batch(batch, replaces=replaces, by=by, at=at)
    incoming.drop(batch.pk)
    return batch


def _read(
    batch: Batch, kept: list[tuple[int, Row]], columns: dict[str, int], system: Actor, at: datetime
) -> None:
    lines = list(reading.read_lines(kept, batch.register.schema, reading.Matching(columns)))
    Record.objects.bulk_create(
        Record(
            register=batch.register,
            batch=batch,
            number=line.number,
            key=line.key,
            day=line.day,
            facts=line.facts,
        )
        for line in lines
    )
    problems = [asdict(problem) for line in lines for problem in line.problems]
    counts = {"good": len(lines), "odd": 0, "refused": 0, "twice": 0}
    actions.note_read(batch, counts=counts, problems=problems, by=system, at=at)
