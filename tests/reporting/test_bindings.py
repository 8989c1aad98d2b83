"""What registers come to: the shipped ways by the numbers of the domain research, days of both calendars, whose rows count."""

from datetime import date
from typing import Any

import pytest

from tests.clock import local
from tests.factories import reporting as make
from tests.reporting.counted import AFTER, LANDED_AT, bind, dossier, online, rows
from thidua.indicator.figures import CellState, Value
from thidua.reporting import binding_data
from thidua.reporting.binding_data import BindingBroken, build
from thidua.reporting.counting import Days, days_of
from thidua.reporting.models import RegisterBinding
from thidua.reporting.queries import bindings, trials

TODAY = AFTER.date()
pytestmark = pytest.mark.django_db


def offer_of(here: make.Ward, place: int = 0, on: date = TODAY) -> bindings.Offer:
    unit = here.units[place]
    return bindings.offers_of(here.report(unit), here.figures(unit), on=on)[here.figures(unit)[0].pk]


def value(here: make.Ward, place: int = 0, on: date = TODAY) -> Value:
    return offer_of(here, place, on).counted.value


@pytest.mark.parametrize(
    ("part", "whole", "shown"), [(85, 100, "85,00\u00a0%"), (8, 9, "88,89\u00a0%"), (0, 3, "0,00\u00a0%")]
)
def test_online_dossiers_of_all(part: int, whole: int, shown: str) -> None:
    here = make.ward()
    bind(here)
    rows(here.units[0], online(part, whole))
    found = offer_of(here)
    assert (found.counted.value, found.counted.shown) == (Value(part, whole), shown)


def test_xa_duong_an() -> None:
    """7.600 / 8.930 = 85,11 % (printed 85,10 there, cut off): domain research 0.6."""
    here = make.ward()
    bind(here)
    rows(here.units[0], online(7_600, 8_930))
    found = offer_of(here)
    assert (found.counted.words, found.counted.shown) == ("7.600 trên 8.930", "85,11\u00a0%")


LETTERS = [
    {"noi_nhan": "co_quan", "mat": False, "gui_dien_tu": True, "ky_so": True},
    {"noi_nhan": "co_quan", "mat": False, "gui_dien_tu": True, "ky_so": False},
    {"noi_nhan": "co_quan", "mat": False, "gui_dien_tu": False, "ky_so": True},
    {"noi_nhan": "co_quan", "mat": False, "gui_dien_tu": True, "ky_so": None},
    {"noi_nhan": "khac", "mat": False, "gui_dien_tu": True, "ky_so": True},
    {"noi_nhan": "co_quan", "mat": True, "gui_dien_tu": True, "ky_so": True},
    {"noi_nhan": None, "mat": False, "gui_dien_tu": True, "ky_so": True},
]
FILES = [
    {"mat": False, "dien_tu": True, "ky_so": True},
    {"mat": False, "dien_tu": True, "ky_so": False},
    {"mat": False, "dien_tu": None, "ky_so": True},
    {"mat": True, "dien_tu": True, "ky_so": True},
]
CHECKED = ["khong_yeu_cau", "chua_co_du_lieu", "du_lieu_sai", "he_thong_loi", "yeu_cau_sai_quy_dinh"]
OWED = [
    {"ngay_gui": "2026-10-10", "tren_phan_mem": True},
    {"ngay_gui": "2026-10-10", "tren_phan_mem": False},
    {"ngay_gui": None, "tren_phan_mem": True},
]


@pytest.mark.parametrize(
    ("slug", "register", "day", "facts", "expected"),
    [
        ("ct6-a", "ho-so-cong-viec", "ngay_ket_thuc", FILES, Value(1, 3)),
        ("ct8-a", "van-ban-di", "ngay_ban_hanh", LETTERS, Value(1, 4)),
        ("ct9-a", "bao-cao-den-han", "han_gui", OWED, Value(1, 3)),
        (
            "ct5-a",
            "kiem-tra-giay-to",
            "ngay_tiep_nhan",
            [{"ket_luan": one, "la_mau": False} for one in CHECKED],
            Value(4, 5),
        ),
    ],
)
def test_each_rule_of_a_shipped_way_broken_once(
    slug: str, register: str, day: str, facts: list[dict[str, Any]], expected: Value
) -> None:
    here = make.ward()
    bind(here, slug)
    unit = here.units[0]
    rows(unit, [one | {day: "2026-10-01", "don_vi": unit.name} for one in facts], register=register)
    assert value(here) == expected


