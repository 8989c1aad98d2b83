from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.core.management import call_command

from tests.clock import local
from tests.factories.indicator import DefinitionFactory, IndicatorFactory
from tests.factories.org import CommuneFactory, UnitFactory, actor
from thidua.core.errors import Refused
from thidua.core.models import AuditEvent
from thidua.core.permissions import Actor
from thidua.indicator import actions, errors, library, queries
from thidua.indicator.models import Definition, Indicator
from thidua.org import queries as org_queries
from thidua.org.models import Unit

AT = local(2026, 6, 10)
TODAY = date(2026, 6, 10)
SHIPPED = library.load()
pytestmark = pytest.mark.django_db


@pytest.fixture
def root() -> Unit:
    commune: Unit = CommuneFactory().unit
    return commune


@pytest.fixture
def system(root: Unit) -> Actor:
    return org_queries.system_actor(root)


@pytest.fixture
def officer(root: Unit) -> Actor:
    return actor("standing_body", root)


def _load(system: Actor, shipped: library.Library = SHIPPED, at: Any = AT) -> list[str]:
    return actions.load_library(system, by=system, at=at, shipped=shipped)


def _small(*versions: dict[str, Any]) -> library.Library:
    """A library of one indicator, CT2, whose variant A has these versions (changes to the shipped first one)."""
    whole = next(each for each in SHIPPED.indicators if each.code == "CT2")
    first = whole.definitions[0]
    definitions = tuple(replace(first, **version) for version in versions or ({},))
    return library.Library((replace(whole, definitions=definitions),), (), ())


def _held() -> list[tuple[int, date, date | None, str]]:
    rows = Definition.objects.order_by("version")
    return [(row.version, row.valid_from, row.valid_to, row.text) for row in rows]


def test_load_library_writes_every_indicator_and_version(system: Actor) -> None:
    changes = _load(system)
    shipped = [
        (each.code, one.variant, one.version) for each in SHIPPED.indicators for one in each.definitions
    ]
    held = Definition.objects.values_list("indicator__code", "variant", "version")
    assert sorted(held) == sorted(shipped)
    assert len(changes) == len(shipped) + len(SHIPPED.indicators)
    assert AuditEvent.objects.get().detail == {"changes": changes}


def test_load_library_keeps_every_word_that_is_shipped(system: Actor) -> None:
    _load(system)
    for each in SHIPPED.indicators:
        for one in each.definitions:
            row = Definition.objects.get(indicator__code=each.code, variant=one.variant, version=one.version)
            said = (
                row.text,
                row.citation,
                row.trust,
                row.hint,
                row.over_time,
                row.valid_from,
                row.is_default,
            )
            assert said == (
                one.text,
                one.citation,
                one.trust.value,
                one.hint,
                one.over_time.value,
                one.valid_from,
                one.is_default,
            )


def test_load_library_twice_changes_nothing(system: Actor) -> None:
    _load(system)
    before = list(Definition.objects.order_by("pk").values())
    assert _load(system, at=local(2026, 12, 1)) == []
    assert list(Definition.objects.order_by("pk").values()) == before


def test_load_library_takes_a_changed_text_as_a_new_version_from_today(system: Actor) -> None:
    _load(system, _small())
    first = _held()[0]
    assert _load(system, _small({"text": "Định nghĩa mới."})) == ["CT2: cách tính A, bản 2 từ 10/06/2026."]
    assert _held() == [
        (1, first[1], date(2026, 6, 9), first[3]),
        (2, TODAY, None, "Định nghĩa mới."),
    ]
    assert _load(system, _small({"text": "Định nghĩa mới."}), at=local(2026, 7, 1)) == []


def test_load_library_changed_twice_in_a_day_waits_for_the_next(system: Actor) -> None:
    for text in ("Một.", "Hai.", "Ba."):
        _load(system, _small({"text": text}))
    assert _load(system, _small({"text": "Ba."})) == []
    assert [row[1:] for row in _held()] == [
        (date(2025, 7, 1), date(2026, 6, 9), "Một."),
        (date(2026, 6, 10), date(2026, 6, 10), "Hai."),
        (date(2026, 6, 11), None, "Ba."),
    ]


