"""Who is told what of units' plans and registrations; each is part of the deed that causes it, in its transaction."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from thidua.movement.models import Movement
from thidua.notifications import delivery
from thidua.notifications.enums import NoticeKind
from thidua.org import queries as org_queries
from thidua.org.models import Unit, User
from thidua.pledging.models import Registration, UnitPlan


def plan_submitted(plan: UnitPlan, *, at: datetime) -> None:
    _tell_plan(
        org_queries.holders(plan.commune_pk, {"standing_body"}, on=timezone.localdate(at)),
        plan,
        NoticeKind.WAITING,
        f"Kế hoạch của {plan.unit.name} chờ xem xét",
        f"{plan.unit.name} đã gửi kế hoạch thực hiện phong trào “{plan.movement.short_title}”.",
        at=at,
    )


def plan_accepted(plan: UnitPlan, *, at: datetime) -> None:
    _tell_plan(
        _people_of([plan.unit], at=at),
        plan,
        NoticeKind.VERIFIED,
        "Kế hoạch của đơn vị đạt",
        f"Kế hoạch thực hiện phong trào “{plan.movement.short_title}” đã được chấp nhận.",
        at=at,
    )


def plan_returned(plan: UnitPlan, lines: int, *, at: datetime) -> None:
    said = [f"{lines} mục cần sửa." if lines else "", plan.remark]
    _tell_plan(
        _people_of([plan.unit], at=at),
        plan,
        NoticeKind.RETURNED,
        "Kế hoạch của đơn vị được trả lại",
        " ".join(filter(None, said)),
        at=at,
    )


def plans_missed(movement: Movement, units: Sequence[Unit], *, words: str, at: datetime) -> None:
    delivery.notify(
        _people_of(units, at=at),
        commune_id=movement.commune_id,
        kind=NoticeKind.REMINDED,
        title="Nhắc gửi kế hoạch của đơn vị",
        body=words,
        url=reverse("pledging:unit_plan_list"),
        key=f"movement:{movement.pk}:plans:{at:%Y%m%d%H%M%S%f}",
        at=at,
    )


def registration_signed(registration: Registration, *, at: datetime) -> None:
    _tell_registration(
        org_queries.holders(registration.commune_pk, {"standing_body"}, on=timezone.localdate(at)),
        registration,
        NoticeKind.WAITING,
        f"{registration.unit.name} đăng ký thi đua năm {registration.year}",
        "Bản đăng ký đã ký, chờ ghi nhận.",
        at=at,
    )


def registration_received(registration: Registration, *, at: datetime) -> None:
    _tell_registration(
        _people_of([registration.unit], at=at),
        registration,
        NoticeKind.VERIFIED,
        f"Đã ghi nhận đăng ký thi đua năm {registration.year}",
        "Cơ quan thường trực đã ghi nhận bản đăng ký của đơn vị.",
        at=at,
    )


def registration_returned(registration: Registration, *, at: datetime) -> None:
    _tell_registration(
        _people_of([registration.unit], at=at),
        registration,
        NoticeKind.RETURNED,
        f"Đăng ký thi đua năm {registration.year} được trả lại",
        registration.answer,
        at=at,
    )


def _tell_registration(
    users: Iterable[User],
    registration: Registration,
    kind: NoticeKind,
    title: str,
    body: str,
    *,
    at: datetime,
) -> None:
    delivery.notify(
        users,
        commune_id=registration.commune_pk,
        kind=kind,
        title=title,
        body=body,
        url=reverse("pledging:registration_show", args=[registration.pk]),
        key=f"registration:{registration.pk}:{kind}:{at:%Y%m%d%H%M%S%f}",
        at=at,
    )


def _tell_plan(
    users: Iterable[User], plan: UnitPlan, kind: NoticeKind, title: str, body: str, *, at: datetime
) -> None:
    delivery.notify(
        users,
        commune_id=plan.commune_pk,
        kind=kind,
        title=title,
        body=body,
        url=reverse("pledging:unit_plan_show", args=[plan.pk]),
        key=f"unit_plan:{plan.pk}:{plan.version}:{kind}:{at:%Y%m%d%H%M%S%f}",
        at=at,
    )


def _people_of(units: Sequence[Unit], *, at: datetime) -> list[User]:
    """Heads and reporters of these units, all of one commune."""
    found = [unit.pk for unit in units]
    return org_queries.answering(units[0].commune_pk, found, on=timezone.localdate(at)) if found else []
