"""Shapes of what is said about bindings: which words count, by which day and unit, from when, why."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms

from thidua.core.fields import DayInput
from thidua.indicator.library import Trust
from thidua.registers import values
from thidua.registers.conditions import How
from thidua.registers.library import Field, Type
from thidua.reporting.enums import BindingCalendar
from thidua.reporting.models import RegisterBinding

PARTS = (("denominator", "tong", "Tổng số"), ("numerator", "dat", "Số đạt"), ("estimate", "uoc", "Số ước"))


class ReviseByCountForm(forms.Form):
    reason = forms.CharField(
        label="Lý do đính chính", max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    shown = forms.CharField(widget=forms.HiddenInput)


class AdoptForm(forms.Form):
    valid_from = forms.DateField(
        label="Đếm cho các kỳ kết thúc từ ngày",
        widget=DayInput(),
        help_text="Kỳ kết thúc trước ngày này không được đề nghị số từ sổ.",
    )


class EndForm(forms.Form):
    ends_on = forms.DateField(label="Đếm cho các kỳ kết thúc đến hết ngày", widget=DayInput())
    reason = forms.CharField(label="Lý do", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class BindingForm(forms.Form):
    """The next version of a binding: for every fact with words, which of them count; other conditions are kept or let go."""

    def __init__(self, data: Any, *, before: RegisterBinding, today: date) -> None:
        self.before, schema = before, before.schema
        self._wordy = [field for field in schema.fields if values.needs_words(field)]
        super().__init__(
            data, initial={"valid_from": today, "citation": before.citation, "trust": before.trust}
        )
        self._parts = [part for part in PARTS if part[0] != "estimate" or before.estimate]
        for name, prefix, title in self._parts:
            self._add_conditions(name, prefix, title)
        days = [(one.name, one.title) for one in schema.fields if one.type is Type.DATE]
        texts = [(one.name, one.title) for one in schema.fields if one.type is Type.STRING and not one.labels]
        self._add_choice("day_field", "Ngày quyết định hàng thuộc kỳ nào", days)
        self._add_choice("unit_field", "Cột ghi đơn vị", [("", "không có, tính cho cả địa phương"), *texts])
        self._add_choice(
            "counted", "Đếm gì", [("", "số hàng"), *((n, f"số giá trị khác nhau: {t}") for n, t in texts)]
        )
        self._add_choice("calendar", "Lịch", BindingCalendar.choices)
        self.fields["citation"] = forms.CharField(
            label="Căn cứ", max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
        )
        self.fields["trust"] = forms.ChoiceField(
            label="Căn cứ đã xác nhận đến đâu", choices=[(one.value, one.label) for one in Trust]
        )
        self.fields["valid_from"] = forms.DateField(
            label="Dùng cho các kỳ kết thúc từ ngày", widget=DayInput()
        )
        self.fields["reason"] = forms.CharField(
            label="Lý do đổi", max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
        )

    def _add_choice(self, name: str, label: str, choices: Sequence[tuple[str, str]]) -> None:
        self.fields[name] = forms.ChoiceField(
            label=label, choices=choices, required=False, initial=getattr(self.before, name)
        )

    def _add_conditions(self, name: str, prefix: str, title: str) -> None:
        held = getattr(self.before, name)
        for field in self._wordy:
            self.fields[f"{prefix}-{field.name}"] = forms.MultipleChoiceField(
                label=f"{title}: {field.title}",
                choices=field.meanings,
                required=False,
                widget=forms.CheckboxSelectMultiple,
                initial=[_code(value) for value in _chosen(held, field)],
            )
        for place, told in enumerate(self._others(held)):
            words = getattr(self.before, {"tong": "of_whole", "dat": "of_part", "uoc": "of_estimate"}[prefix])
            said = [one.words(self.before.schema) for one in words.conditions if one.told() == told]
            self.fields[f"{prefix}-giu-{place}"] = forms.BooleanField(
                label=f"{title}: giữ điều kiện “{said[0]}”", required=False, initial=True
            )

    def _others(self, held: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
        """Conditions that are more than words of one fact."""
        wordy = {field.name for field in self._wordy}
        return [one for one in held if How.IS.value not in one or one.get("field") not in wordy]

    def _conditions(self, name: str, prefix: str) -> list[dict[str, Any]]:
        said = [
            {"field": field.name, "is": [field.meant(code) for code in codes]}
            for field in self._wordy
            if (codes := self.cleaned_data[f"{prefix}-{field.name}"])
        ]
        others = self._others(getattr(self.before, name))
        kept = [dict(one) for i, one in enumerate(others) if self.cleaned_data[f"{prefix}-giu-{i}"]]
        return [*said, *kept]

    @property
    def ways(self) -> dict[str, Any]:
        """As `actions.change_binding` takes them."""
        plain = ("counted", "day_field", "unit_field", "calendar")
        told: dict[str, Any] = {name: [] for name, _, _ in PARTS}
        told |= {name: self._conditions(name, prefix) for name, prefix, _ in self._parts}
        return told | {name: self.cleaned_data[name] for name in plain}


def _chosen(held: Sequence[Mapping[str, Any]], field: Field) -> list[Any]:
    return next((list(one["is"]) for one in held if one.get("field") == field.name and "is" in one), [])


def _code(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
