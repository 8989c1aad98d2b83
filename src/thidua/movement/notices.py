"""Who is told what of a plan and its movement; each is part of the deed that causes it, in its transaction."""

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from thidua.core import formatting
from thidua.indicator.models import Indicator
from thidua.movement.models import Closing, Movement
from thidua.notifications import delivery
from thidua.notifications.enums import NoticeKind
from thidua.org import queries as org
from thidua.org.models import Membership, Unit, User

LEADERS = {"leader"}
PLANNERS = {"standing_body"}
UNIT_PEOPLE = {"unit_head", "reporter"}


def plan_submitted(movement: Movement, *, at: datetime) -> None:
    _tell(
        _holders(movement, LEADERS, at=at),
        movement,
        NoticeKind.WAITING,
        "Kế hoạch chờ duyệt",
        f"Kế hoạch của phong trào “{movement.short_title}” đã được trình, xin xem và duyệt.",
        "submit_plan",
        at=at,
    )


def plan_approved(movement: Movement, *, at: datetime) -> None:
    _tell(
        _holders(movement, PLANNERS, at=at),
        movement,
        NoticeKind.PLAN,
        "Kế hoạch đã được duyệt",
        f"Lãnh đạo đã duyệt kế hoạch của phong trào “{movement.short_title}”.",
        "approve_plan",
        at=at,
    )


def plan_returned(movement: Movement, *, at: datetime) -> None:
    _tell(
        _holders(movement, PLANNERS, at=at),
        movement,
        NoticeKind.RETURNED,
        "Kế hoạch được trả lại",
        f"Phong trào “{movement.short_title}”: {movement.return_reason}",
        "return_plan",
        at=at,
    )


def movement_launched(movement: Movement, *, at: datetime) -> None:
    """Every unit hears of the launch; those that are asked for figures find them on the movement's page."""
    _tell(
        _holders(movement, UNIT_PEOPLE | PLANNERS, at=at),
        movement,
        NoticeKind.PLAN,
        "Phong trào đã phát động",
        f"Phong trào “{movement.short_title}” đã được phát động. Xin xem nội dung, tiêu chí và các chỉ tiêu được giao.",
        "launch_movement",
        at=at,
    )


def closing_proposed(movement: Movement, closing: Closing, *, at: datetime) -> None:
    _tell(
        _holders(movement, LEADERS, at=at),
        movement,
        NoticeKind.WAITING,
        "Đề nghị kết thúc phong trào",
        f"Đề nghị kết thúc phong trào “{movement.short_title}” từ hết ngày {formatting.day(closing.ends_on)}: "
        f"{closing.reason}",
        "propose_closing",
        at=at,
    )


def closing_declined(movement: Movement, closing: Closing, *, at: datetime) -> None:
    _tell(
        _holders(movement, PLANNERS, at=at),
        movement,
        NoticeKind.RETURNED,
        "Chưa đồng ý kết thúc phong trào",
        f"Phong trào “{movement.short_title}”: {closing.answer}",
        "decline_closing",
        at=at,
    )


def movement_closed(movement: Movement, closing: Closing, *, at: datetime) -> None:
    """Every unit hears of the end: what it still owes is what falls before that day."""
    _tell(
        _holders(movement, UNIT_PEOPLE | PLANNERS, at=at),
        movement,
        NoticeKind.PLAN,
        "Phong trào đã kết thúc",
        f"Phong trào “{movement.short_title}” kết thúc hết ngày {formatting.day(closing.ends_on)}. Số liệu của thời gian "
        "trước đó vẫn gửi như thường; nội dung và kết quả vẫn xem được.",
        "close_movement",
        at=at,
    )


def movement_reopened(movement: Movement, closing: Closing, *, at: datetime) -> None:
    _tell(
        _holders(movement, UNIT_PEOPLE | PLANNERS, at=at),
        movement,
        NoticeKind.PLAN,
        "Phong trào được mở lại",
        f"Phong trào “{movement.short_title}” tiếp tục: {closing.answer}",
        "reopen_movement",
        at=at,
    )


def indicator_assigned(
    movement: Movement, indicator: Indicator, units: Sequence[Unit], *, at: datetime
) -> None:
    held = Membership.objects.valid_on(timezone.localdate(at)).filter(unit__in=units, role__in=UNIT_PEOPLE)
    _tell(
        list({one.user_id: one.user for one in held.select_related("user")}.values()),
        movement,
        NoticeKind.PLAN,
        "Đơn vị được giao thêm chỉ tiêu",
        f"{indicator.code} {indicator.name}, phong trào “{movement.short_title}”.",
        f"assign_indicator.{indicator.code}",
        at=at,
    )


def _holders(movement: Movement, roles: set[str], *, at: datetime) -> list[User]:
    return org.holders(movement.commune_id, roles, on=timezone.localdate(at))


def _tell(
    users: Sequence[User],
    movement: Movement,
    kind: NoticeKind,
    title: str,
    body: str,
    deed: str,
    *,
    at: datetime,
) -> None:
    """The key holds the moment: a plan may be submitted and returned many times, and each is told."""
    delivery.notify(
        users,
        commune_id=movement.commune_id,
        kind=kind,
        title=title,
        body=body,
        url=reverse("movement:movement_show", args=[movement.pk]),
        key=f"movement.{deed}:{movement.pk}:{at.timestamp():.0f}",
        at=at,
    )
