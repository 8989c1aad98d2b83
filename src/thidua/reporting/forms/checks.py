"""What a checker says about each figure of a report, and a revision after the lock."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms

from thidua.core.errors import DomainError
from thidua.indicator import figures, numerals
from thidua.indicator.figures import Kind, Value
from thidua.reporting.models import Figure

RIGHT, RETURN, OTHER = "dung", "tra-lai", "so-khac"
VERDICTS = [(RIGHT, "Đúng"), (RETURN, "Trả lại"), (OTHER, "Ghi số sau kiểm tra")]


def _typed(label: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=numerals.MAX_TYPED_LENGTH,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )


def value_from(figure: Figure, numerator: str, denominator: str, *, is_estimate: bool) -> Value:
    """The cell for what was typed; raises FigureRefused with its field."""
    kind = Kind(figure.indicator.kind)
    n: figures.Number | None = (
        numerals.parse_amount(numerator) if kind is Kind.AMOUNT else numerals.parse_count(numerator)
    )
    d = numerals.parse_count(denominator) if kind is Kind.RATIO else None
    return figures.from_typed(n, d, kind, is_estimate=is_estimate)


class CheckForm(forms.Form):
    """A verdict for each figure; "trả lại" and "số khác" need a reason, the latter a number."""

    def __init__(self, *args: Any, held: Iterable[Figure], **kwargs: Any) -> None:
        self.held = list(held)
        kwargs["initial"] = {f"verdict_{one.pk}": RIGHT for one in self.held}
        super().__init__(*args, **kwargs)
        self.values: dict[int, Value] = {}
        for figure in self.held:
            self._add_fields(figure)

    def _add_fields(self, figure: Figure) -> None:
        name = figure.indicator.name
        self.fields[f"verdict_{figure.pk}"] = forms.ChoiceField(
            label="Kết quả kiểm tra", choices=VERDICTS, widget=forms.RadioSelect
        )
        self.fields[f"reason_{figure.pk}"] = forms.CharField(
            label=f"Lý do, {name}",
            required=False,
            max_length=2000,
            widget=forms.Textarea(attrs={"rows": 2}),
        )
        self.fields[f"numerator_{figure.pk}"] = _typed(figure.definition.numerator_label)
        if figure.indicator.kind == Kind.RATIO:
            self.fields[f"denominator_{figure.pk}"] = _typed(figure.definition.denominator_label)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for figure in self.held:
            verdict = cleaned.get(f"verdict_{figure.pk}")
            if verdict in {RETURN, OTHER} and not cleaned.get(f"reason_{figure.pk}", "").strip():
                self.add_error(f"reason_{figure.pk}", "Xin ghi rõ lý do.")
            if verdict == OTHER:
                self._read_value(figure, cleaned)
        return cleaned

    def _read_value(self, figure: Figure, cleaned: dict[str, Any]) -> None:
        numerator = cleaned.get(f"numerator_{figure.pk}", "")
        denominator = cleaned.get(f"denominator_{figure.pk}", "")
        try:
            value = value_from(figure, numerator, denominator, is_estimate=figure.is_estimate)
        except DomainError as refused:
            field = f"{refused.field or 'numerator'}_{figure.pk}"
            self.add_error(field if field in self.fields else f"numerator_{figure.pk}", str(refused))
            return
        if value.state is figures.CellState.NOT_REPORTED:
            self.add_error(f"numerator_{figure.pk}", "Xin ghi số sau kiểm tra.")
        self.values[figure.pk] = value

    def _chosen(self, verdict: str) -> list[int]:
        return [one.pk for one in self.held if self.cleaned_data[f"verdict_{one.pk}"] == verdict]

    @property
    def checked(self) -> dict[int, tuple[Value, str]]:
        """Figure id → (value, reason)."""
        return {pk: (self.values[pk], self.cleaned_data[f"reason_{pk}"]) for pk in self._chosen(OTHER)}

    @property
    def returned(self) -> dict[int, str]:
        return {pk: self.cleaned_data[f"reason_{pk}"] for pk in self._chosen(RETURN)}


class ReviseForm(forms.Form):
    """A correction after the lock."""

    numerator = _typed("Số mới")
    denominator = _typed("Tổng số mới")
    is_estimate = forms.BooleanField(label="Vẫn là số ước tính", required=False)
    reason = forms.CharField(
        label="Lý do đính chính",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Ghi căn cứ: văn bản, biên bản kiểm tra, đề nghị của đơn vị.",
    )

    def __init__(self, *args: Any, figure: Figure, **kwargs: Any) -> None:
        self.figure = figure
        super().__init__(*args, **kwargs)
        self.fields["numerator"].label = figure.definition.numerator_label
        if figure.indicator.kind == Kind.RATIO:
            self.fields["denominator"].label = figure.definition.denominator_label
        else:
            del self.fields["denominator"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        try:
            cleaned["value"] = value_from(
                self.figure,
                cleaned.get("numerator", ""),
                cleaned.get("denominator", ""),
                is_estimate=cleaned.get("is_estimate", False),
            )
        except DomainError as refused:
            self.add_error(refused.field if refused.field in self.fields else None, str(refused))
        else:
            if cleaned["value"].state is figures.CellState.NOT_REPORTED:
                self.add_error("numerator", "Xin ghi số mới.")
        return cleaned

    @property
    def value(self) -> Value:
        return cast("Value", self.cleaned_data["value"])
