"""What a unit types: one row per figure, the whole report at once, evidence, reasons, workbooks."""

import copy
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django import forms

from thidua.core.fields import DayInput
from thidua.documents.enums import EvidenceKind
from thidua.indicator.figures import CellState, Kind, Value
from thidua.reporting import typed
from thidua.reporting.actions import Cell
from thidua.reporting.models import Figure
from thidua.reporting.typed import Typed

STATES = [
    ("", "Có số liệu"),
    (CellState.NOT_ARISING.value, "Không phát sinh"),
    (CellState.NOT_APPLICABLE.value, "Không áp dụng"),
]
NOT_ARISING = "not_arising"  # the button of the phone page: whatever numbers stand there, nothing arose
NUMBER = {"inputmode": "numeric", "autocomplete": "off"}
AMOUNT = {"inputmode": "decimal", "autocomplete": "off"}


def prefix_of(figure: Figure) -> str:
    return f"s{figure.pk}"


class AskedField(forms.CharField):
    """Asked for, so its label does not say that it may be left out; but saved half-typed as well."""

    def validate(self, value: Any) -> None:
        """What is missing is said when the report is handed in, not while it is typed."""


class AskedChoice(forms.ChoiceField):
    """A choice whose first, empty value is an answer too."""

    def validate(self, value: Any) -> None:
        if value:
            super().validate(value)


class RowForm(forms.Form):
    """One figure as typed. A valid row holds `cell`; `version` is the figure's version on the page."""

    numerator = AskedField(label="Số đạt", widget=forms.TextInput(NUMBER))
    denominator = AskedField(label="Tổng số", widget=forms.TextInput(NUMBER))
    state = AskedChoice(label="Tình trạng", choices=STATES)
    is_estimate = forms.BooleanField(label="Số ước", required=False)
    source = forms.CharField(
        label="Nguồn số liệu", required=False, widget=forms.TextInput({"maxlength": 200})
    )
    explanation = AskedField(label="Giải trình", widget=forms.Textarea({"rows": 2}))
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    use_required_attribute = False

    def __init__(
        self, data: Any = None, *, figure: Figure, estimate_reason: str = "", prefixed: bool = True
    ) -> None:
        self.figure = figure
        self.kind = Kind(figure.indicator.kind)
        initial = _initial(figure, estimate_reason)
        super().__init__(data, initial=initial, prefix=prefix_of(figure) if prefixed else None)
        definition = figure.definition
        self.fields["numerator"].label = definition.numerator_label or "Số liệu"
        if self.kind is Kind.RATIO:
            self.fields["denominator"].label = definition.denominator_label or "Tổng số"
        else:
            del self.fields["denominator"]
        if self.kind is Kind.AMOUNT:
            self.fields["numerator"].widget.attrs.update(AMOUNT)

    cell: Cell | None = None

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if self.errors:
            return said
        reading = typed.read(self._typed(said), self.kind)
        for name, reason in reading.mistakes.items():
            self.add_error(name if name in self.fields else "numerator", reason)
        if reading.value is not None:
            self.cell = Cell(
                value=reading.value,
                explanation=said["explanation"],
                source=said["source"],
                seen_version=said["version"],
            )
        return said

    def _typed(self, said: Mapping[str, Any]) -> Typed:
        row = Typed(
            numerator=said["numerator"],
            denominator=said.get("denominator", ""),
            state=said["state"],
            is_estimate=said["is_estimate"],
            source=said["source"],
            explanation=said["explanation"],
        )
        if NOT_ARISING in self.data:
            return replace(row, numerator="", denominator="", state=CellState.NOT_ARISING.value)
        return row

    @property
    def says_something_new(self) -> bool:
        """Whether the valid row differs from the figure that it was made for."""
        figure, cell = self.figure, self.cell
        return cell is not None and (cell.value, cell.explanation, cell.source) != (
            figure.reported,
            figure.explanation,
            figure.source,
        )


