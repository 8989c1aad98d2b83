"""The facts of a year for its report, from verified figures; and what the officer's words may start from."""

import re
from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from thidua.core import audit_check, formatting, text
from thidua.core.permissions import Actor
from thidua.indicator import figures
from thidua.indicator.figures import CellState, StandingCode
from thidua.indicator.models import Indicator
from thidua.movement import queries as movement_queries
from thidua.movement.models import Movement
from thidua.movement.queries.hub import Hub
from thidua.org.models import Commune
from thidua.reporting import papers, yearly
from thidua.reporting.enums import Basis
from thidua.reporting.models import Figure, Publication, Report, YearlyReport
from thidua.reporting.queries.boards import days_late
from thidua.reporting.queries.cumulative import Cumulative, cumulative_of
from thidua.reporting.queries.editions import plans_of

SHORT_TITLE = 160
MOST_DIFFICULTIES = 25
SHARED_PAIRS = 2
Links = Mapping[str, list[str]]


def visible_yearly_reports(who: Actor) -> QuerySet[YearlyReport]:
    """Composed reports of the commune, for those who compose or approve them."""
    if not who.may("reporting.compose_report"):
        return YearlyReport.objects.none()
    found = YearlyReport.objects.filter(movement__commune_id=who.commune_id)
    return found.select_related("movement__commune", "composed_by")


def years_of(movement: Movement) -> list[int]:
    """Years with a period, the newest first."""
    return sorted({day.year for day in movement.periods.values_list("ends_on", flat=True)}, reverse=True)


def last_day_of(year: int, *, on: date) -> date:
    """The day up to which a report of the year tells: the last one, while the year runs today."""
    return min(on, date(year, 12, 31))


def suggested_links(hub: Hub) -> dict[str, list[str]]:
    """Each indicator under the content whose words it shares most (two neighbouring words at a time); a person decides."""
    words = {str(tree.item.pk): _pairs(f"{tree.item.text} {tree.item.quote}") for tree in hub.contents}
    links: dict[str, list[str]] = {key: [] for key in words}
    for target in hub.targets:
        if target.indicator is None or any(target.indicator.code in codes for codes in links.values()):
            continue
        own = _pairs(f"{target.item.text} {target.indicator.name}")
        shared = {key: len(own & pairs) for key, pairs in words.items()}
        best = max(shared, key=lambda key: shared[key], default="")
        if best and shared[best] >= SHARED_PAIRS:
            links[best].append(target.indicator.code)
    return links


def links_for(hub: Hub, links: Links) -> dict[str, list[str]]:
    """Links of an earlier report for the contents of the plan as it is now: an amendment gives each a new id."""
    found = {}
    for tree in hub.contents:
        known = links.get(str(tree.item.pk), links.get(str(tree.item.before_id)))
        found[str(tree.item.pk)] = list(known or [])
    return found


def _pairs(said: str) -> set[tuple[str, str]]:
    words = re.findall(r"\w+", text.fold(said))
    return set(pairwise(words))


def facts_of(movement: Movement, year: int, *, at: datetime, links: Links) -> yearly.YearFacts:
    """Everything the yearly report says by itself, as it stands at a moment."""
    on = timezone.localdate(at)
    hub = movement_queries.hub_of(movement, on=last_day_of(year, on=on))
    sums = _sums(movement, year)
    return yearly.YearFacts(
        year=year,
        until=last_day_of(year, on=on).isoformat(),
        movement=named(movement),
        plan=plan_words(hub),
        head=head_of(movement.commune_id, hub.header),
        recipients=tuple(item.text for item in hub.recipients),
        contents=tuple(
            yearly.Content(
                str(tree.item.pk), statement(tree.item.text), tuple(links.get(str(tree.item.pk), ()))
            )
            for tree in hub.contents
        ),
        measures=tuple(_measure(one) for one in sums.values()),
        asked=tuple(
            yearly.Asked(
                target.item.clause or "bổ sung",
                target.item.text,
                sums[target.indicator.pk].shown if target.indicator and target.indicator.pk in sums else "—",
                _line_standing(
                    target.item.facts, sums.get(target.indicator.pk) if target.indicator else None
                ),
            )
            for target in hub.targets
            if target.item.facts.get("year") in {None, year}
        ),
        units=_units(movement, year, on),
        published=_published(movement, year),
        chain=_chain(movement.commune_id, at),
        versions=_versions(movement, year),
    )


def _versions(movement: Movement, year: int) -> tuple[str, ...]:
    """ "Kỳ Tháng 1/2026 – Tháng 6/2026 đo theo kế hoạch, bản thứ 1, có hiệu lực từ 01/09/2025." and so on."""
    labels = dict(
        movement.periods.filter(ends_on__year=year).order_by("ends_on", "pk").values_list("pk", "label")
    )
    measured = plans_of(labels)
    words = {plan.edition: plan.edition_words for plan in movement_queries.editions_of(movement)}
    by_edition: dict[int, list[str]] = defaultdict(list)
    for pk, label in labels.items():
        if pk in measured:
            by_edition[measured[pk].edition].append(formatting.in_text(label))
    return tuple(
        f"Đo theo kế hoạch, {formatting.in_text(words[edition])}: {'; '.join(held)}."
        for edition, held in sorted(by_edition.items())
    )


