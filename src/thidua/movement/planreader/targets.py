"""Target lines: figures that a plan sets to be reached, and which of them are one measurement."""

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from thidua.movement.planreader.draft import Target
from thidua.movement.planreader.figures import Figure, figures_in
from thidua.movement.planreader.grids import read_grid_targets
from thidua.movement.planreader.letters import fold
from thidua.movement.planreader.outline import Node

_GOAL_PATH = re.compile(r"muc tieu|chi tieu|phan dau")
_OPEN_PATH = re.compile(r"muc tieu|chi tieu|tieu chi|yeu cau|phan dau|noi dung|nhiem vu|giai phap")
_SHUT_PATH = re.compile(
    r"khen thuong|so luong|giai thuong|cham diem|thang diem|bang diem|xep loai|kinh phi|thuc trang|tinh hinh"
    r"|ket qua (?:dat|thuc hien|nam|cong tac|noi bat|trien khai)|ho so (?:de nghi|khen|trinh)|danh hieu"
    r"|boi canh|su can thiet"
    r"|thoi gian|dia diem|tang thuong|ton vinh|binh xet|uoc tinh|du bao|nguon luc"
)
# Award quotas, scoring points and money that is spent; on the text with its diacritics, since "tăng" is not "tặng".
_SHUT_CLAUSE = re.compile(
    r"(?:đề nghị|xét|tặng|bình chọn|bình xét|lựa chọn|biểu dương|trao)\b.{0,80}(?:khen|danh hiệu|tuyên dương"
    r"|giải thưởng|huân chương)"
    r"|bằng khen|giấy khen|\bđiểm tối đa|tối đa \d+ điểm|tỷ lệ khen|số lượng khen|\d\s?điểm\b(?! phần trăm"
    r"|,? %)|mức thưởng|mức chi\b|mức hỗ trợ"
    r"|lãi suất|thuế suất|vốn đối ứng|ngân sách .{0,30}(?:hỗ trợ|chi trả|bảo đảm|đảm bảo)|lao động trực tiếp",
    re.IGNORECASE,
)
_TITLES = re.compile(r"chiến sĩ thi đua|lao động tiên tiến|hoàn thành xuất sắc", re.IGNORECASE)
_BASELINE = re.compile(
    r"(?:hien nay|hien tai|hien dat|hien co|hien moi|da dat|da co|da hoan thanh|dang dat|chi dat"
    r"|tinh den (?:thang|ngay|nay|het thang|thoi diem)|so voi(?: muc| ty le)?|tu muc|uoc dat|du bao|uoc tinh"
    r"|du kien dat|tuong duong"
    r"|thuc te dat|truoc day)\b[^,;:]{0,60}$"
)
# With diacritics: "mỗi cơ sở" folds like "mới có".
_ONLY = re.compile(r"\bmới (?:chỉ )?(?:đạt|có)\b[^,;:]{0,60}$", re.IGNORECASE)
_FORECAST = re.compile(
    r"\btheo (?:du bao|uoc tinh|thong ke|so lieu|ket qua (?:khao sat|dieu tra|danh gia))\b[^;:.]{0,100}$"
)
_DEADLINE = re.compile(
    r"(?:đến|hết|cuối|trước|trong|vào|tới)\s+(?:hết\s+|cuối\s+|hết cuối\s+)?(?:năm\s+"
    r"|tháng\s+\d{1,2}[/ ](?:năm )?)?(20\d\d)|[Nn]ăm (20\d\d)"
)


@dataclass(frozen=True, slots=True)
class _Line:
    """A figure with the words it belongs to: a span of the paragraph, and the year that stands nearest to it."""

    figure: Figure
    start: int
    end: int
    by: str | None


def read_targets(nodes: list[Node], year: int | None = None) -> tuple[Target, ...]:
    """Every figure to be reached, in reading order. Award quotas, baselines, forecasts, points and durations are left out.

    `year` is the year of the plan: what was reached in an earlier year is a baseline."""
    found: list[Target] = []
    for node in nodes:
        if node.block.row or _is_shut(node):
            continue
        found += [_target(node, line) for line in _lines(node, year)]
    found += read_grid_targets([node for node in nodes if not (node.block.row and _is_shut(node))])
    return _linked(sorted(found, key=lambda target: target.start))


def _is_shut(node: Node) -> bool:
    """The nearest heading that says anything decides: "HÌNH THỨC KHEN THƯỞNG" shuts, "Tiêu chí thi đua" opens."""
    own = [node.folded_name] if node.heading and node.is_labelled else []
    for name in own + [above.folded_name for above in node.ancestors() if above.heading]:
        shut, opened = _SHUT_PATH.search(name), _OPEN_PATH.search(name)
        if opened:
            return bool(shut) and "khen thuong" in name and not re.search(r"muc tieu|chi tieu|thi dua", name)
        if shut:
            return True
    return False


def is_goal(node: Node) -> bool:
    """Whether the paragraph stands under a heading of aims in figures, where a bare count is a target too."""
    return any(
        _GOAL_PATH.search(name.folded_name)
        for name in [*node.ancestors()[:3], node]
        if name.heading or name is node
    )


# A clause with more figures than this is a table that lost its lines, and no sentence.
MOST_FIGURES = 40
_CLAUSE_END = re.compile(r";(?=\s|$)|(?<=[\w%)”\"])\.(?=\s+[^\W\d_]|$)")


