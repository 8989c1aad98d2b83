"""Progress is counted from facts."""

import pytest

from thidua.tasks.progress import progress_of


@pytest.mark.parametrize(
    ("state", "parts", "done", "total", "words"),
    [
        ("assigned", [], 0, 2, "Chưa nộp sản phẩm"),
        ("returned", [], 0, 2, "Chưa nộp sản phẩm"),
        ("handed_in", [], 1, 2, "Đã nộp sản phẩm, chờ nghiệm thu"),
        ("accepted", [], 2, 2, "Sản phẩm đã nghiệm thu"),
        ("assigned", ["accepted", "handed_in", "cancelled"], 1, 4, "1 trong 2 việc con đã nghiệm thu; chưa nộp sản phẩm"),
        ("accepted", ["accepted"], 3, 3, "1 trong 1 việc con đã nghiệm thu; sản phẩm đã nghiệm thu"),
    ],
)  # fmt: skip
def test_progress(state: str, parts: list[str], done: int, total: int, words: str) -> None:
    found = progress_of(state, parts)
    assert (found.done, found.total, found.words, found.is_whole) == (done, total, words, done == total)
