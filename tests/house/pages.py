"""Every page that an address leads to."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True, slots=True)
class Page:
    address: str
    name: str  # "app:view"
    view: Callable[..., Any]


def pages() -> list[Page]:
    return list(_walk(get_resolver().url_patterns, "", ""))


def is_of_the_api(page: Page) -> bool:
    """An operation made by Ninja, or its table twin: public and reading, which a test of its own proves."""
    return page.name.startswith("api:") and page.view.__module__ in {"ninja.operation", "thidua.api.urls"}


def _walk(patterns: list[Any], address: str, space: str) -> Iterator[Page]:
    for pattern in patterns:
        here = f"{address}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, here, pattern.namespace or space)
        elif isinstance(pattern, URLPattern):
            yield Page(here, f"{space}:{pattern.name}", pattern.callback)
