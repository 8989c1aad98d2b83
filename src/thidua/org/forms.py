"""Shapes of what is typed: required, length, date; whether it may be done is for the actions."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from thidua.core.fields import DayInput
from thidua.core.permissions import Actor
from thidua.org import queries, roles
from thidua.org.access import passwords
from thidua.org.enums import UnitKind
from thidua.org.models import Unit, User


class UnitChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # has no type arguments at run time
    def label_from_instance(self, obj: Unit) -> str:
        return f"{obj.name} ({obj.code})" if obj.code else obj.name


class UnitChoices(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Unit) -> str:
        return f"{obj.name} (đến {obj.valid_to:%d/%m/%Y})" if obj.valid_to else obj.name


class CommuneForm(forms.Form):
    """What stands in the head of the commune's documents."""

    place = forms.CharField(
        label="Địa danh ghi trên văn bản",
        max_length=100,
        help_text="Ví dụ: Nam Đồng (trong “Nam Đồng, ngày …”)",
    )
    issuer = forms.CharField(
        label="Cơ quan ban hành",
        max_length=200,
        help_text="Ví dụ: Ủy ban nhân dân phường Nam Đồng, Ủy ban nhân dân xã Nam Hưng",
    )
    parent_issuer = forms.CharField(
        label="Cơ quan cấp trên", max_length=200, help_text="Ví dụ: Ủy ban nhân dân thành phố Hải Phòng"
    )
    province = forms.CharField(
        label="Tỉnh, thành phố", max_length=100, help_text="Ví dụ: thành phố Hải Phòng"
    )


class CommuneChangeForm(CommuneForm):
    privacy_contact = forms.CharField(
        label="Nơi nhận yêu cầu về dữ liệu cá nhân",
        max_length=300,
        required=False,
        help_text="Bộ phận, địa chỉ, số điện thoại; hiện trên trang “Dữ liệu cá nhân” công khai.",
    )


