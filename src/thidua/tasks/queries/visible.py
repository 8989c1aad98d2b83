"""Which tasks one may see: all of the commune for roles of the whole commune, else those in which one's units have a part."""

from typing import Any

from django.db.models import QuerySet

from thidua.core.permissions import Actor
from thidua.documents import openings
from thidua.tasks.enums import TaskState
from thidua.tasks.models import CalendarFeed, ResultEvidence, Task, TaskImport, TaskQuerySet

RELATED = ("lead", "commune", "parent__lead", "officer", "following_unit", "following_person", "movement")


def visible_tasks(who: Actor) -> TaskQuerySet:
    """Proposals only for those who decide on them. What lies outside is hidden."""
    if not who.may("tasks.view_task"):
        return Task.objects.none()
    found = Task.objects.in_commune(who.commune_id).select_related(*RELATED)
    if not who.may("tasks.confirm_task"):
        found = found.exclude(state=TaskState.PROPOSED)
    if who.commune_path in who.paths_with("tasks.view_task"):
        return found
    return found.of_units(who.paths_with("tasks.view_task"), user_id=who.user_id)


@openings.opened_by
def files_of_tasks(who: Actor) -> QuerySet[Any, Any]:
    """Files that prove a result of a task in which one's unit has a part: whoever helps with it or follows it sees what came."""
    proofs = ResultEvidence.objects.filter(result__task__in=visible_tasks(who).order_by().values("pk"))
    return proofs.filter(evidence__file__isnull=False).values("evidence__file")


def visible_imports(who: Actor) -> QuerySet[TaskImport]:
    """One's own tables: nobody else looks into what is not applied."""
    found = TaskImport.objects.filter(commune_id=who.commune_id, uploaded_by_id=who.user_id or 0)
    return found.select_related("movement", "commune")


def visible_feeds(who: Actor) -> QuerySet[CalendarFeed]:
    """One's own calendar addresses in this commune."""
    return CalendarFeed.objects.filter(commune_id=who.commune_id, user_id=who.user_id or 0)