def test_a_sample_is_an_estimate() -> None:
    here = make.ward()
    bind(here, "ct5-a")
    facts = [{"ket_luan": "khong_yeu_cau", "la_mau": True, "ngay_tiep_nhan": "2026-10-01"}]
    rows(here.units[0], facts * 30, register="kiem-tra-giay-to")
    assert value(here) == Value(30, 30, is_estimate=True)


def catalogue(here: make.Ward, *told: dict[str, Any]) -> None:
    rows(here.units[0], list(told), register="danh-muc-tthc")


def test_dossiers_with_an_electronic_result_where_the_procedure_gives_paper() -> None:
    here = make.ward()
    bind(here, "ct1-a766")
    catalogue(
        here,
        {"ma_tthc": "1.1", "muc_do": "toan_trinh", "ket_qua_giay": True},
        {"ma_tthc": "1.2", "muc_do": "toan_trinh", "ket_qua_giay": False},
    )
    told = [("1.1", True), ("1.1", False), ("1.2", False), ("9.9", False), ("9.9", True)]
    rows(here.units[0], [dossier(ma_tthc=code, ket_qua_dt=given) for code, given in told])
    assert value(here) == Value(3, 5)


def test_procedures_with_an_online_dossier() -> None:
    here = make.ward()
    bind(here, "ct1-b")
    catalogue(
        here,
        *({"ma_tthc": code, "muc_do": "toan_trinh"} for code in ("1.1", "1.2")),
        {"ma_tthc": "1.3", "muc_do": "thong_tin"},
    )
    told = [("1.1", "2"), ("1.1", "2"), ("1.2", "1"), ("1.3", "2"), ("9.9", "2")]
    rows(here.units[0], [dossier(channel, ma_tthc=code) for code, channel in told])
    assert value(here) == Value(1, 2)


def test_the_catalogue_of_another_commune_says_nothing() -> None:
    here, there = make.ward(), make.ward()
    bind(here, "ct1-b")
    catalogue(there, {"ma_tthc": "1.1", "muc_do": "toan_trinh"})
    rows(here.units[0], [dossier()])
    assert value(here).state is CellState.NOT_ARISING


@pytest.mark.parametrize(
    ("day", "counts"),
    [("2026-09-14", False), ("2026-09-15", True), ("2026-10-14", True), ("2026-10-15", False)],
)
def test_days_of_the_reporting_calendar(day: str, counts: bool) -> None:
    here = make.ward()
    bind(here)
    rows(here.units[0], [dossier(day="2026-09-20"), dossier(day=day)])
    assert value(here) == Value(1 + counts, 1 + counts)


@pytest.mark.parametrize(
    ("day", "counts"),
    [("2026-09-30", False), ("2026-10-01", True), ("2026-10-31", True), ("2026-11-01", False)],
)
def test_days_of_the_solar_calendar_for_a_period_of_the_other(day: str, counts: bool) -> None:
    here = make.ward()
    bind(here, calendar="solar")
    rows(here.units[0], [dossier(day="2026-10-20"), dossier(day=day)], at=local(2026, 11, 2))
    assert value(here, on=date(2026, 11, 3)) == Value(1 + counts, 1 + counts)


@pytest.mark.parametrize(
    ("kind", "own", "wanted", "expected"),
    [
        ("month", ("2026-09-15", "2026-10-14"), "solar", ("2026-10-01", "2026-10-31")),
        ("quarter", ("2025-12-15", "2026-03-14"), "solar", ("2026-01-01", "2026-03-31")),
        ("half_year", ("2025-12-15", "2026-06-14"), "solar", ("2026-01-01", "2026-06-30")),
        ("year", ("2027-12-15", "2028-12-14"), "solar", ("2028-01-01", "2028-12-31")),
        ("month", ("2028-01-15", "2028-02-14"), "solar", ("2028-02-01", "2028-02-29")),
        ("month", ("2026-09-15", "2026-10-14"), "period", ("2026-09-15", "2026-10-14")),
        ("month", ("2026-09-15", "2026-10-14"), "reporting", ("2026-09-15", "2026-10-14")),
        ("month", ("2026-09-16", "2026-10-14"), "solar", ("2026-09-16", "2026-10-14")),
        ("quarter", ("2026-09-15", "2026-10-14"), "solar", ("2026-09-15", "2026-10-14")),
        ("ad_hoc", ("2026-09-15", "2026-10-14"), "solar", ("2026-09-15", "2026-10-14")),
    ],
)
def test_the_days_of_a_period_in_the_wanted_calendar(
    kind: str, own: tuple[str, str], wanted: str, expected: tuple[str, str]
) -> None:
    given, days = (Days(*map(date.fromisoformat, pair)) for pair in (own, expected))
    assert days_of(kind, "reporting", given, wanted) == days


