"""The book of deeds about oneself."""

from datetime import date

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_safe

from thidua.core.http import Request, page, signed_in
from thidua.web import own_log

PER_PAGE = 25


@signed_in
@require_safe
def my_log(request: Request) -> HttpResponse:
    """What others and I did about my account, my roles and my reports."""
    asked = request.GET
    sought = own_log.Sought(
        asked.get("loai", ""), asked.get("ai", ""), _day(asked.get("tu", "")), _day(asked.get("den", ""))
    )
    shown = Paginator(own_log.events_about(request.actor, sought), PER_PAGE).get_page(asked.get("trang"))
    return page(
        request,
        "web/my_log.html",
        shown=shown,
        lines=own_log.lines_of(request.actor, shown.object_list),
        sought=sought,
        is_filtered=sought != own_log.Sought(),
        kinds=[(kind, words) for kind, words, _ in own_log.KINDS],
        who=own_log.WHO,
    )


def _day(said: str) -> date | None:
    """A day of the address; nothing for what is none."""
    try:
        return parse_date(said)
    except ValueError:
        return None
