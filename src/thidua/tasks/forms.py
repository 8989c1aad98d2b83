"""Shapes of what is typed about tasks; whether it may be done is for the actions."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms.boundfield import BoundWidget

from thidua.core import formatting
from thidua.core.fields import DayInput
from thidua.core.limits import EVIDENCE, MEBIBYTE
from thidua.documents.enums import EvidenceKind
from thidua.movement.models import Movement, Phase, PlanItem
from thidua.org.enums import UnitKind
from thidua.org.models import Unit, User
from thidua.tasks import errors
from thidua.tasks.due import read_due
from thidua.tasks.facts import MOST_FILES, Parties, Proof, TaskFacts
from thidua.tasks.models import Task
from thidua.tasks.queries.offers import Offers

LONG = 2_000


class UnitChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # has no type arguments at run time
    def label_from_instance(self, obj: Unit) -> str:
        return obj.name


class UnitChoices(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Unit) -> str:
        return obj.name


class PersonChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """People with the unit of their role behind the name: namesakes are common."""

    def label_from_instance(self, obj: User) -> str:
        unit = getattr(obj, "unit_name", "")
        return f"{obj.full_name} ({unit})" if unit else obj.full_name


class ItemChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: PlanItem) -> str:
        text = obj.text if len(obj.text) <= 90 else obj.text[:89].rsplit(" ", 1)[0] + "…"
        return f"{obj.clause} {text}".strip()


class MovementChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Movement) -> str:
        return obj.label


def _text(
    label: str, *, rows: int = 3, required: bool = False, most: int = LONG, help_text: str = ""
) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(
        label=label, widget=widget, required=required, max_length=most, help_text=help_text
    )


def _day(label: str, *, required: bool = False, help_text: str = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        widget=DayInput(),
        required=required,
        help_text=help_text,
        error_messages={"invalid": "Xin ghi ngày theo dạng 30/09/2027."},
    )


class PartiesForm(forms.Form):
    """Who leads, supports, follows; who answers for it."""

    lead = UnitChoice(
        label="Đơn vị chủ trì", queryset=Unit.objects.none(), required=False, empty_label="Chưa giao"
    )
    officer = PersonChoice(
        label="Người phụ trách", queryset=User.objects.none(), required=False, empty_label="Đơn vị tự cử"
    )
    officer_name = forms.CharField(label="Người phụ trách không có tài khoản", max_length=120, required=False)
    head_duty = _text("Trách nhiệm của người đứng đầu", rows=2)
    supporting = UnitChoices(
        label="Đơn vị phối hợp",
        queryset=Unit.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    following_unit = UnitChoice(
        label="Đơn vị theo dõi", queryset=Unit.objects.none(), required=False, empty_label="Chưa có"
    )
    following_person = PersonChoice(
        label="Người theo dõi", queryset=User.objects.none(), required=False, empty_label="Chưa có"
    )

    def __init__(self, *args: Any, offers: Offers, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("lead", "supporting", "following_unit"):
            _offer(self, name, offers.units)
        for name in ("officer", "following_person"):
            _offer(self, name, offers.people)

    @property
    def parties(self) -> Parties:
        typed = self.cleaned_data
        return Parties(
            lead=typed["lead"],
            supporting=tuple(typed["supporting"]),
            following_unit=typed["following_unit"],
            following_person=typed["following_person"],
            officer=typed["officer"],
            officer_name=typed["officer_name"],
            head_duty=typed["head_duty"],
        )


class AssignForm(PartiesForm):
    """The same where a unit has to be named."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead"].required = True
        self.fields["lead"].error_messages["required"] = str(errors.LeadMissing())


class ShareForm(forms.Form):
    """Which units a proposal for a group is made for, each for itself."""

    units = UnitChoices(
        label="Đơn vị, mỗi đơn vị một đề xuất",
        queryset=Unit.objects.none(),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
        error_messages={"required": str(errors.NobodyToShareWith())},
    )

    def __init__(self, *args: Any, offers: Offers, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "units", offers.units)

    def kinds(self) -> list[tuple[str, list[BoundWidget]]]:
        """(kind in words, its boxes), in the order of the kinds: forty units in one row of letters are hard to look through."""
        boxes = {str(box.data["value"]): box for box in self["units"]}
        kinds: dict[str, list[BoundWidget]] = {kind: [] for kind in UnitKind.values}
        for unit in self.fields["units"].queryset:  # type: ignore[attr-defined]
            kinds[unit.kind].append(boxes[str(unit.pk)])
        return [(UnitKind(kind).label, held) for kind, held in kinds.items() if held]


