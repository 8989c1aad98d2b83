"""A ward as the pages of `web` need it: published, unpublished and running periods, names that must not leak."""

from dataclasses import dataclass
from datetime import date, datetime
from html.parser import HTMLParser
from typing import Any

from django.test import Client

from tests.clock import local
from tests.factories import reporting as make
from thidua.indicator.figures import CellState
from thidua.org.models import User
from thidua.reporting.actions import publish_period
from thidua.reporting.enums import Basis, ReportState
from thidua.reporting.models import Figure, Period, Publication, Report, Total

NOW = local(2026, 10, 12, 9)
TODAY = NOW.date()
SECRET_NUMBER = 31337  # stands only in what was never published
VOID = {
    "br",
    "col",
    "hr",
    "img",
    "input",
    "link",
    "meta",
    "source",
    "wbr",
    "path",
    "use",
    "rect",
    "line",
    "circle",
}


def past_period(here: make.Ward, month: int, *, published: bool, numerator: int = 40) -> Period:
    """A locked month of 2026 in which every unit reported; published as it stood, or not."""
    period: Period = make.PeriodFactory(
        commune=here.commune,
        movement=here.movement,
        label=f"Tháng {month}/2026",
        starts_on=date(2026, month - 1, 15),
        ends_on=date(2026, month, 14),
        unit_due_on=date(2026, month, 8),
        ward_due_on=date(2026, month, 14),
        locks_on=date(2026, month, 24),
    )
    for unit in here.units:
        fill(make.lay_out(here, period, unit), numerator, state=ReportState.LOCKED, at=local(2026, month, 7))
    sum_up(here, period)
    period.locked_at = local(2026, month, 24)
    period.save()
    if published:
        publish_period(period, by=here.actor("leader"), at=local(2026, month, 26))
    return period


def fill(report: Report, numerator: int, *, state: ReportState, at: datetime, denominator: int = 50) -> None:
    """Every figure of a report gets n of d; the report stands as received."""
    report.figures.update(state=CellState.VALUE, numerator=numerator, denominator=denominator)
    report.state, report.received_at, report.first_received_at, report.submitted_at = state, at, at, at
    if state in {ReportState.VERIFIED, ReportState.LOCKED}:
        report.verified_at = at
        report.verified_by = make.new_person(report.unit, "unit_head")
    report.save()


def sum_up(here: make.Ward, period: Period) -> None:
    """The running totals of the commune, computed from the figures that were received."""
    for indicator in here.indicators:
        held = Figure.objects.filter(
            report__period=period,
            indicator=indicator,
            report__received_at__isnull=False,
            state=CellState.VALUE,
        )
        values = list(held.values_list("numerator", "denominator"))
        Total.objects.update_or_create(
            period=period,
            indicator=indicator,
            unit=here.commune,
            basis=Basis.SUBMITTED,
            defaults={
                "numerator": sum(n or 0 for n, _ in values),
                "denominator": sum(d or 0 for _, d in values),
                "value_count": len(values),
                "not_arising_count": 0,
                "not_applicable_count": 0,
                "estimate_count": 0,
            },
        )


@dataclass(frozen=True)
class Scene:
    ward: make.Ward
    published: Period
    unpublished: Period

    @property
    def slug(self) -> str:
        return str(self.ward.commune.commune_profile.slug)

    @property
    def publication(self) -> Publication:
        return self.published.publications.get()


def scene(*, units: int = 2, indicators: int = 2) -> Scene:
    """Two past months, one published; month 10 is open and already has numbers that nobody may know yet."""
    here = make.ward(units=units, indicators=indicators)
    for indicator in here.indicators:
        make.add_target_line(here.movement, indicator, 80)
    published = past_period(here, 7, published=True)
    unpublished = past_period(here, 8, published=False, numerator=17)
    for unit in here.units:
        fill(
            here.report(unit),
            SECRET_NUMBER,
            state=ReportState.SUBMITTED,
            at=NOW,
            denominator=2 * SECRET_NUMBER,
        )
    sum_up(here, here.period)
    return Scene(here, published, unpublished)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []
        self.ids: list[str] = []
        self.labels: list[str] = []
        self.rows: list[list[int]] = []
        self.forms = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = dict(attrs)
        if facts.get("id"):
            self.ids.append(str(facts["id"]))
        if tag == "label" and facts.get("for"):
            self.labels.append(str(facts["for"]))
        if tag == "form" and "form" in self.open:
            self.faults.append("a form in a form")
        if tag == "table":
            self.rows.append([])
        if tag == "tr" and self.rows:
            self.rows[-1].append(0)
        if tag in {"td", "th"} and self.rows and self.rows[-1]:
            self.rows[-1][-1] += int(facts.get("colspan") or 1)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.open or self.open[-1] != tag:
            self.faults.append(f"</{tag}> closes <{self.open[-1] if self.open else ''}>")
        if tag in self.open:
            while self.open.pop() != tag:
                pass


def faults_of(html: str) -> list[str]:
    """What is wrong with a page's markup: crossed tags, doubled ids, labels of nothing, tables with ragged rows."""
    reader = _Reader()
    reader.feed(html)
    faults = reader.faults + [f"not closed: {tag}" for tag in reader.open]
    faults += [f"id {one} twice" for one in set(reader.ids) if reader.ids.count(one) > 1]
    faults += [f"label for {one}" for one in reader.labels if one not in reader.ids]
    faults += [f"ragged table {rows}" for rows in reader.rows if len(set(rows)) > 1]
    return faults


def text_of(response: Any) -> str:
    return str(response.content.decode())
