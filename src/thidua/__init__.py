"""Thi Đua Số: an emulation movement from the signed plan to the honour roll."""
