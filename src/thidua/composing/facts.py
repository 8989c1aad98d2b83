"""What a report rests on: approved figures with their sources, tasks, letters, punctuality, as they stood on a day. Pure.

`rows_of` says for each part of the report which facts it tells, as (what, how it stands): what was told then is held against what
would be told now, and nothing else decides whether a part is out of date.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, is_dataclass
from typing import Any, get_args, get_origin, get_type_hints

from thidua.reporting import papers
from thidua.reporting.papers import UnitTimes

MISSING = "chưa có số liệu"
BELOW = ("late", "waiting")
Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A value in words, the two numbers behind it, and its percent only to draw; empty where there are no figures."""

    shown: str = ""
    parts: str = ""
    percent: str = ""

    @property
    def said(self) -> str:
        return self.shown or MISSING

    @property
    def whole(self) -> str:
        """ "85,11 % (7.600/8.930)"."""
        return f"{self.shown} ({self.parts})" if self.shown and self.parts else self.said


@dataclass(frozen=True, slots=True)
class Source:
    """Where a figure comes from: the version of the formula, the periods counted, what of them was published, and how many units'
    figures were approved. `period` is the last of the periods, by which the page “vì sao có con số này” is found.
    """

    formula: str = ""
    periods: tuple[str, ...] = ()
    published: tuple[str, ...] = ()
    approved: int = 0
    missing: int = 0
    period: int = 0

    @property
    def said(self) -> str:
        if not self.periods:
            return "không có kỳ nào hỏi chỉ tiêu này"
        public = f"; công bố: {', '.join(self.published)}" if self.published else "; chưa công bố"
        return f"{', '.join(self.periods)}; cách tính {self.formula}; {self.approved} đơn vị đã duyệt{public}"


@dataclass(frozen=True, slots=True)
class StageResult:
    """What was reached at the end of a phase, against the targets that held then."""

    name: str
    told: Told
    levels: str
    standing: str


@dataclass(frozen=True, slots=True)
class Measure:
    """An indicator: in the time, in the one before, so far. `inputs` is what each unit gave, `result` what comes of it."""

    code: str
    name: str
    kind: str
    over_units: str
    levels: Pairs
    now: Told
    before: Told
    so_far: Told
    difference: str
    standing: str
    tone: str
    remark: str
    source: Source
    stages: tuple[StageResult, ...] = ()
    points: tuple[tuple[str, str], ...] = ()
    inputs: tuple[Mapping[str, Any], ...] = ()
    result: Mapping[str, Any] | None = None

    @property
    def has_value(self) -> bool:
        return bool(self.now.shown)

    @property
    def named(self) -> str:
        """ "Thủ tục trực tuyến (CT1)"."""
        return f"{self.name} ({self.code})"

    @property
    def level_words(self) -> str:
        return papers.levels_said(self.levels)

    @property
    def change(self) -> str:
        """The difference as a table has it: "+6,24 điểm %"."""
        short = (
            self.difference.replace("tăng ", "+")
            .replace("giảm ", "−")
            .replace(" điểm phần trăm", " điểm\u00a0%")
        )
        return short or ("—" if self.has_value and self.before.shown else MISSING)


@dataclass(frozen=True, slots=True)
class Content:
    title: str
    codes: tuple[str, ...]

    @property
    def codes_said(self) -> str:
        return ", ".join(self.codes) or "chưa có chỉ tiêu đo"


@dataclass(frozen=True, slots=True)
class UnitReach:
    """Of how many indicators with a level a unit has approved figures, and how many of them reach it."""

    name: str
    measured: int
    reached: int


@dataclass(frozen=True, slots=True)
class Job:
    """A task by its name, who does it, until when."""

    title: str
    unit: str
    due: str


@dataclass(frozen=True, slots=True)
class Letter:
    number: str
    day: str
    unit: str


