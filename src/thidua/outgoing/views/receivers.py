"""Receivers and their forms: the shelf of them, a form with its versions, new files, the shipped suggestions."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone

from thidua.core import permissions, sight
from thidua.core.http import Request, go_to, page, refusals_in, requires
from thidua.outgoing import actions, errors, forms, preparing, queries, sights, suggested
from thidua.outgoing import catalogue as catalogues
from thidua.outgoing.forms_apart import Looked
from thidua.outgoing.models import FormTemplate, FormVersion, Receiver
from thidua.outgoing.views import handing


@requires("outgoing.view_paper", methods=("GET",))
def form_list(request: Request) -> HttpResponse:
    """Receivers with their forms, and the shipped forms that were not taken yet."""
    taken = queries.adopted(request.actor)
    return page(
        request,
        "outgoing/form_list.html",
        shelves=queries.shelves(request.actor),
        suggestions=[one for one in suggested.load().values() if one.name not in taken],
        may_change=request.actor.may("outgoing.add_form"),
    )


@requires("outgoing.add_receiver")
def receiver_add(request: Request) -> HttpResponse:
    form = forms.ReceiverForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_in(form):
            added = actions.add_receiver(
                request.actor, **form.cleaned_data, by=request.actor, at=timezone.now()
            )
            messages.success(request, f"Đã thêm nơi nhận {added.name}.")
            return go_to(request, reverse("outgoing:form_list"))
    return page(request, "outgoing/receiver_add.html", form=form)


@requires("outgoing.change_receiver", queries.visible_receivers)
def receiver_change(request: Request, receiver: Receiver) -> HttpResponse:
    initial = {"name": receiver.name, "way": receiver.way, "note": receiver.note}
    form = forms.ReceiverForm(request.POST if request.method == "POST" else None, initial=initial)
    shown = sights.RECEIVER.of(receiver, at=timezone.now())
    if form.is_valid():
        with refusals_in(form):
            typed = form.cleaned_data | {"seen": sight.seen_in(request.POST)}
            actions.change_receiver(receiver, **typed, by=request.actor, at=timezone.now())
            messages.success(request, "Đã lưu nơi nhận.")
            return go_to(request, reverse("outgoing:form_list"))
    return page(request, "outgoing/receiver_change.html", receiver=receiver, form=form, sight=shown)


@requires("outgoing.adopt_form", methods=("POST",))
def form_adopt(request: Request, name: str) -> HttpResponse:
    if name not in suggested.load():
        raise Http404
    form = actions.adopt_form(request.actor, name=name, by=request.actor, at=timezone.now())
    messages.success(request, f"Đã lấy mẫu gợi ý “{form.title}” về. Xin xem và sửa cho hợp với nơi nhận.")
    return go_to(request, reverse("outgoing:form_show", args=[form.pk]))


@requires("outgoing.add_form", queries.visible_receivers)
def form_add(request: Request, receiver: Receiver) -> HttpResponse:
    """A form of the receiver's own: its file is read apart, every wrong field is told with its place."""
    is_post = request.method == "POST"
    form = forms.AddForm(request.POST if is_post else None, request.FILES if is_post else None)
    if form.is_valid():
        with refusals_in(form):
            made = _added(request, receiver, form)
            messages.success(request, f"Đã nhận mẫu “{made.title}”. Xin in thử trước khi dùng.")
            return go_to(request, reverse("outgoing:form_show", args=[made.pk]))
    return page(request, "outgoing/form_add.html", receiver=receiver, form=form)


def _added(request: Request, receiver: Receiver, form: forms.AddForm) -> FormTemplate:
    typed = form.cleaned_data
    content = typed["file"].read()
    return actions.add_form(
        receiver,
        title=typed["title"],
        subject=typed["subject"],
        blank=typed["blank"],
        content=content,
        looked=_looked(request, content, typed["subject"], form),
        file_name=typed["file"].name,
        note=typed["note"],
        by=request.actor,
        at=timezone.now(),
    )


def _looked(request: Request, content: bytes, subject: str, form: forms.FileForm) -> Looked:
    commune = queries.commune_of(request.actor)
    try:
        return preparing.checked(content, commune=commune, subject=subject)
    except errors.FormFaulty as faulty:
        form.faults = faulty.faults
        raise


@requires("outgoing.view_paper", queries.visible_forms, methods=("GET",))
def form_show(request: Request, template: FormTemplate) -> HttpResponse:
    """A form: what it asks for, its versions, its papers."""
    versions = list(queries.visible_versions(request.actor).filter(form=template).order_by("-number"))
    catalogue = queries.catalogue_for(template.receiver.commune, template.subject)
    return page(
        request,
        "outgoing/form_show.html",
        form_template=template,
        versions=versions,
        newest=versions[0],
        asked=[
            (catalogues.shown(name), catalogue.meaning_of(name))
            for name in versions[0].names
            if name not in catalogue.lists
        ],
        papers=queries.visible_papers(request.actor).filter(version__form=template)[:20],
        abouts=queries.abouts_for(request.actor, template.subject, on=timezone.localdate()),
        reasons={name: _reason(request, name, template) for name in ("add_version", "change_form")},
        make_reason=_reason(request, "make_paper", versions[0]),
    )


def _reason(request: Request, name: str, thing: FormTemplate | FormVersion) -> str:
    return str(permissions.refusal(request.actor, f"outgoing.{name}", thing) or "")


@requires("outgoing.change_form", queries.visible_forms)
def form_change(request: Request, template: FormTemplate) -> HttpResponse:
    initial = {"title": template.title, "blank": template.blank, "is_in_use": template.is_in_use}
    form = forms.ChangeForm(request.POST if request.method == "POST" else None, initial=initial)
    shown = sights.FORM.of(template, at=timezone.now())
    if form.is_valid():
        with refusals_in(form):
            typed = form.cleaned_data | {"seen": sight.seen_in(request.POST)}
            actions.change_form(template, **typed, by=request.actor, at=timezone.now())
            messages.success(request, "Đã lưu mẫu.")
            return go_to(request, reverse("outgoing:form_show", args=[template.pk]))
    return page(request, "outgoing/form_change.html", form_template=template, form=form, sight=shown)


@requires("outgoing.add_version", queries.visible_forms)
def version_add(request: Request, template: FormTemplate) -> HttpResponse:
    """The next file of a form; older papers keep theirs."""
    is_post = request.method == "POST"
    form = forms.FileForm(request.POST if is_post else None, request.FILES if is_post else None)
    if form.is_valid():
        with refusals_in(form):
            file, content = form.cleaned_data["file"], form.cleaned_data["file"].read()
            version = actions.add_version(
                template,
                content=content,
                looked=_looked(request, content, template.subject, form),
                file_name=file.name,
                note=form.cleaned_data["note"],
                by=request.actor,
                at=timezone.now(),
            )
            messages.success(
                request, f"Đã nhận bản {version.number}. Văn bản đã lập giữ nguyên bản của mình."
            )
            return go_to(request, reverse("outgoing:form_show", args=[template.pk]))
    return page(request, "outgoing/version_add.html", form_template=template, form=form)


@requires("outgoing.view_paper", queries.visible_versions, methods=("GET",))
def version_download(request: Request, version: FormVersion) -> HttpResponse:
    name = f"{version.form.title} - bản {version.number}{version.form.suffix}".replace("/", "-")
    return handing.stored(version.file, name=name)
