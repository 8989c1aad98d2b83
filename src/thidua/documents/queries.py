"""Which files one may see, and what is in them. Documents knows no figures: evidence belongs to units."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from thidua.core.permissions import Actor
from thidua.documents import openings, vault
from thidua.documents.models import (
    Evidence,
    EvidenceQuerySet,
    PictureMark,
    StoredFile,
    StoredFileQuerySet,
)
from thidua.documents.photos import likeness
from thidua.org.models import Membership


def visible_files(who: Actor) -> StoredFileQuerySet:
    """Shared files (plans), those that prove something for one's units or units below, and what one handed in oneself.

    What proves nothing yet is for the unit of whoever handed it in, and for those who may take it as evidence of any unit.
    """
    if not who.may("documents.view_file"):
        return StoredFile.objects.none()
    proves = Exists(
        Evidence.objects.filter(file=OuterRef("pk")).of_units(who.paths_with("documents.view_file"))
    )
    found = Q(is_shared=True) | Q(proves) | Q(Exists(_handed_in().filter(user=who.user_id)))
    unused = ~Exists(Evidence.objects.filter(file=OuterRef("pk")))
    if who.commune_path in who.paths_with("documents.add_evidence"):
        found |= Q(unused)
    else:
        found |= Q(unused) & _of_ones_unit(who)
    return StoredFile.objects.in_commune(who.commune_id).filter(found)


def openable_files(who: Actor) -> StoredFileQuerySet:
    """What one may look into: visible files, and those that apps above open (`openings.py`)."""
    if not who.may("documents.view_file"):
        return StoredFile.objects.none()
    in_commune = StoredFile.objects.in_commune(who.commune_id)
    return in_commune.filter(Q(pk__in=visible_files(who).values("pk")) | openings.opened_to(who))


def _of_ones_unit(who: Actor) -> Q:
    """Handed in by somebody of a unit in which one sits, or of one below; a role of the whole commune sits in none."""
    found = Q(pk__in=[])
    for grant in who.grants:
        if not grant.is_commune_wide:
            members = Membership.objects.filter(unit__path__startswith=grant.unit_path, is_void=False)
            found |= Q(Exists(_handed_in().filter(user__in=members.values("user"))))
    return found


def _handed_in() -> QuerySet[Any]:
    """Who handed in the file of the outer query."""
    return StoredFile.holders.through.objects.filter(storedfile=OuterRef("pk"))


def visible_evidence(who: Actor) -> EvidenceQuerySet:
    """Evidence of the units that one's memberships cover."""
    in_commune = Evidence.objects.filter(unit__commune_id=who.commune_id)
    return in_commune.of_units(who.paths_with("documents.view_file"))


def read_bytes(stored_file: StoredFile) -> bytes:
    """The content of a stored file, checked against its hash; raises FileDamaged. No gate: for code that holds the row."""
    return vault.read(stored_file.commune_id, stored_file.sha256)


def near_pictures(commune_id: int, file_ids: Iterable[int]) -> dict[int, list[int]]:
    """By file id the other files of the commune that look nearly alike, the nearest first. Two queries, by index."""
    own = {one.file_id: one.mark for one in PictureMark.objects.filter(file__in=list(file_ids))}
    if not own:
        return {}
    wanted = Q(pk__in=[])
    for place in range(likeness.BANDS):
        near = {
            other for mark in own.values() for other in likeness.near_bands(likeness.bands_of(mark)[place])
        }
        wanted |= Q(**{f"band{place}__in": sorted(near)})
    candidates = list(
        PictureMark.objects.filter(wanted, commune_id=commune_id).values_list("file_id", "mark")
    )
    found: dict[int, list[int]] = {}
    for pk, mark in own.items():
        away = sorted((likeness.distance(mark, other), file) for file, other in candidates if file != pk)
        found[pk] = [file for steps, file in away if steps <= likeness.NEAR]
    return found
