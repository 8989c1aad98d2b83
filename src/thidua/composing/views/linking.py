"""Which indicators tell about which content of the plan."""

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from thidua.composing import actions, forms, queries
from thidua.core.http import Request, go_to, page, refusals_in, requires
from thidua.movement import queries as movement_queries
from thidua.movement.models import Movement
from thidua.reporting.queries import papers


@requires("composing.link_contents", movement_queries.visible_movements)
def contents_link(request: Request, movement: Movement) -> HttpResponse:
    """Each content with every indicator of the plan to tick; what was said last, else what the words suggest."""
    hub = movement_queries.hub_of(movement, on=timezone.localdate())
    form = forms.LinksForm(
        request.POST if request.method == "POST" else None,
        contents=[(str(tree.item.pk), papers.short_title(tree.item.text)) for tree in hub.contents],
        codes=[(code, f"{code} {name}") for code, name in queries.codes_in(hub).items()],
        links=queries.links_of(movement, hub),
    )
    if form.is_valid():
        with refusals_in(form):
            actions.link_contents(movement, links=form.chosen, by=request.actor, at=timezone.now())
            messages.success(
                request, "Đã ghi chỉ tiêu theo nội dung. Báo cáo đang soạn: xin lấy số liệu mới để xếp lại."
            )
            return go_to(request, reverse("composing:report_list"))
    return page(request, "composing/contents_link.html", movement=movement, form=form)
