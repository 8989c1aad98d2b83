"""Every kind of thing that is let go after some time: one line each. How many days is a dated row of org/privacy/rules.json."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from thidua.notifications.models import Notice
from thidua.org.models import (
    DataRequest,
    ImportDraft,
    Membership,
    ResetLink,
    Session,
    User,
    index_person,
)
from thidua.org.privacy.models import index_data_request
from thidua.pledging.models import OneTimeLink
from thidua.registers import incoming
from thidua.reporting.models import WorkbookDraft
from thidua.tasks.models import CalendarFeed, TaskImport
from thidua.web.keeping.things import Files, Rows


@dataclass(frozen=True, slots=True)
class Sweep:
    """`what` names the row of days; `label`, `since` and `deed` are what the page says: what, counted from when, what is done."""

    what: str
    label: str
    since: str
    things: Rows | Files
    deed: str = "Xóa"


def closed_accounts(commune_id: int) -> QuerySet[User]:
    """Accounts that are closed and hold no role without an end, while an address or a position is still known."""
    held = Membership.objects.filter(user=OuterRef("pk"), is_void=False, valid_to__isnull=True)
    known = User.objects.get_queryset().filter(home_id=commune_id, is_active=False)
    known = known.exclude(Exists(held)).exclude(email="", position="")
    return known.annotate(unused_since=Coalesce("last_login", "created_at"))


def blank_accounts(found: QuerySet[User]) -> int:
    """The name stays with what its owner did; the ways to reach him go."""
    people = list(found)
    for person in people:
        person.email = person.position = ""
        index_person(person)
    User.objects.bulk_update(people, ["email", "position", "folded", "sort_key"])
    return len(people)


def answered_requests(commune_id: int) -> QuerySet[DataRequest]:
    return DataRequest.objects.in_commune(commune_id).filter(closed_at__isnull=False, is_blanked=False)


def blank_requests(found: QuerySet[DataRequest]) -> int:
    """That there was a request of that kind, and when it was answered, stays; who and what go."""
    asked = list(found)
    for one in asked:
        one.requester, one.requester_name = None, "Đã xóa theo thời hạn lưu giữ"
        one.contact = one.content = one.extension_reason = one.answer = ""
        one.extended_at, one.is_blanked = None, True
        index_data_request(one)
    names = ["requester", "requester_name", "contact", "content", "extension_reason", "answer", "extended_at"]
    DataRequest.objects.bulk_update(asked, [*names, "is_blanked", "folded"])
    return len(asked)


def sessions(commune_id: int) -> QuerySet[Session]:
    return Session.objects.filter(Q(user__home_id=commune_id) | Q(user__isnull=True))


def done_jobs(commune_id: int) -> QuerySet[Any]:
    return DBTaskResult.objects.filter(status__in=[TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED])


def mail_folder() -> Path:
    return Path(settings.EMAIL_FILE_PATH)


SWEEPS = (
    Sweep(
        "sessions",
        "Phiên đăng nhập, với địa chỉ mạng và loại máy",
        "ngày hết hạn",
        Rows(sessions, "expires_at"),
    ),
    Sweep(
        "links",
        "Đường dẫn đặt mật khẩu, kích hoạt",
        "ngày hết hạn",
        Rows(lambda pk: ResetLink.objects.filter(user__home_id=pk), "expires_at"),
    ),
    Sweep(
        "unit_links",
        "Đường dẫn một lần của đơn vị, với tên người đã điền",
        "ngày hết hạn",
        Rows(lambda pk: OneTimeLink.objects.filter(unit__commune_id=pk), "expires_at"),
    ),
    Sweep(
        "imports",
        "Danh sách đơn vị, người dùng đã tải lên",
        "ngày tải lên",
        Rows(lambda pk: ImportDraft.objects.filter(commune_id=pk), "uploaded_at"),
    ),
    Sweep(
        "task_imports",
        "Danh sách nhiệm vụ đã tải lên",
        "ngày tải lên",
        Rows(lambda pk: TaskImport.objects.filter(commune_id=pk), "uploaded_at"),
    ),
    Sweep(
        "feeds",
        "Địa chỉ lịch riêng đã thu hồi",
        "ngày thu hồi",
        Rows(lambda pk: CalendarFeed.objects.filter(commune_id=pk, revoked_at__isnull=False), "revoked_at"),
    ),
    Sweep(
        "workbooks",
        "Bảng số liệu đã tải lên, chưa đưa vào báo cáo hoặc đã đưa xong",
        "ngày tải lên",
        Rows(lambda pk: WorkbookDraft.objects.filter(report__unit__commune_id=pk), "uploaded_at"),
    ),
    Sweep(
        "notices",
        "Thông báo trong phần mềm",
        "ngày gửi",
        Rows(lambda pk: Notice.objects.filter(commune_id=pk), "created_at"),
    ),
    Sweep("mails", "Bản sao thư đã gửi của bản minh họa", "ngày gửi", Files(mail_folder, "*.log")),
    Sweep(
        "lists",
        "Danh sách từ hệ thống khác, chưa nhận vào sổ dữ liệu; các cột về người đã bỏ",
        "ngày tải lên",
        Files(incoming.folder),
    ),
    Sweep("jobs", "Kết quả việc chạy nền, với lời báo lỗi", "ngày làm xong", Rows(done_jobs, "finished_at")),
    Sweep(
        "addresses",
        "Thư điện tử, chức vụ của tài khoản đã khóa",
        "lần đăng nhập cuối",
        Rows(closed_accounts, "unused_since", blank_accounts),
        "Bỏ trống, giữ họ tên",
    ),
    Sweep(
        "requests",
        "Người gửi, nội dung, câu trả lời của yêu cầu về dữ liệu",
        "ngày trả lời",
        Rows(answered_requests, "closed_at", blank_requests),
        "Bỏ trống, giữ số, loại và ngày",
    ),
)
