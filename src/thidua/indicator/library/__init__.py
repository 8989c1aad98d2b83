"""The shipped library: what is measured, how, on what ground and how far that is confirmed. Pure.

`indicators.json` and `targets.json` beside this file are the data; they are read into frozen dataclasses and checked, so that
a slip in an edited file becomes a sentence that names the place. Databases are filled from here by an action.
"""

import json
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from importlib import resources
from itertools import combinations
from typing import Any

from thidua.indicator import errors
from thidua.indicator.figures import Comparator, Kind, OverTime, OverUnits, TargetLine


class Trust(StrEnum):
    """How far a source is confirmed. Only V may be shown as what the law says."""

    VERIFIED = "V"
    NEWS = "N"
    UNOFFICIAL = "U"
    INFERRED = "I"
    UNKNOWN = "?"

    @property
    def label(self) -> str:
        return _TRUST_LABELS[self]


_TRUST_LABELS = {
    Trust.VERIFIED: "Đã đọc nguyên văn",
    Trust.NEWS: "Theo báo chí, cổng thông tin",
    Trust.UNOFFICIAL: "Theo bản không chính thức",
    Trust.INFERRED: "Đề xuất của phần mềm",
    Trust.UNKNOWN: "Chưa xác nhận",
}


@dataclass(frozen=True)
class Definition:
    """One dated version of one formula variant. `valid_to` is its last day; None while it stands.

    A variant may add up otherwise than its indicator (CT1 B counts procedures, not dossiers), so it carries its own ways.
    """

    variant: str
    version: int
    is_default: bool
    label: str
    full_name: str
    numerator_label: str
    denominator_label: str
    hint: str
    text: str
    evidence_rule: str
    citation: str
    trust: Trust
    valid_from: date
    valid_to: date | None
    over_units: OverUnits
    over_time: OverTime
    measurement_unit: str

    def is_valid_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True)
class Status:
    """A state that is noted for each counted thing; `counts` says whether it goes into the numerator."""

    code: str
    label: str
    counts: bool


@dataclass(frozen=True)
class Keywords:
    """When a sentence speaks of the indicator: one phrase of each group of `required`, none of `excluded`."""

    required: tuple[tuple[str, ...], ...]
    boost: tuple[str, ...]
    excluded: tuple[str, ...]


@dataclass(frozen=True)
class Indicator:
    """`reported_by` holds kinds of units; `denominator_source` is typed, catalogue, population or none."""

    code: str
    short_name: str
    kind: Kind
    over_units: OverUnits
    over_time: OverTime
    measurement_unit: str
    reported_by: tuple[str, ...]
    source_system: str
    denominator_source: str
    statuses: tuple[Status, ...]
    keywords: Keywords
    definitions: tuple[Definition, ...]

    def definition_on(self, day: date, variant: str | None = None) -> Definition | None:
        """The version in force on `day`, of the default variant unless another is named; None before the first."""
        for definition in self.definitions:
            chosen = definition.is_default if variant is None else definition.variant == variant
            if chosen and definition.is_valid_on(day):
                return definition
        return None


@dataclass(frozen=True)
class SecondLine:
    """A code of the plan that sets a second target on an indicator that is measured already (CT4 on CT2, rule 7)."""

    code: str
    measurement: str
    line: str
    short_name: str
    explanation: str
    citation: str
    trust: Trust


@dataclass(frozen=True)
class Target:
    """A dated target to preload. No years: the ward sets them. `value_max` closes a range found in other places."""

    key: str
    indicator: str
    line: str
    scope: str
    year_from: int | None
    year_to: int | None
    comparator: Comparator
    value: Decimal
    value_max: Decimal | None
    unit: str
    source: str
    trust: Trust
    note: str

    def as_line(self) -> TargetLine:
        return TargetLine(self.value, self.comparator, self.line)


@dataclass(frozen=True)
class Library:
    indicators: tuple[Indicator, ...]
    second_lines: tuple[SecondLine, ...]
    targets: tuple[Target, ...]

    def measurement(self, code: str) -> Indicator:
        """The indicator that measures `code`; CT4 gives CT2. KeyError for a code that is not in the library."""
        measured = {line.code: line.measurement for line in self.second_lines}.get(code, code)
        for indicator in self.indicators:
            if indicator.code == measured:
                return indicator
        raise KeyError(code)

    def targets_of(self, code: str, year: int | None = None) -> tuple[Target, ...]:
        """Target rows of an indicator, both lines; with `year`, those of that year and those without years."""
        return tuple(
            target
            for target in self.targets
            if target.indicator == code
            and (
                year is None
                or ((target.year_from or year) <= year and (target.year_to is None or year <= target.year_to))
            )
        )


def load() -> Library:
    """The shipped library, checked. Reads two small files; keep the result."""
    folder = resources.files(__name__)
    return build(
        json.loads((folder / "indicators.json").read_text(encoding="utf-8")),
        json.loads((folder / "targets.json").read_text(encoding="utf-8")),
    )


