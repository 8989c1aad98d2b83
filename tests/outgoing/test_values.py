"""What forms are filled with: verified figures alone, nothing that is not known as nought, and what has changed since."""

from datetime import date
from typing import Any

import pytest

from tests.clock import local
from tests.factories import outgoing as make_outgoing
from tests.factories import reporting as make
from tests.web import stage
from thidua.indicator.figures import CellState
from thidua.outgoing import catalogue, queries
from thidua.outgoing.catalogue import MeasureName
from thidua.outgoing.forms_apart import Use
from thidua.outgoing.models import OutgoingPaper
from thidua.outgoing.queries import values
from thidua.outgoing.queries.subjects import of_period, of_phase, of_year
from thidua.reporting.enums import Basis, ReportState
from thidua.reporting.models import Figure, Period, Total

pytestmark = pytest.mark.django_db
AT = local(2026, 10, 12)


def locked(here: make.Ward, month: int, numerator: int) -> Period:
    """A past month with verified totals."""
    period = stage.past_period(here, month, published=False, numerator=numerator)
    submitted = Total.objects.filter(period=period, basis=Basis.SUBMITTED)
    for total in submitted:
        total.pk, total.basis = None, Basis.VERIFIED
        total.save()
    return period


def tree_of(here: make.Ward, period: Period, **more: Any) -> dict[str, Any]:
    return queries.values_of(of_period(period), receiver="Sở Nội vụ", at=AT, **more)


def text(leaf: Any) -> Any:
    return leaf["$"] if isinstance(leaf, dict) else leaf


def test_a_period_in_numbers_words_and_places() -> None:
    here = make.ward(units=2, indicators=1)
    (indicator,) = here.indicators
    make.add_target_line(here.movement, indicator, 90)
    locked(here, 7, 30)
    tree = tree_of(here, locked(here, 8, 40))
    told = tree[indicator.code]
    assert {
        name: text(told[name]) for name in ("tu_so", "mau_so", "ty_le", "muc", "danh_gia", "ky_truoc")
    } == {
        "tu_so": "80",
        "mau_so": "100",
        "ty_le": "80,00",
        "muc": "≥ 90\xa0%",
        "danh_gia": "Chưa đạt",
        "ky_truoc": "60,00\xa0%",
    }
    assert (told["ty_le"]["#"], told["so_voi_ky_truoc"]) == ("80.00", "tăng 20,00 điểm phần trăm")
    assert (tree["phuong"]["ten"], tree["xa"], tree["noi_nhan"]) == (
        here.commune.name,
        tree["phuong"],
        {"ten": "Sở Nội vụ"},
    )
    assert {name: text(tree["ky"][name]) for name in ("ten", "da_gui", "chua_gui", "chi_tieu_chua_dat")} == {
        "ten": "Tháng 8/2026",
        "da_gui": "2",
        "chua_gui": "0",
        "chi_tieu_chua_dat": "1",
    }


def test_units_that_name_the_same_difficulty_stand_in_one_line() -> None:
    here = make.ward(units=3, indicators=1)
    make.add_target_line(here.movement, here.indicators[0], 90)
    period = locked(here, 8, 40)
    for unit, said in zip(here.units, ("Thiếu máy.", "Đường truyền yếu", "Thiếu máy"), strict=True):
        Figure.objects.filter(report__period=period, report__unit=unit).update(explanation=said)
    first, second, third = (unit.name for unit in here.units)
    assert [(one["don_vi"], one["noi_dung"]) for one in tree_of(here, period)["kho_khan"]] == [
        (f"{first}; {third}", "Thiếu máy"),
        (second, "Đường truyền yếu"),
    ]


def test_a_share_that_misses_its_line_never_looks_as_if_it_reached_it() -> None:
    here = make.ward(units=1, indicators=1)
    make.add_target_line(here.movement, here.indicators[0], 80)
    period = locked(here, 8, 40)
    Total.objects.filter(period=period).update(numerator=79_996, denominator=100_000)
    assert tree_of(here, period)[here.indicators[0].code]["ty_le"] == {"$": "79,996", "#": "79.996"}


