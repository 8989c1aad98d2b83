"""Shapes of what is posted: which time, the words of a part, charts, number and day, where it went, a reason."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from thidua.composing.paper import SYMBOL
from thidua.core.fields import DayInput
from thidua.documents.rendering import document as papers
from thidua.outgoing.enums import SendingWay

LONGEST = 20_000
MOST_PLACES = 20


class DraftForm(forms.Form):
    """`choices` are groups of (key, label), each key with its movement: "12 month-2026-10"."""

    key = forms.ChoiceField(
        label="Thời gian báo cáo",
        help_text="Chỉ có thời gian đã mở kỳ báo cáo. Sơ kết, tổng kết tính từ ngày bắt đầu kế hoạch.",
        error_messages={
            "required": "Xin chọn thời gian báo cáo.",
            "invalid_choice": "Xin chọn trong danh sách.",
        },
    )

    def __init__(self, *args: Any, choices: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].choices = choices  # type: ignore[attr-defined]


class LinksForm(forms.Form):
    """`contents` are (key, title) of the plan's contents, `codes` the choices of indicators, `links` those ticked now."""

    def __init__(
        self,
        *args: Any,
        contents: Sequence[tuple[str, str]],
        codes: Sequence[tuple[str, str]],
        links: Mapping[str, Sequence[str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.names = {f"links_{key}": key for key, _ in contents}
        for place, (key, title) in enumerate(contents, start=1):
            self.fields[f"links_{key}"] = forms.MultipleChoiceField(
                label=f"Nội dung {place}. {title}",
                choices=codes,
                required=False,
                initial=links.get(key, ()),
                widget=forms.CheckboxSelectMultiple,
            )

    @property
    def link_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.names]

    @property
    def chosen(self) -> dict[str, list[str]]:
        return {key: list(self.cleaned_data[name]) for name, key in self.names.items()}


class PartForm(forms.Form):
    words = forms.CharField(
        label="Lời của phần này",
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text="Mỗi dòng là một đoạn; dòng bắt đầu bằng dấu gạch ngang thành gạch đầu dòng. Bảng và biểu đồ tự thêm bên dưới.",
    )


class ChartsForm(forms.Form):
    """A tick and a place for each possible chart; `keys` are (key, title) and `held` those ticked now, in their order."""

    def __init__(
        self, *args: Any, keys: Sequence[tuple[str, str]], held: Sequence[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.keys = [key for key, _ in keys]
        for place, (key, title) in enumerate(keys):
            own = held.index(key) + 1 if key in held else None
            self.fields[f"use_{place}"] = forms.BooleanField(label=title, required=False, initial=key in held)
            self.fields[f"place_{place}"] = forms.IntegerField(
                label="Thứ tự trong báo cáo", min_value=1, max_value=MOST_PLACES, required=False, initial=own
            )

    @property
    def pairs(self) -> list[tuple[str, forms.BoundField, forms.BoundField]]:
        return [(key, self[f"use_{place}"], self[f"place_{place}"]) for place, key in enumerate(self.keys)]

    @property
    def charts(self) -> list[str]:
        """The ticked ones by their places; those without one come last, as they were listed."""
        ticked = [
            (self.cleaned_data[f"place_{place}"] or MOST_PLACES + 1, place, key)
            for place, key in enumerate(self.keys)
            if self.cleaned_data[f"use_{place}"]
        ]
        return [key for _, _, key in sorted(ticked)]


class IssueForm(forms.Form):
    number = forms.CharField(label="Số văn bản", max_length=7, help_text="Chỉ phần số, ví dụ 128 hoặc 47A.")
    symbol = forms.CharField(label="Ký hiệu", max_length=40, help_text=f"Phần sau số, ví dụ {SYMBOL}.")
    issued_on = forms.DateField(label="Ngày văn bản", widget=DayInput())
    reviewed = forms.BooleanField(label="Đã xem lại các phần có số liệu đổi sau khi viết", required=False)

    def __init__(self, *args: Any, asks_review: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_review:
            del self.fields["reviewed"]

    def clean_number(self) -> str:
        number: str = self.cleaned_data["number"].upper()
        if not papers.is_number(number):
            raise forms.ValidationError("Số phải là chữ số, có thể kèm một chữ cái: 128, 47A.")
        return number

    def clean_symbol(self) -> str:
        symbol: str = self.cleaned_data["symbol"]
        if not papers.is_symbol(symbol):
            raise forms.ValidationError(f"Ký hiệu phải có dạng {SYMBOL}, không dấu cách, không dấu / ở đầu.")
        return symbol


class SendForm(forms.Form):
    to = forms.CharField(label="Nơi nhận", max_length=200)
    way = forms.ChoiceField(label="Cách gửi", choices=SendingWay.choices)
    on = forms.DateField(label="Ngày gửi", widget=DayInput())
    note = forms.CharField(label="Ghi chú", max_length=300, required=False)


class ReasonForm(forms.Form):
    reason = forms.CharField(label="Lý do", widget=forms.Textarea(attrs={"rows": 3}), max_length=1_000)
