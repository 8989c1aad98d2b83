"""Files that one may open because of what an app above knows: each registers one function.

    @openings.opened_by
    def files_of_tasks(who: Actor) -> QuerySet[Any]: ...    # ids of files

Opened is not one's own: such a file proves nothing for one's unit until somebody of its own unit says so.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet

from thidua.core.permissions import Actor

Opener = Callable[[Actor], QuerySet[Any, Any]]
openers: list[Opener] = []


def opened_by(opener: Opener) -> Opener:
    """Register; once is enough."""
    if opener not in openers:
        openers.append(opener)
    return opener


def opened_to(who: Actor) -> Q:
    """Files that some app opens to this person."""
    found = Q(pk__in=[])
    for opener in openers:
        found |= Q(pk__in=opener(who))
    return found
