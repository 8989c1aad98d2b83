"""What every list of the API shares: a bound, an offset, a form."""

import re
from datetime import date
from typing import Annotated, Generic, Literal, TypeVar

from ninja import Field, Schema
from pydantic import BeforeValidator

T = TypeVar("T")


def _written_as_a_day(value: object) -> object:
    """Else "1" would be a day of 1970: numbers are read as seconds."""
    if isinstance(value, str) and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        raise ValueError(value)
    return value


Day = Annotated[date, BeforeValidator(_written_as_a_day)]
MOST = 200
MOST_ROWS = 5000  # of a table for people, which has no pages
SLUG = r"^[-a-zA-Z0-9_]{1,60}$"
BIGGEST = 2**63 - 1


class Paging(Schema):
    limit: int = Field(50, ge=1, le=MOST, description="Số dòng một lần, nhiều nhất 200.")
    offset: int = Field(0, ge=0, le=1_000_000, description="Bỏ qua bấy nhiêu dòng đầu.")
    format: Literal["json", "csv"] = Field(
        "json", description="json, hoặc csv: bảng tính UTF-8, nhiều nhất 5.000 dòng, không chia trang."
    )


class Rows(Schema, Generic[T]):
    """A page of a list; `count` is the number of rows over all pages."""

    count: int = Field(description="Tổng số dòng khớp, trên mọi trang.")
    limit: int
    offset: int
    items: list[T]


class Fault(Schema):
    field: str = Field(description="Tham số bị từ chối.")
    reason: str


class Problem(Schema):
    """Why a request was not answered."""

    detail: str = Field(description="Lý do, bằng một câu.")
    errors: list[Fault] = []
