"""Typing figures in, one or many, and what proves them."""

from datetime import date
from decimal import Decimal

import pytest

from tests.clock import local
from tests.factories import reporting as make
from thidua.core.errors import Refused
from thidua.core.models import AuditEvent
from thidua.documents.enums import EvidenceKind
from thidua.documents.models import Evidence
from thidua.indicator import errors as indicator_errors
from thidua.indicator.figures import CellState, Kind, Value
from thidua.reporting import actions, errors, typed
from thidua.reporting.actions import Cell
from thidua.reporting.enums import ReportState
from thidua.reporting.models import Figure, Report
from thidua.reporting.queries import entry as queries
from thidua.reporting.typed import Reading, Typed

NOW = make.TYPING_AT


@pytest.fixture
def here() -> make.Ward:
    return make.ward(units=2, indicators=2)


pytestmark = pytest.mark.django_db


def saved(figure: Figure) -> Figure:
    return Figure.objects.get(pk=figure.pk)


def test_save_figure_keeps_what_was_typed_and_who_typed_it(here: make.Ward) -> None:
    figure = here.figures()[0]
    cell = Cell(Value(412, 655, is_estimate=True), explanation=" Đếm theo sổ. ", source=" Công an phường ")
    actions.save_figure(figure, cell=cell, by=here.actor("reporter"), at=NOW)
    kept = saved(figure)
    assert kept.reported == Value(412, 655, is_estimate=True)
    assert (kept.explanation, kept.source, kept.version) == ("Đếm theo sổ.", "Công an phường", 2)
    report = here.report()
    assert (report.saved_at, report.saved_by_id) == (NOW, here.person("reporter").pk)
    assert (report.is_on_behalf, report.version, report.state) == (False, 2, ReportState.DRAFT)


def test_save_figure_writes_one_event(here: make.Ward) -> None:
    figure = here.figures()[0]
    actions.save_figure(figure, cell=Cell(Value(1, 2)), by=here.actor("reporter"), at=NOW)
    event = AuditEvent.objects.get(action="reporting.save_figure")
    assert (event.object_type, event.object_id, event.unit_name) == (
        "Figure",
        figure.pk,
        here.units[0].name,
    )


def test_save_figure_of_the_standing_body_is_on_behalf(here: make.Ward) -> None:
    figure = here.figures()[0]
    actions.save_figure(figure, cell=Cell(Value(1, 2)), by=here.actor("standing_body"), at=NOW)
    assert here.report().is_on_behalf
    actions.save_figure(here.figures()[1], cell=Cell(Value(1, 2)), by=here.actor("reporter"), at=NOW)
    assert not here.report().is_on_behalf


def test_save_figure_on_a_stale_page_writes_nothing(here: make.Ward) -> None:
    figure, by = here.figures()[0], here.actor("reporter")
    actions.save_figure(figure, cell=Cell(Value(1, 2), seen_version=1), by=by, at=NOW)
    with pytest.raises(errors.StaleFigure):
        actions.save_figure(here.figures()[0], cell=Cell(Value(2, 2), seen_version=1), by=by, at=NOW)
    assert saved(figure).reported == Value(1, 2)


@pytest.mark.parametrize(
    ("value", "refusal"),
    [
        (Value(3, 2), indicator_errors.PartExceedsWhole),
        (Value(-1, 2), indicator_errors.Negative),
        (Value(1, None), indicator_errors.NumberMissing),
        (Value(Decimal("1.5"), 2), indicator_errors.NotWhole),
        (Value(1, 2, CellState.NOT_ARISING), indicator_errors.NumberNotExpected),
    ],
)
def test_save_figure_refuses_what_cannot_be(here: make.Ward, value: Value, refusal: type[Exception]) -> None:
    figure = here.figures()[0]
    with pytest.raises(refusal):
        actions.save_figure(figure, cell=Cell(value), by=here.actor("reporter"), at=NOW)
    assert saved(figure).state == CellState.NOT_REPORTED


def test_import_figures_keeps_all_or_none(here: make.Ward) -> None:
    one, two = here.figures()
    with pytest.raises(indicator_errors.PartExceedsWhole):
        actions.import_figures(
            here.report(),
            cells={one.pk: Cell(Value(1, 2)), two.pk: Cell(Value(9, 2))},
            by=here.actor("reporter"),
            at=NOW,
        )
    assert saved(one).state == CellState.NOT_REPORTED
    actions.import_figures(
        here.report(),
        cells={one.pk: Cell(Value(1, 2)), two.pk: Cell(Value(state=CellState.NOT_ARISING))},
        by=here.actor("reporter"),
        at=NOW,
    )
    assert [figure.reported for figure in here.figures()] == [Value(1, 2), Value(state=CellState.NOT_ARISING)]
    assert here.report().version == 2


