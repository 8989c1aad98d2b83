"""One's own account: facts, roles, password."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from thidua.core.http import Request, go_to, page, refusals_in, requires, signed_in
from thidua.org import actions, queries
from thidua.org.access import forms, presence, proof, throttle
from thidua.org.access import queries as access_queries


@signed_in
@require_safe
def profile_show(request: Request) -> HttpResponse:
    held = queries.own_memberships(request.actor.user_id or 0, on=timezone.localdate())
    shown = request.actor.shown
    first = (shown.unit_id, shown.role) if shown else None
    rows = [
        {
            "membership": one,
            "commune": one.unit.commune,
            "is_first": (one.unit_id, one.role) == first,
        }
        for one in held
    ]
    communes = {one.commune_pk for one in held}
    return page(
        request, "org/profile_show.html", rows=rows, has_choice=len(rows) > 1, is_in_many=len(communes) > 1
    )


@requires("org.change_password")
def profile_password(request: Request) -> HttpResponse:
    posted = request.POST if request.method == "POST" else None
    has_factor = access_queries.has_factor(request.actor.user_id)
    form = forms.ChangePasswordForm(posted, has_factor=has_factor, on=timezone.localdate())
    if form.is_valid():
        at = timezone.now()
        ticket = proof.count_password(request, request.user, at=at)  # type: ignore[arg-type]  # behind the gate
        with refusals_in(form):
            _change(request, form, at=at)
            messages.success(
                request, "Đã đổi mật khẩu. Các máy khác đang đăng nhập bằng tài khoản này đã thoát."
            )
        if "old_password" not in form.errors:
            throttle.forgive(ticket)
        if form.is_valid():
            return go_to(request, reverse("org:profile_show"))
    return page(request, "org/profile_password.html", form=form)


def _change(request: Request, form: forms.ChangePasswordForm, *, at: datetime) -> None:
    """This session goes on under a new key, every other one ends."""
    person = actions.change_password(
        request.actor,
        old_password=form.cleaned_data["old_password"],
        password=form.cleaned_data["new_password1"],
        by=request.actor,
        at=at,
        kept=presence.store(request).row_id,
    )
    update_session_auth_hash(request, person)
