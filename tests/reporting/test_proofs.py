"""What was published recomputes years later, and whatever is done to it behind our back is found."""

import json
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F

from tests.clock import local
from tests.factories import reporting as make
from tests.reporting import deeds
from thidua.core.models import AuditEvent
from thidua.indicator import actions as library
from thidua.indicator.figures import Value
from thidua.indicator.models import Definition
from thidua.reporting import proof
from thidua.reporting.models import Publication, PublishedFigure
from thidua.reporting.queries.proofs import proof_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> make.Ward:
    """Three units: one verified with 40 of 50 and 9 of 10 (an estimate), one sent, one silent; locked."""
    ward = make.ward(units=3, indicators=2)
    deeds.send(ward, ward.units[0], Value(40, 50), Value(9, 10, is_estimate=True))
    deeds.send(ward, ward.units[1])
    deeds.verify(ward)
    deeds.lock(ward)
    return ward


@pytest.fixture
def publication(here: make.Ward) -> Publication:
    return deeds.publish(here)


def faults(publication: Publication) -> list[str]:
    fresh = Publication.objects.select_related("period__commune", "period__movement").get(pk=publication.pk)
    return [fault.sentence for fault in proof_of(fresh).faults]


def first(publication: Publication) -> PublishedFigure:
    return publication.figures.order_by("indicator__position")[0]


def test_a_record_holds_formula_inputs_and_result(here: make.Ward, publication: Publication) -> None:
    one = first(publication)
    record = json.loads(one.record)
    assert proof.canonical(record) == one.record
    assert proof.digest(one.record) == one.sha256
    assert record["result"] == {
        "state": "co_so_lieu",
        "numerator": "40",
        "denominator": 50,
        "value_count": 1,
        "missing_count": 2,
        "is_estimate": False,
        "may_double_count": False,
    }
    assert [row["unit"] for row in record["inputs"]] == [unit.name for unit in here.units]
    definition = make.definition_of(here.indicators[0])
    assert (record["definition"]["text"], record["definition"]["version"]) == (definition.text, 1)
    assert (record["publication"]["period"], record["publication"]["commune"]) == (
        here.period.label,
        here.commune.name,
    )


def test_what_was_published_is_whole(publication: Publication) -> None:
    assert proof_of(publication).sentence == "Tính lại 2 kết quả từ số liệu đã đóng băng: khớp cả."


def test_the_book_of_deeds_holds_the_hash(publication: Publication) -> None:
    event = AuditEvent.objects.get(action="reporting.publish_period")
    assert event.detail["sha256"] == publication.sha256 == Publication.objects.get().sha256


def test_it_recomputes_years_later(here: make.Ward, publication: Publication) -> None:
    """A new version of the formula, a revision after the lock, a second publication, other names: the first stays whole."""
    indicator = here.indicators[0]
    own = library.change_definition(
        here.commune,
        indicator=indicator,
        **changed(make.definition_of(indicator)),
        by=here.actor("standing_body"),
        at=local(2027, 3, 1),
    )
    assert own.version == 2
    deeds.revise(here, here.figures()[0], Value(20, 50))
    again = deeds.publish(here, reason="Đính chính.", at=local(2027, 3, 2))
    type(here.commune).objects.filter(pk=here.commune.pk).update(name="phường Tên Mới")
    type(here.units[0]).objects.filter(pk=here.units[0].pk).update(name="Tổ dân phố Tên Mới")
    type(here.movement).objects.filter(pk=here.movement.pk).update(title="Tên mới")
    assert (faults(publication), faults(again)) == ([], [])
    assert [proof.recomputed(json.loads(first(one).record))["numerator"] for one in (publication, again)] == [
        "40",
        "20",
    ]


def changed(definition: Definition) -> dict[str, Any]:
    names = ("variant", "full_name", "numerator_label", "denominator_label", "hint", "citation", "trust")
    told = {name: getattr(definition, name) for name in names}
    return told | {"text": "Cách tính khác hẳn.", "reason": "Văn bản mới.", "valid_from": date(2027, 3, 1)}


def test_every_flipped_digit_of_a_record_is_found(publication: Publication) -> None:
    one = first(publication)
    places = [match.start() for match in re.finditer(r"\d", one.record)]
    assert len(places) > 40
    missed = []
    for place in places:
        other = str((int(one.record[place]) + 1) % 10)
        PublishedFigure.objects.filter(pk=one.pk).update(
            record=one.record[:place] + other + one.record[place + 1 :]
        )
        if not faults(publication):
            missed.append(place)
    assert missed == []


