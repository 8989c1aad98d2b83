"""Registers, sources, batches and rows for tests; `batch_read(unit, rows)` is a batch whose rows wait to be taken in."""

from datetime import date
from typing import Any

import factory
from factory.django import DjangoModelFactory

from tests.clock import local
from tests.factories.org import UnitFactory
from thidua.registers import incoming
from thidua.registers.actions.made import next_number
from thidua.registers.enums import BatchState
from thidua.registers.models import (
    Batch,
    CheckMark,
    CheckSheet,
    Record,
    Regime,
    Register,
    Source,
    index_source,
)

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
    number: Any = factory.LazyAttribute(lambda self: next_number(self.register))
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


class RegimeFactory(DjangoModelFactory[Regime]):
    """A monthly report by the 14th of its month; nothing laid out."""

    class Meta:
        model = Regime

    unit: Any = factory.SubFactory(UnitFactory)
    code = factory.Sequence(lambda number: f"{number + 1:02}/CĐS")
    name = "Báo cáo chuyển đổi số"
    document = "Thông tư 47/2025/TT-BKHCN"
    receiver = "Sở Khoa học và Công nghệ"
    every = "month"
    due_day = 14
    starts_on = date(2026, 1, 1)
    added_at = AT


class CheckSheetFactory(DjangoModelFactory[CheckSheet]):
    """An open sheet over a quarter, without dossiers."""

    class Meta:
        model = CheckSheet

    unit: Any = factory.SubFactory(UnitFactory)
    register: Any = factory.LazyAttribute(lambda self: RegisterFactory(commune=self.unit.commune))
    since = date(2026, 1, 1)
    until = date(2026, 3, 31)
    population = 40
    size = 30
    seed = 7
    opened_at = AT


class CheckMarkFactory(DjangoModelFactory[CheckMark]):
    class Meta:
        model = CheckMark

    sheet: Any = factory.SubFactory(CheckSheetFactory)
    place: Any = factory.Sequence(lambda number: number + 1)
    key: Any = factory.LazyAttribute(lambda self: f"H{self.place}")
    day = date(2026, 2, 3)


def dossiers(
    unit: Any, count: int, *, online: int = 0, day: date = date(2026, 10, 1), start: int = 0
) -> Batch:
    """A landed batch of dossiers that came in on one day, the first `online` of them online."""
    batch: Batch = BatchFactory(
        unit=unit, state=BatchState.LANDED, landed_at=AT, good_count=count, first_day=day, last_day=day
    )
    Record.objects.bulk_create(
        Record(
            register=batch.register,
            batch=batch,
            number=number + 2,
            key=f"H{start + number}",
            day=day,
            is_current=True,
            facts={
                "ma_ho_so": f"H{start + number}",
                "ma_tthc": "1.1",
                "kenh": "2" if number < online else "1",
                "ngay_tiep_nhan": day.isoformat(),
            },
        )
        for number in range(count)
    )
    return batch


def batch_read(unit: Any, keys: list[str], **more: Any) -> Batch:
    """Rows with these keys, read and not yet taken in."""
    batch = BatchFactory(unit=unit, state=BatchState.READ, good_count=len(keys), row_count=len(keys), **more)
    for number, key in enumerate(keys, start=2):
        RecordFactory(batch=batch, number=number, key=key, facts={"ma_ho_so": key, "kenh": "2"})
    incoming.keep_columns(
        batch.pk, [{"index": 0, "title": "Mã hồ sơ", "filled": 1, "samples": [], "words": None}]
    )
    return batch
