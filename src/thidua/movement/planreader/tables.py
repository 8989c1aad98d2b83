"""Tables that lost their lines: cells between lone "|", or cells one after another; given back as `| a | b |` rows."""

import re

# A table of the body has at least as many columns; two are a header or a signature block.
LEAST_COLUMNS = 3
MOST_COLUMNS = 12
LONGEST_CELL = 900
# No plan has as many; the bound keeps any text fast.
MOST_TABLES = 100


_HTML_ROW = re.compile(r"<tr\b[^<>]{0,300}>", re.IGNORECASE)
_HTML_END_ROW = re.compile(r"</tr", re.IGNORECASE)
_HTML_CELL = re.compile(r"<t[dh]\b([^<>]{0,300})>", re.IGNORECASE)
_HTML_END = re.compile(r"</t[rdh]\s{0,3}>", re.IGNORECASE)
_HTML_SPAN = re.compile(r"colspan\s?=\s?[\"']?(\d{1,2})", re.IGNORECASE)


def rows_of_html(text: str) -> str:
    """Rows of HTML tables as `| a | b |`; a cell over several columns is followed by empty ones."""
    starts = list(_HTML_ROW.finditer(text))
    pieces: list[str] = []
    position = 0
    for place, start in enumerate(starts):
        limit = starts[place + 1].start() if place + 1 < len(starts) else len(text)
        close = _HTML_END_ROW.search(text, start.end(), limit)
        end = close.start() if close else limit
        cells = _html_cells(text[start.end() : end])
        pieces += [text[position : start.start()], "\n| " + " | ".join(cells) + " |\n" if cells else "\n"]
        position = end
    return "".join([*pieces, text[position:]])


def _html_cells(row: str) -> list[str]:
    opened = list(_HTML_CELL.finditer(row))
    cells: list[str] = []
    for place, start in enumerate(opened):
        content = row[start.end() : opened[place + 1].start() if place + 1 < len(opened) else len(row)]
        close = _HTML_END.search(content)
        content = (content[: close.start()] if close else content).strip().replace("|", "/")
        span = _HTML_SPAN.search(start.group(1))
        cells += [re.sub(r"\s*\n\s*", "<br>", content), *[""] * (int(span.group(1)) - 1 if span else 0)]
    return cells


def open_tables(raws: list[str]) -> list[str]:
    return _open_sequences(_open_borders(raws))


def _open_borders(raws: list[str]) -> list[str]:
    done: list[str] = []
    position = 0
    while position < len(raws):
        end = _border_end(raws, position) if raws[position].strip() == "|" else position
        done += _bordered(raws[position:end]) if end > position else [raws[position]]
        position = max(end, position + 1)
    return done


def _border_end(raws: list[str], start: int) -> int:
    """Past the last border of a table whose cells stand between lines that hold only "|"; a blank line ends it."""
    position, last = start, start
    while position < len(raws):
        stripped = raws[position].strip()
        if stripped == "|":
            last = position
        elif not stripped and position == last + 1:
            break
        position += 1
        if position - last > 40:
            break
    return last + 1


def _bordered(raws: list[str]) -> list[str]:
    """The rows of a table, where it has columns enough; else the lines as they were."""
    rows: list[list[str]] = [[]]
    cell: list[str] = []
    for raw in raws[1:]:
        if raw.strip() != "|":
            cell.append(raw.strip())
        elif cell:
            rows[-1].append(" ".join(cell).strip())
            cell = []
        else:
            rows.append([])
    rows = [row for row in rows if row]
    columns = max((len(row) for row in rows), default=0)
    wide = [row for row in rows if len(row) >= LEAST_COLUMNS]
    if not LEAST_COLUMNS <= columns <= MOST_COLUMNS or len(wide) < 2:
        return raws
    return ["", *(_row(row, columns) for row in _joined(rows, columns)), ""]


def _joined(rows: list[list[str]], columns: int) -> list[list[str]]:
    """An empty cell looks like the end of a row: pieces that fill one row together are one."""
    done: list[list[str]] = []
    for row in rows:
        if done and len(done[-1]) > 1 and len(done[-1]) + 1 + len(row) <= columns:
            done[-1] += ["", *row]
        else:
            done.append(list(row))
    return done


def _row(cells: list[str], columns: int) -> str:
    if len(cells) == 1:
        return f"| {cells[0]} |"
    return "| " + " | ".join(cells + [""] * (columns - len(cells))) + " |"


_NUMBERING = re.compile(r"(?:S?TT|Stt|Số TT|Số thứ tự)\.?")
_MARKS = re.compile(r"[*_#]+")


def _open_sequences(raws: list[str]) -> list[str]:
    heads = [place for place, raw in enumerate(raws) if _NUMBERING.fullmatch(_bare(raw))]
    done: list[str] = []
    position = 0
    for head in heads[:MOST_TABLES]:
        rows, end = _sequence(raws, head) if head >= position else ([], position)
        if rows:
            done += [*raws[position:head], *rows]
            position = end
    return done + raws[position:]


def _bare(raw: str) -> str:
    return _MARKS.sub("", raw).strip()


def _sequence(raws: list[str], start: int) -> tuple[list[str], int]:
    """A head from "STT" to the line before "1", then rows that each open with their number alone on a line."""
    opened = any(_opens_row(_bare(raw), 1) for raw in raws[start : start + 40])
    reach = start + 600 if opened else start
    filled = [place for place in range(start, min(len(raws), reach)) if _bare(raws[place])]
    texts = [_bare(raws[place]) for place in filled]
    first = next(
        (i for i, text in enumerate(texts[: MOST_COLUMNS + 2]) if re.fullmatch(r"0?1\.?|I\.?", text)), 0
    )
    if not LEAST_COLUMNS <= first <= MOST_COLUMNS or any(
        len(text) > 60 or "|" in text for text in texts[:first]
    ):
        return [], start
    rows, at, number = [texts[:first]], first, 1
    while at < len(texts):
        limit = next(
            (i for i in range(at + 1, min(len(texts), at + 60)) if _opens_row(texts[i], number + 1)), None
        )
        stop = limit if limit is not None else min(len(texts), at + first)
        if _opens_row(texts[at], number):
            number += 1
        if any(len(text) > LONGEST_CELL or "|" in text for text in texts[at:stop]):
            return [], start
        rows.append(texts[at:stop])
        at = stop
        if limit is None:
            break
    if number == 1:
        return [], start
    return ["", *(_row(row, first) for row in rows), ""], filled[at] if at < len(filled) else filled[-1] + 1


def _opens_row(text: str, number: int) -> bool:
    return bool(re.fullmatch(rf"0?{number}\.?", text))
