"""Shapes of baselines, yearly steps, breakdowns, parts and levels."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from thidua.core.fields import DayInput
from thidua.indicator import errors as figure_errors
from thidua.indicator import figures, numerals
from thidua.indicator.figures import Kind, Value
from thidua.indicator.models import Indicator
from thidua.org.models import Unit
from thidua.reporting import typed
from thidua.reporting.models import Breakdown
from thidua.reporting.typed import Typed


def number_field(label: str, *, required: bool = True, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        help_text=help_text,
        max_length=numerals.MAX_TYPED_LENGTH,
        widget=forms.TextInput({"inputmode": "decimal", "autocomplete": "off"}),
    )


def reason_field() -> forms.CharField:
    return forms.CharField(
        label="Lý do",
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 2}),
        help_text="Cần khi sửa số đã ghi trước.",
    )


class BaselineForm(forms.Form):
    """Where an indicator stood; `value` is the checked cell."""

    unit = forms.ChoiceField(label="Của")
    numerator = number_field("Số đạt")
    denominator = number_field("Tổng số")
    as_of = forms.DateField(label="Tại ngày", widget=DayInput())
    source = forms.CharField(label="Nguồn số liệu", max_length=200)
    reason = reason_field()

    def __init__(self, data: Any, *, indicator: Indicator, units: Iterable[Unit]) -> None:
        super().__init__(data)
        self.kind, self.held = Kind(indicator.kind), {str(unit.pk): unit for unit in units}
        self.fields["unit"].choices = [(pk, unit.name) for pk, unit in self.held.items()]  # type: ignore[attr-defined]
        if self.kind is not Kind.RATIO:
            del self.fields["denominator"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        said = Typed(cleaned.get("numerator", ""), cleaned.pop("denominator", ""))
        cleaned.pop("numerator", None)
        reading = typed.read(said, self.kind)
        for name, mistake in reading.mistakes.items():
            self.add_error(name if name in self.fields else "numerator", mistake)
        cleaned["value"] = reading.value
        if "unit" in cleaned:
            cleaned["unit"] = self.held[cleaned["unit"]]
        return cleaned


class YearStepForm(forms.Form):
    year = forms.IntegerField(label="Năm")
    value = number_field("Mức của năm")
    source = forms.CharField(label="Căn cứ", max_length=200)
    reason = reason_field()

    def clean_value(self) -> figures.Number:
        try:
            found = numerals.parse_amount(self.cleaned_data["value"])
        except figure_errors.FigureRefused as refused:
            raise forms.ValidationError(str(refused)) from None
        if found is None:
            raise forms.ValidationError("Xin ghi mức của năm.")
        return found


class BreakdownForm(forms.Form):
    label = forms.CharField(label="Chia theo", max_length=100, help_text="Ví dụ: giới tính, nhóm tuổi.")
    parts = forms.CharField(
        label="Các phần, mỗi dòng một phần",
        max_length=3000,
        widget=forms.Textarea({"rows": 4}),
        help_text="Ví dụ: Nam, rồi xuống dòng, Nữ.",
    )
    add_up = forms.BooleanField(
        label="Các phần cộng lại bằng số chung",
        required=False,
        initial=True,
        help_text="Bỏ chọn khi các phần có thể trùng nhau, ví dụ: nữ; từ 60 tuổi.",
    )
    valid_from = forms.DateField(label="Hỏi cho các kỳ kết thúc từ ngày", widget=DayInput())
    citation = forms.CharField(label="Căn cứ", max_length=300)

    def clean_parts(self) -> list[str]:
        return [line for line in self.cleaned_data["parts"].splitlines() if line.strip()]


class PartsForm(forms.Form):
    """The parts of one figure by one breakdown. When it is valid, `values` are cells by place, `seen` what was shown."""

    def __init__(self, data: Any, *, breakdown: Breakdown, kind: Kind, held: Mapping[int, Value]) -> None:
        super().__init__(data)
        self.breakdown, self.kind = breakdown, kind
        self.values: dict[int, Value] = {}
        self.seen: dict[int, Value] = {}
        missing = Value(state=figures.CellState.NOT_REPORTED)
        for place, name in enumerate(breakdown.parts):
            value = held.get(place, missing)
            nothing = ("0", "0")  # as it was typed: a part has no field that says that nothing arose
            arose = value.state is not figures.CellState.NOT_ARISING
            numerator, denominator = typed.texts_of(value) if arose else nothing
            self._add(place, "n", f"{name}, số đạt" if kind is Kind.RATIO else name, numerator)
            if kind is Kind.RATIO:
                self._add(place, "d", f"{name}, tổng số", denominator)

    def _add(self, place: int, part: str, label: str, said: str) -> None:
        field = number_field(label, required=False)
        field.initial = said
        self.fields[f"{part}{place}"] = field
        self.fields[f"seen_{part}{place}"] = forms.CharField(
            required=False, initial=said, widget=forms.HiddenInput
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for place in range(len(self.breakdown.parts)):
            reading = self._read(cleaned, "", place)
            for name, mistake in reading.mistakes.items():
                key = f"{'d' if name == 'denominator' else 'n'}{place}"
                self.add_error(key if key in self.fields else f"n{place}", mistake)
            if reading.value is not None:
                self.values[place] = reading.value
            seen = self._read(cleaned, "seen_", place).value
            if seen is not None:
                self.seen[place] = seen
        return cleaned

    def _read(self, cleaned: dict[str, Any], prefix: str, place: int) -> typed.Reading:
        said = Typed(cleaned.get(f"{prefix}n{place}", ""), cleaned.get(f"{prefix}d{place}", ""))
        return typed.read(said, self.kind)


class LevelsForm(forms.Form):
    """A scale, the lowest level first: one line a level, `tên mức: mô tả`."""

    levels = forms.CharField(
        label="Các mức, thấp trước, mỗi dòng một mức",
        widget=forms.Textarea({"rows": 8}),
        max_length=22_000,
        help_text="Mỗi dòng: tên mức, dấu hai chấm, mô tả. Ví dụ: Tốt: có mô hình và được đơn vị khác học theo.",
    )
    reason = reason_field()

    def clean_levels(self) -> list[tuple[str, str]]:
        lines = [line for line in self.cleaned_data["levels"].splitlines() if line.strip()]
        pairs = [line.partition(":") for line in lines]
        return [(label.strip(), descriptor.strip()) for label, _, descriptor in pairs]


class LevelChoiceForm(forms.Form):
    level = forms.ChoiceField(label="Mức đạt được", widget=forms.RadioSelect)
    evidence = forms.MultipleChoiceField(
        label="Minh chứng của đơn vị",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    explanation = forms.CharField(
        label="Giải trình", required=False, max_length=5_000, widget=forms.Textarea({"rows": 3})
    )

    def __init__(
        self, data: Any, *, levels: Iterable[tuple[int, str]], evidence: Iterable[tuple[int, str]]
    ) -> None:
        super().__init__(data)
        self.fields["level"].choices = [(str(pk), said) for pk, said in levels]  # type: ignore[attr-defined]
        self.fields["evidence"].choices = [(str(pk), said) for pk, said in evidence]  # type: ignore[attr-defined]
