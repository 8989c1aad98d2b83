"""What an officer holds, as the apps know it: each app that has something to list registers one function here.

    @handing.listed_by
    def reports_in_hand(holder: Actor, on: date) -> list[Item]: ...

The lists go into the record of a handover as they stood (org/actions/handovers.py). Roles themselves are this app's own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from thidua.core.permissions import Actor


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the list that both sign: under which heading, what it is, how it stands."""

    heading: str
    what: str
    how: str = ""


Lister = Callable[[Actor, date], list[Item]]
listers: list[Lister] = []


def listed_by(lister: Lister) -> Lister:
    """Register; once is enough."""
    if lister not in listers:
        listers.append(lister)
    return lister


def items_of(holder: Actor, *, on: date) -> list[Item]:
    """Everything in the holder's hands on that day, in the order in which the apps registered."""
    return [item for lister in listers for item in lister(holder, on)]