@dataclass(frozen=True, slots=True)
class Conduct:
    """Units' own plans, tasks and letters. Tasks: those given by the end of the time; `done_*` were accepted inside it."""

    units: int = 0
    plans_accepted: int = 0
    plans_waiting: int = 0
    done_in_time: int = 0
    done_late: int = 0
    waiting: int = 0
    at_work: int = 0
    overdue: tuple[Job, ...] = ()
    letters: tuple[Letter, ...] = ()

    @property
    def plans_missing(self) -> int:
        return max(0, self.units - self.plans_accepted - self.plans_waiting)

    @property
    def tasks(self) -> Pairs:
        """Each state of tasks with its count, in words; none twice."""
        counts = (
            ("Hoàn thành đúng hạn", self.done_in_time),
            ("Hoàn thành trễ hạn", self.done_late),
            ("Chờ nghiệm thu", self.waiting),
            ("Đang làm, còn hạn", self.at_work),
            ("Quá hạn", len(self.overdue)),
        )
        return tuple((name, str(count)) for name, count in counts)


@dataclass(frozen=True, slots=True)
class Asked:
    """A target line as the plan has it, and what was reached."""

    clause: str
    text: str
    shown: str
    standing: str


@dataclass(frozen=True, slots=True)
class Published:
    """A publication of a period, with the hash that proves it."""

    period: str
    number: int
    on: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything but the words of the office. Days are ISO; `on` is the day on which this was found.

    `asked` are the plan's target lines of the year of a yearly report; `versions` says in sentences by which version of the
    plan the periods are measured. What has a default came later: reports that were frozen before do without.
    """

    kind: str
    label: str
    title: str
    since: str
    until: str
    on: str
    before_label: str
    so_far_label: str
    movement: str
    plan: str
    head: Mapping[str, str]
    recipients: tuple[str, ...]
    launched_on: str
    indicator_count: int
    contents: tuple[Content, ...]
    periods: tuple[str, ...]
    stage_names: tuple[str, ...]
    measures: tuple[Measure, ...]
    conduct: Conduct
    times: tuple[UnitTimes, ...]
    reach: tuple[UnitReach, ...]
    difficulties: tuple[tuple[str, str], ...]
    coming: tuple[Job, ...]
    criteria: int = 0
    covered: int = 0
    asked: tuple[Asked, ...] = ()
    versions: tuple[str, ...] = ()
    published: tuple[Published, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Facts":
        found: Facts = _read(cls, stored)
        return found

    @property
    def is_of_stages(self) -> bool:
        return bool(self.stage_names)

    @property
    def missed(self) -> tuple[Measure, ...]:
        """Those with a value below a level that was set."""
        return tuple(one for one in self.measures if one.tone in BELOW)

    @property
    def unknown(self) -> tuple[Measure, ...]:
        """Those without a value."""
        return tuple(one for one in self.measures if not one.has_value)

    @property
    def slow(self) -> tuple[UnitTimes, ...]:
        """Units with a report that came late or never."""
        return tuple(one for one in self.times if one.late or one.missing)

    def measure(self, code: str) -> Measure | None:
        return next((one for one in self.measures if one.code == code), None)


def _read(kind: Any, stored: Any) -> Any:
    """A value of the declared type from JSON, in which tuples are lists."""
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        held = [one.name for one in fields(kind) if one.name in stored]
        return kind(**{name: _read(hints[name], stored[name]) for name in held})  # type: ignore[operator]
    if get_origin(kind) is tuple:
        inner = get_args(kind)
        if len(inner) == 2 and inner[1] is Ellipsis:
            return tuple(_read(inner[0], one) for one in stored)
        return tuple(_read(each, one) for each, one in zip(inner, stored, strict=True))
    return stored


def rows_of(part: str, facts: Facts) -> Pairs:
    """What a part tells, as (what, how it stands)."""
    found: Pairs = _ROWS[part](facts)
    return found


def _situation(facts: Facts) -> Pairs:
    return (
        ("Số đơn vị được giao", str(facts.conduct.units)),
        ("Số chỉ tiêu", str(facts.indicator_count)),
        ("Số nội dung thi đua", str(len(facts.contents))),
        ("Kỳ báo cáo đã mở", ", ".join(facts.periods) or "chưa có"),
        ("Tiêu chí đã có cách theo dõi", f"{facts.covered}/{facts.criteria}"),
    )


def _conduct(facts: Facts) -> Pairs:
    told = facts.conduct
    return (
        ("Kế hoạch đơn vị đã đạt", f"{told.plans_accepted}/{told.units}"),
        ("Kế hoạch đơn vị chờ xem xét", str(told.plans_waiting)),
        *((f"Nhiệm vụ: {name.lower()}", count) for name, count in told.tasks),
        ("Văn bản đôn đốc", ", ".join(one.number for one in told.letters) or "không có"),
    )


def _results(facts: Facts) -> Pairs:
    rows: list[tuple[str, str]] = []
    for one in facts.measures:
        rows.append((f"{one.code}: {facts.label}", one.now.whole))
        if facts.is_of_stages:
            rows += [(f"{one.code}: {stage.name}", stage.told.whole) for stage in one.stages]
        else:
            rows.append((f"{one.code}: {facts.before_label}", one.before.whole))
            rows.append((f"{one.code}: {facts.so_far_label}", one.so_far.whole))
        rows.append((f"{one.code}: mức đặt ra", one.level_words))
    rows += [(f"Nội dung {place}", one.codes_said) for place, one in enumerate(facts.contents, 1)]
    rows += [(f"Kế hoạch, {one.clause}: {one.text}", f"{one.shown}, {one.standing}") for one in facts.asked]
    return tuple(rows)


def _quality(facts: Facts) -> Pairs:
    rows = [(name, str(count)) for name, count in punctuality(facts)]
    return (*rows, *((one.name, f"trễ {one.late}, chưa gửi {one.missing}") for one in facts.slow))


def _difficulties(facts: Facts) -> Pairs:
    return tuple((f"{unit} ({place})", said) for place, (unit, said) in enumerate(facts.difficulties, 1))


def _next(facts: Facts) -> Pairs:
    return (
        ("Chỉ tiêu chưa đạt", ", ".join(one.code for one in facts.missed) or "không có"),
        ("Chỉ tiêu chưa có số liệu", ", ".join(one.code for one in facts.unknown) or "không có"),
        ("Nhiệm vụ đến hạn kỳ tới", "; ".join(one.title for one in facts.coming) or "không có"),
    )


def _appendix(facts: Facts) -> Pairs:
    versions = [(f"Bản kế hoạch dùng để đo ({place})", said) for place, said in enumerate(facts.versions, 1)]
    return (*((f"Nguồn của {one.code}", one.source.said) for one in facts.measures), *versions)


_ROWS = {
    "situation": _situation,
    "conduct": _conduct,
    "results": _results,
    "quality": _quality,
    "difficulties": _difficulties,
    "next": _next,
    "appendix": _appendix,
}


def punctuality(facts: Facts) -> tuple[tuple[str, int], ...]:
    """Reports in time, late, never sent, over all units."""
    return (
        ("Đúng hạn", sum(one.in_time for one in facts.times)),
        ("Trễ hạn", sum(one.late for one in facts.times)),
        ("Chưa gửi", sum(one.missing for one in facts.times)),
    )


@dataclass(frozen=True, slots=True)
class Change:
    """One fact of a part that is not what it was."""

    part: str
    what: str
    then: str
    now: str


def changes_between(part: str, then: Mapping[str, str], now: Pairs) -> list[Change]:
    """What the part told, beside what it would tell now; only what differs, in the order of now."""
    told = dict(now)
    places = [*told, *(what for what in then if what not in told)]
    return [
        Change(part, what, then.get(what, "chưa có trong báo cáo"), told.get(what, "không còn"))
        for what in places
        if then.get(what) != told.get(what)
    ]
