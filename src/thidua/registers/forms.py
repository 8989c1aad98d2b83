"""Shapes of what is posted: a file from another system, what its columns are, why a batch is taken back."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from thidua.core import sheets
from thidua.core.fields import DayInput
from thidua.core.limits import MEBIBYTE
from thidua.registers import errors
from thidua.registers.actions.sheets import Mark
from thidua.registers.enums import Conclusion, Every, Paper
from thidua.registers.library import Value
from thidua.registers.models import CheckMark
from thidua.registers.queries import Choice, Word

NEITHER = ""


class UploadForm(forms.Form):
    file = forms.FileField(
        label="Tệp xuất từ hệ thống khác",
        help_text="Bảng tính .xlsx hoặc .csv, đến 250.000 hàng. Tên người, số định danh, điện thoại, địa chỉ được bỏ ngay.",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
    )
    source = forms.CharField(
        label="Hệ thống đã xuất tệp",
        max_length=120,
        help_text="Ghi cùng một tên cho lần sau để không phải ghép cột lại.",
    )

    def __init__(self, *args: Any, sources: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sources = sources
        if sources:
            self.fields["source"].widget.attrs["list"] = "cac-nguon"

    def clean_file(self) -> "UploadedFile[bytes]":
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > sheets.LIST.file_bytes:
            raise forms.ValidationError(str(errors.FileTooLarge(sheets.LIST.file_bytes // MEBIBYTE)))
        return file


class MatchForm(forms.Form):
    """A select for each fact of the register and one for each word that stands for something."""

    def __init__(
        self,
        *args: Any,
        choices: Sequence[Choice],
        words: Sequence[Word],
        columns: Sequence[Mapping[str, Any]],
        **kw: Any,
    ) -> None:
        super().__init__(*args, **kw)
        self._choices, self._words = choices, words
        titles = [(NEITHER, "không có trong tệp")]
        titles += [(str(column["index"]), str(column["title"])) for column in columns]
        for choice in choices:
            self.fields[f"cot-{choice.field.name}"] = forms.ChoiceField(
                label=choice.field.title,
                choices=titles,
                required=choice.field.is_required,
                initial=NEITHER if choice.column is None else str(choice.column),
                error_messages={"required": f"Xin chọn cột cho “{choice.field.title}”."},
            )
        for place, word in enumerate(words):
            self.fields[f"tu-{place}"] = forms.ChoiceField(
                label=word.written,
                choices=[(NEITHER, "bỏ trống"), *word.field.meanings],
                required=False,
                initial=_code_of(word.meaning),
            )

    @property
    def columns(self) -> dict[str, int]:
        """Field → column, of what was chosen."""
        chosen = {one.field.name: self.cleaned_data[f"cot-{one.field.name}"] for one in self._choices}
        return {name: int(index) for name, index in chosen.items() if index != NEITHER}

    @property
    def meanings(self) -> dict[str, dict[str, Value]]:
        """Field → {folded word: meaning}."""
        told: dict[str, dict[str, Value]] = {}
        for place, word in enumerate(self._words):
            code = self.cleaned_data[f"tu-{place}"]
            told.setdefault(word.field.name, {})[word.folded] = word.field.meant(code)
        return told


class RevokeForm(forms.Form):
    reason = forms.CharField(label="Lý do rút", widget=forms.Textarea(attrs={"rows": 3}), max_length=1_000)


def _code_of(meaning: Value) -> str:
    if isinstance(meaning, bool):
        return "true" if meaning else "false"
    return NEITHER if meaning is None else str(meaning)


class RegimeForm(forms.Form):
    code = forms.CharField(label="Mã báo cáo", max_length=40, help_text="Mã hoặc số biểu, ví dụ 01/CĐS.")
    name = forms.CharField(label="Tên báo cáo", max_length=300)
    document = forms.CharField(
        label="Văn bản quy định", max_length=300, help_text="Số, ký hiệu, ngày, điều khoản."
    )
    receiver = forms.CharField(label="Cơ quan nhận", max_length=200)
    every = forms.ChoiceField(label="Kỳ báo cáo", choices=Every.choices)
    skips_larger = forms.BooleanField(
        label="Tháng cuối quý dùng báo cáo quý, không lập báo cáo tháng",
        required=False,
        help_text="Chỉ dùng cho báo cáo hằng tháng.",
    )
    due_day = forms.IntegerField(
        label="Ngày hạn gửi",
        min_value=1,
        max_value=31,
        help_text="Ngày trong tháng. Tháng ngắn hơn thì lấy ngày cuối tháng.",
    )
    due_months_after = forms.TypedChoiceField(
        label="Hạn gửi nằm trong",
        coerce=int,
        choices=[(0, "tháng cuối của kỳ"), (1, "tháng sau kỳ"), (2, "tháng thứ hai sau kỳ")],
    )
    software = forms.CharField(label="Phần mềm báo cáo", max_length=120, required=False)
    approver = forms.CharField(
        label="Chức danh người duyệt", max_length=120, required=False, help_text="Chỉ ghi chức danh."
    )
    starts_on = forms.DateField(label="Áp dụng từ ngày", widget=DayInput())


class SentForm(forms.Form):
    sent_on = forms.DateField(label="Ngày gửi", widget=DayInput())
    on_software = forms.TypedChoiceField(
        label="Gửi bằng cách nào",
        coerce=lambda code: code == "true",
        choices=[("true", "Trên phần mềm báo cáo"), ("false", "Cách khác (giấy, thư điện tử, trục văn bản)")],
        widget=forms.RadioSelect(),
    )
    system = forms.CharField(label="Hệ thống đã gửi", max_length=120)
    evidence = forms.CharField(
        label="Minh chứng", max_length=200, help_text="Số báo cáo, mã gửi hoặc đường dẫn tới bản đã gửi."
    )


class EndRegimeForm(forms.Form):
    ends_on = forms.DateField(label="Ngày cuối còn áp dụng", widget=DayInput())
    reason = forms.CharField(label="Lý do", widget=forms.Textarea(attrs={"rows": 3}), max_length=1_000)


class SheetForm(forms.Form):
    since = forms.DateField(label="Hồ sơ tiếp nhận từ ngày", widget=DayInput())
    until = forms.DateField(label="Đến ngày", widget=DayInput())
    size = forms.IntegerField(
        label="Số hồ sơ chọn ngẫu nhiên",
        required=False,
        min_value=1,
        help_text="Từ 30 hồ sơ mỗi quý. Để trống là kiểm tra mọi hồ sơ.",
    )
    only_replaceable = forms.BooleanField(
        label="Chỉ hồ sơ của thủ tục có giấy tờ thay được bằng dữ liệu",
        required=False,
        help_text="Theo cột ấy của danh mục thủ tục hành chính.",
    )


class MarksForm(forms.Form):
    """A conclusion and a paper for each dossier of one page of a sheet; what is left empty stays unmarked."""

    def __init__(self, *args: Any, held: Sequence[CheckMark], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._held = held
        for mark in held:
            self.fields[f"ket-luan-{mark.place}"] = forms.ChoiceField(
                label=f"Hồ sơ {mark.place}: kết luận",
                choices=Conclusion.choices,
                widget=forms.RadioSelect(),
                required=False,
                initial=mark.conclusion,
            )
            self.fields[f"giay-to-{mark.place}"] = forms.ChoiceField(
                label="Giấy tờ bị yêu cầu",
                choices=[(NEITHER, "không có"), *Paper.choices],
                required=False,
                initial=mark.paper,
            )

    @property
    def marks(self) -> dict[int, Mark]:
        """Place → what was found, of those with a conclusion that says something new."""
        said = {
            mark: Mark(
                self.cleaned_data[f"ket-luan-{mark.place}"], self.cleaned_data[f"giay-to-{mark.place}"]
            )
            for mark in self._held
        }
        return {
            mark.place: one
            for mark, one in said.items()
            if one.conclusion and (one.conclusion, one.paper) != (mark.conclusion, mark.paper)
        }
