"""Who may propose, assign, do and judge tasks, and what their state allows."""

from thidua.core.permissions import Actor, Scope, allow, rule
from thidua.tasks.enums import Answer, Outcome, TaskState
from thidua.tasks.models import AT_WORK, OPEN, SETTLED, CalendarFeed, Extension, Task, TaskImport, TaskResult


@rule(otherwise="Đề xuất này đã được quyết định.")
def is_proposed(who: Actor, task: Task) -> bool:
    return task.state == TaskState.PROPOSED


@rule(otherwise="Đề xuất này đã có đơn vị chủ trì.")
def has_no_unit(who: Actor, task: Task) -> bool:
    return task.lead_id is None


@rule(otherwise="Nhiệm vụ đã nộp kết quả, đã hoàn thành hoặc đã hủy, không sửa được nữa.")
def is_open(who: Actor, task: Task) -> bool:
    return task.state in OPEN


@rule(
    otherwise="Đề xuất phải được xác nhận trước khi giao; nhiệm vụ đã nộp, hoàn thành hoặc hủy thì không giao lại."
)
def may_be_given(who: Actor, task: Task) -> bool:
    return task.state == TaskState.CONFIRMED or task.state in AT_WORK


@rule(otherwise="Chỉ cử người phụ trách cho nhiệm vụ đang thực hiện.")
def is_at_work(who: Actor, task: Task) -> bool:
    return task.state in AT_WORK


@rule(otherwise="Chỉ nộp kết quả cho nhiệm vụ đang thực hiện hoặc bị trả lại.")
def is_owed(who: Actor, task: Task) -> bool:
    return task.state in AT_WORK


@rule(otherwise="Không có kết quả nào đang chờ nghiệm thu.")
def is_handed_in(who: Actor, task: Task) -> bool:
    return task.state == TaskState.HANDED_IN


@rule(otherwise="Chỉ tách việc con từ nhiệm vụ chờ giao hoặc đang thực hiện; việc con không tách tiếp.")
def may_be_split(who: Actor, task: Task) -> bool:
    return task.parent_id is None and (task.state == TaskState.CONFIRMED or task.state in AT_WORK)


@rule(otherwise="Nhiệm vụ này không có hạn cụ thể nên không cần gia hạn.")
def has_a_day(who: Actor, task: Task) -> bool:
    return task.due_on is not None


@rule(otherwise="Đã có đề nghị gia hạn đang chờ quyết định.")
def asks_for_nothing(who: Actor, task: Task) -> bool:
    return not Extension.objects.filter(task=task, answer=Answer.WAITING).exists()


@rule(otherwise="Không có đề nghị gia hạn nào đang chờ quyết định.")
def asks_for_more_time(who: Actor, task: Task) -> bool:
    return task.state not in SETTLED and asks_for_nothing.refusal(who, task) is not None


@rule(otherwise="Nhiệm vụ này chưa được xác nhận hoặc đã kết thúc.")
def is_running(who: Actor, task: Task) -> bool:
    return task.state not in {TaskState.PROPOSED, *SETTLED}


@rule(otherwise="Kết quả của nhiệm vụ do cơ quan thường trực hoặc lãnh đạo nghiệm thu.")
def is_ones_to_judge(who: Actor, task: Task) -> bool:
    """A head judges the sub-tasks of a task that his unit leads; all else is the commune's."""
    if who.covers("tasks.accept_task", who.commune_path):
        return True
    return task.parent is not None and who.covers("tasks.accept_task", task.parent.scope_path)


@rule(otherwise="Kết quả do chính ông/bà nộp thì người khác nghiệm thu.")
def is_not_ones_own(who: Actor, task: Task) -> bool:
    """Of heads. The standing body, which may enter for a unit that asks it to, is often one person."""
    if who.covers("tasks.accept_task", who.commune_path):
        return True
    own = TaskResult.objects.filter(task=task, outcome=Outcome.WAITING, handed_in_by_id=who.user_id)
    return not own.exists()


@rule(otherwise="Tệp này đã được áp dụng.")
def is_not_applied(who: Actor, draft: TaskImport) -> bool:
    return draft.applied_at is None


@rule(otherwise="Địa chỉ lịch này đã được thu hồi.")
def is_in_use(who: Actor, feed: CalendarFeed) -> bool:
    return feed.revoked_at is None and feed.user_id == who.user_id


allow("tasks.view_task", scope=Scope.COMMUNE)
allow("tasks.propose_tasks", scope=Scope.COMMUNE)
allow("tasks.add_task", scope=Scope.COMMUNE)
allow("tasks.confirm_task", is_proposed, scope=Scope.COMMUNE)
allow("tasks.confirm_tasks", scope=Scope.COMMUNE)
allow("tasks.share_out_task", is_proposed & has_no_unit, scope=Scope.COMMUNE)
allow("tasks.change_task", is_open, scope=Scope.COMMUNE)
allow("tasks.assign_task", may_be_given, scope=Scope.COMMUNE)
allow("tasks.name_officer", is_at_work)
allow("tasks.split_task", may_be_split)
allow("tasks.cancel_task", is_open, scope=Scope.COMMUNE)
allow("tasks.hand_in_task", is_owed)
allow("tasks.recall_task", is_handed_in)
allow("tasks.accept_task", is_handed_in & is_ones_to_judge & is_not_ones_own, scope=Scope.COMMUNE)
allow("tasks.return_task", is_handed_in & is_ones_to_judge, scope=Scope.COMMUNE)
allow("tasks.ask_extension", is_owed & has_a_day & asks_for_nothing)
allow("tasks.withdraw_extension", asks_for_more_time)
allow("tasks.grant_extension", asks_for_more_time, scope=Scope.COMMUNE)
allow("tasks.refuse_extension", asks_for_more_time, scope=Scope.COMMUNE)
allow("tasks.note_difficulty", is_running)
allow("tasks.upload_tasks", scope=Scope.COMMUNE)
allow("tasks.import_tasks", is_not_applied, scope=Scope.COMMUNE)
allow("tasks.make_feed", scope=Scope.COMMUNE)
allow("tasks.revoke_feed", is_in_use, scope=Scope.COMMUNE)
allow("tasks.pass_tasks", scope=Scope.COMMUNE)
allow("tasks.tell_due_tasks", scope=Scope.COMMUNE)