def build(indicators: Mapping[str, Any], targets: Mapping[str, Any]) -> Library:
    """A checked library from the content of the two files; `LibraryBroken` names the row that is wrong."""
    library = Library(
        tuple(_read(row, _indicator) for row in indicators["indicators"]),
        tuple(_read(row, _second_line) for row in indicators["second_lines"]),
        tuple(_read(row, _target) for row in targets["targets"]),
    )
    _check_codes(library)
    for indicator in library.indicators:
        _check_definitions(indicator)
    return library


def _read(row: dict[str, Any], make: Any) -> Any:
    name = row.get("code") or row.get("key") or "?"
    if json.dumps(row, ensure_ascii=False) != unicodedata.normalize(
        "NFC", json.dumps(row, ensure_ascii=False)
    ):
        raise errors.LibraryBroken(f"Thư viện chỉ tiêu, dòng {name}: chữ chưa ở dạng NFC.")
    try:
        return make(row)
    except (KeyError, ValueError, TypeError, ArithmeticError) as problem:
        raise errors.LibraryBroken(
            f"Thư viện chỉ tiêu, dòng {name}: không đọc được ({problem})."
        ) from problem


def _indicator(row: dict[str, Any]) -> Indicator:
    words = row["keywords"]
    return Indicator(
        **{
            **row,
            "kind": Kind(row["kind"]),
            "over_units": OverUnits(row["over_units"]),
            "over_time": OverTime(row["over_time"]),
            "reported_by": tuple(row["reported_by"]),
            "statuses": tuple(Status(**status) for status in row["statuses"]),
            "keywords": Keywords(
                tuple(tuple(group) for group in words["all"]), tuple(words["boost"]), tuple(words["none"])
            ),
            "definitions": tuple(_definition(each, row) for each in row["definitions"]),
        }
    )


def _definition(row: dict[str, Any], indicator: dict[str, Any]) -> Definition:
    inherited = {key: indicator[key] for key in ("over_units", "over_time", "measurement_unit")}
    merged = {**inherited, **row}
    return Definition(
        **{
            **merged,
            "trust": Trust(row["trust"]),
            "valid_from": date.fromisoformat(row["valid_from"]),
            "valid_to": date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
            "over_units": OverUnits(merged["over_units"]),
            "over_time": OverTime(merged["over_time"]),
        }
    )


def _second_line(row: dict[str, Any]) -> SecondLine:
    return SecondLine(**{**row, "trust": Trust(row["trust"])})


def _target(row: dict[str, Any]) -> Target:
    return Target(
        **{
            **row,
            "comparator": Comparator(row["comparator"]),
            "value": Decimal(row["value"]),
            "value_max": Decimal(row["value_max"]) if row["value_max"] is not None else None,
            "trust": Trust(row["trust"]),
        }
    )


def _check_codes(library: Library) -> None:
    measured = [indicator.code for indicator in library.indicators]
    codes = measured + [line.code for line in library.second_lines]
    twice = [code for code, times in Counter(codes).items() if times > 1]
    if twice:
        raise errors.LibraryBroken(f"Thư viện chỉ tiêu: mã {twice[0]} có hai lần.")
    wanted = [line.measurement for line in library.second_lines] + [row.indicator for row in library.targets]
    for code in wanted:
        if code not in measured:
            raise errors.LibraryBroken(f"Thư viện chỉ tiêu: không có chỉ tiêu {code}.")
    for row in library.targets:
        if row.key not in codes or library.measurement(row.key).code != row.indicator:
            raise errors.LibraryBroken(
                f"Thư viện chỉ tiêu: dòng mức {row.key} không khớp chỉ tiêu {row.indicator}."
            )


def _check_definitions(indicator: Indicator) -> None:
    where = f"Thư viện chỉ tiêu, {indicator.code}"
    if not any(definition.is_default for definition in indicator.definitions):
        raise errors.LibraryBroken(f"{where}: chưa có cách tính mặc định.")
    for definition in indicator.definitions:
        if bool(definition.denominator_label) is not (indicator.kind is Kind.RATIO):
            raise errors.LibraryBroken(f"{where}: chỉ tỷ lệ mới có nhãn tổng số, và tỷ lệ nào cũng phải có.")
        if not definition.citation or not definition.text:
            raise errors.LibraryBroken(f"{where}: mỗi cách tính phải có định nghĩa và căn cứ.")
    for one, other in combinations(indicator.definitions, 2):
        rivals = one.variant == other.variant or (one.is_default and other.is_default)
        if rivals and (one.is_valid_on(other.valid_from) or other.is_valid_on(one.valid_from)):
            raise errors.LibraryBroken(f"{where}: hai cách tính {one.variant} cùng hiệu lực một ngày.")
