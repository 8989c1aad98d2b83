"""From a registration or a pact in the database to its sheet, and to the bytes of a file."""

from datetime import date
from typing import Any

from django.utils import timezone

from thidua.core import formatting
from thidua.documents import rendering
from thidua.documents.rendering.document import OfficialDocument
from thidua.org.enums import UnitKind
from thidua.org.models import Unit
from thidua.pledging import papers, queries
from thidua.pledging.enums import Way
from thidua.pledging.models import Pact, Registration

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
# Offices of the people's committee stand under it in the head of their documents; the others have other lines above.
UNDER_THE_COMMITTEE = frozenset(
    {UnitKind.DEPARTMENT, UnitKind.SERVICE, UnitKind.SCHOOL, UnitKind.NEIGHBOURHOOD}
)


def sheet_of(registration: Registration, *, on: date) -> OfficialDocument:
    """Signed or not: what is not signed yet leaves the day blank."""
    kept = queries.registration_facts(registration)
    signing = registration.signings.filter(number=registration.version).first()
    is_signed = signing is not None and signing.recalled_at is None and not registration.is_open_for_changes
    told = ""
    if is_signed and signing is not None:
        way = "" if signing.way == Way.OWN else f" ({formatting.in_text(signing.get_way_display())})"
        told = f"Ký trong phần mềm: {signing.signatory}, {formatting.moment(signing.signed_at)}{way}."
    return papers.registration_sheet(
        papers.Sheet(
            head=_head(registration.unit),
            commune=_committee(registration.unit),
            unit=registration.unit.name,
            year=registration.year,
            titles=tuple(kept["titles"]),
            head_titles=tuple(kept["head_titles"]),
            targets=tuple(kept["targets"]),
            signatory=registration.head,
            position=registration.position,
            on=timezone.localdate(signing.signed_at) if is_signed and signing is not None else None,
            drawn_in=on.year,
            signed=told,
        )
    )


def pact_of(pact: Pact, *, on: date) -> OfficialDocument:
    shown = queries.pact_shown(pact, on=on)
    members = tuple(
        papers.Signed(
            unit.name,
            f"{held.signatory}{f', {formatting.in_text(held.position)}' if held.position else ''}"
            if held
            else "",
            formatting.moment(held.signed_at) if held else "",
        )
        for unit, held in shown.rows
    )
    leader = pact.bloc.leaders.filter(year=pact.year, replaced_at__isnull=True).select_related("unit").first()
    led = next((held for unit, held in shown.rows if leader and held and unit.pk == leader.unit_id), None)
    last = max((held.signed_at for _, held in shown.rows if held), default=None)
    commune: Any = pact.bloc.commune.commune_profile
    return papers.pact_sheet(
        papers.PactSheet(
            head=papers.Head("", pact.bloc.name, commune.place),
            bloc=pact.bloc.name,
            year=pact.year,
            promises=tuple(line.strip(" -+") for line in pact.text.splitlines() if line.strip(" -+")),
            members=members,
            leader=led.signatory if led else "",
            on=timezone.localdate(last) if shown.is_complete and last else None,
            drawn_in=pact.year,
        )
    )


def render(document: OfficialDocument, form: str) -> bytes:
    """`form` is a key of TYPES."""
    return rendering.render_pdf(document) if form == "pdf" else rendering.render_docx(document)


def _head(unit: Unit) -> papers.Head:
    commune: Any = unit.commune.commune_profile if unit.commune else None
    parent = commune.issuer if unit.kind in UNDER_THE_COMMITTEE else ""
    return papers.Head(parent, unit.name, commune.place)


def _committee(unit: Unit) -> str:
    commune: Any = unit.commune.commune_profile if unit.commune else None
    return str(commune.issuer)
