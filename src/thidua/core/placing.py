"""Where a thing sits, as the gates ask it (core/permissions.Scoped): in which commune, at what place of its unit tree.

A model says it in one word: it is of a commune (`OfCommune`), or within another thing (`within = "report"`).
"""

from typing import Any, ClassVar, Protocol

from thidua.core.permissions import Scoped


class _HasCommune(Protocol):
    commune_id: int

    @property
    def commune(self) -> Any: ...


class OfCommune:
    """A thing of the whole commune, named by its field `commune`."""

    @property
    def commune_pk(self: _HasCommune) -> int:
        return self.commune_id

    @property
    def scope_path(self: _HasCommune) -> str:
        return str(self.commune.path)


class Within:
    """A thing that sits where the one in its field `within` sits."""

    within: ClassVar[str]

    @property
    def commune_pk(self) -> int:
        return self._around.commune_pk

    @property
    def scope_path(self) -> str:
        return self._around.scope_path

    @property
    def _around(self) -> Scoped:
        around: Scoped = getattr(self, self.within)
        return around
