"""Shapes of what is typed about periods: their dates, which past ones, báo cáo đột xuất, a message, a reason."""

from collections.abc import Iterable
from typing import Any

from django import forms

from thidua.core.fields import DayInput
from thidua.indicator.models import Indicator
from thidua.org.models import Unit
from thidua.reporting import calendars
from thidua.reporting.calendars import Window
from thidua.reporting.proposals import DueDates, key_of

DATES = ("unit_due_on", "ward_due_on", "locks_on")


def _day(label: str) -> forms.DateField:
    return forms.DateField(
        label=label, widget=DayInput(), error_messages={"invalid": "Xin ghi một ngày có thật."}
    )


def _reason(label: str) -> forms.CharField:
    return forms.CharField(label=label, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class PeriodDatesForm(forms.Form):
    """The three dates of a period, in the order in which they come."""

    unit_due_on = _day("Hạn gửi của đơn vị")
    ward_due_on = _day("Hạn gửi của địa phương")
    locks_on = _day("Ngày khóa kỳ")

    def __init__(self, *args: Any, dates: DueDates | None = None, **kwargs: Any) -> None:
        if dates is not None:
            kwargs["initial"] = {name: getattr(dates, name) for name in DATES} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        if dates is not None:
            for name, why in zip(DATES, (dates.unit_why, dates.ward_why, dates.lock_why), strict=True):
                self.fields[name].help_text = why


class PeriodOpenForm(PeriodDatesForm):
    note = forms.CharField(
        label="Lời nhắn cho đơn vị", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class PeriodChangeForm(PeriodDatesForm):
    reason = _reason("Lý do đổi")


class PastPeriodsForm(PeriodDatesForm):
    """Several past periods at once, under common dates."""

    windows = forms.MultipleChoiceField(
        label="Kỳ cần nhập bù",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Xin chọn ít nhất một kỳ."},
    )

    field_order = ("windows", *DATES)

    def __init__(self, *args: Any, past: Iterable[Window], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(key_of(window), _past_words(window)) for window in past]
        self.fields["windows"].choices = choices  # type: ignore[attr-defined]


def _past_words(window: Window) -> str:
    calendar = "lịch báo cáo" if window.calendar is calendars.Calendar.REPORTING else "lịch dương"
    return f"{window.label}, {calendar} ({window.starts_on:%d/%m/%Y} đến {window.ends_on:%d/%m/%Y})"


class AdHocForm(PeriodDatesForm):
    """A báo cáo đột xuất: own name, own span, chosen units and indicators."""

    label = forms.CharField(
        label="Tên báo cáo", max_length=120, help_text="Ví dụ: Báo cáo nhanh kết quả Ngày hội số 10/10."
    )
    starts_on = _day("Số liệu tính từ ngày")
    ends_on = _day("Đến hết ngày")
    indicators = forms.ModelMultipleChoiceField(
        label="Chỉ tiêu cần báo cáo", queryset=Indicator.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    units = forms.ModelMultipleChoiceField(
        label="Đơn vị báo cáo", queryset=Unit.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    note = PeriodOpenForm.base_fields["note"]

    field_order = ("label", "starts_on", "ends_on", *DATES, "indicators", "units", "note")

    def __init__(self, *args: Any, units: Any, indicators: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["units"].queryset = units  # type: ignore[attr-defined]
        self.fields["indicators"].queryset = indicators  # type: ignore[attr-defined]


class RemindForm(forms.Form):
    text = forms.CharField(
        label="Lời nhắn",
        max_length=4000,
        help_text="Có thể sửa trước khi chép hoặc gửi.",
        widget=forms.Textarea(attrs={"rows": 10}),
    )


class PublishForm(forms.Form):
    """The first publication needs no reason; each later one says what it corrects."""

    reason = forms.CharField(
        label="Lý do công bố lại", max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, is_first: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_first:
            del self.fields["reason"]


class ConfirmForm(forms.Form):
    """Nothing to type: the deed itself."""
