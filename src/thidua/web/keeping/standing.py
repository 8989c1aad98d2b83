"""How the keeping stands on a day: what there is, what goes tonight, what within a month."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from thidua.org.privacy import rules
from thidua.org.privacy.rules import Retention
from thidua.web.keeping.sweeps import SWEEPS, Sweep

SOON = timedelta(days=30)
FAR = timedelta(days=36500)


@dataclass(frozen=True, slots=True)
class Standing:
    """`rule` None: nothing is said about it on that day, so it stays. `next_on` is the day on which the next one goes."""

    sweep: Sweep
    rule: Retention | None
    total: int
    now: int
    soon: int
    next_on: date | None


def cutoff(rule: Retention, *, at: datetime) -> datetime:
    """Whatever is older goes: from the start of the local day, so that a run at any hour does the same."""
    start = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    return start - timedelta(days=rule.days)


def due(commune_id: int, *, at: datetime) -> dict[str, datetime]:
    """Kinds of which something goes today, each with the moment before which it goes."""
    found = {}
    for sweep in SWEEPS:
        rule = rules.retention(sweep.what, timezone.localdate(at))
        if rule and sweep.things.count(commune_id, before=cutoff(rule, at=at)):
            found[sweep.what] = cutoff(rule, at=at)
    return found


def standings(commune_id: int, *, at: datetime) -> Sequence[Standing]:
    return [_standing(sweep, commune_id, at) for sweep in SWEEPS]


def _standing(sweep: Sweep, commune_id: int, at: datetime) -> Standing:
    rule = rules.retention(sweep.what, timezone.localdate(at))
    total = sweep.things.count(commune_id, before=at + FAR)
    if rule is None:
        return Standing(sweep, None, total, 0, 0, None)
    edge = cutoff(rule, at=at)
    oldest = sweep.things.oldest(commune_id)
    # What is from one day goes in the night after its last day.
    next_on = timezone.localdate(oldest) + timedelta(days=rule.days + 1) if oldest else None
    now = sweep.things.count(commune_id, before=edge)
    soon = sweep.things.count(commune_id, before=edge + SOON) - now
    return Standing(sweep, rule, total, now, soon, next_on)
