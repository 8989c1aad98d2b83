"""What an administrator has seen of an account, a role, a unit or a request: compared when he acts (core/sight.py)."""

from collections.abc import Iterable
from datetime import date, datetime

from thidua.core import formatting
from thidua.core.sight import About, Look, Rows, Sight, mark_of
from thidua.org.access import queries
from thidua.org.models import Commune, DataRequest, Membership, ResetLink, Unit, User

NEVER = "không có"


def _day(day: date | None, otherwise: str) -> str:
    return formatting.day(day) if day else otherwise


def _moment(at: datetime | None) -> str:
    return formatting.moment(at) if at else "chưa"


def _person_rows(person: User) -> Rows:
    return ("Họ và tên", person.full_name), ("Chức vụ", person.position), ("Thư điện tử", person.email)


PERSON: Look[User] = Look(mark=lambda person: mark_of(_person_rows(person)), rows=_person_rows)


def roles_of(person: User) -> list[Membership]:
    """In the commune that keeps the account, past ones too: which of them count today is the reader's to see."""
    held = Membership.objects.in_commune(person.home_id).filter(user=person, is_void=False)
    return list(held.select_related("unit").order_by("unit__sort_key", "role", "pk"))


def _span(held: Membership) -> str:
    return f"từ {formatting.day(held.valid_from)} đến {_day(held.valid_to, 'khi có thay đổi')}"


def account_sight(person: User, roles: Iterable[Membership], *, at: datetime) -> Sight:
    """An account on a page that has its roles at hand."""
    rows = _account_rows(person, roles)
    return Sight(mark_of(rows), rows, at)


def _account_rows(person: User, roles: Iterable[Membership]) -> Rows:
    held = ((f"{one.get_role_display()}, {one.unit.name}", _span(one)) for one in roles)
    return ("Tài khoản", "đang mở" if person.is_active else "đang khóa"), *held


def _about_account(person: User) -> About:
    return {"User": [person.pk], "Membership": [one.pk for one in roles_of(person)]}


# Whoever locks an account or hands over its roles has seen whether it is open and what is held.
ACCOUNT: Look[User] = Look(
    mark=lambda person: mark_of(_account_rows(person, roles_of(person))),
    rows=lambda person: _account_rows(person, roles_of(person)),
    about=_about_account,
)


def _membership_rows(held: Membership) -> Rows:
    return (
        ("Vai trò", f"{held.get_role_display()}, {held.unit.name}"),
        ("Hiệu lực", "đã bỏ vì giao nhầm" if held.is_void else _span(held)),
    )


MEMBERSHIP: Look[Membership] = Look(
    mark=lambda held: mark_of(_membership_rows(held)),
    rows=_membership_rows,
    about=lambda held: {"Membership": [held.pk], "User": [held.user_id]},
)


def _factor_rows(person: User) -> Rows:
    held = queries.factors_of(person.pk)
    app = f"thêm lúc {_moment(held.app.added_at)}" if held.app else NEVER
    keys = (f"{one.name} ({_moment(one.added_at)})" for one in held.keys)
    return (
        ("Ứng dụng tạo mã", app),
        ("Khóa", "; ".join(keys) or NEVER),
        ("Mã dự phòng", f"còn {held.codes_left}"),
    )


FACTORS: Look[User] = Look(mark=lambda person: mark_of(_factor_rows(person)), rows=_factor_rows)


def _identity_rows(person: User) -> Rows:
    bound = person.identities.order_by("linked_at", "pk")
    words = (f"{one.label or one.subject} ({_moment(one.linked_at)})" for one in bound)
    return (("Danh tính đang liên kết", "; ".join(words) or NEVER),)


IDENTITIES: Look[User] = Look(mark=lambda person: mark_of(_identity_rows(person)), rows=_identity_rows)


def link_sight(link: ResetLink | None, *, at: datetime) -> Sight:
    """The person's last link, on a page that has it at hand."""
    return Sight(mark_of(link.pk if link else 0), _link_rows(link), at)


def _link_rows(link: ResetLink | None) -> Rows:
    how = f"cấp lúc {_moment(link.issued_at)}, đến {_moment(link.expires_at)}" if link else NEVER
    return (("Đường dẫn đặt mật khẩu chưa dùng", how),)


# A new slip makes the one before it useless, which may be in somebody's hands.
LINK: Look[User] = Look(
    mark=lambda person: link_sight(queries.last_link(person), at=person.created_at).mark,
    rows=lambda person: _link_rows(queries.last_link(person)),
)


def _unit_rows(unit: Unit) -> Rows:
    return (
        ("Tên", unit.name),
        ("Tên ngắn", unit.short_name),
        ("Mã đơn vị", unit.code),
        ("Loại", unit.get_kind_display()),
        ("Trực thuộc", str(Unit.objects.filter(pk=unit.parent_id or 0).first() or "")),
        ("Hoạt động từ", formatting.day(unit.valid_from)),
        ("Hoạt động đến hết", _day(unit.valid_to, "chưa có ngày kết thúc")),
        ("Cơ quan thường trực", "phải" if unit.is_standing_body else "không"),
        ("Đơn vị trước đó", "; ".join(one.name for one in unit.predecessors.all())),
    )


UNIT: Look[Unit] = Look(mark=lambda unit: mark_of(_unit_rows(unit)), rows=_unit_rows)


def _closing_rows(unit: Unit) -> Rows:
    roles = unit.memberships.filter(valid_to=None, is_void=False).count()
    children = unit.children.filter(valid_to=None).count()
    return (
        *_unit_rows(unit),
        ("Vai trò đang giữ ở đây", str(roles)),
        ("Đơn vị trực thuộc đang hoạt động", str(children)),
    )


CLOSING: Look[Unit] = Look(
    mark=lambda unit: mark_of(_closing_rows(unit)),
    rows=_closing_rows,
    about=lambda unit: {
        "Unit": [unit.pk],
        "Membership": list(unit.memberships.values_list("pk", flat=True)),
    },
)


def _commune_rows(commune: Commune) -> Rows:
    return (
        ("Địa danh", commune.place),
        ("Cơ quan ban hành", commune.issuer),
        ("Cơ quan cấp trên", commune.parent_issuer),
        ("Tỉnh, thành phố", commune.province),
        ("Nơi nhận yêu cầu về dữ liệu cá nhân", commune.privacy_contact),
    )


COMMUNE: Look[Commune] = Look(mark=lambda commune: mark_of(_commune_rows(commune)), rows=_commune_rows)


def _request_rows(asked: DataRequest) -> Rows:
    return (
        ("Tình trạng", asked.get_state_display()),
        ("Đã phản hồi", _moment(asked.acknowledged_at)),
        ("Hạn trả lời", formatting.day(asked.due_on)),
        ("Gia hạn", asked.extension_reason),
        ("Trả lời hoặc lý do từ chối", asked.answer),
    )


DATA_REQUEST: Look[DataRequest] = Look(mark=lambda asked: mark_of(_request_rows(asked)), rows=_request_rows)
