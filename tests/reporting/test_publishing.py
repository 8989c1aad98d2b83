"""Publications: frozen, numbered, with a reason; and what they say of themselves."""

import dataclasses
import json
from decimal import Decimal

import pytest

from tests.clock import local
from tests.factories import reporting as make
from tests.reporting import deeds
from thidua.core.errors import Refused
from thidua.indicator.figures import CellState, OverUnits, Value
from thidua.indicator.models import Definition
from thidua.notifications.models import Notice
from thidua.reporting import errors, queries
from thidua.reporting.models import PublishedFigure

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> make.Ward:
    """Three units: one verified, one sent, one silent; locked."""
    ward = make.ward(units=3, indicators=2)
    deeds.send(ward, ward.units[0], Value(40, 50), Value(9, 10, is_estimate=True))
    deeds.send(ward, ward.units[1])
    deeds.verify(ward)
    deeds.lock(ward)
    return ward


def numbers(here: make.Ward) -> list[tuple[Decimal | None, int | None, int, int]]:
    rows = PublishedFigure.objects.order_by("publication__number", "indicator__position")
    return [(row.numerator, row.denominator, row.value_count, row.missing_count) for row in rows]


def test_publish_period_freezes_what_was_verified(here: make.Ward) -> None:
    publication = deeds.publish(here)
    assert publication.number == 1
    assert numbers(here) == [(40, 50, 1, 2), (9, 10, 1, 2)]
    frozen = publication.figures.get(indicator=here.indicators[1])
    assert [(row["state"], row["numerator"], row["is_estimate"]) for row in frozen.inputs] == [
        ("co_so_lieu", "9", True),
        ("chua_bao_cao", None, False),
        ("chua_bao_cao", None, False),
    ]
    assert Notice.objects.filter(kind="published").count() == 2


def test_a_later_revision_leaves_the_publication_alone(here: make.Ward) -> None:
    deeds.publish(here)
    deeds.revise(here, here.figures()[0], Value(20, 50))
    assert numbers(here) == [(40, 50, 1, 2), (9, 10, 1, 2)]


def test_publish_period_again_is_number_two_and_needs_a_reason(here: make.Ward) -> None:
    deeds.publish(here)
    deeds.revise(here, here.figures()[0], Value(20, 50))
    with pytest.raises(errors.ReasonMissing):
        deeds.publish(here)
    again = deeds.publish(here, reason="Đính chính số của một tổ dân phố.", at=local(2026, 11, 5))
    assert again.number == 2
    assert numbers(here) == [(40, 50, 1, 2), (9, 10, 1, 2), (20, 50, 1, 2), (9, 10, 1, 2)]


def test_publish_period_again_without_a_change_is_refused(here: make.Ward) -> None:
    deeds.publish(here)
    with pytest.raises(errors.AlreadyPublished):
        deeds.publish(here, reason="Công bố lại.")


def test_publish_period_with_nothing_verified_is_refused() -> None:
    here = make.ward()
    deeds.send(here)
    deeds.lock(here)
    with pytest.raises(errors.NothingToPublish):
        deeds.publish(here)


def test_publish_period_waits_for_the_lock() -> None:
    here = make.ward()
    deeds.send(here)
    deeds.verify(here)
    with pytest.raises(Refused, match="chưa khóa"):
        deeds.publish(here)


def test_several_sources_of_one_catalogue_are_published_without_a_number() -> None:
    here = make.ward(units=2, indicators=1)
    Definition.objects.update(over_units=OverUnits.ONE)
    for unit in here.units:
        deeds.send(here, unit)
        deeds.verify(here, unit)
    deeds.lock(here)
    publication = deeds.publish(here)
    assert numbers(here) == [(None, None, 2, 0)]
    reason = queries.reason_of(publication, here.indicators[0])
    assert reason is not None
    assert (reason.shown, reason.equation, reason.problem[:9]) == ("—", None, "Chỉ tiêu ")


def test_preview_is_what_gets_published(here: make.Ward) -> None:
    preview = queries.preview_of(here.period)
    assert [report.unit for report in preview.missing] == sorted(here.units[1:], key=lambda one: one.sort_key)
    publication = deeds.publish(here)
    published = queries.published_rows(publication)
    assert [(row.shown, row.figure.inputs) for row in preview.rows] == [
        (row.shown, row.figure.inputs) for row in published
    ]
    after = queries.preview_of(here.period)
    assert (after.is_changed, after.revised) == (False, ())


def test_preview_says_what_changed(here: make.Ward) -> None:
    deeds.publish(here)
    deeds.revise(here, here.figures()[0], Value(20, 50))
    preview = queries.preview_of(here.period)
    assert (preview.is_changed, preview.revised) == (True, (here.figures()[0],))
    assert [(row.shown, row.before) for row in preview.rows] == [
        ("40,00\u00a0%", "80,00\u00a0%"),
        ("90,00\u00a0%", ""),
    ]


def test_reason_of_a_publication_knows_no_person_and_no_file(here: make.Ward) -> None:
    make.add_target_line(here.movement, here.indicators[0], 80)
    publication = deeds.publish(here)
    reason = queries.reason_of(publication, here.indicators[0])
    assert reason is not None
    assert next((one.unit, one.shown, one.parts) for one in reason.inputs) == (
        here.units[0].name,
        "80,00\u00a0%",
        "40 trên 50",
    )
    assert (reason.shown, reason.standing.phrase, reason.missing_count) == ("80,00\u00a0%", "Đạt", 2)
    assert reason.equation is not None
    assert reason.equation.last_step == "40 ÷ 50 × 100 = 80,00\u00a0%"
    said = json.dumps(dataclasses.asdict(reason), default=str, ensure_ascii=False)
    assert here.person("reporter").full_name not in said
    assert here.person("leader").full_name not in said


def test_reason_of_what_was_not_published_is_none(here: make.Ward) -> None:
    assert queries.reason_of(deeds.publish(here), make.new_indicator()) is None


def test_reason_of_stays_when_the_figures_move_on(here: make.Ward) -> None:
    publication = deeds.publish(here)
    before = queries.reason_of(publication, here.indicators[0])
    deeds.revise(here, here.figures()[0], Value(state=CellState.NOT_ARISING))
    assert queries.reason_of(publication, here.indicators[0]) == before
