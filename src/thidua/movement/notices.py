"""Who is told what of a plan and its movement; each is part of the deed that causes it, in its transaction."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from thidua.core import formatting
from thidua.indicator.models import Indicator
from thidua.movement.models import Amendment, Closing, Movement
from thidua.notifications import delivery
from thidua.notifications.enums import NoticeKind
from thidua.org import queries as org
from thidua.org.models import Membership, Unit, User

LEADERS = {"leader"}
PLANNERS = {"standing_body"}
UNIT_PEOPLE = {"unit_head", "reporter"}
MOST_SENTENCES = 12


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


def amendment_submitted(amendment: Amendment, *, at: datetime) -> None:
    movement = amendment.movement
    _tell(
        _holders(movement, LEADERS, at=at),
        movement,
        NoticeKind.WAITING,
        "Điều chỉnh kế hoạch chờ duyệt",
        f"Phong trào “{movement.short_title}”: điều chỉnh theo văn bản {amendment.document_words}, xin xem và duyệt.",
        "submit_amendment",
        at=at,
        url=_amendment_url(amendment),
    )


def amendment_returned(amendment: Amendment, *, at: datetime) -> None:
    movement = amendment.movement
    _tell(
        _holders(movement, PLANNERS, at=at),
        movement,
        NoticeKind.RETURNED,
        "Điều chỉnh kế hoạch được trả lại",
        f"Phong trào “{movement.short_title}”: {amendment.answer}",
        "return_amendment",
        at=at,
        url=_amendment_url(amendment),
    )


def amendment_approved(amendment: Amendment, *, at: datetime) -> None:
    """Those who decide and those who prepare; the units concerned hear what changes for them (`amendment_concerns`)."""
    movement = amendment.movement
    _tell(
        _holders(movement, LEADERS | PLANNERS, at=at),
        movement,
        NoticeKind.PLAN,
        "Điều chỉnh kế hoạch đã được duyệt",
        f"Phong trào “{movement.short_title}”: {formatting.in_text(amendment.plan.edition_words)}, theo văn bản "
        f"{amendment.document_words}.",
        "approve_amendment",
        at=at,
        url=_amendment_url(amendment),
    )


def amendment_concerns(amendment: Amendment, for_units: Mapping[int, Sequence[str]], *, at: datetime) -> None:
    """One notice for each head and reporter of a unit that something changes for, with what changes for the units he is
    of. Nobody else hears of it.
    """
    movement, effective_on = amendment.movement, formatting.day(amendment.plan.effective_on)
    held = Membership.objects.valid_on(timezone.localdate(at)).filter(
        unit__in=for_units, role__in=UNIT_PEOPLE
    )
    people: dict[int, User] = {}
    told: dict[int, dict[str, None]] = {}
    for one in held.select_related("user").order_by("unit__sort_key", "pk"):
        people[one.user_id] = one.user
        told.setdefault(one.user_id, {}).update(dict.fromkeys(for_units[one.unit_id]))
    alike: dict[tuple[str, ...], list[User]] = {}
    for key, each in told.items():
        alike.setdefault(tuple(each), []).append(people[key])
    for sentences, users in alike.items():
        more = len(sentences) - MOST_SENTENCES
        lines = [f"Phong trào “{movement.short_title}”, từ ngày {effective_on}:", *sentences[:MOST_SENTENCES]]
        _tell(
            users,
            movement,
            NoticeKind.PLAN,
            "Kế hoạch điều chỉnh việc của đơn vị",
            "\n".join([*lines, f"Và {more} thay đổi khác."] if more > 0 else lines),
            "amendment_concerns",
            at=at,
            url=_amendment_url(amendment),
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


def _amendment_url(amendment: Amendment) -> str:
    return reverse("movement:amendment_show", args=[amendment.pk])


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
    url: str = "",
) -> None:
    """The key holds the moment: a plan may be submitted and returned many times, and each is told."""
    delivery.notify(
        users,
        commune_id=movement.commune_id,
        kind=kind,
        title=title,
        body=body,
        url=url or reverse("movement:movement_show", args=[movement.pk]),
        key=f"movement.{deed}:{movement.pk}:{at.timestamp():.0f}",
        at=at,
    )
