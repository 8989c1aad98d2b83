"""Role × deed × state: what is open, refused with a sentence, or hidden."""

from dataclasses import replace

import pytest

from tests.factories.movement import (
    AmendmentFactory,
    AssignmentFactory,
    ClosingFactory,
    CriterionFactory,
    MovementFactory,
    PlanItemFactory,
)
from tests.movement import ward as wards
from thidua.core import permissions
from thidua.core.permissions import Actor
from thidua.movement import queries
from thidua.movement.enums import MovementState
from thidua.movement.models import Movement, PlanItem

pytestmark = pytest.mark.django_db

DRAFTED = {MovementState.DRAFT, MovementState.RETURNED}
EVERY = set(MovementState)
WAITS = {MovementState.SUBMITTED}
# deed: (roles that hold it, states in which it is open, what it acts on)
DEEDS: dict[str, tuple[set[str], set[MovementState], str]] = {
    "change_movement": ({"standing_body"}, DRAFTED, "movement"),
    "read_plan": ({"standing_body"}, DRAFTED, "movement"),
    "confirm_item": ({"standing_body"}, DRAFTED, "item"),
    "confirm_items": ({"standing_body"}, DRAFTED, "plan"),
    "change_item": ({"standing_body"}, DRAFTED, "item"),
    "drop_item": ({"standing_body"}, DRAFTED, "item"),
    "add_item": ({"standing_body"}, DRAFTED, "plan"),
    "restore_item": ({"standing_body"}, DRAFTED, "item"),
    "settle_open_point": ({"standing_body"}, DRAFTED, "item"),
    "cover_item": ({"standing_body"}, DRAFTED, "item"),
    "submit_plan": ({"standing_body"}, DRAFTED, "movement"),
    "recall_plan": ({"standing_body"}, WAITS, "movement"),
    "approve_plan": ({"leader"}, WAITS, "movement"),
    "return_plan": ({"leader"}, WAITS | {MovementState.APPROVED}, "movement"),
    "launch_movement": ({"leader"}, {MovementState.APPROVED}, "movement"),
    "assign_indicator": ({"standing_body"}, {MovementState.LAUNCHED}, "movement"),
    "end_assignment": ({"standing_body"}, {MovementState.LAUNCHED}, "assignment"),
    "cover_criterion": ({"standing_body"}, {MovementState.LAUNCHED}, "criterion"),
    "open_amendment": ({"standing_body"}, {MovementState.LAUNCHED}, "movement"),
    "change_amendment": ({"standing_body"}, {MovementState.LAUNCHED}, "amendment"),
    "submit_amendment": ({"standing_body"}, {MovementState.LAUNCHED}, "amendment"),
    "abandon_amendment": ({"standing_body"}, {MovementState.LAUNCHED}, "amendment"),
    "recall_amendment": ({"standing_body"}, {MovementState.LAUNCHED}, "amendment submitted"),
    "approve_amendment": ({"leader"}, {MovementState.LAUNCHED}, "amendment submitted"),
    "return_amendment": ({"leader"}, {MovementState.LAUNCHED}, "amendment submitted"),
    "propose_closing": ({"standing_body"}, {MovementState.LAUNCHED}, "movement"),
    "close_movement": ({"leader"}, {MovementState.LAUNCHED}, "movement"),
    "decline_closing": ({"leader"}, {MovementState.LAUNCHED}, "proposed"),
    "reopen_movement": ({"leader"}, {MovementState.CLOSED}, "movement"),
}
ROLES = ("administrator", "standing_body", "leader", "council_member", "unit_head", "reporter", "overseer")


def things(movement: Movement) -> dict[str, permissions.Scoped]:
    item = PlanItemFactory(plan__movement=movement, is_counting=True)
    return {
        "movement": movement,
        "proposed": ClosingFactory(movement__commune=movement.commune).movement,
        "plan": item.plan,
        "item": item,
        "criterion": CriterionFactory(item=PlanItemFactory(plan=item.plan, is_counting=True)),
        "assignment": AssignmentFactory(movement=movement),
        "amendment": AmendmentFactory(movement__commune=movement.commune),
        "amendment submitted": AmendmentFactory(movement__commune=movement.commune, is_submitted=True),
    }


def set_state(found: dict[str, permissions.Scoped], state: MovementState) -> None:
    for thing in found.values():
        movement = permissions_movement(thing)
        movement.state = state


