"""Shipped ways of counting figures from registers: `bindings.json` beside this file, checked as it is read. Pure."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from thidua.indicator.library import Trust
from thidua.registers import library
from thidua.registers.conditions import Filter
from thidua.registers.library import Schema


@dataclass(frozen=True, slots=True)
class ShippedBinding:
    """One way, ready to be adopted. The filters are as in the file (`registers/conditions.py`)."""

    slug: str
    indicator: str
    variant: str
    register: str
    day: str
    unit: str
    counted: str
    calendar: str
    denominator: list[dict[str, Any]]
    numerator: list[dict[str, Any]]
    estimate: list[dict[str, Any]]
    valid_from: date
    citation: str
    trust: Trust

    @property
    def schema(self) -> Schema:
        return library.load()[self.register]


class BindingBroken(Exception):
    """The shipped file says something that cannot be; the message names the slug and the place."""


@cache
def load() -> dict[str, ShippedBinding]:
    """Every shipped way by its slug, in the order of the file."""
    text = (resources.files(__name__) / "bindings.json").read_text(encoding="utf-8")
    found = [build(told) for told in json.loads(text)["bindings"]]
    return {one.slug: one for one in found}


def build(told: Mapping[str, Any]) -> ShippedBinding:
    """A checked way from one entry of the file."""
    found = ShippedBinding(
        **{**told, "valid_from": date.fromisoformat(told["valid_from"]), "trust": Trust(told["trust"])}
    )
    check(found.slug, found.schema, found)
    return found


def check(slug: str, schema: Schema, told: Any) -> None:
    """Raise BindingBroken where a filter or a field is none of the register's."""
    try:
        for rows in (told.denominator, told.numerator, told.estimate):
            Filter.parse(rows, schema)
        for name in filter(None, (told.day, told.unit, told.counted)):
            schema.field(name)
    except (ValueError, KeyError) as wrong:
        raise BindingBroken(f"{slug}: {wrong}") from None
