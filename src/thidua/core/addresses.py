"""Addresses by name. A list of sixty rows asks for a hundred and eighty; each is worked out once in a process."""

from functools import lru_cache

from django.conf import settings
from django.urls import get_script_prefix, get_urlconf, reverse

MOST = 4_096


def address(name: str, *args: int | str) -> str:
    """What `reverse` gives, which depends on nothing but the name, the arguments and `base`."""
    return _address(base(), name, *args)


def base() -> tuple[str, str]:
    """What all addresses of a page depend on: the list of pages and the path under which the product is served."""
    return get_urlconf() or settings.ROOT_URLCONF, get_script_prefix()


@lru_cache(maxsize=MOST, typed=True)
def _address(base: tuple[str, str], name: str, *args: int | str) -> str:
    return reverse(name, urlconf=base[0], args=args)