def _offer(form: forms.Form, name: str, found: Any) -> None:
    if name in form.fields:
        form.fields[name].queryset = found  # type: ignore[attr-defined]


def parties_initial(task: Task) -> dict[str, Any]:
    return {
        "lead": task.lead_id,
        "officer": task.officer_id,
        "officer_name": task.officer_name,
        "head_duty": task.head_duty,
        "supporting": [one.unit_id for one in task.supports.all()],
        "following_unit": task.following_unit_id,
        "following_person": task.following_person_id,
    }


class DueForm(forms.Form):
    """The due date as it is written, and the day it comes to where the words do not say so themselves."""

    due_text = forms.CharField(
        label="Thời hạn, ghi như trong kế hoạch",
        max_length=200,
        required=False,
        help_text="Chẳng hạn: trước ngày 30/6/2027; trong quý III/2026; thường xuyên.",
    )
    due_on = _day(
        "Ngày hạn cuối cùng",
        help_text="Để trống thì đọc từ lời ghi ở trên; lời ghi không có ngày thì không có hạn.",
    )

    @property
    def due(self) -> tuple[str, date | None]:
        """New words with the old day beside them are read anew."""
        words, day = self.cleaned_data["due_text"], self.cleaned_data["due_on"]
        is_stale = (
            day is not None
            and day == self.initial.get("due_on")
            and words != self.initial.get("due_text", day)
        )
        if words and (day is None or is_stale):
            return words, read_due(words).on
        return words or (formatting.day(day) if day else ""), day


