"""A count taken over into a figure, what is asked when another number is typed, and what happens when the register changes."""

import io
import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.utils import timezone

from tests.clock import local
from tests.factories import reporting as make
from tests.reporting.counted import AFTER, bind, online, rows
from thidua.core.errors import Refused
from thidua.indicator.figures import Value
from thidua.registers.models import Batch
from thidua.reporting import actions, errors
from thidua.reporting.models import Figure, Period, RegisterBinding, RegisterCount
from thidua.reporting.queries import bindings, counts

TODAY = AFTER.date()
LATER = local(2026, 10, 26)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(set_clock: Callable[[datetime], None]) -> None:
    set_clock(AFTER)


def counted_ward(**more: Any) -> make.Ward:
    here = make.ward(indicators=1, **more)
    bind(here)
    rows(here.units[0], online(7, 9))
    return here


def take(
    here: make.Ward, *, shown: str | None = None, role: str = "reporter", at: datetime = AFTER
) -> RegisterCount:
    figure = here.figures()[0]
    offer = bindings.offer_for(figure, on=timezone.localdate(at))
    assert offer is not None
    mark = offer.mark if shown is None else shown
    return actions.take_count(figure, shown=mark, by=here.actor(role), at=at)


def lock(here: make.Ward) -> None:
    Period.objects.filter(pk=here.period.pk).update(locked_at=local(2026, 10, 24))
    here.period.reports.update(closed_at=local(2026, 10, 24))


def corrected(here: make.Ward) -> None:
    first = RegisterCount.objects.get().batches[0]
    rows(here.units[0], online(8, 9), at=local(2026, 10, 25), replaces=Batch.objects.get(pk=first))


def test_take_count_fills_the_figure_with_its_source_and_its_proof() -> None:
    here = counted_ward()
    count = take(here)
    figure = here.figures()[0]
    assert (figure.reported, figure.source) == (Value(7, 9), "Sổ “Hồ sơ thủ tục hành chính”, lô 1")
    assert [one.text for one in figure.evidence.all()] == [
        (
            "Đếm từ sổ “Hồ sơ thủ tục hành chính” từ 15/09/2026 đến 14/10/2026: 7 trên 9. "
            "Lô 1. Cách đếm A, bản 1."
        )
    ]
    assert (count.value, count.binding.version, count.counted_at) == (Value(7, 9), 1, AFTER)


def test_take_count_again_lets_the_words_of_the_first_go() -> None:
    here = counted_ward()
    take(here)
    rows(
        here.units[0],
        [one | {"ma_ho_so": f"N{i}"} for i, one in enumerate(online(1, 1))],
        at=local(2026, 10, 16),
    )
    take(here)
    figure = here.figures()[0]
    assert (figure.reported, figure.evidence.count(), figure.counts.count()) == (Value(8, 10), 1, 2)


def test_take_count_of_a_register_that_moved_gives_nothing() -> None:
    here = counted_ward()
    with pytest.raises(errors.CountMoved, match="7 trên 9"):
        take(here, shown="khác")
    assert RegisterCount.objects.count() == 0


def test_take_count_without_anything_to_take() -> None:
    here = make.ward(indicators=1)
    bind(here)
    with pytest.raises(errors.NothingToTake):
        take(here)
    RegisterBinding.objects.all().delete()
    with pytest.raises(errors.NotBound):
        actions.take_count(here.figures()[0], shown="", by=here.actor("reporter"), at=AFTER)


@pytest.mark.parametrize("role", ["leader", "council_member", "overseer", "administrator"])
def test_take_count_is_not_for_those_who_only_look(role: str) -> None:
    with pytest.raises(Refused):
        take(counted_ward(), role=role)


def test_take_count_for_another_unit_is_hidden() -> None:
    here = counted_ward()
    figure, other = here.figures()[0], make.new_unit(here.commune)
    with pytest.raises(Refused) as refused:
        actions.take_count(figure, shown="", by=here.actor("reporter", other), at=AFTER)
    assert refused.value.hidden


def test_take_count_after_the_lock_is_refused() -> None:
    here = counted_ward()
    lock(here)
    with pytest.raises(Refused):
        take(here)


def type_in(here: make.Ward, value: Value, explanation: str = "") -> None:
    cells = {here.figures()[0].pk: actions.Cell(value, explanation=explanation)}
    evidence = make.EvidenceFactory(unit=here.units[0])
    make.FigureEvidenceFactory(figure=here.figures()[0], evidence=evidence)
    actions.submit_report(here.report(), cells=cells, by=here.actor("reporter"), at=AFTER)


def test_another_number_is_handed_in_only_with_a_reason() -> None:
    here = counted_ward()
    with pytest.raises(errors.DifferenceUnexplained, match="trong sổ 7 trên 9"):
        type_in(here, Value(8, 9))
    type_in(here, Value(8, 9), "Một hồ sơ nhập nhầm kênh.")
    assert here.figures()[0].reported == Value(8, 9)


