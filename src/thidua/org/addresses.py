"""The addresses that pages of ours take; the public pages of a commune live beside them, under its own name."""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from django.conf import settings
from django.urls import URLResolver, get_resolver

# Asked for by browsers, robots and servers, whether we have such a page or not.
ASKED_FOR = frozenset({"favicon", "robots", "sitemap", "static", "media", "admin", "well-known"})


@cache
def taken_by_pages() -> frozenset[str]:
    """First parts of all addresses of the installation: "don-vi", "api", "ket-qua"; no commune may be called so."""
    static = settings.STATIC_URL.strip("/").partition("/")[0]
    return frozenset(_first_parts(get_resolver().url_patterns, "")) | ASKED_FOR | {static}


def _first_parts(patterns: Iterable[Any], address: str) -> Iterator[str]:
    for pattern in patterns:
        here = f"{address}{pattern.pattern}"
        first = here.partition("/")[0]
        if isinstance(pattern, URLResolver) and "/" not in here:
            yield from _first_parts(pattern.url_patterns, here)
        elif first and "<" not in first:
            yield first
