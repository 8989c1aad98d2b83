"""Work of those who keep the requests about personal data."""

from datetime import date

from django.urls import reverse

from thidua.core.permissions import Actor
from thidua.org.privacy import queries
from thidua.web.work.tasks import Group, Task, late_words

MOST = 20


def requests_to_answer(who: Actor, on: date) -> list[Task]:
    if not who.may("org.answer_data_request"):
        return []
    waiting = queries.visible_data_requests(who).open().order_by("due_on", "pk")[:MOST]
    tasks = []
    for one in waiting:
        is_unheard = one.acknowledged_at is None
        due = one.acknowledge_by if is_unheard else one.due_on
        late = (on - due).days
        tasks.append(
            Task(
                Group.LATE if late > 0 else Group.DUE,
                "late" if late > 0 else "waiting",
                late_words(late) if late > 0 else "Chờ phản hồi" if is_unheard else "Chờ trả lời",
                f"{one} về dữ liệu cá nhân",
                reverse("org:data_request_show", args=[one.pk]),
                f"{one.get_kind_display()}, {one.requester_name}",
                due,
            )
        )
    return tasks
