"""Who owes what past its day, and letters drafted for those who are chosen."""

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from thidua.core import formatting, sheets, working_days
from thidua.core.http import Request, download, go_to, need, page, refusals_in, requires
from thidua.urging import actions, queries
from thidua.urging.forms import DraftForm

ANSWER_DAYS = 5


@requires("urging.view_owing")
def owing_list(request: Request) -> HttpResponse:
    """Units with what they owe; a POST drafts a letter for each of the chosen ones."""
    today = timezone.localdate()
    owing = queries.units_owing(request.actor.commune_id, on=today)
    open_ones = [one for one in owing if one.draft is None]
    choices = [(str(one.unit.pk), one.unit.name) for one in open_ones]
    first = {
        "answer_by": working_days.plus_working_days(today, ANSWER_DAYS, working_days.load()),
        "units": [pk for pk, _ in choices],
    }
    form = DraftForm(request.POST if request.method == "POST" else None, units=choices, initial=first)
    if form.is_valid():
        with refusals_in(form):
            return go_to(request, _draft(request, form, owing))
    may_draft = request.actor.may("urging.draft_letter")
    chosen = set(form["units"].value() or ())
    return page(
        request,
        "urging/owing_list.html",
        owing=owing,
        form=form,
        may_draft=may_draft,
        chosen=chosen,
        today=today,
    )


def _draft(request: Request, form: DraftForm, owing: list[queries.Owing]) -> str:
    """One letter for each of the chosen units; leads to it, or to the list of several."""
    chosen = {int(pk) for pk in form.cleaned_data["units"]}
    drafted = []
    for one in owing:
        if one.unit.pk in chosen:
            need(request, "urging.draft_letter", one.unit)
            by, now = request.actor, timezone.now()
            drafted.append(
                actions.draft_letter(one.unit, answer_by=form.cleaned_data["answer_by"], by=by, at=now)
            )
    messages.success(request, f"Đã soạn {len(drafted)} văn bản. Xem lại rồi tải về trình ký.")
    if len(drafted) == 1:
        return reverse("urging:letter_show", args=[drafted[0].pk])
    return reverse("urging:letter_list")


@requires("urging.view_owing", methods=("GET",))
def owing_export(request: Request) -> HttpResponse:
    """Everything that is owed, a row each."""
    owing = queries.units_owing(request.actor.commune_id, on=timezone.localdate())
    columns = [
        sheets.Column(title, width)
        for title, width in (
            ("Đơn vị", 36),
            ("Loại", 12),
            ("Nội dung", 60),
            ("Căn cứ", 36),
            ("Hạn", 12),
            ("Quá hạn (ngày)", 12),
            ("Đã đôn đốc ngày", 24),
        )
    ]
    rows: list[list[sheets.Cell]] = [_cells(one, debt) for one in owing for debt in one.debts]
    return download(sheets.write_xlsx([sheets.Table("Quá hạn", columns, rows)]), "qua-han.xlsx")


def _cells(one: queries.Owing, debt: queries.Debt) -> list[sheets.Cell]:
    urged = "; ".join(formatting.day(day) for day in debt.urged_on)
    kind = "Nhiệm vụ" if debt.task_id else "Báo cáo"
    return [one.unit.name, kind, debt.title, debt.basis, debt.due_on, debt.days_late, urged]
