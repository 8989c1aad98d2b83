"""A ward whose figures are counted from registers: `bind(here)` a shipped way, `rows(unit, facts)` land in any register."""

from datetime import datetime
from typing import Any

from tests.clock import local
from tests.factories import reporting as make
from tests.factories.registers import BatchFactory, RegisterFactory
from thidua.indicator.models import Indicator
from thidua.org.models import Unit
from thidua.registers.enums import BatchState
from thidua.registers.models import Batch, Record
from thidua.reporting import actions, binding_data
from thidua.reporting.models import RegisterBinding

AFTER = local(2026, 10, 16)  # the period 15/09–14/10/2026 is over
LANDED_AT = local(2026, 10, 15, 7)


def rows(
    unit: Unit,
    facts: list[dict[str, Any]],
    *,
    register: str = "ho-so-tthc",
    at: datetime = LANDED_AT,
    replaces: Batch | None = None,
) -> Batch:
    """A landed batch; rows without a key get one."""
    held = RegisterFactory(commune=unit.commune, name=register)
    schema = held.schema
    days = sorted(str(one[schema.day]) for one in facts) if schema.day else []
    batch: Batch = BatchFactory(
        unit=unit,
        register=held,
        state=BatchState.LANDED,
        uploaded_at=at,
        landed_at=at,
        good_count=len(facts),
        replaces=replaces,
        first_day=days[0] if days else None,
        last_day=days[-1] if days else None,
    )
    if replaces:
        Record.objects.filter(batch=replaces).update(is_current=False, overtaken_by=batch)
        Batch.objects.filter(pk=replaces.pk).update(state=BatchState.REPLACED, ended_at=at)
    name = schema.key[0] if schema.key else ""
    Record.objects.bulk_create(
        Record(
            register=held,
            batch=batch,
            number=number,
            key=str(one.get(name) or f"{batch.pk}-{number}") if name else "",
            day=one.get(schema.day) if schema.day else None,
            is_current=True,
            facts={field.name: one.get(field.name, field.blank) for field in schema.fields},
        )
        for number, one in enumerate(facts, start=2)
    )
    return batch


def dossier(channel: str = "2", day: str = "2026-10-01", **more: Any) -> dict[str, Any]:
    return {"kenh": channel, "ngay_tiep_nhan": day, "ma_tthc": "1.1", **more}


def online(count: int, whole: int, day: str = "2026-10-01") -> list[dict[str, Any]]:
    return [dossier("2" if number < count else "1", day, ma_ho_so=f"H{number}") for number in range(whole)]


def bind(here: make.Ward, slug: str = "ct1-a", *, place: int = 0, **changed: Any) -> RegisterBinding:
    """The shipped way under the first indicator of the ward, or another."""
    shipped = binding_data.load()[slug]
    indicator = here.indicators[place]
    Indicator.objects.filter(pk=indicator.pk).update(code=shipped.indicator)
    indicator.definitions.update(variant=shipped.variant)
    binding = actions.adopt_binding(
        here.actor("standing_body"), shipped=shipped, by=here.actor("standing_body"), at=LANDED_AT
    )
    if changed:
        RegisterBinding.objects.filter(pk=binding.pk).update(**changed)
        binding.refresh_from_db()
    return binding
