"""Proof that the book of deeds is whole: an edit, a deletion, an insertion or a swap breaks the chain.

A cut tail leaves a shorter chain that is whole in itself; it is found against a head that stands elsewhere, on paper.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from thidua.core import audit
from thidua.core.models import AuditEvent, AuditHead


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a chain as it was noted somewhere: "1752:3fa9…"."""

    sequence: int
    hash: str

    @classmethod
    def parse(cls, said: str) -> "Head":
        """Raises ValueError unless `said` is a number, a colon and at least 16 hexadecimal digits."""
        sequence, colon, digits = said.strip().partition(":")
        if not colon or len(digits) < 16 or any(digit not in "0123456789abcdef" for digit in digits.lower()):
            raise ValueError(said)
        return cls(int(sequence), digits.lower())


@dataclass(frozen=True, slots=True)
class Break:
    """A place where the chain does not hold."""

    sequence: int
    sentence: str


def head_of(commune_id: int) -> Head:
    """The end of the chain now; nothing recorded yet is number 0."""
    found = AuditHead.objects.filter(commune_id=commune_id).first()
    return Head(found.sequence, found.hash) if found else Head(0, audit.GENESIS)


def breaks(commune_id: int, *, known: Head | None = None) -> Iterator[Break]:
    """Every place where the chain of a commune does not hold, against `known` too when a noted head is given."""
    expected, previous, was_known = 0, audit.GENESIS, known is None or known.sequence == 0
    for event in (
        AuditEvent.objects.filter(commune_id=commune_id).order_by("sequence").iterator(chunk_size=2000)
    ):
        expected += 1
        if event.sequence != expected:
            yield Break(event.sequence, f"thiếu từ số {expected} đến số {event.sequence - 1}")
            expected = event.sequence
        if event.previous_hash != previous:
            yield Break(event.sequence, "không nối với dòng trước")
        if event.hash != audit.digest(event.previous_hash, audit.facts_of(event)):
            yield Break(event.sequence, "nội dung khác với lúc ghi")
        if known is not None and event.sequence == known.sequence:
            was_known = True
            if not event.hash.startswith(known.hash):
                yield Break(event.sequence, "khác với mã đã in trên giấy")
        previous = event.hash
    head = head_of(commune_id)
    if (head.sequence, head.hash) != (expected, previous):
        yield Break(expected, f"cuối sổ ghi là số {head.sequence}, nhưng dòng cuối còn lại là số {expected}")
    if not was_known and known is not None:
        yield Break(known.sequence, f"sổ đã có số {known.sequence} trên giấy, nay chỉ còn đến số {expected}")
