"""What is typed on the way in; whether it opens anything is for the actions."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from thidua.core.fields import DayInput
from thidua.org.access import passwords
from thidua.org.models import Membership, User


class SignInForm(forms.Form):
    username = forms.CharField(label="Tên đăng nhập", max_length=80)
    password = forms.CharField(label="Mật khẩu", max_length=200, strip=False, widget=forms.PasswordInput)


class ForgotForm(forms.Form):
    email = forms.EmailField(label="Thư điện tử", max_length=254)


class NewPasswordForm(forms.Form):
    """A new password, twice; the field says what is asked of it on that day, by whether a second factor stands beside it."""

    new_password1 = forms.CharField(
        label="Mật khẩu mới", max_length=200, strip=False, widget=forms.PasswordInput
    )
    new_password2 = forms.CharField(
        label="Nhập lại mật khẩu mới", max_length=200, strip=False, widget=forms.PasswordInput
    )

    def __init__(self, *args: Any, has_factor: bool, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].help_text = passwords.hint(has_factor=has_factor, on=on)
        self.grounds = passwords.grounds(has_factor=has_factor, on=on)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, second = cleaned.get("new_password1"), cleaned.get("new_password2")
        if first and second and first != second:
            self.add_error("new_password2", "Hai lần nhập chưa giống nhau.")
        return cleaned


class ChangePasswordForm(NewPasswordForm):
    old_password = forms.CharField(
        label="Mật khẩu hiện tại", max_length=200, strip=False, widget=forms.PasswordInput
    )
    field_order = ["old_password", "new_password1", "new_password2"]


class SlipCodeForm(forms.Form):
    code = forms.CharField(
        label="Mã trên phiếu",
        max_length=60,
        help_text="Năm nhóm, mỗi nhóm bốn chữ và số. Chữ hoa hay thường, có dấu gạch hay không đều được.",
        widget=forms.TextInput(
            attrs={"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}
        ),
    )


class InvitationForm(forms.Form):
    """Whom to invite (`unit` and everything below it, `draft`: those whom a table created) and how."""

    unit = forms.IntegerField(required=False, widget=forms.HiddenInput)
    draft = forms.IntegerField(required=False, widget=forms.HiddenInput)
    way = forms.ChoiceField(
        choices=[("mail", ""), ("print", ""), ("print_rest", "")], widget=forms.HiddenInput
    )


class CodeForm(forms.Form):
    code = forms.CharField(
        label="Mã xác thực",
        max_length=20,
        help_text="Sáu số trên ứng dụng tạo mã, hoặc một mã dự phòng.",
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
    )


class TotpForm(forms.Form):
    offer = forms.CharField(max_length=400, widget=forms.HiddenInput)
    code = forms.CharField(
        label="Mã sáu số trên điện thoại",
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )


class KeyNameForm(forms.Form):
    name = forms.CharField(
        label="Tên khóa",
        max_length=60,
        help_text="Để sau này nhận ra. Ví dụ: Điện thoại của tôi, Máy ở cơ quan.",
    )


class KeyForm(KeyNameForm):
    """`answer` is what the browser says about the key that it made."""

    answer = forms.CharField(max_length=20_000, widget=forms.HiddenInput)


class ProofForm(forms.Form):
    password = forms.CharField(label="Mật khẩu", max_length=200, strip=False, widget=forms.PasswordInput)


class SureForm(forms.Form):
    """A deed that asks for nothing but the button."""


class SubjectForm(forms.Form):
    subject = forms.CharField(
        label="Mã định danh",
        max_length=255,
        help_text="Mã mà nơi cấp định danh dùng cho người này; không phải số căn cước.",
    )
    reason = forms.CharField(label="Lý do", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


def _named(person: User) -> str:
    return f"{person.full_name} ({person.position or person.username})"


class HandoverForm(forms.Form):
    """`memberships` gives ids, `taker` the person. Both are at hand, so the form asks the database for nothing."""

    memberships = forms.TypedMultipleChoiceField(
        label="Vai trò bàn giao", coerce=int, widget=forms.CheckboxSelectMultiple
    )
    taker = forms.TypedChoiceField(label="Người nhận")
    from_day = forms.DateField(
        label="Người nhận làm từ ngày",
        widget=DayInput,
        initial=timezone.localdate,
        help_text="Người giao giữ vai trò đến hết ngày liền trước.",
    )
    reason = forms.CharField(
        label="Lý do",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Ghi số, ngày quyết định nếu có.",
    )

    def __init__(self, *args: Any, held: Sequence[Membership], takers: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        by_id = {str(one.pk): one for one in takers}
        roles: Any = self.fields["memberships"]
        roles.choices = [(one.pk, f"{one.get_role_display()}, {one.unit.name}") for one in held]
        roles.initial = [one.pk for one in held]
        taker: Any = self.fields["taker"]
        taker.choices = [("", "Chọn người nhận"), *((pk, _named(one)) for pk, one in by_id.items())]
        taker.coerce = by_id.__getitem__
