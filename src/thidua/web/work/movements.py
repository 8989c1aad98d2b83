"""Work on plans: to confirm, to submit, to approve, to launch."""

from datetime import date

from django.urls import reverse

from thidua.core.permissions import Actor
from thidua.movement.enums import AmendmentState, MovementState
from thidua.movement.models import Amendment, Movement
from thidua.movement.queries import work
from thidua.web.work.tasks import Group, Task


def plans_in_preparation(who: Actor, on: date) -> list[Task]:
    if not (who.may("movement.confirm_item") or who.may("movement.approve_plan")):
        return []
    tasks = [_task(movement, who) for movement in work.movements_in_preparation(who)]
    tasks += [_amendment_task(one, who) for one in work.amendments_under_way(who)]
    return [task for task in tasks if task is not None]


def _amendment_task(amendment: Amendment, who: Actor) -> Task | None:
    """A plan that is being changed while its movement runs."""
    page, name = reverse("movement:amendment_show", args=[amendment.pk]), amendment.movement.short_title
    if amendment.state == AmendmentState.SUBMITTED:
        title = f"Duyệt điều chỉnh kế hoạch: {name}"
        task = Task(Group.PLANS, "waiting", "Chờ duyệt", title, page, amendment.document_words)
        return task if who.may("movement.approve_amendment") else None
    if not who.may("movement.submit_amendment"):
        return None
    title = f"Điều chỉnh kế hoạch: {name}"
    if amendment.state == AmendmentState.RETURNED:
        return Task(Group.RETURNED, "returned", "Trả lại", title, page, amendment.answer)
    return Task(Group.PLANS, "waiting", "Chờ trình", title, page, amendment.document_words)


def _task(movement: Movement, who: Actor) -> Task | None:
    review = reverse("movement:plan_review", args=[movement.pk])
    hub = reverse("movement:movement_show", args=[movement.pk])
    if movement.is_open_for_changes and who.may("movement.confirm_item"):
        return _to_prepare(movement, review)
    if movement.state == MovementState.SUBMITTED and who.may("movement.approve_plan"):
        return Task(Group.PLANS, "waiting", "Chờ duyệt", f"Duyệt kế hoạch: {movement.short_title}", review)
    if movement.state == MovementState.LAUNCHED:
        return _to_close(movement, who, hub)
    if movement.state == MovementState.APPROVED and who.may("movement.launch_movement"):
        return Task(
            Group.PLANS, "waiting", "Chờ phát động", f"Phát động phong trào: {movement.short_title}", hub
        )
    return None


def _to_close(movement: Movement, who: Actor, hub: str) -> Task | None:
    """A proposal to end the movement waits for the leader."""
    if movement.closing is None or not who.may("movement.decline_closing"):
        return None
    title = f"Quyết định đề nghị kết thúc: {movement.short_title}"
    return Task(Group.PLANS, "waiting", "Chờ quyết định", title, hub, movement.closing.reason)


def _to_prepare(movement: Movement, review: str) -> Task:
    pending: int = movement.__dict__["pending"]  # annotated
    if pending:
        title = f"Xác nhận {pending} mục của kế hoạch: {movement.short_title}"
        if movement.state != MovementState.RETURNED:
            return Task(Group.PLANS, "waiting", "Chờ xác nhận", title, f"{review}?loc=cho")
    else:
        title = f"Trình kế hoạch: {movement.short_title}"
    if movement.state == MovementState.RETURNED:
        return Task(Group.RETURNED, "returned", "Trả lại", title, review, movement.return_reason)
    return Task(Group.PLANS, "waiting", "Chờ trình", title, review)
