"""The same plan in other clothes: what offices, converters and scanners make of one text."""

import textwrap
import unicodedata
from collections.abc import Callable

from thidua.movement.planreader import PlanDraft


def zone_lines(draft: PlanDraft, *zones: str) -> list[str]:
    return [draft.text[p.start : p.end] for p in draft.paragraphs if p.zone in zones]


def one_line_each(draft: PlanDraft) -> str:
    """A paragraph a line, no blank lines: text pasted out of Word."""
    return "\n".join(draft.text[p.start : p.end] for p in draft.paragraphs)


def blank_lines(draft: PlanDraft) -> str:
    return "\n\n".join(draft.text[p.start : p.end] for p in draft.paragraphs)


def wrapped(draft: PlanDraft) -> str:
    """Hard line ends, no blank lines, no indents: text of a PDF."""
    lines: list[str] = []
    for paragraph in draft.paragraphs:
        text = draft.text[paragraph.start : paragraph.end]
        lines += (
            [text]
            if paragraph.zone in ("header", "closing")
            else textwrap.wrap(text, 88, break_on_hyphens=False)
        )
    return "\n".join(lines)


def html_wrapped(draft: PlanDraft) -> str:
    """Short hard line ends inside paragraphs, blank lines between them: a web page turned into text."""
    return "\n\n".join(
        "\n".join(textwrap.wrap(draft.text[p.start : p.end], 62, break_on_hyphens=False))
        for p in draft.paragraphs
    )


def printed(draft: PlanDraft) -> str:
    """Indented first lines, page numbers, header and closing in two columns: a PDF printed with its layout."""
    lines: list[str] = []
    closed = False
    for paragraph in draft.paragraphs:
        text = draft.text[paragraph.start : paragraph.end]
        if paragraph.zone == "closing" and not closed:
            lines += ["", *_closing_columns(draft), ""]
            closed = True
        elif paragraph.zone == "title" or text.startswith("PHỤ LỤC"):
            lines += [line.center(86).rstrip() for line in textwrap.wrap(text, 70)]
        elif paragraph.zone not in ("header", "closing"):
            lines += textwrap.wrap(text, 84, initial_indent=" " * 6, break_on_hyphens=False)
    pages: list[str] = []
    for number, line in enumerate(lines):
        pages += ["", f"{2 + number // 45}".center(86).rstrip(), ""] if number % 45 == 44 else []
        pages.append(line)
    return "\n".join([*_header_columns(draft), "", *pages])


def _columns(left: list[str], right: list[str], width: int) -> list[str]:
    rows = max(len(left), len(right))
    left, right = left + [""] * (rows - len(left)), right + [""] * (rows - len(right))
    return [f"{a:<{width}}    {b}".rstrip() for a, b in zip(left, right, strict=True)]


def _header_columns(draft: PlanDraft) -> list[str]:
    lines = zone_lines(draft, "header")
    right = [
        line
        for line in lines
        if "CỘNG H" in line or "NGHĨA VIỆT" in line or "lập" in line or "ngày" in line or "ĐẢNG CỘNG" in line
    ]
    left = [line for line in lines if line not in right]
    return _columns(left, right, max([44, *(len(line) + 4 for line in left)]))


def _closing_columns(draft: PlanDraft) -> list[str]:
    lines = zone_lines(draft, "closing")
    if not any(line.lower().startswith("nơi nhận") for line in lines):
        return lines
    at = next(i for i, line in enumerate(lines) if line.lower().startswith("nơi nhận"))
    listed = [i for i, line in enumerate(lines) if i == at or (i > at and line.startswith("-"))]
    left = [piece for i in listed for piece in textwrap.wrap(lines[i], 46)]
    right = [line for i, line in enumerate(lines) if i not in listed]
    return _columns(left, right, 56)


def decomposed(draft: PlanDraft) -> str:
    return unicodedata.normalize("NFD", blank_lines(draft))


def other_bullets(draft: PlanDraft) -> str:
    return "\n".join(
        "* " + line[2:] if line.startswith("- ") else line for line in one_line_each(draft).split("\n")
    )


def slashed_labels(draft: PlanDraft) -> str:
    """ "I/" and "1/" for "I." and "1."."""
    lines = []
    for paragraph in draft.paragraphs:
        text = draft.text[paragraph.start : paragraph.end]
        head, _, tail = text.partition(". ")
        lines.append(
            f"{head}/ {tail}" if paragraph.zone == "body" and head.isalnum() and len(head) < 5 else text
        )
    return "\n".join(lines)


def dotless_labels(draft: PlanDraft) -> str:
    """A full stop lost behind every other number."""
    lines = []
    for position, paragraph in enumerate(draft.paragraphs):
        text = draft.text[paragraph.start : paragraph.end]
        head, _, tail = text.partition(". ")
        lost = paragraph.zone == "body" and head.isdigit() and len(head) == 1 and position % 2
        lines.append(f"{head} {tail}" if lost else text)
    return "\n".join(lines)


def markdown(draft: PlanDraft) -> str:
    lines = []
    titles = {
        section.start for section in draft.sections if section.title and section.quote.endswith(section.title)
    }
    for paragraph in draft.paragraphs:
        text = draft.text[paragraph.start : paragraph.end]
        if paragraph.start in titles:
            lines.append("#" * (paragraph.level + 1) + " **" + text + "**")
        else:
            lines.append(text)
    return "\n\n".join(lines)


def spaced_numbers(draft: PlanDraft) -> str:
    return one_line_each(draft).replace("-UBND", " -UBND").replace("/NQ-", "/ NQ- ").replace("/QĐ-", " /QĐ-")


VARIATIONS: dict[str, Callable[[PlanDraft], str]] = {
    function.__name__: function
    for function in (
        one_line_each, blank_lines, wrapped, html_wrapped, printed, decomposed, other_bullets, slashed_labels, dotless_labels,
        markdown, spaced_numbers,
    )
}  # fmt: skip
