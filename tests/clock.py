"""Moments for tests, written as a ward officer would say them."""

from datetime import datetime
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def local(year: int, month: int, day: int, hour: int = 8, minute: int = 0, second: int = 0) -> datetime:
    """A moment on Vietnam's clock; eight in the morning unless said otherwise."""
    return datetime(year, month, day, hour, minute, second, tzinfo=VIETNAM)
