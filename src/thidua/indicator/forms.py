"""Shapes of what is typed about definitions."""

from datetime import date
from typing import Any

from django import forms

from thidua.core.fields import DayInput
from thidua.indicator.actions import WORDS
from thidua.indicator.figures import Kind
from thidua.indicator.library import Trust
from thidua.indicator.models import Definition


def _lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class DefinitionForm(forms.Form):
    """The texts of a version, from when, and why; starts as the version that counts today."""

    full_name = forms.CharField(label="Tên đầy đủ", max_length=400, widget=_lines(2))
    numerator_label = forms.CharField(label="Số đạt (tử số)", max_length=300, widget=_lines(2))
    denominator_label = forms.CharField(label="Tổng số (mẫu số)", max_length=300, widget=_lines(2))
    text = forms.CharField(label="Định nghĩa", max_length=4000, widget=_lines(4))
    hint = forms.CharField(
        label="Gợi ý khi nhập",
        max_length=4000,
        widget=_lines(2),
        required=False,
        help_text="Hiện dưới ô nhập số.",
    )
    evidence_rule = forms.CharField(
        label="Minh chứng cần có", max_length=4000, widget=_lines(2), required=False
    )
    citation = forms.CharField(
        label="Căn cứ",
        max_length=4000,
        widget=_lines(3),
        help_text="Số, ký hiệu, ngày, điều khoản của văn bản; hoặc nói rõ là đề xuất của địa phương.",
    )
    trust = forms.ChoiceField(
        label="Căn cứ đã xác nhận đến đâu",
        choices=[(trust.value, trust.label) for trust in Trust],
        help_text="Chỉ chọn “Đã đọc nguyên văn” khi đã có văn bản trong tay.",
    )
    valid_from = forms.DateField(
        label="Có hiệu lực từ ngày",
        widget=DayInput(),
        help_text="Từ hôm nay trở đi. Kỳ đã mở giữ cách tính lúc mở.",
    )
    reason = forms.CharField(label="Lý do đổi", max_length=1000, widget=_lines(2))

    def __init__(self, data: Any, *, before: Definition, today: date) -> None:
        """`before` is the version that is changed; without a total for what is no ratio."""
        said = {name: getattr(before, name) for name in (*WORDS, "trust")}
        super().__init__(data, initial={**said, "valid_from": today})
        if before.indicator.kind != Kind.RATIO:
            del self.fields["denominator_label"]
