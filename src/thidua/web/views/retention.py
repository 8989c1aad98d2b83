"""What is kept how long, and what goes when."""

from django.http import HttpResponse
from django.utils import timezone

from thidua.core.http import Request, page, requires
from thidua.web import keeping


@requires("web.view_retention", methods=("GET",))
def retention_show(request: Request) -> HttpResponse:
    rows = keeping.standings(request.actor.commune_id, at=timezone.now())
    return page(request, "web/retention_show.html", rows=rows, tonight=sum(row.now for row in rows))
