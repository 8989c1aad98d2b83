"""Communes as the API shows them."""

from ninja import Field, Schema


class CommuneOut(Schema):
    slug: str = Field(description="Tên trong địa chỉ, cũng là giá trị của tham số commune.")
    name: str
    issuer: str = Field(description="Cơ quan ban hành.")
    province: str
    page: str = Field(description="Đường dẫn trang công khai.")
