"""Receivers, forms, versions, papers for tests; files are real ones of `tests.outgoing.samples`.

paper_in(commune, period, state=…)   a paper in a state
printed_in(commune, period)         a paper with its PDF
form_in(commune)                    a form with one version
"""

from datetime import date
from typing import Any

import factory
from factory.django import DjangoModelFactory

from tests.clock import local
from tests.factories.documents import StoredFileFactory
from tests.factories.org import UnitFactory
from tests.factories.reporting import PeriodFactory
from tests.outgoing import samples
from thidua.documents.content import DOCX, PDF
from thidua.outgoing.enums import PaperState, SendingWay, Subject
from thidua.outgoing.models import (
    ChangeReview,
    FormTemplate,
    FormVersion,
    OutgoingPaper,
    Receiver,
    index_paper,
    index_receiver,
)

AT = local(2026, 10, 10)
PDF_CONTENT = b"%PDF-1.7\n%%EOF\n"
NAMES = ["noi_nhan.ten", "phuong.ten", "ky.ten"]


def _content(number: int) -> bytes:
    """One content is one stored file of a commune, so each form says something else."""
    return samples.word(f"Mẫu {number}", "Kính gửi: {{ noi_nhan.ten }}", "{{ phuong.ten }}", "{{ ky.ten }}")


class ReceiverFactory(DjangoModelFactory[Receiver]):
    class Meta:
        model = Receiver

    commune: Any = factory.LazyFunction(lambda: UnitFactory().commune)
    name = factory.Sequence(lambda number: f"Sở thứ {number}")
    way = SendingWay.EXCHANGE
    added_at = AT

    @classmethod
    def _create(cls, model_class: type[Receiver], *args: Any, **kwargs: Any) -> Receiver:
        receiver = model_class(**kwargs)
        index_receiver(receiver)
        receiver.save()
        return receiver


class FormTemplateFactory(DjangoModelFactory[FormTemplate]):
    class Meta:
        model = FormTemplate

    receiver: Any = factory.SubFactory(ReceiverFactory)
    title = factory.Sequence(lambda number: f"Báo cáo thứ {number}")
    subject = Subject.PERIOD
    suffix = ".docx"
    added_at = AT


class FormVersionFactory(DjangoModelFactory[FormVersion]):
    class Meta:
        model = FormVersion
        exclude = ["content"]

    form: Any = factory.SubFactory(FormTemplateFactory)
    number = 1
    content: Any = factory.Sequence(_content)
    file: Any = factory.LazyAttribute(
        lambda one: StoredFileFactory(
            commune=one.form.receiver.commune,
            content=one.content,
            content_type=DOCX.content_type,
            name="mau.docx",
        )
    )
    names = NAMES
    added_at = AT


class OutgoingPaperFactory(DjangoModelFactory[OutgoingPaper]):
    """Prepared, of one period."""

    class Meta:
        model = OutgoingPaper

    version: Any = factory.SubFactory(FormVersionFactory)
    period: Any = factory.LazyAttribute(lambda one: PeriodFactory(commune=one.version.form.receiver.commune))
    movement: Any = factory.LazyAttribute(lambda one: one.period.movement)
    about: Any = factory.LazyAttribute(lambda one: f"ky-{one.period.pk}")
    label: Any = factory.LazyAttribute(lambda one: one.period.label)
    starts_on: Any = factory.LazyAttribute(lambda one: one.period.starts_on)
    ends_on: Any = factory.LazyAttribute(lambda one: one.period.ends_on)
    values = factory.LazyFunction(dict)
    blank = "chưa có số liệu"
    file: Any = factory.LazyAttribute(lambda one: one.version.file)
    made_at = AT

    @classmethod
    def _create(cls, model_class: type[OutgoingPaper], *args: Any, **kwargs: Any) -> OutgoingPaper:
        paper = model_class(**kwargs)
        index_paper(paper)
        paper.save()
        return paper


class ChangeReviewFactory(DjangoModelFactory[ChangeReview]):
    class Meta:
        model = ChangeReview

    paper: Any = factory.SubFactory(OutgoingPaperFactory)
    changes = factory.LazyFunction(list)
    reason = "Chênh lệch nhỏ."
    at = AT


def form_in(commune: Any, **more: Any) -> FormVersion:
    """A form of the commune with one version."""
    version: FormVersion = FormVersionFactory(form__receiver__commune=commune, **more)
    return version


def printed_in(commune: Any, period: Any) -> OutgoingPaper:
    """A prepared paper of `period` with its PDF."""
    paper = paper_in(commune, period)
    paper.pdf = StoredFileFactory(
        commune=commune, content=PDF_CONTENT, content_type=PDF.content_type, name="giay.pdf"
    )
    paper.pdf_asked_at = AT
    paper.save()
    return paper


def paper_in(commune: Any, period: Any, *, state: PaperState = PaperState.PREPARED) -> OutgoingPaper:
    """A paper of `period` in a state; its number names it."""
    version = form_in(commune)
    paper: OutgoingPaper = OutgoingPaperFactory(version=version, period=period)
    if state in {PaperState.ISSUED, PaperState.SENT}:
        paper.number, paper.issued_on, paper.numbered_at = f"{paper.pk}/BC-UBND", date(2026, 10, 10), AT
    if state == PaperState.SENT:
        paper.sent_on, paper.sent_at, paper.sent_way, paper.sent_to = date(2026, 10, 10), AT, "mail", "Sở"
    paper.state = state
    paper.save()
    return paper
