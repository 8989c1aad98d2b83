"""From a version of a form to a filled file: what it prints, what is missing, the file itself."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from thidua.core.permissions import Actor
from thidua.documents import queries as document_queries
from thidua.org.models import Unit
from thidua.outgoing import actions, errors, forms_apart, queries
from thidua.outgoing.filling.markup import TEXT
from thidua.outgoing.forms_apart import Filled, Looked
from thidua.outgoing.models import FormVersion, OutgoingPaper
from thidua.outgoing.queries import About, Tree


def checked(content: bytes, *, commune: Unit, subject: str) -> Looked:
    """What stands in a form, when all of it can be filled; FormFaulty with every place where not."""
    looked = forms_apart.look_at(content)
    catalogue = queries.catalogue_for(commune, subject)
    faults = [*looked.problems, *catalogue.faults(looked.uses)]
    if faults:
        raise errors.FormFaulty(list(dict.fromkeys(faults)))
    return looked


def printed_by(version: FormVersion, about: About, *, at: datetime) -> Tree:
    """No more values than the version prints, as they stand at `at`."""
    roots = queries.roots_of(version.names)
    found = queries.values_of(about, receiver=version.form.receiver.name, at=at, wanted=roots)
    return queries.pruned(found, version.names)


def missing_in(tree: Mapping[str, Any], before: str = "") -> list[str]:
    """Names of single fields that have no data, in the order of the tree; elements of lists are counted as one name."""
    found: list[str] = []
    for key, value in tree.items():
        name = f"{before}.{key}" if before else key
        if value is None or value == []:
            found.append(name)
        elif isinstance(value, list):
            found += [one for row in value for one in missing_in(row, f"{name}[]")]
        elif isinstance(value, Mapping) and TEXT not in value:
            found += missing_in(value, name)
    return list(dict.fromkeys(found))


def fill(version: FormVersion, values: Tree, *, marks: bool = False) -> Filled:
    """The version's file with these values. No transaction should be open: it takes a process of its own."""
    content = document_queries.read_bytes(version.file)
    filled = forms_apart.fill(content, values, blank=version.form.blank, marks=marks)
    return Filled(filled.content, tuple(missing_in(values)))


def make(
    version: FormVersion, about: About, *, corrects: OutgoingPaper | None = None, by: Actor, at: datetime
) -> OutgoingPaper:
    """Count, fill and keep a paper."""
    values = printed_by(version, about, at=at)
    filled = fill(version, values)
    return actions.make_paper(
        version, about=about, values=values, filled=filled, corrects=corrects, by=by, at=at
    )
