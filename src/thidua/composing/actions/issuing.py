"""A report is issued with its number and frozen, sent, recalled."""

from datetime import date, datetime

from django.utils import timezone

from thidua.composing import errors, paper, queries, sights
from thidua.composing.actions.drafting import close
from thidua.composing.enums import ReportState
from thidua.composing.models import FORMS, PeriodReport, Sending, index_report, issued_in
from thidua.core import audit, audit_check, text
from thidua.core.actions import action
from thidua.core.permissions import Actor
from thidua.core.sight import Sight
from thidua.documents import actions as document_actions
from thidua.outgoing import filed
from thidua.outgoing.enums import SendingWay


@action("composing.issue_report", look=sights.REPORT)
def issue_report(
    report: PeriodReport,
    *,
    number: str,
    symbol: str,
    issued_on: date,
    reviewed: bool = False,
    by: Actor,
    at: datetime,
    seen: Sight | None = None,
) -> PeriodReport:
    """Number and day from văn thư's book; from now on the report is what it is, with its inputs, its files and its hash.

    Its figures must be those that stand now; words that were written over other figures must have been looked at.
    """
    _need_day(report, issued_on, today=timezone.localdate(at))
    _need_current(report, at=at)
    if not reviewed:
        _need_reviewed(report)
    report.document_number, report.symbol, report.issued_on = text.nfc(number), text.nfc(symbol), issued_on
    _refuse_taken(report)
    stamp = audit_check.stamp_of(report.commune_pk, at=at)
    frozen = queries.frozen_of(
        report,
        dict(report.parts.values_list("key", "text")),
        proofs=(f"{stamp.sentence}.", stamp.how),
        number=report.number,
    )
    report.record, report.sha256 = frozen.text, frozen.sha256
    _keep_files(report, by=by, at=at)
    report.state, report.issued_at, report.issued_by_id = ReportState.ISSUED, at, by.user_id
    index_report(report)
    report.save()
    _retire_replaced(report, by=by, at=at)
    audit.note(number=report.number_words, issued_on=issued_on, sha256=report.sha256)
    return report


def _keep_files(report: PeriodReport, *, by: Actor, at: datetime) -> None:
    """The PDF and the .docx as they are drawn today: what was issued is these bytes."""
    sheet, name = queries.sheet_of(report), report.file_name
    for form in FORMS:
        file = filed.as_file(paper.render(sheet, form), name=f"{name}.{form}", suffix=f".{form}")
        setattr(report, form, document_actions.store_file(by, file=file, by=by, at=at))
    audit.note(**{form: getattr(report, form).sha256 for form in FORMS})


def _need_day(report: PeriodReport, issued_on: date, *, today: date) -> None:
    if issued_on > today:
        raise errors.IssuedAhead
    if issued_on < timezone.localdate(report.gathered_at):
        raise errors.IssuedTooEarly


def _need_current(report: PeriodReport, *, at: datetime) -> None:
    now = queries.facts_now(report, at=at)
    changes = queries.changes_since(report, now) if now is not None else []
    if changes:
        raise errors.FiguresMoved([one.what for one in changes])


def _need_reviewed(report: PeriodReport) -> None:
    facts = report.told
    stale = [one.get_key_display() for one in report.parts.all() if one.moved_under(facts)]
    if stale:
        raise errors.PartsToReview(stale)


def _refuse_taken(report: PeriodReport) -> None:
    """One number of one symbol is given once a year."""
    same = PeriodReport.objects.in_commune(report.commune_pk).filter(
        issued_in(report.issued_on.year if report.issued_on else 0),
        document_number__iexact=report.document_number,
        symbol__iexact=report.symbol,
    )
    held = same.exclude(pk=report.pk).first()
    if held is not None:
        raise errors.NumberTaken(str(held))


def _retire_replaced(report: PeriodReport, *, by: Actor, at: datetime) -> None:
    """The report that this one replaces no longer counts; it stays to be read."""
    old = report.replaces
    if old is not None and old.state == ReportState.ISSUED:
        close(
            old,
            ReportState.RECALLED,
            f"Thay bằng báo cáo số {report.number_words}: {report.reason}",
            by=by,
            at=at,
        )


@action("composing.send_report", look=sights.REPORT)
def send_report(
    report: PeriodReport,
    *,
    to: str,
    way: str,
    on: date,
    note: str = "",
    by: Actor,
    at: datetime,
    seen: Sight | None = None,
) -> Sending:
    """A person says that it went out: to whom, when, by what way. The product itself sends nothing."""
    if not text.nfc(to).strip():
        raise errors.ReceiverMissing
    if report.issued_on is None or not report.issued_on <= on <= timezone.localdate(at):
        raise errors.SentBeforeIssued
    sent = Sending.objects.create(
        report=report,
        to=text.nfc(to).strip()[:200],
        way=SendingWay(way),
        sent_on=on,
        note=text.nfc(note)[:300],
        at=at,
        by_id=by.user_id,
    )
    audit.note(to=sent.to, way=sent.way, on=on)
    return sent


@action("composing.recall_report", look=sights.REPORT)
def recall_report(
    report: PeriodReport, *, reason: str, by: Actor, at: datetime, seen: Sight | None = None
) -> PeriodReport:
    """It no longer counts; what was issued stays readable as it was, with the reason."""
    return close(report, ReportState.RECALLED, reason, by=by, at=at)
