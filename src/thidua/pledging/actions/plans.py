"""Deeds on a unit's plan: begin it, write it, send it, take it back, accept it or return single lines of it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils import timezone

from thidua.core import audit, text
from thidua.core.actions import action
from thidua.core.permissions import Actor
from thidua.core.sight import Sight
from thidua.movement.models import Movement, Plan
from thidua.org.models import Unit
from thidua.pledging import announcements, errors, facts, queries, sights, tasking, ways
from thidua.pledging.enums import PlanState, PromiseKind, Verdict, Way
from thidua.pledging.models import OneTimeLink, Promise, Submission, UnitPlan
from thidua.pledging.queries import words


@action("pledging.begin_plan", lock=False)
def begin_plan(unit: Unit, *, movement: Movement, by: Actor, at: datetime) -> UnitPlan:
    """The unit's plan with one line for all that the commune's plan offers it; the one that is there, where there is one."""
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)  # two who begin at once begin the same
    known = UnitPlan.objects.filter(movement=movement, unit=unit).first()
    if known is not None:
        return known
    on = timezone.localdate(at)
    held = _in_force(movement, at=at)
    offer = queries.offer_to(unit, held, on=on)
    if not offer.items:
        raise errors.NothingOffered
    plan = UnitPlan.objects.create(
        movement=movement, unit=unit, against=held, begun_at=at, begun_by_id=by.user_id
    )
    Promise.objects.bulk_create(_fresh_lines(plan, offer))
    audit.note(plan=plan.pk, movement=movement.short_title, edition=held.edition)
    return plan


@action("pledging.write_plan", look=sights.PLAN)
def write_plan(
    plan: UnitPlan,
    *,
    general: facts.General | None,
    contents: Mapping[int, facts.Choice],
    targets: Mapping[int, facts.Aim],
    tasks: Sequence[facts.Work] | None = None,
    by: Actor,
    at: datetime,
    seen: Sight | None = None,
) -> UnitPlan:
    """Put down what was filled in, finished or not. Keys are ids of promises; only open lines may be named.

    `tasks` are all open tasks of the short form: what is not among them goes.
    """
    lines = {one.pk: one for one in queries.promises_of(plan)}
    for pk, choice in contents.items():
        line = _open_line(lines, pk, PromiseKind.CONTENT)
        line.applies, line.reason = choice.applies, "" if choice.applies else text.nfc(choice.reason)
    for pk, aim in targets.items():
        line = _open_line(lines, pk, PromiseKind.TARGET)
        line.applies, line.value, line.reason = aim.applies, aim.value, text.nfc(aim.reason)
    Promise.objects.bulk_update([lines[pk] for pk in (*contents, *targets)], ["applies", "value", "reason"])
    if general is not None:
        _put_general(plan, general)
    if tasks is not None:
        _put_tasks(plan, lines, tasks)
    audit.note(contents=len(contents), targets=len(targets))
    return plan


@action("pledging.add_promise", look=sights.PLAN)
def add_promise(
    plan: UnitPlan, *, work: facts.Work, by: Actor, at: datetime, seen: Sight | None = None
) -> Promise:
    """One more task of the unit's own; after a return only where the standing body said that something lacks."""
    if not plan.is_general_open:
        raise errors.GeneralClosed
    promise = _put_work(Promise(plan=plan, kind=PromiseKind.TASK, position=_next_position(plan)), work)
    promise.save()
    audit.note(promise=promise.pk, text=promise.text)
    return promise


@action("pledging.change_promise", look=sights.PROMISE)
def change_promise(
    promise: Promise, *, work: facts.Work, by: Actor, at: datetime, seen: Sight | None = None
) -> Promise:
    """Other words for a task of the unit's own that is still open."""
    audit.note(before=[promise.text, promise.product, promise.officer, promise.due_words, promise.due_on])
    _put_work(promise, work)
    promise.save()
    return promise


