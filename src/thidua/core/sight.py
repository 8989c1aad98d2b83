"""Nobody judges what he has not seen.

A page that offers a deed carries, sealed in a hidden field, how the thing stood when the page was made: a `Sight`, whose
mark changes with the thing. The deed compares marks under its lock. Where they differ nothing is done: `Overtaken` holds
both sights and what was done in between; the page shows them side by side, keeps what was typed and offers the deed anew.

    @action("reporting.approve_report", look=sights.REPORT)
    def approve_report(report: Report, *, by: Actor, at: datetime, seen: Sight | None = None) -> Report: ...

    {% seen sight form %}                                     in the form of the page
    actions.approve_report(report, seen=sight.seen_in(request.POST), by=request.actor, at=timezone.now())

Programs that look and act in one go (jobs, commands) pass no sight. A page without the field has seen nothing: it is
shown what stands, and asked again. A view that forgets to hand over what was posted raises `JudgedBlind`.

Several things that are judged at once have a mark each (`marks_of`): what is judged must be among what was seen.
"""

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.core import signing

from thidua.core import deeds
from thidua.core.errors import Conflict, Refused
from thidua.core.models import AuditEvent

FIELD = "seen"
SALT = "thidua.sight"
MOST_EVENTS = 5
MISSING = "—"
T = TypeVar("T")
_asking: ContextVar[bool] = ContextVar("sight_asking", default=False)
Rows = tuple[tuple[str, str], ...]  # (what, how it stands), for people
About = Mapping[str, Collection[int]]  # type of object → ids, as the book of deeds names them


@dataclass(frozen=True, slots=True)
class Sight:
    """How a thing stood at a moment: `mark` for the comparison, `rows` for the reader."""

    mark: str
    rows: Rows = ()
    at: datetime | None = None

    def sealed(self) -> str:
        """For a hidden field: nobody else can have written it."""
        told = {"m": self.mark, "r": self.rows, "t": self.at.isoformat() if self.at else ""}
        return signing.dumps(told, salt=SALT, compress=True)

    @classmethod
    def opened(cls, sealed: str) -> "Sight":
        """What a page carried; nothing at all where the field is missing or was tampered with."""
        try:
            told = signing.loads(sealed, salt=SALT)
        except signing.BadSignature:
            return NOTHING
        rows = tuple((str(what), str(how)) for what, how in told["r"])
        return cls(told["m"], rows, datetime.fromisoformat(told["t"]) if told["t"] else None)


NOTHING = Sight(mark="")


def seen_in(posted: Mapping[str, Any]) -> Sight:
    """The sight that a posted form carries."""
    return Sight.opened(str(posted.get(FIELD, "")))


def mark_of(*facts: object) -> str:
    """A short mark of facts; other facts, another mark."""
    body = json.dumps(facts, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(body.encode()).hexdigest()[:32]


def marks_of(each: Iterable[str]) -> str:
    """The mark of several things that may be judged together or in part."""
    return " ".join(each)


class JudgedBlind(RuntimeError):
    """A page did a deed that takes what was seen, and did not hand it over; a mistake in our code."""


@contextmanager
def asked_for() -> Iterator[None]:
    """Inside the block a person acts from a page: deeds with a look want to know what he saw."""
    token = _asking.set(True)
    try:
        yield
    finally:
        _asking.reset(token)


def is_asked_for() -> bool:
    return _asking.get()


@dataclass(frozen=True, slots=True)
class Compared:
    """One line of the comparison."""

    what: str
    then: str
    now: str

    @property
    def is_other(self) -> bool:
        return self.then != self.now


@dataclass(frozen=True, slots=True)
class Event:
    """What somebody did meanwhile, in the shape of components/events.html."""

    what: str
    at: datetime
    who: str
    quote: str
    tone: str = "waiting"


class Overtaken(Conflict):
    """The thing is not as the page showed it. `why_not` says when the deed is closed by now; empty: it may be done anew."""

    sentence = "Nội dung này đã thay đổi từ lúc ông/bà mở trang, nên chưa ghi gì."

    def __init__(
        self, name: str, seen: Sight, now: Sight, events: tuple[Event, ...], refusal: Refused | None
    ) -> None:
        super().__init__()
        self.name, self.seen, self.now, self.events = name, seen, now, events
        self.why_not = str(refusal) if refusal else ""

    @property
    def deed(self) -> str:
        """`Duyệt báo cáo của đơn vị`"""
        return deeds.said(self.name)

    @property
    def compared(self) -> tuple[Compared, ...]:
        """What differs, side by side; every line of the two sights where they read alike or nothing was seen."""
        then, now = dict(self.seen.rows), dict(self.now.rows)
        lines = [Compared(what, then.get(what, MISSING), now.get(what, MISSING)) for what in {**now, **then}]
        other = [line for line in lines if line.is_other]
        return tuple(other if other and self.seen.rows else lines)


def clash_of(form: object) -> Overtaken | None:
    """What `refusals_in` kept with a form whose thing had changed."""
    return getattr(form, "overtaken", None)


def _itself(thing: Any) -> About:
    return {type(thing).__name__: [thing.pk]}


@dataclass(frozen=True, slots=True)
class Look(Generic[T]):
    """How pages show a kind of thing to those who judge it.

    `mark` is asked on every such deed, under its lock; `rows` only to show. `about` names what the deeds in between may
    have been done to.
    """

    mark: Callable[[T], str]
    rows: Callable[[T], Rows]
    about: Callable[[T], About] = _itself

    def of(self, thing: T, *, at: datetime) -> Sight:
        return Sight(self.mark(thing), self.rows(thing), at)

    def hold(
        self,
        name: str,
        thing: T,
        seen: Sight,
        *,
        at: datetime,
        commune_id: int,
        refusal: Refused | None = None,
    ) -> None:
        """Raise `Overtaken` unless the thing is as it was seen."""
        if not seen.mark or not set(self.mark(thing).split()) <= set(seen.mark.split()):
            events = events_since(commune_id, self.about(thing), seen.at)
            raise Overtaken(name, seen, self.of(thing, at=at), events, refusal)


def events_since(commune_id: int, about: About, since: datetime | None) -> tuple[Event, ...]:
    """The last deeds on these things since a moment, the newest first; without one the very last. One query a type."""
    found: list[AuditEvent] = []
    for kind, ids in about.items():
        events = AuditEvent.objects.filter(commune_id=commune_id, object_type=kind, object_id__in=list(ids))
        if since is not None:
            events = events.filter(at__gte=since)
        found += events.order_by("-sequence")[: MOST_EVENTS if since else 1]
    found.sort(key=lambda event: -event.sequence)
    return tuple(_event(event) for event in found[: MOST_EVENTS if since else 1])


def _event(event: AuditEvent) -> Event:
    who = f"{event.actor_name}, {event.unit_name}" if event.unit_name else event.actor_name
    return Event(deeds.said(event.action), event.at, who, event.reason)
