"""The report as a document in the layout of NĐ 30/2020, from its facts, the words of its parts and its charts. Pure.

The same record gives the same document, years later too.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import count

from thidua.composing import picturing, wording
from thidua.composing.enums import PartKey
from thidua.composing.facts import Asked, Facts, Measure, Published
from thidua.core import formatting
from thidua.documents import rendering
from thidua.documents.rendering import document as papers
from thidua.reporting.papers import UnitTimes

ROMAN = ("I", "II", "III", "IV", "V", "VI")
SYMBOL = "BC-UBND"
ANNEX = "Nguồn của số liệu"
# Of code, name, target, now, before, difference, so far, standing: a code and a share stay on one line.
WIDTHS = (1.2, 2.7, 1.9, 1.5, 1.5, 1.5, 1.5, 1.5)
NOTHING_SAID = "Phần này chưa có nội dung."


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that is printed. Without `number` and `issued_on` there is room for văn thư; `proof` are sentences at the end."""

    facts: Facts
    texts: Mapping[str, str]
    charts: Sequence[str] = ()
    symbol: str = SYMBOL
    number: str = ""
    issued_on: date | None = None
    proof: Sequence[str] = field(default=())


def heading_of(key: str) -> str:
    """ "III. KẾT QUẢ THỰC HIỆN", "PHỤ LỤC"."""
    place = PartKey.values.index(key)
    words = str(PartKey(key).label).upper()
    return words if key == PartKey.APPENDIX else f"{ROMAN[place]}. {words}"


def render(sheet: Sheet, form: str) -> bytes:
    """The document as "pdf" or "docx"."""
    paper = document_of(sheet)
    return rendering.render_docx(paper) if form == "docx" else rendering.render_pdf(paper)


def document_of(sheet: Sheet) -> papers.OfficialDocument:
    head, facts = sheet.facts.head, sheet.facts
    on = date.fromisoformat(facts.on)
    blocks, annex = _numbered(_blocks(sheet), _annex(sheet))
    return papers.OfficialDocument(
        parent=head["parent"],
        issuer=head["issuer"],
        number=sheet.number or None,
        symbol=sheet.symbol,
        kind="BÁO CÁO",
        title=facts.title,
        place=head["place"],
        on=sheet.issued_on or papers.BlankDay(on.year, on.month),
        blocks=blocks,
        recipients=facts.recipients or ("Lưu: VT, VHXH",),
        signer_authority=head["authority"] or "TM. Ủy ban nhân dân",
        signer_position=head["position"] or "Chủ tịch",
        signer_name=head["name"],
        annexes=(papers.Annex(ANNEX, annex),),
    )


def _blocks(sheet: Sheet) -> list[papers.Block]:
    facts = sheet.facts
    because = f"Thực hiện {facts.plan}, " if facts.plan else ""
    until = formatting.day(date.fromisoformat(facts.until))
    blocks: list[papers.Block] = [
        papers.Paragraph(
            f"{because}{' '.join(facts.head['issuer'].split())} báo cáo {_subject(facts)} "
            f"(số liệu đã kiểm tra, duyệt của thời gian đến ngày {until}) như sau:"
        )
    ]
    for key in PartKey.values:
        if key != PartKey.APPENDIX:
            blocks += [papers.Heading(1, heading_of(key)), *words(sheet.texts.get(key, ""))]
            blocks += _added(key, sheet)
    return [
        *blocks,
        papers.Paragraph(
            f"Trên đây là báo cáo {_subject(facts)} (nguồn của số liệu tại Phụ lục kèm theo)./."
        ),
    ]


def _annex(sheet: Sheet) -> list[papers.Block]:
    """Where the figures come from, by which plan they were measured, and how to find out whether they are what they were."""
    facts = sheet.facts
    return [
        *words(sheet.texts.get(PartKey.APPENDIX, "")),
        *_sources(facts),
        *(papers.Note(sentence) for sentence in facts.versions),
        *hashes(facts.published),
        *(papers.Note(sentence) for sentence in sheet.proof),
    ]


def _numbered(*pieces: Sequence[papers.Block]) -> list[tuple[papers.Block, ...]]:
    """Tables that have a caption get their numbers, through all pieces."""
    number = count(1)
    return [
        tuple(
            replace(one, caption=f"Bảng {next(number)}. {one.caption}")
            if isinstance(one, papers.Table) and one.caption
            else one
            for one in piece
        )
        for piece in pieces
    ]


def _subject(facts: Facts) -> str:
    return f"{facts.title[:1].lower()}{facts.title[1:]}"


def words(text: str) -> list[papers.Block]:
    """What the office wrote, one block a line."""
    said: list[papers.Block] = [
        papers.Bullet(line) if is_bullet else papers.Paragraph(line)
        for is_bullet, line in wording.lines_of(text)
    ]
    return said or [papers.Empty(NOTHING_SAID)]


