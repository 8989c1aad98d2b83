"""Registers: the shelf of them, the rows of one."""

from collections.abc import Sequence
from datetime import date

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils.dateparse import parse_date

from thidua.core import formatting, sheets, text
from thidua.core.http import Request, download, page, requires
from thidua.core.permissions import Actor
from thidua.registers import queries, values
from thidua.registers.conditions import Condition, Filter, How
from thidua.registers.library import Field, Schema, Type, Value
from thidua.registers.models import WAITING, Record, RecordQuerySet, Register

PER_PAGE = 25
MOST_EXPORTED = 50_000


@requires("registers.view_register", methods=("GET",))
def register_list(request: Request) -> HttpResponse:
    return page(
        request,
        "registers/register_list.html",
        shelves=queries.shelves(request.actor),
        upload_unit=unit_with(request.actor, "registers.upload_batch"),
    )


def unit_with(who: Actor, permission: str) -> int | None:
    """The unit for which one does such deeds first; none for those who only look."""
    grant = next((grant for grant in who.grants if permission in grant.permissions), None)
    return grant.unit_id if grant else None


@requires("registers.view_register", queries.visible_registers, methods=("GET",))
def register_show(request: Request, register: Register) -> HttpResponse:
    """Current rows, by day and by what they say; with the batches that they come from."""
    schema = register.schema
    found = _found(request, register)
    named = found.with_batch_number().order_by("-day", "key", "number")
    shown = Paginator(named, PER_PAGE).get_page(request.GET.get("trang"))
    batches = list(queries.visible_batches(request.actor).filter(register=register)[:20])
    head = schema.told_by(*(batch.matching for batch in batches)) or list(schema.fields)
    return page(
        request,
        "registers/register_show.html",
        register=register,
        schema=schema,
        head=head,
        shown=shown,
        rows=[(one, _shown(one, head)) for one in shown],
        asked=request.GET,
        selects=[
            (field, field.meanings, request.GET.get(field.name, ""))
            for field in _filterable(schema)
            if field in head
        ],
        batches=batches,
        waiting=[one for one in batches if one.state in WAITING],
        upload_unit=unit_with(request.actor, "registers.upload_batch"),
    )


@requires("registers.view_register", queries.visible_registers, methods=("GET",))
def register_export(request: Request, register: Register) -> HttpResponse:
    """The rows as they are filtered; the sheet says where it does not hold them all."""
    schema = register.schema
    columns = [sheets.Column(field.title, 18) for field in schema.fields]
    found = _found(request, register).order_by("-day", "key", "number")
    rows = (_cells(one, schema) for one in found[:MOST_EXPORTED].iterator(2_000))
    said = formatting.cut_note(MOST_EXPORTED, found.count())
    data = sheets.write_xlsx([sheets.Table(schema.title[:31], columns, rows, said)], is_long=True)
    return download(data, f"{schema.name}.xlsx")


def _filterable(schema: Schema) -> list[Field]:
    return [field for field in schema.fields if values.needs_words(field)]


def _found(request: Request, register: Register) -> RecordQuerySet:
    asked = request.GET
    conditions = tuple(
        Condition(field.name, How.IS, (field.meant(asked[field.name]),))
        for field in _filterable(register.schema)
        if asked.get(field.name) in {code for code, _ in field.meanings}
    )
    found = queries.records_in(
        register, Filter(conditions), since=_day(asked.get("tu")), until=_day(asked.get("den"))
    )
    words = text.nfc(asked.get("tim", ""))
    return found.filter(key__icontains=words) if words else found


def _day(written: str | None) -> date | None:
    try:
        return parse_date(written or "")
    except ValueError:
        return None


def _shown(record: Record, head: Sequence[Field]) -> list[tuple[str, str]]:
    return [(field.title, field.shown(record.facts.get(field.name))) for field in head]


def _cells(record: Record, schema: Schema) -> list[sheets.Cell]:
    """Days as days, so that a spreadsheet can sort them."""
    return [_cell(field, record.facts.get(field.name)) for field in schema.fields]


def _cell(field: Field, value: Value) -> sheets.Cell:
    if field.type is Type.DATE:
        return date.fromisoformat(str(value)) if value else None
    return field.shown(value)
