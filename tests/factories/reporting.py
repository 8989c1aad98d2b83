"""Factories of reporting, and a small ward to report in: `ward(units=2)` holds units, people, library, movement, period.

here = ward(units=2, indicators=4)
report = here.report()                    # of the first unit, four figures, nothing typed
reporter = here.actor("reporter")         # an Actor with a real account in the first unit
person = here.person("standing_body")     # an account with that role in the commune, for client.force_login
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import count
from typing import Any

import factory
from factory.django import DjangoModelFactory

from tests.clock import local
from tests.factories import org as make_org
from tests.factories.movement import CriterionFactory
from thidua.core import text
from thidua.core.permissions import Actor
from thidua.documents.enums import EvidenceKind
from thidua.documents.models import Evidence
from thidua.indicator.figures import CellState
from thidua.indicator.library import Trust
from thidua.indicator.models import Definition, Indicator
from thidua.movement import facts
from thidua.movement.enums import Decision, ItemKind, MovementState
from thidua.movement.models import Assignment, Movement, Plan, PlanItem, TargetLine
from thidua.org import queries as org_queries
from thidua.org import roles
from thidua.org.models import Unit, User
from thidua.reporting.enums import Basis, CalendarKind, PeriodKind, RevisionKind
from thidua.reporting.models import (
    ApprovalSetting,
    Baseline,
    Breakdown,
    CriterionLevel,
    Figure,
    FigureEvidence,
    FigurePart,
    FigureRevision,
    LevelChoice,
    Period,
    Publication,
    PublishedFigure,
    RegisterBinding,
    RegisterCount,
    Report,
    Threshold,
    Total,
    WorkbookDraft,
    YearStep,
)

BEGINNING = date(2025, 7, 1)
OPENED_AT = local(2026, 9, 20)
TYPING_AT = local(2026, 10, 2, 9, 12)
_numbers = count(1)


def new_commune(name: str = "phường Nam Đồng") -> Unit:
    commune: Unit = make_org.CommuneFactory(ward=name).unit
    return commune


def new_unit(parent: Unit, name: str = "", **other: Any) -> Unit:
    unit: Unit = make_org.UnitFactory(parent=parent, name=name or f"Tổ dân phố số {next(_numbers)}", **other)
    return unit


def new_person(unit: Unit, role: str, **other: Any) -> User:
    """An account with one membership: in `unit`, from the beginning, without an end."""
    user: User = make_org.UserFactory(home=unit.commune or unit, **other)
    make_org.MembershipFactory(user=user, unit=unit, role=role)
    return user


def actor_of(user: User, *, on: date = date(2026, 10, 2)) -> Actor:
    found = org_queries.actor_for(user, on=on)
    assert found is not None
    return found


def new_indicator(kind: str = "ratio", over_time: str = "flow", **other: Any) -> Indicator:
    """A library indicator with one definition, variant "A"."""
    number = next(_numbers)
    facts = {"over_units": "sum", "over_time": over_time, "measurement_unit": "hồ sơ"}
    indicator = Indicator.objects.create(
        **{
            "code": f"CT{number}",
            "name": f"Chỉ tiêu thứ {number}",
            "kind": kind,
            "position": number,
            **facts,
            **other,
        }
    )
    Definition.objects.create(
        indicator=indicator,
        variant="A",
        is_default=True,
        full_name=f"Tỷ lệ của chỉ tiêu thứ {number}",
        numerator_label="Số hồ sơ nộp trực tuyến",
        denominator_label="Tổng số hồ sơ tiếp nhận" if kind == "ratio" else "",
        hint="Đếm theo ngày tiếp nhận.",
        text="Số hồ sơ nộp trực tuyến chia cho tổng số hồ sơ tiếp nhận trong kỳ.",
        citation="Đề xuất của phần mềm.",
        trust=Trust.INFERRED,
        valid_from=BEGINNING,
        added_at=OPENED_AT,
        **facts,
    )
    return indicator


def definition_of(indicator: Indicator) -> Definition:
    return indicator.definitions.get(variant="A")


def new_movement(commune: Unit) -> Movement:
    """Launched."""
    return Movement.objects.create(
        commune=commune,
        title="Phong trào thi đua “Bình dân học vụ số”",
        short_title="Bình dân học vụ số",
        folded="phong trao thi dua “binh dan hoc vu so” binh dan hoc vu so",
        state=MovementState.LAUNCHED,
        starts_on=date(2025, 8, 1),
        ends_on=date(2030, 12, 31),
        created_at=OPENED_AT,
        launched_at=OPENED_AT,
    )


def add_target_line(
    movement: Movement, indicator: Indicator, value: int, *, level: str = "required", year: int | None = None
) -> TargetLine:
    first = {"edition": 1, "effective_on": movement.starts_on, "adopted_at": movement.launched_at}
    plan, _ = Plan.objects.get_or_create(movement=movement, version=1, defaults=first)
    item = PlanItem.objects.create(
        plan=plan,
        kind=ItemKind.TARGET_LINE,
        position=next(_numbers),
        text=f"{value} %",
        facts=facts.checked(
            ItemKind.TARGET_LINE,
            {"comparator": ">=", "value": value, "unit": "%", "indicator": indicator.code, "year": year},
        ),
        decision=Decision.CONFIRMED,
        decided_at=OPENED_AT,
    )
    return TargetLine.objects.create(
        movement=movement,
        item=item,
        indicator=indicator,
        comparator=">=",
        value=value,
        level=level,
        year=year,
    )


class PeriodFactory(DjangoModelFactory[Period]):
    """Month 10/2026 of the reporting calendar, open, in a new commune unless told otherwise."""

    class Meta:
        model = Period

    commune = factory.LazyFunction(new_commune)
    movement = factory.LazyAttribute(lambda period: new_movement(period.commune))
    kind = PeriodKind.MONTH
    calendar = CalendarKind.REPORTING
    label = "Tháng 10/2026"
    folded = factory.LazyAttribute(lambda period: text.fold(f"Kỳ báo cáo {period.label}"))
    starts_on = date(2026, 9, 15)
    ends_on = date(2026, 10, 14)
    unit_due_on = date(2026, 10, 8)
    ward_due_on = date(2026, 10, 14)
    locks_on = date(2026, 10, 24)
    opened_at = OPENED_AT


class ReportFactory(DjangoModelFactory[Report]):
    """A draft without figures; the unit is a new neighbourhood of the period's commune."""

    class Meta:
        model = Report

    period = factory.SubFactory(PeriodFactory)
    unit = factory.LazyAttribute(lambda report: new_unit(report.period.commune))


