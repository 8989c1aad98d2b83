"""The registers that are shipped: what one row of each is, how its columns are called elsewhere. Pure.

Each file beside this one is a Table Schema (the Frictionless standard) with a few words more: `aliases` are titles that the
systems which export such lists give the column, `labels` the words they write for a code, `blank` what an empty cell means,
`order` pairs of days of which the first never comes later, `day` the field that puts a row into a period.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any

Value = str | int | float | bool | None  # as JSON holds it; days are ISO texts


class Type(StrEnum):
    STRING = "string"
    INTEGER = "integer"
    NUMBER = "number"
    DATE = "date"
    BOOLEAN = "boolean"


@dataclass(frozen=True, slots=True)
class Field:
    """One fact of a row. `labels` holds the words for each code of `codes`, the first of them for pages."""

    name: str
    title: str
    type: Type
    is_required: bool = False
    most_letters: int = 200
    least: float | None = None
    most: float | None = None
    labels: Mapping[str, tuple[str, ...]] | None = None
    aliases: tuple[str, ...] = ()
    blank: Value = None

    @property
    def titles(self) -> tuple[str, ...]:
        return (self.title, *self.aliases, self.name)

    def shown(self, value: Value) -> str:
        """A value as people read it."""
        if value is None:
            return ""
        if self.type is Type.DATE:
            return f"{date.fromisoformat(str(value)):%d/%m/%Y}"
        if isinstance(value, bool):
            return "Có" if value else "Không"
        if self.labels and value in self.labels:
            return self.labels[str(value)][0]
        return str(value)

    @property
    def meanings(self) -> list[tuple[str, str]]:
        """Its codes with their words; yes and no where it is either."""
        if self.type is Type.BOOLEAN:
            return [("true", "Có"), ("false", "Không")]
        return [(code, words[0]) for code, words in (self.labels or {}).items()]

    def meant(self, code: str) -> Value:
        """The value behind the code of a choice on a page; None for no choice."""
        if code == "":
            return None
        return code == "true" if self.type is Type.BOOLEAN else code


@dataclass(frozen=True, slots=True)
class Schema:
    """One kind of register. `key` are the fields that name a row; without any, a row has no life beyond its batch."""

    name: str
    title: str
    description: str
    version: int
    citation: str
    trust: str
    key: tuple[str, ...]
    day: str | None
    fields: tuple[Field, ...]
    order: tuple[tuple[str, str], ...]

    def field(self, name: str) -> Field:
        """KeyError for a field that the register does not have."""
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(name)

    def told_by(self, *matchings: Mapping[str, Any]) -> list[Field]:
        """The fields that some matching (`Batch.matching`) gives a column."""
        given = {name for matching in matchings for name in matching.get("columns", {})}
        return [field for field in self.fields if field.name in given]

    @property
    def is_list_of_state(self) -> bool:
        """Without a day the register says how things stand (a catalogue): each batch takes the place of the one before."""
        return self.day is None


class SchemaBroken(Exception):
    """A shipped file says something that cannot be; the message names the file and the place."""


@cache
def load() -> dict[str, Schema]:
    """Every shipped register by its name, in the order of titles."""
    found = [build(told) for told in _files()]
    return {schema.name: schema for schema in sorted(found, key=lambda schema: schema.title)}


def build(told: Mapping[str, Any]) -> Schema:
    """A checked schema from the content of one file."""
    schema = Schema(
        name=told["name"],
        title=told["title"],
        description=told["description"],
        version=told["version"],
        citation=told["citation"],
        trust=told["trust"],
        key=tuple(told["primaryKey"]),
        day=told["day"],
        fields=tuple(_field(one) for one in told["fields"]),
        order=tuple((before, after) for before, after in told["order"]),
    )
    _check(schema)
    return schema


def _files() -> Iterator[Mapping[str, Any]]:
    for file in resources.files(__name__).iterdir():
        if file.name.endswith(".json"):
            yield json.loads(file.read_text(encoding="utf-8"))


def _field(told: Mapping[str, Any]) -> Field:
    bounds = told.get("constraints", {})
    labels = {code: tuple(words) for code, words in told.get("labels", {}).items()}
    if tuple(labels) != tuple(bounds.get("enum", ())):
        raise SchemaBroken(f"{told['name']}: labels and enum differ")
    return Field(
        name=told["name"],
        title=told["title"],
        type=Type(told["type"]),
        is_required=bounds.get("required", False),
        most_letters=bounds.get("maxLength", 200),
        least=bounds.get("minimum"),
        most=bounds.get("maximum"),
        labels=labels or None,
        aliases=tuple(told.get("aliases", ())),
        blank=told.get("blank"),
    )


def _check(schema: Schema) -> None:
    names = [field.name for field in schema.fields]
    if len(set(names)) < len(names):
        raise SchemaBroken(f"{schema.name}: a field stands twice")
    for name in (*schema.key, *filter(None, [schema.day]), *(name for pair in schema.order for name in pair)):
        if name not in names:
            raise SchemaBroken(f"{schema.name}: {name} is no field")
    if any(not schema.field(name).is_required for name in schema.key):
        raise SchemaBroken(f"{schema.name}: a field of the key may be empty")
