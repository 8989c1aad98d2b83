"""From a movement's page to what apps above keep about it: each app registers one function.

    @doors.opened_by
    def doors_to_plans(who: Actor, movement: Movement) -> list[Door]: ...

The page asks them all; none of them may ask the database for more than one thing.
"""

from collections.abc import Callable
from dataclasses import dataclass

from thidua.core.permissions import Actor
from thidua.movement.models import Movement


@dataclass(frozen=True, slots=True)
class Door:
    """A link and what stands behind it, in a few words."""

    label: str
    url: str
    what: str = ""


Opener = Callable[[Actor, Movement], list[Door]]
openers: list[Opener] = []


def opened_by(opener: Opener) -> Opener:
    """Register; once is enough."""
    if opener not in openers:
        openers.append(opener)
    return opener


def doors_of(who: Actor, movement: Movement) -> list[Door]:
    """Every door of a launched movement, in the order in which the apps registered."""
    if movement.launched_at is None:
        return []
    return [door for opener in openers for door in opener(who, movement)]
