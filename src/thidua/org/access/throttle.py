"""Limits on guessing: counted in the database before the secret is looked at, so that parallel tries cannot slip through.

Three counters stand for each try at a secret of an account:

- the account from this place (or this known browser): a few tries, then a wait that doubles;
- the account from everywhere: wide, with a short wait; a browser that its owner used before passes it by;
- the place, whatever the account: wide enough for an office of sixty behind one address; known browsers pass it by, too.

What is right is given back (`forgive`), so only wrong tries add up. The keys are hashes: a password typed into the field
for the name is not kept. A name that does not exist is counted like any other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from thidua.org.access import rules
from thidua.org.access.errors import TooManyTries
from thidua.org.models import Guess

KEPT = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Limit:
    """`tries` wrong ones within `window` are let through, then one waits: `wait` at first, doubling up to `longest`."""

    tries: int
    window: timedelta
    wait: timedelta
    longest: timedelta

    def wait_after(self, tries: int) -> timedelta:
        """How long to wait once so many have been let through; nothing while there are some left."""
        over = tries - self.tries
        if over < 0:
            return timedelta()
        return min(self.wait * (1 << min(over, 20)), self.longest)


@dataclass(frozen=True, slots=True)
class Counter:
    key: str
    limit: Limit


@dataclass(frozen=True, slots=True)
class Ticket:
    """One try that was let through and counted."""

    counters: tuple[Counter, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a try comes from: the network, and the id of the browser if the account's owner used it before."""

    network: str
    device: str = ""


def admit(kind: str, account: str, place: Place, *, at: datetime) -> Ticket:
    """Count a try at `account`'s secret of that kind ("password", "code", …); raises TooManyTries when one must wait."""
    on = timezone.localdate(at)
    here = place.device or place.network
    counters = [Counter(_key(kind, "here", account, here), _here(on))]
    if not place.device:
        counters.append(Counter(_key(kind, "account", account), _account(on)))
        counters.append(Counter(_key(kind, "network", place.network), _network(on)))
    return _count(counters, at=at)


def admit_place(kind: str, network: str, *, at: datetime, tries: int) -> Ticket:
    """Count something that names no account (a link, a request for a mail) by where it comes from alone."""
    limit = Limit(tries, timedelta(minutes=15), timedelta(minutes=5), timedelta(minutes=15))
    return _count([Counter(_key(kind, "network", network), limit)], at=at)


@dataclass(frozen=True, slots=True)
class Held:
    """Wrong tries that add up at an account, from one place or from everywhere, and whether one must wait now."""

    tries: int
    is_waiting: bool


def held_up(kind: str, account: str, place: Place, *, at: datetime) -> Held:
    """Asked after a wrong try; one query."""
    keys = [_key(kind, "here", account, place.device or place.network), _key(kind, "account", account)]
    found = list(Guess.objects.filter(key__in=keys))
    waits = any(row.blocked_until is not None and row.blocked_until > at for row in found)
    return Held(max((row.tries for row in found), default=0), is_waiting=waits)


def forgive(ticket: Ticket) -> None:
    """The try was right: the nearest counter begins anew, the wide ones get their try back."""
    nearest, *wide = ticket.counters
    with transaction.atomic():
        Guess.objects.filter(key=nearest.key).delete()
        keys = sorted(counter.key for counter in wide)
        for row in Guess.objects.select_for_update().filter(key__in=keys).order_by("key"):
            limit = next(counter.limit for counter in wide if counter.key == row.key)
            row.tries = max(row.tries - 1, 0)
            if row.tries < limit.tries:
                row.blocked_until = None
            row.save(update_fields=["tries", "blocked_until"])


def prune(*, at: datetime) -> int:
    """Forget what is too old to count; for the daily job."""
    return Guess.objects.filter(last_at__lt=at - KEPT).delete()[0]


def _count(counters: Sequence[Counter], *, at: datetime) -> Ticket:
    keys = sorted(counter.key for counter in counters)
    with transaction.atomic():
        fresh = [Guess(key=key, since=at, last_at=at) for key in keys]
        Guess.objects.bulk_create(fresh, ignore_conflicts=True)
        rows = {
            row.key: row for row in Guess.objects.select_for_update().filter(key__in=keys).order_by("key")
        }
        blocks = [row.blocked_until for row in rows.values() if row.blocked_until and row.blocked_until > at]
        for counter in counters if not blocks else ():
            _add(rows[counter.key], counter.limit, at=at)
    if blocks:
        raise TooManyTries(max(blocks), at=at)
    return Ticket(tuple(counters))


def _add(row: Guess, limit: Limit, *, at: datetime) -> None:
    if at - row.since > limit.window:
        row.tries, row.since = 0, at
    row.tries += 1
    wait = limit.wait_after(row.tries)
    row.blocked_until = at + wait if wait else None
    row.last_at = at
    row.save()


def _key(*parts: str) -> str:
    return salted_hmac("thidua.guess", "\x1f".join(parts), algorithm="sha256").hexdigest()


def _here(on: date) -> Limit:
    first, longest = (rules.seconds(f"guess_{name}wait_seconds", on) for name in ("", "longest_"))
    return Limit(rules.number("guess_tries", on), timedelta(hours=24), first, longest)


def _account(on: date) -> Limit:
    first = rules.seconds("guess_wait_seconds", on)
    return Limit(rules.number("guess_tries_account", on), timedelta(hours=1), first, 10 * first)


def _network(on: date) -> Limit:
    quarter = timedelta(minutes=15)
    return Limit(
        rules.number("guess_tries_address", on), quarter, rules.seconds("guess_wait_seconds", on), quarter
    )
