"""Where we stand: results against lines, trends, units by period; budgets, filters, exports, what is hidden."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import reporting as make
from tests.web import stage
from thidua.core import sheets
from thidua.movement.models import Movement
from thidua.org import roles
from thidua.reporting.enums import PeriodKind, ReportState
from thidua.reporting.models import Period
from thidua.reporting.queries import overview
from thidua.web import dashboard, pictures

pytestmark = pytest.mark.django_db
URL = "web:result_list"


@pytest.fixture(autouse=True)
def clock(set_clock: Callable[[datetime], None]) -> None:
    set_clock(stage.NOW)


@pytest.mark.parametrize("role", [role.code for role in roles.ROLES])
def test_everybody_sees_where_the_ward_stands(role: str) -> None:
    scene = stage.scene()
    response = stage.signed_in(scene.ward.person(role)).get(reverse(URL))
    text = stage.text_of(response)
    assert (response.status_code, stage.faults_of(text)) == (200, [])
    assert ("0 trong 2 chỉ tiêu đạt" in text, text.count("50,00\xa0%<span")) == (True, 2)


def test_each_result_leads_to_its_reason() -> None:
    scene = stage.scene()
    inside = stage.signed_in(scene.ward.person("leader"))
    text = stage.text_of(inside.get(reverse(URL)))
    for indicator in scene.ward.indicators:
        why = reverse("reporting:reason_show", args=[scene.ward.period.pk, indicator.code])
        assert (f'href="{why}"' in text, inside.get(why).status_code) == (True, 200)


def test_a_reporter_sees_the_ward_but_only_the_own_unit() -> None:
    scene = stage.scene()
    mine, other = scene.ward.units
    text = stage.text_of(stage.signed_in(scene.ward.person("reporter")).get(reverse(URL)))
    assert (mine.name in text, other.name in text) == (True, False)
    detail = reverse("web:result_show", args=[scene.ward.indicators[0].code])
    text = stage.text_of(stage.signed_in(scene.ward.person("reporter")).get(detail))
    assert (mine.name in text, other.name in text, "Chỉ gồm đơn vị của ông/bà" in text) == (True, False, True)


def test_those_who_follow_see_who_is_missing() -> None:
    scene = stage.scene()
    scene.ward.report(scene.ward.units[1]).figures.update(
        numerator=None, denominator=None, state="chua_bao_cao"
    )
    report = scene.ward.report(scene.ward.units[1])
    report.state, report.received_at, report.first_received_at = ReportState.DRAFT, None, None
    report.save()
    text = stage.text_of(stage.signed_in(scene.ward.person("overseer")).get(reverse(URL)))
    assert ("Trễ 4 ngày" in text, "1 trong 2 đơn vị đã nộp" in text) == (True, True)


def test_the_period_and_movement_of_the_address() -> None:
    scene = stage.scene()
    inside = stage.signed_in(scene.ward.person("leader"))
    text = stage.text_of(inside.get(f"{reverse(URL)}?ky={scene.unpublished.pk}"))
    assert ("34,00\xa0%<span" in text, "50,00\xa0%<span" in text) == (True, False)


@pytest.mark.parametrize("asked", ["ky=999999", "phong-trao=999999", "ky=abc"])
def test_what_does_not_exist_is_not_found(asked: str) -> None:
    inside = stage.signed_in(stage.scene().ward.person("leader"))
    assert inside.get(f"{reverse(URL)}?{asked}").status_code == 404


def test_another_commune_s_period_and_indicator_are_not_found() -> None:
    scene, other = stage.scene(), stage.scene()
    inside = stage.signed_in(other.ward.person("leader"))
    foreign = [
        f"{reverse(URL)}?ky={scene.ward.period.pk}",
        f"{reverse(URL)}?phong-trao={scene.ward.movement.pk}",
        reverse("web:result_show", args=[scene.ward.indicators[0].code]),
        f"{reverse('web:result_export')}?ky={scene.ward.period.pk}",
    ]
    assert [inside.get(url).status_code for url in foreign] == [404] * 4


@pytest.mark.parametrize("name", ["result_list", "result_export", "my_work", "search_show"])
def test_strangers_sign_in_first(client: Client, name: str) -> None:
    assert client.get(reverse(f"web:{name}"))["Location"].startswith(reverse("org:person_sign_in"))


def test_filters_by_indicator_standing_and_kind_of_unit() -> None:
    scene = stage.scene()
    inside, first = stage.signed_in(scene.ward.person("leader")), scene.ward.indicators[0]
    only = stage.text_of(inside.get(f"{reverse(URL)}?chi-tieu={first.code}"))
    assert only.count("vì sao có con số này") == 1
    assert "Không có chỉ tiêu nào khớp" in stage.text_of(inside.get(f"{reverse(URL)}?danh-gia=reached"))
    assert (
        stage.text_of(inside.get(f"{reverse(URL)}?danh-gia=not_reached")).count("vì sao có con số này") == 2
    )
    assert "Không có đơn vị nào khớp" in stage.text_of(inside.get(f"{reverse(URL)}?loai=school"))


@pytest.mark.parametrize("name", ["result_list", "result_show", "result_export"])
def test_queries_do_not_grow(name: str, django_assert_num_queries: Any) -> None:
    counts = []
    for size in (1, 3):
        scene = stage.scene(units=size, indicators=size)
        code = [scene.ward.indicators[0].code] if name == "result_show" else []
        inside = stage.signed_in(scene.ward.person("standing_body"))
        with django_assert_num_queries(
            {"result_list": 12, "result_show": 11, "result_export": 11}[name]
        ) as seen:
            inside.get(reverse(f"web:{name}", args=code))
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_an_empty_ward_says_what_will_be_here() -> None:
    leader = make.new_person(make.new_commune("phường Mới"), "leader")
    text = stage.text_of(stage.signed_in(leader).get(reverse(URL)))
    assert "Chưa có phong trào nào được phát động" in text


def test_a_movement_without_periods_says_so() -> None:
    commune = make.new_commune()
    make.new_movement(commune)
    text = stage.text_of(stage.signed_in(make.new_person(commune, "leader")).get(reverse(URL)))
    assert "Chưa mở kỳ báo cáo nào" in text


def test_a_movement_just_launched_does_not_hide_the_one_that_runs() -> None:
    scene = stage.scene()
    fresh: Movement = make.new_movement(scene.ward.commune)
    inside = stage.signed_in(scene.ward.person("leader"))
    running, empty = inside.get(reverse(URL)), inside.get(reverse(URL), {"phong-trao": fresh.pk})
    assert running.context["choice"].movement == scene.ward.movement
    assert (
        "Chưa mở kỳ báo cáo nào" in stage.text_of(empty),
        'name="phong-trao"' in stage.text_of(empty),
    ) == (
        True,
        True,
    )


def test_the_export_says_what_the_page_says() -> None:
    scene = stage.scene()
    inside = stage.signed_in(scene.ward.person("leader"))
    sheet = sheets.read_table(inside.get(reverse("web:result_export")).content, "ket-qua.xlsx")
    titles = [column.title for column in dashboard.COLUMNS]
    place = next(number for number, row in enumerate(sheet.rows) if row[: len(titles)] == titles)
    first = sheet.rows[place + 1]
    assert first[0] == scene.ward.indicators[0].code
    assert (first[2], first[3], first[4], first[6]) == (62674, 125348, "50,00 %", "Chưa đạt")


def test_exports_run_nothing() -> None:
    scene = stage.scene(indicators=1)
    scene.ward.indicators[0].name = "=HYPERLINK(1)"
    scene.ward.indicators[0].save()
    inside = stage.signed_in(scene.ward.person("leader"))
    text = inside.get(f"{reverse('web:result_export')}?dang=csv").content.decode("utf-8-sig")
    assert ("'=HYPERLINK" in text, ",=HYPERLINK" in text) == (True, False)


def test_the_year_so_far_sums_numerators_and_denominators() -> None:
    here = make.ward(indicators=1)
    make.add_target_line(here.movement, here.indicators[0], 80)
    stage.past_period(here, 7, published=False, numerator=10)
    stage.past_period(here, 8, published=False, numerator=30)
    period = Period.objects.get(label="Tháng 8/2026")
    periods = overview.periods_of(here.actor("leader"), here.movement)
    (one,) = overview.overview_of(period, periods, on=stage.TODAY)
    assert one.so_far is not None
    assert (one.so_far.total.numerator, one.so_far.total.denominator, one.so_far.shown) == (
        40,
        100,
        "40,00\xa0%",
    )
    assert (one.so_far.pieces, one.so_far.missing[:1]) == (2, ("6 tháng đầu năm 2026",))


def test_an_ad_hoc_period_has_no_year_so_far_and_stays_out_of_the_line() -> None:
    here = make.ward(indicators=1)
    period = stage.past_period(here, 7, published=False)
    Period.objects.filter(pk=period.pk).update(kind=PeriodKind.AD_HOC)
    here.period.refresh_from_db()
    periods = overview.periods_of(here.actor("leader"), here.movement)
    odd = next(one for one in periods if one.pk == period.pk)
    (one,) = overview.overview_of(odd, periods, on=stage.TODAY)
    assert (one.so_far, [point.period.pk for point in one.trend]) == (None, [period.pk])


@pytest.mark.parametrize(
    ("label", "short"),
    [
        ("Tháng 10/2026", "T10/26"),
        ("Quý III/2026", "QIII/26"),
        ("6 tháng đầu năm 2026", "6T/26"),
        ("Năm 2025", "2025"),
        ("Báo cáo đột xuất về bão", "Báo cáo đ…"),
    ],
)
def test_periods_have_short_names(label: str, short: str) -> None:
    assert pictures.short(label) == short


def test_the_way_of_a_movement_names_its_ends() -> None:
    movement = make.new_movement(make.new_commune())
    movement.starts_on, movement.ends_on = date(2025, 8, 1), date(2030, 12, 31)
    drawn = pictures.way_of(movement, (), stage.TODAY)
    assert [word in drawn for word in (">8/2025<", ">2030<", ">hôm nay<")] == [True] * 3


def test_what_is_not_reached_is_never_shown_as_reached() -> None:
    here = make.ward(indicators=1)
    make.add_target_line(here.movement, here.indicators[0], 80)
    stage.fill(here.report(), 79996, denominator=100000, state=ReportState.SUBMITTED, at=stage.NOW)
    stage.sum_up(here, here.period)
    text = stage.text_of(stage.signed_in(here.person("leader")).get(reverse(URL)))
    assert ("79,996\xa0%" in text, "80,00\xa0%" in text) == (True, False)


def test_decimals_stay_exact() -> None:
    from thidua.indicator.figures import Value

    assert pictures.measured(Value(Decimal("1.5"))) == Decimal("1.5")
    assert pictures.measured(Value(1, 3)) == pytest.approx(100 / 3)
    assert pictures.measured(Value(0, 0)) is None
