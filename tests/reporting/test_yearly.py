"""The yearly report: what it says with and without data, that it stays as composed, who may see it."""

import io
from datetime import timedelta

import docx
import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import reporting as make
from thidua.core.errors import Refused
from thidua.indicator.figures import Value
from thidua.reporting import actions, queries, yearly
from thidua.reporting.actions import Cell
from thidua.reporting.models import YearlyReport
from thidua.reporting.queries import yearly as year_queries

NOW = make.TYPING_AT
YEAR = 2026

BARE = yearly.YearFacts(
    year=YEAR,
    until="2026-11-22",
    movement="“Chuyển đổi số”",
    plan="Kế hoạch số 12/KH-UBND",
    head={
        "parent": "",
        "issuer": "Ủy ban nhân dân phường Thử",
        "place": "Thử",
        "authority": "KT. CHỦ TỊCH",
        "position": "PHÓ CHỦ TỊCH",
        "name": "Nguyễn Thử",
    },
    recipients=("Sở Khoa học và Công nghệ", "Lưu: VT"),
    contents=(yearly.Content("1", "Nâng cao nhận thức", ("CT1",)),),
    measures=(),
    asked=(),
    units=(),
)


def pdf_text(content: bytes) -> str:
    pdf = pypdfium2.PdfDocument(content)
    try:
        return " ".join(
            " ".join(pdf[place].get_textpage().get_text_range() for place in range(len(pdf))).split()
        )
    finally:
        pdf.close()


def measure(**other: str) -> yearly.Measure:
    told = {
        "code": "CT1",
        "name": "Thủ tục trực tuyến",
        "shown": "85,11 %",
        "parts": "7.600/8.930",
        "standing": "Đạt",
        "tone": "reached",
        "percent": "85.106",
        "remark": "Có số ước.",
    }
    return yearly.Measure(**{**told, **other}, lines=(("mức đạt", "≥ 80\u00a0%"),))


def with_measures(count: int) -> yearly.YearFacts:
    stored = BARE.to_json()
    stored["measures"] = [{**yearly.asdict(measure()), "code": f"CT{n}"} for n in range(1, count + 1)]
    return yearly.YearFacts.from_json(stored)


def test_parts_without_data_say_so() -> None:
    said = pdf_text(yearly.render(BARE, {}, "pdf"))
    for sentence in (
        "Chưa ghi tình hình triển khai.",
        yearly.NO_MEASURE,
        "Trong năm chưa có số liệu nào được kiểm tra.",
        "Kế hoạch không đặt chỉ tiêu bằng số.",
        "Trong năm chưa có kỳ báo cáo nào đến hạn.",
        "Các đơn vị không nêu khó khăn, vướng mắc trong báo cáo.",
    ):
        assert sentence in said


def test_number_and_day_are_left_to_the_clerk_and_the_plan_signs() -> None:
    said = pdf_text(yearly.render(BARE, {}, "pdf"))
    assert "/BC-UBND" in said
    assert "tháng 11 năm 2026" in said
    assert "ngày 22 tháng 11" not in said
    assert "Nguyễn Thử" in said
    assert "Sở Khoa học và Công nghệ;" in said


def test_facts_survive_storage() -> None:
    facts = with_measures(2)
    assert yearly.YearFacts.from_json(facts.to_json()) == facts


