"""Pages of urging: who owes, letters as they are found, looked at, changed, issued."""

import io
from collections.abc import Callable
from datetime import datetime

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from docx import Document
from pytest_django import DjangoAssertNumQueries

from tests.factories import reporting as make
from tests.factories import tasks as make_tasks
from tests.factories import urging as make_letters
from tests.sight import seen_on, sent
from tests.web import stage
from thidua.org.models import Unit
from thidua.reporting.models import Period
from thidua.tasks.enums import TaskState
from thidua.tasks.models import Task
from thidua.urging.enums import LetterState
from thidua.urging.models import UrgingLetter

pytestmark = pytest.mark.django_db
AT = make_letters.AT
LIST = "/don-doc/"


@pytest.fixture(autouse=True)
def _clock(set_clock: Callable[[datetime], None]) -> None:
    set_clock(AT)


@pytest.fixture
def here() -> make.Ward:
    """Whose reports are not due yet: tasks alone are owed."""
    here = make.ward(units=2)
    Period.objects.update(unit_due_on="2026-12-01", ward_due_on="2026-12-02", locks_on="2026-12-03")
    return here


@pytest.fixture
def unit(here: make.Ward) -> Unit:
    return here.units[0]


@pytest.fixture
def desk(here: make.Ward) -> Client:
    return stage.signed_in(here.person("standing_body"))


def late(unit: Unit, title: str = "Lập danh mục") -> Task:
    return make_tasks.TaskFactory(lead=unit, title=title)


def test_the_list_offers_units_that_owe_and_drafts_a_letter_for_each_chosen_one(
    here: make.Ward, desk: Client
) -> None:
    for one in here.units:
        late(one)
    typed = {"units": [one.pk for one in here.units], "answer_by": "2026-11-20"}
    answer = desk.post(LIST, typed)
    assert (answer.status_code, answer["Location"]) == (303, reverse("urging:letter_list"))
    assert {one.unit for one in UrgingLetter.objects.all()} == set(here.units)
    page = desk.get(LIST).content.decode()
    assert page.count("Có bản soạn chờ phát hành") == 2
    looking = stage.signed_in(here.person("leader")).get(LIST).content.decode()
    drafts = [reverse("urging:letter_show", args=[one.pk]) for one in UrgingLetter.objects.all()]
    assert [(one in page, one in looking) for one in drafts] == [(True, False)] * 2


def test_one_chosen_unit_leads_to_its_letter(unit: Unit, desk: Client) -> None:
    late(unit)
    answer = desk.post(LIST, {"units": [unit.pk], "answer_by": "2026-11-20"})
    letter = UrgingLetter.objects.get()
    assert answer["Location"] == reverse("urging:letter_show", args=[letter.pk])


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"answer_by": "2026-11-20"}, "Xin chọn ít nhất một đơn vị."),
        ({"units": ["1"], "answer_by": ""}, "answer_by"),
        ({"units": ["own"], "answer_by": "2026-11-02"}, "phải sau ngày hôm nay"),
    ],
)
def test_a_draft_that_cannot_be_made_is_told_and_nothing_is_kept(
    unit: Unit, desk: Client, typed: dict[str, object], sentence: str
) -> None:
    late(unit)
    if typed.get("units") == ["own"]:
        typed = typed | {"units": [str(unit.pk)]}
    answer = desk.post(LIST, typed)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not UrgingLetter.objects.exists()


def test_nobody_owes_anything_is_said(desk: Client) -> None:
    assert "Không đơn vị nào còn việc quá hạn" in desk.get(LIST).content.decode()


def test_the_list_of_debts_is_exported(unit: Unit, desk: Client) -> None:
    late(unit)
    answer = desk.get(reverse("urging:owing_export"))
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert [row[:3] for row in cells if row[0] == unit.name] == [[unit.name, "Nhiệm vụ", "Lập danh mục"]]


def test_a_letter_is_shown_with_what_became_of_its_things(unit: Unit, desk: Client) -> None:
    letter = make_letters.drafted(unit)
    Task.objects.filter(lead=unit).update(state=TaskState.HANDED_IN)
    page = desk.get(reverse("urging:letter_show", args=[letter.pk])).content.decode()
    assert "1 nội dung đã xong từ khi lập danh sách." in page
    assert "Không còn nợ" in page


