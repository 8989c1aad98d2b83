"""Definitions of indicators as the API shows them."""

from datetime import date
from typing import Literal

from ninja import Field, Schema

from thidua.api.schemas.paging import BIGGEST, SLUG, Paging


class IndicatorFilter(Paging):
    commune: str | None = Field(
        None, pattern=SLUG, description="Thêm các cách tính riêng mà phường, xã, đặc khu này đã công bố."
    )
    movement: int | None = Field(
        None, ge=1, le=BIGGEST, description="Chỉ những chỉ tiêu phong trào này đặt mức."
    )
    kind: Literal["ratio", "count", "amount", "yes_no"] | None = Field(
        None, description="ratio: tỷ lệ; count: số lượng; amount: giá trị; yes_no: có hoặc không."
    )
    q: str | None = Field(
        None, max_length=100, pattern=r"^[^\x00]*$", description="Từ trong mã hoặc tên, có dấu hay không dấu."
    )


class IndicatorOut(Schema):
    code: str
    name: str
    kind: str
    measurement_unit: str
    variant: str = Field(description="Cách tính.")
    version: int = Field(description="Bản của cách tính.")
    is_default: bool
    full_name: str
    numerator_label: str
    denominator_label: str
    definition: str
    over_units: str = Field(description="Cách cộng các đơn vị.")
    over_time: str = Field(description="flow: phát sinh, cộng dồn; stock: lấy lần báo cáo sau cùng.")
    citation: str
    trust: str = Field(
        description="Căn cứ đã xác nhận đến đâu: V nguyên văn, N báo chí, U không chính thức, I đề xuất, ? chưa rõ."
    )
    trust_words: str
    valid_from: date
    valid_to: date | None
