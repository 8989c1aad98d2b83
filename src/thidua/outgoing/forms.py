"""Shapes of what is posted: receivers, forms and their files, numbers, what was sent and how."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from thidua.core.limits import FORM, MEBIBYTE
from thidua.outgoing import errors
from thidua.outgoing.enums import SendingWay, Subject
from thidua.outgoing.models import BLANK

DAY = {"type": "date"}


class ReceiverForm(forms.Form):
    name = forms.CharField(
        label="Tên nơi nhận", max_length=200, help_text="Ví dụ: Sở Khoa học và Công nghệ thành phố Hải Phòng"
    )
    way = forms.ChoiceField(label="Thường gửi bằng", choices=SendingWay.choices)
    note = forms.CharField(
        label="Ghi chú",
        max_length=300,
        required=False,
        help_text="Chẳng hạn địa chỉ nhận, hạn gửi. Không ghi mật khẩu.",
    )


class FileForm(forms.Form):
    """A form's file. `faults` are the fields that are wrong in it, for the list below the form."""

    file = forms.FileField(
        label="Tệp mẫu",
        help_text="Word .docx hoặc Excel .xlsx có các trường như {{ CT1.ket_qua }}, không macro, đến 5 MB.",
        widget=forms.ClearableFileInput(attrs={"accept": ".docx,.xlsx"}),
    )
    note = forms.CharField(
        label="Ghi chú về bản này",
        max_length=300,
        required=False,
        help_text="Chẳng hạn: theo công văn số …, thêm cột lũy kế.",
    )
    faults: Sequence[tuple[str, str]] = ()

    def clean_file(self) -> "UploadedFile[bytes]":
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > FORM.file_bytes:
            raise forms.ValidationError(str(errors.FormTooLarge(FORM.file_bytes // MEBIBYTE)))
        return file


class AddForm(FileForm):
    title = forms.CharField(label="Tên mẫu", max_length=200, help_text="Ví dụ: Báo cáo tháng chuyển đổi số")
    subject = forms.ChoiceField(label="Mẫu dùng cho", choices=Subject.choices)
    blank = forms.CharField(
        label="Chữ in khi chưa có số liệu",
        max_length=80,
        initial=BLANK,
        help_text="In vào chỗ trường chưa có số liệu; không bao giờ in số 0 thay cho điều chưa biết.",
    )
    field_order = ["title", "subject", "file", "blank", "note"]


class ChangeForm(forms.Form):
    title = forms.CharField(label="Tên mẫu", max_length=200)
    blank = forms.CharField(label="Chữ in khi chưa có số liệu", max_length=80)
    is_in_use = forms.BooleanField(
        label="Đang dùng",
        required=False,
        help_text="Bỏ dấu thì không lập văn bản mới từ mẫu này; văn bản đã lập giữ nguyên.",
    )


class AboutForm(forms.Form):
    """For what a paper is made. `choices` are (key, label)."""

    about = forms.ChoiceField(
        label="Lập cho", error_messages={"invalid_choice": "Xin chọn lại kỳ, giai đoạn hoặc năm."}
    )

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]], label: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["about"].choices = choices  # type: ignore[attr-defined]
        self.fields["about"].label = label


class NumberForm(forms.Form):
    number = forms.CharField(
        label="Số, ký hiệu", max_length=60, help_text="Như sổ văn bản đi đã cấp, ví dụ 17/BC-UBND."
    )
    on = forms.DateField(label="Ngày văn bản", widget=forms.DateInput(attrs=DAY))


class SendForm(forms.Form):
    to = forms.CharField(label="Gửi đến", max_length=200)
    way = forms.ChoiceField(label="Gửi bằng", choices=SendingWay.choices)
    on = forms.DateField(label="Ngày gửi", widget=forms.DateInput(attrs=DAY))
    note = forms.CharField(
        label="Ghi chú", max_length=300, required=False, help_text="Chẳng hạn mã gửi trên trục liên thông."
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(label="Lý do", widget=forms.Textarea(attrs={"rows": 3}), max_length=1_000)
