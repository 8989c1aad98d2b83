"""Parts of a report: their words written, carried over, put back to the suggestion, kept; every version of them."""

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from thidua.composing import actions, forms, queries, sights, suggesting
from thidua.composing.models import Part
from thidua.core import sight
from thidua.core.http import Request, go_to, page, refusals_in, requires


@requires("composing.write_part", queries.visible_parts, judges=True)
def part_write(request: Request, part: Part) -> HttpResponse:
    """The words in a field, the suggestion and the words of the time before beside it."""
    typed = request.POST if request.method == "POST" else None
    form = forms.PartForm(typed, initial={"words": part.text})
    now = timezone.now()
    if form.is_valid():
        with refusals_in(form):
            words, seen = form.cleaned_data["words"], sight.seen_in(request.POST)
            actions.write_part(part, words=words, seen=seen, by=request.actor, at=now)
            messages.success(
                request, f"Đã lưu phần “{part.get_key_display()}”. Lời trước vẫn còn trong lịch sử."
            )
            return go_to(request, _address(part))
    facts = part.report.told
    return page(
        request,
        "composing/part_write.html",
        part=part,
        form=form,
        sight=sights.PART.of(part, at=now),
        suggestion=suggesting.text_for(part.key, facts),
        earlier=queries.part_before(part, on=timezone.localdate(now)),
        moved=part.moved_under(facts),
    )


@requires("composing.carry_part", queries.visible_parts, judges=True, methods=("POST",))
def part_carry(request: Request, part: Part) -> HttpResponse:
    actions.carry_part(part, seen=sight.seen_in(request.POST), by=request.actor, at=timezone.now())
    messages.success(request, "Đã lấy lời của báo cáo kỳ trước. Xin sửa số liệu, thời gian cho đúng kỳ này.")
    return go_to(request, reverse("composing:part_write", args=[part.pk]))


@requires("composing.reset_part", queries.visible_parts, judges=True, methods=("POST",))
def part_reset(request: Request, part: Part) -> HttpResponse:
    actions.reset_part(part, seen=sight.seen_in(request.POST), by=request.actor, at=timezone.now())
    messages.success(request, "Đã trả phần này về gợi ý từ số liệu. Lời trước vẫn còn trong lịch sử.")
    return go_to(request, _address(part))


@requires("composing.keep_part", queries.visible_parts, judges=True, methods=("POST",))
def part_keep(request: Request, part: Part) -> HttpResponse:
    actions.keep_part(part, seen=sight.seen_in(request.POST), by=request.actor, at=timezone.now())
    messages.success(request, "Đã ghi là đã xem số liệu mới, giữ nguyên lời.")
    return go_to(request, _address(part))


@requires("composing.view_draft", queries.visible_parts, methods=("GET",))
def part_history(request: Request, part: Part) -> HttpResponse:
    """Every version of the words, the newest first: who, when, from where."""
    return page(request, "composing/part_history.html", part=part, versions=queries.versions_of(part))


def _address(part: Part) -> str:
    return f"{reverse('composing:report_show', args=[part.report_id])}#{part.key}"
