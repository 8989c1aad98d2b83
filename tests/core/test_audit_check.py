"""Whatever is done to the book of deeds behind our back is found."""

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from thidua.core import audit, audit_check
from thidua.core.models import AuditEvent, AuditHead
from thidua.core.permissions import Actor

pytestmark = pytest.mark.django_db
COMMUNE = 7
COUNT = 25
MUTANTS = 500
BEGIN = datetime(2026, 11, 1, 8, tzinfo=UTC)


@pytest.fixture
def book() -> None:
    by = Actor(3, "Nguyễn Thử", COMMUNE, "phường Thử", "thu", "7.", ())
    for number in range(COUNT):
        audit.write(
            "reporting.submit_report",
            by,
            by=by,
            at=BEGIN + timedelta(minutes=number),
            reason=f"lý do {number}",
            detail={"số": number},
        )


def _edit(chance: random.Random) -> None:
    field, value = chance.choice(
        [
            ("actor_name", "Ai đó"),
            ("reason", "khác"),
            ("action", "x.y"),
            ("at", BEGIN - timedelta(days=1)),
            ("detail", {}),
        ]
    )
    AuditEvent.objects.filter(sequence=chance.randint(1, COUNT)).update(**{field: value})


def _edit_and_rehash(chance: random.Random) -> None:
    """A forger who knows the recipe, but does not redo everything behind."""
    event = AuditEvent.objects.get(sequence=chance.randint(1, COUNT - 1))
    event.reason = "sửa rồi tính lại"
    event.hash = audit.digest(event.previous_hash, audit.facts_of(event))
    event.save()


def _delete(chance: random.Random) -> None:
    AuditEvent.objects.filter(sequence=chance.randint(1, COUNT)).delete()


def _delete_and_close_up(chance: random.Random) -> None:
    gone = chance.randint(1, COUNT)
    AuditEvent.objects.filter(sequence=gone).delete()
    with connection.cursor() as cursor:
        for number in range(gone + 1, COUNT + 1):
            cursor.execute(
                "UPDATE core_auditevent SET sequence = %s WHERE sequence = %s", [number - 1, number]
            )


def _insert(chance: random.Random) -> None:
    event = AuditEvent.objects.get(sequence=chance.randint(1, COUNT))
    event.pk, event.sequence = None, COUNT + 1
    event.save(force_insert=True)


def _swap(chance: random.Random) -> None:
    one, other = chance.sample(range(1, COUNT + 1), 2)
    for old, new in ((one, 10_000), (other, one), (10_000, other)):
        AuditEvent.objects.filter(sequence=old).update(sequence=new)


def _cut_the_tail(chance: random.Random) -> None:
    AuditEvent.objects.filter(sequence__gt=chance.randint(0, COUNT - 1)).delete()


MUTATIONS: list[Callable[[random.Random], None]] = [
    _edit,
    _edit_and_rehash,
    _delete,
    _delete_and_close_up,
    _insert,
    _swap,
    _cut_the_tail,
]


@pytest.mark.usefixtures("book")
def test_a_whole_book_has_no_breaks() -> None:
    assert list(audit_check.breaks(COMMUNE, known=audit_check.head_of(COMMUNE))) == []


@pytest.mark.usefixtures("book")
def test_every_mutant_is_found() -> None:
    kept = list(AuditEvent.objects.all())
    missed = []
    for seed in range(MUTANTS):
        chance = random.Random(seed)
        mutation = MUTATIONS[seed % len(MUTATIONS)]
        mutation(chance)
        if not list(audit_check.breaks(COMMUNE)):
            missed.append((seed, mutation.__name__))
        AuditEvent.objects.all().delete()
        AuditEvent.objects.bulk_create(kept)
    assert missed == []


@pytest.mark.usefixtures("book")
def test_a_tail_cut_cleanly_is_found_only_by_a_head_on_paper() -> None:
    paper = audit_check.head_of(COMMUNE)
    AuditEvent.objects.filter(sequence__gt=COUNT - 5).delete()
    last = AuditEvent.objects.get(sequence=COUNT - 5)
    AuditHead.objects.filter(commune_id=COMMUNE).update(sequence=last.sequence, hash=last.hash)
    assert list(audit_check.breaks(COMMUNE)) == []
    assert [one.sequence for one in audit_check.breaks(COMMUNE, known=paper)] == [COUNT]


@pytest.mark.usefixtures("book")
def test_a_book_written_anew_is_found_by_a_head_on_paper() -> None:
    paper = audit_check.head_of(COMMUNE)
    previous = audit.GENESIS
    for event in AuditEvent.objects.order_by("sequence"):
        event.reason, event.previous_hash = "viết lại", previous
        event.hash = previous = audit.digest(previous, audit.facts_of(event))
        event.save()
    AuditHead.objects.filter(commune_id=COMMUNE).update(hash=previous)
    assert list(audit_check.breaks(COMMUNE)) == []
    assert [one.sequence for one in audit_check.breaks(COMMUNE, known=paper)] == [COUNT]


@pytest.mark.usefixtures("book")
def test_verify_audit_says_the_head_and_exits_by_what_it_finds(capsys: pytest.CaptureFixture[str]) -> None:
    head = audit_check.head_of(COMMUNE)
    call_command("verify_audit")
    assert f"{head.sequence}:{head.hash}" in capsys.readouterr().out
    call_command("verify_audit", commune=COMMUNE, head=f"{head.sequence}:{head.hash[:16]}")
    AuditEvent.objects.filter(sequence=3).update(reason="khác")
    with pytest.raises(CommandError, match="1 chỗ"):
        call_command("verify_audit")


@pytest.mark.usefixtures("book")
@pytest.mark.parametrize(
    "form", ["{number}:{short}", "{number} : {grouped}", " {number}:{full}\n", "{number}:{upper}"]
)
def test_a_head_may_be_typed_as_it_stands_on_paper(form: str) -> None:
    stamp = audit_check.stamp_of(COMMUNE, at=BEGIN)
    said = form.format(
        number=COUNT,
        short=stamp.short,
        grouped=stamp.grouped,
        full=stamp.head.hash,
        upper=stamp.head.hash.upper(),
    )
    assert list(audit_check.breaks(COMMUNE, known=audit_check.Head.parse(said))) == []
    with pytest.raises(CommandError, match="1 chỗ"):
        call_command("verify_audit", head=f"{COUNT - 1}:{stamp.short}")
    call_command("verify_audit", head=said)


def test_a_number_on_paper_may_have_its_full_stops() -> None:
    assert audit_check.Head.parse("1.234.567:0123456789abcdef") == audit_check.Head(
        1234567, "0123456789abcdef"
    )


@pytest.mark.usefixtures("book")
def test_a_head_needs_its_commune_only_where_there_are_several() -> None:
    AuditHead.objects.create(commune_id=COMMUNE + 1, sequence=0, hash=audit.GENESIS)
    head = audit_check.head_of(COMMUNE)
    with pytest.raises(CommandError, match="--head cần --commune"):
        call_command("verify_audit", head=f"{head.sequence}:{head.hash}")
    call_command("verify_audit", commune=COMMUNE, head=f"{head.sequence}:{head.hash}")


@pytest.mark.parametrize(
    "said", ["", "12", "12:xyz", "12:abcdef", "a:0123456789abcdef", "1.23:0123456789abcdef", f"1:{'0' * 65}"]
)
def test_a_head_that_is_none_is_refused(said: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        audit_check.Head.parse(said)
