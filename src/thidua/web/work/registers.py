"""Work on lists from other systems: columns to match, rows to take in, files that could not be read, numbers that changed."""

from datetime import date

from django.urls import reverse

from thidua.core import permissions
from thidua.core.permissions import Actor
from thidua.registers import queries
from thidua.registers.enums import BatchState
from thidua.registers.models import Batch
from thidua.reporting.queries import counts
from thidua.reporting.queries.counts import Changed
from thidua.web.work.tasks import Group, Task

MOST = 12
MOST_CHANGED = 6  # looked at here; the page of changed numbers has them all
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
    title = f"{TITLES[BatchState(batch.state)]}: {batch.register}, lô {batch.number} ({batch.file_name})"
    page = reverse("registers:batch_show", args=[batch.pk])
    return Task(Group.REGISTERS, batch.tone, batch.get_state_display(), title, page, batch.unit.name)


def counts_to_decide_on(who: Actor, on: date) -> list[Task]:
    """Numbers taken over from a register that says another by now: after the lock for those who revise, before for the unit."""
    if not who.may("reporting.revise_by_count") and not who.may("reporting.take_count"):
        return []
    changed = counts.changed_counts(who, on=on, most=MOST_CHANGED)
    return [_changed(one) for one in changed if _is_ones_to_decide(who, one)]


def _is_ones_to_decide(who: Actor, one: Changed) -> bool:
    if one.is_locked:
        return permissions.refusal(who, "reporting.revise_by_count", one.figure) is None
    path = one.figure.report.unit.path
    sits_there = any(not grant.is_commune_wide and path.startswith(grant.unit_path) for grant in who.grants)
    return sits_there and permissions.refusal(who, "reporting.take_count", one.figure) is None


def _changed(one: Changed) -> Task:
    report = one.figure.report
    title = f"{'Đính chính' if one.is_locked else 'Nhận lại'} theo sổ: {one.figure.indicator.name}"
    note = f"{one.offer.was} → {one.offer.counted.words} · {report.unit.name}, {report.period.label}"
    if one.is_locked:
        page = reverse("reporting:count_revise", args=[one.figure.pk])
    else:
        page = reverse("reporting:report_detail", args=[report.pk])
    return Task(Group.REGISTERS, "returned", "Số trong sổ đã đổi", title, page, note)
