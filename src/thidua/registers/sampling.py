"""A sample that anybody can draw again: by the SHA-256 of the seed and the code of each thing. Pure."""

import hashlib
from collections.abc import Iterable

LEAST = 30  # dossiers a quarter, where not every one is checked (our reading of the domain research, C.5)


def sample(keys: Iterable[str], size: int, seed: int) -> list[str]:
    """`size` of the keys, in the order of `sha256("<seed>:<key>")`; all of them where there are fewer."""
    return sorted(keys, key=lambda key: hashlib.sha256(f"{seed}:{key}".encode()).hexdigest())[:size]
