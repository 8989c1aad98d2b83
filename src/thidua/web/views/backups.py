"""Copies of everything: what there is, what was proven, one more."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from thidua.core.http import Request, go_to, page, requires
from thidua.web import actions, heartbeat, queries
from thidua.web.backups import shelf


@requires("web.view_backups", methods=("GET",))
def backup_list(request: Request) -> HttpResponse:
    return page(
        request,
        "web/backup_list.html",
        copies=shelf.copies(),
        drill=shelf.drill(),
        failure=shelf.failure(),
        is_waiting=queries.is_backup_waiting(),
        is_working=heartbeat.is_alive(at=timezone.now()),
        is_daily=settings.BACKUP_DAILY,
        keeps=(settings.BACKUP_KEEP_DAILY, settings.BACKUP_KEEP_WEEKLY, settings.BACKUP_KEEP_MONTHLY),
    )


@requires("web.request_backup", methods=("POST",))
def backup_request(request: Request) -> HttpResponse:
    actions.request_backup(request.actor, by=request.actor, at=timezone.now())
    messages.success(request, "Đã xếp lịch sao lưu. Bản mới hiện ở đây sau ít phút.")
    return go_to(request, reverse("web:backup_list"))
