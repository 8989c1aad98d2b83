"""Whether what was published is still what was published: hashes, rows and the book of deeds agree, and it recomputes."""

from collections.abc import Iterator
from dataclasses import dataclass

from thidua.core import formatting
from thidua.core.models import AuditEvent
from thidua.reporting import freezing, proof
from thidua.reporting.models import Publication, PublishedFigure

# What a record says of its publication and no later renaming of a commune or movement may change.
LASTING = ("number", "published_at", "reason", "starts_on", "ends_on")


@dataclass(frozen=True, slots=True)
class Fault:
    """A place where a publication is not what it was; `code` is empty for the publication itself."""

    code: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.code}: {self.sentence}" if self.code else self.sentence


@dataclass(frozen=True, slots=True)
class Proof:
    """A publication recomputed: how many results, and what does not agree."""

    publication: Publication
    count: int
    faults: tuple[Fault, ...]

    @property
    def is_whole(self) -> bool:
        return not self.faults

    @property
    def grouped(self) -> str:
        return formatting.grouped(self.publication.sha256)

    @property
    def sentence(self) -> str:
        if self.is_whole:
            return f"Tính lại {self.count} kết quả từ số liệu đã đóng băng: khớp cả."
        return f"Tính lại {self.count} kết quả: {len(self.faults)} chỗ không khớp."


def proof_of(publication: Publication) -> Proof:
    """Every result recomputed from its record by the formula frozen in it. Three queries."""
    held = list(
        publication.figures.select_related("indicator", "definition").order_by("indicator__position", "pk")
    )
    faults = [fault for one in held for fault in _faults_of(publication, one)]
    return Proof(publication, len(held), (*faults, *_faults_of_all(publication, held)))


def _faults_of(publication: Publication, one: PublishedFigure) -> Iterator[Fault]:
    code = one.indicator.code
    if proof.digest(one.record) != one.sha256:
        yield Fault(code, "mã SHA-256 không phải của nội dung đã đóng băng")
    try:
        record = proof.read(one.record)
        result = proof.recomputed(record)
    except proof.Unreadable:
        yield Fault(code, "nội dung đã đóng băng không đọc được")
        return
    if result != record["result"]:
        yield Fault(code, "tính lại ra kết quả khác kết quả đã đóng băng")
    if record["result"] != freezing.result_facts(one):
        yield Fault(code, "kết quả đang lưu khác kết quả đã đóng băng")
    if record["inputs"] != one.inputs:
        yield Fault(code, "số liệu của đơn vị đang lưu khác số đã đóng băng")
    if record.get("parts", []) != one.parts:
        yield Fault(code, "số liệu theo phần đang lưu khác số đã đóng băng")
    if not _is_its_own(record, publication, one):
        yield Fault(code, "nội dung đã đóng băng là của kết quả khác")


def _is_its_own(record: proof.Record, publication: Publication, one: PublishedFigure) -> bool:
    facts = freezing.publication_facts(publication)
    definition = record["definition"]
    return (
        all(record["publication"].get(name) == facts[name] for name in LASTING)
        and record["indicator"].get("code") == one.indicator.code
        and (definition.get("variant"), definition.get("version"))
        == (one.definition.variant, one.definition.version)
    )


def _faults_of_all(publication: Publication, held: list[PublishedFigure]) -> Iterator[Fault]:
    before = publication.period.publications.filter(number=publication.number - 1).values_list(
        "sha256", flat=True
    )
    facts = _frozen_facts(held) or freezing.publication_facts(publication)
    sealed = proof.digest_of_publication(facts, freezing.hashes_of(held), before=next(iter(before), ""))
    if sealed != publication.sha256:
        yield Fault("", "mã SHA-256 của lần công bố không phải của các kết quả này")
    noted = _noted(publication)
    if noted is None:
        yield Fault("", "nhật ký không ghi lần công bố này")
    elif noted != publication.sha256:
        yield Fault("", "mã SHA-256 khác mã đã ghi trong nhật ký")


def _frozen_facts(held: list[PublishedFigure]) -> proof.Row | None:
    try:
        return dict(proof.read(held[0].record)["publication"]) if held else None
    except proof.Unreadable:
        return None


def _noted(publication: Publication) -> str | None:
    """The hash that the book of deeds holds of this publication; the book proves itself (`verify_audit`)."""
    events = AuditEvent.objects.filter(
        action="reporting.publish_period", object_type="Period", object_id=publication.period_id
    )
    return next(
        (
            str(one.detail.get("sha256", ""))
            for one in events
            if one.detail.get("number") == publication.number
        ),
        None,
    )