def _published(movement: Movement, year: int) -> tuple[yearly.Published, ...]:
    """Every publication of the year's periods: also those that a later one corrected stay what they were."""
    found = Publication.objects.filter(period__movement=movement, period__ends_on__year=year)
    return tuple(
        yearly.Published(
            one.period.label, one.number, timezone.localdate(one.published_at).isoformat(), one.sha256
        )
        for one in found.select_related("period").order_by("period__ends_on", "period", "number")
    )


def _chain(commune_id: int, at: datetime) -> tuple[str, ...]:
    stamp = audit_check.stamp_of(commune_id, at=at)
    return (f"{stamp.sentence} (đầy đủ: {stamp.grouped}).", stamp.how)


def overview_of(movement: Movement, year: int, *, on: date) -> str:
    """A first draft of part I, from what the movement's rows say."""
    day = last_day_of(year, on=on)
    hub = movement_queries.hub_of(movement, on=day)
    coverage = movement_queries.coverage_of(movement, on=day)
    edition = movement_queries.edition_on(movement, day)
    units = movement.assignments.current().in_edition(edition).values("unit").distinct().count()
    periods = movement.periods.filter(ends_on__year=year).count()
    covered = sum(not row.gap and not row.uncovered_reason for row in coverage.rows)
    lines = [
        (
            f"Phong trào được phát động ngày {timezone.localtime(movement.launched_at):%d/%m/%Y}; {units} đơn vị được giao "
            f"{hub.indicator_count} chỉ tiêu theo {len(hub.contents)} nội dung thi đua."
        ),
        f"Trong năm {year} đã mở {periods} kỳ báo cáo.",
        f"Kế hoạch có {len(coverage.rows)} tiêu chí, trong đó {covered} tiêu chí đã có cách theo dõi và chứng minh.",
    ]
    return "\n".join(lines)


def first_texts(movement: Movement, year: int, *, on: date) -> dict[str, str]:
    """What the officer's form shows the first time."""
    return {
        "overview": overview_of(movement, year, on=on),
        "difficulties": difficulties_of(movement, year),
        "proposals": "",
    }


def difficulties_of(movement: Movement, year: int) -> str:
    """What units wrote where a figure is missing, does not apply or misses its target; one line each, no line twice."""
    sums = _sums(movement, year)
    cells = (
        Figure.objects.filter(report__period__movement=movement, report__period__ends_on__year=year)
        .exclude(explanation="")
        .select_related("report__unit", "indicator")
        .order_by("report__unit__sort_key", "report__period__ends_on")
    )
    newest = {(cell.report.unit_id, cell.indicator_id): cell for cell in cells}
    told: dict[str, None] = {}
    for cell in newest.values():
        watched = sums[cell.indicator_id].lines if cell.indicator_id in sums else ()
        code = figures.standing(cell.standing_value, watched).code
        if code not in {StandingCode.REACHED, StandingCode.NO_TARGET}:
            told[f"- {cell.report.unit.name}: {cell.explanation.strip()}"] = None
    return "\n".join(list(told)[:MOST_DIFFICULTIES])


def _sums(movement: Movement, year: int) -> dict[int, Cumulative]:
    ids = movement.assignments.values_list("indicator_id", flat=True)
    found: dict[int, Cumulative] = {}
    for indicator in Indicator.objects.filter(pk__in=ids).order_by("position", "code"):
        total = cumulative_of(movement, indicator, year, basis=Basis.VERIFIED)
        if total is not None:
            found[indicator.pk] = total
    return found


def _measure(one: Cumulative) -> yearly.Measure:
    value = one.total.as_value()
    has_value = value.state is CellState.VALUE and not one.problem
    remarks = [
        one.problem,
        "Có số ước." if one.total.has_estimates else "",
        "Có thể trùng người giữa các đơn vị." if one.total.may_double_count else "",
        f"Chưa gồm {', '.join(one.missing)}." if one.missing else "",
    ]
    is_ratio = has_value and value.denominator
    return yearly.Measure(
        code=one.indicator.code,
        name=one.indicator.name,
        shown=one.shown,
        parts=figures.display_parts(value) if is_ratio else "",
        lines=papers.level_pairs(one.indicator.kind, one.lines),
        standing=one.standing.phrase,
        tone=papers.TONES.get(one.standing.code, "empty"),
        percent=str(Decimal(100) * Decimal(value.numerator or 0) / Decimal(value.denominator or 1))
        if is_ratio
        else "",
        remark=" ".join(remark for remark in remarks if remark),
    )


def _line_standing(facts: Mapping[str, object], total: Cumulative | None) -> str:
    return "Chưa có số liệu" if total is None else papers.line_standing(facts, total.total.as_value())


def _units(movement: Movement, year: int, on: date) -> tuple[papers.UnitTimes, ...]:
    return punctuality_of(movement, date(year, 1, 1), date(year, 12, 31), on=on)


def punctuality_of(movement: Movement, since: date, until: date, *, on: date) -> tuple[papers.UnitTimes, ...]:
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
    return tuple(papers.UnitTimes(name, *row) for name, row in counted.items())


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
