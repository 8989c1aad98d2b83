"""The page that shows every component, with words and figures as a ward uses them; all of it is invented."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from thidua.core import charts
from thidua.core.http import public

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
REACH, STRIVE = charts.Line(90, "mức đạt"), charts.Line(100, "phấn đấu")
LATE_TEXT = """Các đơn vị chưa gửi số liệu kỳ tháng 10/2026 (hạn 08/10/2026):
1. Tổ dân phố Đồng Ngọ, trễ 4 ngày
2. Tổ dân phố Khánh Hội, trễ 4 ngày
3. Trường Tiểu học Nam Đồng, trễ 2 ngày
Xin gửi trước 17 giờ hôm nay."""


@dataclass(frozen=True)
class Measured:
    """A row of the table of measurements."""

    name: str
    value: Decimal | None
    bar: SafeString
    tone: str
    words: str


class SampleForm(forms.Form):
    done = forms.IntegerField(
        label="Số người đã đạt", min_value=0, help_text="Đã được đánh giá đạt; chỉ dự lớp thì chưa tính."
    )
    total = forms.IntegerField(label="Tổng số người trưởng thành", min_value=1)
    unit = forms.ChoiceField(
        label="Đơn vị", choices=[("1", "Tổ dân phố Khánh Hội"), ("2", "Phòng Văn hóa - Xã hội")]
    )
    taken_on = forms.DateField(label="Ngày chốt số liệu", widget=forms.DateInput(attrs={"type": "date"}))
    choice = forms.ChoiceField(
        label="Kế hoạch đặt cả 90 % và 100 % cho cùng một tỷ lệ. Giữ thế nào?",
        choices=[
            ("both", "Giữ cả hai: mức đạt 90 %, mức phấn đấu 100 %"),
            ("one", "Chỉ lấy một mức"),
            ("open", "Để ngỏ, ghi lý do"),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label="Lý do", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    evidence = forms.FileField(
        label="Minh chứng",
        required=False,
        help_text="Ảnh, tệp, đường dẫn hoặc số văn bản. Không có thì ghi lý do.",
    )
    is_estimate = forms.BooleanField(
        label="Đây là số ước tính", required=False, help_text="Số ước được ghi chữ “ước” ở mọi nơi hiện ra."
    )


@public
@require_safe
def component_gallery(request: HttpRequest) -> HttpResponse:
    """GET: the gallery; nothing is read from the database."""
    context = {
        "measured": measured(),
        "board": board(),
        "form": SampleForm({"done": "712", "total": "655", "unit": "1", "choice": "both"}, initial={}),
        "shown": Paginator(range(112), 25).get_page(2),
        "units": [("1", "Tổ dân phố Khánh Hội"), ("2", "Tổ dân phố Đồng Ngọ")],
        "late_text": LATE_TEXT,
        **drawings(),
        **lists(),
    }
    context["form"].is_valid()
    return render(request, "core/component_gallery.html", context)


def measured() -> list[Measured]:
    line = charts.Line
    rows: list[tuple[str, str | None, tuple[charts.Line, ...], str, str]] = [
        ("Thủ tục dùng dịch vụ công trực tuyến", "85.1063", (line(80),), "reached", "Đạt"),
        (
            "Dịch vụ công toàn trình / đủ điều kiện",
            "91.3",
            (line(90), line(100)),
            "waiting",
            "Đạt 90, chưa 100",
        ),
        ("Thủ tục không theo địa giới", "67.73", (line(100),), "late", "Chưa đạt"),
        ("Văn bản điện tử, ký số", "99.996", (line(100),), "late", "Chưa đạt"),
        ("Người trưởng thành có kỹ năng số", None, (line(80),), "empty", "Chưa đến kỳ"),
    ]
    result = []
    for name, text, lines, tone, words in rows:
        value = None if text is None else Decimal(text)
        result.append(
            Measured(name, value, charts.bar_with_lines(value, lines, tone=tone, about=name), tone, words)
        )
    return result


def board() -> dict[str, Any]:
    reached, late, wait, back, none = (
        ("reached", "Đạt", ""),
        ("late", "Chưa gửi", "trễ 4 ngày"),
        ("waiting", "Chờ kiểm tra", "ông Nam giữ"),
        ("returned", "Trả lại", "2 số liệu"),
        ("empty", "Không áp dụng", ""),
    )
    return {
        "periods": ["Tháng 7", "Tháng 8", "Quý III", "Tháng 10"],
        "rows": [
            ("Tổ dân phố Đồng Ngọ", [reached, reached, wait, late]),
            ("Tổ dân phố Khánh Hội", [reached, late, reached, late]),
            ("Trường Tiểu học Nam Đồng", [none, reached, reached, back]),
            ("Trung tâm Phục vụ hành chính công", [reached, reached, reached, reached]),
        ],
    }


def drawings() -> dict[str, SafeString]:
    point, column, part = charts.Point, charts.Column, charts.Part
    months = [
        ("T1", "62.4"),
        ("T2", "66"),
        ("Q1", "71.25"),
        ("T4", None),
        ("T5", "78.1"),
        ("6T", "80.4"),
        ("T7", "84"),
    ]
    points = [point(label, None if value is None else Decimal(value)) for label, value in months]
    points += [point("T8", Decimal("86.5")), point("Q3", Decimal("91.3"), is_estimate=True)]
    groups = [
        ("Phòng, ban", "96.2", "reached"),
        ("Tổ dân phố", "81.4", "late"),
        ("Trường học", "100", "reached"),
    ]
    bars = [column(label, Decimal(value), tone) for label, value, tone in groups]
    rows = [
        column("Thủ tục dùng dịch vụ công trực tuyến", Decimal("85.11"), "reached", (charts.Line(80),)),
        column(
            "Dịch vụ công toàn trình trên thủ tục đủ điều kiện", Decimal("91.3"), "waiting", (REACH, STRIVE)
        ),
        column("Văn bản điện tử, ký số", Decimal("67.73"), "late", (charts.Line(100),)),
        column("Người trưởng thành có kỹ năng số", None, "empty", (charts.Line(80),)),
    ]
    phases = [
        charts.Phase("Giai đoạn 1", date(2025, 8, 1), date(2027, 12, 31)),
        charts.Phase("Giai đoạn 2", date(2027, 1, 1), date(2030, 12, 31)),
    ]
    ends = [charts.Milestone("8/2025", date(2025, 8, 1)), charts.Milestone("Sơ kết 2027", date(2027, 12, 1))]
    ends.append(charts.Milestone("Tổng kết 2030", date(2030, 12, 1)))
    return {
        "trend": charts.trend(points, (REACH, STRIVE), title="Dịch vụ công toàn trình từ đầu năm"),
        "columns": charts.columns(
            [*bars, column("Doanh nghiệp", None)], (REACH,), title="Tỷ lệ nộp đúng hạn theo khối"
        ),
        "rows": charts.rows(rows, title="Kết quả năm so với chỉ tiêu"),
        "stacked": charts.stacked(
            [
                part("Đạt", 31, "reached"),
                part("Chờ kiểm tra", 4, "waiting"),
                part("Trả lại", 3, "returned"),
                part("Chưa gửi", 7, "late"),
            ],
            title="Kỳ tháng 10/2026",
        ),
        "timeline": charts.timeline(phases, ends, date(2026, 10, 12)),
    }


def lists() -> dict[str, Any]:
    return {
        "legend": [
            {"tone": "reached", "label": "Đạt", "count": 31},
            {"tone": "waiting", "label": "Chờ kiểm tra", "count": 4},
            {"tone": "returned", "label": "Trả lại", "count": 3},
            {"tone": "late", "label": "Chưa gửi, trễ 4 ngày", "count": 7},
        ],
        "events": [
            {
                "what": "Cơ quan thường trực trả lại một số liệu",
                "who": "Trần Thị Hoa",
                "tone": "waiting",
                "at": datetime(2026, 10, 9, 9, 12, tzinfo=HANOI),
                "quote": "Mẫu số lớn hơn số dân đã chốt. Xin đối chiếu với công an.",
            },
            {
                "what": "Thủ trưởng duyệt và nộp",
                "who": "Lê Văn An",
                "tone": "reached",
                "at": datetime(2026, 10, 8, 16, 40, tzinfo=HANOI),
            },
            {"what": "Nhập số liệu", "who": "Phạm Minh", "at": datetime(2026, 10, 7, 20, 5, tzinfo=HANOI)},
        ],
        "files": [
            {
                "name": "bien-ban-danh-gia-thang-10.pdf",
                "url": "#tep",
                "size": 412_000,
                "note": "tải lên 07/10/2026",
            },
            {"name": "danh-sach-lop.xlsx", "url": "#tep", "size": 1_460_000},
        ],
        "facts": [
            ("Công thức", "Số người được đánh giá đạt ÷ tổng số người đủ 18 tuổi"),
            ("Căn cứ", "Mục III.1.1 Kế hoạch; Quyết định 757 (chưa xác nhận)"),
            ("Nguồn mẫu số", "Công an, 01/01/2026"),
        ],
        "steps": [
            {"label": "Đọc kế hoạch", "is_done": True},
            {"label": "Xác nhận", "is_current": True},
            {"label": "Trình lãnh đạo"},
            {"label": "Phát động"},
        ],
        "crumbs": [
            {"label": "Phong trào", "url": "#noi-dung"},
            {"label": "Bình dân học vụ số", "url": "#noi-dung"},
        ],
        "work": [
            {
                "tone": "late",
                "state": "Trễ 4 ngày",
                "title": "Nhập số liệu tháng 10/2026",
                "url": "#viec",
                "note": "3 trong 4 số liệu đã có",
                "due_on": date(2026, 10, 8),
            },
            {
                "tone": "returned",
                "state": "Trả lại",
                "title": "Người trưởng thành có kỹ năng số, quý III",
                "url": "#viec",
                "note": "Mẫu số lớn hơn số dân đã chốt",
            },
        ],
        "clean": SampleForm(prefix="mau"),
    }
