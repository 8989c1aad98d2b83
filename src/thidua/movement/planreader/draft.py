"""What the reader hands over: a frozen draft in which every item says where in the text it stands."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """Words of the plan: `draft.text[start:end] == quote`. `clause` is the label path ("III.1.1"), "" outside the body."""

    quote: str
    start: int
    end: int
    clause: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Value(Cited):
    """A value read from the quote, cleaned: an issuer, a number, an ISO date, a legal basis, a recipient."""

    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Section(Cited):
    """A heading of level 1 or 2. `title` is None for a numbered paragraph without one; `starts` holds its first words."""

    label: str
    level: int
    title: str | None
    starts: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Target(Cited):
    """A target line. `same_measure_as` is the place in `targets` of the first line on the same measurement, or None."""

    text: str
    comparator: str  # ">=", "<=" or "=="
    value: float
    unit: str
    by: str | None = None  # deadline year of the line, when it names one
    same_measure_as: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase(Cited):
    """A named round or the stated period; dates as ISO of the precision the plan has ("2025", "2025-10", "2025-10-01")."""

    name: str
    begins: str | None
    ends: str | None
    begins_text: str | None = None
    ends_text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone(Cited):
    """A sơ kết or tổng kết with the year or date it falls on."""

    kind: str  # "sơ kết" or "tổng kết"
    when: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause(Cited):
    """A paragraph that counts: an aim, a requirement, a solution, a sector, a duty. `title` is its heading or ""."""

    label: str
    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Content(Clause):
    """A content of the movement, with the sectors it names."""

    sectors: tuple[Clause, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion(Cited):
    """A criterion of a target group; `targets` are places in `PlanDraft.quantitative_targets`, empty without figures."""

    text: str
    targets: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetGroup(Cited):
    """Those for whom criteria hold ("Đối với doanh nghiệp")."""

    label: str
    title: str
    criteria: tuple[Criterion, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Body(Cited):
    """A body named in the part on who does what."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty(Cited):
    """The duties of one clause: the bodies it names and what they are to do."""

    label: str
    bodies: tuple[str, ...]
    items: tuple[Clause, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TimedDuty(Cited):
    """A duty to report or to inspect. `dates` are the days it names ("01/6"), `rhythm` such as "hằng năm", or ""."""

    text: str
    rhythm: str = ""
    dates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPoint:
    """Something the plan leaves open or says twice: a kind, one sentence, and the words it rests on."""

    kind: str
    sentence: str
    quotes: tuple[Cited, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph for display: kind is "heading", "bullet", "paragraph" or "row"; level from 1; `zone` names the part."""

    kind: str
    level: int
    zone: str
    clause: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """The signature block; `authority` such as "TM. ỦY BAN NHÂN DÂN\\nKT. CHỦ TỊCH"."""

    authority: Value | None
    position: Value | None
    name: Value | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDraft:
    """All that was understood of a plan. Nothing in it is invented: what is not in the text is None or empty."""

    text: str
    doc_type: Value | None
    issuer: Value | None
    number: Value | None
    place: Value | None
    date: Value | None
    title: Value | None
    legal_bases: tuple[Value, ...]
    sections: tuple[Section, ...]
    quantitative_targets: tuple[Target, ...]
    phases: tuple[Phase, ...]
    responsible: tuple[Body, ...]
    recipients: tuple[Value, ...]
    signer: Signer
    overall_period: Phase | None = None
    plan_title: Value | None = None
    aims: tuple[Clause, ...] = ()
    requirements: tuple[Clause, ...] = ()
    contents: tuple[Content, ...] = ()
    sectors: tuple[Clause, ...] = ()
    target_groups: tuple[TargetGroup, ...] = ()
    solutions: tuple[Clause, ...] = ()
    duties: tuple[Duty, ...] = ()
    reporting_duties: tuple[TimedDuty, ...] = ()
    inspection_duties: tuple[TimedDuty, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    open_points: tuple[OpenPoint, ...] = ()
    paragraphs: tuple[Paragraph, ...] = field(default=())
