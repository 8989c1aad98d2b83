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
from thidua.reporting.queries.entry import Asked
from thidua.reporting.typed import Typed

STATES = [
    ("", "Có số liệu"),
    (CellState.NOT_ARISING.value, "Không phát sinh"),
    (CellState.NOT_APPLICABLE.value, "Không áp dụng"),
]
NOT_ARISING = "not_arising"  # the button of the phone page: whatever numbers stand there, nothing arose
UNTICKED = ("", "false", "False")
LONGEST_VERSION = 10
NUMBER = {"inputmode": "numeric", "autocomplete": "off"}
AMOUNT = {"inputmode": "decimal", "autocomplete": "off"}
PAIR = {"data-pair": True}  # page.js waits for both


def prefix_of(pk: int) -> str:
    return f"s{pk}"


def read_row(data: Mapping[str, Any], start: str, kind: Kind) -> tuple[Cell | None, Mapping[str, str]]:
    """The row whose fields begin with `start`: the cell that it holds, or field → what is wrong there.

    Everything that is sent is read here, one row or twenty. Forms are made for rows only where they are shown.
    """

    def said(name: str) -> str:
        return str(data.get(start + name, "")).strip()

    row = Typed(
        numerator=said("numerator"),
        denominator=said("denominator") if kind is Kind.RATIO else "",
        state=said("state"),
        is_estimate=said("is_estimate") not in UNTICKED,
        source=said("source"),
        explanation=said("explanation"),
    )
    if start + NOT_ARISING in data:
        row = replace(row, numerator="", denominator="", state=CellState.NOT_ARISING.value)
    reading = typed.read(row, kind)
    if reading.value is None:
        return None, reading.mistakes
    return Cell(reading.value, row.explanation, row.source, version_in(data, start)), {}


def version_in(data: Mapping[str, Any], start: str) -> int | None:
    """The version that the page had seen; None where it says nothing of it, 0 (no version at all) for what is no number."""
    said = str(data.get(f"{start}version", ""))
    return None if not said else int(said) if said.isdecimal() and len(said) < LONGEST_VERSION else 0


class RowForm(forms.Form):
    """One figure, to be shown and typed into; what was sent is read by `read_row`. A valid row holds `cell`."""

    numerator = forms.CharField(label="Số đạt", widget=forms.TextInput(NUMBER))
    denominator = forms.CharField(label="Tổng số", widget=forms.TextInput(NUMBER))
    state = forms.ChoiceField(label="Tình trạng", choices=STATES)
    is_estimate = forms.BooleanField(label="Số ước", required=False)
    source = forms.CharField(
        label="Nguồn số liệu", required=False, widget=forms.TextInput({"maxlength": 200})
    )
    explanation = forms.CharField(label="Giải trình", widget=forms.Textarea({"rows": 2}))
    version = forms.CharField(widget=forms.HiddenInput)

    use_required_attribute = False

    def __init__(
        self, data: Any = None, *, figure: Figure, estimate_reason: str = "", prefixed: bool = True
    ) -> None:
        self.figure = figure
        self.kind = Kind(figure.indicator.kind)
        initial = _initial(figure, estimate_reason)
        super().__init__(data, initial=initial, prefix=prefix_of(figure.pk) if prefixed else None)
        definition = figure.definition
        self.fields["numerator"].label = definition.numerator_label or "Số liệu"
        if self.kind is Kind.RATIO:
            self.fields["denominator"].label = definition.denominator_label or "Tổng số"
            for name in ("numerator", "denominator"):
                self.fields[name].widget.attrs.update(PAIR)
        else:
            del self.fields["denominator"]
        if self.kind is Kind.AMOUNT:
            self.fields["numerator"].widget.attrs.update(AMOUNT)

    cell: Cell | None = None

    def _clean_fields(self) -> None:
        """The fields only show. What is missing is said when the report is handed in, not while it is typed."""

    def clean(self) -> None:
        self.cell, mistakes = read_row(self.data, self.add_prefix(""), self.kind)
        for name, reason in mistakes.items():
            self.add_error(name if name in self.fields else "numerator", reason)

    @property
    def seen_version(self) -> int | None:
        return version_in(self.data, self.add_prefix(""))

    @property
    def says_something_new(self) -> bool:
        """Whether the valid row differs from the figure that it was made for."""
        return self.cell is not None and self.cell.content != self.figure.content


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
    """All open figures of a report at once. When it is valid, `cells` are those that say something new, by figure id."""

    def __init__(self, data: Any = None, *, asked: Iterable[Asked] = ()) -> None:
        super().__init__(data)
        self.asked = asked
        self.cells: dict[int, Cell] = {}

    def clean(self) -> None:
        wrong, data = 0, dict(self.data.items())
        for one in self.asked:
            cell, _ = read_row(data, f"{prefix_of(one.pk)}-", one.kind)
            if cell is None:
                wrong += 1
            elif cell.content != one.content:
                self.cells[one.pk] = cell
        if wrong:
            raise forms.ValidationError(f"{wrong} dòng có chỗ chưa đúng, lý do ghi ở từng dòng.")


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
