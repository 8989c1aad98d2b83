"""`thidua tick`: what the calendar asks for today. Running it again on the same day changes nothing."""

from argparse import ArgumentParser
from datetime import date, datetime, time
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from thidua.notifications import delivery
from thidua.org import idleness
from thidua.org import queries as org_queries
from thidua.reporting import actions, guards, queries
from thidua.reporting.models import Period
from thidua.tasks import actions as task_actions
from thidua.tasks import queries as task_queries


class Command(BaseCommand):
    help = (
        "Tell late units (1, 3, 7 days after the cut-off), tell of tasks that are due or late, "
        "lock periods whose lock day is over, resend waiting mail, "
        "close accounts that nobody uses."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--on", type=date.fromisoformat, help="the day to act for (YYYY-MM-DD); today without"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        at = _moment(options["on"])
        on = timezone.localdate(at)
        told, locked = _tell_late_units(on, at), _lock_periods(on, at)
        reminded = _tell_of_tasks(on, at)
        with transaction.atomic():
            waiting = delivery.resend_unsent(at=at)
        for report in queries.extensions_to_close(on):
            by = org_queries.system_actor(report.period.commune)
            actions.close_extension(report, by=by, at=at)
        with transaction.atomic():
            guards.forget_where_blocs_changed(at)
            for period in Period.objects.filter(locked_at__isnull=True):
                guards.prepare_missing(period)
        warned, closed = idleness.look_after_accounts(at=at)
        if options["verbosity"]:
            self.stdout.write(
                f"{on:%d/%m/%Y}: nhắc {told} đơn vị trễ, nhắc {reminded} người về nhiệm vụ, "
                f"khóa {locked} kỳ, {waiting} thông báo chờ gửi thư, "
                f"báo {warned} người lâu không đăng nhập, khóa {closed} tài khoản."
            )


def _moment(on: date | None) -> datetime:
    """Now, or eight in the morning of the day that was asked for."""
    if on is None:
        return timezone.now()
    return datetime.combine(on, time(8), tzinfo=timezone.get_default_timezone())


def _tell_late_units(on: date, at: datetime) -> int:
    told = 0
    for period in queries.open_periods_after_cut_off(on):
        _, step = queries.late_step_of(period, on=on)
        if queries.reports_to_tell(
            period, step
        ).exists():  # a deed that says nothing would only fill the audit
            by = org_queries.system_actor(period.commune)
            told += actions.tell_late_units(period, by=by, at=at)
    return told


def _tell_of_tasks(on: date, at: datetime) -> int:
    """First hands tasks on to whoever took over. How many people hear of what is due or late: once a day, never on a day off."""
    for commune in task_queries.communes_to_pass(on):
        task_actions.pass_tasks(commune, by=org_queries.system_actor(commune), at=at)
    told = 0
    for commune in task_queries.communes_to_tell(on):
        by = org_queries.system_actor(commune)
        told += task_actions.tell_due_tasks(commune, by=by, at=at)
    return told


def _lock_periods(on: date, at: datetime) -> int:
    periods = list(queries.periods_to_lock(on))
    for period in periods:
        actions.lock_period(period, by=org_queries.system_actor(period.commune), at=at)
    return len(periods)