def _added(key: str, sheet: Sheet) -> list[papers.Block]:
    """Tables and charts that stand under the words of a part."""
    if key == PartKey.RESULTS:
        return [*_results(sheet.facts), *_charts(sheet), *asked_of(sheet.facts.asked)]
    return slow_units(sheet.facts.slow) if key == PartKey.QUALITY else []


def _results(facts: Facts) -> list[papers.Block]:
    if not facts.measures:
        return []
    head, rows = result_table(facts)
    right, left = papers.Align.RIGHT, papers.Align.LEFT
    widths = (1.2, 3.0, *([1.6] * (len(head) - 2)))
    if not facts.is_of_stages:
        widths = WIDTHS
    columns = tuple(
        papers.Column(name, width, align=left if place < 2 else right)
        for place, (name, width) in enumerate(zip(head, widths, strict=True))
    )
    return [papers.Table(columns=columns, rows=rows, caption="Kết quả theo chỉ tiêu")]


def result_table(facts: Facts) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Head and rows: target, this time, the one before, the difference, so far; of sơ kết and tổng kết each phase."""
    if facts.is_of_stages:
        stages = [(f"{name}: kết quả", f"{name}: mức đặt ra") for name in facts.stage_names]
        head = ("Mã", "Chỉ tiêu", *(word for pair in stages for word in pair), "Đánh giá")
        return head, tuple((one.code, one.name, *_of_stages(one), one.standing) for one in facts.measures)
    head = (
        "Mã",
        "Chỉ tiêu",
        "Mức đặt ra",
        facts.label,
        facts.before_label,
        "Tăng, giảm",
        facts.so_far_label,
        "Đánh giá",
    )
    return head, tuple(
        (
            one.code,
            one.name,
            one.level_words,
            one.now.said,
            one.before.said,
            one.change,
            one.so_far.said,
            one.standing,
        )
        for one in facts.measures
    )


def _of_stages(one: Measure) -> list[str]:
    return [word for stage in one.stages for word in (stage.told.said, stage.levels)]


def _charts(sheet: Sheet) -> list[papers.Block]:
    found: list[papers.Block] = []
    for number, picture in enumerate(picturing.chosen(sheet.facts, sheet.charts), start=1):
        for svg in picture.on_paper:
            caption = f"Biểu đồ {number}. {picture.title}. {picture.reading}"
            found.append(papers.Chart(svg=svg.encode(), caption=caption, alt=picture.alt))
    return found


def asked_of(lines: Sequence[Asked]) -> list[papers.Block]:
    """The target lines of the plan beside what was reached; nothing where the plan sets none."""
    if not lines:
        return []
    return [
        papers.Table(
            columns=(
                papers.Column("Điểm", width=1),
                papers.Column("Kế hoạch đặt ra", width=4.4),
                papers.Column("Đạt được", width=1.4, align=papers.Align.RIGHT),
                papers.Column("Đánh giá", width=1.8),
            ),
            rows=tuple((one.clause, one.text, one.shown, one.standing) for one in lines),
            caption="Kế hoạch đặt ra và kết quả đạt được",
        )
    ]


def hashes(published: Sequence[Published]) -> list[papers.Block]:
    if not published:
        return []
    return [
        papers.Table(
            columns=(
                papers.Column("Kỳ", width=1.6),
                papers.Column("Lần", width=0.6, align=papers.Align.CENTER),
                papers.Column("Ngày công bố", width=1.5, align=papers.Align.CENTER),
                papers.Column("SHA-256", width=4.3),
            ),
            rows=tuple(
                (
                    one.period,
                    one.number,
                    formatting.day(date.fromisoformat(one.on)),
                    formatting.grouped(one.sha256),
                )
                for one in published
            ),
            caption="Mã kiểm của các kết quả đã công bố",
        )
    ]


def slow_units(slow: Sequence[UnitTimes]) -> list[papers.Block]:
    if not slow:
        return []
    number = papers.ColumnKind.NUMBER
    return [
        papers.Table(
            columns=(
                papers.Column("Đơn vị", width=4),
                *(
                    papers.Column(name, kind=number)
                    for name in ("Phải gửi", "Đúng hạn", "Trễ hạn", "Chưa gửi")
                ),
            ),
            rows=tuple((one.name, one.asked, one.in_time, one.late, one.missing) for one in slow),
            caption="Đơn vị có báo cáo trễ hạn hoặc chưa gửi",
        )
    ]


def _sources(facts: Facts) -> list[papers.Block]:
    if not facts.measures:
        return []
    return [
        papers.Table(
            columns=(
                papers.Column("Mã", width=0.8),
                papers.Column("Kết quả", width=2.8),
                papers.Column("Nguồn số liệu", width=6),
            ),
            rows=tuple((one.code, one.now.whole, one.source.said) for one in facts.measures),
            caption="Nguồn của số liệu",
        )
    ]
