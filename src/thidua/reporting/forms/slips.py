"""A paper form typed in: the code first, then the numbers as they stand in the boxes."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from thidua.indicator.figures import CellState, Value
from thidua.reporting import slips, typed
from thidua.reporting.forms.entry import ReportForm, prefix_of
from thidua.reporting.queries.entry import Asked

DASHES = frozenset("-–—−")
CROSSES = frozenset("xX×")
SIGNS = {CellState.NOT_ARISING: "-", CellState.NOT_APPLICABLE: "x"}


class CodeForm(forms.Form):
    """Holds `code` when it is valid."""

    ma = forms.CharField(
        label="Mã phiếu",
        max_length=slips.LONGEST,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off", "autofocus": True}),
        error_messages={
            "required": "Xin gõ mã in ở góc phiếu.",
            "max_length": "Mã phiếu không dài như vậy. Xin xem lại.",
        },
    )
    use_required_attribute = False
    code: slips.Code | None = None

    def clean_ma(self) -> str:
        said: str = self.cleaned_data["ma"]
        self.code = slips.Code.read(said)
        if self.code is None:
            raise forms.ValidationError("Mã có chữ số chưa đúng. Xin so lại với mã in trên phiếu.")
        return said


class SlipForm(ReportForm):
    """The boxes of a form: a number, nothing, a dash for what did not arise, a cross for what does not apply."""

    def __init__(self, data: Any = None, *, asked: Iterable[Asked] = ()) -> None:
        asked = list(asked)
        super().__init__(None if data is None else read_signs(data, asked), asked=asked)


def read_signs(data: Mapping[str, Any], asked: Iterable[Asked]) -> dict[str, Any]:
    """The same fields, with a row's dash or cross turned into its state; only where nothing else stands in the row."""
    found = dict(data.items())
    for one in asked:
        boxes = [f"{prefix_of(one.pk)}-{name}" for name in ("numerator", "denominator")]
        said = "".join(str(found.get(box, "")).strip() for box in boxes)
        for state, signs in ((CellState.NOT_ARISING, DASHES), (CellState.NOT_APPLICABLE, CROSSES)):
            if said and set(said) <= signs:
                found |= {box: "" for box in boxes if box in found}
                found[f"{prefix_of(one.pk)}-state"] = state.value
    return found


def box_texts(value: Value) -> tuple[str, str]:
    """How a value stands in the boxes of a fresh page."""
    sign = SIGNS.get(value.state)
    return (sign, "") if sign else typed.texts_of(value)
