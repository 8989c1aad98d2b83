"""What an officer adds to a yearly report: which indicators tell about which content, and the written parts."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

LONGEST = 20_000


class YearlyForm(forms.Form):
    """`contents` are (key, title) of the plan's contents; `codes` the choices of indicators."""

    overview = forms.CharField(
        label="I. Tình hình triển khai",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        required=False,
        help_text="Mỗi dòng là một đoạn; dòng bắt đầu bằng dấu gạch ngang thành gạch đầu dòng.",
    )
    difficulties = forms.CharField(
        label="IV. Khó khăn, vướng mắc",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8}),
        required=False,
        help_text="Lấy sẵn từ giải trình của các đơn vị; xin gộp ý và lược bớt.",
    )
    proposals = forms.CharField(
        label="V. Phương hướng, kiến nghị",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        required=False,
        help_text="Để trống thì báo cáo ghi rõ là chưa có.",
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        contents: Sequence[tuple[str, str]],
        codes: Sequence[tuple[str, str]],
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.link_names = {f"links_{key}": key for key, _ in contents}
        for place, (key, title) in enumerate(contents, start=1):
            self.fields[f"links_{key}"] = forms.MultipleChoiceField(
                label=f"Nội dung {place}. {title}",
                choices=codes,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )

    @property
    def link_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.link_names]

    @property
    def links(self) -> dict[str, list[str]]:
        return {key: list(self.cleaned_data[name]) for name, key in self.link_names.items()}

    @property
    def texts(self) -> dict[str, str]:
        return {name: str(self.cleaned_data[name]) for name in ("overview", "difficulties", "proposals")}
