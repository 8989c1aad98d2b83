"""Shapes of what is posted: units to urge, words of a letter, its number, a reason."""

from typing import Any

from django import forms

from thidua.core.fields import DayInput
from thidua.documents.rendering import document as papers
from thidua.urging.actions import Words
from thidua.urging.models import SYMBOL, UrgingLetter


class DraftForm(forms.Form):
    """Which units, and by when they are asked to be done."""

    units = forms.MultipleChoiceField(
        label="Đơn vị cần đôn đốc",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Xin chọn ít nhất một đơn vị."},
    )
    answer_by = forms.DateField(
        label="Đề nghị hoàn thành trước ngày",
        widget=DayInput(),
        help_text="Ngày này in trong văn bản, sửa được sau.",
    )

    def __init__(self, *args: Any, units: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["units"].choices = units  # type: ignore[attr-defined]


class LetterForm(forms.Form):
    """Everything but the list of things."""

    answer_by = forms.DateField(label="Đề nghị hoàn thành trước ngày", widget=DayInput())
    opening = forms.CharField(label="Lời mở đầu", widget=forms.Textarea(attrs={"rows": 3}), max_length=2_000)
    closing = forms.CharField(
        label="Lời đề nghị",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2_000,
        help_text="Đổi ngày ở trên thì sửa luôn ngày trong câu này. Dấu kết thúc văn bản tự thêm.",
    )
    symbol = forms.CharField(label="Ký hiệu", max_length=40, help_text=f"Phần sau số, ví dụ {SYMBOL}.")
    authority = forms.CharField(
        label="Ký với tư cách",
        max_length=120,
        required=False,
        help_text="Ví dụ: TM. Ủy ban nhân dân, TL. Chủ tịch.",
    )
    position = forms.CharField(label="Chức vụ người ký", max_length=120)
    signer = forms.CharField(label="Họ tên người ký", max_length=120, required=False)

    @classmethod
    def initial_of(cls, letter: UrgingLetter) -> dict[str, Any]:
        own = {name: getattr(letter, name) for name in ("answer_by", "opening", "closing", "symbol")}
        return own | {name: letter.head[name] for name in ("authority", "position", "signer")}

    def clean_symbol(self) -> str:
        symbol: str = self.cleaned_data["symbol"]
        if not papers.is_symbol(symbol):
            raise forms.ValidationError(f"Ký hiệu phải có dạng {SYMBOL}, không dấu cách, không dấu / ở đầu.")
        return symbol

    @property
    def words(self) -> Words:
        return Words(**{name: self.cleaned_data[name] for name in Words.__slots__})


class IssueForm(forms.Form):
    number = forms.CharField(label="Số văn bản", max_length=7, help_text="Chỉ phần số, ví dụ 128 hoặc 47A.")
    issued_on = forms.DateField(label="Ngày văn bản", widget=DayInput())

    def clean_number(self) -> str:
        number: str = self.cleaned_data["number"].upper()
        if not papers.is_number(number):
            raise forms.ValidationError("Số phải là chữ số, có thể kèm một chữ cái: 128, 47A.")
        return number


class WithdrawForm(forms.Form):
    reason = forms.CharField(label="Lý do", widget=forms.Textarea(attrs={"rows": 3}), max_length=1_000)
