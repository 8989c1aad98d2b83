"""The register of evidence, and the question about files that stand at other places, too."""

import io
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import documents as make_documents
from tests.factories import reporting as make
from tests.reporting import deeds
from tests.web import stage
from thidua.documents.models import Evidence
from thidua.reporting.queries import evidence as queries
from thidua.reporting.queries.evidence import Sought
from thidua.reporting.views import evidence

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> make.Ward:
    ward = make.ward(units=2, indicators=1)
    stage.past_period(ward, 9, published=False)
    return ward


def proof(here: make.Ward, place: int = 0, *, file: Any = None, past: bool = False, **other: Any) -> Evidence:
    """Evidence of a unit for its figure of this period, or of the one before."""
    unit = here.units[place]
    found: Evidence = make_documents.EvidenceFactory(unit=unit, file=file, **other)
    figure = here.figures(unit)[0]
    if past:
        report = here.movement.periods.get(label="Tháng 9/2026").reports.get(unit=unit)
        figure = report.figures.get()
    make.FigureEvidenceFactory(figure=figure, evidence=found)
    return found


def a_file(here: make.Ward, name: str = "bien-ban.txt") -> Any:
    return make_documents.StoredFileFactory(commune=here.commune, name=name)


def listed(here: make.Ward, role: str = "standing_body", **sought: str) -> list[Evidence]:
    return list(queries.listed_evidence(here.actor(role), Sought(**sought)))


def test_the_register_is_searched_without_marks_and_filtered(here: make.Ward) -> None:
    minutes = proof(here, file=a_file(here, "Biên bản họp tổ.pdf"))
    letter = proof(here, 1, text="Số đếm trong sổ theo dõi.")
    spare = make_documents.EvidenceFactory(unit=here.units[0])
    assert listed(here, words="bien ban") == [minutes]
    assert listed(here, kind="explanation", unit=str(here.units[1].pk)) == [letter]
    assert listed(here, use=queries.UNUSED) == [spare]
    assert [one.use_count for one in listed(here)] == [0, 1, 1]  # type: ignore[attr-defined]


def test_a_unit_sees_its_own_register_only(here: make.Ward) -> None:
    mine = proof(here)
    proof(here, 1)
    assert listed(here, "reporter") == [mine]


def test_the_same_file_elsewhere_is_a_question_with_its_places(here: make.Ward) -> None:
    file = a_file(here)
    proof(here, file=file)
    proof(here, 1, file=file)
    proof(here, file=file, past=True)
    twins = queries.twins_of(here.report())[here.figures()[0].pk]
    assert [(one.is_same, one.places) for one in twins] == [
        (True, (f"{here.units[1].name}, Tháng 10/2026", f"{here.units[0].name}, Tháng 9/2026"))
    ]
    assert len(listed(here, use=queries.REUSED)) == 3


def test_nearly_the_same_picture_is_a_question_too_but_not_across_communes(here: make.Ward) -> None:
    ours, theirs, foreign = a_file(here, "a.txt"), a_file(here, "b.txt"), make_documents.StoredFileFactory()
    make_documents.PictureMarkFactory(file=ours)
    make_documents.PictureMarkFactory(file=theirs, mark="0" * 15 + "3", band0=3)
    make_documents.PictureMarkFactory(file=foreign)
    proof(here, file=ours)
    proof(here, 1, file=theirs)
    twins = queries.twins_of(here.report())[here.figures()[0].pk]
    assert [(one.is_same, one.places) for one in twins] == [
        (False, (f"{here.units[1].name}, Tháng 10/2026",))
    ]


def test_the_checker_is_told_of_a_picture_that_was_held_against_no_other(
    here: make.Ward, client: Client
) -> None:
    for name, kind in (("anh.webp", "image/webp"), ("anh.png", "image/png")):
        proof(here, file=make_documents.StoredFileFactory(commune=here.commune, name=name, content_type=kind))
    deeds.send(here)
    address = reverse("reporting:check_show", args=[here.report().pk])
    said = "Ảnh WebP chưa so được với ảnh gần giống, xin xem bằng mắt: anh.webp."
    for role, expected in (("standing_body", True), ("leader", False)):
        client.force_login(here.person(role))
        assert (said in client.get(address).content.decode()) == expected


def test_only_the_checker_is_asked(here: make.Ward, client: Client) -> None:
    file = a_file(here)
    proof(here, file=file)
    proof(here, 1, file=file)
    deeds.send(here)
    address = reverse("reporting:check_show", args=[here.report().pk])
    for role, expected in (("standing_body", True), ("leader", False), ("reporter", False)):
        client.force_login(here.person(role))
        assert ("cũng được dùng ở" in client.get(address).content.decode()) is expected


def test_twins_cost_the_same_for_any_number_of_files(here: make.Ward) -> None:
    counts = []
    for _ in range(3):
        file = a_file(here)
        make_documents.PictureMarkFactory(file=file)
        proof(here, file=file)
        with CaptureQueriesContext(connection) as seen:
            queries.twins_of(here.report())
        counts.append(len(seen))
    assert counts[0] == counts[-1] <= 5


def test_evidence_list_costs_the_same_and_pages(here: make.Ward, client: Client) -> None:
    client.force_login(here.person("standing_body"))
    address, counts = reverse("reporting:evidence_list"), []
    for count in (1, 33):
        for _ in range(count):
            proof(here)
        with CaptureQueriesContext(connection) as seen:
            page = client.get(address).content.decode()
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 8
    assert "34 minh chứng" in page


def test_evidence_export(here: make.Ward, client: Client) -> None:
    proof(here, text="=HYPERLINK(1) là chữ người ta gõ.")
    client.force_login(here.person("reporter"))
    answer = client.get(reverse("reporting:evidence_export"))
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    told = [cell for row in sheet.iter_rows(values_only=True) for cell in row if cell]
    assert f"{here.indicators[0].name}, Tháng 10/2026" in told


def test_evidence_export_leaves_none_out(
    here: make.Ward, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evidence, "AT_ONCE", 3)
    for _ in range(8):
        proof(here)
    client.force_login(here.person("reporter"))
    sheet = openpyxl.load_workbook(
        io.BytesIO(client.get(reverse("reporting:evidence_export")).content)
    ).active
    assert sheet is not None
    told = [row[5] for row in sheet.iter_rows(min_row=3, values_only=True)]
    assert told == [f"{here.indicators[0].name}, Tháng 10/2026"] * 8


def test_evidence_of_another_period_is_used_again(here: make.Ward, client: Client) -> None:
    old = proof(here, past=True, text="Biên bản bàn giao sổ theo dõi của tổ.")
    client.force_login(here.person("reporter"))
    figure = here.figures()[0]
    address = reverse("reporting:figure_evidence", args=[figure.pk])
    assert "Biên bản bàn giao" in client.get(address).content.decode()
    assert "Biên bản bàn giao" not in client.get(address, {"tim": "khac han"}).content.decode()
    link = reverse("reporting:figure_link_evidence", args=[figure.pk, old.pk])
    assert client.post(link).status_code == 303
    assert figure.evidence.get() == old
