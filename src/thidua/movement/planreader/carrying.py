"""A draft as plain data and back, so that it can be read in one process and used in another. Loses nothing."""

import types
from dataclasses import asdict, fields, is_dataclass
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

from thidua.movement.planreader.draft import PlanDraft


def pack(draft: PlanDraft) -> dict[str, Any]:
    """What `json.dumps` takes."""
    return asdict(draft)


def unpack(data: dict[str, Any]) -> PlanDraft:
    """The draft that was packed, also after a journey through JSON."""
    draft: PlanDraft = _built(PlanDraft, data)
    return draft


def _built(kind: Any, data: Any) -> Any:
    """`data` as `kind`: a dataclass, a tuple of one kind, one kind or None, or a plain value."""
    if get_origin(kind) is tuple:
        return tuple(_built(get_args(kind)[0], one) for one in data)
    if isinstance(kind, types.UnionType):
        return None if data is None else _built(get_args(kind)[0], data)
    if isinstance(kind, type) and is_dataclass(kind):
        hints = _hints(kind)
        return kind(**{field.name: _built(hints[field.name], data[field.name]) for field in fields(kind)})
    return data


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)
