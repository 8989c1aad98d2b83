"""Work on units' plans and registrations: to begin, to put right, to look at."""

from datetime import date

from django.urls import reverse

from thidua.core import formatting
from thidua.core.permissions import Actor
from thidua.pledging.enums import PlanState, RegistrationState
from thidua.pledging.models import Registration, UnitPlan
from thidua.pledging.queries import work
from thidua.web.work.tasks import Group, Task


def unit_plans_to_begin(who: Actor, on: date) -> list[Task]:
    """For units: a movement to answer."""
    page = reverse("pledging:unit_plan_list")
    return [
        Task(Group.PLANS, "empty", "Chưa lập", f"Lập kế hoạch của đơn vị: {one.short_title}", page)
        for one in work.plans_to_begin(who)
    ]


def unit_plans_in_work(who: Actor, on: date) -> list[Task]:
    """For units a plan that is begun or was returned; for the standing body one to look at."""
    return [
        _to_look_at(one) if one.state == PlanState.SUBMITTED else _to_put_right(one)
        for one in work.plans_in_work(who)
    ]


def _to_put_right(plan: UnitPlan) -> Task:
    page = reverse("pledging:unit_plan_show", args=[plan.pk])
    title = f"Kế hoạch của {plan.unit.name}: {plan.movement.short_title}"
    if plan.state == PlanState.RETURNED:
        return Task(Group.RETURNED, "returned", "Trả lại", title, page, plan.remark)
    return Task(Group.PLANS, "empty", "Chưa gửi", title, page)


def _to_look_at(plan: UnitPlan) -> Task:
    return Task(
        Group.TO_CHECK,
        "waiting",
        "Chờ xem xét",
        f"{plan.unit.name}: kế hoạch của đơn vị",
        reverse("pledging:unit_plan_check", args=[plan.pk]),
        f"Gửi lúc {formatting.moment(plan.submitted_at)}",
    )


def registrations_in_work(who: Actor, on: date) -> list[Task]:
    """To sign or put right for units, to receive for the standing body."""
    return [
        _to_receive(one) if one.state == RegistrationState.SIGNED else _to_sign(one)
        for one in work.registrations_in_work(who)
    ]


def _to_receive(registration: Registration) -> Task:
    return Task(
        Group.TO_CHECK,
        "waiting",
        "Chờ ghi nhận",
        f"{registration.unit.name}: đăng ký thi đua năm {registration.year}",
        reverse("pledging:registration_show", args=[registration.pk]),
        f"Ký lúc {formatting.moment(registration.signed_at)}",
    )


def _to_sign(registration: Registration) -> Task:
    page = reverse("pledging:registration_show", args=[registration.pk])
    title = f"Đăng ký thi đua năm {registration.year}: {registration.unit.name}"
    if registration.state == RegistrationState.RETURNED:
        return Task(Group.RETURNED, "returned", "Trả lại", title, page, registration.answer)
    return Task(Group.PLANS, "empty", "Chưa ký", title, page)
