"""Bring the shipped library into the database: new rows are added, changed ones become new versions, nothing is overwritten."""

from datetime import date, datetime, timedelta
from enum import Enum
from typing import Any

from django.utils import timezone

from thidua.indicator import errors, library
from thidua.indicator.models import Definition, Indicator

CONTENT = (
    "is_default",
    "label",
    "full_name",
    "numerator_label",
    "denominator_label",
    "hint",
    "text",
    "evidence_rule",
    "citation",
    "trust",
    "over_units",
    "over_time",
    "measurement_unit",
)
DAY = timedelta(days=1)


def bring_up_to_date(shipped: library.Library, *, at: datetime) -> list[str]:
    """Write the differences; returns a line for each change. Call inside a transaction."""
    changes: list[str] = []
    for position, each in enumerate(shipped.indicators, start=1):
        indicator = _indicator(each, position, changes)
        for variant in dict.fromkeys(definition.variant for definition in each.definitions):
            rows = sorted(
                (definition for definition in each.definitions if definition.variant == variant),
                key=lambda definition: definition.valid_from,
            )
            _variant(indicator, rows, at=at, changes=changes)
    return changes


def _indicator(each: library.Indicator, position: int, changes: list[str]) -> Indicator:
    """Names and order follow the shipped file; the kind of an indicator never changes, its old figures hang on it."""
    wanted: dict[str, Any] = {
        "name": each.short_name,
        "over_units": each.over_units.value,
        "over_time": each.over_time.value,
        "measurement_unit": each.measurement_unit,
        "position": position,
    }
    found = Indicator.objects.filter(commune__isnull=True, code=each.code).first()
    if found is None:
        changes.append(f"{each.code}: thêm chỉ tiêu “{each.short_name}”.")
        return Indicator.objects.create(code=each.code, kind=each.kind.value, **wanted)
    if found.kind != each.kind.value:
        raise errors.LibraryBroken(f"Thư viện chỉ tiêu: {each.code} không được đổi loại. Xin dùng mã mới.")
    differing = [name for name, value in wanted.items() if getattr(found, name) != value]
    if differing:
        for name in differing:
            setattr(found, name, wanted[name])
        found.save(update_fields=differing)
        changes.append(f"{each.code}: sửa tên hoặc thứ tự hiển thị.")
    return found


def _variant(
    indicator: Indicator, rows: list[library.Definition], *, at: datetime, changes: list[str]
) -> None:
    """Add versions whose number is new, then make sure that what counts today says what the file says."""
    held = list(
        Definition.objects.filter(
            indicator=indicator, commune__isnull=True, variant=rows[0].variant
        ).order_by("valid_from")
    )
    for row in rows:
        if row.version not in {one.version for one in held}:
            start = max([row.valid_from, *(one.valid_from + DAY for one in held)])
            _add(indicator, row, held, version=row.version, start=start, at=at, changes=changes)
    today = timezone.localdate(at)
    current = next((row for row in reversed(rows) if row.valid_from <= today), rows[0])
    later = [_content(row) for row in rows if row.valid_from > today]
    standing = [one for one in held if not (one.valid_from > today and _content(one) in later)]
    if _content(standing[-1]) != _content(current):
        number = max(one.version for one in held) + 1
        start = max([today, *(one.valid_from + DAY for one in held)])
        _add(indicator, current, held, version=number, start=start, at=at, changes=changes)


def _add(
    indicator: Indicator,
    row: library.Definition,
    held: list[Definition],
    *,
    version: int,
    start: date,
    at: datetime,
    changes: list[str],
) -> None:
    """A new last version from `start`; the one before it ends on the day before."""
    if held and (held[-1].valid_to is None or held[-1].valid_to >= start):
        held[-1].valid_to = start - DAY
        held[-1].save(update_fields=["valid_to"])
    held.append(
        Definition.objects.create(
            indicator=indicator,
            variant=row.variant,
            version=version,
            valid_from=start,
            valid_to=row.valid_to if row.valid_to and row.valid_to >= start else None,
            added_at=at,
            **dict(zip(CONTENT, _content(row), strict=True)),
        )
    )
    changes.append(f"{indicator.code}: cách tính {row.variant}, bản {version} từ {start:%d/%m/%Y}.")


def _content(row: library.Definition | Definition) -> tuple[Any, ...]:
    """What a version says, apart from its number and dates; enums as the database holds them."""
    return tuple(_plain(getattr(row, name)) for name in CONTENT)


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, Enum) else value
