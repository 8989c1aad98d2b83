"""Stored files and evidence; `StoredFileFactory()` keeps real bytes in the data folder of the test."""

from typing import Any

import factory
from factory.django import DjangoModelFactory

from tests.clock import local
from tests.factories.org import CommuneFactory, UnitFactory
from thidua.documents import content as contents
from thidua.documents import vault
from thidua.documents.enums import EvidenceKind
from thidua.documents.models import Evidence, StoredFile


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
