"""A composed write leaves in the database what `save` would, and nothing else."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, models, transaction

from tests.factories import reporting as make
from thidua.core.models import AuditEvent
from thidua.core.writing import Write, insert, together, update
from thidua.indicator.figures import CellState
from thidua.reporting.models import Figure

AT = datetime(2026, 6, 1, 1, 0, 0, 123456, tzinfo=UTC)
pytestmark = pytest.mark.django_db

keep_number = update(Figure, "state", "numerator", "denominator", "is_estimate", "saved_by")


def held(pk: int) -> tuple[Any, ...]:
    return Figure.objects.values_list("state", "numerator", "denominator", "is_estimate", "source").get(pk=pk)


@pytest.mark.parametrize("numerator", [Decimal(40), Decimal("40.25"), Decimal("0.0001"), 40, None])
@pytest.mark.parametrize("state", [CellState.VALUE, "co_so_lieu"])
def test_update_leaves_what_save_leaves(numerator: Decimal | None, state: str) -> None:
    one, other = make.FigureFactory(), make.FigureFactory()
    for figure in (one, other):
        figure.state, figure.numerator, figure.denominator, figure.is_estimate = state, numerator, 50, True
    one.save()
    keep_number(other)
    assert held(other.pk) == held(one.pk) == ("co_so_lieu", numerator, 50, True, "")


def test_update_writes_the_named_columns_of_all_that_are_given() -> None:
    figures = [make.FigureFactory(numerator=1, denominator=2) for _ in range(3)]
    for figure in figures:
        figure.numerator, figure.source = Decimal(2), "không ghi"
    keep_number(*figures[:2])
    assert [held(figure.pk)[1:] for figure in figures] == [(2, 2, False, "")] * 2 + [(1, 2, False, "")]
    keep_number()


def test_update_of_a_row_that_is_gone_does_not_pass() -> None:
    figure = make.FigureFactory()
    gone = make.FigureFactory()
    Figure.objects.filter(pk=gone.pk).delete()
    with pytest.raises(DatabaseError, match="1 of 2 rows"):
        keep_number(figure, gone)


def test_insert_leaves_what_save_leaves() -> None:
    facts: dict[str, Any] = {
        "commune_id": 1,
        "at": AT,
        "actor_id": None,
        "actor_name": "Nguyễn Văn Số",
        "action": "reporting.submit_report",
        "object_type": "Report",
        "detail": {"số": [1, None, True], "ở": "Đồng Ngọ"},
        "hash": "0" * 64,
    }
    insert(AuditEvent)(AuditEvent(sequence=1, **facts))
    AuditEvent(sequence=2, **facts).save()
    columns = [
        field.name for field in AuditEvent._meta.concrete_fields if field.name not in {"id", "sequence"}
    ]
    one, other = AuditEvent.objects.order_by("sequence").values(*columns)
    assert one == other
    assert one["detail"] == facts["detail"]


def test_columns_that_fill_themselves_are_refused() -> None:
    stamp: Any = models.DateTimeField(auto_now=True)
    stamp.set_attributes_from_name("changed_at")
    with pytest.raises(ValueError, match="as it stands"):
        Write("UPDATE …", [stamp])


def test_writes_sent_together_are_all_there_and_in_order() -> None:
    one, other = (
        make.FigureFactory(numerator=1, denominator=9),
        make.FigureFactory(numerator=1, denominator=9),
    )
    with together():
        for number in (2, 3):
            one.numerator = other.numerator = Decimal(number)
            keep_number(one, other)
        other.numerator = Decimal(4)
        keep_number(other)
    assert [held(figure.pk)[1] for figure in (one, other)] == [3, 4]


def test_what_is_read_among_writes_sent_together_holds_those_before() -> None:
    figure = make.FigureFactory(numerator=1, denominator=9)
    with together():
        figure.numerator = Decimal(7)
        keep_number(figure)
        assert held(figure.pk)[1] == 7


def test_a_row_that_is_gone_is_missed_among_writes_sent_together() -> None:
    figure, gone = make.FigureFactory(), make.FigureFactory()
    Figure.objects.filter(pk=gone.pk).delete()
    with pytest.raises(DatabaseError, match="1 of 2 rows"), together():
        keep_number(figure, gone)


def test_a_block_within_a_block_is_part_of_it() -> None:
    figure, gone = make.FigureFactory(), make.FigureFactory()
    Figure.objects.filter(pk=gone.pk).delete()
    with pytest.raises(DatabaseError, match="1 of 2 rows"), together(), together():
        keep_number(figure, gone)


@pytest.mark.django_db(transaction=True)
def test_what_the_database_refuses_of_writes_sent_together_is_an_error_of_django() -> None:
    figure = make.FigureFactory(numerator=1, denominator=9)
    with pytest.raises(IntegrityError), together(), connection.cursor() as cursor:
        cursor.execute("UPDATE reporting_figure SET report_id = NULL WHERE id = %s", [figure.pk])
    assert held(figure.pk)[1] == 1


def test_whoever_breaks_off_is_told_of_that() -> None:
    figure = make.FigureFactory(numerator=1, denominator=9)

    def break_off() -> None:
        with transaction.atomic(), together():
            figure.numerator = Decimal(2)
            keep_number(figure)
            raise KeyError

    with pytest.raises(KeyError):
        break_off()
    assert held(figure.pk)[1] == 1
