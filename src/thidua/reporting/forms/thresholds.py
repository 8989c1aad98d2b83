"""Shape of a threshold that the commune sets."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from thidua.core.fields import DayInput
from thidua.indicator import numerals
from thidua.indicator.errors import FigureRefused
from thidua.indicator.models import Indicator


class ThresholdForm(forms.Form):
    """An empty value switches the threshold off."""

    value = forms.CharField(
        label="Mức mới",
        required=False,
        max_length=numerals.MAX_TYPED_LENGTH,
        widget=forms.TextInput({"inputmode": "decimal", "autocomplete": "off"}),
        help_text="Để trống thì không xét ngưỡng này nữa.",
    )
    indicator = forms.ChoiceField(label="Áp dụng cho", required=False)
    valid_from = forms.DateField(
        label="Tính cho các kỳ kết thúc từ ngày",
        widget=DayInput(),
        help_text="Từ hôm nay trở đi. Kỳ đã qua giữ mức lúc đó.",
    )
    citation = forms.CharField(
        label="Căn cứ", max_length=300, help_text="Văn bản, hoặc nói rõ là quyết định của địa phương."
    )
    reason = forms.CharField(label="Lý do đổi", max_length=1000, widget=forms.Textarea({"rows": 2}))

    def __init__(self, data: Any, *, indicators: Iterable[Indicator], value: str, today: date) -> None:
        super().__init__(data, initial={"value": value, "valid_from": today})
        self.held = {str(one.pk): one for one in indicators}
        choices = [("", "Mọi chỉ tiêu"), *((pk, f"{one.code} {one.name}") for pk, one in self.held.items())]
        self.fields["indicator"].choices = choices  # type: ignore[attr-defined]

    def clean_value(self) -> Any:
        try:
            return numerals.parse_amount(self.cleaned_data["value"])
        except FigureRefused as refused:
            raise forms.ValidationError(str(refused)) from None

    def clean_indicator(self) -> Indicator | None:
        return self.held.get(self.cleaned_data["indicator"])
