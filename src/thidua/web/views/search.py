"""One field that finds what one may see."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from thidua.core.http import Request, page, signed_in
from thidua.web import searching


@signed_in
@require_safe
def search_show(request: Request) -> HttpResponse:
    words = request.GET.get("q", "").replace("\x00", "")[: searching.LONGEST].strip()
    sections = searching.found_for(request.actor, words, on=timezone.localdate()) if words else []
    count = sum(len(section.hits) for section in sections)
    return page(request, "web/search_show.html", words=words, sections=sections, count=count)
