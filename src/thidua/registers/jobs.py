"""Reading a list takes up to a minute: a job does it, in small transactions, so that nobody else waits for the database.

Both jobs may be started again after a broken-off worker: each begins by undoing what its last try left. A job that fails
says so on its batch; of one that dies the page tells by the time of its last sign (`models.Batch.has_stopped`).
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from itertools import islice

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from thidua.core import sheets
from thidua.core.errors import Refused
from thidua.core.permissions import Actor
from thidua.core.sheet_refusals import SheetRefused
from thidua.org import queries as org_queries
from thidua.registers import actions, errors, incoming, queries, reading
from thidua.registers.enums import BatchState
from thidua.registers.models import Batch, Record
from thidua.registers.reading import Line, Weight
from thidua.registers.sifting import Sift

AT_ONCE = 2_000
MOST_PROBLEMS = 300  # of each weight; all are counted


@task()
def sift_batch(batch_id: int) -> bool:
    """Sift the file of a batch; whether it could be read. The file is gone afterwards, whatever happened."""
    batch = _at_work(batch_id, BatchState.SIFTING)
    if batch is None:
        return False
    try:
        return _refusable(batch, _sift)
    finally:
        incoming.drop_raw(batch_id)


@task()
def read_batch(batch_id: int) -> bool:
    """Read the rows of a batch by its matching; whether that went to the end."""
    batch = _at_work(batch_id, BatchState.READING)
    return batch is not None and _refusable(batch, _read)


def _at_work(batch_id: int, state: BatchState) -> Batch | None:
    found = Batch.objects.filter(pk=batch_id, state=state)
    return found.select_related("register__commune__commune_profile", "unit", "source").first()


def _refusable(batch: Batch, work: Callable[[Batch, Actor], None]) -> bool:
    by = org_queries.system_actor(batch.register.commune)
    try:
        work(batch, by)
    except (SheetRefused, errors.RegisterError) as refused:
        return _end(batch, str(refused), by)
    except Refused:  # let go by a person meanwhile: nothing of it stays
        _let_go(batch)
        incoming.drop(batch.pk)
        return False
    except Exception:
        _end(batch, str(errors.ReadingFailed()), by)
        raise
    return True


def _end(batch: Batch, reason: str, by: Actor) -> bool:
    if _at_work(batch.pk, BatchState(batch.state)):
        actions.note_unreadable(batch, reason=reason, by=by, at=timezone.now())
    return False


def _sift(batch: Batch, by: Actor) -> None:
    sift = Sift(batch.register.schema)
    counted = _Counted(batch)
    stream = sheets.stream_table(incoming.handed_in(batch.pk), batch.file_name)
    incoming.keep_rows(batch.pk, counted.rows(sift.rows(stream)))
    if not counted.number:
        raise SheetRefused("Tệp chỉ có hàng tiêu đề, chưa có hàng dữ liệu nào.")
    told = [
        {name: getattr(column, name) for name in ("index", "title", "filled", "samples", "words")}
        for column in sift.columns
    ]
    incoming.keep_columns(batch.pk, told)
    dropped = [{"title": one.title, "why": one.why.label} for one in sift.dropped]
    actions.note_sifted(batch, rows=counted.number, dropped=dropped, by=by, at=timezone.now())


@dataclass(slots=True)
class _Counted:
    """Rows passing by; tells the page how many now and then."""

    batch: Batch
    number: int = 0

    def rows(self, found: Iterable[incoming.Row]) -> Iterator[incoming.Row]:
        for row in found:
            self.number += 1
            if self.number % AT_ONCE == 0:
                _tell(self.batch, self.number)
            yield row


@dataclass(slots=True)
class _Tally:
    counts: dict[str, int] = field(default_factory=lambda: {"good": 0, "odd": 0, "refused": 0, "twice": 0})
    problems: list[dict[str, str]] = field(default_factory=list)
    room: dict[str, int] = field(default_factory=lambda: dict.fromkeys(Weight, MOST_PROBLEMS))
    seen: dict[str, int] = field(default_factory=dict)
    earlier: list[int] = field(default_factory=list)

    def take(self, line: Line) -> None:
        self.counts["refused" if line.facts is None else "good"] += 1
        if line.facts is not None and line.problems:
            self.counts["odd"] += 1
        for problem in line.problems:
            self._note(asdict(problem))
        if line.key:
            self._note_twice(line)

    def _note_twice(self, line: Line) -> None:
        """Of two rows with one key the later holds."""
        before = self.seen.get(line.key)
        self.seen[line.key] = line.number
        if before is not None:
            self.earlier.append(before)
            self.counts["twice"] += 1
            self.counts["good"] -= 1
            where = f"Hàng {before}"
            told = f"cùng mã với hàng {line.number}; lấy hàng {line.number}."
            self._note({"place": where, "reason": told, "weight": Weight.ODD})

    def _note(self, problem: dict[str, str]) -> None:
        if self.room[problem["weight"]] > 0:
            self.room[problem["weight"]] -= 1
            self.problems.append(problem)


def _read(batch: Batch, by: Actor) -> None:
    _let_go(batch)
    tally = _Tally()
    lines = reading.read_lines(
        incoming.read_rows(batch.pk), batch.register.schema, queries.matching_of(batch)
    )
    done = 0
    while some := list(islice(lines, AT_ONCE)):
        for line in some:
            tally.take(line)
        done += len(some)
        with transaction.atomic():
            Record.objects.bulk_create([_record(batch, line) for line in some if line.facts is not None])
            _tell(batch, done)
    for start in range(0, len(tally.earlier), 500):
        Record.objects.filter(batch=batch, number__in=tally.earlier[start : start + 500]).delete()
    actions.note_read(batch, counts=tally.counts, problems=tally.problems, by=by, at=timezone.now())


def _record(batch: Batch, line: Line) -> Record:
    return Record(
        register_id=batch.register_id,
        batch=batch,
        number=line.number,
        key=line.key,
        day=line.day,
        facts=line.facts,
    )


def _let_go(batch: Batch) -> None:
    """The rows of an earlier try, some at a time."""
    held = Record.objects.filter(batch=batch).order_by()
    while some := list(held.values_list("pk", flat=True)[:AT_ONCE]):
        Record.objects.filter(pk__in=some).delete()


def _tell(batch: Batch, done: int) -> None:
    Batch.objects.filter(pk=batch.pk).update(done=done, worked_at=timezone.now())
