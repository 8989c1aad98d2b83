"""Requests about personal data: the register, one's own, and the copy of what is held about oneself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils import timezone

from thidua.core import sheets
from thidua.core.models import AuditEvent
from thidua.core.permissions import Actor
from thidua.org.enums import DataRequestKind, DataRequestState
from thidua.org.models import DataRequest, Membership, Session, User
from thidua.org.privacy.models import DataRequestQuerySet

ORDERS = {"so": "number", "nhan": "filed_on", "han": "due_on", "ten": "requester_name"}
STATES = {"": "Đang giải quyết", "tre": "Trễ hạn", "xong": "Đã trả lời, đã từ chối", "tat-ca": "Tất cả"}
MOST_DEEDS = 5000


def visible_data_requests(who: Actor) -> DataRequestQuerySet:
    """The register of the commune, for those who keep it."""
    if not who.may("org.view_data_requests"):
        return DataRequest.objects.none()
    found = DataRequest.objects.in_commune(who.commune_id)
    return found.select_related("commune", "requester", "acknowledged_by", "closed_by", "recorded_by")


def own_data_requests(user_id: int) -> QuerySet[DataRequest]:
    """One's own requests in every commune, newest first."""
    return (
        DataRequest.objects.filter(requester_id=user_id)
        .select_related("commune")
        .order_by("-filed_at", "-pk")
    )


@dataclass(frozen=True, slots=True)
class RequestSearch:
    """What is asked of the register; `order` is a key of ORDERS, "-" turns it round."""

    words: str = ""
    kind: str = ""
    state: str = ""
    order: str = ""


def data_requests_found(who: Actor, search: RequestSearch, *, on: date) -> DataRequestQuerySet:
    """The requests of a search: the open ones by their due day unless asked otherwise."""
    found = visible_data_requests(who).matching(search.words)
    if search.kind:
        found = found.filter(kind=search.kind)
    if search.state == "":
        found = found.open()
    elif search.state == "tre":
        found = found.late(on)
    elif search.state == "xong":
        found = found.filter(closed_at__isnull=False)
    column = ORDERS.get(
        search.order.removeprefix("-"), "due_on" if search.state in {"", "tre"} else "-number"
    )
    sign = "-" if search.order.startswith("-") and not column.startswith("-") else ""
    return found.order_by(f"{sign}{column}", "-pk")


@dataclass(frozen=True, slots=True)
class Standing:
    """How a request stands on a day, in words and colour."""

    words: str
    tone: str


TONES = {
    DataRequestState.RECEIVED: "waiting",
    DataRequestState.ACKNOWLEDGED: "waiting",
    DataRequestState.ANSWERED: "reached",
    DataRequestState.REFUSED: "returned",
}


def standing_of(request: DataRequest, *, on: date) -> Standing:
    """Late in red: how many days after the day that was missed; closed ones say whether they were in time."""
    state = DataRequestState(request.state)
    if not request.is_open:
        closed_on = timezone.localdate(request.closed_at)
        late = f", trễ {(closed_on - request.due_on).days} ngày" if closed_on > request.due_on else ""
        return Standing(f"{state.label}{late}", TONES[state])
    if request.due_on < on:
        return Standing(f"Trễ hạn trả lời {(on - request.due_on).days} ngày", "late")
    if request.acknowledged_at is None and request.acknowledge_by < on:
        return Standing(f"Trễ hạn phản hồi {(on - request.acknowledge_by).days} ngày", "late")
    return Standing(state.label, TONES[state])


def copy_of(person: User) -> list[sheets.Table]:
    """Everything that the office's accounts hold about a person, as sheets: account, roles, sessions, requests, deeds."""
    account = [
        ["Tên đăng nhập", person.username],
        ["Họ và tên", person.full_name],
        ["Chức vụ", person.position],
        ["Thư điện tử", person.email],
        ["Nơi giữ tài khoản", person.home.name],
        ["Lập lúc", _moment(person.created_at)],
        ["Đăng nhập lần cuối", _moment(person.last_login)],
    ]
    held = Membership.objects.filter(user=person, is_void=False).select_related("unit").order_by("valid_from")
    roles = [[one.get_role_display(), one.unit.name, one.valid_from, one.valid_to] for one in held]
    browsers = Session.objects.filter(user=person).order_by("-seen_at")
    sessions = [[_moment(one.started_at), _moment(one.seen_at), one.address, one.device] for one in browsers]
    asked: list[list[sheets.Cell]] = [
        [
            one.number,
            DataRequestKind(one.kind).label,
            one.filed_on,
            one.content,
            one.get_state_display(),
            one.answer,
        ]
        for one in own_data_requests(person.pk)
    ]
    events = AuditEvent.objects.filter(actor_id=person.pk).order_by("-pk")[:MOST_DEEDS]
    deeds = [[_moment(one.at), one.action, one.object_label, one.unit_name, one.reason] for one in events]
    return [
        _table("Tài khoản", ("Mục", "Nội dung"), account),
        _table("Vai trò", ("Vai trò", "Đơn vị", "Từ ngày", "Đến hết ngày"), roles),
        _table("Phiên đăng nhập", ("Bắt đầu", "Lần cuối", "Địa chỉ mạng", "Máy"), sessions),
        _table("Yêu cầu", ("Số", "Loại", "Ngày gửi", "Nội dung", "Tình trạng", "Trả lời"), asked),
        _table("Việc đã làm", ("Lúc", "Việc", "Nội dung", "Đơn vị", "Lý do"), deeds),
    ]


def _table(name: str, titles: tuple[str, ...], rows: Sequence[Sequence[sheets.Cell]]) -> sheets.Table:
    return sheets.Table(name, [sheets.Column(title, 24) for title in titles], rows)


def _moment(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%H:%M ngày %d/%m/%Y}" if at else ""
