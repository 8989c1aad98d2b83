"""Addresses by name. A list of sixty rows asks for a hundred and eighty; each is worked out once in a process."""

from functools import lru_cache

from django.conf import settings
from django.urls import get_script_prefix, get_urlconf, reverse

MOST = 4_096
# Stands in for the number of a thing while its address is worked out; no other part of an address looks like it.
STAND_IN = 4_611_686_018_427_000_000


def address(name: str, *args: int | str) -> str:
    """What `reverse` gives, which depends on nothing but the name, the arguments and `base`.

    Where every argument is the number of a thing, the address of one tells those of all.
    """
    if all(type(arg) is int and arg >= 0 for arg in args):
        return _of_numbers(base(), name, len(args)).format(*args)
    return _address(base(), name, *args)


def base() -> tuple[str, str]:
    """What all addresses of a page depend on: the list of pages and the path under which the product is served."""
    return get_urlconf() or settings.ROOT_URLCONF, get_script_prefix()


@lru_cache(maxsize=MOST, typed=True)
def _address(base: tuple[str, str], name: str, *args: int | str) -> str:
    return reverse(name, urlconf=base[0], args=args)


@lru_cache(maxsize=MOST)
def _of_numbers(base: tuple[str, str], name: str, count: int) -> str:
    """`/bao-cao/{}/kiem-tra/`"""
    numbers = [STAND_IN + place for place in range(count)]
    found = reverse(name, urlconf=base[0], args=numbers).replace("{", "{{").replace("}", "}}")
    for place, number in enumerate(numbers):
        found = found.replace(str(number), f"{{{place}}}")
    return found
