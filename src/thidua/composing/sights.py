"""What somebody has seen of a report or of one of its parts before he changes it (core/sight.py)."""

from thidua.composing.models import Part, PeriodReport
from thidua.core import formatting
from thidua.core.sight import Look, Rows, mark_of


def _report(report: PeriodReport) -> Rows:
    return (
        ("Tình trạng", report.get_state_display()),
        ("Số, ngày văn bản", f"{report.number_words or '—'}, {formatting.day(report.issued_on)}"),
        ("Số liệu lấy lúc", formatting.moment(report.gathered_at)),
        ("Biểu đồ", ", ".join(report.charts) or "không có"),
        ("Số lần sửa các phần", ", ".join(str(one.version) for one in report.parts.all())),
        ("Đã gửi", "; ".join(str(one) for one in report.sendings.all()) or "chưa gửi"),
    )


def _part(part: Part) -> Rows:
    return (
        ("Tình trạng báo cáo", part.report.get_state_display()),
        ("Lần sửa", str(part.version)),
        ("Lời của phần này", part.text or "—"),
    )


REPORT: Look[PeriodReport] = Look(mark=lambda one: mark_of(_report(one)), rows=_report)
PART: Look[Part] = Look(mark=lambda one: mark_of(_part(one)), rows=_part)
