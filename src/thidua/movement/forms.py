"""Shapes of what is typed on the pages of movements and plans."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from thidua.core.fields import DayInput
from thidua.indicator.figures import Comparator
from thidua.movement import facts
from thidua.movement.enums import AmendmentWay, ItemKind, Level
from thidua.movement.errors import MovementError
from thidua.movement.models import PlanItem

Pairs = Iterable[tuple[str, str]]
# What can be written by hand; open points only come from reading.
ADDABLE = [kind for kind in ItemKind if kind is not ItemKind.OPEN_POINT]
PLAN_BYTES = 20 * 1024**2
TEXT_CHARACTERS = 1_000_000


class PlanSourceForm(forms.Form):
    """A plan as a file or as pasted text; one of the two. `kept` is a file sent before, when `again` answers that a plan
    known already is meant all the same.
    """

    file = forms.FileField(
        label="Tệp kế hoạch",
        required=False,
        help_text="Tệp .docx, .pdf có chữ, .md hoặc .txt, không quá 20 MB.",
        widget=forms.ClearableFileInput(attrs={"accept": ".docx,.pdf,.md,.txt"}),
    )
    text = forms.CharField(
        label="Hoặc dán nội dung kế hoạch",
        required=False,
        max_length=TEXT_CHARACTERS,
        help_text="Dùng khi kế hoạch là bản quét hoặc tệp không đọc được.",
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    kept = forms.IntegerField(required=False, widget=forms.HiddenInput)
    again = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file and file.size > PLAN_BYTES:
            raise forms.ValidationError("Tệp lớn hơn 20 MB. Xin chọn tệp nhỏ hơn, hoặc dán nội dung.")
        return file

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        given = (cleaned.get("file"), cleaned.get("text", "").strip(), cleaned.get("kept"))
        if not self.errors and not any(given):
            raise forms.ValidationError("Xin chọn tệp kế hoạch, hoặc dán nội dung kế hoạch.")
        return cleaned


class AmendmentForm(PlanSourceForm):
    """How the plan is to be changed: its document, issued anew or of a few clauses; or only named."""

    way = forms.ChoiceField(label="Cách điều chỉnh", choices=AmendmentWay.choices, widget=forms.RadioSelect)
    document_number = forms.CharField(
        label="Số, ký hiệu văn bản",
        required=False,
        max_length=100,
        help_text="Để trống nếu văn bản tải lên đã có số.",
    )
    document_on = forms.DateField(label="Ngày của văn bản", required=False, widget=DayInput())
    field_order = ("way", "document_number", "document_on", "file", "text")

    def __init__(self, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files, initial={"way": AmendmentWay.CLAUSES})
        self.fields["file"].label = "Tệp văn bản"
        self.fields["text"].label = "Hoặc dán nội dung văn bản"
        self.fields["text"].help_text = "Văn bản chỉ sửa một số điểm thì có thể không đưa nội dung vào."

    def clean(self) -> dict[str, Any]:
        """A few clauses may be worked in by hand, from a document that is only named."""
        cleaned = self.cleaned_data
        is_named = bool(cleaned.get("document_number") and cleaned.get("document_on"))
        if cleaned.get("way") == AmendmentWay.CLAUSES and is_named:
            return cleaned
        return super().clean()


class DocumentForm(forms.Form):
    document_number = forms.CharField(label="Số, ký hiệu văn bản", required=False, max_length=100)
    document_on = forms.DateField(label="Ngày của văn bản", required=False, widget=DayInput())


class ApprovalForm(forms.Form):
    effective_on = forms.DateField(
        label="Có hiệu lực từ ngày",
        widget=DayInput(),
        help_text="Kỳ báo cáo nào có ngày cuối từ ngày này trở đi thì đo theo bản mới, trừ kỳ đã khóa.",
    )


class MovementForm(forms.Form):
    title = forms.CharField(
        label="Tên phong trào",
        max_length=400,
        help_text="Ghi như trong kế hoạch.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    short_title = forms.CharField(
        label="Tên gọi ngắn", max_length=120, required=False, help_text="Dùng trên các trang và thông báo."
    )
    starts_on = forms.DateField(label="Ngày bắt đầu", widget=DayInput())
    ends_on = forms.DateField(label="Ngày kết thúc", required=False, widget=DayInput())


class ClosingForm(forms.Form):
    ends_on = forms.DateField(
        label="Kết thúc hết ngày", widget=DayInput(), help_text="Hôm nay hoặc một ngày đã qua."
    )
    reason = forms.CharField(
        label="Lý do",
        max_length=2_000,
        help_text="Ví dụ: hết thời gian theo kế hoạch, đã tổng kết.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    document_number = forms.CharField(
        label="Số, ký hiệu văn bản",
        required=False,
        max_length=100,
        help_text="Quyết định hoặc báo cáo tổng kết, nếu có.",
    )
    document_on = forms.DateField(label="Ngày của văn bản", required=False, widget=DayInput())


class ReasonForm(forms.Form):
    reason = forms.CharField(label="Lý do", max_length=2_000, widget=forms.Textarea(attrs={"rows": 3}))


class SettleForm(forms.Form):
    """One way to settle an open point; `reason` is the answer or the reason for leaving it open."""

    choice = forms.ChoiceField(
        label="Cách giải quyết",
        widget=forms.RadioSelect,
        error_messages={"required": "Xin chọn một cách giải quyết."},
    )
    reason = forms.CharField(
        label="Ghi rõ", max_length=2_000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, data: Any = None, *, choices: Pairs, prefix: str = "") -> None:
        super().__init__(data, prefix=prefix, use_required_attribute=False)
        self.fields["choice"].choices = list(choices)  # type: ignore[attr-defined]


class ItemForm(forms.Form):
    """An item of `kind`: its words, and the fields that only this kind has."""

    text = forms.CharField(label="Nội dung", max_length=20_000, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(
        self,
        data: Any = None,
        *,
        kind: str,
        indicators: Pairs = (),
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.kind = ItemKind(kind)
        self.own = _fields_of(self.kind, indicators)
        self.fields.update(self.own)

    def clean_value(self) -> str:
        try:
            return f"{facts.typed_number(self.cleaned_data['value']):f}"
        except MovementError as refused:
            raise forms.ValidationError(str(refused)) from None

    @property
    def facts_given(self) -> dict[str, Any]:
        """Typed values under the names of `PlanItem.facts`."""
        names = {"starts": "from", "ends": "to"}
        return {names.get(name, name): self.cleaned_data[name] for name in self.own}


class AddItemForm(ItemForm):
    """A new item: also its clause, the words of the plan that it rests on, and what it stands under."""

    def __init__(
        self,
        data: Any = None,
        *,
        kind: str,
        indicators: Pairs = (),
        parents: Pairs = (),
        has_text: bool = False,
    ) -> None:
        super().__init__(data, kind=kind, indicators=indicators)
        choices = list(parents)
        if choices:
            self.fields["parent"] = forms.ChoiceField(
                label="Thuộc mục", required=False, choices=[("", "Không thuộc mục nào"), *choices]
            )
        self.fields["clause"] = forms.CharField(
            label="Điểm, khoản trong kế hoạch", required=False, max_length=60, help_text="Ví dụ III.1.1"
        )
        if has_text:
            self.fields["quote"] = forms.CharField(
                label="Trích nguyên văn kế hoạch",
                required=False,
                help_text="Chép đúng từng chữ, để mục này dẫn được tới chỗ của nó trong kế hoạch.",
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    @property
    def placed(self) -> dict[str, Any]:
        """The arguments of `add_item`."""
        typed = self.cleaned_data
        return {
            "kind": self.kind.value,
            "text": typed["text"],
            "facts_given": self.facts_given,
            "clause": typed["clause"],
            "quote": typed.get("quote", "").strip(),
            "parent_id": int(typed["parent"]) if typed.get("parent") else None,
        }


class CoverForm(forms.Form):
    owner = forms.ChoiceField(label="Đơn vị phụ trách", required=False)
    evidence_rule = forms.CharField(
        label="Cách kiểm chứng",
        required=False,
        max_length=2_000,
        help_text="Tài liệu nào cho thấy tiêu chí được thực hiện, ví dụ: báo cáo, biên bản, ảnh, danh sách.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    uncovered_reason = forms.CharField(
        label="Hoặc lý do chưa theo dõi tiêu chí này",
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, data: Any = None, *, units: Pairs, initial: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.fields["owner"].choices = [("", "Chưa chọn"), *units]  # type: ignore[attr-defined]


class AssignForm(forms.Form):
    """An indicator for one unit, or for all units of a kind ("kind:school")."""

    indicator = forms.ChoiceField(label="Chỉ tiêu")
    whom = forms.ChoiceField(label="Giao cho")

    def __init__(self, data: Any = None, *, indicators: Pairs, kinds: Pairs, units: Pairs) -> None:
        super().__init__(data)
        self.fields["indicator"].choices = [("", "Chọn chỉ tiêu"), *indicators]  # type: ignore[attr-defined]
        groups = [(f"kind:{kind}", f"Mọi đơn vị loại: {label}") for kind, label in kinds]
        self.fields["whom"].choices = [  # type: ignore[attr-defined]
            ("", "Chọn đơn vị"),
            ("Cả một loại đơn vị", groups),
            ("Từng đơn vị", list(units)),
        ]


def item_initial(item: PlanItem) -> dict[str, Any]:
    """Typed form of a stored item: decimals with a comma, days as 01/09/2025."""
    told = dict(item.facts)
    initial = {"text": item.text, **told}
    if item.kind == ItemKind.TARGET_LINE:
        initial["value"] = str(told.get("value", "")).replace(".", ",")
    if item.kind == ItemKind.PHASE:
        initial |= {"starts": _typed_day(told.get("from")), "ends": _typed_day(told.get("to"))}
    if item.kind == ItemKind.MILESTONE:
        initial["on"] = _typed_day(told.get("on"))
    return initial


def _typed_day(stored: Any) -> str:
    return "/".join(reversed(str(stored or "").split("-")))


def _fields_of(kind: ItemKind, indicators: Pairs) -> dict[str, forms.Field]:
    if kind is ItemKind.TARGET_LINE:
        return _target_line_fields(indicators)
    if kind is ItemKind.PHASE:
        return {
            "starts": forms.CharField(
                label="Từ năm hoặc ngày", max_length=10, help_text="2025 hoặc 01/09/2025"
            ),
            "ends": forms.CharField(label="Đến năm hoặc ngày", max_length=10, required=False),
        }
    if kind is ItemKind.MILESTONE:
        return {"on": forms.CharField(label="Năm hoặc ngày", max_length=10, help_text="2027 hoặc 30/06/2027")}
    if kind is ItemKind.DUTY:
        return {"body": forms.CharField(label="Cơ quan, đơn vị", max_length=400)}
    return {}


def _target_line_fields(indicators: Pairs) -> dict[str, forms.Field]:
    return {
        "indicator": forms.ChoiceField(
            label="Phép đo trong thư viện chỉ tiêu",
            required=False,
            choices=[("", "Chưa gắn"), *indicators],
        ),
        "unbound_reason": forms.CharField(
            label="Lý do chưa gắn",
            required=False,
            max_length=500,
            help_text="Chỉ ghi khi không có phép đo nào hợp.",
        ),
        "comparator": forms.ChoiceField(label="Cách so", choices=Comparator.choices()),
        "value": forms.CharField(
            label="Mức", max_length=30, widget=forms.TextInput(attrs={"inputmode": "decimal"})
        ),
        "unit": forms.CharField(label="Đơn vị tính", required=False, max_length=40),
        "level": forms.ChoiceField(label="Là", choices=Level.choices),
        "year": forms.IntegerField(
            label="Năm phải đạt", required=False, min_value=2000, max_value=2100, localize=False
        ),
    }
