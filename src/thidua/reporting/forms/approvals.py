"""Shapes of the third level and of exceptions after the lock."""

from django import forms

from thidua.core.fields import DayInput
from thidua.reporting.enums import PeriodKind

TWO, THREE = "hai-cap", "ba-cap"


class ApprovalForm(forms.Form):
    needs_leader = forms.ChoiceField(
        label="Duyệt",
        choices=[(TWO, "Hai cấp: thủ trưởng đơn vị, cơ quan thường trực"), (THREE, "Ba cấp: thêm lãnh đạo")],
        widget=forms.RadioSelect,
        initial=TWO,
    )
    kind = forms.ChoiceField(label="Cho", choices=[("", "Mọi loại kỳ"), *PeriodKind.choices], required=False)
    valid_from = forms.DateField(label="Các kỳ mở từ ngày", widget=DayInput())
    reason = forms.CharField(label="Lý do", max_length=1000, widget=forms.Textarea({"rows": 2}))

    def clean_needs_leader(self) -> bool:
        return bool(self.cleaned_data["needs_leader"] == THREE)


class SendBackForm(forms.Form):
    reason = forms.CharField(
        label="Cần kiểm tra thêm điều gì", max_length=1000, widget=forms.Textarea({"rows": 3})
    )


class ExtensionForm(forms.Form):
    until = forms.DateField(label="Được gửi đến hết ngày", widget=DayInput())
    reason = forms.CharField(
        label="Lý do",
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text="Hiện trên bảng theo dõi.",
    )
