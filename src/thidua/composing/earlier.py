"""Reports of a year in the short form that came before period reports, as they were made. Pure; only read.

The same facts give the same document: nothing of this form changes any more.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from thidua.composing import paper, wording
from thidua.composing.facts import Asked, Published
from thidua.core import charts, series
from thidua.documents import rendering
from thidua.documents.rendering import document as papers
from thidua.reporting.papers import UnitTimes, levels_said

NO_MEASURE = "Nội dung này chưa có chỉ tiêu đo trong phần mềm; kết quả do đơn vị báo cáo bằng lời."
CHART_FONT = "Liberation Serif"
CHART_WIDTH = 680
MOST_BARS = 8


@dataclass(frozen=True, slots=True)
class Measure:
    """One indicator over the year: `shown` and `parts` in words, `percent` only to draw (a float-free string)."""

    code: str
    name: str
    shown: str
    parts: str
    lines: tuple[tuple[str, str], ...]
    standing: str
    tone: str
    percent: str
    remark: str

    @property
    def sentence(self) -> str:
        parts = f" ({self.parts})" if self.parts else ""
        remark = f" {self.remark}" if self.remark else ""
        return f"{self.name}: {self.shown}{parts}. {self.standing}.{remark}"


@dataclass(frozen=True, slots=True)
class Content:
    """A content of the plan, in its own words, and the codes that tell about it."""

    key: str
    title: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class YearFacts:
    """Everything but the officer's words. `head` has parent, issuer, place, signer; `until` is the day of the figures.

    `chain` says, in sentences, where the book of deeds ended when the report was composed, and how to hold it against that.
    `versions` says, in sentences, by which version of the plan the periods of the year are measured. Reports composed before
    these were kept have none of `published`, `chain`, `versions`.
    """

    year: int
    until: str
    movement: str
    plan: str
    head: Mapping[str, str]
    recipients: tuple[str, ...]
    contents: tuple[Content, ...]
    measures: tuple[Measure, ...]
    asked: tuple[Asked, ...]
    units: tuple[UnitTimes, ...]
    published: tuple[Published, ...] = ()
    chain: tuple[str, ...] = ()
    versions: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "YearFacts":
        parts = dict(stored)
        parts["recipients"] = tuple(parts["recipients"])
        parts["contents"] = tuple(
            Content(**{**row, "codes": tuple(row["codes"])}) for row in parts["contents"]
        )
        parts["measures"] = tuple(
            Measure(**{**row, "lines": tuple((name, value) for name, value in row["lines"])})
            for row in parts["measures"]
        )
        parts["asked"] = tuple(Asked(**row) for row in parts["asked"])
        parts["units"] = tuple(UnitTimes(**row) for row in parts["units"])
        parts["published"] = tuple(Published(**row) for row in parts.get("published", ()))
        parts["chain"] = tuple(parts.get("chain", ()))
        parts["versions"] = tuple(parts.get("versions", ()))
        return cls(**parts)


def document_of(facts: YearFacts, texts: Mapping[str, str]) -> papers.OfficialDocument:
    """The report as an official document; its number stays blank for văn thư, its day for the day of signing."""
    head = facts.head
    return papers.OfficialDocument(
        parent=head["parent"],
        issuer=head["issuer"],
        number=None,
        symbol="BC-UBND",
        kind="BÁO CÁO",
        title=f"Kết quả thực hiện phong trào thi đua {facts.movement} năm {facts.year}",
        place=head["place"],
        on=papers.BlankDay(date.fromisoformat(facts.until).year, date.fromisoformat(facts.until).month),
        blocks=tuple(_blocks(facts, texts)),
        recipients=facts.recipients or ("Lưu: VT, VHXH",),
        signer_authority=head["authority"],
        signer_position=head["position"] or "CHỦ TỊCH",
        signer_name=head["name"],
    )


def _blocks(facts: YearFacts, texts: Mapping[str, str]) -> list[papers.Block]:
    until = date.fromisoformat(facts.until)
    blocks: list[papers.Block] = [
        papers.Paragraph(
            f"Thực hiện {facts.plan}, {facts.head['issuer']} báo cáo kết quả năm {facts.year} "
            f"(số liệu đã kiểm tra đến ngày {until:%d/%m/%Y}) như sau:"
        ),
        papers.Heading(1, "I. TÌNH HÌNH TRIỂN KHAI"),
        *_written(texts.get("overview", ""), "Chưa ghi tình hình triển khai."),
        papers.Heading(1, "II. KẾT QUẢ THỰC HIỆN"),
        papers.Heading(2, "1. Kết quả theo nội dung thi đua"),
        *_by_content(facts),
        papers.Heading(2, "2. Kết quả theo chỉ tiêu"),
        *_by_measure(facts),
        *(papers.Note(sentence) for sentence in facts.versions),
        papers.Heading(2, "3. Đối chiếu với kế hoạch"),
        *_against_plan(facts),
        papers.Heading(1, "III. CHẾ ĐỘ BÁO CÁO CỦA CÁC ĐƠN VỊ"),
        *_by_unit(facts),
        papers.Heading(1, "IV. KHÓ KHĂN, VƯỚNG MẮC"),
        *_written(texts.get("difficulties", ""), "Các đơn vị không nêu khó khăn, vướng mắc trong báo cáo."),
        papers.Heading(1, "V. PHƯƠNG HƯỚNG, KIẾN NGHỊ"),
        *_written(texts.get("proposals", ""), "Chưa ghi phương hướng, kiến nghị."),
        *_proof(facts),
        papers.Paragraph(
            f"Trên đây là báo cáo kết quả thực hiện phong trào thi đua năm {facts.year} "
            f"của {facts.head['issuer']}./."
        ),
    ]
    return blocks


def _written(text: str, otherwise: str) -> list[papers.Block]:
    said: list[papers.Block] = [
        papers.Bullet(line) if is_bullet else papers.Paragraph(line)
        for is_bullet, line in wording.lines_of(text)
    ]
    return said or [papers.Empty(otherwise)]


def _by_content(facts: YearFacts) -> list[papers.Block]:
    if not facts.contents:
        return [papers.Empty("Kế hoạch không chia nội dung thi đua.")]
    by_code = {measure.code: measure for measure in facts.measures}
    blocks: list[papers.Block] = []
    for place, content in enumerate(facts.contents, start=1):
        blocks.append(papers.Heading(3, f"Nội dung {place}. {content.title}"))
        told = [by_code[code] for code in content.codes if code in by_code]
        blocks += [papers.Bullet(measure.sentence) for measure in told] or [papers.Empty(NO_MEASURE)]
    return blocks


def _by_measure(facts: YearFacts) -> list[papers.Block]:
    if not facts.measures:
        return [papers.Empty("Trong năm chưa có số liệu nào được kiểm tra.")]
    table = papers.Table(
        columns=(
            papers.Column("TT", width=0.6, align=papers.Align.CENTER),
            papers.Column("Chỉ tiêu", width=4),
            papers.Column("Kết quả", width=1.6, align=papers.Align.RIGHT),
            papers.Column("Mức đặt ra", width=1.8),
            papers.Column("Đánh giá", width=1.8),
        ),
        rows=tuple(
            (
                place,
                measure.name,
                measure.shown,
                levels_said(measure.lines),
                measure.standing,
            )
            for place, measure in enumerate(facts.measures, start=1)
        ),
        caption=f"Bảng 1. Kết quả năm {facts.year} so với chỉ tiêu",
    )
    return [table, *_chart(facts)]


def _chart(facts: YearFacts) -> list[papers.Block]:
    """All measures with a percent, a few to a picture, so that pages fill."""
    drawn = [measure for measure in facts.measures if measure.percent]
    return [
        _picture(drawn[start : start + MOST_BARS], facts.year, number)
        for number, start in enumerate(range(0, len(drawn), MOST_BARS), start=1)
    ]


def _picture(drawn: Sequence[Measure], year: int, number: int) -> papers.Chart:
    bars = [
        series.Column(
            measure.name,
            Decimal(measure.percent),
            measure.tone,
            tuple(series.Line(Decimal(_bare(value)), name) for name, value in measure.lines if "%" in value),
        )
        for measure in drawn
    ]
    title = f"Kết quả năm {year} so với chỉ tiêu"
    return papers.Chart(
        svg=charts.rows(bars, title=title, width=CHART_WIDTH, font=CHART_FONT).encode(),
        caption=f"Biểu đồ {number}. Thanh là kết quả, vạch đứng là mức đặt ra (đơn vị: %)",
        alt="; ".join(f"{measure.name} {measure.shown}" for measure in drawn),
    )


def _bare(value: str) -> str:
    """The number in "≥ 92,5 %"."""
    return "".join(char for char in value if char.isdigit() or char == ",").replace(",", ".")


def _against_plan(facts: YearFacts) -> list[papers.Block]:
    if not facts.asked:
        return [papers.Empty("Kế hoạch không đặt chỉ tiêu bằng số.")]
    return [captioned(2, paper.asked_of(facts.asked))]


def _by_unit(facts: YearFacts) -> list[papers.Block]:
    if not facts.units:
        return [papers.Empty("Trong năm chưa có kỳ báo cáo nào đến hạn.")]
    asked, in_time = sum(unit.asked for unit in facts.units), sum(unit.in_time for unit in facts.units)
    late, missing = sum(unit.late for unit in facts.units), sum(unit.missing for unit in facts.units)
    summary = (
        f"{len(facts.units)} đơn vị phải gửi {asked} báo cáo: {in_time} báo cáo đúng hạn, {late} báo cáo trễ hạn, "
        f"{missing} báo cáo chưa gửi."
    )
    rows = sorted(facts.units, key=lambda unit: (-(unit.late + unit.missing), unit.name))
    slow = [unit for unit in rows if unit.late or unit.missing]
    if not slow:
        return [papers.Paragraph(summary), papers.Paragraph("Tất cả đơn vị gửi đủ và đúng hạn.")]
    return [papers.Paragraph(summary), captioned(3, paper.slow_units(slow))]


def _proof(facts: YearFacts) -> list[papers.Block]:
    """What a reader needs to find out whether the figures are still those that were published."""
    if not facts.chain:
        return []
    blocks: list[papers.Block] = [papers.Heading(1, "VI. ĐỐI CHIẾU SỐ LIỆU")]
    if facts.published:
        blocks += [
            papers.Paragraph(
                "Mỗi kết quả khi công bố được giữ nguyên cùng số liệu từng đơn vị và cách tính. Lệnh thidua "
                "verify_publications tính lại tất cả và so với các mã sau:"
            ),
            captioned(4, paper.hashes(facts.published)),
        ]
    else:
        blocks.append(papers.Empty("Trong năm chưa công bố kết quả kỳ nào."))
    return [*blocks, *(papers.Note(sentence) for sentence in facts.chain)]


def captioned(number: int, blocks: Sequence[papers.Block]) -> papers.Block:
    """A table by the number that it always had in this form."""
    (table,) = blocks
    return (
        replace(table, caption=f"Bảng {number}. {table.caption}")
        if isinstance(table, papers.Table)
        else table
    )


def render(facts: YearFacts, texts: Mapping[str, str], form: str) -> bytes:
    """The document as "pdf" or "docx"."""
    paper = document_of(facts, texts)
    return rendering.render_docx(paper) if form == "docx" else rendering.render_pdf(paper)
