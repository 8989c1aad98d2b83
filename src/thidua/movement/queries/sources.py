"""The rows that one may see, and small looks at a plan that several deeds share."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import Max, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from thidua.core import formatting
from thidua.core.permissions import Actor
from thidua.documents.models import StoredFile
from thidua.indicator import library as shipped
from thidua.indicator.models import Indicator
from thidua.movement.enums import AmendmentState, Decision, ItemKind, MovementState
from thidua.movement.models import (
    Amendment,
    Assignment,
    Closing,
    Criterion,
    Movement,
    MovementQuerySet,
    Plan,
    PlanItem,
    PlanItemQuerySet,
    folded_title,
)
from thidua.movement.models.plans import UNDER_WAY

SHOWN_TO_ALL = (MovementState.LAUNCHED, MovementState.CLOSED)
MOST_READINGS = 20
MOST_LISTED = 200
MOST_DIGITS = 6
PREPARES = ("movement.read_plan", "movement.approve_plan")


def visible_movements(who: Actor) -> MovementQuerySet:
    """Movements of the commune: launched ones for everybody, drafts only for those who prepare or approve plans."""
    if not who.may("movement.view_movement"):
        return Movement.objects.none()
    movements = Movement.objects.in_commune(who.commune_id)
    if _prepares(who):
        return movements
    return movements.filter(state__in=SHOWN_TO_ALL)


def visible_items(who: Actor) -> PlanItemQuerySet:
    """Of plans that count or did; of drafts and amendments under way only for those who prepare or approve them."""
    shown = PlanItem.objects.filter(plan__movement__in=visible_movements(who))
    if not _prepares(who):
        shown = shown.filter(plan__edition__isnull=False)
    return shown.select_related("plan__movement__commune")


def visible_amendments(who: Actor) -> QuerySet[Amendment]:
    """Approved ones for everybody; others only for those who prepare or approve them."""
    shown = Amendment.objects.filter(movement__in=visible_movements(who))
    if not _prepares(who):
        shown = shown.filter(state=AmendmentState.APPROVED)
    return shown.select_related("movement__commune", "plan", "base", "file")


def _prepares(who: Actor) -> bool:
    return any(who.may(permission) for permission in PREPARES)


def visible_criteria(who: Actor) -> QuerySet[Criterion]:
    shown = Criterion.objects.filter(movement__in=visible_movements(who))
    return shown.select_related("movement", "item", "owner")


def visible_assignments(who: Actor) -> QuerySet[Assignment]:
    shown = Assignment.objects.filter(movement__in=visible_movements(who))
    return shown.select_related("movement", "indicator", "unit")


def movements_to_show(who: Actor) -> MovementQuerySet:
    """Visible movements with their end, as the hub tells it."""
    return visible_movements(who).select_related("closing")


def movements_listed(who: Actor) -> list[Movement]:
    """The newest visible movements with `number`, the one of the document that was read first ("" without)."""
    number = Subquery(
        Plan.objects.filter(movement=OuterRef("pk")).order_by("version").values("header__number")[:1]
    )
    found = visible_movements(who).annotate(number=number).order_by("-starts_on", "-pk")
    return told_apart(found[:MOST_LISTED])


def told_apart(movements: Iterable[Movement]) -> list[Movement]:
    """The same movements, each with a `label` that no other of them has: by first day, then by when it was entered."""
    listed = list(movements)
    for telling in (_first_day, _entered_at, _number):
        counts = Counter(movement.label for movement in listed)
        for movement in listed:
            if counts[movement.label] > 1:
                movement.apart = telling(movement)
    return listed


def _first_day(movement: Movement) -> str:
    return f"bắt đầu {formatting.day(movement.starts_on)}"


def _entered_at(movement: Movement) -> str:
    return f"{_first_day(movement)}, lập {formatting.moment(movement.created_at)}"


def _number(movement: Movement) -> str:
    return f"{_entered_at(movement)}, số {movement.pk}"


def earlier_readings(
    besides: Movement, *, header: Mapping[str, Any], text: str, file: StoredFile | None
) -> list[Plan]:
    """Plans of other movements of the commune that are this very document, the last read first: the same file or text,
    the same number of the same day, or the same title of the same day where the numbers do not tell them apart.
    """
    number, day = (str(header.get(name) or "") for name in ("number", "date"))
    title = folded_title(header)
    same = Q(text=text) if text else Q(pk__in=[])
    if file is not None:
        same |= Q(file=file)
    if _is_whole(number) and day:
        same |= Q(header__number=number, header__date=day)
    if title:
        same |= Q(folded_title=title, header__date=day)
    found = Plan.objects.filter(same, movement__commune_id=besides.commune_id, read_at__isnull=False)
    plans = (
        found.exclude(movement=besides)
        .select_related("movement")
        .defer("blocks")
        .order_by("-read_at", "-pk")[:MOST_READINGS]
    )
    return [
        plan
        for plan in plans
        if (file is not None and plan.file_id == file.pk)
        or plan.text == text
        or _may_be(number, str(plan.header.get("number") or ""))
    ]


def _may_be(number: str, other: str) -> bool:
    """Two numbers of one document: equal, or one of them still a blank to be filled in (“/KH-UBND”)."""
    return number == other or not (_is_whole(number) and _is_whole(other))


def _is_whole(number: str) -> bool:
    return number[:1].isdigit()


def earlier_closings(movement: Movement) -> list[Closing]:
    """Proposals that were declined and closings that were taken back, the last first."""
    found = movement.closings.exclude(pk=movement.closing_id or 0).select_related("decided_by", "reopened_by")
    return list(found.order_by("-pk")[:MOST_READINGS])


def current_plan(movement: Movement) -> Plan | None:
    """The plan that is worked on, with its file: the newest reading; after the launch that of the amendment under way, else
    the version adopted last. It comes with the movement it belongs to.
    """
    held = movement.plans.exclude(amendment__state=AmendmentState.ABANDONED)
    return _belonging(held.select_related("file").order_by("-version").first(), movement)


def plan_to_read(movement: Movement, *, on: date, edition: int | None = None) -> Plan | None:
    """After the launch the version in force on a day, or the one asked for; before it the newest reading."""
    if movement.launched_at is None:
        return current_plan(movement)
    held = movement.plans.select_related("file")
    held = held.holding(on) if edition is None else held.filter(edition=edition)
    return _belonging(held.first(), movement)


def edition_named(said: str) -> int | None:
    """ "2" of an address is that version of the plan, nothing is the one in force; 0, which there is not, for anything else."""
    if not said:
        return None
    return int(said) if said.isascii() and said.isdigit() and len(said) <= MOST_DIGITS else 0


def versions_shown(who: Actor, movement: Movement) -> tuple[list[Plan], Amendment | None]:
    """Versions that were in force or will be, the newest first; and, for those who prepare or approve, the amendment that is
    under way. None of both before the launch; one query after it.
    """
    if movement.launched_at is None:
        return [], None
    wanted = Q(edition__isnull=False)
    if _prepares(who):
        wanted |= Q(amendment__state__in=UNDER_WAY)
    found = movement.plans.filter(wanted).select_related("amendment__file").defer("text", "blocks")
    plans = [plan for plan in found.order_by("-version") if _belonging(plan, movement)]
    draft = next((plan.amendment for plan in plans if plan.edition is None), None)
    return [plan for plan in plans if plan.edition], draft


def editions_of(movement: Movement) -> list[Plan]:
    """Versions that were in force or will be, the newest first, each with the amendment that made it. One query."""
    found = movement.plans.adopted().select_related("amendment__file").defer("text", "blocks")
    return [plan for plan in found.order_by("-edition") if _belonging(plan, movement)]


def edition_on(movement: Movement, on: date) -> int:
    """The number of the version in force on a day; 1 where there is none yet."""
    return movement.plans.holding(on).values_list("edition", flat=True).first() or 1


def edition_held(movement: Movement, on: date) -> Combinable:
    """The same within a query."""
    held = movement.plans.holding(on).values("edition")[:1]
    return Coalesce(Subquery(held), Value(1))


def _belonging(plan: Plan | None, movement: Movement) -> Plan | None:
    if plan is not None:
        plan.movement = movement
    return plan


def pending_words(plan: Plan) -> str:
    """ "Còn 17 mục chưa quyết định: 11 chỉ tiêu, 6 lĩnh vực trọng tâm."; "" when nothing waits."""
    kinds = plan.items.filter(decision=Decision.PENDING).values_list("kind", flat=True).order_by("kind")
    counts = Counter(kinds)
    if not counts:
        return ""
    parts = [f"{counts[kind]} {ItemKind(kind).label.lower()}" for kind in ItemKind.values if counts.get(kind)]
    return f"Còn {counts.total()} mục chưa quyết định: {', '.join(parts)}."


def next_position(plan: Plan) -> int:
    highest: int | None = plan.items.aggregate(highest=Max("position"))["highest"]
    return 0 if highest is None else highest + 1


def indicator_codes(commune_id: int) -> frozenset[str]:
    return frozenset(Indicator.objects.usable_in(commune_id).values_list("code", flat=True))


def indicators_by_code(commune_id: int) -> dict[str, Indicator]:
    """Usable indicators; where the commune has its own under a shipped code, its own."""
    found = Indicator.objects.usable_in(commune_id).order_by("position", "code")
    return {one.code: one for one in sorted(found, key=lambda one: one.commune_id is not None)}


@lru_cache(maxsize=1)
def library() -> shipped.Library:
    return shipped.load()
