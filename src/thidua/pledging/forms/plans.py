"""Shapes of what is typed into a unit's plan: at a desk line by line, or on one page that fits a phone."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms

from thidua.core.errors import DomainError
from thidua.core.fields import DayInput, needed
from thidua.indicator import numerals
from thidua.pledging import facts
from thidua.pledging.models import UnitPlan
from thidua.pledging.queries import Shown, words

SHORT_TASKS = 3
SHORT_LABEL = 110  # the whole of a content fills a phone; its first words tell which it is
NOT_OURS = "Không áp dụng với đơn vị"


class AmountField(forms.CharField):
    """A number as Vietnamese offices type it, up to four decimals; nothing stays None."""

    def clean(self, value: Any) -> Any:
        try:
            return numerals.parse_amount(super().clean(value) or "")
        except DomainError as error:
            raise forms.ValidationError(str(error)) from error


class GeneralForm(forms.Form):
    """Who answers for the plan, and the unit's own paper."""

    head = forms.CharField(label="Thủ trưởng chịu trách nhiệm", max_length=120, required=False)
    officer = forms.CharField(label="Cán bộ theo dõi", max_length=120, required=False)
    document_number = forms.CharField(
        label="Số, ký hiệu văn bản của đơn vị", max_length=100, required=False, help_text="Ví dụ: 05/KH-THCS"
    )
    document_on = forms.DateField(label="Ngày văn bản", required=False, widget=DayInput())
    file = forms.FileField(label="Tệp văn bản", required=False, help_text="Bản PDF, Word hoặc ảnh chụp.")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if (
            bool(given.get("document_number")) != bool(given.get("document_on"))
            and "document_on" not in self.errors
        ):
            self.add_error(
                "document_on" if given.get("document_number") else "document_number",
                "Số và ngày văn bản đi cùng nhau.",
            )
        return given


class PlanForm(GeneralForm):
    """The whole plan but its tasks: a box and a reason for each content, a number and a reason for each target.

    Only open lines have fields; of closed ones nothing can be sent.
    """

    def __init__(
        self, *args: Any, plan: UnitPlan, contents: Sequence[Shown], targets: Sequence[Shown], **kw: Any
    ) -> None:
        super().__init__(*args, **kw)
        self.plan = plan
        self.contents = [one for one in contents if one.is_open]
        self.targets = [one for one in targets if one.is_open]
        if not plan.is_general_open:
            for name in list(self.fields):
                del self.fields[name]
        for one in self.contents:
            self._add_content(one)
        for one in self.targets:
            self._add_target(one)

    def _add_content(self, one: Shown) -> None:
        key, promise = one.promise.pk, one.promise
        self.fields[f"lam-{key}"] = forms.BooleanField(
            label=promise.title, required=False, initial=promise.applies
        )
        self.fields[f"vi-sao-{key}"] = forms.CharField(
            label="Vì sao không áp dụng", required=False, max_length=500, initial=promise.reason
        )

    def _add_target(self, one: Shown) -> None:
        key, promise = one.promise.pk, one.promise
        shown = numerals.format_plain(promise.value) if promise.value is not None else ""
        self.fields[f"muc-{key}"] = AmountField(
            label=promise.title, required=False, max_length=40, initial=shown
        )
        self.fields[f"bo-{key}"] = forms.BooleanField(
            label=NOT_OURS, required=False, initial=not promise.applies
        )
        self.fields[f"ly-do-{key}"] = forms.CharField(
            label="Lý do", required=False, max_length=500, initial=promise.reason
        )

    @property
    def content_rows(self) -> list[tuple[Shown, Any, Any]]:
        return [
            (one, self[f"lam-{one.promise.pk}"], self[f"vi-sao-{one.promise.pk}"]) for one in self.contents
        ]

    @property
    def target_rows(self) -> list[tuple[Shown, Any, Any, Any, str, str]]:
        """(line, number, "not ours", reason, the commune's line in words, unit of measure)"""
        rows = []
        for one in self.targets:
            key, line = one.promise.pk, one.promise.line
            asked = words.line_words(line) if line else ""
            unit = str(line.item.facts.get("unit", "")) if line else ""
            rows.append((one, self[f"muc-{key}"], self[f"bo-{key}"], self[f"ly-do-{key}"], asked, unit))
        return rows

    def general(self, file: Any = None) -> facts.General | None:
        """None where the general facts are closed."""
        if "head" not in self.fields:
            return None
        names = ("head", "officer", "document_number", "document_on")
        return facts.General(**{name: self.cleaned_data[name] for name in names}, file=file)

    @property
    def choices(self) -> dict[int, facts.Choice]:
        given: Mapping[str, Any] = self.cleaned_data
        keys = [one.promise.pk for one in self.contents]
        return {pk: facts.Choice(given[f"lam-{pk}"], given[f"vi-sao-{pk}"]) for pk in keys}

    @property
    def aims(self) -> dict[int, facts.Aim]:
        given: Mapping[str, Any] = self.cleaned_data
        keys = [one.promise.pk for one in self.targets]
        return {pk: facts.Aim(not given[f"bo-{pk}"], given[f"muc-{pk}"], given[f"ly-do-{pk}"]) for pk in keys}


