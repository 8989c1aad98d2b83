"""Shapes of what is asked about one-time links, and who fills in a form that came by one."""

from collections.abc import Sequence
from typing import Any

from django import forms

from thidua.movement.models import Movement
from thidua.org.access import codes


class LinkIssueForm(forms.Form):
    """For which form: the plan for a running movement ("plan-12") or the registration for a year ("year-2027")."""

    form = forms.ChoiceField(
        label="Đường dẫn mở phiếu nào",
        widget=forms.RadioSelect,
        error_messages={"required": "Xin chọn một phiếu."},
    )

    def __init__(self, *args: Any, movements: Sequence[Movement], years: Sequence[int], **kw: Any) -> None:
        super().__init__(*args, **kw)
        found = [(f"plan-{one.pk}", f"Kế hoạch của đơn vị: {one.short_title}") for one in movements]
        found += [(f"year-{year}", f"Đăng ký thi đua năm {year}") for year in years]
        self.fields["form"].choices = found  # type: ignore[attr-defined]

    @property
    def wanted(self) -> tuple[str, int]:
        """("plan", id of the movement) or ("year", year)."""
        kind, _, number = str(self.cleaned_data["form"]).partition("-")
        return kind, int(number)


class LinkCodeForm(forms.Form):
    code = forms.CharField(
        label="Mã trên phiếu",
        max_length=60,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )

    @property
    def secret(self) -> str:
        return codes.tidy(self.cleaned_data["code"]).replace("/", "-")


class HolderForm(forms.Form):
    """Whose name stands under what comes by a link."""

    name = forms.CharField(label="Họ tên người điền phiếu", max_length=120)