class TaskForm(DueForm, PartiesForm):
    """All of a task; `reason` is asked for where a unit has it already."""

    title = forms.CharField(label="Nhiệm vụ", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    product = _text("Sản phẩm, kết quả phải có", rows=2)
    movement = MovementChoice(
        label="Phong trào", queryset=Movement.objects.none(), required=False, empty_label="Ngoài phong trào"
    )
    item = ItemChoice(
        label="Mục kế hoạch làm căn cứ",
        queryset=PlanItem.objects.none(),
        required=False,
        empty_label="Chưa chọn",
    )
    content = ItemChoice(
        label="Nội dung, lĩnh vực", queryset=PlanItem.objects.none(), required=False, empty_label="Chưa chọn"
    )
    phase = forms.ModelChoiceField(
        label="Giai đoạn", queryset=Phase.objects.none(), required=False, empty_label="Chưa chọn"
    )
    reason = _text(
        "Lý do đổi hạn",
        rows=2,
        help_text="Cần khi đổi hạn của nhiệm vụ đã giao; hạn cũ vẫn được giữ để xem lại.",
    )
    field_order = ("title", "product", "due_text", "due_on", "lead", "officer", "officer_name", "head_duty")

    def __init__(self, *args: Any, offers: Offers, task: Task | None = None, **kwargs: Any) -> None:
        super().__init__(*args, offers=offers, **kwargs)
        self._task = task
        _offer(self, "item", offers.items)
        _offer(self, "content", offers.contents)
        _offer(self, "phase", offers.phases)
        if task is not None:
            del self.fields["movement"]
        else:
            _offer(self, "movement", offers.movements)
        if task is None or not task.is_at_work:
            del self.fields["reason"]

    @property
    def facts(self) -> TaskFacts:
        typed, item, task = self.cleaned_data, self.cleaned_data["item"], self._task
        due_text, due_on = self.due
        kept = task if task is not None and item is not None and task.item_id == item.pk else None
        return TaskFacts(
            title=typed["title"],
            product=typed["product"],
            due_text=due_text,
            due_on=due_on,
            movement=typed["movement"] if task is None else task.movement,
            item=item,
            clause=kept.clause if kept else item.clause if item else task.clause if task else "",
            quote=kept.quote if kept else item.quote or item.text if item else task.quote if task else "",
            content=typed["content"],
            phase=typed["phase"],
            parties=self.parties,
        )


def task_initial(task: Task) -> dict[str, Any]:
    return parties_initial(task) | {
        "title": task.title,
        "product": task.product,
        "due_text": task.due_text,
        "due_on": task.due_on,
        "item": task.item_id,
        "content": task.content_id,
        "phase": task.phase_id,
    }


class PartForm(DueForm):
    """A sub-task: what, by when, who of those that take part."""

    title = forms.CharField(label="Việc con", max_length=300)
    product = _text("Sản phẩm", rows=2)
    lead = UnitChoice(label="Đơn vị làm", queryset=Unit.objects.none(), required=False, empty_label=None)
    officer = PersonChoice(
        label="Người phụ trách", queryset=User.objects.none(), required=False, empty_label="Đơn vị tự cử"
    )
    officer_name = forms.CharField(label="Người phụ trách không có tài khoản", max_length=120, required=False)
    field_order = ("title", "product", "due_text", "due_on", "lead", "officer", "officer_name")

    def __init__(self, *args: Any, offers: Offers, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "lead", offers.units)
        _offer(self, "officer", offers.people)

    @property
    def facts(self) -> TaskFacts:
        typed = self.cleaned_data
        due_text, due_on = self.due
        parties = Parties(lead=typed["lead"], officer=typed["officer"], officer_name=typed["officer_name"])
        return TaskFacts(
            title=typed["title"], product=typed["product"], due_text=due_text, due_on=due_on, parties=parties
        )


class OfficerForm(forms.Form):
    officer = PersonChoice(
        label="Người phụ trách", queryset=User.objects.none(), required=False, empty_label="Chưa cử"
    )
    officer_name = forms.CharField(
        label="Hoặc họ tên người không có tài khoản", max_length=120, required=False
    )
    head_duty = _text("Trách nhiệm của người đứng đầu", rows=2)

    def __init__(self, *args: Any, offers: Offers, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "officer", offers.people)


class ReasonForm(forms.Form):
    reason = _text("Lý do", required=True)


class AcceptForm(forms.Form):
    note = _text("Nhận xét", rows=2)


class DifficultyForm(forms.Form):
    difficulty = _text("Khó khăn, vướng mắc", rows=4, required=True)


class ExtensionForm(forms.Form):
    due_on = _day("Đề nghị gia hạn đến ngày", required=True)
    reason = _text("Lý do", required=True)


class GrantForm(forms.Form):
    due_on = _day("Hạn mới", required=True, help_text="Có thể khác ngày đơn vị đề nghị.")


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once, each as large as evidence may be."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> Any:
        sent: Sequence[UploadedFile[bytes]] = data if isinstance(data, list) else [data] if data else []
        if len(sent) > MOST_FILES:
            raise forms.ValidationError(f"Mỗi lần nộp gửi kèm nhiều nhất {MOST_FILES} tệp.")
        for file in sent:
            if (file.size or 0) > EVIDENCE.file_bytes:
                most = EVIDENCE.file_bytes // MEBIBYTE
                raise forms.ValidationError(f"Tệp “{file.name}” lớn hơn {most} MB.")
        return list(sent)


class HandInForm(forms.Form):
    """What came of a task, and what proves it: files, a document's number, a link, or why there is nothing yet."""

    result = _text("Kết quả đã làm được", rows=4, required=True)
    attached = FilesField(
        label="Tệp, ảnh minh chứng",
        required=False,
        help_text="Ảnh chụp, PDF, Word, Excel; tối đa 10 MB mỗi tệp, 20 MB mỗi lần nộp. Chọn được nhiều tệp một lần.",
    )
    document_number = forms.CharField(label="Số, ký hiệu văn bản", max_length=100, required=False)
    document_on = _day("Ngày ban hành văn bản")
    url = forms.CharField(label="Đường dẫn", max_length=500, required=False)
    explanation = _text("Giải trình vì sao chưa có minh chứng", rows=2)

    def proofs(self, files: Sequence[Any]) -> list[Proof]:
        """With the files as they were stored."""
        typed = self.cleaned_data
        found = [Proof(kind=EvidenceKind.FILE, file=file) for file in files]
        if typed["document_number"] or typed["document_on"]:
            found.append(
                Proof(
                    kind=EvidenceKind.DOCUMENT,
                    document_number=typed["document_number"],
                    document_on=typed["document_on"],
                )
            )
        if typed["url"]:
            found.append(Proof(kind=EvidenceKind.LINK, url=typed["url"]))
        return found


class ImportForm(forms.Form):
    movement = MovementChoice(
        label="Phong trào", queryset=Movement.objects.none(), required=False, empty_label="Ngoài phong trào"
    )
    file = forms.FileField(
        label="Bảng tính .xlsx hoặc .csv",
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={"required": "Xin chọn bảng tính."},
    )

    def __init__(self, *args: Any, offers: Offers, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "movement", offers.movements)


class ApplyForm(forms.Form):
    fingerprint = forms.CharField(max_length=64)
