"""Shapes of what is typed into a registration and a pact."""

from typing import Any

from django import forms

from thidua.org.models import Unit
from thidua.pledging import facts
from thidua.pledging.queries.registrations import Offered
from thidua.pledging.titles import Title


def _choices(found: tuple[Title, ...]) -> list[tuple[str, str]]:
    return [(one.code, f"{one.name} ({one.decider})") for one in found]


class RegistrationForm(forms.Form):
    titles = forms.MultipleChoiceField(
        label="Danh hiệu của đơn vị", required=False, widget=forms.CheckboxSelectMultiple
    )
    targets = forms.CharField(
        label="Chỉ tiêu phấn đấu",
        required=False,
        max_length=3_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Mỗi dòng một chỉ tiêu.",
    )
    head = forms.CharField(label="Họ tên người đứng đầu", max_length=120)
    position = forms.CharField(label="Chức vụ", max_length=120, help_text="Ví dụ: Hiệu trưởng, Tổ trưởng")
    head_titles = forms.MultipleChoiceField(
        label="Danh hiệu của người đứng đầu", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, offered: Offered, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["titles"].choices = _choices(offered.own)  # type: ignore[attr-defined]
        self.fields["head_titles"].choices = _choices(offered.of_head)  # type: ignore[attr-defined]

    @property
    def wanted(self) -> facts.Wanted:
        given = self.cleaned_data
        names = ("titles", "head_titles", "targets", "head", "position")
        return facts.Wanted(**{name: given[name] for name in names})


class PactForm(forms.Form):
    year = forms.IntegerField(label="Năm", min_value=2000, max_value=2100)
    text = forms.CharField(
        label="Lời giao ước",
        max_length=8_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Mỗi dòng một điều các đơn vị cùng hứa thực hiện.",
    )


class PactChangeForm(PactForm):
    year = None  # type: ignore[assignment]  # another year is another pact


class SignForm(forms.Form):
    """For which member; on behalf also who signed the paper."""

    unit = forms.ModelChoiceField(label="Đơn vị", queryset=Unit.objects.none(), empty_label="Chọn đơn vị")
    position = forms.CharField(label="Chức vụ người ký", max_length=120, required=False)
    signatory = forms.CharField(
        label="Họ tên người ký trên giấy",
        max_length=120,
        required=False,
        help_text="Chỉ ghi khi nhập thay đơn vị; thủ trưởng tự ký thì lấy họ tên của tài khoản.",
    )

    def __init__(self, *args: Any, units: list[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.filter(  # type: ignore[attr-defined]
            pk__in=[one.pk for one in units]
        )
        if len(units) == 1:
            self.fields["unit"].initial = units[0].pk


class WithdrawForm(forms.Form):
    unit = forms.ModelChoiceField(label="Đơn vị", queryset=Unit.objects.none())
    reason = forms.CharField(
        label="Lý do rút chữ ký", max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, units: list[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.filter(  # type: ignore[attr-defined]
            pk__in=[one.pk for one in units]
        )
        if len(units) == 1:
            self.fields["unit"].initial = units[0].pk