def test_another_day_of_the_row_may_decide() -> None:
    here = make.ward()
    bind(here, day_field="ngay_hen_tra")
    told = [dossier(day="2026-09-20", ngay_hen_tra=due) for due in ("2026-10-14", "2026-10-15", None)]
    rows(here.units[0], told)
    assert value(here) == Value(1, 1)


def test_without_any_file_nothing_is_reported() -> None:
    here = make.ward()
    bind(here)
    found = offer_of(here)
    assert (found.counted.value.state, found.is_ready) == (CellState.NOT_REPORTED, False)
    assert found.why_not.endswith("chưa có tệp nào có hàng trong khoảng 15/09/2026 – 14/10/2026.")


def test_a_file_of_other_days_covers_nothing() -> None:
    here = make.ward()
    bind(here)
    rows(here.units[0], [dossier(day="2026-09-14")])
    assert value(here).state is CellState.NOT_REPORTED


def test_a_file_around_the_days_without_a_row_in_them_is_no_zero() -> None:
    here = make.ward()
    bind(here)
    rows(here.units[0], [dossier(day="2026-09-14"), dossier(day="2026-10-15")])
    assert value(here) == Value(state=CellState.NOT_ARISING)


def test_a_unit_without_rows_in_a_file_of_others() -> None:
    here = make.ward(units=2)
    bind(here, "ct6-a")
    done = {"mat": False, "dien_tu": True, "ky_so": True, "ngay_ket_thuc": "2026-10-01"}
    rows(here.units[0], [done | {"don_vi": here.units[0].name}], register="ho-so-cong-viec")
    assert [value(here, place) for place in range(2)] == [Value(1, 1), Value(state=CellState.NOT_ARISING)]


def test_a_unit_goes_by_name_short_name_and_code_however_written() -> None:
    here = make.ward()
    unit = here.units[0]
    unit.name, unit.short_name, unit.code = "Văn phòng HĐND và UBND", "Văn phòng", "VP"
    unit.save()
    bind(here, "ct6-a")
    done = {"mat": False, "dien_tu": True, "ky_so": True, "ngay_ket_thuc": "2026-10-01"}
    written = ["VĂN PHÒNG HĐND VÀ UBND", "van phong", "vp", "Phòng khác", None]
    rows(unit, [done | {"don_vi": one} for one in written], register="ho-so-cong-viec")
    assert value(here) == Value(3, 3)


def test_of_several_units_without_a_column_each_counts_what_it_handed_in() -> None:
    here = make.ward(units=2)
    bind(here)
    rows(here.units[0], online(1, 2))
    assert value(here) == Value(1, 2)
    assert value(here, 1).state is CellState.NOT_REPORTED


def test_another_commune_is_not_counted() -> None:
    here, there = make.ward(), make.ward()
    bind(here)
    rows(there.units[0], online(5, 5))
    assert value(here).state is CellState.NOT_REPORTED


@pytest.mark.parametrize(
    ("on", "landed_at", "last", "is_estimate"),
    [
        (date(2026, 10, 14), local(2026, 10, 10), "2026-10-14", True),
        (date(2026, 10, 15), local(2026, 10, 10), "2026-10-14", False),
        (date(2026, 10, 15), local(2026, 10, 14, 23, 59), "2026-10-13", True),
        (date(2026, 10, 15), local(2026, 10, 15, 0, 0), "2026-10-13", False),
    ],
)
def test_what_was_handed_in_before_the_days_were_over_is_an_estimate(
    on: date, landed_at: Any, last: str, is_estimate: bool
) -> None:
    here = make.ward()
    bind(here)
    rows(here.units[0], [dossier(day=last)], at=landed_at)
    assert value(here, on=on) == Value(1, 1, is_estimate=is_estimate)


def test_a_corrected_export_counts_in_the_place_of_the_first() -> None:
    here = make.ward()
    bind(here)
    first = rows(here.units[0], online(1, 3))
    rows(here.units[0], online(2, 2), replaces=first)
    assert value(here) == Value(2, 2)