def test_words_are_changed_on_their_page(unit: Unit, desk: Client) -> None:
    letter = make_letters.drafted(unit)
    address = reverse("urging:letter_change", args=[letter.pk])
    typed = {
        "answer_by": "2026-11-20",
        "opening": "Mở đầu",
        "closing": "Đề nghị",
        "symbol": "UBND-VX",
        "authority": "",
        "position": "Chủ tịch",
        "signer": "",
    }
    assert sent(desk, address, typed).status_code == 303
    letter.refresh_from_db()
    assert (letter.opening, letter.symbol) == ("Mở đầu", "UBND-VX")
    refused = sent(desk, address, typed | {"symbol": "/UBND VX"})
    assert refused.status_code == 422
    assert "không dấu cách" in refused.content.decode()


def test_a_letter_that_somebody_changed_meanwhile_is_not_issued_blindly(unit: Unit, desk: Client) -> None:
    letter = make_letters.drafted(unit)
    address = reverse("urging:letter_issue", args=[letter.pk])
    seen = seen_on(desk, address)
    UrgingLetter.objects.filter(pk=letter.pk).update(opening="Lời khác")
    answer = desk.post(address, {"number": "12", "issued_on": "2026-11-02", **seen})
    assert answer.status_code == 409
    assert "Lời khác" in answer.content.decode()
    assert 'value="12"' in answer.content.decode()
    letter.refresh_from_db()
    assert letter.state == LetterState.DRAFT


@pytest.mark.parametrize("number", ["12/BC", "mười", "12 A", "-1"])
def test_a_number_that_is_none_is_refused(unit: Unit, desk: Client, number: str) -> None:
    letter = make_letters.drafted(unit)
    address = reverse("urging:letter_issue", args=[letter.pk])
    answer = sent(desk, address, {"number": number, "issued_on": "2026-11-02"})
    assert answer.status_code == 422
    assert "có thể kèm một chữ cái" in answer.content.decode()


def test_issued_letters_reach_the_unit_and_its_work(here: make.Ward, unit: Unit, desk: Client) -> None:
    letter = make_letters.drafted(unit)
    address = reverse("urging:letter_issue", args=[letter.pk])
    assert sent(desk, address, {"number": "12", "issued_on": "2026-11-02"}).status_code == 303
    head = stage.signed_in(here.person("unit_head"))
    work = head.get(reverse("web:my_work")).content.decode()
    assert "Làm xong việc nêu trong văn bản số 12/UBND-VHXH" in work
    other = stage.signed_in(here.person("unit_head", here.units[1]))
    assert "12/UBND-VHXH" not in other.get(reverse("urging:letter_list")).content.decode()
    Task.objects.filter(lead=unit).update(state=TaskState.HANDED_IN)
    assert "12/UBND-VHXH" not in head.get(reverse("web:my_work")).content.decode()


def test_a_draft_waits_in_the_work_of_the_standing_body(unit: Unit, desk: Client) -> None:
    make_letters.drafted(unit)
    assert f"ghi số văn bản đôn đốc {unit.name}" in desk.get(reverse("web:my_work")).content.decode()


def test_letters_are_found_by_unit_and_number(here: make.Ward, desk: Client) -> None:
    first, second = (make_letters.issued(one) for one in here.units)
    address = reverse("urging:letter_list")
    page = desk.get(address, {"tim": first.number_words}).content.decode()
    assert (first.number_words in page, second.number_words in page) == (True, False)
    assert "Không có văn bản nào" in desk.get(address, {"tim": "không có"}).content.decode()
    assert "Không có văn bản nào" in desk.get(address, {"tinh-trang": "withdrawn"}).content.decode()


def test_the_files_are_what_they_say(unit: Unit, desk: Client) -> None:
    letter = make_letters.issued(unit)
    word = desk.get(reverse("urging:letter_docx", args=[letter.pk]))
    pdf = desk.get(reverse("urging:letter_pdf", args=[letter.pk]))
    assert f"Kính gửi: {unit.name}." in [one.text for one in Document(io.BytesIO(word.content)).paragraphs]
    assert pdf.content.startswith(b"%PDF-")
    assert desk.get(reverse("urging:letter_page", args=[letter.pk, 9])).status_code == 404


def test_lists_ask_few_questions(
    here: make.Ward, desk: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for one in here.units:
        make_letters.issued(one)
        late(one)
    desk.get(LIST)
    with django_assert_num_queries(8):
        desk.get(LIST)
    with django_assert_num_queries(6):
        desk.get(reverse("urging:letter_list"))