def test_import_figures_refuses_a_figure_of_another_report(here: make.Ward) -> None:
    foreign = here.figures(here.units[1])[0]
    with pytest.raises(errors.NotInReport):
        actions.import_figures(
            here.report(), cells={foreign.pk: Cell(Value(1, 2))}, by=here.actor("reporter"), at=NOW
        )
    assert saved(foreign).state == CellState.NOT_REPORTED


def test_attach_evidence_stands_for_the_figure(here: make.Ward) -> None:
    figure = here.figures()[0]
    evidence = actions.attach_evidence(
        figure,
        kind=EvidenceKind.DOCUMENT,
        document_number="12/BC-TDP",
        document_on=date(2026, 9, 30),
        by=here.actor("reporter"),
        at=NOW,
    )
    assert list(figure.evidence.all()) == [evidence]
    assert evidence.unit_id == here.units[0].pk


def attach(figure: Figure, here: make.Ward, *also: Figure) -> Evidence:
    return actions.attach_evidence(
        figure,
        kind=EvidenceKind.EXPLANATION,
        text="Trích sổ theo dõi của đơn vị.",
        also=[one.pk for one in also],
        by=here.actor("reporter"),
        at=NOW,
    )


def test_attach_evidence_stands_for_others_of_the_report_by_one_deed(here: make.Ward) -> None:
    one, two = here.figures()
    before = AuditEvent.objects.filter(action="reporting.attach_evidence").count()
    evidence = attach(one, here, one, two)
    assert [list(figure.evidence.all()) for figure in here.figures()] == [[evidence], [evidence]]
    deeds = AuditEvent.objects.filter(action="reporting.attach_evidence").order_by("pk")
    assert [deed.detail["also"] for deed in deeds[before:]] == [[two.pk]]


def test_attach_evidence_refuses_a_figure_of_another_report(here: make.Ward) -> None:
    foreign = here.figures(here.units[1])[0]
    with pytest.raises(errors.NotInReport):
        attach(here.figures()[0], here, foreign)
    assert not Evidence.objects.exists()


def test_attach_evidence_refuses_a_figure_that_was_received(here: make.Ward) -> None:
    one, two = here.figures()
    Report.objects.filter(pk=one.report_id).update(state=ReportState.RETURNED, received_at=NOW)
    Figure.objects.filter(pk=one.pk).update(return_reason="Cần rà soát lại.")
    with pytest.raises(Refused, match="Chỉ sửa được số liệu đã bị trả lại"):
        attach(here.figures()[0], here, two)
    assert not Evidence.objects.exists()


def test_link_evidence_uses_it_for_another_figure(here: make.Ward) -> None:
    one, two = here.figures()
    link = make.FigureEvidenceFactory(figure=one)
    by = here.actor("reporter")
    actions.link_evidence(two, evidence=link.evidence, by=by, at=NOW)
    actions.link_evidence(two, evidence=link.evidence, by=by, at=NOW)
    assert list(two.evidence.all()) == [link.evidence]


def test_link_evidence_of_another_unit_is_hidden(here: make.Ward) -> None:
    foreign = make.FigureEvidenceFactory(figure=here.figures(here.units[1])[0]).evidence
    with pytest.raises(Refused) as refused:
        actions.link_evidence(here.figures()[0], evidence=foreign, by=here.actor("standing_body"), at=NOW)
    assert refused.value.hidden


def test_detach_evidence_keeps_it_in_the_register(here: make.Ward) -> None:
    figure = here.figures()[0]
    evidence = make.FigureEvidenceFactory(figure=figure).evidence
    by = here.actor("reporter")
    actions.detach_evidence(figure, evidence=evidence, by=by, at=NOW)
    assert not figure.evidence.exists()
    evidence.refresh_from_db()
    with pytest.raises(errors.EvidenceNotLinked):
        actions.detach_evidence(figure, evidence=evidence, by=by, at=NOW)


# ---- typed: the same reading for pages and workbooks


