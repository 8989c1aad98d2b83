"""Reports are composed, take new figures, get their charts, are given up, are composed anew beside one that was issued."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils import timezone

from thidua.composing import errors, picturing, queries, sights, suggesting
from thidua.composing.actions.parts import set_words
from thidua.composing.enums import PartKey, ReportState, TextOrigin
from thidua.composing.facts import Facts, rows_of
from thidua.composing.models import Part, PeriodReport, index_report
from thidua.composing.spans import Time
from thidua.core import audit, text
from thidua.core.actions import action
from thidua.core.permissions import Actor
from thidua.core.sight import Sight
from thidua.movement.models import Movement


@action("composing.draft_report")
def draft_report(movement: Movement, *, key: str, by: Actor, at: datetime) -> PeriodReport:
    """Compose the report of a time from approved figures; every part begins with the words that its figures suggest."""
    time = queries.time_named(movement, key, on=timezone.localdate(at))
    if time is None:
        raise errors.NoSuchTime
    same = movement.period_reports.filter(key=key)
    if same.filter(state=ReportState.DRAFT).exists():
        raise errors.DraftWaits(time.label)
    if same.filter(state=ReportState.ISSUED).exists():
        raise errors.NotInForce(time.label)
    return _compose(movement, time, by=by, at=at)


@action("composing.replace_report", look=sights.REPORT)
def replace_report(
    report: PeriodReport, *, reason: str, by: Actor, at: datetime, seen: Sight | None = None
) -> PeriodReport:
    """A new draft with today's figures beside an issued report, beginning with its words; the old one stays as it was."""
    said = text.nfc(reason).strip()
    if not said:
        raise errors.ReasonMissing
    time = queries.time_named(report.movement, report.key, on=timezone.localdate(at))
    if time is None:
        raise errors.NoSuchTime
    if report.movement.period_reports.filter(key=report.key, state=ReportState.DRAFT).exists():
        raise errors.DraftWaits(report.label)
    words = {one.key: one.text for one in report.parts.all() if not one.follows}
    made = _compose(report.movement, time, by=by, at=at, replaces=report, reason=said, words=words)
    audit.note(report=made.pk, number=made.number)
    return made


def _compose(
    movement: Movement,
    time: Time,
    *,
    by: Actor,
    at: datetime,
    replaces: PeriodReport | None = None,
    reason: str = "",
    words: Mapping[str, str] | None = None,
) -> PeriodReport:
    facts = queries.facts_of(movement, time, at=at)
    last = movement.period_reports.filter(key=time.key).order_by("-number").first()
    report = PeriodReport(
        movement=movement,
        kind=time.kind,
        key=time.key,
        number=last.number + 1 if last else 1,
        label=time.label,
        starts_on=time.starts_on,
        ends_on=time.ends_on,
        facts=facts.to_json(),
        charts=list(replaces.charts) if replaces else picturing.first_choice(facts),
        composed_at=at,
        composed_by_id=by.user_id,
        gathered_at=at,
        replaces=replaces,
        reason=reason,
    )
    index_report(report)
    report.save(force_insert=True)
    _begin(report, facts, words or {}, by=by, at=at)
    audit.note(key=time.key, number=report.number, figures=len(facts.measures))
    return report


def _begin(report: PeriodReport, facts: Facts, words: Mapping[str, str], *, by: Actor, at: datetime) -> None:
    for position, key in enumerate(PartKey.values, start=1):
        part = Part(report=report, key=key, position=position, changed_at=at)
        carried = words.get(key)
        origin = TextOrigin.SUGGESTED if carried is None else TextOrigin.CARRIED
        said = suggesting.text_for(key, facts) if carried is None else carried
        set_words(part, said, origin, facts, by=by, at=at)


@action("composing.refresh_report", look=sights.REPORT)
def refresh_report(
    report: PeriodReport, *, by: Actor, at: datetime, seen: Sight | None = None
) -> PeriodReport:
    """Take the figures as they stand now. Suggestions that nobody touched go with them; words of people stay."""
    facts = queries.facts_now(report, at=at)
    if facts is None:
        raise errors.NoSuchTime
    report.facts, report.gathered_at = facts.to_json(), at
    report.save(update_fields=["facts", "gathered_at"])
    followed = 0
    for part in report.parts.all():
        said = suggesting.text_for(part.key, facts)
        if part.follows and said != part.text:
            set_words(part, said, TextOrigin.SUGGESTED, facts, by=by, at=at)
            followed += 1
        elif part.follows:
            part.basis = dict(rows_of(part.key, facts))
            part.save(update_fields=["basis"])
    audit.note(parts=followed)
    return report


@action("composing.choose_charts", look=sights.REPORT)
def choose_charts(
    report: PeriodReport, *, charts: Sequence[str], by: Actor, at: datetime, seen: Sight | None = None
) -> PeriodReport:
    """Which charts go in, in this order."""
    possible = {one.key for one in picturing.possible(report.told)}
    if not set(charts) <= possible:
        raise errors.UnknownChart
    before, report.charts = report.charts, list(dict.fromkeys(charts))
    report.save(update_fields=["charts"])
    audit.note(before=before, after=report.charts)
    return report


@action("composing.discard_report", look=sights.REPORT)
def discard_report(
    report: PeriodReport, *, reason: str, by: Actor, at: datetime, seen: Sight | None = None
) -> PeriodReport:
    """A draft that is not going to be issued; it stays to be read."""
    return close(report, ReportState.DISCARDED, reason, by=by, at=at)


def close(report: PeriodReport, state: ReportState, reason: str, *, by: Actor, at: datetime) -> PeriodReport:
    said = text.nfc(reason).strip()
    if not said:
        raise errors.ReasonMissing
    report.state, report.close_reason = state, said
    report.closed_at, report.closed_by_id = at, by.user_id
    report.save(update_fields=["state", "close_reason", "closed_at", "closed_by"])
    return report
