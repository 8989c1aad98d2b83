"""Readers that do what they are told, for tests of what becomes of them: the first argument is the body of a function."""

from collections.abc import Iterator
from typing import Any


def read(content: bytes, body: str, *arguments: str) -> Any:
    return made(body)(content, arguments)


def tell(content: bytes, body: str, *arguments: str) -> Iterator[Any]:
    yield from made(body)(content, arguments)


def made(body: str) -> Any:
    names: dict[str, Any] = {}
    exec(f"def work(content, arguments):\n    {body}", names)  # noqa: S102
    return names["work"]