@action("pledging.drop_promise", look=sights.PROMISE)
def drop_promise(promise: Promise, *, by: Actor, at: datetime, seen: Sight | None = None) -> UnitPlan:
    """A task that the unit will not do after all; what was sent with it stays in the submissions."""
    plan = promise.plan
    audit.note(text=promise.text)
    Promise.objects.filter(pk=promise.pk).delete()
    return plan


@action("pledging.submit_plan", look=sights.PLAN)
def submit_plan(
    plan: UnitPlan,
    *,
    by: Actor,
    at: datetime,
    sender: str = "",
    link: OneTimeLink | None = None,
    seen: Sight | None = None,
) -> Submission:
    """Send the plan to the standing body. Nothing that lacks gets through; each sending is kept word for word.

    `sender` is whose name stands under it: by default who sends it. By a link the record names who made the link.
    """
    promises = queries.promises_of(plan)
    if queries.is_older(plan, on=timezone.localdate(at)):
        raise errors.PlanOfOlderEdition
    lacks = words.lacks_of(plan, promises)
    if lacks:
        raise errors.PlanIncomplete(lacks)
    way = Way.LINK if link is not None else ways.way_of(by, plan.unit)
    plan.promises.filter(verdict=Verdict.RETURNED).update(verdict=Verdict.PENDING)
    if plan.general_verdict == Verdict.RETURNED:
        plan.general_verdict = Verdict.PENDING
    plan.state, plan.version, plan.submitted_at = PlanState.SUBMITTED, plan.version + 1, at
    plan.decided_at, plan.decided_by = None, None
    plan.save()
    sent = Submission.objects.create(
        plan=plan,
        number=plan.version,
        edition=plan.against.edition or 1,
        facts=words.snapshot_of(plan, promises),
        way=way,
        sender=text.nfc(sender) or by.name,
        sent_at=at,
        sent_by_id=by.user_id,
        vouched_by_id=link.issued_by_id if link is not None else None,
    )
    audit.note(version=plan.version, way=way, is_on_behalf=way == Way.BEHALF)
    announcements.plan_submitted(plan, at=at)
    return sent


@action("pledging.recall_plan", look=sights.PLAN)
def recall_plan(plan: UnitPlan, *, by: Actor, at: datetime, seen: Sight | None = None) -> UnitPlan:
    """Take the plan back while nobody has decided on it; what was sent stays among the submissions."""
    plan.submissions.filter(number=plan.version).update(recalled_at=at)
    plan.state = PlanState.DRAFT
    plan.save(update_fields=["state"])
    audit.note(version=plan.version)
    return plan


@action("pledging.accept_plan", look=sights.PLAN)
def accept_plan(plan: UnitPlan, *, by: Actor, at: datetime, seen: Sight | None = None) -> UnitPlan:
    """The whole plan holds: each of its tasks becomes one that is followed."""
    if queries.is_older(plan, on=timezone.localdate(at)):
        raise errors.PlanOfOlderEdition(
            "Kế hoạch này lập theo bản cũ của phong trào: xin trả lại để đơn vị cập nhật."
        )
    plan.promises.update(verdict=Verdict.ACCEPTED, note="")
    plan.general_verdict, plan.remark = Verdict.ACCEPTED, ""
    _decide(plan, PlanState.ACCEPTED, by=by, at=at)
    made = tasking.make_tasks(plan, by=by, at=at)
    audit.note(version=plan.version, tasks=made)
    announcements.plan_accepted(plan, at=at)
    return plan