class ShortPlanForm(PlanForm):
    """One page: one reason for all that is not taken on, and up to three tasks in rows."""

    def __init__(self, *args: Any, tasks: Sequence[Shown], is_by_link: bool = False, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.tasks = [one for one in tasks if one.is_open]
        for name in ("document_number", "document_on", "file"):
            self.fields.pop(name, None)
        if "head" in self.fields:
            self.fields["head"].label = "Người đứng đầu"
            self.fields["head"].required = True
            self.fields["officer"].label = "Người theo dõi"
            self.fields["officer"].help_text = "Để trống nếu chính người đứng đầu theo dõi."
        for one in self.contents:
            self.fields[f"lam-{one.promise.pk}"].label = words.cut(one.promise.title, SHORT_LABEL)
        reasons = {one.promise.reason for one in self.contents if not one.promise.applies}
        for one in self.contents:
            del self.fields[f"vi-sao-{one.promise.pk}"]
        if self.contents and not self.plan.chooses:
            self.fields["vi-sao"] = forms.CharField(
                label="Vì sao không chọn các nội dung còn lại",
                required=False,
                max_length=500,
                initial=" ".join(sorted(filter(None, reasons))),
            )
        for place in range(self.rows):
            self._add_task(place)

    @property
    def rows(self) -> int:
        """New rows only where something may be added."""
        return max(SHORT_TASKS, len(self.tasks)) if self.plan.is_general_open else len(self.tasks)

    def _add_task(self, place: int) -> None:
        held = self.tasks[place].promise if place < len(self.tasks) else None
        told = {"viec": "text", "san-pham": "product", "han": "due_on"}
        initial = {name: getattr(held, attribute) if held else None for name, attribute in told.items()}
        number = f" {place + 1}" if self.rows > 1 else ""
        fields = {
            "viec": forms.CharField(label=f"Việc{number}", required=False, max_length=500),
            "san-pham": forms.CharField(label="Kết quả phải có", required=False, max_length=300),
            "han": forms.DateField(label="Xong trước hết ngày", required=False, widget=DayInput()),
        }
        for name, field in fields.items():
            field.initial = initial[name]
            self.fields[f"{name}-{place}"] = needed(field)

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        for place in range(self.rows):
            said = [given.get(f"{name}-{place}") for name in ("viec", "san-pham", "han")]
            if any(said) and not self.errors:
                for name, value, sentence in zip(
                    ("viec", "san-pham", "han"),
                    said,
                    ("Xin ghi việc phải làm.", "Xin ghi kết quả phải có.", "Xin ghi ngày phải xong."),
                    strict=True,
                ):
                    if not value:
                        self.add_error(f"{name}-{place}", sentence)
        return given

    @property
    def common_reason(self) -> Any:
        """The one field for why the rest is not taken on; None where it is not asked."""
        return self["vi-sao"] if "vi-sao" in self.fields else None

    @property
    def content_boxes(self) -> list[tuple[Shown, Any]]:
        return [(one, self[f"lam-{one.promise.pk}"]) for one in self.contents]

    @property
    def task_rows(self) -> list[tuple[Shown | None, Any, Any, Any]]:
        return [
            (
                self.tasks[place] if place < len(self.tasks) else None,
                self[f"viec-{place}"],
                self[f"san-pham-{place}"],
                self[f"han-{place}"],
            )
            for place in range(self.rows)
        ]

    def general(self, file: Any = None) -> facts.General | None:
        if "head" not in self.fields:
            return None
        head = self.cleaned_data["head"]
        return facts.General(
            head=head,
            officer=self.cleaned_data["officer"] or head,
            document_number=self.plan.document_number,
            document_on=self.plan.document_on,
        )

    @property
    def choices(self) -> dict[int, facts.Choice]:
        given: Mapping[str, Any] = self.cleaned_data
        reason = str(given.get("vi-sao", ""))
        return {one.promise.pk: facts.Choice(given[f"lam-{one.promise.pk}"], reason) for one in self.contents}

    @property
    def works(self) -> list[facts.Work]:
        """The rows that say something."""
        given: Mapping[str, Any] = self.cleaned_data
        found = []
        for place in range(self.rows):
            held = self.tasks[place].promise if place < len(self.tasks) else None
            if given[f"viec-{place}"]:
                found.append(
                    facts.Work(
                        text=given[f"viec-{place}"],
                        product=given[f"san-pham-{place}"],
                        officer=given.get("officer") or given.get("head") or self.plan.officer,
                        due_on=given[f"han-{place}"],
                        promise_id=held.pk if held else None,
                    )
                )
        return found


class TaskForm(forms.Form):
    """A task of the unit's own."""

    text = forms.CharField(label="Nhiệm vụ", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    item = forms.TypedChoiceField(
        label="Thuộc nội dung", required=False, coerce=int, empty_value=None, choices=()
    )
    product = forms.CharField(
        label="Sản phẩm, kết quả phải có",
        max_length=300,
        help_text="Vật nhìn thấy được: kế hoạch, biên bản, danh sách, con số.",
    )
    officer = forms.CharField(
        label="Người làm", max_length=120, required=False, help_text="Để trống là cán bộ theo dõi kế hoạch."
    )
    due_words = forms.CharField(
        label="Hạn như trong văn bản của đơn vị",
        max_length=120,
        required=False,
        help_text="Ví dụ: trong quý IV/2026. Để trống nếu văn bản ghi đúng ngày.",
    )
    due_on = forms.DateField(label="Hạn, tính ra ngày", widget=DayInput())

    def __init__(self, *args: Any, items: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"].choices = [("", "Không thuộc riêng nội dung nào"), *items]  # type: ignore[attr-defined]

    @property
    def work(self) -> facts.Work:
        given = self.cleaned_data
        due: date = given["due_on"]
        return facts.Work(
            text=given["text"],
            product=given["product"],
            officer=given["officer"],
            due_on=due,
            due_words=given["due_words"],
            item_id=given["item"],
        )


class CheckForm(forms.Form):
    """A reason for each line that is to be returned; without any reason the plan may be accepted."""

    remark = forms.CharField(
        label="Nhận xét chung",
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Ghi khi thiếu điều gì: đơn vị sẽ sửa được thông tin chung và thêm được nhiệm vụ.",
    )

    def __init__(self, *args: Any, lines: Sequence[Shown], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        for one in lines:
            self.fields[f"tra-{one.promise.pk}"] = forms.CharField(
                label=f"Lý do trả lại: {one.promise.title[:80]}", required=False, max_length=500
            )

    def field_of(self, one: Shown) -> Any:
        return self[f"tra-{one.promise.pk}"]

    @property
    def reasons(self) -> dict[int, str]:
        given = {one.promise.pk: self.cleaned_data[f"tra-{one.promise.pk}"] for one in self.lines}
        return {pk: reason for pk, reason in given.items() if reason}


class ReasonForm(forms.Form):
    reason = forms.CharField(label="Lý do", max_length=1_000, widget=forms.Textarea(attrs={"rows": 3}))


class RemindForm(forms.Form):
    words = forms.CharField(label="Lời nhắc", max_length=1_000, widget=forms.Textarea(attrs={"rows": 3}))
