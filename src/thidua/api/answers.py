"""How the API answers: JSON that people can read, the same rows as a table, one form of refusal."""

import json
from collections.abc import Callable, Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any, TypeVar

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError, ValidationError
from ninja.renderers import BaseRenderer
from ninja.responses import NinjaJSONEncoder

from thidua.api.schemas.paging import MOST_ROWS, Paging, Problem
from thidua.core import sheet_writer
from thidua.org.models import Commune

Row = TypeVar("Row", bound=Schema)
REFUSALS: dict[Any, Any] = {400: Problem, 404: Problem, 422: Problem}
CSV = "text/csv; charset=utf-8"
ALSO_A_TABLE = {"responses": {200: {"content": {"text/csv": {"schema": {"type": "string"}}}}}}
REASONS = {
    "literal_error": "Giá trị không nằm trong các giá trị được nhận.",
    "int_parsing": "Phải là số nguyên.",
    "greater_than_equal": "Nhỏ hơn mức được nhận.",
    "less_than_equal": "Lớn hơn mức được nhận.",
    "string_pattern_mismatch": "Có ký tự không được nhận.",
    "string_too_long": "Dài quá mức được nhận.",
}


class VietnameseRenderer(BaseRenderer):
    """JSON in UTF-8 with its letters as they are."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> str:
        return json.dumps(data, cls=NinjaJSONEncoder, ensure_ascii=False)


def listed(found: Iterable[Any], asked: Paging, count: int, row_of: Callable[[Any], Row]) -> Any:
    """The answer to a list: a page of rows, or all of them as a table."""
    rows = [row_of(one) for one in found]
    if asked.format == "csv":
        return as_table(rows)
    return {"count": count, "limit": asked.limit, "offset": asked.offset, "items": rows}


def window(found: QuerySet[Any], asked: Paging) -> QuerySet[Any]:
    """The rows of a query that the answer shows."""
    if asked.format == "csv":
        return found[:MOST_ROWS]
    return found[asked.offset : asked.offset + asked.limit]


def as_table(rows: Iterable[Schema]) -> HttpResponse:
    """The same rows as CSV: one column a field, lists as texts with bars between; nothing a spreadsheet would run."""
    listed = [row.model_dump() for row in rows]
    titles = list(listed[0]) if listed else []
    table: list[list[sheet_writer.Cell]] = [list(titles)]
    table += [[_cell(row[title]) for title in titles] for row in listed]
    response = HttpResponse(sheet_writer.write_csv(table), content_type=CSV)
    response["Access-Control-Allow-Origin"] = "*"
    return response


def commune_named(slug: str) -> Commune:
    """The commune of a filter; 404 when there is none."""
    found = Commune.objects.filter(slug=slug).first()
    if found is None:
        raise Http404("Không có phường, xã, đặc khu này.")
    return found


def number(value: int | Decimal | None) -> int | str | None:
    """Whole numbers as numbers, others as exact texts."""
    if isinstance(value, Decimal):
        return int(value) if value == int(value) else f"{value.normalize():f}"
    return value


def install_refusals(api: NinjaAPI) -> None:
    """Every refusal has the form of `Problem`."""

    @api.exception_handler(ValidationError)
    def unreadable(request: HttpRequest, fault: ValidationError) -> HttpResponse:
        faults = [
            {"field": str(one["loc"][-1]), "reason": REASONS.get(str(one["type"]), "Không hiểu giá trị này.")}
            for one in fault.errors
        ]
        body = {"detail": "Có tham số không dùng được.", "errors": faults}
        return api.create_response(request, body, status=422)

    @api.exception_handler(Http404)
    def absent(request: HttpRequest, fault: Http404) -> HttpResponse:
        sentence = str(fault) if fault.args else "Không có dữ liệu này."
        return api.create_response(request, {"detail": sentence, "errors": []}, status=404)

    @api.exception_handler(HttpError)
    def refused(request: HttpRequest, fault: HttpError) -> HttpResponse:
        return api.create_response(request, {"detail": str(fault), "errors": []}, status=fault.status_code)


def _cell(value: Any) -> sheet_writer.Cell:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, list):
        return " | ".join(" ".join(str(part) for part in one.values() if part is not None) for one in value)
    return value  # type: ignore[no-any-return]
