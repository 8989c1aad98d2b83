from datetime import date

import pytest

from tests.movement import ward as wards
from thidua.movement import drafting
from thidua.movement.enums import ItemKind
from thidua.movement.planreader import read_plan


def nothing(sentence: str) -> str:
    return ""


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("Phát động phong trào “Học tập số” và “Chợ số”", "Học tập số và Chợ số"),
        ("Thi đua cải cách hành chính năm 2026", "Thi đua cải cách hành chính năm 2026"),
    ],
)
def test_short_title(title: str, short: str) -> None:
    assert drafting.short_title_of(title) == short


def test_short_title_is_cut_at_a_word() -> None:
    short = drafting.short_title_of("thi đua " * 40)
    assert (len(short) <= 120, short.endswith(("thi…", "đua…"))) == (True, True)


def test_parents_stand_before_children() -> None:
    specs = drafting.specs_of(wards.seed_draft(), nothing)
    assert [
        place for place, spec in enumerate(specs) if spec.parent is not None and spec.parent >= place
    ] == []


def test_two_levels_of_one_measure_offer_both() -> None:
    specs = drafting.specs_of(wards.seed_draft(), lambda sentence: "CT2")
    point = next(spec for spec in specs if spec.facts.get("kind") == "two_thresholds")
    assert point.facts["choices"] == ["both", "lowest", "highest", "open"]
    assert sorted(specs[line].facts["value"] for line in point.lines) == ["100", "90"]


def test_open_points_without_levels_ask_for_words() -> None:
    specs = drafting.specs_of(wards.seed_draft(), nothing)
    others = [spec for spec in specs if spec.kind is ItemKind.OPEN_POINT and not spec.lines]
    assert {tuple(spec.facts["choices"]) for spec in others} == {("answered", "open")}


def test_outline_falls_back_on_today() -> None:
    outline = drafting.outline_of(read_plan("Một trang giấy không có gì."), on=date(2026, 3, 4))
    assert outline == drafting.Outline("Phong trào thi đua", "Phong trào thi đua", date(2026, 3, 4), None)


def test_header_holds_the_signature() -> None:
    header = drafting.header_of(wards.seed_draft())
    assert (header["number"], header["date"], header["signer"]["name"]) == (
        "/KH-UBND",
        "2025-08",
        "Đinh Thị Thu Hà",
    )