def test_the_number_of_the_register_needs_no_reason_and_no_further_proof() -> None:
    here = counted_ward()
    take(here)
    actions.submit_report(here.report(), by=here.actor("reporter"), at=AFTER)
    assert here.report().submitted_at == AFTER


def test_a_ward_without_bindings_is_asked_nothing_more(django_assert_max_num_queries: Any) -> None:
    here = make.ward(indicators=1)
    rows(here.units[0], online(7, 9))
    type_in(here, Value(8, 9))
    assert here.figures()[0].reported == Value(8, 9)


def test_a_corrected_export_changes_nothing_and_is_told() -> None:
    here = counted_ward()
    take(here)
    lock(here)
    corrected(here)
    (changed,) = counts.changed_counts(here.actor("standing_body"), on=LATER.date())
    assert (changed.offer.was, changed.offer.counted.words, changed.is_locked) == (
        "7 trên 9",
        "8 trên 9",
        True,
    )
    assert here.figures()[0].reported == Value(7, 9)


def test_nothing_is_told_while_the_register_stands() -> None:
    here = counted_ward()
    take(here)
    assert counts.changed_counts(here.actor("standing_body"), on=LATER.date()) == []
    later = [one | {"ma_ho_so": "N1"} for one in online(1, 1, day="2026-11-20")]
    rows(here.units[0], later, at=local(2026, 10, 25))
    assert counts.changed_counts(here.actor("standing_body"), on=LATER.date()) == []


def revise(here: make.Ward, **more: Any) -> RegisterCount:
    figure = here.figures()[0]
    offer = bindings.offer_for(figure, on=LATER.date())
    assert offer is not None
    given = {"shown": offer.mark, **counts.reason_for(offer), **more}
    return actions.revise_by_count(figure, **given, by=here.actor("standing_body"), at=LATER)


def test_revise_by_count_is_a_revision_with_its_reason() -> None:
    here = counted_ward()
    take(here)
    lock(here)
    corrected(here)
    revise(here)
    figure = here.figures()[0]
    assert (figure.reported, figure.standing_value, figure.counts.count()) == (Value(7, 9), Value(8, 9), 2)
    assert figure.revisions.get(kind="revised").reason == (
        "Số trong sổ “Hồ sơ thủ tục hành chính” đã đổi sau khi nhận lô 2 (ho-so.csv, 25/10/2026): "
        "7 trên 9 → 8 trên 9."
    )
    assert counts.changed_counts(here.actor("standing_body"), on=LATER.date()) == []


def test_revise_by_count_before_the_lock_without_a_reason_or_a_change() -> None:
    here = counted_ward()
    take(here)
    with pytest.raises(Refused, match="chưa khóa"):
        revise(here, reason="x")
    lock(here)
    corrected(here)
    with pytest.raises(errors.ReasonMissing):
        revise(here, reason=" ")
    with pytest.raises(errors.CountMoved):
        revise(here, shown="khác")
    with pytest.raises(Refused):
        actions.revise_by_count(here.figures()[0], shown="", reason="x", by=here.actor("reporter"), at=LATER)


def test_the_rows_of_a_count_stay_those_that_were_counted() -> None:
    here = counted_ward()
    count = take(here)
    corrected(here)
    assert counts.rows_of_count(count).count() == 9
    assert counts.rows_of_count(count, only_part=True).count() == 7


def signed_in(here: make.Ward, role: str = "reporter") -> Client:
    client = Client()
    client.force_login(here.person(role))
    return client


