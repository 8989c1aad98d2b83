"""The fields that forms may use, with what they say now; a print on trial."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.utils import timezone

from thidua.core.http import Request, page, requires
from thidua.outgoing import preparing, queries
from thidua.outgoing.enums import Subject
from thidua.outgoing.filling.markup import TEXT
from thidua.outgoing.models import FormVersion
from thidua.outgoing.queries import About, Tree
from thidua.outgoing.views import handing

MOST_SHOWN = 80  # letters of an example


@requires("outgoing.view_paper", methods=("GET",))
def field_list(request: Request) -> HttpResponse:
    """Every field with its meaning and what it says of the latest period, phase or year, or of the one chosen."""
    asked = request.GET.get("dung-cho", "")
    subject = asked if asked in Subject.values else Subject.PERIOD
    abouts = queries.abouts_for(request.actor, subject, on=timezone.localdate())
    wanted = request.GET.get("cho", "")
    about = next((one for one in abouts if one.key == wanted), abouts[0] if abouts else None)
    catalogue = queries.catalogue_for(queries.commune_of(request.actor), subject)
    tree = queries.values_of(about, receiver="Sở Khoa học và Công nghệ", at=timezone.now()) if about else {}
    return page(
        request,
        "outgoing/field_list.html",
        subject=subject,
        subjects=Subject.choices,
        abouts=[(one.key, one.label) for one in abouts],
        about=about,
        groups=[(group, _examples(group, tree)) for group in catalogue.groups],
    )


def _examples(group: Any, tree: Tree) -> list[tuple[str, str, str]]:
    """(as it is written in a form, meaning, what it says now). Of a list its first element."""
    held: Any = tree
    if group.list_name:
        rows = tree.get(group.list_name) or [{}]
        held = rows[0]
    before = "x." if group.list_name else ""
    return [(f"{before}{entry.name}", entry.meaning, _said(held, entry.name)) for entry in group.entries]


def _said(tree: Any, name: str) -> str:
    """What a leaf says; empty where there are no data."""
    for step in name.split("."):
        tree = tree.get(step) if isinstance(tree, Mapping) else None
    said = tree.get(TEXT, "") if isinstance(tree, Mapping) else tree or ""
    return f"{said[:MOST_SHOWN]}…" if len(said) > MOST_SHOWN else str(said)


@requires("outgoing.view_paper", queries.visible_versions, methods=("GET",))
def version_try(request: Request, version: FormVersion) -> HttpResponse:
    """The form filled for a period, phase or year, with a mark wherever data are missing; kept nowhere."""
    about = _chosen(request, version)
    values = preparing.printed_by(version, about, at=timezone.now())
    filled = preparing.fill(version, values, marks=True)
    name = f"In thử - {version.form.title} - {about.label}{version.form.suffix}".replace("/", "-")
    return handing.attached(filled.content, name=name)


def _chosen(request: Request, version: FormVersion) -> About:
    on = timezone.localdate()
    found = queries.about_named(request.actor, request.GET.get("cho", ""), on=on)
    if found is None or found.subject != version.form.subject:
        found = next(iter(queries.abouts_for(request.actor, version.form.subject, on=on)), None)
    if found is None:
        raise Http404
    return found
