"""Reports of a year in the short form that came before: read as they were made, moved here whole, found by old addresses."""

import importlib
import io
from types import SimpleNamespace
from typing import Any

import docx
import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse

from tests.clock import local
from tests.factories import composing as make_accounts
from tests.factories import reporting as make
from tests.factories.composing import BARE_YEAR as BARE
from tests.web import stage
from thidua.composing import earlier
from thidua.composing.models import ContentLinks, YearlyReport


def pdf_text(content: bytes) -> str:
    pdf = pypdfium2.PdfDocument(content)
    try:
        return " ".join(
            " ".join(pdf[place].get_textpage().get_text_range() for place in range(len(pdf))).split()
        )
    finally:
        pdf.close()


def measure(**other: str) -> earlier.Measure:
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
    return earlier.Measure(**{**told, **other}, lines=(("mức đạt", "≥ 80\u00a0%"),))


def with_measures(count: int) -> earlier.YearFacts:
    stored = BARE.to_json()
    stored["measures"] = [{**earlier.asdict(measure()), "code": f"CT{n}"} for n in range(1, count + 1)]
    return earlier.YearFacts.from_json(stored)


def test_parts_without_data_say_so() -> None:
    said = pdf_text(earlier.render(BARE, {}, "pdf"))
    for sentence in (
        "Chưa ghi tình hình triển khai.",
        earlier.NO_MEASURE,
        "Trong năm chưa có số liệu nào được kiểm tra.",
        "Kế hoạch không đặt chỉ tiêu bằng số.",
        "Trong năm chưa có kỳ báo cáo nào đến hạn.",
        "Các đơn vị không nêu khó khăn, vướng mắc trong báo cáo.",
    ):
        assert sentence in said


def test_number_and_day_are_left_to_the_clerk_and_the_plan_signs() -> None:
    said = pdf_text(earlier.render(BARE, {}, "pdf"))
    assert "/BC-UBND" in said
    assert "tháng 11 năm 2026" in said
    assert "ngày 22 tháng 11" not in said
    assert "Nguyễn Thử" in said
    assert "Sở Khoa học và Công nghệ;" in said


def test_facts_survive_storage() -> None:
    facts = with_measures(2)
    assert earlier.YearFacts.from_json(facts.to_json()) == facts


@pytest.mark.parametrize("count", [1, 8, 9, 40])
def test_every_measure_is_in_a_picture_of_its_own_page(count: int) -> None:
    charts = list(earlier._chart(with_measures(count)))
    assert len(charts) == -(-count // earlier.MOST_BARS)
    assert sum(chart.svg.decode().count("Thủ tục trực tuyến</text>") for chart in charts) == count


def test_officers_lines_become_paragraphs_and_bullets_and_stay_plain() -> None:
    texts = {"overview": "Đã phát động.\n- Hội nghị #let x\n\n"}
    word = docx.Document(io.BytesIO(earlier.render(with_measures(1), texts, "docx")))
    said = [paragraph.text for paragraph in word.paragraphs]
    assert "Đã phát động." in said
    assert any(line.endswith("Hội nghị #let x") for line in said)


@pytest.fixture
def here() -> make.Ward:
    return make.ward(units=1, indicators=1)


def kept_before(**rows: Any) -> SimpleNamespace:
    """The models as the migration finds them: `rows` of the old table, the new tables as they are."""
    models = {
        ("reporting", "YearlyReport"): SimpleNamespace(
            objects=SimpleNamespace(order_by=lambda *by: rows["old"])
        ),
        ("composing", "YearlyReport"): YearlyReport,
        ("composing", "ContentLinks"): ContentLinks,
    }
    return SimpleNamespace(get_model=lambda app, name: models[app, name])


def old_row(here: make.Ward, pk: int, links: dict[str, list[str]]) -> SimpleNamespace:
    return SimpleNamespace(
        pk=pk,
        movement_id=here.movement.pk,
        year=2026,
        number=pk,
        facts=BARE.to_json(),
        texts={"proposals": "- Một."},
        links=links,
        composed_at=local(2026, 11, pk),
        composed_by_id=None,
    )


@pytest.mark.django_db
def test_reports_and_links_of_before_are_taken_over_under_their_ids(here: make.Ward) -> None:
    said = ({"1": ["CT1"]}, {"1": ["CT1"]}, {"1": []})
    old = [old_row(here, place, links) for place, links in enumerate(said, start=11)]
    importlib.import_module("thidua.composing.migrations.0002_years_and_links").take_over(
        kept_before(old=old), None
    )
    assert [(one.pk, one.told, one.texts) for one in YearlyReport.objects.order_by("pk")] == [
        (one.pk, BARE, {"proposals": "- Một."}) for one in old
    ]
    links = ContentLinks.objects.order_by("number")
    assert [(one.number, one.links) for one in links] == [(1, said[0]), (2, said[2])]


@pytest.mark.django_db
def test_a_kept_report_is_read_page_by_page_and_as_a_file(here: make.Ward) -> None:
    report = make_accounts.YearlyReportFactory(movement=here.movement)
    desk = stage.signed_in(here.person("standing_body"))
    shown = desk.get(reverse("composing:year_show", args=[report.pk])).content.decode()
    assert "Báo cáo năm 2026 theo mẫu gọn, bản 1" in shown
    assert desk.get(reverse("composing:year_page", args=[report.pk, 1])).content[:4] == b"\x89PNG"
    assert desk.get(reverse("composing:year_page", args=[report.pk, 99])).status_code == 404
    assert desk.get(reverse("composing:year_pdf", args=[report.pk])).content[:5] == b"%PDF-"
    assert desk.get(reverse("composing:year_docx", args=[report.pk])).content[:2] == b"PK"
    assert "mau-gon" in desk.get(reverse("composing:report_list"), {"loai": "year"}).content.decode()


@pytest.mark.django_db
def test_old_addresses_lead_on_for_good(here: make.Ward) -> None:
    report = make_accounts.YearlyReportFactory(movement=here.movement)
    desk = stage.signed_in(here.person("leader"))
    new = {
        "/bao-cao-nam/": "/bao-cao-dinh-ky/?loai=year",
        f"/phong-trao/{here.movement.pk}/bao-cao-nam/2026/": f"/bao-cao-dinh-ky/lap/?chon={here.movement.pk}+year-2026-1",
        f"/bao-cao-nam/{report.pk}/": f"/bao-cao-dinh-ky/mau-gon/{report.pk}/",
        f"/bao-cao-nam/{report.pk}/tai-ve.pdf": f"/bao-cao-dinh-ky/mau-gon/{report.pk}/tai-ve.pdf",
        f"/bao-cao-nam/{report.pk}/trang/1/": f"/bao-cao-dinh-ky/mau-gon/{report.pk}/trang/1/",
    }
    answers = {old: desk.get(old) for old in new}
    assert {answer.status_code for answer in answers.values()} == {301}
    assert {old: answer["Location"] for old, answer in answers.items()} == new


@pytest.mark.django_db
def test_another_commune_finds_no_kept_report(here: make.Ward) -> None:
    report = make_accounts.YearlyReportFactory(movement=here.movement)
    stranger: Client = stage.signed_in(make.ward().person("standing_body"))
    for name in ("year_show", "year_pdf", "year_docx"):
        assert stranger.get(reverse(f"composing:{name}", args=[report.pk])).status_code == 404