def test_what_is_not_verified_is_not_known() -> None:
    here = make.ward(units=1, indicators=1)
    stage.fill(here.report(), 40, state=ReportState.SUBMITTED, at=AT)
    stage.sum_up(here, here.period)
    tree = tree_of(here, here.period)
    told = tree[here.indicators[0].code]
    assert [told[name] for name in ("tu_so", "mau_so", "ty_le", "ket_qua", "danh_gia", "ky_truoc")] == [
        None
    ] * 6
    assert (text(told["so_don_vi_thieu"]), text(tree["ky"]["chi_tieu_chua_co"])) == ("1", "1")
    assert tree["don_vi"][0][here.indicators[0].code]["ket_qua"] is None


def test_nothing_to_count_is_a_dash_and_not_asked_is_a_dash() -> None:
    here = make.ward(units=2, indicators=1)
    period = locked(here, 8, 40)
    first, second = here.units
    cells = Figure.objects.filter(report__period=period)
    cells.filter(report__unit=first).update(state=CellState.NOT_ARISING, numerator=None, denominator=None)
    cells.filter(report__unit=second).delete()
    code = here.indicators[0].code
    assert [row[code]["ket_qua"] for row in tree_of(here, period)["don_vi"]] == ["—", "—"]


def test_units_with_their_own_figures_and_how_they_sent() -> None:
    here = make.ward(units=2, indicators=1)
    period = locked(here, 8, 40)
    period.reports.filter(unit=here.units[0]).update(first_received_at=local(2026, 8, 11))
    rows = tree_of(here, period)["don_vi"]
    assert [(row["ten"], row["tinh_hinh"], text(row[here.indicators[0].code]["tu_so"])) for row in rows] == [
        (here.units[0].name, "trễ 3 ngày", "40"),
        (here.units[1].name, "đúng hạn", "40"),
    ]


def test_a_year_and_a_phase_add_up_the_same_pieces() -> None:
    here = make.ward(units=1, indicators=1)
    code = here.indicators[0].code
    locked(here, 7, 30)
    locked(here, 8, 40)
    year = queries.values_of(of_year(here.movement, 2026, on=date(2026, 10, 12)), receiver="", at=AT)
    assert (text(year[code]["tu_so"]), text(year[code]["mau_so"]), year["ky"]["ten"]) == (
        "70",
        "100",
        "Năm 2026",
    )
    phase = type("P", (), {"pk": 1, "name": "Giai đoạn 1", "starts_on": date(2026, 7, 20), "ends_on": None})()
    phase.movement = here.movement
    told = queries.values_of(of_phase(phase, on=date(2026, 10, 12)), receiver="", at=AT)
    assert (text(told[code]["tu_so"]), told["ky"]["den_ngay"]) == ("40", "12/10/2026")


def test_only_what_is_wanted_is_counted(django_assert_num_queries: Any) -> None:
    here = make.ward(units=1, indicators=1)
    about = of_period(here.period)
    with django_assert_num_queries(1):
        tree = queries.values_of(about, receiver="x", at=AT, wanted={"noi_nhan", "phuong"})
    assert set(tree) == {"noi_nhan", "phuong"}


def test_every_field_of_the_list_stands_in_the_tree() -> None:
    here = make.ward(units=1, indicators=2)
    period = locked(here, 8, 40)
    Figure.objects.filter(report__period=period).update(explanation="Thiếu người.", numerator=0)
    tree = tree_of(here, period)
    held = queries.catalogue_for(here.commune, "period")
    for group in held.groups:
        rows = tree[group.list_name] if group.list_name else [tree]
        for entry in group.entries:
            for row in rows:
                found: Any = row
                for step in entry.name.split("."):
                    assert step in found, (group.title, entry.name)
                    found = found[step]


def test_no_more_than_the_form_asks_for_is_kept() -> None:
    tree = {
        "CT1": {"a": "1", "b": "2"},
        "don_vi": [{"=": "A", "ten": "A", "CT1": {"a": "1", "b": "2"}}],
        "x": "y",
    }
    kept = values.pruned(tree, ["ct1.a", "don_vi", "don_vi[].ct1.b", "gone.field"])
    assert kept == {"CT1": {"a": "1"}, "don_vi": [{"=": "A", "CT1": {"b": "2"}}]}


CATALOGUE = catalogue.catalogue_of(
    [MeasureName("CT1", "Một"), MeasureName("BD3", "Ba")], has_unit_figures=True
)


