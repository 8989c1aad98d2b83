"""What one may see of a kind: as a query for lists, and one by one for the page of a thing.

@visible("reporting.view_report", narrowed=ReportQuerySet.of_units)
def visible_reports(commune_id: int) -> ReportQuerySet: ...

visible_reports(who)          a query: everything of the commune, or of one's own units where `narrowed` is given
visible_reports.one(who, pk)  the thing or None, by a query that is composed once in the process
"""

import functools
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet

from thidua.core.permissions import Actor
from thidua.core.prepared import Prepared

Q = TypeVar("Q", bound=QuerySet[Any])
Narrowed = Callable[[Any, list[str]], Any]


class Visible(Generic[Q]):
    """Without the permission nothing is visible."""

    def __init__(
        self, permission: str, build: Callable[[int], Q], narrowed: Narrowed | None, own: str = ""
    ) -> None:
        functools.update_wrapper(self, build)
        self._permission = permission
        self._build = build
        self._narrowed = narrowed
        self._own = own
        self._one = Prepared(lambda commune_id, pk: build(commune_id).filter(pk=pk).order_by(), int, int)

    def __call__(self, who: Actor) -> Q:
        found = self._build(who.commune_id)
        if not who.may(self._permission):
            return found.none()
        if self._own:
            found = found.filter(**{self._own: who.user_id})
        return self._narrowed(found, who.paths_with(self._permission)) if self._narrowed else found

    def one(self, who: Actor, pk: int) -> Any | None:
        if not who.may(self._permission):
            return None
        found = self._one.first(who.commune_id, pk)
        if found is not None and self._own and getattr(found, self._own) != who.user_id:
            return None
        if found is None or not self._narrowed or who.covers(self._permission, found.scope_path):
            return found
        return None


def visible(
    permission: str, *, narrowed: Narrowed | None = None, own: str = ""
) -> Callable[[Callable[[int], Q]], Visible[Q]]:
    """`narrowed` keeps what lies in the subtrees at some paths; the things must tell theirs as `scope_path`.

    `own` names the column of the person who alone may look.
    """
    return lambda build: Visible(permission, build, narrowed, own)