@pytest.mark.parametrize(
    ("row", "kind", "expected"),
    [
        (Typed(), Kind.RATIO, Reading(Value(state=CellState.NOT_REPORTED))),
        (Typed("1.234", "2 000"), Kind.RATIO, Reading(Value(1234, 2000))),
        (Typed("412", "655", is_estimate=True), Kind.RATIO, Reading(Value(412, 655, is_estimate=True))),
        (Typed("0", "0"), Kind.RATIO, Reading(Value(state=CellState.NOT_ARISING))),
        (
            Typed(state=CellState.NOT_APPLICABLE),
            Kind.RATIO,
            Reading(Value(state=CellState.NOT_APPLICABLE)),
        ),
        (Typed("1,5"), Kind.AMOUNT, Reading(Value(Decimal("1.5")))),
        (Typed("12"), Kind.COUNT, Reading(Value(12))),
    ],
)
def test_typed_read(row: Typed, kind: Kind, expected: Reading) -> None:
    assert typed.read(row, kind) == expected


@pytest.mark.parametrize(
    ("row", "fields"),
    [
        (Typed("12.5", "20"), ["numerator"]),
        (Typed("abc", "1,234"), ["numerator", "denominator"]),
        (Typed("5", ""), ["denominator"]),
        (Typed("", "5"), ["numerator"]),
        (Typed("9", "5"), ["numerator"]),
        (Typed("9", "10", state=CellState.NOT_ARISING), ["denominator"]),
        (Typed("85%", "100"), ["numerator"]),
        (Typed("1", "2", source="x" * 201), ["source"]),
        (Typed("1", "2", explanation="x" * 5001), ["explanation"]),
    ],
)
def test_typed_read_puts_each_mistake_at_its_field(row: Typed, fields: list[str]) -> None:
    reading = typed.read(row, Kind.RATIO)
    assert (reading.value, list(reading.mistakes)) == (None, fields)


def test_typed_texts_are_read_back() -> None:
    value = Value(1_234_567, 2_000_000)
    numerator, denominator = typed.texts_of(value)
    assert (numerator, denominator) == ("1.234.567", "2.000.000")
    assert typed.read(Typed(numerator, denominator), Kind.RATIO).value == value


# ---- what the pages read


def test_estimate_is_proposed_for_flows_before_the_window_ends(here: make.Ward) -> None:
    figure, period = here.figures()[0], here.period
    assert queries.estimate_reason(period, figure, on=date(2026, 10, 13)) != ""
    assert queries.estimate_reason(period, figure, on=date(2026, 10, 14)) == ""
    figure.definition.over_time = "stock"
    assert queries.estimate_reason(period, figure, on=date(2026, 10, 1)) == ""


def test_entry_rows_know_the_last_period_of_the_same_kind(here: make.Ward) -> None:
    earlier = make.PeriodFactory(
        commune=here.commune,
        movement=here.movement,
        label="Tháng 8/2026",
        starts_on=date(2026, 7, 15),
        ends_on=date(2026, 8, 14),
    )
    report: Report = make.ReportFactory(period=earlier, unit=here.units[0], received_at=local(2026, 8, 8))
    make.FigureFactory(
        report=report, indicator=here.indicators[0], numerator=294, denominator=655, source="Công an phường"
    )
    one, two = queries.entry_rows(here.report(), on=date(2026, 10, 2))
    assert one.previous is not None
    assert (one.previous.period, one.previous.words) == ("Tháng 8/2026", "294 trên 655 (Công an phường)")
    assert one.previous_numerator == "Kỳ trước: 294 (Công an phường)"
    assert two.previous is None


def test_standing_sentence_says_what_is_missing(here: make.Ward) -> None:
    def sentence(on: date) -> str:
        report = here.report()
        return queries.standing_sentence(report, queries.entry_rows(report, on=on), on=on)

    assert sentence(date(2026, 10, 2)) == "Còn 2 trong 2 số liệu chưa nhập, hạn 08/10/2026."
    assert sentence(date(2026, 10, 9)).endswith("Đã quá hạn, gửi muộn vẫn được nhận.")
    by = here.actor("reporter")
    for figure in here.figures():
        actions.save_figure(figure, cell=Cell(Value(1, 2)), by=by, at=NOW)
    assert sentence(date(2026, 10, 2)).startswith("Đã nhập đủ 2 số liệu, còn 2 số liệu chưa có minh chứng")