@pytest.mark.parametrize(
    ("use", "fault"),
    [
        (Use("ct1.ty_le", "ct1.ty_le", "Đoạn 1", "field"), ""),
        (Use("xa.ten", "xa.ten", "Đoạn 1", "field"), ""),
        (Use("don_vi[].ct1.tu_so", "x.ct1.tu_so", "ô A1", "field"), ""),
        (Use("chi_tieu_bd", "chi_tieu_bd", "ô A1", "list"), ""),
        (
            Use("ct1.ty_lee", "ct1.ty_lee", "", "field"),
            "Không có trường “ct1.ty_lee”. Có phải là “ct1.ty_le”?",
        ),
        (
            Use("phường.tên", "phường.tên", "", "field"),
            "Không có trường “phường.tên”. Có phải là “phuong.ten”?",
        ),
        (Use("don_vi[].tem", "x.tem", "", "field"), "Không có trường “x.tem”. Có phải là “x.ten”?"),
        (Use("zzz", "zzz", "", "field"), "Không có trường “zzz”. Xin xem danh sách trường."),
        (
            Use("don_vi", "don_vi", "", "field"),
            "“don_vi” là một danh sách; xin dùng {% for x in don_vi %} … {% endfor %}.",
        ),
    ],
)
def test_a_wrong_name_is_told_with_the_nearest_right_one(use: Use, fault: str) -> None:
    assert CATALOGUE.faults([use]) == ([(use.place, fault)] if fault else [])


def test_a_value_for_a_list_is_told_which_lists_there_are() -> None:
    ((_, said),) = CATALOGUE.faults([Use("ct1", "ct1", "", "list")])
    assert said.startswith("Không có danh sách “ct1” để lặp. Các danh sách: chi_tieu, chi_tieu_bd, ")


def test_what_a_field_means_under_any_name_of_the_commune() -> None:
    meanings = [
        CATALOGUE.meaning_of(name)
        for name in ("xa.dia_danh", "PHUONG.dia_danh", "xa.gone", "ct1.ty_le", "don_vi[].ten")
    ]
    place = "Địa danh ở dòng ngày tháng"
    assert meanings == [place, place, "", "Tỷ lệ, không kèm dấu %", "Tên đơn vị"]


def paper(here: make.Ward, period: Period) -> OutgoingPaper:
    code = here.indicators[0].code.casefold()
    names = [
        f"{code}.tu_so",
        "don_vi",
        "don_vi[].ten",
        f"don_vi[].{code}.tu_so",
        "van_ban.thang",
        f"{code}.ghi_chu",
    ]
    version = make_outgoing.form_in(here.commune, names=names)
    kept = values.pruned(tree_of(here, period), names)
    made: OutgoingPaper = make_outgoing.OutgoingPaperFactory(version=version, period=period, values=kept)
    return made


def test_what_has_changed_since() -> None:
    here = make.ward(units=2, indicators=1)
    period = locked(here, 8, 40)
    made = paper(here, period)
    assert queries.changes_of(made, at=local(2027, 3, 1)) == []
    first = Figure.objects.get(report__period=period, report__unit=here.units[0])
    Figure.objects.filter(pk=first.pk).update(numerator=35)
    Total.objects.filter(period=period, basis=Basis.VERIFIED).update(numerator=75)
    code = here.indicators[0].code
    assert [
        (one.name, one.of, one.then, one.now) for one in queries.changes_of(made, at=local(2027, 3, 1))
    ] == [
        (f"{code}.tu_so", "", "80", "75"),
        (f"don_vi[].{code}.tu_so", here.units[0].name, "40", "35"),
    ]


def test_a_unit_that_is_gone_and_one_that_came() -> None:
    here = make.ward(units=2, indicators=1)
    period = locked(here, 8, 40)
    made = paper(here, period)
    made.values["don_vi"][0]["="] = "Tổ cũ"
    changed = {(one.of, one.then, one.now) for one in queries.changes_of(made, at=AT)}
    assert ("Tổ cũ", "có", "không còn") in changed
    assert (here.units[0].name, "chưa có trong bản đã lập", "có") in changed


def test_the_same_changes_have_the_same_mark() -> None:
    one = queries.Change("a", "", "A", "1", "2")
    assert queries.mark_of_changes([one]) == queries.mark_of_changes([one])
    assert queries.mark_of_changes([one]) != queries.mark_of_changes([])