def words_of(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_one_press_on_the_desks_page_takes_the_number() -> None:
    here = counted_ward()
    client, here_page = signed_in(here), f"/bao-cao/{here.report().pk}/nhap/"
    page = client.get(here_page)
    pk = here.figures()[0].pk
    assert "Nhận số 7 trên 9" in words_of(page)
    mark = re.search(rf'name="s{pk}-so" value="([^"]+)"', page.content.decode())
    assert mark
    led = client.post(here_page, {f"s{pk}-so": mark[1], "then": f"nhan-so-{pk}"})
    assert (led.status_code, led["Location"]) == (303, f"{here_page}#so-lieu-{pk}")
    assert "Đã nhận từ sổ “Hồ sơ thủ tục hành chính”: 7 trên 9" in words_of(client.get(here_page))


def test_one_press_on_the_phone_takes_the_number() -> None:
    here = counted_ward()
    client, here_page = signed_in(here), f"/bao-cao/{here.report().pk}/so-lieu/1/"
    page = client.get(here_page).content.decode()
    pk = here.figures()[0].pk
    mark = re.search(rf'name="s{pk}-so" value="([^"]+)"', page)
    assert mark
    assert client.post(here_page, {f"s{pk}-so": mark[1], "nhan_so": "1"}).status_code == 303
    assert here.figures()[0].reported == Value(7, 9)


def test_the_pages_of_a_count(set_clock: Callable[[datetime], None]) -> None:
    here = counted_ward()
    count = take(here)
    client = signed_in(here)
    why = f"/vi-sao/{here.period.pk}/{here.figures()[0].indicator.code}/"
    assert f'href="/so-lieu-tu-so/dem/{count.pk}/"' in client.get(why).content.decode()
    assert "7 trên 9 = 77,78" in words_of(client.get(f"/so-lieu-tu-so/dem/{count.pk}/"))
    answer = client.get(f"/so-lieu-tu-so/dem/{count.pk}/cac-hang.xlsx?phan=dat")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    assert sheet.max_row == 7 + 3
    assert {row[0].value for row in sheet.iter_rows(min_row=4)} == {1}
    lock(here)
    corrected(here)
    set_clock(LATER)
    officer = signed_in(here, "standing_body")
    assert "7 trên 9 8 trên 9" in words_of(officer.get("/so-lieu-tu-so/da-doi/"))
    revision = f"/so-lieu/{here.figures()[0].pk}/dinh-chinh-theo-so/"
    html = officer.get(revision).content.decode()
    posted = dict(re.findall(r'name="(seen|shown)" value="([^"]+)"', html)) | {"reason": "Lô sửa."}
    assert officer.post(revision, posted).status_code == 303
    assert here.figures()[0].standing_value == Value(8, 9)
    told = words_of(officer.get(f"/vi-sao/so-lieu/{here.figures()[0].pk}/"))
    assert [words in told for words in ("Đã nhận 8 trên 9 lúc", "Trước đó: 7 trên 9 lúc")] == [True, True]


def test_adopting_trying_changing_and_ending_a_binding() -> None:
    here = counted_ward()
    RegisterBinding.objects.all().delete()
    officer = signed_in(here, "standing_body")
    page = "/so-lieu-tu-so/mau/ct1-a/"
    shown = words_of(officer.get(page))
    assert ("Kênh nộp là “Trực tuyến”" in shown, "7 trên 9" in shown) == (True, True)
    assert officer.post(page, {"valid_from": "2026-07-01"}).status_code == 303
    binding = RegisterBinding.objects.get()
    assert officer.post(page, {"valid_from": "2026-07-01"}).status_code == 422
    change = f"/so-lieu-tu-so/{binding.pk}/doi/"
    seen = re.search(r'name="seen" value="([^"]+)"', officer.get(change).content.decode())
    assert seen
    typed = {
        "dat-kenh": ["2", "3"],
        "day_field": "ngay_tiep_nhan",
        "calendar": "period",
        "citation": "Quyết định của phường.",
        "trust": "I",
        "valid_from": "2026-10-01",
        "reason": "Tính cả bưu chính.",
        "seen": seen[1],
    }
    assert officer.post(change, typed).status_code == 303
    old, new = RegisterBinding.objects.order_by("version")
    assert (old.valid_to, new.version, new.numerator) == (
        date(2026, 9, 30),
        2,
        [{"field": "kenh", "is": ["2", "3"]}],
    )
    end = f"/so-lieu-tu-so/{new.pk}/thoi/"
    seen = re.search(r'name="seen" value="([^"]+)"', officer.get(end).content.decode())
    assert seen
    said = {"ends_on": "2026-12-31", "reason": "Đổi phần mềm.", "seen": seen[1]}
    assert officer.post(end, said).status_code == 303
    assert "Đang đếm" in words_of(officer.get("/so-lieu-tu-so/"))


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"reason": " "}, errors.ReasonMissing),
        ({"valid_from": date(2025, 7, 1)}, errors.BindingReachesBack),
        ({"ways": {"numerator": [{"field": "khac", "is": ["2"]}]}}, errors.BindingUnsound),
        ({"ways": {}}, errors.BindingUnchanged),
    ],
)
def test_change_binding_that_cannot_be(given: dict[str, Any], refusal: type[Exception]) -> None:
    here = counted_ward()
    binding = RegisterBinding.objects.get()
    ways = {name: getattr(binding, name) for name in actions.WAYS}
    said: dict[str, Any] = {
        "citation": binding.citation,
        "trust": binding.trust,
        "valid_from": date(2026, 10, 1),
        "reason": "Đổi.",
    }
    with pytest.raises(refusal):
        actions.change_binding(
            binding,
            **said | given | {"ways": ways | given.get("ways", {})},
            by=here.actor("standing_body"),
            at=AFTER,
        )


def test_bindings_are_changed_by_the_standing_body_alone() -> None:
    here = counted_ward()
    binding = RegisterBinding.objects.get()
    for role in ("reporter", "unit_head", "leader", "administrator"):
        with pytest.raises(Refused):
            actions.end_binding(binding, ends_on=TODAY, reason="x", by=here.actor(role), at=AFTER)
    with pytest.raises(Refused) as refused:
        actions.end_binding(
            binding, ends_on=TODAY, reason="x", by=make.ward().actor("standing_body"), at=AFTER
        )
    assert refused.value.hidden


def test_figures_of_another_commune_are_not_told() -> None:
    here = counted_ward()
    count = take(here)
    there = make.ward()
    client = signed_in(there)
    assert client.get(f"/so-lieu-tu-so/dem/{count.pk}/").status_code == 404
    assert client.get(f"/so-lieu-tu-so/{count.binding_id}/").status_code == 404
    assert Figure.objects.get(pk=count.figure_id).reported == Value(7, 9)
