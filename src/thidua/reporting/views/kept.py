"""Takes in what a browser kept while there was no line; hands out the script that opens the entry pages without one."""

import re
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from thidua import core
from thidua.core import permissions, resending
from thidua.core.errors import Conflict, DomainError
from thidua.core.http import Request, public, requires
from thidua.indicator.figures import Kind
from thidua.reporting import actions
from thidua.reporting.actions import Cell
from thidua.reporting.forms.entry import prefix_of, read_row
from thidua.reporting.models import Figure, Report
from thidua.reporting.queries import entry as queries
from thidua.reporting.queries import kept
from thidua.reporting.queries.visible import visible_reports
from thidua.reporting.views.reports import SUBMIT, ShownRow

KEY = re.compile(r"[0-9a-f]{32}")
WORKER = Path(core.__file__).parent / "static" / "thidua" / "worker.js"
CLOSED = "Số này đã được nhận, không sửa được nữa."
ANOTHER = "Người khác đang đăng nhập trên máy này."
WRONG = "Có số chưa đúng."
OVERTAKEN = "Có số mà người khác vừa lưu."


@public
@require_safe
def worker_show(request: Request) -> HttpResponse:
    """The service worker; its address decides which pages it may open."""
    response = HttpResponse(WORKER.read_text(encoding="utf-8"), content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


@requires("reporting.view_report", visible_reports)
def report_receive(request: Request, report: Report) -> HttpResponse:
    """GET tells whose session this is and with which token to send; POST takes a sending in, once for each key."""
    if request.method != "POST":
        mark = resending.mark_of(request.actor.user_id or 0)
        return _told({"person": mark, "token": get_token(request)})
    key = request.POST.get("key", "")
    if not KEY.fullmatch(key) or not resending.is_opened_by_the_same(request):
        return _told({"reason": ANOTHER}, status=403)
    if not kept.is_taken(report, key):
        refused = _take(request, report, key)
        if refused is not None and not kept.is_taken(report, key):
            return refused
    return _taken(request, report)


def _take(request: Request, report: Report, key: str) -> HttpResponse | None:
    """Do what was sent; None once the report holds it, else the answer that says why not."""
    held, is_handed_in = kept.figures_of(report), request.POST.get("then") == SUBMIT
    cells, mistakes = _read(request.POST, held)
    asked = {one.pk for one in queries.asked_of(report)}
    if not mistakes and not cells and (not is_handed_in or not queries.is_on_desk(report)):
        return None
    refused = permissions.refusal(request.actor, "reporting.import_figures", report)
    if refused:
        return _told({"reason": str(refused)}, status=403)
    mistakes |= {pk: CLOSED for pk in cells if pk not in asked}
    if mistakes:
        return _told({"mistakes": mistakes, "reason": WRONG}, status=422)
    deed = actions.submit_report if is_handed_in else actions.import_figures
    try:
        deed(report, cells=cells, by=request.actor, at=timezone.now(), key=key)
    except Conflict:
        sent = {pk: (cell.value, cell.seen_version) for pk, cell in cells.items()}
        found = kept.clashes(kept.figures_of(report), sent)
        return _told({"clashes": [asdict(one) for one in found], "reason": OVERTAKEN}, status=409)
    except DomainError as error:
        return _told({"reason": str(error)}, status=error.status)
    return None


def _read(sent: Mapping[str, str], held: Mapping[int, Figure]) -> tuple[dict[int, Cell], dict[int, str]]:
    """The rows that were sent: cells that say something else than what stands, and what cannot be read, by figure."""
    cells: dict[int, Cell] = {}
    mistakes: dict[int, str] = {}
    for pk, figure in held.items():
        start = f"{prefix_of(pk)}-"
        if f"{start}version" not in sent:
            continue
        cell, wrong = read_row(sent, start, Kind(figure.indicator.kind))
        if cell is None:
            mistakes[pk] = " ".join(wrong.values())
        elif cell.content != figure.content:
            cells[pk] = cell
    return cells, mistakes


def _taken(request: Request, report: Report) -> HttpResponse:
    """What the report holds now: each figure that was sent with its version and how the desk's page shows it."""
    fresh = visible_reports(request.actor).get(pk=report.pk)
    rows = {
        str(row.figure.pk): {"version": row.figure.version, "html": _row_state(request, row)}
        for row in queries.entry_rows(fresh, on=timezone.localdate(), with_ways=True)
        if f"{prefix_of(row.figure.pk)}-version" in request.POST
    }
    at = f"{timezone.localtime():%H:%M}"
    return _told({"rows": rows, "at": at, "state": fresh.get_state_display()})


def _row_state(request: Request, row: queries.EntryRow) -> str:
    told = {"one": ShownRow(row, None), "report": row.figure.report, "is_fragment": False}
    return render_to_string("reporting/report_edit.html#row_state", told, request)


def _told(what: dict[str, Any], *, status: int = 200) -> HttpResponse:
    response = JsonResponse(what, status=status)
    add_never_cache_headers(response)
    return response
