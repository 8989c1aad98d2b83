"""What the plan leaves open or says twice. Each point rests on quotes; the person who reviews the draft settles it."""

import re
from collections.abc import Iterator
from itertools import combinations, pairwise

from thidua.movement.planreader.blocks import Block
from thidua.movement.planreader.draft import Cited, OpenPoint, Phase, PlanDraft, Target, TargetGroup, Value
from thidua.movement.planreader.letters import fold


def open_points(draft: PlanDraft, header: list[Block]) -> tuple[OpenPoint, ...]:
    found = [
        *_two_thresholds(draft.quantitative_targets),
        *_group_twice(draft.target_groups),
        *_phases_meet(draft.phases),
        *_open_end(draft.phases),
        *_without_measure(draft.target_groups),
        *_reports_without_date(draft),
        *_inspections_without_date(draft),
        *_blanks(draft, header),
    ]
    return tuple(found)


def _cite(item: Cited) -> Cited:
    return Cited(quote=item.quote, start=item.start, end=item.end, clause=item.clause)


def show_value(target: Target) -> str:
    """ "≥ 80 %" as a reader of Vietnamese writes it."""
    sign = {">=": "≥ ", "<=": "≤ ", "==": ""}[target.comparator]
    value = f"{target.value:g}".replace(".", ",")
    return f"{sign}{value} {target.unit}"


def _two_thresholds(targets: tuple[Target, ...]) -> Iterator[OpenPoint]:
    """Two levels on one measurement, unless each has its own year, or both are ends of one range."""
    for position, target in enumerate(targets):
        if target.same_measure_as is None:
            continue
        first = targets[target.same_measure_as]
        if first.by != target.by or first.start == target.start:
            continue
        if (first.value, first.comparator) == (target.value, target.comparator):
            sentence = f"Cùng một chỉ tiêu {show_value(target)} được ghi hai lần."
            yield OpenPoint(kind="repeated_target", sentence=sentence, quotes=(_cite(first), _cite(target)))
        else:
            what = "tỷ lệ" if target.unit == "%" else "chỉ tiêu"
            levels = f"{show_value(first)} và {show_value(target)}"
            sentence = f"Hai mức khác nhau cho cùng một {what}: {levels}; cần chọn mức nào là mức phải đạt."
            yield OpenPoint(
                kind="two_thresholds", sentence=sentence, quotes=(_cite(first), _cite(targets[position]))
            )


_LEAD = re.compile(r"^(?:doi voi|danh cho|ap dung doi voi|ap dung cho)\s+")
_ARTICLE = re.compile(r"^(?:cac|nhung|moi|toan the)\s+")
_VAGUE = frozenset(("", "khac", "cac doi tuong khac", "doi tuong khac", "don vi", "to chuc"))


def _members(group: TargetGroup) -> dict[str, str]:
    """The groups that a title names: folded name → as written."""
    lead = _LEAD.match(fold(group.title))
    names = re.split(r",\s+và\s+|,\s*|;\s*|\s+và\s+", group.title[lead.end() if lead else 0 :])
    found = {}
    for name in names:
        folded = _ARTICLE.sub("", fold(name.strip(" .:")))
        if folded not in _VAGUE:
            found[folded] = re.sub(r"^(?:[Cc]ác|[Nn]hững|[Mm]ọi)\s+", "", name.strip(" .:"))
    return found


def _group_twice(groups: tuple[TargetGroup, ...]) -> Iterator[OpenPoint]:
    for first, second in combinations(groups, 2):
        shared = _members(first).keys() & _members(second).keys()
        for name in sorted(shared):
            written = _members(first)[name]
            sentence = (
                f"“{written[:1].upper()}{written[1:]}” thuộc cả hai nhóm đối tượng {first.clause} và {second.clause};"
                " cần rõ áp dụng tiêu chí của nhóm nào hay cả hai."
            )
            yield OpenPoint(kind="group_twice", sentence=sentence, quotes=(_cite(first), _cite(second)))


