"""What the office holds about the person who asks, and what that person may ask for."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from thidua.core import sheets
from thidua.core.http import Request, download, go_to, page, refusals_in, requires
from thidua.org import actions
from thidua.org.models import User
from thidua.org.privacy import forms, queries, rules


@requires("org.copy_own_data", methods=("GET",))
def own_data_show(request: Request) -> HttpResponse:
    today = timezone.localdate()
    asked = queries.own_data_requests(request.actor.user_id or 0)
    return page(
        request,
        "org/own_data_show.html",
        holdings=rules.holdings(today),
        rows=[(one, queries.standing_of(one, on=today)) for one in asked[:50]],
    )


@requires("org.copy_own_data", methods=("GET",))
def own_data_copy(request: Request) -> HttpResponse:
    """Everything about oneself as one workbook."""
    person = get_object_or_404(User.objects.select_related("home"), pk=request.actor.user_id)
    return download(sheets.write_xlsx(queries.copy_of(person)), "du-lieu-cua-toi.xlsx")


@requires("org.file_data_request")
def data_request_file(request: Request) -> HttpResponse:
    form = forms.FileRequestForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_in(form):
            made = actions.file_data_request(
                request.actor, **form.cleaned_data, by=request.actor, at=timezone.now()
            )
            messages.success(
                request, f"Đã gửi yêu cầu số {made.number}. Hạn trả lời: hết ngày {made.due_on:%d/%m/%Y}."
            )
            return go_to(request, reverse("org:own_data_show"))
    return page(request, "org/data_request_file.html", form=form)