class FigureFactory(DjangoModelFactory[Figure]):
    """Asked and not reported; `numerator=…, denominator=…` make it a value."""

    class Meta:
        model = Figure

    report = factory.SubFactory(ReportFactory)
    indicator = factory.LazyFunction(new_indicator)
    definition = factory.LazyAttribute(lambda figure: definition_of(figure.indicator))
    position = factory.LazyAttribute(lambda figure: figure.indicator.position)
    numerator = None
    state = factory.LazyAttribute(
        lambda figure: CellState.NOT_REPORTED if figure.numerator is None else CellState.VALUE
    )


class EvidenceFactory(DjangoModelFactory[Evidence]):
    """A document's number, which needs no file."""

    class Meta:
        model = Evidence

    unit = factory.LazyFunction(lambda: new_unit(new_commune()))
    kind = EvidenceKind.DOCUMENT
    document_number = factory.Sequence(lambda number: f"{number + 1}/BC-TDP")
    document_on = date(2026, 9, 30)
    added_at = TYPING_AT


class FigureEvidenceFactory(DjangoModelFactory[FigureEvidence]):
    class Meta:
        model = FigureEvidence

    figure = factory.SubFactory(FigureFactory)
    evidence = factory.LazyAttribute(lambda link: EvidenceFactory(unit=link.figure.report.unit))


class FigureRevisionFactory(DjangoModelFactory[FigureRevision]):
    class Meta:
        model = FigureRevision

    figure = factory.SubFactory(FigureFactory)
    kind = RevisionKind.SUBMITTED
    state = CellState.VALUE
    numerator = 40
    denominator = 50
    at = TYPING_AT
    by_name = "Phạm Thị Lan"


