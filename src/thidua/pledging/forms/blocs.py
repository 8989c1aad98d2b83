"""Shapes of what is typed about blocs."""

from typing import Any

from django import forms

from thidua.core.fields import DayInput
from thidua.org.models import Unit, UnitQuerySet
from thidua.pledging.enums import BlocKind


class BlocForm(forms.Form):
    kind = forms.ChoiceField(label="Loại", choices=BlocKind.choices, widget=forms.RadioSelect)
    name = forms.CharField(label="Tên", max_length=120, help_text="Ví dụ: Cụm thi đua số 1, Khối trường học")
    rules = forms.CharField(
        label="Quy chế, cách tổ chức",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4_000,
        help_text="Ghi tóm tắt, hoặc số và ngày của quyết định, quy chế.",
    )


class BlocChangeForm(BlocForm):
    kind = None  # type: ignore[assignment]  # memberships are counted by it


class MembersForm(forms.Form):
    units = forms.ModelMultipleChoiceField(
        label="Đơn vị", queryset=Unit.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    valid_from = forms.DateField(label="Vào từ ngày", widget=DayInput())

    def __init__(self, *args: Any, units: UnitQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["units"].queryset = units  # type: ignore[attr-defined]


class LeaveForm(forms.Form):
    valid_to = forms.DateField(label="Ngày cuối còn ở trong cụm, khối", widget=DayInput())
    reason = forms.CharField(label="Lý do", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class LeaderForm(forms.Form):
    unit = forms.ModelChoiceField(label="Đơn vị làm trưởng", queryset=Unit.objects.none())
    year = forms.IntegerField(label="Năm", min_value=2000, max_value=2100)

    def __init__(self, *args: Any, units: UnitQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
