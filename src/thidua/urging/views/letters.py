"""Letters: found, looked at page by page, put into words, issued with their number, given up, taken as a file."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone

from thidua.core import permissions, sight
from thidua.core.http import Request, download, go_to, page, refusals_in, requires
from thidua.documents import rendering
from thidua.documents.content import DOCX, PDF
from thidua.documents.rendering.document import InvalidDocument
from thidua.urging import actions, forms, queries, sights
from thidua.urging import letter as letters
from thidua.urging.enums import LetterState
from thidua.urging.models import UrgingLetter

ROWS = 30
DEEDS = ("change_letter", "relist_letter", "issue_letter", "withdraw_letter")


@requires("urging.view_letter", methods=("GET",))
def letter_list(request: Request) -> HttpResponse:
    """Letters by unit, number and state."""
    words, state = request.GET.get("tim", "").strip()[:100], request.GET.get("tinh-trang", "")
    asked = request.GET.get("don-vi", "")
    unit = int(asked) if asked.isdecimal() and len(asked) < 18 else None
    state = state if state in LetterState.values else ""
    found = queries.letters_found(request.actor, words=words, state=state, unit_id=unit)
    shown = Paginator(found, ROWS).get_page(request.GET.get("trang"))
    return page(
        request,
        "urging/letter_list.html",
        shown=shown,
        words=words,
        state=state,
        states=[("", "Đang soạn và đã phát hành"), *LetterState.choices],
        is_filtered=bool(words or state or unit),
        may_draft=request.actor.may("urging.draft_letter"),
    )


@requires("urging.view_letter", queries.visible_letters, methods=("GET",))
def letter_show(request: Request, letter: UrgingLetter) -> HttpResponse:
    """The letter as it will be printed, what became of the things it names, and what can be done with it."""
    today = timezone.localdate()
    settled = {one.pk for one in queries.no_longer_owed(letter, on=today)}
    reasons = {
        name: str(permissions.refusal(request.actor, f"urging.{name}", letter) or "") for name in DEEDS
    }
    return page(
        request,
        "urging/letter_show.html",
        letter=letter,
        things=[(one, one.pk in settled) for one in letter.things.select_related("task", "report")],
        settled=len(settled),
        pages=range(1, rendering.page_count(letters.document_of(queries.letter_of(letter))) + 1),
        reasons=reasons,
        sight=sights.LETTER.of(letter, at=timezone.now()),
        may_draft=request.actor.may("urging.draft_letter"),
    )


@requires("urging.change_letter", queries.visible_letters, judges=True)
def letter_change(request: Request, letter: UrgingLetter) -> HttpResponse:
    initial = forms.LetterForm.initial_of(letter)
    form = forms.LetterForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        with refusals_in(form):
            day, seen = form.cleaned_data["answer_by"], sight.seen_in(request.POST)
            now = timezone.now()
            actions.change_letter(
                letter, words=form.words, answer_by=day, seen=seen, by=request.actor, at=now
            )
            return go_to(request, _address(letter))
    return _form(request, "urging/letter_change.html", letter, form)


@requires("urging.relist_letter", queries.visible_letters, judges=True, methods=("POST",))
def letter_relist(request: Request, letter: UrgingLetter) -> HttpResponse:
    actions.relist_letter(letter, seen=sight.seen_in(request.POST), by=request.actor, at=timezone.now())
    messages.success(request, "Đã lập lại danh sách theo tình hình hôm nay.")
    return go_to(request, _address(letter))


@requires("urging.issue_letter", queries.visible_letters, judges=True)
def letter_issue(request: Request, letter: UrgingLetter) -> HttpResponse:
    """Number and day from văn thư's book."""
    initial = {"issued_on": timezone.localdate()}
    form = forms.IssueForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        with refusals_in(form):
            typed = form.cleaned_data | {"seen": sight.seen_in(request.POST)}
            actions.issue_letter(letter, **typed, by=request.actor, at=timezone.now())
            messages.success(request, f"Đã ghi số {letter.number_words}. Đơn vị đã được báo.")
            return go_to(request, _address(letter))
    return _form(request, "urging/letter_issue.html", letter, form)


@requires("urging.withdraw_letter", queries.visible_letters, judges=True)
def letter_withdraw(request: Request, letter: UrgingLetter) -> HttpResponse:
    form = forms.WithdrawForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_in(form):
            typed = form.cleaned_data | {"seen": sight.seen_in(request.POST)}
            actions.withdraw_letter(letter, **typed, by=request.actor, at=timezone.now())
            messages.success(request, "Đã bỏ văn bản. Văn bản này không tính là một lần đôn đốc.")
            return go_to(request, _address(letter))
    return _form(request, "urging/letter_withdraw.html", letter, form)


@requires("urging.view_letter", queries.visible_letters, methods=("GET",))
def letter_docx(request: Request, letter: UrgingLetter) -> HttpResponse:
    """To edit in Word and to sign."""
    content = rendering.render_docx(letters.document_of(queries.letter_of(letter)))
    return download(content, f"{_file_name(letter)}.docx", DOCX.content_type)


@requires("urging.view_letter", queries.visible_letters, methods=("GET",))
def letter_pdf(request: Request, letter: UrgingLetter) -> HttpResponse:
    content = rendering.render_pdf(letters.document_of(queries.letter_of(letter)))
    return download(content, f"{_file_name(letter)}.pdf", PDF.content_type)


@requires("urging.view_letter", queries.visible_letters, methods=("GET",))
def letter_page(request: Request, letter: UrgingLetter, number: int) -> HttpResponse:
    """One page as a picture."""
    paper = letters.document_of(queries.letter_of(letter))
    try:
        picture = rendering.render_page_png(paper, ppi=96, page=number)
    except InvalidDocument:
        raise Http404 from None
    return HttpResponse(picture, content_type="image/png")


def _form(request: Request, template: str, letter: UrgingLetter, form: object) -> HttpResponse:
    shown = sights.LETTER.of(letter, at=timezone.now())
    return page(request, template, letter=letter, form=form, sight=shown)


def _address(letter: UrgingLetter) -> str:
    return reverse("urging:letter_show", args=[letter.pk])


def _file_name(letter: UrgingLetter) -> str:
    return f"don-doc-{letter.unit.short_name or letter.unit.name}-lan-{letter.turn}".replace(
        " ", "-"
    ).replace("/", "-")