def permissions_movement(thing: permissions.Scoped) -> Movement:
    if isinstance(thing, PlanItem):
        return thing.plan.movement
    return thing if isinstance(thing, Movement) else thing.movement  # type: ignore[attr-defined,no-any-return]


def outcome(who: Actor, deed: str, thing: permissions.Scoped) -> str:
    refused = permissions.refusal(who, f"movement.{deed}", thing)
    if refused is None:
        return "open"
    return "hidden" if refused.hidden else "refused"


def test_every_role_deed_and_state() -> None:
    ward = wards.found_ward()
    found = things(MovementFactory(commune=ward.root))
    wrong = []
    for state in EVERY:
        set_state(found, state)
        for role in ROLES:
            who = ward.actor(role)
            for deed, (holders, states, kind) in DEEDS.items():
                wanted = "open" if role in holders and state in states else "refused"
                if outcome(who, deed, found[kind]) != wanted:
                    wrong.append((state, role, deed))
    assert wrong == []


def test_deeds_of_another_commune_are_hidden() -> None:
    here, there = wards.found_ward("o-day"), wards.found_ward("noi-khac")
    found = things(MovementFactory(commune=there.root))
    seen = {
        outcome(here.actor(role), deed, found[kind]) for role in ROLES for deed, (_, _, kind) in DEEDS.items()
    }
    assert seen == {"hidden"}


def test_a_stranger_without_roles_may_nothing() -> None:
    ward = wards.found_ward()
    found = things(MovementFactory(commune=ward.root))
    stranger = replace(ward.planner, grants=())
    assert {outcome(stranger, deed, found[kind]) for deed, (_, _, kind) in DEEDS.items()} == {"refused"}
    assert list(queries.visible_movements(stranger)) == []


def test_the_table_names_every_deed() -> None:
    others = {"view_movement", "create_movement", "create_from_plan"}
    named = {name.partition(".")[2] for name in permissions.registry if name.startswith("movement.")}
    assert named - others == set(DEEDS)


@pytest.mark.parametrize("role", ROLES)
def test_only_the_standing_body_begins_a_movement(role: str) -> None:
    ward = wards.found_ward()
    who = ward.actor(role)
    wanted = "open" if role == "standing_body" else "refused"
    assert (outcome(who, "create_movement", ward.root), outcome(who, "create_from_plan", who)) == (
        wanted,
        wanted,
    )


@pytest.mark.parametrize("role", ROLES)
def test_drafts_are_seen_by_those_who_prepare_and_approve(role: str) -> None:
    ward = wards.found_ward()
    draft = MovementFactory(commune=ward.root, short_title="nháp")
    running = MovementFactory(commune=ward.root, is_running=True, short_title="chạy")
    MovementFactory(is_running=True)
    PlanItemFactory(plan__movement=draft)
    seen = {movement.pk for movement in queries.visible_movements(ward.actor(role))}
    prepares = role in {"standing_body", "leader"}
    assert seen == ({draft.pk, running.pk} if prepares else {running.pk})
    assert queries.visible_items(ward.actor(role)).count() == int(prepares)


def test_rows_of_a_movement_follow_its_visibility() -> None:
    ward, other = wards.found_ward(), wards.found_ward("noi-khac")
    movement = MovementFactory(commune=ward.root, is_running=True)
    AssignmentFactory(movement=movement)
    CriterionFactory(item__plan__movement=movement)
    counts = [
        (queries.visible_assignments(who).count(), queries.visible_criteria(who).count())
        for who in (ward.actor("reporter"), other.actor("standing_body"))
    ]
    assert counts == [(1, 1), (0, 0)]


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (MovementState.SUBMITTED, "Xin rút lại trước khi sửa."),
        (MovementState.APPROVED, "đã được duyệt"),
        (MovementState.LAUNCHED, "đã phát động"),
        (MovementState.CLOSED, "đã kết thúc"),
    ],
)
def test_a_locked_plan_says_why(state: MovementState, words: str) -> None:
    ward = wards.found_ward()
    movement = MovementFactory(commune=ward.root, is_running=True)
    movement.state = state
    refused = permissions.refusal(ward.planner, "movement.confirm_item", movement)
    assert refused is not None
    assert words in str(refused)
