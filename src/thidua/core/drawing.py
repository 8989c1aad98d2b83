"""The strokes that charts are made of: SVG elements with presentation attributes only, every text escaped. Pure."""

from collections.abc import Iterable, Sequence
from html import escape

from django.utils.safestring import SafeString, mark_safe

INK, SOFT, GRID, TRACK, PAPER = "#1a1a1a", "#474747", "#d8d3c8", "#e8e4da", "#ffffff"
ACT, BRAND = "#0b4a8f", "#8b1a1a"
FILLS = {
    "reached": "#2e8057",
    "waiting": "#b07a10",
    "returned": "#3f6fa8",
    "late": "#a83843",
    "empty": "#8a857a",
}
LETTER = 0.6  # mean width of a letter in em, for placing words that must not overlap


def picture(width: float, height: float, title: str, said: str, parts: Iterable[str]) -> SafeString:
    """The whole SVG, named and described in words."""
    return mark_safe(  # noqa: S308 every text in it went through escape()
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {_n(width)} {_n(height)}" '
        f'width="{_n(width)}" height="{_n(height)}"><title>{escape(title)}</title><desc>{escape(said)}</desc>'
        + "".join(parts)
        + "</svg>"
    )


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def rect(x: float, y: float, width: float, height: float, fill: str) -> str:
    return f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}" fill="{fill}"/>'


def state_rect(x: float, y: float, width: float, height: float, tone: str) -> str:
    """Solid when reached; otherwise an outline on white, which a black and white printer keeps apart."""
    if tone == "reached":
        return rect(x, y, width, height, FILLS[tone])
    return (
        f'<rect x="{_n(x + 1)}" y="{_n(y + 1)}" width="{_n(max(width - 2, 0))}" height="{_n(max(height - 2, 0))}" '
        f'fill="{PAPER}" stroke="{FILLS[tone]}" stroke-width="2"/>'
    )


def stroke(x1: float, y1: float, x2: float, y2: float, colour: str, width: float, dash: str = "") -> str:
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<line x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}" '
        f'stroke="{colour}" stroke-width="{_n(width)}"{dashed}/>'
    )


def circle(x: float, y: float, radius: float, fill: str, edge: str = "", width: float = 0) -> str:
    stroked = f' stroke="{edge}" stroke-width="{_n(width)}"' if edge else ""
    return f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius)}" fill="{fill}"{stroked}/>'


def polyline(places: Sequence[tuple[float, float]], colour: str) -> str:
    joined = " ".join(f"{_n(x)},{_n(y)}" for x, y in places)
    return f'<polyline points="{joined}" fill="none" stroke="{colour}" stroke-width="2.5"/>'


def text(
    x: float,
    y: float,
    words: str,
    size: int,
    font: str,
    *,
    anchor: str = "start",
    bold: bool = False,
    fill: str = INK,
    halo: bool = False,
) -> str:
    weight = ' font-weight="600"' if bold else ""
    if halo:
        weight += f' stroke="{PAPER}" stroke-width="4" stroke-linejoin="round" paint-order="stroke"'
    return (
        f'<text x="{_n(x)}" y="{_n(y)}" font-family="{escape(font)}" font-size="{size}" fill="{fill}" '
        f'text-anchor="{anchor}"{weight}>{escape(words)}</text>'
    )


def word(x: float, y: float, words: str, size: int, font: str, width: float, *, bold: bool = False) -> str:
    """Centred on x, moved inwards where it would leave the picture."""
    half = text_width(words, size) / 2
    return text(min(max(x, half), max(width - half, half)), y, words, size, font, anchor="middle", bold=bold)


def text_width(words: str, size: int) -> float:
    return len(words) * size * LETTER


def wrap(words: str, width: float, size: int) -> list[str]:
    lines: list[str] = []
    for word in words.split():
        if lines and text_width(f"{lines[-1]} {word}", size) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines or [""]