def test_load_library_taken_back_is_one_more_version(system: Actor) -> None:
    for day, text in ((1, "Một."), (2, "Hai."), (3, "Một.")):
        _load(system, _small({"text": text}), at=local(2026, 6, day))
    assert [row[3] for row in _held()] == ["Một.", "Hai.", "Một."]


def test_load_library_takes_shipped_versions_with_their_dates(system: Actor) -> None:
    _load(system, _small())
    text = _held()[0][3]
    two = _small(
        {"valid_to": date(2026, 12, 31)},
        {"version": 2, "valid_from": date(2027, 1, 1), "text": "Từ năm 2027."},
    )
    for at in (AT, AT, local(2027, 3, 1)):
        _load(system, two, at=at)
        assert _held() == [
            (1, date(2025, 7, 1), date(2026, 12, 31), text),
            (2, date(2027, 1, 1), None, "Từ năm 2027."),
        ]


def test_load_library_follows_names_but_never_kinds(system: Actor) -> None:
    _load(system, _small())
    whole = _small()
    renamed = replace(whole, indicators=(replace(whole.indicators[0], short_name="Tên mới"),))
    assert (_load(system, renamed), Indicator.objects.get().name) == (
        ["CT2: sửa tên hoặc thứ tự hiển thị."],
        "Tên mới",
    )
    other = replace(whole, indicators=(replace(whole.indicators[0], kind=library.Kind.COUNT),))
    with pytest.raises(errors.LibraryBroken, match="CT2 không được đổi loại"):
        _load(system, other)


@pytest.mark.parametrize("role", ["administrator", "standing_body", "leader", "reporter"])
def test_load_library_is_the_systems_alone(root: Unit, role: str) -> None:
    with pytest.raises(Refused, match="không có quyền"):
        _load(actor(role, root))


