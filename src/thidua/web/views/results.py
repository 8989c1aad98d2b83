"""Where we stand: each measurement against its target lines, trends, who is missing; one indicator by period and unit."""

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone

from thidua.core import sheets
from thidua.core.http import Request, download, page, requires
from thidua.indicator import figures
from thidua.indicator.figures import CellState, Kind
from thidua.reporting.models import Figure
from thidua.reporting.queries import overview
from thidua.reporting.queries.checks import parts_of
from thidua.web import dashboard, pictures, site

CSV = "text/csv; charset=utf-8"


@requires("reporting.view_period", methods=("GET",))
def result_list(request: Request) -> HttpResponse:
    choice = dashboard.choice_of(request.actor, request.GET)
    if choice is None or choice.period is None:
        return page(request, "web/result_list.html", choice=choice)
    today = timezone.localdate()
    measured = overview.overview_of(choice.period, choice.periods, on=today)
    rows = dashboard.rows_of(measured, choice.period)
    units = overview.units_over(request.actor, choice.board_periods, on=today)
    shown = dashboard.chosen(rows, request.GET)
    return page(
        request,
        "web/result_list.html",
        choice=choice,
        rows=shown,
        asked=_asked(request),
        export=f"{reverse('web:result_export')}?{_address(request, choice)}",
        indicators=[(row.indicator.code, row.indicator.name) for row in rows],
        standings=dashboard.STANDINGS,
        kinds=dashboard.kinds_of(units),
        reached=sum(row.tone == "reached" for row in rows),
        measured_count=len(rows),
        trends=[dashboard.trend_of(row.measured) for row in shown],
        units=(listed := dashboard.units_of_kind(units, request.GET.get("loai", ""))),
        board=dashboard.board_of(listed),
        card=dashboard.card_of(units, choice.period, request.actor),
        way=pictures.way_of(choice.movement, site.phases_of(choice.movement, on=today), today),
    )


@requires("reporting.view_period", methods=("GET",))
def result_export(request: Request) -> HttpResponse:
    """The table of the dashboard with its filters, as .xlsx or, with `dang=csv`, as .csv."""
    choice = dashboard.choice_of(request.actor, request.GET)
    if choice is None or choice.period is None:
        raise Http404
    today = timezone.localdate()
    measured = overview.overview_of(choice.period, choice.periods, on=today)
    rows = dashboard.chosen(dashboard.rows_of(measured, choice.period), request.GET)
    table = dashboard.table_of(rows, choice.period, request.actor.commune_name, on=today)
    name = f"ket-qua-{choice.period.pk}"
    if request.GET.get("dang") == "csv":
        titles: list[sheets.Cell] = [column.title for column in table.columns]
        return download(sheets.write_csv([titles, *table.rows]), f"{name}.csv", CSV)
    tables = [table]
    if request.actor.may("reporting.view_board"):
        tables += dashboard.parts_of(rows, choice.period)
    return download(sheets.write_xlsx(tables), f"{name}.xlsx")


@requires("reporting.view_figure", methods=("GET",))
def result_show(request: Request, code: str) -> HttpResponse:
    """One indicator: its way over the periods, and what each unit contributed in the chosen one."""
    choice = dashboard.choice_of(request.actor, request.GET, code=code)
    if choice is None or choice.period is None:
        raise Http404
    measured = overview.overview_of(choice.period, choice.periods, on=timezone.localdate())
    own = [one for one in measured if one.result.indicator.code == code]
    if not own:
        raise Http404
    cells = overview.unit_figures(request.actor, choice.period, code)
    return page(
        request,
        "web/result_show.html",
        choice=choice,
        row=dashboard.rows_of(own, choice.period)[0],
        measured=own[0],
        definition=own[0].result.definition,
        trend=dashboard.trend_of(own[0]),
        cells=[_cell(figure) for figure in cells],
        sees_all=request.actor.may("reporting.view_board"),
    )


def _cell(figure: Figure) -> dict[str, Any]:
    """A unit's figure in words: what stands, and how far it is on its way."""
    report, value = figure.report, figure.standing_value
    if report.received_at is None:
        return {"unit": report.unit, "report": report, "shown": "—", "tone": "empty", "state": "Chưa gửi"}
    tone, state = ("returned", "Trả lại") if figure.return_reason else ("waiting", "Chờ kiểm tra")
    if report.verified_at is not None or figure.is_revised:
        tone, state = "reached", "Đã kiểm tra"
    kind = Kind(figure.indicator.kind)
    shown = figures.display(value, kind) if value.state is CellState.VALUE else value.state.label
    facts = {"unit": report.unit, "report": report, "shown": shown, "tone": tone, "state": state}
    return facts | {"parts": parts_of(value), "is_estimate": value.is_estimate}


def _asked(request: Request) -> dict[str, str]:
    """The filters under names that templates can say."""
    names = {"indicator": "chi-tieu", "standing": "danh-gia", "kind": "loai"}
    return {name: request.GET.get(key, "") for name, key in names.items()}


def _address(request: Request, choice: dashboard.Choice) -> str:
    """The query of this very view: its filters with movement and period named."""
    query = request.GET.copy()
    query["phong-trao"] = str(choice.movement.pk)
    query["ky"] = str(choice.period and choice.period.pk)
    return query.urlencode()
