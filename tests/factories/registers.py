"""Registers, sources, batches and rows for tests; `batch_read(unit, rows)` is a batch whose rows wait to be taken in."""

from typing import Any

import factory
from factory.django import DjangoModelFactory

from tests.clock import local
from tests.factories.org import UnitFactory
from thidua.registers import incoming
from thidua.registers.enums import BatchState
from thidua.registers.models import Batch, Record, Register, Source, index_source

AT = local(2026, 6, 1)


class RegisterFactory(DjangoModelFactory[Register]):
    class Meta:
        model = Register
        django_get_or_create = ["commune", "name"]

    commune: Any = factory.LazyFunction(lambda: UnitFactory().commune)
    name = "ho-so-tthc"
    opened_at = AT


class SourceFactory(DjangoModelFactory[Source]):
    class Meta:
        model = Source
        django_get_or_create = ["register", "title"]

    register: Any = factory.SubFactory(RegisterFactory)
    title = "Hệ thống giải quyết thủ tục hành chính"

    @classmethod
    def _get_or_create(cls, model_class: type[Source], *args: Any, **kwargs: Any) -> Source:
        source = model_class(**kwargs)
        index_source(source)
        found, _ = model_class.objects.get_or_create(
            register=source.register, folded=source.folded, defaults={"title": source.title}
        )
        return found


class BatchFactory(DjangoModelFactory[Batch]):
    """A batch of a dossier list that waits for its columns to be matched."""

    class Meta:
        model = Batch

    unit: Any = factory.SubFactory(UnitFactory)
    register: Any = factory.LazyAttribute(lambda self: RegisterFactory(commune=self.unit.commune))
    source: Any = factory.LazyAttribute(lambda self: SourceFactory(register=self.register))
    file_name = "ho-so.csv"
    file_size = 1_000
    sha256 = factory.Sequence(lambda number: f"{number:064x}")
    state = BatchState.MATCHING
    uploaded_at = AT


class RecordFactory(DjangoModelFactory[Record]):
    class Meta:
        model = Record

    batch: Any = factory.SubFactory(BatchFactory)
    register: Any = factory.LazyAttribute(lambda self: self.batch.register)
    number: Any = factory.Sequence(lambda number: number + 2)
    key: Any = factory.LazyAttribute(lambda self: f"H{self.number}")
    day: Any = None
    facts: Any = factory.LazyFunction(dict)


def batch_read(unit: Any, keys: list[str], **more: Any) -> Batch:
    """Rows with these keys, read and not yet taken in."""
    batch = BatchFactory(unit=unit, state=BatchState.READ, good_count=len(keys), row_count=len(keys), **more)
    for number, key in enumerate(keys, start=2):
        RecordFactory(batch=batch, number=number, key=key, facts={"ma_ho_so": key, "kenh": "2"})
    incoming.keep_columns(
        batch.pk, [{"index": 0, "title": "Mã hồ sơ", "filled": 1, "samples": [], "words": None}]
    )
    return batch
