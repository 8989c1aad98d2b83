"""Published results as the API shows them."""

from datetime import date, datetime

from ninja import Field, Schema

from thidua.api.schemas.paging import BIGGEST, SLUG, Day, Paging


class ResultFilter(Paging):
    commune: str | None = Field(
        None, pattern=SLUG, description="Chỉ của phường, xã, đặc khu này, ví dụ nam-dong."
    )
    movement: int | None = Field(None, ge=1, le=BIGGEST, description="Chỉ của phong trào này.")
    indicator: str | None = Field(None, pattern=r"^[\w.-]{1,20}$", description="Mã chỉ tiêu, ví dụ CT1.")
    year: int | None = Field(None, ge=2000, le=2100, description="Kỳ kết thúc trong năm này.")
    since: Day | None = Field(None, description="Kỳ kết thúc từ ngày này (YYYY-MM-DD).")
    until: Day | None = Field(None, description="Kỳ kết thúc đến ngày này (YYYY-MM-DD).")


class LineOut(Schema):
    level: str
    comparator: str
    value: str


class PartOut(Schema):
    """One part of a result, summed over the commune."""

    by: str = Field(description="Chia theo gì, ví dụ giới tính.")
    name: str
    numerator: int | str | None
    denominator: int | None
    state: str
    shown: str
    withheld: bool = Field(description="Không công bố vì có quá ít người, hoặc vì suy ra được phần như thế.")
    missing_count: int = Field(description="Số đơn vị chưa khai phần này.")


class ResultOut(Schema):
    """A result of a commune: numerator and denominator, never a bare percent."""

    id: int
    commune: str
    movement: int
    period: str
    period_kind: str
    starts_on: date
    ends_on: date
    indicator: str
    indicator_name: str
    kind: str
    measurement_unit: str
    state: str = Field(description="co_so_lieu, khong_phat_sinh, chua_bao_cao hoặc khong_ap_dung.")
    numerator: int | str | None = Field(description="Số nguyên; số lẻ thì là chữ, chính xác.")
    denominator: int | None
    shown: str = Field(description="Như trên trang: phần trăm, số, hoặc dấu —.")
    targets: list[LineOut]
    standing: str = Field(
        description="reached, partly, not_reached, no_data, not_arising, not_applicable, no_target."
    )
    standing_words: str
    is_estimate: bool = Field(description="Có số ước.")
    may_double_count: bool = Field(description="Cộng số các đơn vị khai, có thể trùng người.")
    value_count: int = Field(description="Số đơn vị có số liệu.")
    missing_count: int = Field(description="Số đơn vị chưa có số liệu.")
    parts: list[PartOut] = Field(description="Số liệu theo phần (nam, nữ …) khi chỉ tiêu được hỏi theo phần.")
    variant: str
    version: int
    plan_version: int | None = Field(description="Bản kế hoạch mà kết quả được đo theo.")
    publication: int = Field(description="Lần công bố, lần sau thay lần trước.")
    published_at: datetime
    sha256: str = Field(description="Mã SHA-256 của nội dung đã đóng băng khi công bố (trường record).")
    page: str = Field(description="Trang nói vì sao có con số này.")


class InputOut(Schema):
    """What one unit contributed."""

    unit: str
    state: str
    numerator: int | str | None
    denominator: int | None
    is_estimate: bool
    shown: str


class ResultDetailOut(ResultOut):
    full_name: str
    numerator_label: str
    denominator_label: str
    definition: str
    citation: str
    trust: str
    trust_words: str
    inputs: list[InputOut]
    record: str = Field(
        description="Nội dung đã đóng băng: số liệu từng đơn vị, cách tính, kết quả. SHA-256 của chuỗi này (UTF-8) là sha256."
    )
