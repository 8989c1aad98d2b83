"""What one may see of receivers, forms and papers; what forms are filled with; what has changed since."""

from thidua.outgoing.queries.changes import Change, changes_of
from thidua.outgoing.queries.changes import mark_of as mark_of_changes
from thidua.outgoing.queries.subjects import About, about_named, abouts_for
from thidua.outgoing.queries.values import Tree, catalogue_for, pruned, roots_of, values_of
from thidua.outgoing.queries.visible import (
    Shelf,
    adopted,
    commune_of,
    newest_version,
    papers_to_finish,
    papers_to_see_to,
    shelves,
    visible_forms,
    visible_papers,
    visible_receivers,
    visible_versions,
    with_hint,
)

__all__ = [
    "About",
    "Change",
    "Shelf",
    "Tree",
    "about_named",
    "abouts_for",
    "adopted",
    "catalogue_for",
    "changes_of",
    "commune_of",
    "mark_of_changes",
    "newest_version",
    "papers_to_finish",
    "papers_to_see_to",
    "pruned",
    "roots_of",
    "shelves",
    "values_of",
    "visible_forms",
    "visible_papers",
    "visible_receivers",
    "visible_versions",
    "with_hint",
]
