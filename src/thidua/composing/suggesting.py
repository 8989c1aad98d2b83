"""The words that a part begins with, made from the facts alone; every number names its source by the code of its indicator. Pure.

What is not known is said to be not known, and never printed as nought. A line that begins with a dash becomes a bullet.
"""

from datetime import date

from thidua.composing.facts import Facts, Measure, punctuality
from thidua.core import formatting

MOST_NAMED = 12


def text_for(part: str, facts: Facts) -> str:
    """The first words of a part."""
    return "\n".join(line for line in _PARTS[part](facts) if line)


def _situation(facts: Facts) -> list[str]:
    units, count = facts.conduct.units, facts.indicator_count
    launched = f" được phát động ngày {_day(facts.launched_on)};" if facts.launched_on else ":"
    periods = (
        f"Số liệu lấy từ {len(facts.periods)} kỳ báo cáo: {_listed(facts.periods)}." if facts.periods else ""
    )
    return [
        (
            f"Phong trào thi đua {facts.movement}{launched} {units} đơn vị được giao {count} chỉ tiêu "
            f"theo {len(facts.contents)} nội dung thi đua."
        ),
        periods or "Trong thời gian báo cáo chưa mở kỳ báo cáo nào.",
        f"Kế hoạch có {facts.criteria} tiêu chí, trong đó {facts.covered} tiêu chí đã có cách theo dõi và chứng minh."
        if facts.criteria
        else "",
        "Chỉ dùng số liệu đã kiểm tra, duyệt; chỗ chưa có số liệu ghi rõ là chưa có.",
    ]


def _conduct(facts: Facts) -> list[str]:
    told = facts.conduct
    done = told.done_in_time + told.done_late
    lines = [
        (
            f"- Kế hoạch của đơn vị: {told.plans_accepted}/{told.units} đơn vị có kế hoạch đạt yêu cầu"
            f"{_also(told.plans_waiting, 'kế hoạch chờ xem xét')}{_also(told.plans_missing, 'đơn vị chưa gửi')}."
        ),
        (
            f"- Nhiệm vụ: trong kỳ hoàn thành {done} nhiệm vụ, trong đó {told.done_in_time} đúng hạn, {told.done_late} trễ hạn; "
            f"đang làm {told.at_work}, chờ nghiệm thu {told.waiting}, quá hạn {len(told.overdue)} "
            f"(tính đến ngày {_day(facts.on)})."
        ),
    ]
    if told.letters:
        named = "; ".join(
            f"số {one.number} ngày {one.day} gửi {one.unit}" for one in told.letters[:MOST_NAMED]
        )
        lines.append(f"- Đôn đốc bằng văn bản {len(told.letters)} lần: {named}.")
    else:
        lines.append("- Trong kỳ không phải đôn đốc bằng văn bản.")
    return lines


def _results(facts: Facts) -> list[str]:
    if not facts.measures:
        return ["Trong thời gian báo cáo chưa có số liệu nào được kiểm tra, duyệt."]
    lines, told = [_counted(facts)], set[str]()
    for place, content in enumerate(facts.contents, start=1):
        held = [one for code in content.codes if (one := facts.measure(code))]
        told |= {one.code for one in held}
        lines.append(f"Nội dung {place}. {content.title}:")
        lines += [f"- {_sentence(facts, one)}" for one in held] or ["- Nội dung này chưa có chỉ tiêu đo."]
    others = [one for one in facts.measures if one.code not in told]
    if others and facts.contents:
        lines.append("Các chỉ tiêu khác:")
    return lines + [f"- {_sentence(facts, one)}" for one in others]


def _counted(facts: Facts) -> str:
    count, missed, unknown = len(facts.measures), len(facts.missed), len(facts.unknown)
    reached = sum(one.tone == "reached" for one in facts.measures)
    return (
        f"Theo dõi {count} chỉ tiêu: {reached} chỉ tiêu đạt, {missed} chỉ tiêu chưa đạt"
        f"{_also(count - unknown - reached - missed, 'chỉ tiêu chưa đặt mức')}{_also(unknown, 'chỉ tiêu chưa có số liệu')}."
    )


