"""Lines of what somebody wrote: bullets by their dash, nothing of lines that say nothing, alike on page and paper."""

import pytest

from thidua.composing import paper, wording
from thidua.documents.rendering.document import Bullet, Empty, Paragraph


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", ()),
        (" \n -–+ \n", ()),
        ("Một đoạn.\n\n- Hai - ba\n", ((False, "Một đoạn."), (True, "Hai - ba"))),
        ("+ Bốn\n– Năm", ((True, "Bốn"), (True, "Năm"))),
    ],
)
def test_lines_are_bullets_by_their_dash(text: str, lines: tuple[wording.Line, ...]) -> None:
    assert wording.lines_of(text) == lines


def test_the_paper_has_the_same_lines() -> None:
    assert paper.words("Một đoạn.\n- Hai") == [Paragraph("Một đoạn."), Bullet("Hai")]
    assert paper.words("\n-\n") == [Empty(paper.NOTHING_SAID)]
