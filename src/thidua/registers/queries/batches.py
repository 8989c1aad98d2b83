"""Which registers and batches one may see, and what a page of them shows; which rows fulfil a stated filter."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet
from django.db.models.fields.json import KT
from django.db.models.lookups import GreaterThanOrEqual, In, LessThanOrEqual

from thidua.core.permissions import Actor
from thidua.registers import errors, headers, incoming, library, reading, values
from thidua.registers.conditions import Condition, Filter, How
from thidua.registers.enums import BatchState
from thidua.registers.library import Field, Schema, Value
from thidua.registers.models import (
    WAITING,
    Batch,
    BatchQuerySet,
    Record,
    RecordQuerySet,
    Register,
    Source,
)
from thidua.registers.sifting import MOST_WORDS


def visible_registers(who: Actor) -> QuerySet[Register]:
    """Facts without names are for every member of the commune."""
    if not who.may("registers.view_register"):
        return Register.objects.none()
    return Register.objects.filter(commune_id=who.commune_id)


def visible_batches(who: Actor) -> BatchQuerySet:
    if not who.may("registers.view_register"):
        return Batch.objects.none()
    return Batch.objects.in_commune(who.commune_id).select_related("register__commune", "unit", "source")


def waiting_batches(who: Actor) -> BatchQuerySet:
    """Batches that wait for a deed of `who`: to be matched, taken in, or looked into; the oldest first."""
    mine = Q(pk__in=[])
    for path in who.paths_with("registers.match_columns"):
        mine |= Q(unit__path__startswith=path)
    return visible_batches(who).filter(mine, state__in=WAITING).order_by("uploaded_at", "pk")


@dataclass(frozen=True, slots=True)
class Shelf:
    """One kind of register as the list shows it; `register` is None until the first file."""

    schema: Schema
    register: Register | None
    rows: int = 0
    first_day: date | None = None
    last_day: date | None = None
    landed_at: Any = None
    waiting: int = 0


def shelves(who: Actor) -> list[Shelf]:
    """Every shipped register, with what this commune holds in it. Two queries."""
    batches = Batch.objects.filter(register__in=visible_registers(who))
    held = {
        row["register__name"]: row
        for row in batches.values("register__name", "register_id").annotate(
            landed=Max("landed_at", filter=Q(state=BatchState.LANDED)),
            first=Min("first_day", filter=Q(state=BatchState.LANDED)),
            last=Max("last_day", filter=Q(state=BatchState.LANDED)),
            waiting=Count("pk", filter=Q(state__in=[BatchState.MATCHING, BatchState.READ])),
        )
    }
    registers = {register.name: register for register in visible_registers(who).annotate(rows=_rows())}
    return [
        _shelf(schema, registers.get(name), held.get(name, {})) for name, schema in library.load().items()
    ]


def _rows() -> Count:
    return Count("records", filter=Q(records__is_current=True))


def _shelf(schema: Schema, register: Any, held: Mapping[str, Any]) -> Shelf:
    if register is None:
        return Shelf(schema, None)
    return Shelf(
        schema,
        register,
        register.rows,
        held.get("first"),
        held.get("last"),
        held.get("landed"),
        held.get("waiting", 0),
    )


def records_in(
    register: Register,
    wanted: Filter,
    *,
    since: date | None = None,
    until: date | None = None,
    day_field: str = "",
    at: datetime | None = None,
) -> RecordQuerySet:
    """Rows that fulfil the filter, of the days from `since` to `until` where the register has days: those that count now, or
    that counted at a moment. Another day than the register's own may decide (`day_field`).
    """
    rows = Record.objects.filter(register=register)
    found = rows.as_of(at) if at else rows.current()
    found = found.filter(_within(register.schema, day_field, since, until))
    return found.filter(as_q(wanted, register))


def _within(schema: Schema, day_field: str, since: date | None, until: date | None) -> Q:
    within, own = Q(), day_field in {"", schema.day}
    if own and schema.day is None:
        return within
    for limit, kind, name in ((since, GreaterThanOrEqual, "gte"), (until, LessThanOrEqual, "lte")):
        if limit is not None and own:
            within &= Q(**{f"day__{name}": limit})
        elif limit is not None:
            within &= Q(kind(KT(f"facts__{day_field}"), limit.isoformat()))
    return within if own else within & _known(day_field)


def as_q(wanted: Filter, register: Register) -> Q:
    """The filter for the database, over rows of `register`."""
    whole = Q()
    for condition in wanted.conditions:
        whole &= _as_q(condition, register)
    return whole


def _as_q(condition: Condition, register: Register) -> Q:
    """The condition for the database; tests hold that it and `Condition.holds` never disagree."""
    if condition.how is How.EITHER:
        either = Q(pk__in=[])
        for one in condition.inner:
            either |= as_q(one, register)
        return either
    if condition.how is How.LISTED:
        return _known(condition.field) & Q(
            In(KT(f"facts__{condition.field}"), listed_keys(condition, register))
        )
    if condition.how is How.KNOWN:
        return _known(condition.field)
    if condition.how is How.AT_MOST:
        first, second = KT(f"facts__{condition.field}"), KT(f"facts__{condition.other}")
        return _known(condition.field) & _known(condition.other) & Q(LessThanOrEqual(first, second))
    wanted = Q(pk__in=[])
    for value in condition.values:
        wanted |= Q(**{f"facts__{condition.field}": value})
    return _known(condition.field) & (wanted if condition.how is How.IS else ~wanted)


def listed_keys(condition: Condition, register: Register) -> QuerySet[Record, str]:
    """Keys of the rows that a `listed` condition asks for, in the same commune."""
    there = Register(commune_id=register.commune_id, name=condition.other)
    rows = Record.objects.current().filter(
        register__commune_id=register.commune_id, register__name=condition.other
    )
    return rows.filter(as_q(condition.inner[0], there)).order_by().values_list("key", flat=True)


def covering_batches(registers: Iterable[Register], *, since: date, until: date) -> BatchQuerySet:
    """Batches that count and whose days touch these; of a register of states the one that counts."""
    touching = Q(pk__in=[])
    for register in registers:
        days = {} if register.schema.day is None else {"first_day__lte": until, "last_day__gte": since}
        touching |= Q(register=register, **days)
    return Batch.objects.filter(touching, state=BatchState.LANDED).order_by("pk")


def _known(field: str) -> Q:
    return Q(**{f"facts__{field}__isnull": False}) & ~Q(**{f"facts__{field}": None})


@dataclass(frozen=True, slots=True)
class Choice:
    """One fact on the matching page: the column that is chosen or suggested, and whether it was so the last time."""

    field: Field
    column: int | None
    is_remembered: bool


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the file whose meaning has to be known; `meaning` is None while nobody can tell."""

    field: Field
    written: str
    folded: str
    meaning: Value