class FoundingForm(CommuneForm):
    """The ward and its first administrator, on the first visit of an empty installation."""

    field_order = ("name", "founded_on", "slug", "place", "issuer", "parent_issuer", "province")
    name = forms.CharField(
        label="Tên phường, xã, đặc khu",
        max_length=200,
        help_text="Viết đầy đủ, bắt đầu bằng phường, xã hoặc đặc khu. Ví dụ: phường Nam Đồng, xã Nam Hưng",
    )
    founded_on = forms.DateField(label="Thành lập ngày", widget=DayInput, initial=date(2025, 7, 1))
    slug = forms.SlugField(
        label="Địa chỉ trang công khai",
        max_length=60,
        required=False,
        help_text="Chữ không dấu, nối bằng gạch ngang. Để trống thì đặt theo tên. Ví dụ: phường Nam Đồng thành nam-dong.",
    )
    full_name = forms.CharField(label="Họ và tên", max_length=120)
    username = forms.CharField(
        label="Tên đăng nhập", max_length=80, help_text="Chữ không dấu, viết liền. Ví dụ: nguyen.van.an"
    )
    email = forms.EmailField(
        label="Thư điện tử", required=False, help_text="Dùng để lấy lại mật khẩu khi quên."
    )
    password = forms.CharField(
        label="Mật khẩu",
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = passwords.hint(has_factor=False, on=timezone.localdate())


class UnitForm(forms.Form):
    name = forms.CharField(label="Tên đơn vị", max_length=200)
    short_name = forms.CharField(
        label="Tên ngắn", max_length=80, required=False, help_text="Dùng trong bảng và trên điện thoại."
    )
    code = forms.CharField(
        label="Mã đơn vị",
        max_length=40,
        required=False,
        help_text="Dùng khi nhập danh sách từ tệp. Mỗi đơn vị một mã.",
    )
    kind = forms.ChoiceField(label="Loại")
    parent = UnitChoice(label="Trực thuộc", queryset=Unit.objects.none(), empty_label=None)
    valid_from = forms.DateField(label="Hoạt động từ ngày", widget=DayInput)
    is_standing_body = forms.BooleanField(
        label="Là cơ quan thường trực của phong trào thi đua", required=False
    )
    predecessors = UnitChoices(
        label="Được lập ra từ các đơn vị",
        queryset=Unit.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Chọn khi sáp nhập, chia tách hoặc đổi tên, để số liệu cũ vẫn lần ra được.",
    )

    def __init__(self, *args: Any, actor: Actor, unit: Unit | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = queries.visible_units(actor)
        others = units.exclude(path__startswith=unit.path) if unit else units
        self.fields["parent"].queryset = others.filter(valid_to=None)  # type: ignore[attr-defined]
        before = units.exclude(parent=None).exclude(pk=unit.pk if unit else 0)
        self.fields["predecessors"].queryset = before  # type: ignore[attr-defined]
        kinds = [choice for choice in UnitKind.choices if choice[0] != UnitKind.COMMUNE]
        self.fields["kind"].choices = [("", "Chọn loại"), *kinds]  # type: ignore[attr-defined]
        if unit is not None and unit.parent_id is None:
            for name in ("kind", "parent", "predecessors", "is_standing_body"):
                del self.fields[name]


class CloseUnitForm(forms.Form):
    valid_to = forms.DateField(label="Ngày hoạt động cuối cùng", widget=DayInput)
    reason = forms.CharField(
        label="Lý do",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Ghi số, ngày quyết định nếu có.",
    )


class PersonForm(forms.Form):
    full_name = forms.CharField(label="Họ và tên", max_length=120)
    position = forms.CharField(label="Chức vụ", max_length=120, required=False)
    email = forms.EmailField(
        label="Thư điện tử", required=False, help_text="Để nhận thông báo và lấy lại mật khẩu."
    )


class MembershipForm(forms.Form):
    role = forms.ChoiceField(label="Vai trò", widget=forms.RadioSelect)
    unit = UnitChoice(
        label="Ở đơn vị",
        queryset=Unit.objects.none(),
        empty_label="Chọn đơn vị",
        required=False,
        help_text="Vai trò của toàn địa phương thì để trống được.",
    )
    valid_from = forms.DateField(label="Từ ngày", widget=DayInput, initial=timezone.localdate)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.fields["unit"].queryset = queries.visible_units(actor).filter(valid_to=None)  # type: ignore[attr-defined]
        self.fields["role"].choices = [  # type: ignore[attr-defined]
            (role.code, f"{role.name}: {role.description}") for role in roles.ROLES
        ]

    def clean(self) -> dict[str, Any]:
        """A role of the whole commune is held in the commune itself where no unit is chosen, as in a list."""
        cleaned = super().clean() or {}
        if "unit" in cleaned and cleaned["unit"] is None:
            if cleaned.get("role") in roles.COMMUNE_WIDE:
                cleaned["unit"] = queries.root_of(self.actor)
            else:
                self.add_error("unit", "Xin chọn đơn vị. Chỉ vai trò của toàn địa phương mới để trống được.")
        return cleaned


class MembershipGrantForm(MembershipForm):
    valid_to = forms.DateField(
        label="Đến hết ngày", widget=DayInput, required=False, help_text="Để trống nếu chưa biết."
    )


class PersonCreateForm(MembershipForm, PersonForm):
    username = forms.CharField(
        label="Tên đăng nhập",
        max_length=80,
        required=False,
        help_text="Để trống thì đặt theo họ tên: Nguyễn Văn An thành nguyen.van.an.",
    )
    field_order = ["full_name", "position", "email", "username", "role", "unit", "valid_from"]


class ReasonForm(forms.Form):
    reason = forms.CharField(label="Lý do", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class EndMembershipForm(ReasonForm):
    valid_to = forms.DateField(
        label="Ngày cuối cùng giữ vai trò",
        widget=DayInput,
        initial=timezone.localdate,
        help_text="Ghi ngày hôm qua thì vai trò hết hiệu lực ngay.",
    )
    field_order = ["valid_to", "reason"]


class UploadForm(forms.Form):
    file = forms.FileField(label="Tệp danh sách", help_text="Tệp .xlsx hoặc .csv, nhiều nhất 2.000 hàng.")
    file.widget.attrs["accept"] = ".xlsx,.csv"


class ApplyForm(forms.Form):
    fingerprint = forms.CharField(max_length=40, widget=forms.HiddenInput)


def initial_of_unit(unit: Unit) -> dict[str, Any]:
    names = ("name", "short_name", "code", "kind", "valid_from", "is_standing_body")
    facts = {name: getattr(unit, name) for name in names}
    return facts | {"parent": unit.parent_id, "predecessors": unit.predecessors.all()}


def initial_of_person(person: User) -> dict[str, str]:
    return {"full_name": person.full_name, "position": person.position, "email": person.email}
