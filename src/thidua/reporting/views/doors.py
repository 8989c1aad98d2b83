"""What the page of a report offers to whoever looks: each deed by a page of its own or at once, closed with a reason."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from django.urls import reverse

from thidua.core import permissions
from thidua.core.http import Request
from thidua.reporting.enums import ReportState
from thidua.reporting.models import Report
from thidua.reporting.queries.entry import EntryRow

QUESTIONS = {
    "withdraw_report": "Báo cáo về lại bước kiểm tra; lãnh đạo chưa duyệt thì số liệu chưa tính là đạt.",
    "recall_report": "Báo cáo về lại bàn của đơn vị và tính là chưa gửi cho tới khi được gửi lại.",
}
# Nobody guesses what the reader holds: both ways stand on the page, the style sheet shows the fitting one first.
ON_DESK, ON_PHONE = "d-none d-md-block", "d-md-none"


@dataclass(frozen=True, slots=True)
class Door:
    """A deed that the report's page offers; `layout` are classes that show it on a desk or on a phone alone."""

    label: str
    url: str
    reason: str = ""
    is_main: bool = False
    is_page: bool = False
    question: str = ""
    key: str = ""
    layout: str = ""

    @property
    def dialog_key(self) -> str:
        return f"hoi-{self.key}"


def doors_of(request: Request, report: Report, rows: Sequence[EntryRow]) -> list[Door]:
    """Only what the person's roles know at all; what the state forbids says why."""
    state = ReportState(report.state)
    if state in {ReportState.DRAFT, ReportState.RETURNED}:
        found = _while_typing(request, report, rows)
    elif state is ReportState.WITH_LEADER:
        found = _for_the_leader(request, report, len(rows))
    elif state is ReportState.AWAITING_HEAD:
        found = _for_the_head(request, report, len(rows))
    else:
        found = _once_received(request, report, len(rows))
    return [one for one in (*found, *_late(request, report)) if one]


def why_incomplete(rows: Sequence[EntryRow]) -> str:
    undone = [row.figure.indicator.name for row in rows if not row.is_done]
    return f"Còn {len(undone)} số liệu chưa nhập hoặc chưa có minh chứng." if undone else ""


def may_type(request: Request, report: Report) -> bool:
    return permissions.refusal(request.actor, "reporting.import_figures", report) is None


def one_by_one(request: Request, report: Report, rows: Sequence[EntryRow]) -> Door | None:
    """From the first figure that still lacks something."""
    waiting = [row for row in rows if row.is_open and not row.is_done] or [row for row in rows if row.is_open]
    if not waiting or not may_type(request, report):
        return None
    url = reverse("reporting:figure_edit", args=[report.pk, waiting[0].number])
    return Door(f"Nhập từng con số, từ số {waiting[0].number}", url, is_page=True)


def _door(
    request: Request, report: Report, name: str, label: str, url_name: str, *, main: bool = False
) -> Door | None:
    permission = f"reporting.{name}"
    if not request.actor.covers(permission, report.unit.path):
        return None
    refused = permissions.refusal(request.actor, permission, report)
    url = reverse(f"reporting:{url_name}", args=[report.pk])
    return Door(label, url, str(refused or ""), is_main=main, question=QUESTIONS.get(name, ""), key=name)


def _page(
    request: Request, report: Report, name: str, label: str, url_name: str, **other: bool
) -> Door | None:
    door = _door(request, report, name, label, url_name, **other)
    return replace(door, is_page=True) if door else None


def _while_typing(request: Request, report: Report, rows: Sequence[EntryRow]) -> Iterator[Door | None]:
    """Once complete: send; before that: type, all in one form on a desk, one figure after the other on a phone."""
    complete = why_incomplete(rows) == "" and not any(row.figure.return_reason for row in rows)
    label = f"Xem lại và gửi ({len(rows)} số liệu)"
    send = _page(request, report, "submit_report", label, "report_submit", main=complete)
    typing = tuple(_typing(request, report, rows, main=not complete))
    yield from (send, *typing) if complete else (*typing, send)


def _typing(
    request: Request, report: Report, rows: Sequence[EntryRow], *, main: bool
) -> Iterator[Door | None]:
    whole = _page(request, report, "import_figures", "Nhập số liệu", "report_edit", main=main)
    one = one_by_one(request, report, rows)
    if whole is None or one is None:
        yield from (whole, one)
        return
    yield replace(whole, layout=ON_DESK)
    yield replace(one, layout=ON_DESK)
    yield replace(one, layout=ON_PHONE, is_main=main)
    yield replace(whole, layout=ON_PHONE, is_main=False, label="Nhập cả bảng")


def _for_the_head(request: Request, report: Report, count: int) -> Iterator[Door | None]:
    label = f"Duyệt và gửi {request.actor.commune_word} ({count} số liệu)"
    yield _door(request, report, "approve_report", label, "report_approve", main=True)
    yield _page(request, report, "hand_back_report", "Trả lại người nhập", "report_hand_back")
    yield _door(request, report, "recall_report", "Thu hồi", "report_recall")


def _for_the_leader(request: Request, report: Report, count: int) -> Iterator[Door | None]:
    yield _door(request, report, "endorse_report", f"Duyệt ({count} số liệu)", "report_endorse", main=True)
    yield _page(request, report, "send_back_report", "Trả lại để kiểm tra thêm", "report_send_back")
    yield _door(request, report, "withdraw_report", "Rút về để kiểm tra lại", "report_withdraw")


def _late(request: Request, report: Report) -> Iterator[Door | None]:
    """Only once the period is locked: an exception for this unit."""
    if report.period.is_locked:
        yield _page(request, report, "extend_report", "Cho gửi sau khi khóa", "report_extend")


def _once_received(request: Request, report: Report, count: int) -> Iterator[Door | None]:
    if report.state == ReportState.SUBMITTED:
        label = f"Kiểm tra {count} số liệu"
        yield _page(request, report, "verify_report", label, "check_show", main=True)
    yield _door(request, report, "recall_report", "Thu hồi", "report_recall")
