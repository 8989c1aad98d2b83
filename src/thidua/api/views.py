"""The page for people who want to ask the API."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from thidua.api.description import PREFIX, described
from thidua.core.http import page, public

if TYPE_CHECKING:
    from thidua.api.v1 import OpenData


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    meaning: str
    allowed: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One address of the API as the page shows it; `example` opens in the browser, "" where an id is needed."""

    path: str
    summary: str
    parameters: tuple[Parameter, ...]
    fields: tuple[Parameter, ...]
    example: str


@public
@require_safe
def operation_list(request: HttpRequest) -> HttpResponse:
    schema = _open_data().get_openapi_schema(path_prefix=PREFIX)
    parts = schema["components"]["schemas"]
    operations = [_operation(path, found["get"], parts) for path, found in schema["paths"].items()]
    return page(
        request,
        "api/operation_list.html",
        operations=operations,
        schema_url=reverse("api:schema_show"),
        description=schema["info"]["description"],
        sign_in_url=None,
    )


@public
@require_safe
def schema_show(request: HttpRequest) -> HttpResponse:
    """OpenAPI 3.1, for machines."""
    api = _open_data()
    return api.create_response(request, described(api), status=200)


@public
@require_safe
def address_unknown(request: HttpRequest, rest: str) -> HttpResponse:
    """Whatever else is asked for below /api/v1: refused in the form of the API, not by a page."""
    problem = {"detail": "Dữ liệu mở không có địa chỉ này.", "errors": []}
    return _open_data().create_response(request, problem, status=404)


def _open_data() -> "OpenData":
    from thidua.api import v1  # noqa: PLC0415  # see `urls`

    return v1.api


def _operation(path: str, operation: dict[str, Any], parts: dict[str, Any]) -> Operation:
    parameters = tuple(_parameter(one["name"], one, one["schema"]) for one in operation.get("parameters", ()))
    answer = operation["responses"][200]["content"]["application/json"]["schema"]
    part = parts[answer["$ref"].rpartition("/")[2]]
    items = part["properties"].get("items", {}).get("items", {}).get("$ref")
    row = parts[items.rpartition("/")[2]] if items else part
    fields = tuple(_parameter(name, facts, facts) for name, facts in row["properties"].items())
    return Operation(path, operation["summary"], parameters, fields, "" if "{" in path else path)


def _parameter(name: str, about: dict[str, Any], schema: dict[str, Any]) -> Parameter:
    choices = schema.get("enum") or next(
        (one["enum"] for one in schema.get("anyOf", ()) if "enum" in one), ()
    )
    return Parameter(
        name, about.get("description") or schema.get("description") or "", ", ".join(map(str, choices))
    )
