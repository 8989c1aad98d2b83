"""Figures from registers: taken over with one press, looked into row by row, revised when the register has changed."""

from collections.abc import Iterator
from datetime import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from thidua.core import formatting, permissions, sheets, sight
from thidua.core.http import Request, download, go_to, page, refusals_in, requires
from thidua.indicator import figures
from thidua.indicator.figures import Kind
from thidua.reporting import actions
from thidua.reporting.forms.bindings import ReviseByCountForm
from thidua.reporting.models import Figure, RegisterCount, Report
from thidua.reporting.queries import bindings, sights
from thidua.reporting.queries import counts as queries
from thidua.reporting.queries.visible import visible_figures

TAKE = "nhan-so-"
BUTTON = "nhan_so"
PER_PAGE = 25
MOST_EXPORTED = 50_000


def chosen(pressed: str, report: Report) -> Figure | None:
    """The figure of this very report whose "Nhận số" was pressed."""
    pk = pressed.removeprefix(TAKE)
    if not pressed.startswith(TAKE) or not pk.isdecimal():
        return None
    found = Figure.objects.filter(report=report, pk=int(pk))
    return found.select_related("report__unit", "report__period__movement", "indicator", "definition").first()


def take(request: Request, figure: Figure, *, at: datetime) -> None:
    """Take over what the page showed; what the register says by now is compared with it."""
    shown = request.POST.get(f"s{figure.pk}-so", "")
    count = actions.take_count(figure, shown=shown, by=request.actor, at=at)
    messages.success(request, f"Đã nhận {count.words} từ sổ.")


@requires("reporting.view_figure", bindings.visible_counts, methods=("GET",))
def count_show(request: Request, count: RegisterCount) -> HttpResponse:
    """The rows that were counted, as they stood then; those in the numerator or all of the denominator."""
    only_part = request.GET.get("phan") == "dat"
    found = queries.shown_rows_of(count, only_part=only_part)
    shown = Paginator(found, PER_PAGE).get_page(request.GET.get("trang"))
    head = queries.head_of(count.binding)
    return page(
        request,
        "reporting/count_show.html",
        count=count,
        binding=count.binding,
        figure=count.figure,
        period=count.figure.report.period,
        schema=count.binding.schema,
        shown=figures.display(count.value, Kind.RATIO),
        rows=shown,
        head=head,
        cells=[
            (one, [(field.title, field.shown(one.facts.get(field.name))) for field in head]) for one in shown
        ],
        only_part=only_part,
        batches=queries.batches_of(count),
    )


@requires("reporting.view_figure", bindings.visible_counts, methods=("GET",))
def count_export(request: Request, count: RegisterCount) -> HttpResponse:
    """The rows as a table, which says where it does not hold them all. Registers hold no names, so neither does this."""
    only_part = request.GET.get("phan") == "dat"
    fields = count.binding.schema.fields
    found = queries.shown_rows_of(count, only_part=only_part)
    told = found[:MOST_EXPORTED].values_list("batch__number", "number", "facts")
    rows: Iterator[list[sheets.Cell]] = (
        [batch, number, *(field.shown(facts.get(field.name)) for field in fields)]
        for batch, number, facts in told.iterator(2_000)
    )
    columns = [sheets.Column("Lô", 8), sheets.Column("Hàng", 8)]
    columns += [sheets.Column(field.title, 18) for field in fields]
    title = [count.figure.report.period.label, f"{count.binding.indicator.code}: {count.words}"]
    title += formatting.cut_note(MOST_EXPORTED, found.count())
    data = sheets.write_xlsx([sheets.Table("Các hàng", columns, rows, title)], is_long=True)
    return download(data, f"cac-hang-{count.pk}.xlsx")


@requires("reporting.view_board", methods=("GET",))
def count_list(request: Request) -> HttpResponse:
    """Figures whose register says another number by now than was taken over."""
    return page(
        request,
        "reporting/count_list.html",
        changed=queries.changed_counts(request.actor, on=timezone.localdate()),
        may_revise=request.actor.may("reporting.revise_by_count"),
    )


@requires("reporting.revise_by_count", visible_figures, judges=True)
def count_revise(request: Request, figure: Figure) -> HttpResponse:
    """After the lock, revise by what the register says now; the reason is written already, to be changed or kept."""
    offer = bindings.offer_for(figure, on=timezone.localdate())
    data = request.POST if request.method == "POST" else None
    form = ReviseByCountForm(data, initial=queries.reason_for(offer))
    if form.is_valid():
        with refusals_in(form):
            seen, typed = sight.seen_in(request.POST), form.cleaned_data
            actions.revise_by_count(figure, **typed, seen=seen, by=request.actor, at=timezone.now())
            messages.success(request, "Đã đính chính theo sổ. Số cũ vẫn còn trong lịch sử.")
            return go_to(request, reverse("reporting:reason_history", args=[figure.pk]))
    return page(
        request,
        "reporting/count_revise.html",
        figure=figure,
        offer=offer,
        form=form,
        standing=figures.display(figure.standing_value, Kind.RATIO),
        sight=sights.FIGURE.of(figure, at=timezone.now()),
        refusal=str(permissions.refusal(request.actor, "reporting.revise_by_count", figure) or ""),
    )