def _sentence(facts: Facts, one: Measure) -> str:
    if not one.has_value:
        return f"{one.named}: {one.now.said}."
    parts = [f"{one.named}: {one.now.whole}"]
    if one.difference:
        parts.append(f"{one.difference} so với {formatting.in_text(facts.before_label)}")
    if one.so_far.shown and one.so_far.whole != one.now.whole:
        parts.append(f"{formatting.in_text(facts.so_far_label)} là {one.so_far.whole}")
    parts += [
        f"{stage.name}: {stage.told.said} ({formatting.in_text(stage.standing)})" for stage in one.stages[:-1]
    ]
    if one.levels:
        parts.append(f"mức đặt ra {one.level_words}, {formatting.in_text(one.standing)}")
    return f"{'; '.join(parts)}. {one.remark}".strip()


def _quality(facts: Facts) -> list[str]:
    if not facts.times:
        return ["Trong thời gian báo cáo chưa có kỳ nào đến hạn gửi."]
    counts = dict(punctuality(facts))
    asked = sum(one.asked for one in facts.times)
    lines = [
        (
            f"{len(facts.times)} đơn vị phải gửi {asked} báo cáo: {counts['Đúng hạn']} đúng hạn, {counts['Trễ hạn']} trễ hạn, "
            f"{counts['Chưa gửi']} chưa gửi."
        )
    ]
    unsent = [one.name for one in facts.times if one.missing]
    if unsent:
        lines.append(f"Còn báo cáo chưa gửi: {_listed(unsent)}.")
    partial = [one.code for one in facts.measures if one.has_value and one.source.missing]
    if partial:
        lines.append(f"Chỉ tiêu chưa gồm đủ các đơn vị: {_listed(partial)}.")
    return lines


def _difficulties(facts: Facts) -> list[str]:
    by_words: dict[str, list[str]] = {}
    for unit, said in facts.difficulties:
        by_words.setdefault(said, []).append(unit)
    told = [f"- {_listed(units)}: {said}" for said, units in by_words.items()]
    late = [f"- Nhiệm vụ quá hạn: {one.title} ({one.unit}, hạn {one.due})." for one in facts.conduct.overdue]
    return told + late[:MOST_NAMED] or ["Các đơn vị không nêu khó khăn, vướng mắc trong báo cáo đã duyệt."]


def _next(facts: Facts) -> list[str]:
    lines = [f"- Tập trung thực hiện chỉ tiêu chưa đạt: {one.named}." for one in facts.missed[:MOST_NAMED]]
    if facts.unknown:
        lines.append(f"- Thu thập số liệu còn thiếu của: {_listed([one.named for one in facts.unknown])}.")
    if facts.conduct.overdue:
        lines.append(f"- Đôn đốc hoàn thành {len(facts.conduct.overdue)} nhiệm vụ quá hạn.")
    lines += [
        f"- Nhiệm vụ đến hạn: {one.title} ({one.unit}, {one.due})." for one in facts.coming[:MOST_NAMED]
    ]
    return lines or ["- Tiếp tục duy trì các chỉ tiêu đã đạt."]


def _appendix(facts: Facts) -> list[str]:
    return ["Nguồn của từng số liệu trong báo cáo, đối chiếu được trong phần mềm theo mã chỉ tiêu."]


_PARTS = {
    "situation": _situation,
    "conduct": _conduct,
    "results": _results,
    "quality": _quality,
    "difficulties": _difficulties,
    "next": _next,
    "appendix": _appendix,
}


def _also(count: int, words: str) -> str:
    return f", {count} {words}" if count > 0 else ""


def _listed(names: list[str] | tuple[str, ...]) -> str:
    """A dozen names at most, and how many more there are."""
    more = f" và {len(names) - MOST_NAMED} nữa" if len(names) > MOST_NAMED else ""
    return f"{', '.join(names[:MOST_NAMED])}{more}"


def _day(iso: str) -> str:
    return formatting.day(date.fromisoformat(iso))