@action("pledging.return_plan", look=sights.PLAN)
def return_plan(
    plan: UnitPlan,
    *,
    reasons: Mapping[int, str],
    remark: str,
    by: Actor,
    at: datetime,
    seen: Sight | None = None,
) -> UnitPlan:
    """Return single lines, each with its reason (id of the promise → reason); the others are accepted and closed.

    A `remark` on the whole opens the general facts and lets the unit add tasks.
    """
    told = {pk: text.nfc(reason) for pk, reason in reasons.items() if text.nfc(reason)}
    lines = {one.pk: one for one in queries.promises_of(plan)}
    if set(told) - set(lines):
        raise errors.UnknownLine
    if not told and not text.nfc(remark):
        raise errors.NothingToReturn
    for pk, line in lines.items():
        line.verdict, line.note = Verdict.RETURNED if pk in told else Verdict.ACCEPTED, told.get(pk, "")
    Promise.objects.bulk_update(lines.values(), ["verdict", "note"])
    plan.remark = text.nfc(remark)
    plan.general_verdict = Verdict.RETURNED if plan.remark else Verdict.ACCEPTED
    verdicts = [[lines[pk].title, reason] for pk, reason in told.items()]
    _decide(plan, PlanState.RETURNED, by=by, at=at, verdicts=verdicts)
    audit.note(version=plan.version, lines=[title for title, _ in verdicts])
    announcements.plan_returned(plan, len(told), at=at)
    return plan


@action("pledging.revise_plan", look=sights.PLAN)
def revise_plan(
    plan: UnitPlan, *, reason: str, by: Actor, at: datetime, seen: Sight | None = None
) -> UnitPlan:
    """Open an accepted plan anew, or bring one to the version of the commune's plan that is in force by now.

    Lines that read as before stay accepted where the commune's plan was amended; without an amendment all may be changed.
    Tasks that are already followed stay as they are.
    """
    held = _in_force(plan.movement, at=at)
    is_older = held.pk != plan.against_id
    if not is_older and plan.state != PlanState.ACCEPTED:
        raise errors.NothingToRevise
    if not text.nfc(reason):
        raise errors.ReasonMissing
    if is_older:
        _bring_to(plan, held, at=at)
    else:
        plan.promises.filter(task_id__isnull=True).update(verdict=Verdict.PENDING)
    audit.note(edition=held.edition, before=plan.against.edition)
    plan.against, plan.state = held, PlanState.DRAFT
    plan.general_verdict, plan.remark = Verdict.PENDING, ""
    plan.save()
    return plan


@action("pledging.remind_missing", lock=False)
def remind_missing(movement: Movement, *, words: str, by: Actor, at: datetime) -> int:
    """Tell heads and reporters of every unit whose next step it is; returns how many units have somebody to tell."""
    if not text.nfc(words):
        raise errors.TextMissing
    owing = queries.board_of(movement, on=timezone.localdate(at)).owing
    if not owing:
        raise errors.NobodyMissing
    announcements.plans_missed(movement, [row.unit for row in owing], words=words.strip(), at=at)
    audit.note(units=[row.unit.name for row in owing])
    return sum(row.has_people for row in owing)


def _in_force(movement: Movement, *, at: datetime) -> Plan:
    held = queries.plan_in_force(movement, on=timezone.localdate(at))
    if held is None or movement.state != "launched":
        raise errors.MovementNotRunning
    return held


def _fresh_lines(plan: UnitPlan, offer: queries.Offer) -> list[Promise]:
    """A union takes nothing on until it says so; for all others everything holds unless they say why not."""
    lines = [
        Promise(plan=plan, kind=PromiseKind.CONTENT, position=place, item=item, applies=not plan.chooses)
        for place, item in enumerate(offer.items)
    ]
    return lines + [
        Promise(plan=plan, kind=PromiseKind.TARGET, position=place, line=line, value=line.value)
        for place, line in enumerate(offer.lines)
    ]


