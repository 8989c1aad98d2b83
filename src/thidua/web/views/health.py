"""For whoever watches the server."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from thidua.core.http import public
from thidua.web import heartbeat


@public
@require_safe
def health_show(request: HttpRequest) -> JsonResponse:
    """200 while pages can be served, 503 while the database does not answer; says whether jobs are being done."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        database = "ok"
    except DatabaseError:
        database = "unreachable"
    jobs = "ok" if heartbeat.is_alive(at=timezone.now()) else "not running"
    answer = JsonResponse({"database": database, "jobs": jobs}, status=200 if database == "ok" else 503)
    answer["Cache-Control"] = "no-store"
    return answer
