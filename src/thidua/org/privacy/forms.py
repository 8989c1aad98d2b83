"""Shapes of what is typed about requests on personal data."""

from typing import Any

from django import forms
from django.utils import timezone

from thidua.core.fields import DayInput
from thidua.org.enums import DataRequestKind


class FileRequestForm(forms.Form):
    kind = forms.ChoiceField(label="Ông/bà muốn", choices=DataRequestKind.choices, widget=forms.RadioSelect)
    content = forms.CharField(
        label="Nội dung",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Dữ liệu nào, cần làm gì, vì sao. Xin không ghi số giấy tờ tùy thân.",
    )
    contact = forms.CharField(
        label="Cách liên hệ",
        max_length=200,
        required=False,
        help_text="Số điện thoại hoặc thư điện tử, nếu muốn được trả lời ngoài trang này.",
    )


class RecordRequestForm(FileRequestForm):
    """A request that came on paper or by word of mouth."""

    requester_name = forms.CharField(label="Họ và tên người yêu cầu", max_length=120)
    filed_on = forms.DateField(
        label="Nhận ngày", widget=DayInput, initial=timezone.localdate, help_text="Thời hạn tính từ ngày này."
    )
    field_order = ["requester_name", "filed_on", "kind", "content", "contact"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].label = "Người đó muốn"
        self.fields["contact"].required = True
        self.fields["contact"].help_text = "Địa chỉ, số điện thoại hoặc thư điện tử để trả lời."


class ExtendForm(forms.Form):
    reason = forms.CharField(
        label="Lý do gia hạn",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Ghi vào sổ và báo cho người yêu cầu.",
    )


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label="Trả lời",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Đã làm gì; phần nào phải giữ lại theo luật và vì sao.",
    )


class RefuseForm(forms.Form):
    answer = forms.CharField(
        label="Lý do từ chối",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Người yêu cầu đọc được lý do này. Ghi căn cứ nếu có.",
    )