def test_load_library_command_before_and_after_the_first_commune(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_library")
    assert "CT1: thêm chỉ tiêu" in capsys.readouterr().out
    assert AuditEvent.objects.count() == 0
    CommuneFactory()
    call_command("load_library")
    assert capsys.readouterr().out == "Thư viện chỉ tiêu không có gì mới.\n"
    assert AuditEvent.objects.get().action == "indicator.load_library"


def _change(by: Actor, indicator: Indicator, **changes: Any) -> Definition:
    said: dict[str, Any] = {
        "variant": "A",
        "full_name": "Tỷ lệ hồ sơ nộp trực tuyến",
        "numerator_label": "Số hồ sơ nộp trực tuyến",
        "denominator_label": "Tổng số hồ sơ",
        "text": "Không tính hồ sơ nộp qua bưu chính.",
        "citation": "Thông báo số 12/TB-UBND của phường.",
        "trust": "V",
        "valid_from": date(2026, 7, 1),
        "reason": "Theo kết luận họp giao ban.",
    }
    return actions.change_definition(by, indicator=indicator, by=by, at=AT, **{**said, **changes})


@pytest.fixture
def shipped() -> Definition:
    one: Definition = DefinitionFactory()
    return one


def _counting(definition: Definition, commune: int, on: date) -> Definition:
    return queries.definition_for(definition.indicator, commune_id=commune, variant="A", on=on)


def test_change_definition_counts_from_its_day_in_its_commune_only(
    officer: Actor, shipped: Definition
) -> None:
    own = _change(officer, shipped.indicator)
    here, elsewhere = officer.commune_id, CommuneFactory().unit.pk
    assert _counting(shipped, here, date(2026, 6, 30)) == shipped
    assert _counting(shipped, here, date(2026, 7, 1)) == own
    assert _counting(shipped, elsewhere, date(2026, 7, 1)) == shipped
    shipped.refresh_from_db()
    assert shipped.valid_to is None


def test_change_definition_keeps_how_it_adds_up_and_who_did_it(officer: Actor, shipped: Definition) -> None:
    own = _change(officer, shipped.indicator, text="Dòng một.\n Dòng hai. ")
    kept = (own.version, own.over_units, own.over_time, own.label, own.is_default)
    assert kept == (2, shipped.over_units, shipped.over_time, shipped.label, True)
    assert (own.text, own.reason, own.added_by_id) == (
        "Dòng một.\nDòng hai.",
        "Theo kết luận họp giao ban.",
        officer.user_id,
    )


def test_change_definition_again_ends_the_own_one_the_day_before(officer: Actor, shipped: Definition) -> None:
    first = _change(officer, shipped.indicator)
    second = _change(officer, shipped.indicator, text="Lần hai.", valid_from=date(2026, 9, 1))
    first.refresh_from_db()
    assert (first.valid_to, second.version) == (date(2026, 8, 31), 3)
    found = [_counting(shipped, officer.commune_id, day) for day in (date(2026, 8, 31), date(2026, 9, 1))]
    assert found == [first, second]


@pytest.mark.parametrize(
    ("changes", "refusal", "field"),
    [
        ({"valid_from": date(2026, 6, 9)}, errors.DefinitionReachesBack, "valid_from"),
        ({"reason": " "}, errors.ReasonMissing, "reason"),
        ({"citation": " \n"}, errors.DefinitionIncomplete, "citation"),
        ({"denominator_label": ""}, errors.DefinitionIncomplete, "denominator_label"),
        ({"numerator_label": "x" * 301}, errors.DefinitionIncomplete, "numerator_label"),
        ({"text": "x" * 4001}, errors.DefinitionIncomplete, "text"),
        ({"trust": "X"}, errors.DefinitionIncomplete, "trust"),
        ({"variant": "B"}, errors.DefinitionMissing, None),
    ],
)
def test_change_definition_refusals(
    officer: Actor,
    shipped: Definition,
    changes: dict[str, Any],
    refusal: type[errors.IndicatorError],
    field: str,
) -> None:
    with pytest.raises(refusal) as refused:
        _change(officer, shipped.indicator, **changes)
    assert (refused.value.field, Definition.objects.count()) == (field, 1)


def test_change_definition_from_today_is_the_earliest(officer: Actor, shipped: Definition) -> None:
    assert _change(officer, shipped.indicator, valid_from=TODAY).valid_from == TODAY


@pytest.mark.parametrize("day", [date(2026, 7, 1), date(2026, 6, 30)])
def test_change_definition_not_before_an_own_later_one(
    officer: Actor, shipped: Definition, day: date
) -> None:
    _change(officer, shipped.indicator)
    with pytest.raises(errors.DefinitionComesLater):
        _change(officer, shipped.indicator, text="Chen vào.", valid_from=day)


def test_change_definition_needs_a_change(officer: Actor, shipped: Definition) -> None:
    said = {name: getattr(shipped, name) for name in (*actions.WORDS, "trust")}
    with pytest.raises(errors.DefinitionUnchanged):
        _change(officer, shipped.indicator, **said)


def test_change_definition_of_a_count_has_no_total(officer: Actor) -> None:
    one = DefinitionFactory(indicator=IndicatorFactory(kind="count"))
    with pytest.raises(errors.DefinitionIncomplete, match="không có tổng số"):
        _change(officer, one.indicator)
    assert _change(officer, one.indicator, denominator_label="").denominator_label == ""


@pytest.mark.parametrize("role", ["administrator", "leader", "unit_head", "reporter", "overseer"])
def test_change_definition_is_for_the_standing_body(root: Unit, shipped: Definition, role: str) -> None:
    who = actor(role, UnitFactory(parent=root) if role in {"unit_head", "reporter"} else root)
    with pytest.raises(Refused, match="không có quyền"):
        _change(who, shipped.indicator)


def test_change_definition_in_another_commune_is_hidden(officer: Actor, shipped: Definition) -> None:
    stranger = actor("standing_body", CommuneFactory().unit)
    with pytest.raises(Refused) as refusal:
        actions.change_definition(
            officer,
            indicator=shipped.indicator,
            variant="A",
            full_name="",
            numerator_label="",
            text="",
            citation="",
            trust="V",
            valid_from=TODAY,
            reason="x",
            by=stranger,
            at=AT,
        )
    assert refusal.value.hidden