def columns_of(batch: Batch) -> list[dict[str, Any]]:
    """What the kept columns hold; nothing once the file was let go."""
    try:
        return incoming.read_columns(batch.pk)
    except errors.FileGone:
        return []


def choices_of(batch: Batch, columns: Iterable[Mapping[str, Any]]) -> list[Choice]:
    """What was matched, else what can be suggested by titles and by how the source was matched before."""
    schema, remembered = batch.register.schema, batch.source.columns
    held = {int(column["index"]): str(column["title"]) for column in columns}
    width = max(held, default=-1) + 1
    suggested = headers.suggest([held.get(index, "") for index in range(width)], schema, remembered)
    chosen: Mapping[str, int] = batch.matching.get("columns") or suggested
    return [Choice(field, chosen.get(field.name), field.name in remembered) for field in schema.fields]


def words_of(batch: Batch, columns: Iterable[Mapping[str, Any]], chosen: Mapping[str, int]) -> list[Word]:
    """Words of the chosen columns that stand for something else, with the meaning that is known or can be told."""
    held = {int(column["index"]): column for column in columns}
    known: Mapping[str, Mapping[str, Value]] = batch.matching.get("words") or batch.source.words
    found: list[Word] = []
    for field in batch.register.schema.fields:
        column = held.get(chosen.get(field.name, -1))
        if column is None or not values.needs_words(field):
            continue
        written = (column["words"] or [])[:MOST_WORDS]
        found += [_word(field, word, known.get(field.name, {})) for word in written]
    return found


def _word(field: Field, written: str, known: Mapping[str, Value]) -> Word:
    try:
        meaning = values.read(written, field, known)
    except values.NotThis:
        meaning = None
    return Word(field, written, values.folded(written), meaning)


def matching_of(batch: Batch) -> reading.Matching:
    told = batch.matching
    return reading.Matching(told.get("columns", {}), told.get("words", {}))


def may_replace(batch: Batch) -> QuerySet[Batch]:
    """Landed batches of the same source whose days this one touches: it may be a later, corrected export of one of them."""
    landed = Batch.objects.filter(register=batch.register, source=batch.source, state=BatchState.LANDED)
    if batch.first_day and batch.last_day:
        landed = landed.filter(first_day__lte=batch.last_day, last_day__gte=batch.first_day)
    return landed.exclude(pk=batch.pk)


def successor_of(batch: Batch) -> Batch | None:
    """The batch that took the place of this one: chosen to, or holding the whole of a register of states since."""
    named = Batch.objects.filter(replaces=batch).order_by("-pk").first()
    return named or Batch.objects.filter(overtook__batch=batch).order_by("-pk").first()


def overtakes(batch: Batch) -> int:
    """How many current rows of other batches have a key that stands in this one too."""
    mine = Record.objects.filter(batch=batch).exclude(key="").values("key")
    return Record.objects.filter(register=batch.register, key__in=mine).current().exclude(batch=batch).count()


def sources_of(register: Register | None) -> list[str]:
    return list(Source.objects.filter(register=register).values_list("title", flat=True)) if register else []
