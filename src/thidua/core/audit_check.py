"""Proof that the book of deeds is whole: an edit, a deletion, an insertion or a swap breaks the chain.

A cut tail leaves a shorter chain that is whole in itself; it is found against a head that stands elsewhere, on paper. So every
printed report carries a `Stamp`: the end of the chain at that moment, and the command that holds the chain against it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from thidua.core import audit, formatting
from thidua.core.models import AuditEvent, AuditHead
from thidua.core.prepared import Prepared

SHORT = 16  # digits that suffice on paper: nobody makes another chain that ends in them
HEAD_ON_PAPER = re.compile(rf"(?P<sequence>\d{{1,3}}(\.\d{{3}})+|\d+):(?P<hash>[0-9a-f]{{{SHORT},64}})")


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a chain as it was noted somewhere: "1752:3fa9…"."""

    sequence: int
    hash: str

    @classmethod
    def parse(cls, said: str) -> "Head":
        """As typed from paper: a number ("1.752" or "1752"), a colon, 16 to 64 hexadecimal digits with or without gaps.

        Raises ValueError for anything else.
        """
        found = HEAD_ON_PAPER.fullmatch(re.sub(r"\s", "", said.lower()))
        if found is None:
            raise ValueError(said)
        return cls(int(found["sequence"].replace(".", "")), found["hash"])


@dataclass(frozen=True, slots=True)
class Break:
    """A place where the chain does not hold."""

    sequence: int
    sentence: str


def head_of(commune_id: int) -> Head:
    """The end of the chain now; nothing recorded yet is number 0."""
    found = _head.first(commune_id)
    return Head(*found) if found else Head(0, audit.GENESIS)


_head = Prepared(  # stands at the foot of every page that is printed
    lambda commune_id: AuditHead.objects.filter(commune_id=commune_id).values_list("sequence", "hash"), int
)


@dataclass(frozen=True, slots=True)
class Stamp:
    """The end of a commune's chain as it is printed: whoever holds the paper can find what was changed or cut since."""

    commune_id: int
    head: Head
    at: datetime

    @property
    def short(self) -> str:
        return self.head.hash[:SHORT]

    @property
    def grouped(self) -> str:
        return formatting.grouped(self.head.hash)

    @property
    def command(self) -> str:
        return f"thidua verify_audit --commune {self.commune_id} --head {self.head.sequence}:{self.short}"

    @property
    def sentence(self) -> str:
        """`Nhật ký có 1.752 việc lúc 09:12 ngày 08/10/2026, mã cuối 3fa9…`"""
        count, when = formatting.number(self.head.sequence), formatting.moment(self.at)
        return f"Nhật ký có {count} việc lúc {when}, mã cuối {self.short}"

    @property
    def how(self) -> str:
        return f"Để biết nhật ký có bị sửa hoặc cắt bớt sau lúc đó hay không, chạy lệnh: {self.command}"


def stamp_of(commune_id: int, *, at: datetime) -> Stamp:
    """One query."""
    return Stamp(commune_id, head_of(commune_id), at)


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
