"""Rows count once, from the batch that came last; what was taken in can be taken back."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from tests.clock import local
from tests.factories.org import UnitFactory, actor
from tests.factories.registers import BatchFactory, RecordFactory, RegisterFactory, batch_read
from thidua.core.errors import Refused
from thidua.core.models import AuditEvent
from thidua.core.permissions import Actor
from thidua.org import queries as org_queries
from thidua.org.models import Unit
from thidua.registers import actions, errors, incoming
from thidua.registers.actions.made import Made, land_made
from thidua.registers.enums import BatchState
from thidua.registers.library import load
from thidua.registers.models import Batch, Record, Register, Source

AT = local(2026, 6, 2)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(data_folder: Any) -> None:
    """Files on their way lie in a folder of the test."""


@pytest.fixture
def unit() -> Unit:
    found: Unit = UnitFactory()
    return found


@pytest.fixture
def reporter(unit: Unit) -> Actor:
    return actor("reporter", unit)


def upload(unit: Unit, by: Actor, **more: Any) -> Batch:
    given: dict[str, Any] = {
        "schema": load()["ho-so-tthc"],
        "source": "Cổng tỉnh",
        "file_name": "ho-so.csv",
        "file_size": 10,
        "sha256": "a" * 64,
    }
    return actions.upload_batch(unit, **given | more, by=by, at=AT)


def land(batch: Batch, by: Actor, replaces: Batch | None = None) -> Batch:
    return actions.land_batch(batch, replaces=replaces, by=by, at=AT)


def current(register: Register | None = None) -> list[tuple[str, int]]:
    return sorted(Record.objects.current().values_list("key", "batch_id"))


def test_upload_batch_opens_the_register_and_knows_the_source_again(unit: Unit, reporter: Actor) -> None:
    first = upload(unit, reporter)
    again = upload(unit, reporter, sha256="b" * 64, source="CONG TINH")
    assert (first.state, first.register_id, first.source_id) == (
        BatchState.SIFTING,
        again.register_id,
        again.source_id,
    )
    assert (Register.objects.get().name, Source.objects.get().title) == ("ho-so-tthc", "Cổng tỉnh")


def test_batches_are_numbered_within_their_register(unit: Unit, reporter: Actor) -> None:
    made = [upload(unit, reporter, sha256=letter * 64) for letter in "ab"]
    elsewhere = upload(unit, reporter, schema=load()["lop-hoc-so"], sha256="c" * 64)
    made.append(land_made(Made("ho-so-tthc", unit, "Ghi tay"), [], by=reporter, at=AT))
    assert ([one.number for one in made], elsewhere.number) == ([1, 2, 3], 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        BatchFactory(unit=unit, number=3)


def test_batches_that_were_there_are_numbered_in_the_order_they_came_in(unit: Unit) -> None:
    other = RegisterFactory(commune=unit.commune, name="lop-hoc-so")
    late, early = (BatchFactory(unit=unit, number=n, uploaded_at=local(2026, 6, n - 70)) for n in (80, 75))
    alone = BatchFactory(unit=unit, register=other, number=70)
    import_module("thidua.registers.migrations.0003_numbered_batches").number(apps, None)
    assert [Batch.objects.get(pk=one.pk).number for one in (early, late, alone)] == [1, 2, 1]


def test_upload_batch_refuses_the_very_same_file(unit: Unit, reporter: Actor) -> None:
    upload(unit, reporter)
    with pytest.raises(errors.FileTakenAlready):
        upload(unit, reporter)


@pytest.mark.parametrize("state", [BatchState.REFUSED, BatchState.DISCARDED])
def test_upload_batch_takes_a_file_again_that_never_counted(
    unit: Unit, reporter: Actor, state: BatchState
) -> None:
    Batch.objects.filter(pk=upload(unit, reporter).pk).update(state=state, refusal="Hỏng.")
    assert upload(unit, reporter).pk


def test_upload_batch_without_a_source(unit: Unit, reporter: Actor) -> None:
    with pytest.raises(errors.SourceUnnamed):
        upload(unit, reporter, source=" . "[:1])


@pytest.mark.parametrize("role", ["leader", "council_member", "overseer", "administrator"])
def test_upload_batch_is_not_for_those_who_only_look(unit: Unit, role: str) -> None:
    with pytest.raises(Refused):
        upload(unit, actor(role, unit.commune))


def test_upload_batch_for_another_unit_is_hidden(unit: Unit, reporter: Actor) -> None:
    with pytest.raises(Refused) as refused:
        upload(UnitFactory(parent=unit.parent), reporter)
    assert refused.value.hidden


def test_upload_batch_of_another_commune_is_hidden(reporter: Actor) -> None:
    with pytest.raises(Refused) as refused:
        upload(UnitFactory(), reporter)
    assert refused.value.hidden


def test_land_batch_lets_rows_count_and_says_so(unit: Unit, reporter: Actor) -> None:
    batch = land(batch_read(unit, ["H1", "H2"]), reporter)
    assert current() == [("H1", batch.pk), ("H2", batch.pk)]
    assert (batch.state, batch.landed_at, batch.landed_by_id) == (BatchState.LANDED, AT, reporter.user_id)
    assert AuditEvent.objects.get(action="registers.land_batch").detail["landed"] == 2


def test_land_batch_counts_a_dossier_of_two_exports_once(unit: Unit, reporter: Actor) -> None:
    first = land(batch_read(unit, ["H1", "H2"]), reporter)
    second = land(batch_read(unit, ["H2", "H3"]), reporter)
    assert current() == [("H1", first.pk), ("H2", second.pk), ("H3", second.pk)]


def test_land_batch_in_the_place_of_another_lets_its_rows_go(unit: Unit, reporter: Actor) -> None:
    first = land(batch_read(unit, ["H1", "H2"]), reporter)
    second = land(batch_read(unit, ["H2"]), reporter, replaces=first)
    first.refresh_from_db()
    assert (current(), first.state) == ([("H2", second.pk)], BatchState.REPLACED)


def test_land_batch_of_a_catalogue_takes_the_place_of_the_whole(unit: Unit, reporter: Actor) -> None:
    register = RegisterFactory(commune=unit.commune, name="danh-muc-tthc")
    first = land(batch_read(unit, ["1.1", "1.2"], register=register), reporter)
    second = land(batch_read(unit, ["1.2"], register=register), reporter)
    first.refresh_from_db()
    assert (current(), first.state) == ([("1.2", second.pk)], BatchState.REPLACED)


def test_land_batch_leaves_other_registers_alone(unit: Unit, reporter: Actor) -> None:
    letters = RegisterFactory(commune=unit.commune, name="ho-so-cong-viec")
    first = land(batch_read(unit, ["H1"], register=letters), reporter)
    second = land(batch_read(unit, ["H1"]), reporter)
    assert current() == [("H1", first.pk), ("H1", second.pk)]


def test_land_batch_without_a_good_row(unit: Unit, reporter: Actor) -> None:
    with pytest.raises(errors.NoGoodRow):
        land(batch_read(unit, []), reporter)


@pytest.mark.parametrize("state", [state for state in BatchState if state != BatchState.READ])
def test_land_batch_only_when_it_was_read(unit: Unit, reporter: Actor, state: BatchState) -> None:
    batch = BatchFactory(
        unit=unit, state=state, refusal="Hỏng.", landed_at=AT, end_reason="Nhầm.", good_count=1
    )
    with pytest.raises(Refused):
        land(batch, reporter)


def test_rows_without_a_key_stand_beside_each_other(unit: Unit, reporter: Actor) -> None:
    register = RegisterFactory(commune=unit.commune, name="lop-hoc-so")
    land(batch_read(unit, ["", ""], register=register), reporter)
    land(batch_read(unit, [""], register=register), reporter)
    assert len(current()) == 3


def test_the_database_holds_one_current_row_a_key(unit: Unit) -> None:
    batch = BatchFactory(unit=unit)
    RecordFactory(batch=batch, key="H1", is_current=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        RecordFactory(batch=batch, key="H1", is_current=True)


def test_revoke_batch_brings_back_what_it_came_over(unit: Unit, reporter: Actor) -> None:
    first = land(batch_read(unit, ["H1", "H2"]), reporter)
    second = land(batch_read(unit, ["H2", "H3"]), reporter)
    actions.revoke_batch(second, reason="Nhầm kỳ.", by=reporter, at=AT)
    assert current() == [("H1", first.pk), ("H2", first.pk)]
    assert (second.state, second.end_reason) == (BatchState.REVOKED, "Nhầm kỳ.")


def test_revoke_batch_brings_back_a_replaced_batch_as_a_whole(unit: Unit, reporter: Actor) -> None:
    first = land(batch_read(unit, ["H1", "H2"]), reporter)
    second = land(batch_read(unit, ["H2"]), reporter, replaces=first)
    actions.revoke_batch(second, reason="Nhầm kỳ.", by=reporter, at=AT)
    first.refresh_from_db()
    assert (first.state, first.ended_at) == (BatchState.LANDED, None)
    assert current() == [("H1", first.pk), ("H2", first.pk)]


def test_revoke_batch_on_which_another_builds(unit: Unit, reporter: Actor) -> None:
    first = land(batch_read(unit, ["H1"]), reporter)
    land(batch_read(unit, ["H1"]), reporter)
    with pytest.raises(errors.BatchBuiltUpon):
        actions.revoke_batch(first, reason="Nhầm.", by=reporter, at=AT)


def test_revoke_batch_without_a_reason(unit: Unit, reporter: Actor) -> None:
    batch = land(batch_read(unit, ["H1"]), reporter)
    with pytest.raises(errors.ReasonMissing):
        actions.revoke_batch(batch, reason=" ", by=reporter, at=AT)


def test_discard_batch_takes_its_rows_along(unit: Unit, reporter: Actor) -> None:
    batch = actions.discard_batch(batch_read(unit, ["H1"]), by=reporter, at=AT)
    assert (batch.state, Record.objects.count()) == (BatchState.DISCARDED, 0)


def test_discard_batch_that_counts_is_refused(unit: Unit, reporter: Actor) -> None:
    batch = land(batch_read(unit, ["H1"]), reporter)
    with pytest.raises(Refused):
        actions.discard_batch(batch, by=reporter, at=AT)


def matched(unit: Unit) -> Batch:
    batch: Batch = BatchFactory(unit=unit)
    titles = ["Mã", "Thủ tục", "Kênh", "Ngày"]
    told = [
        {"index": i, "title": title, "filled": 1, "samples": [], "words": None}
        for i, title in enumerate(titles)
    ]
    incoming.keep_columns(batch.pk, told)
    return batch


COLUMNS = {"ma_ho_so": 0, "ma_tthc": 1, "kenh": 2, "ngay_tiep_nhan": 3}


def match(batch: Batch, by: Actor, columns: dict[str, int], **words: Any) -> Batch:
    return actions.match_columns(batch, columns=columns, words=words, by=by, at=AT)


def test_match_columns_is_remembered_for_the_source(unit: Unit, reporter: Actor) -> None:
    batch = match(matched(unit), reporter, COLUMNS, kenh={"qua app": "2"})
    source = Source.objects.get()
    assert (batch.state, source.columns["kenh"], source.words) == (
        BatchState.READING,
        "Kênh",
        {"kenh": {"qua app": "2"}},
    )


def test_match_columns_keeps_words_that_an_earlier_file_had(unit: Unit, reporter: Actor) -> None:
    match(matched(unit), reporter, COLUMNS, kenh={"qua app": "2"})
    match(matched(unit), reporter, COLUMNS, kenh={"bcci": "3"})
    assert Source.objects.get().words == {"kenh": {"qua app": "2", "bcci": "3"}}


@pytest.mark.parametrize(
    ("columns", "refusal"),
    [
        ({"ma_ho_so": 0}, errors.FieldNotMatched),
        (COLUMNS | {"ma_tthc": 0}, errors.ColumnTwice),
        (COLUMNS | {"kenh": 9}, errors.ColumnUnknown),
    ],
)
def test_match_columns_that_cannot_be(
    unit: Unit, reporter: Actor, columns: dict[str, int], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        match(matched(unit), reporter, columns)


def test_match_columns_of_a_file_that_is_gone(unit: Unit, reporter: Actor) -> None:
    with pytest.raises(errors.FileGone):
        match(BatchFactory(unit=unit), reporter, COLUMNS)


@pytest.mark.parametrize(
    "deed",
    [
        lambda batch, by: actions.note_sifted(batch, rows=1, dropped=[], by=by, at=AT),
        lambda batch, by: actions.note_read(batch, counts={}, problems=[], by=by, at=AT),
        lambda batch, by: actions.note_unreadable(batch, reason="x", by=by, at=AT),
    ],
)
def test_what_a_job_notes_is_for_nobody_else(unit: Unit, deed: Callable[[Batch, Actor], Batch]) -> None:
    for role in ("administrator", "standing_body"):
        with pytest.raises(Refused):
            deed(BatchFactory(unit=unit, state=BatchState.SIFTING), actor(role, unit.commune))


def test_note_sifted_twice_is_refused(unit: Unit) -> None:
    with pytest.raises(Refused):
        actions.note_sifted(
            BatchFactory(unit=unit), rows=1, dropped=[], by=org_queries.system_actor(unit.commune), at=AT
        )
