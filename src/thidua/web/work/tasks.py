"""The shape of what "Việc của tôi" shows: tasks in groups, each one click away from the thing itself."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Group(StrEnum):
    """Groups in the order of the page: what is late comes first."""

    LATE = "Trễ hạn"
    RETURNED = "Bị trả lại"
    DUE = "Đến hạn"
    TO_APPROVE = "Chờ ông/bà duyệt"
    TO_CHECK = "Chờ kiểm tra"
    TO_URGE = "Cần đôn đốc"
    PLANS = "Kế hoạch"
    PERIODS = "Kỳ báo cáo"
    TO_PUBLISH = "Chờ công bố"
    REGISTERS = "Sổ dữ liệu"
    TO_SEND = "Báo cáo gửi đi"
    SET_UP = "Thiết lập"


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do. `state` in words with its tone; `title` says the deed; `url` leads to the thing."""

    group: Group
    tone: str
    state: str
    title: str
    url: str
    note: str = ""
    due_on: date | None = None


def late_words(days: int) -> str:
    return f"Trễ {days} ngày"
