"""Deeds with letters: drafted from what a unit owes, put into words, listed anew, issued with its number, given up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from thidua.core import audit, formatting
from thidua.core.actions import action
from thidua.core.permissions import Actor
from thidua.core.sight import Sight
from thidua.notifications import delivery
from thidua.notifications.enums import NoticeKind
from thidua.org import queries as org_queries
from thidua.org.models import Unit
from thidua.reporting.queries import papers
from thidua.urging import errors, queries, sights
from thidua.urging import letter as letters
from thidua.urging.enums import LetterState
from thidua.urging.models import UrgedThing, UrgingLetter, index_letter

MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Words:
    """What the officer may put otherwise before the letter is issued."""

    opening: str
    closing: str
    symbol: str
    authority: str
    position: str
    signer: str


@action("urging.draft_letter")
def draft_letter(unit: Unit, *, answer_by: date, by: Actor, at: datetime) -> UrgingLetter:
    """A letter to `unit` about everything it owes today; one draft at a time, so the unit is locked."""
    today = timezone.localdate(at)
    if answer_by <= today:
        raise errors.AnswerTooEarly
    if UrgingLetter.objects.filter(unit=unit, state=LetterState.DRAFT).exists():
        raise errors.DraftWaits(unit.name)
    debts = queries.debts_of(unit, on=today)
    if not debts:
        raise errors.NothingOwed(unit.name)
    plan = queries.plan_in_force(unit.commune_pk, on=today)
    head = queries.head_of(unit.commune_pk, plan)
    letter = UrgingLetter(
        commune_id=unit.commune_pk,
        unit=unit,
        turn=_turn(debts),
        head=head.to_json(),
        answer_by=answer_by,
        opening=letters.first_opening(unit.name, today, papers.plan_number(plan.header) if plan else ""),
        closing=letters.first_closing(unit.name, " ".join(head.issuer.split()), answer_by),
        listed_at=at,
        drafted_at=at,
        drafted_by_id=by.user_id,
    )
    index_letter(letter)
    letter.save(force_insert=True)
    _name(letter, debts)
    audit.note(letter=letter.pk, turn=letter.turn, owed=[debt.sentence for debt in debts])
    return letter


@action("urging.change_letter", look=sights.LETTER)
def change_letter(
    letter: UrgingLetter, *, words: Words, answer_by: date, by: Actor, at: datetime, seen: Sight | None = None
) -> UrgingLetter:
    """Other words, another day, another signer; the list of things stays."""
    if answer_by <= timezone.localdate(at):
        raise errors.AnswerTooEarly
    letter.opening, letter.closing = words.opening, words.closing
    letter.symbol, letter.answer_by = words.symbol, answer_by
    letter.head |= {"authority": words.authority, "position": words.position, "signer": words.signer}
    index_letter(letter)
    letter.save(update_fields=["opening", "closing", "symbol", "answer_by", "head", "folded"])
    return letter


@action("urging.relist_letter", look=sights.LETTER)
def relist_letter(
    letter: UrgingLetter, *, by: Actor, at: datetime, seen: Sight | None = None
) -> UrgingLetter:
    """Make the list anew as of today; the officer's words stay, but for the day and the turn."""
    today = timezone.localdate(at)
    debts = queries.debts_of(letter.unit, on=today)
    if not debts:
        raise errors.NothingOwed(letter.unit.name)
    letter.opening = letter.opening.replace(formatting.day(letter.listed_on), formatting.day(today))
    letter.listed_at, letter.turn = at, _turn(debts)
    index_letter(letter)
    letter.save(update_fields=["opening", "listed_at", "turn", "folded"])
    letter.things.all().delete()
    _name(letter, debts)
    audit.note(turn=letter.turn, owed=[debt.sentence for debt in debts])
    return letter


