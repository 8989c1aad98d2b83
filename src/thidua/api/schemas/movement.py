"""Movements, phases and target lines as the API shows them."""

from datetime import date
from typing import Literal

from ninja import Field, Schema

from thidua.api.schemas.paging import BIGGEST, SLUG, Paging


class MovementFilter(Paging):
    commune: str | None = Field(
        None, pattern=SLUG, description="Chỉ của phường, xã, đặc khu này, ví dụ nam-dong."
    )
    state: Literal["launched", "closed"] | None = Field(
        None, description="launched: đang thực hiện; closed: đã kết thúc."
    )


class PhaseOut(Schema):
    name: str
    starts_on: date
    ends_on: date | None


class TargetOut(Schema):
    indicator: str = Field(description="Mã chỉ tiêu.")
    comparator: str
    value: str = Field(description="Mức, số thập phân chính xác; phần trăm nếu chỉ tiêu là tỷ lệ.")
    level: str = Field(description="required: mức đạt; aspired: mức phấn đấu.")
    year: int | None
    clause: str = Field(description="Chỗ trong kế hoạch.")
    quote: str = Field(description="Câu chữ của kế hoạch.")


class PlanVersionOut(Schema):
    version: int = Field(description="Bản thứ mấy của kế hoạch.")
    effective_on: date | None = Field(description="Có hiệu lực từ ngày này.")
    document_number: str = Field(description="Số, ký hiệu của kế hoạch hoặc của văn bản điều chỉnh.")


class MovementOut(Schema):
    id: int = Field(le=BIGGEST)
    commune: str
    title: str
    short_title: str
    state: str
    starts_on: date
    ends_on: date | None
    phases: list[PhaseOut]
    targets: list[TargetOut]
    plan_version: int | None = Field(
        description="Bản kế hoạch đang có hiệu lực: giai đoạn và chỉ tiêu ở trên là của bản này."
    )
    plan_versions: list[PlanVersionOut] = Field(description="Các bản của kế hoạch, bản mới ở trước.")
    page: str = Field(description="Đường dẫn trang công khai.")