def _clauses(node: Node) -> list[tuple[int, int]]:
    text = node.block.text
    spans, position = [], node.words_start
    for match in _CLAUSE_END.finditer(text, node.words_start):
        spans.append((position, match.start()))
        position = match.end()
    spans.append((position, len(text)))
    return [(start, end) for start, end in spans if text[start:end].strip()]


def _lines(node: Node, year: int | None) -> list[_Line]:
    lines: list[_Line] = []
    goal = is_goal(node)
    for start, end in _clauses(node):
        clause = node.block.text[start:end]
        folded = fold(clause)
        if _SHUT_CLAUSE.search(clause) or (not goal and _TITLES.search(clause)):
            continue
        kept = [
            figure for figure in figures_in(clause, goal) if not _is_baseline(clause, folded, figure, year)
        ]
        if len(kept) <= MOST_FIGURES:
            lines += _segments(clause, start, kept)
    return lines


_PAST_YEAR = re.compile(r"(?<!so voi )\bnam (20\d\d)\b[^,;:]{0,60}$")


_PAST_OPENING = re.compile(r"\W*(?:(?:trong|den|cuoi|het) )*nam (20\d\d)\b[^;:]{0,160}$")


def _is_baseline(clause: str, folded: str, figure: Figure, year: int | None) -> bool:
    before = folded[: figure.start]
    past = _PAST_YEAR.search(before[-100:]) or _PAST_OPENING.match(before)
    if past and year is not None and int(past.group(1)) < year:
        return True
    if _ONLY.search(clause[: figure.start]):
        return True
    return bool(_BASELINE.search(before[-90:]) or _FORECAST.search(before)) or before.rstrip().endswith(
        ("(nam", "(hien")
    )


def _segments(clause: str, offset: int, figures: list[Figure]) -> list[_Line]:
    """One clause may hold several figures: cut it before each at a comma, unless the piece would be too poor to stand alone."""
    cuts = [0]
    for before, figure in pairwise(figures):
        comma = max(
            clause.rfind(", ", before.end, figure.start), clause.rfind(" và ", before.end, figure.start)
        )
        cuts.append(comma if comma > 0 else cuts[-1])
    bounds = [*cuts[1:], len(clause)]
    lines = []
    for position, figure in enumerate(figures):
        first = cuts[position]
        last = next((bound for bound in bounds[position:] if bound > first), len(clause))
        piece = clause[first:last]
        if len(re.findall(r"[^\W\d_]+", piece)) < 6:
            first, last, piece = 0, len(clause), clause
        lead = re.match(r"[\s,;:.\-–+]*(?:và\s+)?", piece)
        first += lead.end() if lead else 0
        last -= len(piece) - len(piece.rstrip(" .;,:"))
        lines.append(_Line(figure, offset + first, offset + last, _year_near(clause, figure)))
    return lines


def _year_near(clause: str, figure: Figure) -> str | None:
    """The last deadline before the figure, else the first behind it."""
    years = [(match.start(), match.group(1) or match.group(2)) for match in _DEADLINE.finditer(clause)]
    before = [year for start, year in years if start < figure.start]
    behind = [year for start, year in years if start > figure.start]
    return before[-1] if before else behind[0] if behind else None


def _target(node: Node, line: _Line) -> Target:
    quote = node.block.text[line.start : line.end]
    return Target(
        text=quote, comparator=line.figure.comparator, value=line.figure.value, unit=line.figure.unit,
        by=line.by or _deadline(node), quote=quote, clause=node.clause,
        start=node.block.start + line.start, end=node.block.start + line.end,
    )  # fmt: skip


def _deadline(node: Node) -> str | None:
    for words in [node.words[:80], *(above.name[:120] for above in node.ancestors()[:3])]:
        match = _DEADLINE.search(words)
        if match:
            return match.group(1) or match.group(2)
    return None


_COMMON = frozenset(
    [
        "co",
        "duoc",
        "cua",
        "va",
        "trong",
        "tren",
        "cac",
        "la",
        "theo",
        "den",
        "tai",
        "cho",
        "tu",
        "voi",
        "ve",
        "duoi",
        "hinh",
        "thuc",
        "phan",
        "dau",
        "dat",
        "it",
        "nhat",
        "toi",
        "thieu",
        "tro",
        "len",
        "tong",
        "so",
        "ty",
        "le",
        "nam",
        "het",
        "nhung",
        "moi",
        "deu",
        "se",
        "phai",
        "vao",
        "cung",
    ]
)


def _measure_words(text: str) -> frozenset[str]:
    return frozenset(word for word in re.findall(r"[a-z]+", fold(text)) if word not in _COMMON)


# No plan has as many lines; the bound keeps any text fast.
MOST_COMPARED = 300


def _linked(targets: list[Target]) -> tuple[Target, ...]:
    """Lines on one measurement: almost all words of the shorter stand in the longer, and little else does."""
    words = [_measure_words(target.text) for target in targets]
    linked: list[Target] = []
    for position, target in enumerate(targets):
        same = next(
            (
                earlier
                for earlier in range(max(0, position - MOST_COMPARED), position)
                if target.unit == targets[earlier].unit and _is_same(words[position], words[earlier])
            ),
            None,
        )
        root = (
            linked[same].same_measure_as
            if same is not None and linked[same].same_measure_as is not None
            else same
        )
        linked.append(replace(target, same_measure_as=root))
    return tuple(linked)


def _is_same(one: frozenset[str], other: frozenset[str]) -> bool:
    shared, least = len(one & other), min(len(one), len(other))
    return least >= 4 and shared >= 0.85 * least and shared >= 0.6 * len(one | other)