def _bring_to(plan: UnitPlan, held: Plan, *, at: datetime) -> None:
    """The lines of the version in force: what the unit said of the same thing is carried over, the rest is new or goes."""
    offer = queries.offer_to(plan.unit, held, on=timezone.localdate(at))
    old = {one.item_id or one.line.item_id: one for one in _answers(plan)}  # type: ignore[union-attr]
    lines = [one.item for one in offer.lines]
    came_from = queries.older_selves([*offer.items, *lines], set(old))
    kept = set()
    for fresh in _fresh_lines(plan, offer):
        item = fresh.item or fresh.line.item  # type: ignore[union-attr]
        before = old.get(came_from.get(item.pk, 0))
        if before is None or before.kind != fresh.kind:
            fresh.save()
            continue
        kept.add(before.pk)
        _carry(before, fresh)
    for one in old.values():
        if one.pk not in kept:
            one.delete()
    plan.promises.filter(kind=PromiseKind.TASK, task_id__isnull=True).update(
        item=None, verdict=Verdict.PENDING
    )


def _answers(plan: UnitPlan) -> list[Promise]:
    rows = plan.promises.exclude(kind=PromiseKind.TASK)
    return list(rows.select_related("item", "line__item", "line__indicator"))


def _carry(before: Promise, fresh: Promise) -> None:
    """The unit's answer, now to the newer words; what reads otherwise than before is open again."""
    same = before.title == fresh.title and (
        before.line is None
        or fresh.line is None
        or (before.line.value, before.line.comparator) == (fresh.line.value, fresh.line.comparator)
    )
    if not same:
        before.verdict = Verdict.PENDING
    before.item, before.line, before.position = fresh.item, fresh.line, fresh.position
    before.save()


def _open_line(lines: Mapping[int, Promise], pk: int, kind: PromiseKind) -> Promise:
    line = lines.get(pk)
    if line is None or line.kind != kind:
        raise errors.UnknownLine
    if line.verdict == Verdict.ACCEPTED:
        raise errors.LineClosed
    return line


def _put_general(plan: UnitPlan, general: facts.General) -> None:
    if not plan.is_general_open:
        raise errors.GeneralClosed
    plan.head, plan.officer = text.nfc(general.head), text.nfc(general.officer)
    plan.document_number, plan.document_on = text.nfc(general.document_number), general.document_on
    plan.file = general.file or plan.file
    plan.save(update_fields=["head", "officer", "document_number", "document_on", "file"])


def _put_tasks(plan: UnitPlan, lines: Mapping[int, Promise], tasks: Sequence[facts.Work]) -> None:
    mine = {one.pk: one for one in lines.values() if one.kind == PromiseKind.TASK}
    named = {one.promise_id for one in tasks if one.promise_id}
    gone = [pk for pk, one in mine.items() if one.verdict != Verdict.ACCEPTED and pk not in named]
    Promise.objects.filter(pk__in=gone).delete()
    for place, work in enumerate(tasks):
        if work.promise_id:
            _put_work(_open_line(lines, work.promise_id, PromiseKind.TASK), work).save()
        elif not plan.is_general_open:
            raise errors.GeneralClosed
        else:
            _put_work(
                Promise(plan=plan, kind=PromiseKind.TASK, position=_next_position(plan) + place), work
            ).save()


def _put_work(promise: Promise, work: facts.Work) -> Promise:
    if work.due_on < timezone.localdate(promise.plan.begun_at):
        raise errors.DueInThePast
    promise.text, promise.product = text.nfc(work.text), text.nfc(work.product)
    promise.officer = text.nfc(work.officer) or promise.plan.officer
    promise.due_words, promise.due_on = text.nfc(work.due_words), work.due_on
    promise.item_id = work.item_id
    return promise


def _next_position(plan: UnitPlan) -> int:
    return plan.promises.filter(kind=PromiseKind.TASK).count()


def _decide(
    plan: UnitPlan,
    state: PlanState,
    *,
    by: Actor,
    at: datetime,
    verdicts: Sequence[Sequence[str]] = (),
) -> None:
    plan.state, plan.decided_at, plan.decided_by_id = state, at, by.user_id
    plan.save()
    plan.submissions.filter(number=plan.version).update(
        decided_at=at,
        decided_by_id=by.user_id,
        is_accepted=state == PlanState.ACCEPTED,
        remark=plan.remark,
        verdicts=list(verdicts),
    )