class TotalFactory(DjangoModelFactory[Total]):
    class Meta:
        model = Total

    period = factory.SubFactory(PeriodFactory)
    indicator = factory.LazyFunction(new_indicator)
    unit = factory.LazyAttribute(lambda total: total.period.commune)
    basis = Basis.SUBMITTED
    numerator = 40
    denominator = 50
    value_count = 1
    not_arising_count = 0
    not_applicable_count = 0
    estimate_count = 0


class ThresholdFactory(DjangoModelFactory[Threshold]):
    """A ward asks about shares that move by ten points, from the beginning."""

    class Meta:
        model = Threshold

    commune = factory.LazyFunction(new_commune)
    name = "last_points"
    value = 10
    valid_from = BEGINNING
    citation = "Quyết định của phường"
    reason = "Số của phường ít thay đổi."
    set_at = OPENED_AT


class ApprovalSettingFactory(DjangoModelFactory[ApprovalSetting]):
    """Three levels for every kind of period."""

    class Meta:
        model = ApprovalSetting

    movement = factory.LazyFunction(lambda: new_movement(new_commune()))
    needs_leader = True
    valid_from = BEGINNING
    reason = "Theo quy chế."
    set_at = OPENED_AT


class BaselineFactory(DjangoModelFactory[Baseline]):
    """20 of 50 in the whole commune, before the movement."""

    class Meta:
        model = Baseline

    unit = factory.LazyFunction(new_commune)
    indicator = factory.LazyFunction(new_indicator)
    numerator = 20
    denominator = 50
    as_of = date(2025, 6, 30)
    source = "Báo cáo năm 2024"
    set_at = OPENED_AT


class YearStepFactory(DjangoModelFactory[YearStep]):
    class Meta:
        model = YearStep

    movement = factory.LazyFunction(lambda: new_movement(new_commune()))
    indicator = factory.LazyFunction(new_indicator)
    year = 2026
    value = 85
    source = "Quyết định của phường"
    set_at = OPENED_AT


class BreakdownFactory(DjangoModelFactory[Breakdown]):
    """By sex, which adds up to the whole."""

    class Meta:
        model = Breakdown

    commune = factory.LazyFunction(new_commune)
    indicator = factory.LazyFunction(new_indicator)
    label = "giới tính"
    parts = factory.LazyFunction(lambda: ["Nam", "Nữ"])
    citation = "Quyết định của phường"
    valid_from = BEGINNING
    set_at = OPENED_AT


class FigurePartFactory(DjangoModelFactory[FigurePart]):
    """The first part: 10 of 20."""

    class Meta:
        model = FigurePart

    figure = factory.SubFactory(FigureFactory)
    breakdown = factory.LazyAttribute(
        lambda part: BreakdownFactory(
            commune=part.figure.report.period.commune, indicator=part.figure.indicator
        )
    )
    place = 0
    state = CellState.VALUE
    numerator = 10
    denominator = 20
    saved_at = TYPING_AT


class CriterionLevelFactory(DjangoModelFactory[CriterionLevel]):
    class Meta:
        model = CriterionLevel

    criterion = factory.SubFactory(CriterionFactory)
    position = 1
    label = "Đạt"
    descriptor = "Có kế hoạch và có người phụ trách."
    set_at = OPENED_AT


class LevelChoiceFactory(DjangoModelFactory[LevelChoice]):
    class Meta:
        model = LevelChoice

    level = factory.SubFactory(CriterionLevelFactory)
    criterion = factory.SelfAttribute("level.criterion")
    period = factory.LazyAttribute(lambda one: PeriodFactory(movement=one.criterion.movement))
    unit = factory.LazyAttribute(lambda one: new_unit(one.period.commune))
    chosen_at = TYPING_AT


class PublicationFactory(DjangoModelFactory[Publication]):
    class Meta:
        model = Publication

    period = factory.SubFactory(PeriodFactory, locked_at=local(2026, 10, 24))
    number = 1
    published_at = local(2026, 10, 26)
    published_by = factory.LazyAttribute(lambda one: new_person(one.period.commune, "leader"))


class PublishedFigureFactory(DjangoModelFactory[PublishedFigure]):
    class Meta:
        model = PublishedFigure

    publication = factory.SubFactory(PublicationFactory)
    indicator = factory.LazyFunction(new_indicator)
    definition = factory.LazyAttribute(lambda one: definition_of(one.indicator))
    state = CellState.VALUE
    numerator = 40
    denominator = 50
    value_count = 1
    missing_count = 0


