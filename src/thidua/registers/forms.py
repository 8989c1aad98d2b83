"""Shapes of what is posted: a file from another system, what its columns are, why a batch is taken back."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from thidua.core import sheets
from thidua.core.limits import MEBIBYTE
from thidua.registers import errors
from thidua.registers.library import Field, Type, Value
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
                choices=[(NEITHER, "bỏ trống"), *meanings(word.field)],
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
            told.setdefault(word.field.name, {})[word.folded] = _meant(word.field, code)
        return told


class RevokeForm(forms.Form):
    reason = forms.CharField(label="Lý do rút", widget=forms.Textarea(attrs={"rows": 3}), max_length=1_000)


def meanings(field: Field) -> list[tuple[str, str]]:
    """Codes of a field with their words; yes and no for a field that is either."""
    if field.type is Type.BOOLEAN:
        return [("true", "Có"), ("false", "Không")]
    return [(code, words[0]) for code, words in (field.labels or {}).items()]


def _code_of(meaning: Value) -> str:
    if isinstance(meaning, bool):
        return "true" if meaning else "false"
    return NEITHER if meaning is None else str(meaning)


def _meant(field: Field, code: str) -> Value:
    if code == NEITHER:
        return None
    return code == "true" if field.type is Type.BOOLEAN else code
