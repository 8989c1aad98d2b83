"""What papers of a commune share: their head and signer, the plan and the movement in words, how punctual units were."""

import re
from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

from thidua.core import formatting
from thidua.movement import queries as movement_queries
from thidua.movement.models import Movement
from thidua.movement.queries.hub import Hub
from thidua.org.models import Commune
from thidua.reporting.models import Period, Report
from thidua.reporting.papers import UnitTimes
from thidua.reporting.queries.boards import days_late
from thidua.reporting.queries.editions import plans_of

SHORT_TITLE = 160


def measured_by(movement: Movement, periods: list[Period]) -> tuple[str, ...]:
    """ "Đo theo kế hoạch, bản thứ 1, có hiệu lực từ 01/09/2025: tháng 1/2026; tháng 2/2026." and so on."""
    measured = plans_of([one.pk for one in periods])
    words = {plan.edition: plan.edition_words for plan in movement_queries.editions_of(movement)}
    by_edition: dict[int, list[str]] = defaultdict(list)
    for one in periods:
        if one.pk in measured:
            by_edition[measured[one.pk].edition].append(formatting.in_text(one.label))
    return tuple(
        f"Đo theo kế hoạch, {formatting.in_text(words[edition])}: {'; '.join(held)}."
        for edition, held in sorted(by_edition.items())
    )


def years_of(movement: Movement) -> list[int]:
    """Years with a period, the newest first."""
    return sorted({day.year for day in movement.periods.values_list("ends_on", flat=True)}, reverse=True)


def last_day_of(year: int, *, on: date) -> date:
    """The day up to which a paper of the year tells: the last one, while the year runs today."""
    return min(on, date(year, 12, 31))


def punctuality_of(movement: Movement, since: date, until: date, *, on: date) -> tuple[UnitTimes, ...]:
    """How units sent the reports of periods that end between two days and whose cut-off has passed; back-filled ones were
    nobody's delay.
    """
    counted: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    reports = (
        Report.objects.filter(
            period__movement=movement,
            period__ends_on__range=(since, until),
            period__unit_due_on__lt=on,
            period__is_backfilled=False,
        )
        .select_related("unit", "period")
        .order_by("unit__sort_key")
    )
    for report in reports:
        row = counted[report.unit.name]
        row[0] += 1
        if report.first_received_at is None:
            row[3] += 1
        else:
            row[2 if days_late(report, report.period, on=on) else 1] += 1
    return tuple(UnitTimes(name, *row) for name, row in counted.items())


def head_of(commune_id: int, header: Mapping[str, Any]) -> dict[str, str]:
    """What stands in the head and at the foot of a paper of the commune: issuers, place, signer as in the plan."""
    commune = Commune.objects.get(pk=commune_id)
    signer = header.get("signer") or {}
    return {
        "parent": commune.parent_issuer,
        "issuer": commune.issuer,
        "place": commune.place,
        "authority": str(signer.get("authority") or ""),
        "position": str(signer.get("position") or ""),
        "name": str(signer.get("name") or ""),
    }


def named(movement: Movement) -> str:
    """The movement's names in the quotation marks of the plan, else its short title."""
    quoted = re.findall(r"“[^”]+”", movement.title)
    return " và ".join(quoted) if quoted else movement.short_title


def plan_number(header: Mapping[str, Any]) -> str:
    """ "Kế hoạch số 12/KH-UBND"; empty of a plan that stands without its number."""
    number = str(header.get("number") or "").strip()
    return f"Kế hoạch số {number}" if number and not number.startswith("/") else ""


def plan_words(hub: Hub) -> str:
    """ "Kế hoạch số 12/KH-UBND ngày 20/08/2025 tổ chức …"."""
    named = plan_number(hub.header) or "Kế hoạch"
    said = str(hub.header.get("date") or "")
    parts = said.split("-")
    when = {3: "ngày {2}/{1}/{0}", 2: "tháng {1}/{0}", 1: "năm {0}"}.get(
        len(parts) if said else 0, ""
    ).format(*parts)
    title = str(hub.header.get("title") or hub.movement.title)
    edition = hub.plan.edition if hub.plan else None
    amended = (
        f" (đã điều chỉnh, {formatting.in_text(hub.plan.edition_words)})"
        if hub.plan and (edition or 1) > 1
        else ""
    )
    return f"{named} {when} {title[:1].lower()}{title[1:]}{amended}".replace("  ", " ")


def short_title(said: str) -> str:
    """The beginning of a long content, for forms; cut at a word."""
    first = statement(said)
    return first if len(first) <= SHORT_TITLE else first[:SHORT_TITLE].rsplit(" ", 1)[0] + " …"


def statement(said: str) -> str:
    """The first statement of a long content, whole."""
    return re.split(r";|\. ", said, maxsplit=1)[0].rstrip(" .;:")