def test_a_binding_counts_for_the_periods_of_its_days() -> None:
    here = make.ward()
    bind(here, valid_from=date(2026, 10, 15))
    assert bindings.offers_of(here.report(), here.figures(), on=TODAY) == {}
    RegisterBinding.objects.update(valid_from=date(2026, 10, 14), valid_to=date(2026, 10, 14))
    assert len(bindings.offers_of(here.report(), here.figures(), on=TODAY)) == 1


def test_another_variant_is_not_bound() -> None:
    here = make.ward()
    bind(here)
    here.indicators[0].definitions.update(variant="B")
    assert bindings.offers_of(here.report(), here.figures(), on=TODAY) == {}


def test_a_trial_says_what_is_left_out_and_why() -> None:
    here = make.ward()
    binding = bind(here, "ct8-a")
    facts = [one | {"ngay_ban_hanh": "2026-10-01", "don_vi": "Phòng lạ"} for one in LETTERS]
    rows(here.units[0], facts, register="van-ban-di")
    trial = trials.trial_of(binding, Days(date(2026, 9, 15), date(2026, 10, 14)), on=TODAY)
    assert (trial.rows, trial.counted.value) == (7, Value(1, 4))
    assert [(one.words, one.count) for one in trial.left_out] == [
        ("Không có: Loại nơi nhận là “Cơ quan nhà nước”", 2),
        ("Không có: Văn bản mật là “Không”", 1),
    ]
    assert [(one.written, one.unit, one.part, one.whole) for one in trial.shares] == [
        ("Phòng lạ", None, 1, 4)
    ]


def test_every_shipped_way_is_sound_and_says_itself_in_words() -> None:
    shipped = binding_data.load()
    assert list(shipped) == ["ct1-a", "ct1-a766", "ct1-b", "ct5-a", "ct6-a", "ct8-a", "ct9-a"]
    assert all(one.citation and one.trust for one in shipped.values())


@pytest.mark.parametrize(
    ("name", "given"), [("day", "khac"), ("numerator", [{"field": "khac", "is": ["2"]}]), ("unit", "khac")]
)
def test_a_shipped_way_that_cannot_be(name: str, given: Any) -> None:
    told: dict[str, Any] = {
        "slug": "x",
        "indicator": "CT1",
        "variant": "A",
        "register": "ho-so-tthc",
        "day": "ngay_tiep_nhan",
        "unit": "",
        "counted": "",
        "calendar": "period",
        "denominator": [],
        "numerator": [],
        "estimate": [],
        "valid_from": "2025-07-01",
        "citation": "…",
        "trust": "I",
    }
    with pytest.raises(BindingBroken, match="x:"):
        build(told | {name: given})


def test_counting_costs_the_same_for_any_number_of_figures(django_assert_num_queries: Any) -> None:
    here = make.ward(indicators=3)
    bind(here, "ct8-a")
    rows(
        here.units[0],
        [one | {"ngay_ban_hanh": "2026-10-01", "don_vi": here.units[0].name} for one in LETTERS],
        register="van-ban-di",
    )
    report, held = here.report(), here.figures()
    with django_assert_num_queries(7):
        first = bindings.offers_of(report, held, on=TODAY)
    bind(here, "ct1-a", place=1)
    bind(here, "ct5-a", place=2)
    rows(here.units[0], online(3, 5), at=LANDED_AT)
    sample = {"ket_luan": "du_lieu_sai", "la_mau": True, "ngay_tiep_nhan": "2026-10-01"}
    rows(here.units[0], [sample] * 2, register="kiem-tra-giay-to")
    report, held = here.report(), here.figures()
    with django_assert_num_queries(7):
        offers = bindings.offers_of(report, held, on=TODAY)
    assert [one.counted.value for one in first.values()] == [Value(1, 4)]
    together = {pk: offer.counted for pk, offer in offers.items()}
    assert [one.value for one in together.values()] == [
        Value(1, 4),
        Value(3, 5),
        Value(2, 2, is_estimate=True),
    ]
    alone = [bindings.offers_of(report, [one], on=TODAY)[one.pk].counted for one in held]
    assert list(together.values()) == alone


def test_what_is_not_bound_costs_one_query(django_assert_num_queries: Any) -> None:
    here = make.ward()
    report, held = here.report(), here.figures()
    with django_assert_num_queries(1):
        bindings.offers_of(report, held, on=TODAY)
