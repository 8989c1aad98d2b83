"""The first page of everybody: what waits today, or what comes next."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from thidua.core.http import Request, page, signed_in
from thidua.reporting.queries import work as reporting_work
from thidua.web import work


@signed_in
@require_safe
def my_work(request: Request) -> HttpResponse:
    on, who = timezone.localdate(), request.actor
    heaps = work.heaps_of(who, on=on)
    count = sum(len(heap.tasks) for heap in heaps)
    return page(
        request,
        "web/my_work.html",
        heaps=heaps,
        count=count,
        latest=reporting_work.latest_with_data(who) if who.may("reporting.view_board") or not count else None,
        next_period=None if count else reporting_work.next_due(who, on=on),
    )
