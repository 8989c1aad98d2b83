"""Deeds with lists from other systems: hand one in, say what its columns are, take it into the register, or take it back."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Max, Min

from thidua.core import audit, formatting, text
from thidua.core.actions import action
from thidua.core.permissions import Actor
from thidua.core.sight import Sight
from thidua.org.models import Unit
from thidua.registers import errors, queries, reading, sights
from thidua.registers.actions.made import let_count, locked_register, next_number
from thidua.registers.enums import BatchState
from thidua.registers.library import Schema, Value
from thidua.registers.models import Batch, Record, Register, Source, index_source


@action("registers.upload_batch", lock=False)
def upload_batch(
    unit: Unit,
    *,
    schema: Schema,
    source: str,
    file_name: str,
    file_size: int,
    sha256: str,
    by: Actor,
    at: datetime,
) -> Batch:
    """A row for a file that `unit` hands in; whoever calls keeps the bytes (`incoming`) and starts the job.

    The same file twice is refused while the first stands, so that rows without a key are not counted twice.
    """
    register = locked_register(unit, schema.name, at=at)
    _refuse_again(register, sha256)
    batch = Batch.objects.create(
        register=register,
        number=next_number(register),
        unit=unit,
        source=_source(register, source),
        file_name=text.nfc(file_name)[-200:],
        file_size=file_size,
        sha256=sha256,
        uploaded_at=at,
        uploaded_by_id=by.user_id,
    )
    audit.note(
        batch=batch.pk, number=batch.number, register=schema.name, source=batch.source.title, sha256=sha256
    )
    return batch


def _refuse_again(register: Register, sha256: str) -> None:
    gone = [BatchState.REFUSED, BatchState.DISCARDED, BatchState.REVOKED]
    before = Batch.objects.filter(register=register, sha256=sha256).exclude(state__in=gone).first()
    if before:
        raise errors.FileTakenAlready(before.number, formatting.moment(before.uploaded_at))


def _source(register: Register, title: str) -> Source:
    source = Source(register=register, title=text.nfc(title)[:120])
    index_source(source)
    if not source.folded:
        raise errors.SourceUnnamed
    found, _ = Source.objects.get_or_create(
        register=register, folded=source.folded, defaults={"title": source.title}
    )
    return found


@action("registers.note_sifted")
def note_sifted(
    batch: Batch, *, rows: int, dropped: Sequence[Mapping[str, str]], by: Actor, at: datetime
) -> Batch:
    """A job has sifted the file: so many rows, and these columns were left at the door."""
    batch.state, batch.row_count, batch.done = BatchState.MATCHING, rows, rows
    batch.dropped = [dict(one) for one in dropped]
    batch.save(update_fields=["state", "row_count", "done", "dropped"])
    audit.note(rows=rows, dropped=[one["title"] for one in dropped])
    return batch


@action("registers.note_unreadable")
def note_unreadable(batch: Batch, *, reason: str, by: Actor, at: datetime) -> Batch:
    """A job could not read the file; `reason` is the sentence with its place."""
    batch.state, batch.refusal = BatchState.REFUSED, reason
    batch.save(update_fields=["state", "refusal"])
    return batch


@action("registers.match_columns", look=sights.BATCH)
def match_columns(
    batch: Batch,
    *,
    columns: Mapping[str, int],
    words: Mapping[str, Mapping[str, Value]],
    by: Actor,
    at: datetime,
    seen: Sight | None = None,
) -> Batch:
    """What each column is and what words mean; remembered for the next file of the same source. The caller starts the job."""
    held = {int(column["index"]): str(column["title"]) for column in queries.columns_of(batch)}
    if not held:
        raise errors.FileGone
    _check_matching(batch.register.schema, columns, held)
    batch.matching = {"columns": dict(columns), "words": {name: dict(told) for name, told in words.items()}}
    batch.state, batch.done, batch.worked_at = BatchState.READING, 0, at
    batch.save(update_fields=["matching", "state", "done", "worked_at"])
    source = batch.source
    source.columns = source.columns | {name: held[index] for name, index in columns.items()}
    source.words = {
        name: source.words.get(name, {}) | dict(words.get(name, {})) for name in {*source.words, *words}
    }
    source.matched_at = at
    source.save(update_fields=["columns", "words", "matched_at"])
    audit.note(columns=source.columns)
    return batch


def _check_matching(schema: Schema, columns: Mapping[str, int], held: Mapping[int, str]) -> None:
    missing = reading.missing(schema, reading.Matching(columns))
    if missing:
        raise errors.FieldNotMatched([one.title for one in missing])
    for index in columns.values():
        if index not in held:
            raise errors.ColumnUnknown
        if list(columns.values()).count(index) > 1:
            raise errors.ColumnTwice(held[index])


@action("registers.restart_reading", look=sights.BATCH)
def restart_reading(batch: Batch, *, by: Actor, at: datetime, seen: Sight | None = None) -> Batch:
    """A job died over the file, or was never begun: it may begin again. The caller starts the job."""
    if not batch.has_stopped(at):
        raise errors.StillReading
    batch.worked_at, batch.done = at, 0
    batch.save(update_fields=["worked_at", "done"])
    return batch


@action("registers.note_read")
def note_read(
    batch: Batch, *, counts: Mapping[str, int], problems: Sequence[Mapping[str, str]], by: Actor, at: datetime
) -> Batch:
    """A job has read every row by the matching; the good ones wait to be taken in."""
    days = Record.objects.filter(batch=batch).aggregate(first=Min("day"), last=Max("day"))
    batch.first_day, batch.last_day = days["first"], days["last"]
    batch.state, batch.done = BatchState.READ, batch.row_count
    batch.good_count, batch.odd_count = counts["good"], counts["odd"]
    batch.refused_count, batch.twice_count = counts["refused"], counts["twice"]
    batch.problems = [dict(one) for one in problems]
    batch.save()
    audit.note(**counts)
    return batch


@action("registers.land_batch", look=sights.BATCH)
def land_batch(
    batch: Batch, *, replaces: Batch | None, by: Actor, at: datetime, seen: Sight | None = None
) -> Batch:
    """The rows count from now on. Rows with the same key come over older ones; with `replaces`, all of that batch's rows go.

    A register of states (a catalogue) holds one batch at a time.
    """
    if not batch.good_count:
        raise errors.NoGoodRow
    register = batch.register
    gone = Record.objects.filter(register=register).current()
    overtaken = 0
    if register.schema.is_list_of_state:
        overtaken += gone.update(is_current=False, overtaken_by=batch)
        _end(Batch.objects.filter(register=register, state=BatchState.LANDED), at=at)
    elif replaces is not None:
        overtaken += gone.filter(batch=replaces).update(is_current=False, overtaken_by=batch)
        _end(Batch.objects.filter(pk=replaces.pk, state=BatchState.LANDED), at=at)
    landed, came_over = let_count(batch)
    overtaken += came_over
    batch.state, batch.landed_at, batch.landed_by_id, batch.replaces = (
        BatchState.LANDED,
        at,
        by.user_id,
        replaces,
    )
    batch.save(update_fields=["state", "landed_at", "landed_by", "replaces"])
    audit.note(landed=landed, overtaken=overtaken, replaces=replaces.pk if replaces else None)
    return batch


def _end(batches: Any, *, at: datetime) -> None:
    batches.update(state=BatchState.REPLACED, ended_at=at)


@action("registers.discard_batch", look=sights.BATCH)
def discard_batch(batch: Batch, *, by: Actor, at: datetime, seen: Sight | None = None) -> Batch:
    """Let a batch go that never counted, with its rows."""
    Record.objects.filter(batch=batch).delete()
    batch.state, batch.ended_at = BatchState.DISCARDED, at
    batch.save(update_fields=["state", "ended_at"])
    return batch


@action("registers.revoke_batch", look=sights.BATCH)
def revoke_batch(batch: Batch, *, reason: str, by: Actor, at: datetime, seen: Sight | None = None) -> Batch:
    """Take a landed batch back: what it came over counts again. Only the last one that touched its rows can go."""
    if not text.nfc(reason):
        raise errors.ReasonMissing
    if Record.objects.filter(batch=batch).exclude(overtaken_by=None).exists():
        raise errors.BatchBuiltUpon
    gone = Record.objects.filter(batch=batch).update(is_current=False)
    back = Record.objects.filter(overtaken_by=batch).update(is_current=True, overtaken_by=None)
    ended = Batch.objects.filter(register=batch.register, state=BatchState.REPLACED)
    ended.filter(records__is_current=True).update(state=BatchState.LANDED, ended_at=None)
    batch.state, batch.ended_at, batch.end_reason = BatchState.REVOKED, at, text.nfc(reason)
    batch.save(update_fields=["state", "ended_at", "end_reason"])
    audit.note(gone=gone, back=back)
    return batch