class _SharedFields(dict[str, forms.Field]):
    """Django copies every field, widget and validator of a form to the bottom for each of twenty rows; all that a row
    changes are labels, help and the attributes of an input, so a shallow copy of field and widget does."""

    def __deepcopy__(self, memo: Any) -> dict[str, forms.Field]:
        return {name: self._copied(field) for name, field in self.items()}

    @staticmethod
    def _copied(field: forms.Field) -> forms.Field:
        copied, widget = copy.copy(field), copy.copy(field.widget)
        widget.attrs, copied.widget = dict(field.widget.attrs), widget
        return copied


RowForm.base_fields = _SharedFields(RowForm.base_fields)


def _initial(figure: Figure, estimate_reason: str) -> dict[str, Any]:
    value: Value = figure.reported
    numerator, denominator = typed.texts_of(value)
    said = value.state.value if value.state in {CellState.NOT_ARISING, CellState.NOT_APPLICABLE} else ""
    is_fresh = value.state is CellState.NOT_REPORTED
    return {
        "numerator": numerator,
        "denominator": denominator,
        "state": said,
        "is_estimate": bool(estimate_reason) if is_fresh else value.is_estimate,
        "source": figure.source,
        "explanation": figure.explanation,
        "version": figure.version,
    }


class ReportForm(forms.Form):
    """All open figures of a report in one form; `rows` are its parts, figure id → RowForm."""

    def __init__(self, data: Any = None, *, figures: Iterable[Figure], reasons: Mapping[int, str]) -> None:
        super().__init__(data)
        self.rows = {
            figure.pk: RowForm(data, figure=figure, estimate_reason=reasons.get(figure.pk, ""))
            for figure in figures
        }

    def clean(self) -> dict[str, Any]:
        wrong = sum(not row.is_valid() for row in self.rows.values())
        if wrong:
            raise forms.ValidationError(f"{wrong} dòng có chỗ chưa đúng, lý do ghi ở từng dòng.")
        return {}

    @property
    def cells(self) -> dict[int, Cell]:
        """Figure id → cell, of the rows that say something new."""
        return {
            pk: row.cell for pk, row in self.rows.items() if row.cell is not None and row.says_something_new
        }


class EvidenceForm(forms.Form):
    """One piece of evidence; `kind` says which of the other fields counts."""

    kind = forms.ChoiceField(label="Loại", choices=EvidenceKind.choices)
    file = forms.FileField(label="Tệp hoặc ảnh", allow_empty_file=True)
    url = forms.CharField(label="Đường dẫn", widget=forms.URLInput)
    document_number = forms.CharField(label="Số, ký hiệu văn bản")
    document_on = forms.DateField(
        label="Ngày ban hành",
        widget=DayInput(),
        error_messages={"invalid": "Xin ghi ngày theo dạng 08/10/2026."},
    )
    text = forms.CharField(label="Lý do, giải trình", widget=forms.Textarea({"rows": 3}))
    use_required_attribute = False

    def full_clean(self) -> None:
        """Only one kind is sent at a time; what it lacks is said by the action, in words of its own."""
        asked = [field for name, field in self.fields.items() if name != "kind"]
        for field in asked:
            field.required = False
        super().full_clean()
        for field in asked:
            field.required = True


class HandBackForm(forms.Form):
    reason = forms.CharField(
        label="Lý do trả lại",
        widget=forms.Textarea({"rows": 4}),
        max_length=2_000,
        error_messages={"required": "Xin ghi rõ lý do để người nhập biết cần sửa gì."},
    )


class WorkbookForm(forms.Form):
    file = forms.FileField(
        label="Tệp Excel đã điền",
        allow_empty_file=True,
        widget=forms.FileInput(
            {"accept": ".xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
        ),
        error_messages={"required": "Xin chọn tệp Excel đã điền."},
    )


class ReviewForm(forms.Form):
    """The page of a workbook carries one field for every cell that cannot be read; here stand only refusals."""
