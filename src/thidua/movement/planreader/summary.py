"""The draft in words, for whoever reads a plan at the command line."""

from collections.abc import Iterator

from thidua.movement.planreader.draft import PlanDraft, Value
from thidua.movement.planreader.openpoints import show_value


def summary_of(draft: PlanDraft) -> str:
    """What was found, with counts; then what the plan leaves open, with its quotes. Lines of Vietnamese text."""
    return "\n".join([*_header(draft), "", *_counts(draft), "", *_open(draft)])


def _or_none(value: Value | None) -> str:
    return value.value.replace("\n", " ") if value else "không có trong văn bản"


def _header(draft: PlanDraft) -> Iterator[str]:
    yield f"{draft.doc_type.value if draft.doc_type else 'VĂN BẢN'}: {_or_none(draft.title)}"
    yield f"Cơ quan ban hành: {_or_none(draft.issuer)}"
    yield f"Số, ký hiệu: {_or_none(draft.number)}"
    yield f"Địa danh, ngày: {_or_none(draft.place)}, {_or_none(draft.date)}"
    signer = draft.signer
    yield f"Người ký: {_or_none(signer.authority)} – {_or_none(signer.position)} – {_or_none(signer.name)}"
    yield f"Căn cứ: {'; '.join(base.value for base in draft.legal_bases) or 'không có'}"


def _counts(draft: PlanDraft) -> Iterator[str]:
    criteria = [criterion for group in draft.target_groups for criterion in group.criteria]
    lines = draft.quantitative_targets
    measures = sum(target.same_measure_as is None for target in lines)
    counted = (
        (len(draft.sections), "mục"), (len(draft.aims), "mục đích"), (len(draft.requirements), "yêu cầu"),
        (len(draft.contents), "nội dung"), (len(draft.sectors), "lĩnh vực"), (len(draft.target_groups), "nhóm đối tượng"),
        (sum(not criterion.targets for criterion in criteria), "tiêu chí không kèm số"),
        (len(lines), f"mức chỉ tiêu trên {measures} chỉ tiêu"), (len(draft.solutions), "giải pháp"),
        (len(draft.phases), "giai đoạn"), (len(draft.responsible), "cơ quan, đơn vị được giao việc"),
        (len(draft.reporting_duties), "việc báo cáo"), (len(draft.inspection_duties), "việc kiểm tra"),
        (len(draft.recipients), "nơi nhận"),
    )  # fmt: skip
    yield "Đã nhận ra:"
    for count, name in counted:
        yield f"  {count:>3} {name}"
    for target in lines:
        yield f"  - [{target.clause}] {show_value(target)}: {target.text}"
    for phase in draft.phases:
        yield f"  - {phase.name}: từ {phase.begins or phase.begins_text or '…'} đến {phase.ends or phase.ends_text or '…'}"
    for body in draft.responsible:
        yield f"  - [{body.clause}] {body.name}"


def _open(draft: PlanDraft) -> Iterator[str]:
    yield f"Điểm kế hoạch để ngỏ: {len(draft.open_points)}"
    for point in draft.open_points:
        yield f"  * {point.sentence}"
        for quote in point.quotes:
            place = f"[{quote.clause}] " if quote.clause else ""
            words = quote.quote.replace("\n", " ")
            yield f"      {place}“{words if len(words) <= 160 else words[:157] + '…'}”"
