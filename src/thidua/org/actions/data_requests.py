"""Deeds on requests about personal data. The book of deeds says that and when, never what somebody wrote of himself."""

from datetime import date, datetime

from django.db.models import Max
from django.utils import timezone

from thidua.core import audit, text
from thidua.core.actions import action
from thidua.core.permissions import Actor
from thidua.core.sight import Sight
from thidua.org import sights
from thidua.org.enums import DataRequestState
from thidua.org.models import DataRequest, Unit, User
from thidua.org.privacy import deadlines, errors, rules
from thidua.org.privacy.models import index_data_request


@action("org.file_data_request")
def file_data_request(
    who: Actor, *, kind: str, content: str, contact: str, by: Actor, at: datetime
) -> DataRequest:
    """A person asks about data of his own; the terms run from today."""
    commune = Unit.objects.select_for_update().get(pk=who.commune_id)
    person = User.objects.get(pk=who.user_id or 0)
    facts = {"requester": person, "requester_name": person.full_name, "content": content, "contact": contact}
    return _file(commune, kind=kind, filed_on=timezone.localdate(at), at=at, **facts)


@action("org.record_data_request")
def record_data_request(
    commune: Unit,
    *,
    kind: str,
    requester_name: str,
    contact: str,
    content: str,
    filed_on: date,
    by: Actor,
    at: datetime,
) -> DataRequest:
    """A request that came on paper or by word of mouth, on `filed_on`, from which its terms run."""
    if filed_on > timezone.localdate(at):
        raise errors.FiledInTheFuture
    facts = {"requester_name": requester_name, "contact": contact, "content": content}
    return _file(commune, kind=kind, filed_on=filed_on, at=at, recorded_by_id=by.user_id, **facts)


@action("org.acknowledge_data_request", look=sights.DATA_REQUEST)
def acknowledge_data_request(
    request: DataRequest, *, by: Actor, at: datetime, seen: Sight | None = None
) -> DataRequest:
    """The person has been told that the request came and by when it will be answered."""
    _acknowledge(request, by=by, at=at)
    request.state = DataRequestState.ACKNOWLEDGED
    request.save()
    return request


@action("org.extend_data_request", look=sights.DATA_REQUEST)
def extend_data_request(
    request: DataRequest, *, reason: str, by: Actor, at: datetime, seen: Sight | None = None
) -> DataRequest:
    """Once, by as many days as the term itself, while it still runs; the person is to be told the reason."""
    if timezone.localdate(at) > request.due_on:
        raise errors.ExtendedTooLate
    term = rules.term(request.kind, request.filed_on)
    if term is None or not term.extension:
        raise errors.NothingToExtend
    request.due_on = deadlines.extended(request.due_on, term)
    request.extended_at, request.extension_reason = at, text.nfc(reason)
    request.save()
    audit.note(number=request.number, due_on=request.due_on)
    return request


@action("org.answer_data_request", look=sights.DATA_REQUEST)
def answer_data_request(
    request: DataRequest, *, answer: str, by: Actor, at: datetime, seen: Sight | None = None
) -> DataRequest:
    """What was asked has been done; `answer` says what, and which part stays by law."""
    return _close(request, DataRequestState.ANSWERED, answer, by=by, at=at)


@action("org.refuse_data_request", look=sights.DATA_REQUEST)
def refuse_data_request(
    request: DataRequest, *, answer: str, by: Actor, at: datetime, seen: Sight | None = None
) -> DataRequest:
    """It is not done; `answer` is the reason that the person is given."""
    return _close(request, DataRequestState.REFUSED, answer, by=by, at=at)


def _file(commune: Unit, *, kind: str, filed_on: date, at: datetime, **facts: object) -> DataRequest:
    """Call with the commune's row locked: numbers have no gaps."""
    first, then = rules.term(rules.ACKNOWLEDGE, filed_on), rules.term(kind, filed_on)
    if first is None or then is None:
        raise errors.NoTermYet
    days = deadlines.deadlines(filed_on, first, then)
    last = DataRequest.objects.in_commune(commune.pk).aggregate(last=Max("number"))["last"] or 0
    request = DataRequest(
        commune=commune,
        number=last + 1,
        kind=kind,
        filed_at=at,
        filed_on=filed_on,
        acknowledge_by=days.acknowledge_by,
        first_due_on=days.due_on,
        due_on=days.due_on,
        citation=days.citation,
        trust=days.trust,
        **facts,
    )
    index_data_request(request)
    request.save()
    audit.note(request=request.pk, number=request.number, kind=kind, due_on=request.due_on)
    return request


def _acknowledge(request: DataRequest, *, by: Actor, at: datetime) -> None:
    request.acknowledged_at, request.acknowledged_by_id = at, by.user_id
    audit.note(number=request.number)


def _close(
    request: DataRequest, state: DataRequestState, answer: str, *, by: Actor, at: datetime
) -> DataRequest:
    if request.acknowledged_at is None:  # who answers has heard
        _acknowledge(request, by=by, at=at)
    request.state, request.answer = state, answer.strip()
    request.closed_at, request.closed_by_id = at, by.user_id
    request.save()
    audit.note(number=request.number, kind=request.kind, is_late=timezone.localdate(at) > request.due_on)
    return request
