"""What units register for a year: the roll, one registration, its sheet."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone

from thidua.core import permissions, sight
from thidua.core.http import Request, download, go_to, page, refusals_in, requires
from thidua.org import queries as org_queries
from thidua.org.models import Unit
from thidua.pledging import actions, printing, queries, sights, titles
from thidua.pledging.forms import registrations as forms
from thidua.pledging.forms.plans import ReasonForm
from thidua.pledging.models import Registration

DEEDS = (
    "write_registration",
    "sign_registration",
    "recall_registration",
    "receive_registration",
    "return_registration",
)


@requires("pledging.view_registration", methods=("GET",))
def registration_list(request: Request) -> HttpResponse:
    """The year: who registered what, how many aim at each title, the pacts of the blocs."""
    on = timezone.localdate()
    years = queries.years_of(request.actor, on=on)
    asked = request.GET.get("nam", "")
    year = int(asked) if asked in {str(one) for one in years.to_choose} else years.to_show
    return page(
        request,
        "pledging/registration_list.html",
        year=year,
        years=[(one, f"Năm {one}") for one in years.to_choose],
        roll=queries.roll_of(request.actor, year, on=on),
        pacts=queries.pacts_of(request.actor, year),
        is_wide=request.actor.may("pledging.follow_plans"),
        begins=request.actor.may("pledging.begin_registration"),
    )


@requires("pledging.begin_registration", org_queries.visible_units, methods=("POST",))
def registration_begin(request: Request, unit: Unit, year: int) -> HttpResponse:
    found = actions.begin_registration(unit, year=year, by=request.actor, at=timezone.now())
    return go_to(request, reverse("pledging:registration_write", args=[found.pk]))


@requires("pledging.view_registration", queries.visible_registrations, methods=("GET",))
def registration_show(request: Request, registration: Registration) -> HttpResponse:
    offered = queries.titles_for(registration)
    chosen = {*registration.titles, *registration.head_titles}
    reasons = {
        name: str(permissions.refusal(request.actor, f"pledging.{name}", registration) or "")
        for name in DEEDS
    }
    return page(
        request,
        "pledging/registration_show.html",
        registration=registration,
        own=[one for one in offered.own if one.code in chosen],
        of_head=[one for one in offered.of_head if one.code in chosen],
        targets=registration.targets.splitlines(),
        signings=registration.signings.select_related("signed_by", "vouched_by"),
        sight=sights.REGISTRATION.of(registration, at=timezone.now()),
        reasons=reasons,
        form=ReasonForm(),
    )


@requires("pledging.write_registration", queries.visible_registrations, judges=True)
def registration_write(request: Request, registration: Registration) -> HttpResponse:
    """One page: titles, targets, the head; kept, or signed at once."""
    names = ("titles", "head_titles", "targets", "head", "position")
    initial = {name: getattr(registration, name) for name in names}
    offered = queries.titles_for(registration)
    form = forms.RegistrationForm(
        request.POST if request.method == "POST" else None, offered=offered, initial=initial
    )
    if form.is_valid():
        with refusals_in(form):
            seen = sight.seen_in(request.POST)
            actions.write_registration(
                registration, wanted=form.wanted, seen=seen, by=request.actor, at=timezone.now()
            )
            if "sign" in request.POST:
                now = timezone.now()
                seen = sights.REGISTRATION.of(registration, at=now)
                actions.sign_registration(registration, seen=seen, by=request.actor, at=now)
            messages.success(request, "Đã ký và gửi." if "sign" in request.POST else "Đã lưu, chưa ký.")
            return go_to(request, reverse("pledging:registration_show", args=[registration.pk]))
    shown = sights.REGISTRATION.of(registration, at=timezone.now())
    rules = [*offered.own, *offered.of_head]
    return page(
        request,
        "pledging/registration_write.html",
        registration=registration,
        form=form,
        rules=rules,
        sight=shown,
        checked_on=titles.checked_on(),
    )


@requires("pledging.sign_registration", queries.visible_registrations, judges=True, methods=("POST",))
def registration_sign(request: Request, registration: Registration) -> HttpResponse:
    seen = sight.seen_in(request.POST)
    actions.sign_registration(registration, seen=seen, by=request.actor, at=timezone.now())
    messages.success(request, "Đã ký và gửi.")
    return go_to(request, reverse("pledging:registration_show", args=[registration.pk]))


@requires("pledging.recall_registration", queries.visible_registrations, judges=True, methods=("POST",))
def registration_recall(request: Request, registration: Registration) -> HttpResponse:
    seen = sight.seen_in(request.POST)
    actions.recall_registration(registration, seen=seen, by=request.actor, at=timezone.now())
    messages.success(request, "Đã thu hồi. Lần ký trước vẫn được giữ lại.")
    return go_to(request, reverse("pledging:registration_show", args=[registration.pk]))


@requires("pledging.receive_registration", queries.visible_registrations, judges=True, methods=("POST",))
def registration_receive(request: Request, registration: Registration) -> HttpResponse:
    seen = sight.seen_in(request.POST)
    actions.receive_registration(registration, seen=seen, by=request.actor, at=timezone.now())
    messages.success(request, f"Đã ghi nhận đăng ký của {registration.unit.name}.")
    return go_to(request, reverse("pledging:registration_list") + f"?nam={registration.year}")


@requires("pledging.return_registration", queries.visible_registrations, judges=True, methods=("POST",))
def registration_return(request: Request, registration: Registration) -> HttpResponse:
    reason, seen = request.POST.get("reason", ""), sight.seen_in(request.POST)
    actions.return_registration(registration, reason=reason, seen=seen, by=request.actor, at=timezone.now())
    messages.success(request, f"Đã trả lại đăng ký của {registration.unit.name}.")
    return go_to(request, reverse("pledging:registration_list") + f"?nam={registration.year}")


@requires("pledging.view_registration", queries.visible_registrations, methods=("GET",))
def registration_file(request: Request, registration: Registration, form: str) -> HttpResponse:
    """The sheet as PDF or .docx."""
    if form not in printing.TYPES:
        raise Http404
    content = printing.render(printing.sheet_of(registration, on=timezone.localdate()), form)
    name = f"dang-ky-thi-dua-{registration.year}-{registration.unit_id}.{form}"
    return download(content, name, printing.TYPES[form])
