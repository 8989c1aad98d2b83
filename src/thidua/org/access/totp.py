"""Codes that change every thirty seconds: RFC 6238 over RFC 4226, as every authenticator app makes them. Pure.

Six digits, SHA-1, steps of 30 s: other choices are in the standard, but many apps silently ignore them.
"""

import base64
import hashlib
import hmac
import secrets
import struct
from urllib.parse import quote, urlencode

STEP = 30
DIGITS = 6
DRIFT = 1  # steps before and after: clocks of telephones differ


def new_secret() -> str:
    """160 bits in base32, as apps take it."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def code_at(secret: str, step: int, *, digits: int = DIGITS) -> str:
    """The code of one time step (seconds since 1970 ÷ 30); RFC 4226 section 5.3."""
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", step), hashlib.sha1).digest()
    offset = digest[-1] & 15
    number = struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**digits:0{digits}d}"


def step_of(secret: str, code: str, *, seconds: float, after: int = 0) -> int | None:
    """The time step that `code` belongs to, around now and later than `after` (the last one taken); None when wrong."""
    now = int(seconds) // STEP
    found = None
    for step in range(now - DRIFT, now + DRIFT + 1):
        is_it = hmac.compare_digest(code_at(secret, step).encode(), code.encode())
        if is_it and step > after:
            found = step
    return found


def address(secret: str, *, account: str, issuer: str) -> str:
    """What the QR code says to the app."""
    label = quote(f"{issuer}:{account}", safe=":")
    query = urlencode({"secret": secret, "issuer": issuer, "digits": DIGITS, "period": STEP}, quote_via=quote)
    return f"otpauth://totp/{label}?{query}"
