"""Receivers and their forms: added, changed, taken over from the shipped ones; a new file is a new version."""

from datetime import datetime

from thidua.core import audit, text
from thidua.core.actions import action
from thidua.core.permissions import Actor
from thidua.core.sight import Sight
from thidua.documents import actions as document_actions
from thidua.org.models import Unit
from thidua.outgoing import errors, filed, sights, suggested
from thidua.outgoing.enums import SendingWay, Subject
from thidua.outgoing.forms_apart import Looked
from thidua.outgoing.models import BLANK, FormTemplate, FormVersion, Receiver, index_receiver


@action("outgoing.add_receiver", lock=False)
def add_receiver(
    commune: Actor | Unit, *, name: str, way: str, note: str = "", by: Actor, at: datetime
) -> Receiver:
    """An office that papers go to; its name once a commune."""
    receiver = Receiver(commune_id=commune.commune_pk, added_at=at, added_by_id=by.user_id)
    _describe(receiver, name=name, way=way, note=note)
    receiver.save()
    audit.note(receiver=receiver.pk, name=receiver.name)
    return receiver


@action("outgoing.change_receiver", look=sights.RECEIVER)
def change_receiver(
    receiver: Receiver, *, name: str, way: str, note: str, by: Actor, at: datetime, seen: Sight | None = None
) -> Receiver:
    """Papers that were sent keep the name that they were sent to."""
    before = receiver.name
    _describe(receiver, name=name, way=way, note=note)
    receiver.save()
    audit.note(before=before, name=receiver.name)
    return receiver


def _describe(receiver: Receiver, *, name: str, way: str, note: str) -> None:
    receiver.name, receiver.way, receiver.note = text.nfc(name), SendingWay(way), text.nfc(note)
    index_receiver(receiver)
    if not receiver.folded:
        raise errors.NameMissing(field="name")
    same = Receiver.objects.filter(commune_id=receiver.commune_id, folded=receiver.folded)
    if same.exclude(pk=receiver.pk).exists():
        raise errors.NameTaken(field="name")


@action("outgoing.add_form", lock=False)
def add_form(
    receiver: Receiver,
    *,
    title: str,
    subject: str,
    blank: str,
    content: bytes,
    looked: Looked,
    file_name: str,
    note: str = "",
    suggestion: str = "",
    by: Actor,
    at: datetime,
) -> FormTemplate:
    """A form with its first file, which was looked at (`forms_apart.look_at`) and found without fault."""
    form = FormTemplate(
        receiver=receiver,
        subject=Subject(subject),
        suffix=looked.suffix,
        suggestion=suggestion,
        added_at=at,
        added_by_id=by.user_id,
    )
    _name(form, title=title, blank=blank)
    form.save()
    _keep(form, content, looked, file_name=file_name, note=note, by=by, at=at)
    audit.note(form=form.pk, title=form.title, sha256=looked.sha256)
    return form


def _name(form: FormTemplate, *, title: str, blank: str) -> None:
    form.title, form.blank = text.nfc(title), text.nfc(blank) or BLANK
    if not text.fold(form.title):
        raise errors.NameMissing
    if FormTemplate.objects.filter(receiver=form.receiver, title=form.title).exclude(pk=form.pk).exists():
        raise errors.NameTaken


def _keep(
    form: FormTemplate, content: bytes, looked: Looked, *, file_name: str, note: str, by: Actor, at: datetime
) -> FormVersion:
    if form.suffix != looked.suffix:
        raise errors.KindChanged(form.suffix)
    last = form.versions.order_by("-number").select_related("file").first()
    if last is not None and last.file.sha256 == looked.sha256:
        raise errors.FormUnchanged
    file = filed.as_file(content, name=file_name, suffix=looked.suffix)
    return FormVersion.objects.create(
        form=form,
        number=last.number + 1 if last else 1,
        file=document_actions.store_file(by, file=file, by=by, at=at),
        names=looked.names,
        is_suggested=bool(form.suggestion) and last is None,
        note=text.nfc(note)[:300],
        added_at=at,
        added_by_id=by.user_id,
    )


@action("outgoing.add_version")
def add_version(
    form: FormTemplate,
    *,
    content: bytes,
    looked: Looked,
    file_name: str,
    note: str = "",
    by: Actor,
    at: datetime,
) -> FormVersion:
    """The next file of a form; papers that were made keep theirs."""
    version = _keep(form, content, looked, file_name=file_name, note=note, by=by, at=at)
    audit.note(version=version.number, sha256=looked.sha256)
    return version


@action("outgoing.change_form", look=sights.FORM)
def change_form(
    form: FormTemplate,
    *,
    title: str,
    blank: str,
    is_in_use: bool,
    by: Actor,
    at: datetime,
    seen: Sight | None = None,
) -> FormTemplate:
    """Its name, what is printed where there are no data, and whether new papers are made from it."""
    _name(form, title=title, blank=blank)
    form.retired_at = None if is_in_use else form.retired_at or at
    form.save(update_fields=["title", "blank", "retired_at"])
    audit.note(title=form.title, blank=form.blank, is_in_use=is_in_use)
    return form


@action("outgoing.adopt_form", lock=False)
def adopt_form(commune: Actor | Unit, *, name: str, by: Actor, at: datetime) -> FormTemplate:
    """Take a shipped form, and its receiver where the commune has none of that name. Once each."""
    one = suggested.load()[name]
    held = FormTemplate.objects.filter(receiver__commune_id=commune.commune_pk, suggestion=name)
    if held.exists():
        raise errors.AdoptedAlready
    folded = text.fold(one.receiver)
    receiver = Receiver.objects.filter(commune_id=commune.commune_pk, folded=folded).first()
    return add_form(
        receiver or add_receiver(commune, name=one.receiver, way=one.way, by=by, at=at),
        title=one.title,
        subject=one.subject,
        blank=BLANK,
        content=one.content,
        looked=one.looked,
        file_name=one.file_name,
        suggestion=name,
        by=by,
        at=at,
    )
