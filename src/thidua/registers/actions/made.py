"""Rows that come about in this software itself: they land at once, as a batch like any other, and can be taken back like one."""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from thidua.core import text
from thidua.core.permissions import Actor
from thidua.org.models import Unit
from thidua.registers import library
from thidua.registers.enums import BatchState
from thidua.registers.library import Value
from thidua.registers.models import Batch, Record, Register, Source, index_source
from thidua.registers.reading import KEY_JOINT

HERE = "Ghi trên phần mềm"


@dataclass(frozen=True, slots=True)
class Made:
    """Where the rows belong and what the batch is called."""

    register: str
    unit: Unit
    title: str


def let_count(batch: Batch) -> tuple[int, int]:
    """The rows of a batch count from now on, over older ones with the same key. (how many, how many they came over)"""
    mine = Record.objects.filter(batch=batch)
    gone = Record.objects.filter(register=batch.register, key__in=mine.exclude(key="").values("key"))
    overtaken = gone.current().exclude(batch=batch).update(is_current=False, overtaken_by=batch)
    return mine.update(is_current=True), overtaken


def land_made(
    made: Made,
    rows: Sequence[Mapping[str, Value]],
    *,
    by: Actor,
    at: datetime,
    gone: Collection[int] = (),
) -> Batch:
    """A batch of these rows (field → value), landed; the rows with the ids `gone` count no longer."""
    register = locked_register(made.unit, made.register, at=at)
    schema = library.load()[made.register]
    days = [str(row[schema.day]) for row in rows if schema.day]
    told = json.dumps([dict(row) for row in rows], ensure_ascii=False, sort_keys=True).encode()
    batch = Batch.objects.create(
        register=register,
        number=next_number(register),
        unit=made.unit,
        source=_source(register),
        made_here=True,
        file_name=made.title[:200],
        file_size=len(told),
        sha256=hashlib.sha256(told).hexdigest(),
        state=BatchState.LANDED,
        matching={"columns": {name: place for place, name in enumerate(rows[0])} if rows else {}},
        row_count=len(rows),
        good_count=len(rows),
        first_day=min(days, default=None),
        last_day=max(days, default=None),
        uploaded_at=at,
        uploaded_by_id=by.user_id,
        landed_at=at,
        landed_by_id=by.user_id,
    )
    Record.objects.bulk_create(
        Record(
            register=register,
            batch=batch,
            number=number,
            key=KEY_JOINT.join(str(row[name]) for name in schema.key),
            day=str(row[schema.day]) if schema.day else None,
            facts={field.name: row.get(field.name, field.blank) for field in schema.fields},
        )
        for number, row in enumerate(rows, start=1)
    )
    Record.objects.filter(pk__in=gone).update(is_current=False, overtaken_by=batch)
    let_count(batch)
    return batch


def locked_register(unit: Unit, name: str, *, at: datetime) -> Register:
    """Opened by its first batch. Locked, as for a batch that lands: two at once could come over the same rows, or take the
    same number.
    """
    commune_id = unit.commune_pk
    Register.objects.get_or_create(commune_id=commune_id, name=name, defaults={"opened_at": at})
    return Register.objects.select_for_update(no_key=True).get(commune_id=commune_id, name=name)


def next_number(register: Register) -> int:
    """What the next batch of a locked register is called by."""
    last = Batch.objects.filter(register=register).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def _source(register: Register) -> Source:
    source = Source(register=register, title=HERE)
    index_source(source)
    found, _ = Source.objects.get_or_create(
        register=register, folded=text.fold(HERE), defaults={"title": source.title}
    )
    return found
