"""The same plan read twice: asked about before a look-alike movement is made; movements of one name told apart."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.factories.documents import StoredFileFactory
from tests.factories.movement import MovementFactory
from tests.factories.reporting import PeriodFactory
from tests.movement import ward as wards
from thidua.documents.models import StoredFile
from thidua.movement import actions, errors, queries
from thidua.movement.models import Movement, Plan
from thidua.movement.planreader import PlanDraft, read_plan

pytestmark = pytest.mark.django_db
CREATE = reverse("movement:movement_create")
TEXT = wards.SEED.read_text(encoding="utf-8")
SENTENCE = "Kế hoạch này đã được đọc ngày 01/09/2025, ở phong trào “"


@pytest.fixture(autouse=True)
def clock(set_clock: Callable[[Any], None]) -> None:
    set_clock(wards.AT)


@pytest.fixture
def ward() -> wards.Ward:
    return wards.found_ward()


@pytest.fixture
def officer(ward: wards.Ward) -> Client:
    client = Client()
    client.force_login(ward.users["standing_body"])
    return client


def paper(number: str = "", day: str = "", change: str = "") -> PlanDraft:
    """The seed's plan as signed under `number` on the `day` of August, with other words where `change` is given."""
    text = TEXT.replace("/KH-UBND", f"{number}/KH-UBND", 1)
    text = re.sub(r"ngày\s+tháng 8", f"ngày {day} tháng 8", text, count=1)
    return read_plan(text.replace("Bình dân học vụ số", f"Bình dân học vụ số{change}"))


def bring_in(ward: wards.Ward, draft: PlanDraft, *, is_again: bool = False) -> Movement:
    return actions.create_from_plan(
        ward.planner, draft=draft, file=None, by=ward.planner, at=wards.AT, is_again=is_again
    )


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (paper(), paper()),
        (paper("12", "25"), paper("12", "25", " 2030")),  # another title, the same number of the same day
        (paper("", "25"), paper("12", "25")),  # the unsigned copy, then the signed one
    ],
)
def test_create_from_plan_refuses_the_same_document(
    ward: wards.Ward, first: PlanDraft, second: PlanDraft
) -> None:
    known = bring_in(ward, first)
    with pytest.raises(errors.PlanReadBefore, match=SENTENCE) as refused:
        bring_in(ward, second)
    assert ([plan.movement for plan in refused.value.plans], Movement.objects.count()) == ([known], 1)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (paper("12", "25"), paper("13", "25")),  # one title, two numbers: two documents
        (paper("12", "25"), paper("12", "26", " 2030")),
        (paper("", "25"), paper("", "26")),
        (paper(), paper(change=" 2030")),
    ],
)
def test_create_from_plan_takes_another_document(
    ward: wards.Ward, first: PlanDraft, second: PlanDraft
) -> None:
    bring_in(ward, first)
    bring_in(ward, second)
    assert Movement.objects.count() == 2


def test_create_from_plan_again_when_it_is_meant(ward: wards.Ward) -> None:
    first, second = bring_in(ward, paper()), bring_in(ward, paper(), is_again=True)
    with pytest.raises(errors.PlanReadBefore) as refused:
        bring_in(ward, paper())
    assert [plan.movement for plan in refused.value.plans] == [second, first]


def test_create_from_plan_knows_nothing_of_other_communes(ward: wards.Ward) -> None:
    bring_in(wards.found_ward("noi-khac"), paper())
    bring_in(ward, paper())
    assert Movement.objects.count() == 2


def test_read_plan_again_in_its_own_movement_is_no_second_reading(ward: wards.Ward) -> None:
    movement = bring_in(ward, paper())
    other = wards.by_hand(ward)
    at = wards.AT + timedelta(days=1)
    again = actions.read_plan(movement, draft=paper("12", "25"), file=None, by=ward.planner, at=at)
    assert again.version == 2
    with pytest.raises(errors.PlanReadBefore, match="02/09/2025"):
        actions.read_plan(other, draft=paper("12", "25"), file=None, by=ward.planner, at=at)


def test_the_same_file_is_known_whatever_was_read_in_it(ward: wards.Ward) -> None:
    file = StoredFileFactory(commune=ward.root)
    known = bring_in(ward, paper("12", "25"))
    Plan.objects.filter(movement=known).update(file=file)
    draft = paper("99", "1", " 2031")
    with pytest.raises(errors.PlanReadBefore):
        actions.create_from_plan(ward.planner, draft=draft, file=file, by=ward.planner, at=wards.AT)


def test_movement_create_asks_before_a_look_alike(ward: wards.Ward, officer: Client) -> None:
    officer.post(CREATE, {"text": TEXT})
    known = Movement.objects.get()
    answer = officer.post(CREATE, {"text": TEXT})
    page = answer.content.decode()
    address = reverse("movement:movement_show", args=[known.pk])
    assert (answer.status_code, SENTENCE in page, f'href="{address}"' in page) == (409, True, True)
    assert Movement.objects.count() == 1
    sent = re.search(r"<textarea[^>]*>(.*?)</textarea>", page, re.DOTALL)
    assert sent is not None
    answer = officer.post(CREATE, {"text": TEXT, "again": "1"})
    assert (answer.status_code, Movement.objects.count()) == (303, 2)