def _phases_meet(phases: tuple[Phase, ...]) -> Iterator[OpenPoint]:
    """The end of one phase is not before the beginning of the next; compared at the precision both have."""
    for first, second in pairwise(phases):
        if not first.ends or not second.begins:
            continue
        length = min(len(first.ends), len(second.begins))
        if first.ends[:length] < second.begins[:length] or (
            first.ends[:length] == second.begins[:length] and length == 10
        ):
            continue
        if first.ends[:length] == second.begins[:length] and len(first.ends) != len(second.begins):
            continue
        meeting = _spoken(second.begins if first.ends[:length] == second.begins[:length] else first.ends)
        sentence = f"{meeting} nằm trong cả “{first.name}” và “{second.name}”; cần rõ thuộc giai đoạn nào."
        yield OpenPoint(kind="phases_overlap", sentence=sentence, quotes=(_cite(first), _cite(second)))


def _spoken(iso: str) -> str:
    parts = iso.split("-")
    if len(parts) == 1:
        return f"Năm {iso}"
    return (
        f"Tháng {int(parts[1])}/{parts[0]}"
        if len(parts) == 2
        else f"Ngày {int(parts[2])}/{int(parts[1])}/{parts[0]}"
    )


def _open_end(phases: tuple[Phase, ...]) -> Iterator[OpenPoint]:
    for phase in phases:
        if phase.begins and not phase.ends:
            words = f" (“{phase.ends_text}”)" if phase.ends_text else ""
            sentence = f"“{phase.name}” chưa có ngày kết thúc{words}."
            yield OpenPoint(kind="phase_without_end", sentence=sentence, quotes=(_cite(phase),))


def _without_measure(groups: tuple[TargetGroup, ...]) -> Iterator[OpenPoint]:
    bare = [criterion for group in groups for criterion in group.criteria if not criterion.targets]
    if bare:
        sentence = f"{len(bare)} tiêu chí chưa có thước đo; cần gắn chỉ tiêu hoặc ghi rõ cách xét."
        yield OpenPoint(
            kind="criterion_without_measure", sentence=sentence, quotes=tuple(_cite(item) for item in bare)
        )


def _reports_without_date(draft: PlanDraft) -> Iterator[OpenPoint]:
    duties = draft.reporting_duties
    if duties and not any(duty.dates for duty in duties):
        sentence = "Kế hoạch yêu cầu báo cáo nhưng không ghi ngày nộp báo cáo."
        yield OpenPoint(
            kind="report_without_date", sentence=sentence, quotes=tuple(_cite(duty) for duty in duties)
        )


def _inspections_without_date(draft: PlanDraft) -> Iterator[OpenPoint]:
    duties = [duty for duty in draft.inspection_duties if not duty.dates]
    if duties:
        sentence = "Kế hoạch giao việc kiểm tra nhưng chưa ghi thời gian kiểm tra."
        yield OpenPoint(
            kind="inspection_without_date", sentence=sentence, quotes=tuple(_cite(duty) for duty in duties)
        )


def _blanks(draft: PlanDraft, header: list[Block]) -> Iterator[OpenPoint]:
    if draft.number is not None and not draft.number.value[0].isdigit():
        sentence = "Số văn bản còn để trống."
        yield OpenPoint(kind="number_blank", sentence=sentence, quotes=(_block_of(draft.number, header),))
    if draft.date is not None and draft.date.value.count("-") < 2:
        missing = "Ngày" if "-" in draft.date.value else "Ngày và tháng"
        sentence = f"{missing} ban hành còn để trống."
        yield OpenPoint(kind="day_blank", sentence=sentence, quotes=(_cite(draft.date),))


def _block_of(value: Value, header: list[Block]) -> Cited:
    """The whole line of a value: "Số: /KH-UBND" says more than "/KH-UBND"."""
    block = next((block for block in header if block.start <= value.start < block.end), None)
    return Cited(quote=block.text, start=block.start, end=block.end) if block else _cite(value)
