"""An issued report as it was frozen: all that was printed in one canonical text, its hash, and whether it still adds up."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from thidua.composing.enums import PartKey
from thidua.composing.facts import Facts
from thidua.composing.models import FORMS, PeriodReport, printed_of
from thidua.composing.paper import Sheet
from thidua.core import formatting
from thidua.core.models import AuditEvent
from thidua.documents import queries as document_queries
from thidua.documents.errors import FileDamaged
from thidua.documents.models import StoredFile
from thidua.reporting import proof

FORM_NAMES = {"pdf": "PDF", "docx": "Word"}


@dataclass(frozen=True, slots=True)
class Frozen:
    """The canonical text of a report and its hash."""

    text: str
    sha256: str


def frozen_of(
    report: PeriodReport, texts: Mapping[str, str], *, proofs: Sequence[str], number: int
) -> Frozen:
    """What a report becomes when it is issued; its number and day stand on it already."""
    record = {
        "report": {"key": report.key, "number": number, **printed_of(report)},
        "facts": report.facts,
        "texts": dict(texts),
        "charts": list(report.charts),
        "proof": list(proofs),
    }
    text = proof.canonical(record)
    return Frozen(text, proof.digest(text))


def sheet_of(report: PeriodReport) -> Sheet:
    """What is printed of a report: of an issued one its record alone, of a draft the words as they stand. One query at most."""
    if not report.is_frozen:
        texts = {one.key: one.text for one in report.parts.all()}
        return Sheet(report.told, texts, report.charts, report.symbol)
    record: dict[str, Any] = json.loads(report.record)
    printed = record["report"]
    return Sheet(
        facts=Facts.from_json(record["facts"]),
        texts=record["texts"],
        charts=record["charts"],
        symbol=printed["symbol"],
        number=printed["number"],
        issued_on=date.fromisoformat(printed["issued_on"]),
        proof=(*record["proof"], f"Mã kiểm của báo cáo (SHA-256): {formatting.grouped(report.sha256)}."),
    )


def mismatches_in(report: PeriodReport) -> list[str]:
    """Sentences about what does not agree with what was issued: the hash, its columns, any result with its own inputs."""
    record = _read(report.record)
    if record is None:
        return ["bản lưu không đọc được"]
    found = [] if proof.digest(report.record) == report.sha256 else ["bản lưu khác với mã kiểm lúc ban hành"]
    if {name: record["report"][name] for name in printed_of(report)} != printed_of(report):
        found.append("số, ngày văn bản khác với bản lưu")
    if record["facts"] != report.facts:
        found.append("số liệu đang lưu khác với bản lưu")
    texts = {one.key: one.text for one in report.parts.all()}
    found += [
        f"phần “{PartKey(key).label}” khác với bản lưu"
        for key in PartKey.values
        if texts.get(key) != record["texts"].get(key)
    ]
    return found + _wrong_sums(Facts.from_json(record["facts"]))


def faults_of(report: PeriodReport) -> list[str]:
    """The same, and whether its files are those that were kept and the book of deeds noted these hashes."""
    return [*mismatches_in(report), *_wrong_files(report), *_not_in_the_book(report)]


def _wrong_files(report: PeriodReport) -> list[str]:
    found = []
    for form in FORMS:
        kept: StoredFile | None = getattr(report, form)
        try:
            if kept is not None:
                document_queries.read_bytes(kept)
        except FileDamaged:
            found.append(f"tệp {FORM_NAMES[form]} đã lưu bị hỏng hoặc khác mã kiểm")
    return found


def _not_in_the_book(report: PeriodReport) -> list[str]:
    """The book proves itself (`verify_audit`); a file is compared where the book says that one was kept."""
    event = AuditEvent.objects.filter(
        action="composing.issue_report", object_type="PeriodReport", object_id=report.pk
    ).first()
    if event is None:
        return ["nhật ký không có lần ban hành này"]
    names = {"sha256": "bản lưu", **{form: f"tệp {FORM_NAMES[form]}" for form in FORMS}}
    held = {form: kept.sha256 if (kept := getattr(report, form)) else "" for form in FORMS}
    now = {"sha256": report.sha256, **held}
    return [
        f"mã kiểm của {words} khác với mã ghi trong nhật ký"
        for name, words in names.items()
        if str(event.detail.get(name, "")) != now[name]
    ]


def _read(text: str) -> dict[str, Any] | None:
    """The record, if it is one."""
    try:
        record: dict[str, Any] = json.loads(text)
        Facts.from_json(record["facts"])
    except (ValueError, KeyError, TypeError):
        return None
    return record if {"report", "texts", "charts", "proof"} <= set(record) else None


def _wrong_sums(facts: Facts) -> list[str]:
    """Codes of results that their own inputs do not come to."""
    found = []
    for one in facts.measures:
        if one.result is None:
            continue
        rules = {
            "recipe": proof.RECIPE,
            "indicator": {"kind": one.kind},
            "definition": {"over_units": one.over_units},
        }
        again = proof.recomputed({**rules, "inputs": list(one.inputs)})
        if any(again[name] != said for name, said in one.result.items()):
            found.append(f"{one.code}: kết quả không khớp số liệu từng đơn vị")
    return found