@pytest.mark.usefixtures("data_folder")
def test_movement_create_keeps_the_file_while_it_asks(ward: wards.Ward, officer: Client) -> None:
    send = lambda: {"file": SimpleUploadedFile("ke-hoach.md", wards.SEED.read_bytes())}  # noqa: E731
    officer.post(CREATE, send())
    page = officer.post(CREATE, send()).content.decode()
    stored = StoredFile.objects.get()
    assert f'name="kept" value="{stored.pk}"' in page
    officer.post(CREATE, {"kept": str(stored.pk), "again": "1"})
    assert [plan.file for plan in Plan.objects.all()] == [stored, stored]


@pytest.mark.usefixtures("data_folder")
def test_movement_create_reads_only_a_plan_of_this_commune_again(ward: wards.Ward, officer: Client) -> None:
    foreign = StoredFileFactory(is_shared=True, content=wards.SEED.read_bytes())
    evidence = StoredFileFactory(commune=ward.root, content=wards.SEED.read_bytes())
    for file in (foreign, evidence):
        answer = officer.post(CREATE, {"kept": str(file.pk), "again": "1"})
        assert (answer.status_code, "Không còn thấy tệp" in answer.content.decode()) == (422, True)
    assert Movement.objects.count() == 0


def test_plan_read_asks_when_another_movement_holds_the_plan(ward: wards.Ward, officer: Client) -> None:
    bring_in(ward, paper())
    other = wards.by_hand(ward)
    address = reverse("movement:plan_read", args=[other.pk])
    answer = officer.post(address, {"text": TEXT})
    assert (answer.status_code, "Vẫn đọc vào phong trào này" in answer.content.decode()) == (409, True)
    officer.post(address, {"text": TEXT, "again": "1"})
    assert wards.plan_of(other).items.count() == 76


def test_told_apart_gives_every_movement_its_own_label(ward: wards.Ward) -> None:
    common = {"commune": ward.root, "short_title": "Học tập số"}
    made = [
        MovementFactory(**common, starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31)),
        MovementFactory(**common, starts_on=date(2025, 8, 1), ends_on=date(2030, 12, 31)),
        MovementFactory(**common, starts_on=date(2025, 9, 1), ends_on=date(2030, 6, 30)),
        MovementFactory(**common, starts_on=date(2027, 1, 1)),
        MovementFactory(**common, starts_on=date(2027, 1, 1), created_at=wards.AT),
        MovementFactory(**common, starts_on=date(2027, 1, 1), created_at=wards.AT),
    ]
    labels = [movement.label for movement in queries.told_apart(made)]
    assert labels[:4] == [
        "Học tập số (2026)",
        "Học tập số (2025 – 2030; bắt đầu 01/08/2025)",
        "Học tập số (2025 – 2030; bắt đầu 01/09/2025)",
        "Học tập số (từ 2027; bắt đầu 01/01/2027, lập 08:00 ngày 15/08/2025)",
    ]
    assert len(set(labels)) == 6


def test_movement_list_tells_look_alikes_apart(
    ward: wards.Ward, officer: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    bring_in(ward, paper("12", "25"))
    bring_in(ward, paper("13", "25"))
    with django_assert_num_queries(5):
        page = officer.get(reverse("movement:movement_list")).content.decode()
    assert ("số 12/KH-UBND" in page, "số 13/KH-UBND" in page, page.count("bắt đầu 25/08/2025")) == (
        True,
        True,
        2,
    )


@pytest.mark.parametrize(
    ("name", "arguments"),
    [("web:result_list", ()), ("reporting:period_open", ()), ("web:site_show", ("nam-dong",))],
)
def test_choosers_tell_movements_of_one_name_apart(
    ward: wards.Ward, officer: Client, name: str, arguments: tuple[str, ...]
) -> None:
    for day in (date(2025, 8, 1), date(2025, 9, 1)):
        MovementFactory(commune=ward.root, is_running=True, short_title="Học tập số", starts_on=day)
    page = officer.get(reverse(name, args=arguments)).content.decode()
    told = [f"Học tập số (từ 2025; bắt đầu {day}/2025)" in page for day in ("01/08", "01/09")]
    assert told == [True, True]


def test_period_list_names_the_movement_where_there_are_several(officer: Client, ward: wards.Ward) -> None:
    address = reverse("reporting:period_list")
    told = []
    for day in (date(2025, 8, 1), date(2025, 9, 1)):
        movement = MovementFactory(
            commune=ward.root, is_running=True, short_title="Học tập số", starts_on=day
        )
        PeriodFactory(commune=ward.root, movement=movement)
        told.append(officer.get(address).content.decode().count("Học tập số (từ 2025; bắt đầu"))
    assert told == [0, 2]
