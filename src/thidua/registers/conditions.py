"""Stated filters over the rows of a register, so that a figure can be counted and everybody can read how. Pure.

    Filter.parse([{"field": "kenh", "is": ["2"]}]).words(schema)      # "Kênh nộp là Trực tuyến"

A condition is about one field: `is` (one of these), `is_not`, `at_most` another field's value, `known` (filled or not).
What a row does not say, it does not fulfil.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from thidua.registers.library import Schema, Value


class How(StrEnum):
    IS = "is"
    IS_NOT = "is_not"
    AT_MOST = "at_most"
    KNOWN = "known"


@dataclass(frozen=True, slots=True)
class Condition:
    """`values` for `is` and `is_not`; `other`, a field's name, for `at_most`; neither for `known`."""

    field: str
    how: How
    values: tuple[Value, ...] = ()
    other: str = ""

    def holds(self, facts: Mapping[str, Value]) -> bool:
        value = facts.get(self.field)
        if value is None:
            return False
        if self.how is How.KNOWN:
            return True
        if self.how is How.AT_MOST:
            limit = facts.get(self.other)
            return limit is not None and str(value) <= str(limit)
        return (value in self.values) is (self.how is How.IS)

    def words(self, schema: Schema) -> str:
        field = schema.field(self.field)
        if self.how is How.KNOWN:
            return f"có {field.title.lower()}"
        if self.how is How.AT_MOST:
            return f"{field.title} không sau {schema.field(self.other).title.lower()}"
        said = " hoặc ".join(f"“{field.shown(value)}”" for value in self.values)
        return f"{field.title} {'là' if self.how is How.IS else 'không phải là'} {said}"


@dataclass(frozen=True, slots=True)
class Filter:
    """Rows that fulfil every condition; all rows without any."""

    conditions: tuple[Condition, ...] = ()

    @classmethod
    def parse(cls, told: Sequence[Mapping[str, Any]], schema: Schema) -> "Filter":
        """From its JSON; ValueError where a field or a way is not known, so that no filter counts something else in silence."""
        return cls(tuple(_condition(one, schema) for one in told))

    def holds(self, facts: Mapping[str, Value]) -> bool:
        return all(condition.holds(facts) for condition in self.conditions)

    def words(self, schema: Schema) -> str:
        """The whole as half a sentence; every row where there is no condition."""
        return "; ".join(condition.words(schema) for condition in self.conditions) or "mọi hàng"


def _condition(told: Mapping[str, Any], schema: Schema) -> Condition:
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
    return Condition(told["field"], how, tuple(given) if how in {How.IS, How.IS_NOT} else ())
