"""More time: the unit asks, the commune decides."""

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone

from thidua.core import sight
from thidua.core.http import Request, go_to, page, refusals_in, requires
from thidua.tasks import actions, forms, queries
from thidua.tasks.models import Task
from thidua.tasks.views.tasks import sight_of, url_of


@requires("tasks.ask_extension", queries.visible_tasks, judges=True)
def extension_ask(request: Request, task: Task) -> HttpResponse:
    form = forms.ExtensionForm(request.POST if request.method == "POST" else None)
    shown = sight_of(task)
    if form.is_valid():
        with refusals_in(form):
            typed = form.cleaned_data | {"seen": sight.seen_in(request.POST)}
            actions.ask_extension(task, **typed, by=request.actor, at=timezone.now())
            messages.success(request, "Đã gửi đề nghị gia hạn. Hạn cũ vẫn tính cho đến khi có quyết định.")
            return go_to(request, url_of(task))
    return page(request, "tasks/extension_ask.html", task=task, form=form, sight=shown)


@requires("tasks.withdraw_extension", queries.visible_tasks, methods=("POST",), judges=True)
def extension_withdraw(request: Request, task: Task) -> HttpResponse:
    actions.withdraw_extension(task, seen=sight.seen_in(request.POST), by=request.actor, at=timezone.now())
    messages.success(request, "Đã rút lại đề nghị gia hạn.")
    return go_to(request, url_of(task))


@requires("tasks.grant_extension", queries.visible_tasks, judges=True)
def extension_grant(request: Request, task: Task) -> HttpResponse:
    asked = queries.card_of(task).waiting_extension
    initial = {"due_on": asked.asked_on if asked else None}
    form = forms.GrantForm(request.POST if request.method == "POST" else None, initial=initial)
    shown = sight_of(task)
    if form.is_valid():
        with refusals_in(form):
            typed = form.cleaned_data | {"seen": sight.seen_in(request.POST)}
            actions.grant_extension(task, **typed, by=request.actor, at=timezone.now())
            messages.success(request, "Đã gia hạn nhiệm vụ.")
            return go_to(request, url_of(task))
    return page(request, "tasks/extension_grant.html", task=task, form=form, sight=shown, asked=asked)


@requires("tasks.refuse_extension", queries.visible_tasks, judges=True)
def extension_refuse(request: Request, task: Task) -> HttpResponse:
    form = forms.ReasonForm(request.POST if request.method == "POST" else None)
    shown, asked = sight_of(task), queries.card_of(task).waiting_extension
    if form.is_valid():
        with refusals_in(form):
            typed = form.cleaned_data | {"seen": sight.seen_in(request.POST)}
            actions.refuse_extension(task, **typed, by=request.actor, at=timezone.now())
            messages.success(request, "Đã trả lời không đồng ý gia hạn, hạn cũ giữ nguyên.")
            return go_to(request, url_of(task))
    return page(request, "tasks/extension_refuse.html", task=task, form=form, sight=shown, asked=asked)