@dataclass
class Ward:
    """A commune with units, a launched movement, assigned indicators and one open period with its reports."""

    commune: Unit
    movement: Movement
    period: Period
    units: list[Unit] = field(default_factory=list)
    indicators: list[Indicator] = field(default_factory=list)
    people: dict[tuple[str, int], User] = field(default_factory=dict)

    def person(self, role: str, unit: Unit | None = None) -> User:
        """One account per role and place: commune-wide roles sit in the commune, others in the first unit."""
        place = unit or (self.commune if roles.BY_CODE[role].is_commune_wide else self.units[0])
        key = (role, place.pk)
        if key not in self.people:
            self.people[key] = new_person(place, role)
        return self.people[key]

    def actor(self, role: str, unit: Unit | None = None) -> Actor:
        return actor_of(self.person(role, unit))

    def report(self, unit: Unit | None = None) -> Report:
        reports = Report.objects.select_related("unit", "period__movement", "period__commune")
        return reports.get(period=self.period, unit=unit or self.units[0])

    def figures(self, unit: Unit | None = None) -> list[Figure]:
        held = Figure.objects.select_related(
            "report__unit", "report__period__movement", "report__period__commune", "indicator", "definition"
        )
        return list(held.filter(report=self.report(unit)).order_by("position", "pk"))


def ward(
    *,
    units: int = 1,
    indicators: int = 2,
    kinds: tuple[str, ...] = (),
    opened_at: datetime = OPENED_AT,
    **period: Any,
) -> Ward:
    """A ward with one open period; every unit is asked for every indicator. `kinds` overrides `indicators`."""
    commune = new_commune()
    movement = new_movement(commune)
    places = [new_unit(commune) for _ in range(units)]
    asked = [new_indicator(kind) for kind in kinds or ("ratio",) * indicators]
    Assignment.objects.bulk_create(
        Assignment(movement=movement, indicator=one, unit=place, variant="A", assigned_at=opened_at)
        for one in asked
        for place in places
    )
    here = Ward(
        commune=commune,
        movement=movement,
        period=PeriodFactory(commune=commune, movement=movement, opened_at=opened_at, **period),
        units=places,
        indicators=asked,
    )
    for place in places:
        lay_out(here, here.period, place)
    return here


def lay_out(here: Ward, period: Period, unit: Unit) -> Report:
    """An empty report of `unit` in `period` that asks for all indicators of the ward."""
    report: Report = ReportFactory(period=period, unit=unit)
    Figure.objects.bulk_create(
        Figure(report=report, indicator=one, definition=definition_of(one), position=one.position)
        for one in here.indicators
    )
    return report


class RegisterBindingFactory(DjangoModelFactory[RegisterBinding]):
    """CT1 A as it is shipped: online dossiers of all dossiers, for a new indicator with a definition of that variant."""

    class Meta:
        model = RegisterBinding

    commune = factory.LazyFunction(new_commune)
    indicator = factory.LazyFunction(new_indicator)
    variant = "A"
    register = "ho-so-tthc"
    numerator = factory.LazyFunction(lambda: [{"field": "kenh", "is": ["2"]}])
    day_field = "ngay_tiep_nhan"
    citation = "Đề xuất của phần mềm."
    trust = Trust.INFERRED
    valid_from = BEGINNING
    added_at = OPENED_AT


class RegisterCountFactory(DjangoModelFactory[RegisterCount]):
    class Meta:
        model = RegisterCount

    figure = factory.SubFactory(FigureFactory)
    binding = factory.LazyAttribute(
        lambda count: RegisterBindingFactory(
            commune=count.figure.report.period.commune, indicator=count.figure.indicator
        )
    )
    since = date(2026, 9, 15)
    until = date(2026, 10, 14)
    state = CellState.VALUE
    numerator = 40
    denominator = 50
    counted_at = TYPING_AT


class WorkbookDraftFactory(DjangoModelFactory[WorkbookDraft]):
    """A workbook without rows."""

    class Meta:
        model = WorkbookDraft

    report = factory.SubFactory(ReportFactory)
    file_name = "bao-cao.xlsx"
    seen_version = 1
    rows = factory.LazyFunction(list)
    uploaded_at = TYPING_AT
