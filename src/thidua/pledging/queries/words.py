"""A line of a unit's plan in words, for pages, submissions and what was seen."""

from collections.abc import Iterable
from decimal import Decimal

from thidua.core import formatting
from thidua.indicator import numerals
from thidua.indicator.figures import Comparator
from thidua.movement.models import TargetLine
from thidua.pledging import snapshots, targets
from thidua.pledging.enums import PromiseKind
from thidua.pledging.models import Promise, UnitPlan

SIGNS = {Comparator.AT_LEAST: "từ", Comparator.AT_MOST: "không quá", Comparator.EXACTLY: "đúng"}
NOTHING = "chưa ghi"


def measured(value: Decimal | None, line: TargetLine) -> str:
    """ "80 %"; never rounded: 79,996 stays 79,996."""
    if value is None:
        return NOTHING
    return f"{numerals.format_plain(value)} {line.item.facts.get('unit', '')}".strip()


def line_words(line: TargetLine) -> str:
    """What the commune's plan asks: "từ 80 %, năm 2026"."""
    year = f", năm {line.year}" if line.year else ""
    return f"{SIGNS[Comparator(line.comparator)]} {measured(line.value, line)}{year}"


def is_short(promise: Promise) -> bool:
    """Whether a target that applies falls below the commune's line."""
    line = promise.line
    if line is None or promise.value is None or not promise.applies:
        return False
    return targets.falls_short(promise.value, line.comparator, line.value)


def words_of(promise: Promise, *, chooses: bool = False) -> str:
    """What the unit says on the line. `chooses`: a union takes contents on, others say what does not concern them."""
    reason = f": {promise.reason}" if promise.reason else ""
    if promise.kind == PromiseKind.TASK:
        due = promise.due_words or (
            f"trước ngày {formatting.day(promise.due_on)}" if promise.due_on else NOTHING
        )
        day = f" ({formatting.day(promise.due_on)})" if promise.due_words and promise.due_on else ""
        return f"Sản phẩm: {promise.product or NOTHING}. Người làm: {promise.officer or NOTHING}. Hạn: {due}{day}"
    if promise.kind == PromiseKind.TARGET and promise.line is not None:
        if not promise.applies:
            return f"Không áp dụng{reason}"
        said = f"{measured(promise.value, promise.line)} (mức chung {line_words(promise.line)})"
        return f"{said}, thấp hơn mức chung{reason}" if is_short(promise) else said
    if chooses:
        return f"{'Đảm nhận' if promise.applies else 'Không đảm nhận'}{reason}"
    return "Thực hiện" if promise.applies else f"Không áp dụng{reason}"


def general_words(plan: UnitPlan) -> list[tuple[str, str]]:
    document = ""
    if plan.document_number:
        document = f"số {plan.document_number} ngày {formatting.day(plan.document_on)}"
    return [
        ("Thủ trưởng chịu trách nhiệm", plan.head or NOTHING),
        ("Cán bộ theo dõi", plan.officer or NOTHING),
        ("Văn bản của đơn vị", document or "không có"),
        ("Tệp văn bản", plan.file.name if plan.file else "không có"),
    ]


def snapshot_of(plan: UnitPlan, promises: Iterable[Promise]) -> dict[str, object]:
    """The plan word for word, as a Submission keeps it."""
    lines = [
        snapshots.Line(
            key=str(one.pk),
            kind=one.kind,
            title=one.title,
            words=words_of(one, chooses=plan.chooses),
            clause=_clause(one),
        )
        for one in promises
    ]
    return snapshots.to_json(general_words(plan), lines)


def _clause(promise: Promise) -> str:
    if promise.item is not None:
        return promise.item.clause
    return promise.line.item.clause if promise.line is not None else ""


def lacks_of(plan: UnitPlan, promises: list[Promise]) -> list[str]:
    """Sentences on everything that must be put right before the plan can be sent; empty when it can."""
    lacks = []
    if not plan.head:
        lacks.append("Xin ghi họ tên thủ trưởng hoặc người đứng đầu.")
    if not plan.officer:
        lacks.append("Xin ghi họ tên cán bộ theo dõi.")
    contents = [one for one in promises if one.kind == PromiseKind.CONTENT]
    if not any(one.applies for one in contents):
        lacks.append("Xin chọn ít nhất một nội dung.")
    if not plan.chooses:
        lacks += [
            f"Xin ghi vì sao không áp dụng “{cut(one.title)}”."
            for one in contents
            if not one.applies and not one.reason
        ]
    lacks += [sentence for one in promises if (sentence := _lack_of_target(one))]
    if not any(one.kind == PromiseKind.TASK for one in promises):
        lacks.append("Xin ghi ít nhất một nhiệm vụ của đơn vị.")
    return lacks


def _lack_of_target(promise: Promise) -> str:
    if promise.kind != PromiseKind.TARGET or promise.line is None:
        return ""
    code = promise.line.indicator.code
    if not promise.applies:
        return "" if promise.reason else f"Xin ghi vì sao chỉ tiêu {code} không áp dụng với đơn vị."
    if promise.value is None:
        return f"Xin ghi mức của chỉ tiêu {code}."
    if is_short(promise) and not promise.reason:
        return f"Chỉ tiêu {code} thấp hơn mức chung {line_words(promise.line)}: xin ghi lý do."
    return ""


def cut(words: str, most: int = 60) -> str:
    """The first words, and a sign where there are more."""
    return words if len(words) <= most else f"{words[:most].rsplit(' ', 1)[0]} …"
