"""Stored files and evidence; `StoredFileFactory()` keeps real bytes in the data folder of the test."""

import hashlib
from typing import Any

import factory
from factory.django import DjangoModelFactory

from tests.clock import local
from tests.factories.org import CommuneFactory, UnitFactory
from thidua.documents import content as contents
from thidua.documents import vault
from thidua.documents.enums import EvidenceKind, FilePurpose, Removed
from thidua.documents.examining import Examined
from thidua.documents.models import Evidence, PictureMark, StoredFile, index_evidence


def examined(
    content: bytes, name: str = "bien-ban.txt", purpose: FilePurpose = FilePurpose.EVIDENCE
) -> Examined:
    """What `examining.examine` says of a harmless file, without a process for each."""
    kind = contents.kind_of(content)
    digest = hashlib.sha256(content).hexdigest()
    return Examined(
        content, contents.safe_name(name, kind), kind.content_type, digest, Removed.NOTHING, purpose
    )


class StoredFileFactory(DjangoModelFactory[StoredFile]):
    class Meta:
        model = StoredFile
        exclude = ["content"]

    commune: Any = factory.LazyFunction(lambda: CommuneFactory().unit)
    content: Any = factory.Sequence(lambda number: f"Biên bản số {number}".encode())
    name = "bien-ban.txt"
    sha256: Any = factory.LazyAttribute(lambda self: vault.keep(self.commune.pk, self.content))
    size: Any = factory.LazyAttribute(lambda self: len(self.content))
    content_type: Any = factory.LazyAttribute(lambda self: contents.kind_of(self.content).content_type)
    stored_at = local(2026, 6, 1)


class PictureMarkFactory(DjangoModelFactory[PictureMark]):
    """A picture whose mark is all zeros."""

    class Meta:
        model = PictureMark

    file = factory.SubFactory(StoredFileFactory)
    commune = factory.SelfAttribute("file.commune")
    mark = "0" * 16
    band0 = band1 = band2 = band3 = 0


class EvidenceFactory(DjangoModelFactory[Evidence]):
    """A written explanation, unless a `file` or another kind with its column is given."""

    class Meta:
        model = Evidence

    unit: Any = factory.SubFactory(UnitFactory)
    kind: Any = factory.LazyAttribute(
        lambda self: EvidenceKind.FILE if getattr(self, "file", None) else EvidenceKind.EXPLANATION
    )
    file: Any = None
    text = "Số liệu lấy từ sổ theo dõi của tổ dân phố."
    added_at = local(2026, 6, 1)

    @classmethod
    def _create(cls, model_class: type[Evidence], *args: Any, **kwargs: Any) -> Evidence:
        evidence = model_class(**kwargs)
        index_evidence(evidence)
        evidence.save()
        return evidence
