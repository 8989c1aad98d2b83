"""An issued report as it was frozen: all that was printed in one canonical text, its hash, and whether it still adds up."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from thidua.composing.enums import PartKey
from thidua.composing.facts import Facts
from thidua.composing.models import PeriodReport, printed_of
from thidua.composing.paper import Sheet
from thidua.core import formatting
from thidua.reporting import proof


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
        texts = dict(report.parts.values_list("key", "text"))
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
    record = json.loads(report.record)
    found = [] if proof.digest(report.record) == report.sha256 else ["bản lưu khác với mã kiểm lúc ban hành"]
    if {name: record["report"][name] for name in printed_of(report)} != printed_of(report):
        found.append("số, ngày văn bản khác với bản lưu")
    if record["facts"] != report.facts:
        found.append("số liệu đang lưu khác với bản lưu")
    texts = dict(report.parts.values_list("key", "text"))
    found += [
        f"phần “{PartKey(key).label}” khác với bản lưu"
        for key in PartKey.values
        if texts.get(key) != record["texts"].get(key)
    ]
    return found + _wrong_sums(Facts.from_json(record["facts"]))


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
