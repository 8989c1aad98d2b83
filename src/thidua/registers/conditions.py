"""Stated filters over the rows of a register, so that a figure can be counted and everybody can read how. Pure.

    Filter.parse([{"field": "kenh", "is": ["2"]}], schema).words(schema)      # "Kênh nộp là “Trực tuyến”"

A condition is about one field: `is` (one of these), `is_not`, `at_most` another field's value, `known` (filled or not),
`listed` (its value is the key of a row of another register that fulfils a filter of its own). `either` holds where one of
several filters does. What a row does not say, it does not fulfil.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from thidua.registers import library
from thidua.registers.library import Schema, Value


class How(StrEnum):
    IS = "is"
    IS_NOT = "is_not"
    AT_MOST = "at_most"
    KNOWN = "known"
    LISTED = "listed"
    EITHER = "either"


@dataclass(frozen=True, slots=True)
class Condition:
    """`values` for `is` and `is_not`; `other`, a field's name, for `at_most`, or the register's for `listed`; `inner` is the
    filter over that register, or each of the filters of `either`, which is about no field.
    """

    field: str
    how: How
    values: tuple[Value, ...] = ()
    other: str = ""
    inner: tuple["Filter", ...] = ()

    def holds(self, facts: Mapping[str, Value], keys: "Keys") -> bool:
        """`keys` gives the keys of the rows that a `listed` condition asks for."""
        if self.how is How.EITHER:
            return any(one.holds(facts, keys) for one in self.inner)
        value = facts.get(self.field)
        if value is None:
            return False
        if self.how is How.KNOWN:
            return True
        if self.how is How.LISTED:
            return str(value) in keys(self)
        if self.how is How.AT_MOST:
            limit = facts.get(self.other)
            return limit is not None and str(value) <= str(limit)
        return (value in self.values) is (self.how is How.IS)

    def words(self, schema: Schema) -> str:
        if self.how is How.EITHER:
            return " hoặc ".join(f"({one.words(schema)})" for one in self.inner)
        field = schema.field(self.field)
        if self.how is How.LISTED:
            there = library.load()[self.other]
            rows = f", ở đó {self.inner[0].words(there)}" if self.inner[0].conditions else ""
            return f"{field.title} có trong sổ “{there.title}”{rows}"
        if self.how is How.KNOWN:
            return f"có {field.title.lower()}"
        if self.how is How.AT_MOST:
            return f"{field.title} không sau {schema.field(self.other).title.lower()}"
        said = " hoặc ".join(f"“{field.shown(value)}”" for value in self.values)
        return f"{field.title} {'là' if self.how is How.IS else 'không phải là'} {said}"

    def told(self) -> dict[str, Any]:
        """Its JSON, as `Filter.parse` takes it."""
        if self.how is How.EITHER:
            return {"either": [one.told() for one in self.inner]}
        given: Any = self.other if self.how is How.AT_MOST else list(self.values)
        if self.how is How.KNOWN:
            given = True
        if self.how is How.LISTED:
            given = {"register": self.other, "rows": self.inner[0].told()}
        return {"field": self.field, self.how.value: given}


Keys = Callable[[Condition], Collection[str]]


def no_lists(condition: Condition) -> Collection[str]:
    """For filters that look into no other register."""
    return ()


@dataclass(frozen=True, slots=True)
class Filter:
    """Rows that fulfil every condition; all rows without any."""

    conditions: tuple[Condition, ...] = ()

    @classmethod
    def parse(cls, told: Sequence[Mapping[str, Any]], schema: Schema) -> "Filter":
        """From its JSON; ValueError where a field or a way is not known, so that no filter counts something else in silence."""
        return cls(tuple(_condition(one, schema) for one in told))

    def holds(self, facts: Mapping[str, Value], keys: Keys = no_lists) -> bool:
        return all(condition.holds(facts, keys) for condition in self.conditions)

    def words(self, schema: Schema) -> str:
        """The whole as half a sentence; every row where there is no condition."""
        return "; ".join(condition.words(schema) for condition in self.conditions) or "mọi hàng"

    def told(self) -> list[dict[str, Any]]:
        return [condition.told() for condition in self.conditions]

    @property
    def registers(self) -> Iterator[str]:
        """Names of the other registers that it looks into."""
        for condition in self.conditions:
            if condition.how is How.LISTED:
                yield condition.other
            for inner in condition.inner:
                yield from inner.registers


def _condition(told: Mapping[str, Any], schema: Schema) -> Condition:
    if set(told) == {How.EITHER.value}:
        return Condition("", How.EITHER, inner=tuple(Filter.parse(one, schema) for one in told["either"]))
    ways = [how for how in How if how.value in told]
    if len(ways) != 1 or set(told) != {"field", ways[0].value}:
        raise ValueError(f"{schema.name}: a condition says one thing about one field, not {dict(told)}")
    how, given = ways[0], told[ways[0].value]
    try:
        schema.field(told["field"])
        if how is How.AT_MOST:
            schema.field(given)
    except KeyError as unknown:
        raise ValueError(f"{schema.name} has no field {unknown}") from None
    if how is How.AT_MOST:
        return Condition(told["field"], how, other=given)
    if how is How.LISTED:
        return _listed(told["field"], given, schema)
    return Condition(told["field"], how, tuple(given) if how in {How.IS, How.IS_NOT} else ())


def _listed(field: str, given: Mapping[str, Any], schema: Schema) -> Condition:
    there = library.load().get(str(given.get("register")))
    if there is None or len(there.key) != 1:
        raise ValueError(f"{schema.name}: {given.get('register')} is no register whose rows have one key")
    return Condition(field, How.LISTED, other=there.name, inner=(Filter.parse(given["rows"], there),))
