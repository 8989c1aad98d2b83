"""Secrets of links and slips: made at random, shown once, kept only as hashes."""

import hashlib
import secrets

from django.utils.crypto import salted_hmac

# Nothing that is mistaken for something else in print or on the telephone.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
GROUPS, GROUP = 5, 4


def new_secret() -> str:
    """A secret that can be typed from paper, 99 bits: 'k7mp-2xqa-…', five groups of four."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(GROUP)) for _ in range(GROUPS))


def tidy(typed: str) -> str:
    """As it was made, whatever capitals, spaces and hyphens came with typing."""
    bare = "".join(letter for letter in typed.lower() if letter.isalnum())
    if len(bare) != GROUPS * GROUP:
        return typed.strip()
    return "-".join(bare[place : place + GROUP] for place in range(0, len(bare), GROUP))


def hashed(secret: str) -> str:
    """SHA-256 in hexadecimal; enough for secrets of 99 bits."""
    return hashlib.sha256(secret.encode()).hexdigest()


def new_recovery_codes() -> list[str]:
    """Ten codes for the day on which the telephone is gone: 'k7mp2-xqa4n', 49 bits each."""
    halves = ["".join(secrets.choice(LETTERS) for _ in range(5)) for _ in range(20)]
    return [f"{first}-{second}" for first, second in zip(halves[::2], halves[1::2], strict=True)]


def bare(typed: str) -> str:
    """Letters and digits of what was typed: codes come with spaces, hyphens and capitals."""
    return "".join(letter for letter in typed.lower() if letter.isalnum())


def hashed_for(person_id: int, code: str) -> str:
    """For short codes: keyed with the secret key and bound to the person, so that a stolen table cannot be searched."""
    return salted_hmac("thidua.recovery", f"{person_id}:{bare(code)}", algorithm="sha256").hexdigest()
