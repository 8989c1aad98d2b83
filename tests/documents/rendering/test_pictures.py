import struct

import pytest

from tests.documents.rendering import sample
from thidua.documents import rendering
from thidua.documents.rendering import pictures
from thidua.documents.rendering.document import InvalidDocument


def size_of(png: bytes) -> tuple[int, int]:
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def test_a_page_is_an_a4_picture_at_the_asked_resolution() -> None:
    width, height = size_of(rendering.render_page_png(sample.report(), ppi=100))
    assert (width, height) == (pytest.approx(827, abs=1), pytest.approx(1169, abs=1))


def test_each_page_has_its_own_picture_and_always_the_same() -> None:
    first = rendering.render_page_png(sample.report())
    assert first == rendering.render_page_png(sample.report(), page=1)
    assert first != rendering.render_page_png(sample.report(), page=2)


@pytest.mark.parametrize("page", [0, -1, 99])
def test_a_page_that_does_not_exist_is_refused(page: int) -> None:
    with pytest.raises(InvalidDocument, match=f"không có trang {page}"):
        rendering.render_page_png(sample.report(), page=page)


def test_a_chart_has_the_asked_width() -> None:
    width, height = size_of(pictures.chart_png(sample.chart().svg, width_mm=127, ppi=100))
    assert width == pytest.approx(500, abs=1)
    assert height / width == pytest.approx(255 / 700, rel=0.01)