@action("urging.issue_letter", look=sights.LETTER)
def issue_letter(
    letter: UrgingLetter, *, number: str, issued_on: date, by: Actor, at: datetime, seen: Sight | None = None
) -> UrgingLetter:
    """The number and the day that văn thư gave it; the people of the unit are told. Nobody is urged about what he has done."""
    today = timezone.localdate(at)
    if issued_on > today:
        raise errors.IssuedAhead
    if issued_on < letter.listed_on:
        raise errors.IssuedBeforeDraft(letter.listed_on)
    if settled := queries.no_longer_owed(letter, on=today):
        raise errors.OwedNoMore([one.title for one in settled])
    _refuse_taken(letter, number, issued_on)
    letter.state, letter.number, letter.issued_on = LetterState.ISSUED, number, issued_on
    letter.issued_year, letter.issued_at, letter.issued_by_id = issued_on.year, at, by.user_id
    index_letter(letter)
    _save_issued(letter)
    _tell(letter, at=at)
    audit.note(number=letter.number_words, issued_on=issued_on)
    return letter


@action("urging.withdraw_letter", look=sights.LETTER)
def withdraw_letter(
    letter: UrgingLetter, *, reason: str, by: Actor, at: datetime, seen: Sight | None = None
) -> UrgingLetter:
    """Give a draft up, or take back a letter that was issued in error; it no longer counts as having urged."""
    if not reason.strip():
        raise errors.ReasonMissing
    letter.state, letter.reason = LetterState.WITHDRAWN, reason.strip()
    letter.withdrawn_at, letter.withdrawn_by_id = at, by.user_id
    letter.save(update_fields=["state", "reason", "withdrawn_at", "withdrawn_by"])
    return letter


def _turn(debts: Sequence[queries.Debt]) -> int:
    return 1 + max(len(debt.urged_on) for debt in debts)


def _name(letter: UrgingLetter, debts: Sequence[queries.Debt]) -> None:
    UrgedThing.objects.bulk_create(
        UrgedThing(
            letter=letter,
            task_id=debt.task_id,
            report_id=debt.report_id,
            title=debt.title,
            basis=debt.basis,
            due_on=debt.due_on,
            days_late=debt.days_late,
            urged_on=[day.isoformat() for day in debt.urged_on],
        )
        for debt in debts
    )


def _save_issued(letter: UrgingLetter) -> None:
    fields = ["state", "number", "issued_on", "issued_year", "issued_at", "issued_by", "folded"]
    try:
        with transaction.atomic():
            letter.save(update_fields=fields)
    except IntegrityError:  # somebody else gave the number between the question and the answer
        _refuse_taken(letter, letter.number, letter.issued_on or timezone.localdate())
        raise


def _refuse_taken(letter: UrgingLetter, number: str, issued_on: date) -> None:
    """One number of one symbol is given once a year."""
    same = Q(number=number, symbol=letter.symbol, issued_year=issued_on.year, state=LetterState.ISSUED)
    held = UrgingLetter.objects.in_commune(letter.commune_pk).filter(same).select_related("unit").first()
    if held is not None:
        raise errors.NumberTaken(held.unit.name, held.issued_on or issued_on)


def _tell(letter: UrgingLetter, *, at: datetime) -> None:
    named = [one.title for one in letter.things.all()]
    more = f" và {len(named) - MOST_NAMED} nội dung khác" if len(named) > MOST_NAMED else ""
    delivery.notify(
        org_queries.answering(letter.commune_pk, [letter.unit_id], on=timezone.localdate(at)),
        commune_id=letter.commune_pk,
        kind=NoticeKind.REMINDED,
        title=f"Văn bản đôn đốc số {letter.number_words}",
        body=(
            f"{'; '.join(named[:MOST_NAMED])}{more}. "
            f"Đề nghị hoàn thành trước ngày {formatting.day(letter.answer_by)}."
        ),
        url=reverse("urging:letter_show", args=[letter.pk]),
        key=f"urging:{letter.pk}",
        at=at,
    )
