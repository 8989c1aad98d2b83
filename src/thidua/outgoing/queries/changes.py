"""What has changed since a paper was made: each printed value beside what would be printed now."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from thidua.core import sight
from thidua.outgoing.catalogue import OF_THE_DAY, shown
from thidua.outgoing.filling.markup import EACH, TEXT
from thidua.outgoing.models import OutgoingPaper
from thidua.outgoing.queries import subjects, values
from thidua.outgoing.queries.subjects import About
from thidua.outgoing.queries.values import KEY, Tree

GONE = "không còn"
NEW = "chưa có trong bản đã lập"


@dataclass(frozen=True, slots=True)
class Change:
    """One value: `name` as in the form, `of` the element of the list it belongs to ("" for none)."""

    name: str
    of: str
    meaning: str
    then: str
    now: str

    @property
    def shown_name(self) -> str:
        return shown(self.name)

    def as_json(self) -> dict[str, str]:
        return {"name": self.name, "of": self.of, "meaning": self.meaning, "then": self.then, "now": self.now}


def about_of(paper: OutgoingPaper, *, at: datetime) -> About:
    """What the paper is about, counted to the same last day as then; whoever may see a paper may see this."""
    on = timezone.localdate(at)
    if paper.period is not None:
        return subjects.of_period(paper.period)
    if paper.phase is not None:
        return subjects.of_phase(paper.phase, on=min(on, paper.ends_on))
    return subjects.of_year(paper.movement, int(paper.year or paper.ends_on.year), on=min(on, paper.ends_on))


def values_now(paper: OutgoingPaper, *, at: datetime) -> Tree:
    """What the same version of the form would print now."""
    names = [name for name in paper.version.names if values.roots_of([name]).isdisjoint(OF_THE_DAY)]
    receiver = paper.version.form.receiver.name
    found = values.values_of(about_of(paper, at=at), receiver=receiver, at=at, wanted=values.roots_of(names))
    return values.pruned(found, names)


def changes_of(paper: OutgoingPaper, *, at: datetime) -> list[Change]:
    """Every printed value that would be another now, in the order of the form."""
    then = {name: branch for name, branch in paper.values.items() if name not in OF_THE_DAY}
    was, now = dict(_flat(then, paper.blank)), dict(_flat(values_now(paper, at=at), paper.blank))
    meanings = values.catalogue_for(paper.version.form.receiver.commune, paper.version.form.subject)
    found = []
    for place in [*was, *(one for one in now if one not in was)]:
        before, after = was.get(place, NEW), now.get(place, GONE)
        if before != after:
            name, of = place
            found.append(Change(name, of, meanings.meaning_of(name), before, after))
    return found


def mark_of(changes: list[Change]) -> str:
    """The same changes, the same mark."""
    return sight.mark_of([change.as_json() for change in changes])


def _flat(
    tree: Mapping[str, Any], blank: str, before: str = "", of: str = ""
) -> Iterator[tuple[tuple[str, str], str]]:
    """((name, element), text) of every leaf; "stt" is left out: it only counts."""
    for key, found in tree.items():
        name = f"{before}.{key}" if before else key
        if key in {KEY, "stt"}:
            continue
        if isinstance(found, list):
            for row in found:
                yield (f"{name}{EACH}", str(row.get(KEY, ""))), "có"
                yield from _flat(row, blank, f"{name}{EACH}", str(row.get(KEY, "")))
        elif isinstance(found, Mapping) and TEXT not in found:
            yield from _flat(found, blank, name, of)
        else:
            yield (name, of), blank if found is None else found if isinstance(found, str) else found[TEXT]
