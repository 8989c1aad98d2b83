"""The OpenAPI description, with what every answer has and Ninja does not know of: marks, 304, 405, the twins as tables."""

from copy import deepcopy
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from thidua.api.v1 import OpenData

PREFIX = "/api/v1"
KEPT = {
    "ETag": {"description": "Dấu của nội dung; gửi lại trong If-None-Match.", "schema": {"type": "string"}},
    "Cache-Control": {
        "description": "Được giữ lại, mỗi lần dùng phải hỏi.",
        "schema": {"const": "public, no-cache"},
    },
}
MARK = {
    "in": "header",
    "name": "If-None-Match",
    "required": False,
    "description": "Dấu (ETag) của bản đang giữ.",
    "schema": {"type": "string"},
}
ALLOWED = {"Allow": {"description": "Các cách hỏi được nhận.", "schema": {"const": "GET, HEAD"}}}


def described(api: "OpenData") -> dict[str, Any]:
    """OpenAPI 3.1 of every address below /api/v1 but the page for people and the description itself."""
    schema: dict[str, Any] = deepcopy(dict(api.get_openapi_schema(path_prefix=PREFIX)))
    for path, methods in list(schema["paths"].items()):
        _complete(methods["get"])
        if "text/csv" in methods["get"]["responses"][200]["content"]:
            schema["paths"][f"{path}.csv"] = {"get": _as_table(methods["get"])}
    return schema


def _complete(operation: dict[str, Any]) -> None:
    """Say of an operation what every one of them answers."""
    answers = operation["responses"]
    problem = answers[404]["content"]
    answers[200]["headers"] = KEPT
    answers[304] = {"description": "Không đổi so với bản đang giữ.", "headers": KEPT}
    answers[405] = {"description": "Chỉ để đọc.", "headers": ALLOWED, "content": problem}
    operation.setdefault("parameters", []).append(MARK)


def _as_table(operation: dict[str, Any]) -> dict[str, Any]:
    """The twin that always answers as a table; its address says the form, so it has no parameter for it."""
    twin = deepcopy(operation)
    twin["operationId"] += "_as_table"
    twin["summary"] += " (bảng tính)"
    twin["parameters"] = [
        one for one in twin["parameters"] if one["name"] not in {"format", "limit", "offset"}
    ]
    del twin["responses"][200]["content"]["application/json"]
    return twin