def test_every_flipped_digit_of_a_hash_is_found(publication: Publication) -> None:
    one = first(publication)
    missed = []
    for place in range(64):
        flipped = one.sha256[:place] + ("0" if one.sha256[place] != "0" else "1") + one.sha256[place + 1 :]
        PublishedFigure.objects.filter(pk=one.pk).update(sha256=flipped)
        missed += [] if faults(publication) else [place]
    PublishedFigure.objects.filter(pk=one.pk).update(sha256=one.sha256)
    for place in range(64):
        seal = publication.sha256
        flipped = seal[:place] + ("0" if seal[place] != "0" else "1") + seal[place + 1 :]
        Publication.objects.filter(pk=publication.pk).update(sha256=flipped)
        missed += [] if faults(publication) else [place]
    assert missed == []


RESULT = "kết quả đang lưu khác kết quả đã đóng băng"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"numerator": F("numerator") + 1}, RESULT),
        ({"denominator": F("denominator") + 1}, RESULT),
        ({"state": "khong_phat_sinh"}, RESULT),
        ({"value_count": F("value_count") + 1}, RESULT),
        ({"missing_count": 0}, RESULT),
        ({"is_estimate": True}, RESULT),
        ({"may_double_count": True}, RESULT),
        ({"inputs": []}, "số liệu của đơn vị đang lưu khác số đã đóng băng"),
        ({"sha256": ""}, "mã SHA-256 không phải của nội dung đã đóng băng"),
        ({"record": "", "sha256": ""}, "nội dung đã đóng băng không đọc được"),
    ],
)
def test_a_changed_column_is_found(
    publication: Publication, change: dict[str, object], sentence: str
) -> None:
    PublishedFigure.objects.filter(pk=first(publication).pk).update(**change)
    assert sentence in faults(publication)


def test_one_flipped_input_is_found(publication: Publication) -> None:
    one = first(publication)
    one.inputs[0]["numerator"] = "41"
    one.save()
    assert faults(publication) == ["số liệu của đơn vị đang lưu khác số đã đóng băng"]


def _forge(one: PublishedFigure) -> None:
    """A forger who redoes the record, its hash and the columns, so that it recomputes."""
    record = json.loads(one.record)
    record["inputs"][0]["numerator"] = record["result"]["numerator"] = "50"
    one.record, one.inputs, one.numerator = proof.canonical(record), record["inputs"], 50
    one.sha256 = proof.digest(one.record)
    one.save()


def test_a_result_forged_whole_is_found_by_the_seal(publication: Publication) -> None:
    _forge(first(publication))
    assert faults(publication) == ["mã SHA-256 của lần công bố không phải của các kết quả này"]


def test_a_publication_forged_whole_is_found_by_the_book_of_deeds(publication: Publication) -> None:
    one = first(publication)
    _forge(one)
    held = list(publication.figures.select_related("indicator"))
    results = sorted((other.indicator.code, other.sha256) for other in held)
    seal = proof.digest_of_publication(json.loads(held[0].record)["publication"], results, before="")
    Publication.objects.filter(pk=publication.pk).update(sha256=seal)
    assert faults(publication) == ["mã SHA-256 khác mã đã ghi trong nhật ký"]


def _swap_results(publication: Publication) -> None:
    one, other = publication.figures.order_by("indicator__position")
    for mine, its in (("record", other.record), ("sha256", other.sha256)):
        PublishedFigure.objects.filter(pk=one.pk).update(**{mine: its})


def _take_a_result_away(publication: Publication) -> None:
    first(publication).delete()


def _move_in_time(publication: Publication) -> None:
    Publication.objects.filter(pk=publication.pk).update(published_at=local(2026, 10, 31))


def _forget_the_deed(publication: Publication) -> None:
    AuditEvent.objects.filter(action="reporting.publish_period").delete()


@pytest.mark.parametrize("harm", [_swap_results, _take_a_result_away, _move_in_time, _forget_the_deed])
def test_other_harm_is_found(publication: Publication, harm: Callable[[Publication], None]) -> None:
    harm(publication)
    assert faults(publication) != []


def test_a_publication_slipped_in_between_is_found(here: make.Ward, publication: Publication) -> None:
    deeds.revise(here, here.figures()[0], Value(20, 50))
    again = deeds.publish(here, reason="Đính chính.", at=local(2026, 11, 5))
    Publication.objects.filter(pk=publication.pk).update(sha256="0" * 64)
    assert faults(again) == ["mã SHA-256 của lần công bố không phải của các kết quả này"]


def test_verify_publications_says_each_and_exits_by_what_it_finds(
    here: make.Ward, publication: Publication, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("verify_publications")
    told = capsys.readouterr().out
    assert f"{here.commune.name}, {publication}: Tính lại 2 kết quả" in told
    assert publication.sha256 in told
    PublishedFigure.objects.filter(pk=first(publication).pk).update(numerator=41)
    with pytest.raises(CommandError, match="1 chỗ"):
        call_command("verify_publications", commune=here.commune.pk)
    call_command("verify_publications", commune=here.commune.pk + 1)
    assert f"{publication}: {here.indicators[0].code}: {RESULT}" in capsys.readouterr().out
