from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.indicator import DefinitionFactory, IndicatorFactory
from tests.factories.org import CommuneFactory, actor
from thidua.core.permissions import Actor
from thidua.indicator import errors, queries
from thidua.indicator.models import Definition
from thidua.org.models import Unit

TODAY = date(2026, 6, 10)
pytestmark = pytest.mark.django_db


@pytest.fixture
def root() -> Unit:
    commune: Unit = CommuneFactory().unit
    return commune


@pytest.fixture
def reader(root: Unit) -> Actor:
    return actor("reporter", root)


def _found(one: Definition, root: Unit, on: date, variant: str = "A") -> Definition:
    return queries.definition_for(one.indicator, commune_id=root.pk, variant=variant, on=on)


def test_definition_for_takes_the_version_of_the_day(root: Unit) -> None:
    first = DefinitionFactory(valid_to=date(2026, 6, 9))
    second = DefinitionFactory(indicator=first.indicator, version=2, valid_from=TODAY)
    assert [_found(first, root, day) for day in (date(2026, 6, 9), TODAY)] == [first, second]


def test_definition_for_prefers_the_communes_own_while_it_counts(root: Unit) -> None:
    shipped = DefinitionFactory()
    own = DefinitionFactory(
        indicator=shipped.indicator, commune=root, version=2, valid_from=date(2026, 1, 1), valid_to=TODAY
    )
    days = (date(2025, 12, 31), date(2026, 1, 1), TODAY, date(2026, 6, 11))
    assert [_found(shipped, root, day) for day in days] == [shipped, own, own, shipped]
    assert _found(shipped, CommuneFactory().unit, TODAY) == shipped


def test_definition_for_another_day_or_variant_is_missing(root: Unit) -> None:
    one = DefinitionFactory()
    for on, variant in ((date(2025, 6, 30), "A"), (TODAY, "B")):
        with pytest.raises(errors.DefinitionMissing):
            _found(one, root, on, variant)


def test_default_definition(root: Unit) -> None:
    one = DefinitionFactory()
    DefinitionFactory(indicator=one.indicator, variant="B", is_default=False)
    assert queries.default_definition(one.indicator, commune_id=root.pk, on=TODAY) == one
    with pytest.raises(errors.DefinitionMissing):
        queries.default_definition(one.indicator, commune_id=root.pk, on=date(2025, 1, 1))


def test_visible_indicators_are_the_shipped_and_ones_own(root: Unit, reader: Actor) -> None:
    shipped, own = IndicatorFactory(code="A"), IndicatorFactory(code="B", commune=root)
    IndicatorFactory(code="C", commune=CommuneFactory().unit)
    assert list(queries.visible_indicators(reader)) == [shipped, own]


def test_library_entries_put_the_default_variant_first(reader: Actor) -> None:
    one = DefinitionFactory(variant="B")
    other = DefinitionFactory(indicator=one.indicator, variant="A", is_default=False)
    (entry,) = queries.library_entries(reader, on=TODAY)
    assert (entry.main, [variant.shown for variant in entry.others]) == (one, [other])


def test_library_entries_show_what_counts_today_and_all_versions(root: Unit, reader: Actor) -> None:
    first = DefinitionFactory()
    own = DefinitionFactory(indicator=first.indicator, commune=root, version=2, valid_from=TODAY)
    DefinitionFactory(indicator=first.indicator, commune=CommuneFactory().unit, version=3)
    (variant,) = queries.library_entries(reader, on=TODAY)[0].variants
    assert (variant.in_force, variant.is_own, variant.versions) == (own, True, (own, first))
    (before,) = queries.library_entries(reader, on=date(2026, 6, 9))[0].variants
    assert (before.in_force, before.is_own) == (first, False)


def test_library_entries_say_when_nothing_counts(reader: Actor) -> None:
    over = DefinitionFactory(valid_to=date(2026, 6, 9))
    (variant,) = queries.library_entries(reader, on=TODAY)[0].variants
    assert (variant.in_force, variant.shown) == (None, over)


def test_library_entries_are_searched_and_filtered(reader: Actor) -> None:
    ratio = DefinitionFactory(trust="V", citation="Công điện 220/CĐ-TTg")
    DefinitionFactory(indicator=ratio.indicator, variant="B", is_default=False, trust="U")
    count = DefinitionFactory(indicator=IndicatorFactory(kind="count", name="Tổ công nghệ số cộng đồng"))

    def codes(**sought: str) -> list[str]:
        return [entry.indicator.code for entry in queries.library_entries(reader, on=TODAY, **sought)]

    first, second = ratio.indicator.code, count.indicator.code
    assert codes(words="cong dong SO") == codes(kind="count") == codes(trust="I") == [second]
    assert codes(words="220") == codes(trust="V") == codes(trust="U") == codes(kind="ratio") == [first]
    assert codes(words="không có") == codes(trust="?") == codes(kind="ratio", trust="I") == []
    assert codes() == sorted([first, second])


def test_library_entries_cost_two_queries(reader: Actor) -> None:
    for _ in range(3):
        DefinitionFactory()
    with CaptureQueriesContext(connection) as asked:
        queries.library_entries(reader, on=TODAY)
    assert len(asked) == 2
