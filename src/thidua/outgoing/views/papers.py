"""Papers that go out: made from a form, numbered, marked as sent, held against what would be printed now."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from thidua.core import permissions, sight
from thidua.core.http import Request, go_to, page, refusals_in, requires
from thidua.outgoing import actions, errors, forms, office, preparing, queries, sights
from thidua.outgoing import catalogue as catalogues
from thidua.outgoing.enums import PaperState, Subject
from thidua.outgoing.models import FormVersion, OutgoingPaper
from thidua.outgoing.queries import About
from thidua.outgoing.views import handing

PER_PAGE = 25
DEEDS = ("number_paper", "send_paper", "discard_paper", "review_changes", "ask_pdf")
FOR_WHAT = {Subject.PERIOD: "Kỳ báo cáo", Subject.PHASE: "Giai đoạn", Subject.YEAR: "Năm"}


@requires("outgoing.view_paper", methods=("GET",))
def paper_list(request: Request) -> HttpResponse:
    """Every paper, the latest first; what waits for a number, to be sent, to be looked at again."""
    found = queries.visible_papers(request.actor).matching(request.GET.get("tim", ""))
    state = request.GET.get("tinh-trang", "")
    if state in PaperState.values:
        found = found.filter(state=state)
    shown = Paginator(queries.with_hint(found), PER_PAGE).get_page(request.GET.get("trang"))
    return page(
        request,
        "outgoing/paper_list.html",
        shown=shown,
        states=PaperState.choices,
        chosen_state=state,
        asked=request.GET,
        may_make=request.actor.may("outgoing.make_paper"),
    )


@requires("outgoing.view_paper", queries.visible_papers, methods=("GET",))
def paper_show(request: Request, paper: OutgoingPaper) -> HttpResponse:
    """What it is, what became of it, and how many of its values would be others now."""
    changes = queries.changes_of(paper, at=timezone.now()) if paper.state != PaperState.DISCARDED else []
    reasons = {name: _reason(request, name, paper) for name in DEEDS}
    return page(
        request,
        "outgoing/paper_show.html",
        paper=paper,
        form=paper.version.form,
        changes=changes,
        corrections=list(queries.visible_papers(request.actor).filter(corrects=paper)),
        reviews=list(paper.reviews.select_related("by")),
        reasons=reasons,
        has_office=bool(office.program()),
        is_printing=paper.waits_for_pdf(timezone.now()),
    )


def _reason(request: Request, name: str, paper: Any) -> str:
    return str(permissions.refusal(request.actor, f"outgoing.{name}", paper) or "")


@requires("outgoing.view_paper", queries.visible_papers, methods=("GET",))
def paper_download(request: Request, paper: OutgoingPaper) -> HttpResponse:
    """The very file that was made, by its hash."""
    return handing.stored(paper.file)


@requires("outgoing.make_paper", queries.visible_versions)
def paper_make(request: Request, version: FormVersion) -> HttpResponse:
    """Choose for what; see what is missing; make it."""
    on, now = timezone.localdate(), timezone.now()
    abouts = {one.key: one for one in queries.abouts_for(request.actor, version.form.subject, on=on)}
    corrects = _corrected(request)
    form = forms.AboutForm(
        request.POST if request.method == "POST" else None,
        choices=[(one.key, one.label) for one in abouts.values()],
        label=FOR_WHAT[Subject(version.form.subject)],
        initial={"about": request.GET.get("cho", "")},
    )
    if form.is_valid() and "xem" not in request.POST:
        with refusals_in(form):
            about = abouts[form.cleaned_data["about"]]
            paper = preparing.make(version, about, corrects=corrects, by=request.actor, at=now)
            messages.success(request, "Đã lập văn bản. Xin tải về xem, ký, lấy số rồi ghi vào đây.")
            return go_to(request, reverse("outgoing:paper_show", args=[paper.pk]))
    chosen = _shown(request, abouts)
    return page(
        request,
        "outgoing/paper_make.html",
        version=version,
        form=form,
        about=chosen,
        corrects=corrects,
        missing=_missing(version, chosen) if chosen else [],
        made=_made_before(request, version, chosen) if chosen else [],
    )


def _shown(request: Request, abouts: dict[str, About]) -> About | None:
    wanted = request.POST.get("about") or request.GET.get("cho", "")
    return abouts.get(wanted) or next(iter(abouts.values()), None)


def _corrected(request: Request) -> OutgoingPaper | None:
    """The sent paper that the new one puts right."""
    wanted = request.POST.get("dinh-chinh") or request.GET.get("dinh-chinh", "")
    found = queries.visible_papers(request.actor).filter(state=PaperState.SENT)
    return found.filter(pk=int(wanted)).first() if wanted.isdecimal() and len(wanted) < 12 else None


def _missing(version: FormVersion, about: About) -> list[tuple[str, str]]:
    """(field, meaning) of what would be printed as without data."""
    catalogue = queries.catalogue_for(version.form.receiver.commune, version.form.subject)
    values = preparing.printed_by(version, about, at=timezone.now())
    return [(catalogues.shown(name), catalogue.meaning_of(name)) for name in preparing.missing_in(values)]


def _made_before(request: Request, version: FormVersion, about: About) -> list[OutgoingPaper]:
    """Papers of the same form for the same: one of them may be the one that is meant."""
    found = queries.visible_papers(request.actor).filter(version__form=version.form, about=about.key)
    return list(found.exclude(state=PaperState.DISCARDED)[:5])


@requires("outgoing.number_paper", queries.visible_papers, judges=True)
def paper_number(request: Request, paper: OutgoingPaper) -> HttpResponse:
    form = forms.NumberForm(
        request.POST if request.method == "POST" else None, initial={"on": timezone.localdate()}
    )
    shown = sights.PAPER.of(paper, at=timezone.now())
    if form.is_valid():
        with refusals_in(form):
            typed = form.cleaned_data | {"seen": sight.seen_in(request.POST)}
            actions.number_paper(paper, **typed, by=request.actor, at=timezone.now())
            messages.success(request, f"Đã ghi số {paper.number}.")
            return go_to(request, reverse("outgoing:paper_show", args=[paper.pk]))
    return page(request, "outgoing/paper_number.html", paper=paper, form=form, sight=shown)


@requires("outgoing.send_paper", queries.visible_papers, judges=True)
def paper_send(request: Request, paper: OutgoingPaper) -> HttpResponse:
    receiver = paper.version.form.receiver
    initial = {"to": receiver.name, "way": receiver.way, "on": timezone.localdate()}
    form = forms.SendForm(request.POST if request.method == "POST" else None, initial=initial)
    shown = sights.PAPER.of(paper, at=timezone.now())
    if form.is_valid():
        with refusals_in(form):
            typed = form.cleaned_data | {"seen": sight.seen_in(request.POST)}
            actions.send_paper(paper, **typed, by=request.actor, at=timezone.now())
            messages.success(request, f"Đã ghi là đã gửi {paper.sent_to}.")
            return go_to(request, reverse("outgoing:paper_show", args=[paper.pk]))
    return page(request, "outgoing/paper_send.html", paper=paper, form=form, sight=shown)


@requires("outgoing.discard_paper", queries.visible_papers, judges=True)
def paper_discard(request: Request, paper: OutgoingPaper) -> HttpResponse:
    form = forms.ReasonForm(request.POST if request.method == "POST" else None)
    shown = sights.PAPER.of(paper, at=timezone.now())
    if form.is_valid():
        with refusals_in(form):
            typed = form.cleaned_data | {"seen": sight.seen_in(request.POST)}
            actions.discard_paper(paper, **typed, by=request.actor, at=timezone.now())
            messages.success(request, "Đã bỏ văn bản này. Tệp vẫn giữ để tra cứu.")
            return go_to(request, reverse("outgoing:paper_list"))
    return page(request, "outgoing/paper_discard.html", paper=paper, form=form, sight=shown)


@requires("outgoing.review_changes", queries.visible_papers, judges=True)
def paper_compare(request: Request, paper: OutgoingPaper) -> HttpResponse:
    """Each printed value beside what would be printed now; a corrected paper, or the reason why none is needed."""
    now = timezone.now()
    changes = queries.changes_of(paper, at=now)
    mark = queries.mark_of_changes(changes)
    form = forms.ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_in(form):
            if request.POST.get("mark") != mark:
                raise errors.ChangedAgain
            typed = form.cleaned_data | {"seen": sight.seen_in(request.POST)}
            actions.review_changes(paper, changes=changes, **typed, by=request.actor, at=now)
            messages.success(request, "Đã ghi: không cần gửi bản đính chính.")
            return go_to(request, reverse("outgoing:paper_show", args=[paper.pk]))
    return page(
        request,
        "outgoing/paper_compare.html",
        paper=paper,
        newest=queries.newest_version(paper.version.form),
        changes=changes,
        mark=mark,
        form=form,
        sight=sights.PAPER.of(paper, at=now),
    )
