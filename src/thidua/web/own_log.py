"""What the book of deeds holds about a person: what was done to his account, his roles, and the reports and
tasks of his units, and what he did.

Shown to that person alone, so it names no other person but those who acted, as the pages do: of a deed on somebody else's
account he sees that he did it, not to whom or why.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from thidua.core import deeds
from thidua.core.models import AuditEvent
from thidua.core.permissions import Actor
from thidua.org.models import Membership
from thidua.reporting.models import Figure, Report
from thidua.tasks.enums import TaskState
from thidua.tasks.models import Task

KINDS = (
    ("tai-khoan", "Tài khoản và vai trò", ("org.",)),
    ("nhiem-vu", "Nhiệm vụ", ("tasks.",)),
    (
        "bao-cao",
        "Báo cáo và số liệu",
        ("reporting.", "documents.", "registers.", "outgoing.", "urging.", "composing."),
    ),
    ("ke-hoach", "Kế hoạch, đăng ký của đơn vị", ("pledging.",)),
    ("khac", "Việc khác", ("movement.", "indicator.", "notifications.", "web.")),
)
MINE, OTHERS = "toi", "nguoi-khac"
WHO = ((MINE, "Tôi làm"), (OTHERS, "Người khác làm"))
# Deeds on one person that name him in their notes, and deeds on many at once.
NAMING = ("org.create_person", "org.grant_membership", "org.end_membership")
ON_MANY = ("org.import_people", "org.issue_activation_links", "org.mail_activation_links")
# Things of which the label tells of no person: their names may be shown. Any other kind of thing is left unnamed.
IMPERSONAL = frozenset(
    {
        "Amendment",
        "Assignment",
        "Batch",
        "Bloc",
        "BlocMembership",
        "Criterion",
        "Definition",
        "Figure",
        "FormTemplate",
        "FormVersion",
        "Movement",
        "OneTimeLink",
        "Pact",
        "Part",
        "PeriodReport",
        "OutgoingPaper",
        "Period",
        "Plan",
        "PlanItem",
        "Promise",
        "Publication",
        "Registration",
        "Receiver",
        "Report",
        "Task",
        "Unit",
        "UnitPlan",
        "UrgingLetter",
        "YearlyReport",
    }
)


@dataclass(frozen=True, slots=True)
class Sought:
    """What the reader looks for; empty parts leave all in. Days are whole local days, both ends included."""

    kind: str = ""
    who: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A deed: what it is called, on what, by whom, when, why; `thing` and `reason` are empty where they are others' affair."""

    number: int
    at: datetime
    what: str
    thing: str
    who: str
    reason: str
    is_mine: bool


def events_about(who: Actor, sought: Sought) -> QuerySet[AuditEvent]:
    """The latest first. One query besides, for deeds on many people at once."""
    if who.user_id is None:
        return AuditEvent.objects.none()
    found = AuditEvent.objects.filter(_concerns(who), commune_id=who.commune_id)
    starts = next((starts for kind, _, starts in KINDS if kind == sought.kind), ())
    if starts:
        found = found.filter(_any(Q(action__startswith=start) for start in starts))
    mine = Q(actor_id=who.user_id)
    if sought.who == MINE:
        found = found.filter(mine)
    elif sought.who == OTHERS:
        found = found.filter(~mine | Q(actor_id=None))
    if sought.since:
        found = found.filter(at__gte=_morning_of(sought.since))
    if sought.until:
        found = found.filter(at__lt=_morning_of(sought.until + timedelta(days=1)))
    return found.order_by("-sequence")


def lines_of(who: Actor, events: Iterable[AuditEvent]) -> list[Line]:
    """Events as the person may read them. One query."""
    own = set(Membership.objects.filter(user=who.user_id).values_list("pk", flat=True))
    return [_line(who, event, own) for event in events]


def _concerns(who: Actor) -> Q:
    """Done by the person, to his account or roles, or to reports and tasks of the units in which he sits.

    Tasks are those that his units lead, help with or follow, and those that he answers for himself; no proposals, which
    are the affair of those who decide on them.
    """
    paths = [grant.unit_path for grant in who.grants if not grant.is_commune_wide]
    reports = Report.objects.in_commune(who.commune_id).of_units(paths)
    roles = Membership.objects.filter(user=who.user_id).values("pk")
    tasks = Task.objects.in_commune(who.commune_id).of_units(paths, user_id=who.user_id)
    tasks = tasks.exclude(state=TaskState.PROPOSED).order_by()
    return (
        Q(actor_id=who.user_id)
        | Q(object_type="User", object_id=who.user_id)
        | Q(object_type="Membership", object_id__in=roles)
        | Q(action__in=NAMING, detail__person=who.user_id)
        | Q(pk__in=_on_many(who))
        | Q(object_type="Report", object_id__in=reports.values("pk"))
        | Q(object_type="Task", object_id__in=tasks.values("pk"))
        | Q(object_type="Figure", object_id__in=Figure.objects.filter(report__in=reports).values("pk"))
    )


def _on_many(who: Actor) -> list[int]:
    """Deeds on many people, this one among them."""
    held = AuditEvent.objects.filter(commune_id=who.commune_id, action__in=ON_MANY)
    return [pk for pk, detail in held.values_list("pk", "detail") if who.user_id in _people_in(detail)]


def _people_in(detail: dict[str, list[object]]) -> set[object]:
    applied = [row.get("id") for row in detail.get("applied", []) if isinstance(row, dict)]
    return {*detail.get("people", []), *applied}


def _line(who: Actor, event: AuditEvent, own: set[int]) -> Line:
    is_mine = event.actor_id == who.user_id
    is_own = _is_own(who, event, own)
    is_open = is_own or event.object_type in IMPERSONAL
    return Line(
        number=event.sequence,
        at=event.at,
        what=deeds.said(event.action),
        thing=_thing(event, is_own=is_own) if is_open else "",
        who="Tôi" if is_mine else ", ".join(filter(None, (event.actor_name, event.unit_name))),
        reason=event.reason if is_open else "",
        is_mine=is_mine,
    )


def _is_own(who: Actor, event: AuditEvent, own: set[int]) -> bool:
    """On his account or one of his roles, alone."""
    if event.object_type == "User":
        return event.object_id == who.user_id
    if event.object_type == "Membership":
        return event.object_id in own
    return event.action in NAMING and event.detail.get("person") == who.user_id


def _thing(event: AuditEvent, *, is_own: bool) -> str:
    return "Tài khoản, vai trò của tôi" if is_own else event.object_label


def _any(parts: Iterable[Q]) -> Q:
    found = Q(pk__in=[])
    for part in parts:
        found |= part
    return found


def _morning_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
