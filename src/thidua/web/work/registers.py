"""Work on lists from other systems: columns to match, rows to take in, files that could not be read."""

from datetime import date

from django.urls import reverse

from thidua.core.permissions import Actor
from thidua.registers import queries
from thidua.registers.enums import BatchState
from thidua.registers.models import Batch
from thidua.web.work.tasks import Group, Task

MOST = 12
TITLES = {
    BatchState.MATCHING: "Ghép cột",
    BatchState.READ: "Nhận vào sổ",
    BatchState.REFUSED: "Xem vì sao không đọc được",
}


def batches_to_go_on_with(who: Actor, on: date) -> list[Task]:
    if not who.may("registers.match_columns"):
        return []
    return [_task(batch) for batch in queries.waiting_batches(who)[:MOST]]


def _task(batch: Batch) -> Task:
    title = f"{TITLES[BatchState(batch.state)]}: {batch.register}, tệp {batch.file_name}"
    page = reverse("registers:batch_show", args=[batch.pk])
    return Task(Group.REGISTERS, batch.tone, batch.get_state_display(), title, page, batch.unit.name)
