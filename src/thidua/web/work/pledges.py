"""Work on units' plans and registrations: to begin, to put right, to look at."""

from datetime import date

from django.urls import reverse

from thidua.core import formatting
from thidua.core.permissions import Actor
from thidua.pledging.enums import PlanState, RegistrationState
from thidua.pledging.models import Registration, UnitPlan
from thidua.pledging.queries import work
from thidua.web.work.tasks import Group, Task


def unit_plans_to_make(who: Actor, on: date) -> list[Task]:
    """For units: a movement to answer, a plan that is begun or was returned."""
    page = reverse("pledging:unit_plan_list")
    tasks = [
        Task(Group.PLANS, "empty", "Chưa lập", f"Lập kế hoạch của đơn vị: {one.short_title}", page)
        for one in work.plans_to_begin(who)
    ]
    return tasks + [_to_put_right(one) for one in work.plans_to_put_right(who)]


def _to_put_right(plan: UnitPlan) -> Task:
    page = reverse("pledging:unit_plan_show", args=[plan.pk])
    title = f"Kế hoạch của {plan.unit.name}: {plan.movement.short_title}"
    if plan.state == PlanState.RETURNED:
        return Task(Group.RETURNED, "returned", "Trả lại", title, page, plan.remark)
    return Task(Group.PLANS, "empty", "Chưa gửi", title, page)


def unit_plans_to_check(who: Actor, on: date) -> list[Task]:
    """For the standing body."""
    return [
        Task(
            Group.TO_CHECK,
            "waiting",
            "Chờ xem xét",
            f"{plan.unit.name}: kế hoạch của đơn vị",
            reverse("pledging:unit_plan_check", args=[plan.pk]),
            f"Gửi lúc {formatting.moment(plan.submitted_at)}",
        )
        for plan in work.plans_to_check(who)
    ]


def registrations_in_work(who: Actor, on: date) -> list[Task]:
    """To sign or put right for units, to receive for the standing body."""
    tasks = [_to_sign(one) for one in work.registrations_to_put_right(who)]
    return tasks + [
        Task(
            Group.TO_CHECK,
            "waiting",
            "Chờ ghi nhận",
            f"{one.unit.name}: đăng ký thi đua năm {one.year}",
            reverse("pledging:registration_show", args=[one.pk]),
            f"Ký lúc {formatting.moment(one.signed_at)}",
        )
        for one in work.registrations_to_receive(who)
    ]


def _to_sign(registration: Registration) -> Task:
    page = reverse("pledging:registration_show", args=[registration.pk])
    title = f"Đăng ký thi đua năm {registration.year}: {registration.unit.name}"
    if registration.state == RegistrationState.RETURNED:
        return Task(Group.RETURNED, "returned", "Trả lại", title, page, registration.answer)
    return Task(Group.PLANS, "empty", "Chưa ký", title, page)
