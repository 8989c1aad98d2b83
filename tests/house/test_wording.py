"""What everybody reads fits every commune: a xã and a đặc khu read it too."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house import source

# The demonstration plays in one ward; the plan reader knows what plans of wards say; core.communes lists the kinds.
OF_ONE_WARD = ("demo/", "movement/planreader/", "core/communes.py")
FITTING = re.compile(
    r"phường, xã(,| hoặc) đặc khu"  # all three kinds
    r"|(Ví dụ: |e\.g\. )[^.]*",  # an example is of one place
    re.IGNORECASE,
)
WRITTEN = {".html", ".txt", ".js", ".svg"}


def unfitting(sentence: str) -> bool:
    return "phường" in FITTING.sub("", sentence).casefold()


def of_every_commune(path: Path) -> bool:
    return not path.relative_to(source.SRC).as_posix().startswith(OF_ONE_WARD)


def docstrings(code: ast.Module) -> set[int]:
    """The nodes that are docstrings, by identity."""
    owners = (
        node
        for node in ast.walk(code)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
    )
    first = (node.body[0].value for node in owners if node.body and isinstance(node.body[0], ast.Expr))
    return {id(value) for value in first}


def sentences(path: Path) -> Iterator[tuple[int, str]]:
    code = source.tree(path)
    silent = docstrings(code)
    for node in ast.walk(code):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in silent:
            yield node.lineno, node.value


def test_no_sentence_in_code_takes_the_commune_for_a_ward() -> None:
    wrong = [
        (path.relative_to(source.SRC).as_posix(), line, sentence)
        for path in source.python_files()
        if of_every_commune(path)
        for line, sentence in sentences(path)
        if unfitting(sentence)
    ]
    assert wrong == []


def test_no_page_takes_the_commune_for_a_ward() -> None:
    texts = [path for path in source.SRC.rglob("*") if path.suffix in WRITTEN and "vendor" not in path.parts]
    wrong = [
        (path.relative_to(source.SRC).as_posix(), number, line.strip())
        for path in texts
        if of_every_commune(path)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if unfitting(source.COMMENT.sub("", line))
    ]
    assert wrong == []


def test_no_definition_takes_the_commune_for_a_ward() -> None:
    library = json.loads((source.SRC / "indicator/library/indicators.json").read_text(encoding="utf-8"))
    assert [line for line in json.dumps(library, ensure_ascii=False).split('",') if unfitting(line)] == []


@pytest.mark.parametrize(
    ("sentence", "is_wrong"),
    [
        ("Hạn của phường", True),
        ("Phường đã nhận", True),
        ("Không có phường/xã này.", True),
        ("Các phường, xã", True),
        ("Chưa có phường, xã, đặc khu nào. Xin báo phường.", True),
        ("Ví dụ: phường Nam Đồng. Xin báo phường.", True),
        ("Chưa có phường, xã, đặc khu nào.", False),
        ("Bắt đầu bằng phường, xã hoặc đặc khu. Ví dụ: phường Nam Đồng, xã Nam Hưng", False),
        ("Hạn của địa phương", False),
    ],
)
def test_a_sentence_for_wards_only_is_found(sentence: str, is_wrong: bool) -> None:
    assert unfitting(sentence) is is_wrong


def test_docstrings_are_not_read_by_users(tmp_path: Path) -> None:
    path = tmp_path / "module.py"
    path.write_text(
        '"""Of a phường."""\n\ndef x() -> str:\n    """phường"""\n    return "phường"\n', encoding="utf-8"
    )
    assert list(sentences(path)) == [(5, "phường")]
