"""Tasks of officers who have handed over: they pass to whoever took over, once he holds the role and they do not."""

from datetime import date

from thidua.org.models import Handover, Membership, Unit, User
from thidua.tasks.models import SETTLED, Task


def tasks_to_pass(commune_id: int, *, on: date) -> list[tuple[Task, User]]:
    """(task, its next officer) for tasks that are not done; the last handover of an officer counts."""
    handed = Handover.objects.filter(commune_id=commune_id, from_day__lte=on).select_related("taker")
    takers = {one.giver_id: one.taker for one in handed.order_by("handed_at", "pk")}
    held = Task.objects.in_commune(commune_id).filter(officer_id__in=takers).exclude(state__in=SETTLED)
    found = []
    for task in held.select_related("lead").order_by("pk"):
        taker = takers[task.officer_id or 0]
        if task.lead is None or _sits_in(task.officer_id or 0, task.lead, on):
            continue
        if _sits_in(taker.pk, task.lead, on):
            found.append((task, taker))
    return found


def communes_to_pass(on: date) -> list[Unit]:
    """Communes in which some task is to change hands today."""
    held = Handover.objects.filter(from_day__lte=on).order_by().values("commune").distinct()
    communes = Unit.objects.filter(pk__in=held).select_related("commune_profile").order_by("pk")
    return [commune for commune in communes if tasks_to_pass(commune.pk, on=on)]


def _sits_in(user_id: int, lead: Unit, on: date) -> bool:
    held = Membership.objects.valid_on(on).filter(user_id=user_id)
    return held.filter(unit__path__startswith=lead.path).exists()