@pytest.mark.parametrize("count", [1, 8, 9, 40])
def test_every_measure_is_in_a_picture_of_its_own_page(count: int) -> None:
    charts = list(yearly._chart(with_measures(count)))
    assert len(charts) == -(-count // yearly.MOST_BARS)
    assert sum(chart.svg.decode().count("Thủ tục trực tuyến</text>") for chart in charts) == count


def test_officers_lines_become_paragraphs_and_bullets_and_stay_plain() -> None:
    texts = {"overview": "Đã phát động.\n- Hội nghị #let x\n\n"}
    word = docx.Document(io.BytesIO(yearly.render(with_measures(1), texts, "docx")))
    said = [paragraph.text for paragraph in word.paragraphs]
    assert "Đã phát động." in said
    assert any(line.endswith("Hội nghị #let x") for line in said)


@pytest.mark.django_db
def test_compose_report_counts_only_what_was_verified() -> None:
    here = make.ward(units=2, indicators=1)
    make.add_target_line(here.movement, here.indicators[0], 80)
    for unit, numerator in zip(here.units, (40, 10), strict=True):
        cells = {figure.pk: Cell(Value(numerator, 50), explanation="Sổ.") for figure in here.figures(unit)}
        actions.submit_report(here.report(unit), cells=cells, by=here.actor("reporter", unit), at=NOW)
    officer = here.actor("standing_body")
    actions.verify_report(here.report(here.units[0]), by=officer, at=NOW)
    composed = actions.compose_report(here.movement, year=YEAR, links={}, texts={}, by=officer, at=NOW)
    facts = yearly.YearFacts.from_json(composed.facts)
    assert [(one.shown, one.parts, one.standing) for one in facts.measures] == [
        ("80,00\u00a0%", "40/50", "Đạt")
    ]


@pytest.mark.django_db
def test_compose_report_again_is_a_new_version_and_the_old_one_stays() -> None:
    here = make.ward(indicators=1)
    officer = here.actor("standing_body")
    first = actions.compose_report(
        here.movement, year=YEAR, links={}, texts={"overview": "Một"}, by=officer, at=NOW
    )
    before = yearly.render(yearly.YearFacts.from_json(first.facts), first.texts, "pdf")
    cells = {figure.pk: Cell(Value(40, 50), explanation="Sổ.") for figure in here.figures()}
    actions.submit_report(here.report(), cells=cells, by=here.actor("reporter"), at=NOW)
    actions.verify_report(here.report(), by=officer, at=NOW)
    second = actions.compose_report(here.movement, year=YEAR, links={}, texts={}, by=officer, at=NOW)
    first = YearlyReport.objects.get(pk=first.pk)
    assert (first.number, second.number) == (1, 2)
    assert first.facts != second.facts
    assert yearly.render(yearly.YearFacts.from_json(first.facts), first.texts, "pdf") == before


@pytest.mark.django_db
def test_units_in_time_late_and_missing() -> None:
    here = make.ward(units=3, indicators=1)
    due = here.period.unit_due_on
    for unit, days in zip(here.units[:2], (0, 2), strict=True):
        cells = {figure.pk: Cell(Value(1, 2), explanation="Sổ.") for figure in here.figures(unit)}
        at = NOW.replace(year=due.year, month=due.month, day=due.day) + timedelta(days=days)
        actions.submit_report(here.report(unit), cells=cells, by=here.actor("reporter", unit), at=at)
    later = NOW.replace(year=due.year, month=due.month, day=due.day) + timedelta(days=5)
    facts = year_queries.facts_of(here.movement, YEAR, at=later, links={})
    counts = {unit.name: (unit.asked, unit.in_time, unit.late, unit.missing) for unit in facts.units}
    assert [counts[unit.name] for unit in here.units] == [(1, 1, 0, 0), (1, 0, 1, 0), (1, 0, 0, 1)]


@pytest.mark.django_db
def test_difficulties_are_what_units_wrote_about_figures_that_miss() -> None:
    here = make.ward(units=2, indicators=1)
    make.add_target_line(here.movement, here.indicators[0], 80)
    told = {here.units[0]: (Value(10, 50), "Thiếu máy tính"), here.units[1]: (Value(50, 50), "Đủ cả")}
    for unit, (value, why) in told.items():
        cells = {figure.pk: Cell(value, explanation=why) for figure in here.figures(unit)}
        actions.submit_report(here.report(unit), cells=cells, by=here.actor("reporter", unit), at=NOW)
    assert (
        queries.first_texts(here.movement, YEAR, on=NOW.date())["difficulties"]
        == f"- {here.units[0].name}: Thiếu máy tính"
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "status"),
    [("standing_body", 200), ("leader", 200), ("reporter", 403), ("unit_head", 403), ("overseer", 403)],
)
def test_yearly_list_by_role(client: Client, role: str, status: int) -> None:
    here = make.ward()
    client.force_login(here.person(role))
    assert client.get(reverse("reporting:yearly_list")).status_code == status


@pytest.mark.django_db
def test_yearly_compose_then_pages_and_files(client: Client) -> None:
    here = make.ward(indicators=1)
    client.force_login(here.person("standing_body"))
    url = reverse("reporting:yearly_compose", args=[here.movement.pk, YEAR])
    assert client.get(url).status_code == 200
    answer = client.post(url, {"overview": "Đã làm.", "difficulties": "", "proposals": ""})
    report = YearlyReport.objects.get()
    assert (answer.status_code, answer["Location"]) == (
        303,
        reverse("reporting:yearly_detail", args=[report.pk]),
    )
    assert client.get(answer["Location"]).status_code == 200
    assert client.get(reverse("reporting:yearly_page", args=[report.pk, 1])).content[:4] == b"\x89PNG"
    assert client.get(reverse("reporting:yearly_page", args=[report.pk, 99])).status_code == 404
    assert client.get(reverse("reporting:yearly_pdf", args=[report.pk])).content[:5] == b"%PDF-"
    assert client.get(reverse("reporting:yearly_docx", args=[report.pk])).content[:2] == b"PK"


@pytest.mark.django_db
def test_yearly_report_of_another_commune_is_not_there(client: Client) -> None:
    here, other = make.ward(), make.ward()
    report = actions.compose_report(
        here.movement, year=YEAR, links={}, texts={}, by=here.actor("standing_body"), at=NOW
    )
    client.force_login(other.person("standing_body"))
    for name in ("yearly_detail", "yearly_pdf", "yearly_docx"):
        assert client.get(reverse(f"reporting:{name}", args=[report.pk])).status_code == 404
    with pytest.raises(Refused):
        actions.compose_report(
            here.movement, year=YEAR, links={}, texts={}, by=other.actor("standing_body"), at=NOW
        )
