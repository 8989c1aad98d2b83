"""What reports say without a database: missing is not nought, words and tables come from the facts, changes are told."""

from dataclasses import replace

import pytest

from tests.factories.composing import BARE
from thidua.composing import facts as report_facts
from thidua.composing import paper, picturing, suggesting
from thidua.composing.enums import PartKey
from thidua.composing.facts import Facts, Measure, Source, StageResult, Told, UnitReach, UnitTimes

REACHED = Measure(
    code="CT1",
    name="Thủ tục trực tuyến",
    kind="ratio",
    over_units="sum",
    levels=(("mức đạt", "≥ 80\u00a0%"),),
    now=Told("85,11\u00a0%", "7.600/8.930", "85.106"),
    before=Told("80,00\u00a0%", "80/100", "80"),
    so_far=Told("82,00\u00a0%", "82/100", "82"),
    difference="tăng 5,11 điểm phần trăm",
    standing="Đạt",
    tone="reached",
    remark="",
    source=Source("A, bản 1", ("Tháng 10/2026",), ("Tháng 10/2026 lần 1 (abcd1234)",), 2, 0, 7),
    points=(("Tháng 9/2026", "80"), ("Tháng 10/2026", "85.106")),
)
MISSING = replace(
    REACHED,
    code="CT2",
    name="Hồ sơ số hóa",
    now=Told(),
    before=Told(),
    so_far=Told(),
    difference="",
    standing="Chưa có số liệu",
    tone="empty",
    source=Source(),
    points=(("Tháng 9/2026", ""), ("Tháng 10/2026", "")),
)
FULL = replace(
    BARE,
    measures=(REACHED, MISSING),
    times=(UnitTimes("Tổ 1", 1, 1, 0, 0), UnitTimes("Tổ 2", 1, 0, 0, 1)),
    reach=(UnitReach("Tổ 1", 2, 1),),
)


def test_facts_survive_storage() -> None:
    assert Facts.from_json(FULL.to_json()) == FULL


def test_a_missing_figure_is_said_to_be_missing_and_never_nought() -> None:
    line = next(line for line in suggesting.text_for("results", FULL).splitlines() if "CT2" in line)
    assert line == "- Hồ sơ số hóa (CT2): chưa có số liệu."
    row = paper.result_table(FULL)[1][1]
    assert row[3:7] == ("chưa có số liệu",) * 4


def test_a_sentence_names_the_code_the_numbers_and_the_time_before() -> None:
    line = next(line for line in suggesting.text_for("results", FULL).splitlines() if "CT1" in line)
    assert line == (
        "- Thủ tục trực tuyến (CT1): 85,11\u00a0% (7.600/8.930); tăng 5,11 điểm phần trăm so với tháng 9/2026; "
        "lũy kế từ đầu năm 2026 là 82,00\u00a0% (82/100); mức đặt ra ≥ 80\u00a0%, đạt."
    )


def test_counts_of_the_results_tell_the_missing_ones_apart() -> None:
    first = suggesting.text_for("results", FULL).splitlines()[0]
    assert first == "Theo dõi 2 chỉ tiêu: 1 chỉ tiêu đạt, 0 chỉ tiêu chưa đạt, 1 chỉ tiêu chưa có số liệu."


@pytest.mark.parametrize("part", PartKey.values)
def test_a_report_without_figures_still_says_something_in_every_part(part: str) -> None:
    assert suggesting.text_for(part, BARE) != ""


def test_next_names_what_is_not_known_yet() -> None:
    assert "Thu thập số liệu còn thiếu của: Hồ sơ số hóa (CT2)." in suggesting.text_for("next", FULL)


def test_stages_stand_in_the_table_with_their_own_targets() -> None:
    stages = (
        StageResult("Giai đoạn 1", Told("70,00\u00a0%", "70/100", "70"), "≥ 75\u00a0%", "Chưa đạt"),
        StageResult("Giai đoạn 2", Told(), "≥ 90\u00a0%", "Chưa có số liệu"),
    )
    told = replace(
        FULL, stage_names=("Giai đoạn 1", "Giai đoạn 2"), measures=(replace(REACHED, stages=stages),)
    )
    head, rows = paper.result_table(told)
    assert head[2:6] == (
        "Giai đoạn 1: kết quả",
        "Giai đoạn 1: mức đặt ra",
        "Giai đoạn 2: kết quả",
        "Giai đoạn 2: mức đặt ra",
    )
    assert rows[0][2:6] == ("70,00\u00a0%", "≥ 75\u00a0%", "chưa có số liệu", "≥ 90\u00a0%")


def test_changes_say_what_it_was_and_what_it_is() -> None:
    then = dict(report_facts.rows_of("results", FULL))
    other = replace(FULL, measures=(replace(REACHED, now=Told("86,00\u00a0%", "86/100", "86")), MISSING))
    changes = report_facts.changes_between("results", then, report_facts.rows_of("results", other))
    assert [(one.what, one.then, one.now) for one in changes] == [
        ("CT1: Tháng 10/2026", "85,11\u00a0% (7.600/8.930)", "86,00\u00a0% (86/100)")
    ]
    assert report_facts.changes_between("results", then, report_facts.rows_of("results", FULL)) == []


def test_a_chart_is_offered_only_where_there_is_something_to_draw() -> None:
    assert picturing.possible(BARE) == []
    assert [one.key for one in picturing.possible(FULL)] == [
        "progress",
        "before",
        "units",
        "timeliness",
        "trend:CT1",
    ]
    assert picturing.first_choice(FULL) == ["progress", "timeliness"]


def test_chosen_charts_keep_their_order_and_leave_out_what_cannot_be_drawn() -> None:
    keys = ["timeliness", "trend:CT9", "progress"]
    assert [one.key for one in picturing.chosen(FULL, keys)] == ["timeliness", "progress"]


def test_every_chart_has_its_numbers_as_a_table() -> None:
    for picture in picturing.possible(FULL):
        assert picture.rows != ()
        assert {len(row) for row in picture.rows} == {len(picture.head)}
        assert all("<svg" in drawn for drawn in picture.on_paper)


@pytest.mark.parametrize("count", [8, 9, 17])
def test_a_long_chart_is_cut_in_pictures(count: int) -> None:
    many = replace(FULL, measures=tuple(replace(REACHED, code=f"CT{n}") for n in range(count)))
    progress = next(one for one in picturing.possible(many) if one.key == "progress")
    assert len(progress.on_paper) == -(-count // picturing.MOST_BARS)


def test_measures_below_a_level_or_without_a_value_and_slow_units_are_found_once() -> None:
    below = tuple(
        replace(REACHED, code=code, tone=tone) for code, tone in (("CT3", "late"), ("CT4", "waiting"))
    )
    told = replace(FULL, measures=(REACHED, MISSING, *below))
    assert [one.code for one in told.missed] == ["CT3", "CT4"]
    assert [one.code for one in told.unknown] == ["CT2"]
    assert [one.name for one in told.slow] == ["Tổ 2"]
    assert dict(report_facts.rows_of("next", told))["Chỉ tiêu chưa đạt"] == "CT3, CT4"
    assert "4 chỉ tiêu: 1 chỉ tiêu đạt, 2 chỉ tiêu chưa đạt, 1" in suggesting.text_for("results", told)
