"""Thi Đua Số: an emulation movement from the signed plan to the honour roll."""

__version__ = "0.1.0"
