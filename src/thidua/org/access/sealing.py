"""Secrets that must be read again (those of TOTP) are kept sealed: a stolen database alone does not open them.

The key comes from the installation's secret key, which stays out of copies. Whoever loses it loses these secrets.
"""

import base64
import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from cryptography.fernet import Fernet


class SealBroken(Exception):
    """Not sealed by this installation, altered, or too old."""


def seal(secret: str) -> str:
    return _box().encrypt(secret.encode()).decode()


def unseal(sealed: str, *, within: timedelta | None = None) -> str:
    """What was sealed; raises SealBroken, also when it was sealed longer ago than `within`."""
    from cryptography.fernet import InvalidToken  # noqa: PLC0415

    try:
        return _box().decrypt(sealed.encode(), ttl=int(within.total_seconds()) if within else None).decode()
    except InvalidToken as error:
        raise SealBroken from error


def _box() -> "Fernet":
    from cryptography.fernet import Fernet  # noqa: PLC0415  # 9 MB, for those who use TOTP

    key = hashlib.sha256(b"thidua.org.access.sealing\x00" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
