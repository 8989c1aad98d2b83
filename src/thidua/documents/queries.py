"""Which files one may see, and what is in them. Documents knows no figures: evidence belongs to units."""

from django.db.models import Exists, OuterRef, Q

from thidua.core.permissions import Actor
from thidua.documents import vault
from thidua.documents.models import Evidence, EvidenceQuerySet, StoredFile, StoredFileQuerySet


def visible_files(who: Actor) -> StoredFileQuerySet:
    """Files of the commune: all for a commune-wide role; else shared ones (plans), those that prove nothing, those that
    prove something for one's units or units below, and what one handed in oneself.
    """
    if not who.may("documents.view_file"):
        return StoredFile.objects.none()
    files = StoredFile.objects.in_commune(who.commune_id)
    paths = who.paths_with("documents.view_file")
    if who.commune_path in paths:
        return files
    used = Evidence.objects.filter(file=OuterRef("pk"))
    handed_in = StoredFile.holders.through.objects.filter(storedfile=OuterRef("pk"), user=who.user_id)
    return files.filter(Q(is_shared=True) | ~Exists(used) | Exists(used.of_units(paths)) | Exists(handed_in))


def visible_evidence(who: Actor) -> EvidenceQuerySet:
    """Evidence of the units that one's memberships cover."""
    in_commune = Evidence.objects.filter(unit__commune_id=who.commune_id)
    return in_commune.of_units(who.paths_with("documents.view_file"))


def read_bytes(stored_file: StoredFile) -> bytes:
    """The content of a stored file, checked against its hash; raises FileDamaged. No gate: for code that holds the row."""
    return vault.read(stored_file.commune_id, stored_file.sha256)
