"""Blocs: who belongs to one from when, one of a kind at a time, who leads it."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from tests.clock import local
from tests.factories import org as make_org
from tests.factories import pledging as make
from thidua.core.errors import Refused
from thidua.core.sight import Overtaken
from thidua.pledging import actions, errors, queries, sights
from thidua.pledging.enums import BlocKind
from thidua.pledging.models import Bloc, BlocMembership

pytestmark = pytest.mark.django_db
AT = local(2026, 6, 1)
ON = date(2026, 6, 1)


@pytest.fixture
def ward() -> Any:
    return make_org.CommuneFactory().unit


@pytest.fixture
def officer(ward: Any) -> Any:
    return make_org.actor("standing_body", ward)


def bloc_in(ward: Any, **more: Any) -> Bloc:
    bloc: Bloc = make.BlocFactory(commune=ward, **more)
    return bloc


def member(bloc: Bloc, **more: Any) -> BlocMembership:
    found: BlocMembership = make.BlocMembershipFactory(bloc=bloc, **more)
    return found


def test_create_bloc_makes_an_empty_one(ward: Any, officer: Any) -> None:
    bloc = actions.create_bloc(officer, kind="block", name=" Khối trường học ", rules="", by=officer, at=AT)
    assert (bloc.name, bloc.kind, bloc.commune, bloc.memberships.count()) == (
        "Khối trường học",
        BlocKind.BLOCK,
        ward,
        0,
    )


def test_a_name_is_given_once_in_a_commune(ward: Any, officer: Any) -> None:
    bloc_in(ward, name="Cụm 1")
    bloc_in(make_org.CommuneFactory().unit, name="Cụm 2")
    with pytest.raises(errors.BlocNameTaken):
        actions.create_bloc(officer, kind="cluster", name="Cụm 1", rules="", by=officer, at=AT)
    assert actions.create_bloc(officer, kind="cluster", name="Cụm 2", rules="", by=officer, at=AT).pk


def test_change_bloc_after_somebody_else_did_says_what_differs(ward: Any, officer: Any) -> None:
    bloc = bloc_in(ward, name="Cụm 1")
    seen = sights.BLOC.of(bloc, at=AT)
    actions.change_bloc(bloc, name="Cụm A", rules="", by=officer, at=AT)
    with pytest.raises(Overtaken) as clash:
        actions.change_bloc(bloc, name="Cụm B", rules="", seen=seen, by=officer, at=AT)
    assert [(line.then, line.now) for line in clash.value.compared] == [("Cụm 1", "Cụm A")]


def test_add_members_takes_all_or_none(ward: Any, officer: Any) -> None:
    taken = member(bloc_in(ward, name="Cụm 1")).unit
    free, bloc = make_org.UnitFactory(parent=ward), bloc_in(ward)
    with pytest.raises(errors.AlreadyInABloc) as refused:
        actions.add_members(bloc, units=[free, taken], valid_from=ON, by=officer, at=AT)
    assert "Cụm 1" in str(refused.value)
    assert bloc.memberships.count() == 0


def test_add_members_needs_somebody(ward: Any, officer: Any) -> None:
    with pytest.raises(errors.NobodyChosen):
        actions.add_members(bloc_in(ward), units=[], valid_from=ON, by=officer, at=AT)


def test_a_unit_of_another_commune_is_not_taken_in(ward: Any, officer: Any) -> None:
    assert (
        actions.add_members(bloc_in(ward), units=[make_org.UnitFactory()], valid_from=ON, by=officer, at=AT)
        == []
    )


def test_a_unit_may_be_in_a_cluster_and_in_a_block(ward: Any, officer: Any) -> None:
    unit = member(bloc_in(ward)).unit
    khoi = bloc_in(ward, kind=BlocKind.BLOCK, name="Khối 1")
    actions.add_members(khoi, units=[unit], valid_from=ON, by=officer, at=AT)
    assert queries.bloc_of(unit, on=ON).kind == BlocKind.CLUSTER  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("joins", "is_free"),
    [
        (date(2026, 3, 31), False),  # the last day in the other bloc
        (date(2026, 4, 1), True),
        (date(2025, 12, 31), False),  # before: it would run into the other without an end
    ],
)
def test_days_in_two_blocs_of_a_kind_never_overlap(
    ward: Any, officer: Any, joins: date, is_free: bool
) -> None:
    unit = make_org.UnitFactory(parent=ward)
    member(bloc_in(ward), unit=unit, valid_to=date(2026, 3, 31), end_reason="Chia lại cụm")
    bloc = bloc_in(ward)
    if is_free:
        actions.add_members(bloc, units=[unit], valid_from=joins, by=officer, at=AT)
    else:
        with pytest.raises(errors.AlreadyInABloc):
            actions.add_members(bloc, units=[unit], valid_from=joins, by=officer, at=AT)
    assert bloc.memberships.count() == int(is_free)


def test_a_unit_that_is_not_there_yet_cannot_join(ward: Any, officer: Any) -> None:
    unit = make_org.UnitFactory(parent=ward, valid_from=date(2026, 7, 1))
    with pytest.raises(errors.UnitNotThere):
        actions.add_members(bloc_in(ward), units=[unit], valid_from=ON, by=officer, at=AT)


def test_the_database_holds_one_open_membership_of_a_kind(ward: Any) -> None:
    held = member(bloc_in(ward))
    with pytest.raises(IntegrityError), transaction.atomic():
        member(bloc_in(ward), unit=held.unit, valid_from=date(2026, 2, 1))


def test_end_membership_keeps_the_row_and_says_why(ward: Any, officer: Any) -> None:
    held = member(bloc_in(ward))
    actions.end_membership(held, valid_to=ON, reason="Sáp nhập", by=officer, at=AT)
    held.refresh_from_db()
    assert (held.valid_to, held.end_reason) == (ON, "Sáp nhập")
    with pytest.raises(Refused):
        actions.end_membership(held, valid_to=ON, reason="Lần nữa", by=officer, at=AT)


@pytest.mark.parametrize(
    ("last", "reason", "refusal"),
    [(date(2025, 12, 31), "Sáp nhập", errors.LeftBeforeJoining), (ON, "  ", errors.ReasonMissing)],
)
def test_end_membership_refuses(ward: Any, officer: Any, last: date, reason: str, refusal: Any) -> None:
    with pytest.raises(refusal):
        actions.end_membership(member(bloc_in(ward)), valid_to=last, reason=reason, by=officer, at=AT)


def test_name_leader_keeps_who_was_named_before(ward: Any, officer: Any) -> None:
    bloc = bloc_in(ward)
    first, second = member(bloc).unit, member(bloc).unit
    for unit in (first, second):
        actions.name_leader(bloc, unit=unit, year=2026, by=officer, at=AT)
    rows = [(one.unit, one.replaced_at is None) for one in bloc.leaders.order_by("pk")]
    assert rows == [(first, False), (second, True)]


@pytest.mark.parametrize(
    ("year", "refusal"), [(2025, errors.LeaderNotAMember), (2040, errors.YearOutOfReach)]
)
def test_name_leader_refuses(ward: Any, officer: Any, year: int, refusal: Any) -> None:
    bloc = bloc_in(ward)
    with pytest.raises(refusal):
        actions.name_leader(bloc, unit=member(bloc).unit, year=year, by=officer, at=AT)


@pytest.mark.parametrize("role", ["leader", "unit_head", "reporter", "overseer", "administrator"])
def test_only_the_standing_body_arranges(ward: Any, role: str) -> None:
    unit = make_org.UnitFactory(parent=ward)
    who = make_org.actor(role, unit if role in {"unit_head", "reporter"} else ward)
    with pytest.raises(Refused):
        actions.create_bloc(who, kind="cluster", name="Cụm 1", rules="", by=who, at=AT)


def test_standing_tells_members_of_the_day_from_others(ward: Any) -> None:
    bloc = bloc_in(ward)
    now, later = member(bloc), member(bloc, valid_from=date(2026, 7, 1))
    gone = member(bloc, valid_to=date(2026, 5, 31), end_reason="Sáp nhập")
    standing = queries.standing_of(bloc, on=ON)
    assert (standing.members, set(standing.others)) == ((now,), {later, gone})


def test_units_to_add_are_free_ones(ward: Any) -> None:
    bloc = bloc_in(ward)
    member(bloc)
    free = make_org.UnitFactory(parent=ward)
    make_org.UnitFactory(parent=ward, valid_to=date(2026, 5, 1))
    assert list(queries.units_to_add(bloc, on=ON)) == [free]


def test_the_whole_way_by_pages(ward: Any, client: Client, set_clock: Any) -> None:
    set_clock(AT)
    person = make_org.MembershipFactory(unit=ward, role="standing_body").user
    unit = make_org.UnitFactory(parent=ward, name="Tổ dân phố Du Tái")
    client.force_login(person)
    made = client.post(reverse("pledging:bloc_create"), {"kind": "cluster", "name": "Cụm 1"})
    bloc = Bloc.objects.get()
    assert made["Location"] == reverse("pledging:bloc_show", args=[bloc.pk])
    client.post(
        reverse("pledging:bloc_join", args=[bloc.pk]), {"units": [unit.pk], "valid_from": "2026-06-01"}
    )
    seen = sights.BLOC.of(bloc, at=AT).sealed()
    led = {"unit": unit.pk, "year": 2026, "seen": seen}
    assert client.post(reverse("pledging:bloc_lead", args=[bloc.pk]), led).status_code == 303
    listed = client.get(reverse("pledging:bloc_list")).content.decode()
    assert "Cụm 1" in listed
    assert "Tổ dân phố Du Tái" in listed


def test_a_posted_unit_that_is_taken_is_refused_with_the_name(
    ward: Any, client: Client, set_clock: Any
) -> None:
    set_clock(AT)
    client.force_login(make_org.MembershipFactory(unit=ward, role="standing_body").user)
    taken = member(bloc_in(ward, name="Cụm 1")).unit
    answer = client.post(
        reverse("pledging:bloc_join", args=[bloc_in(ward).pk]),
        {"units": [taken.pk], "valid_from": "2026-06-01"},
    )
    assert answer.status_code == 422
    assert f"{taken.name} đang thuộc Cụm 1" in answer.content.decode()


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_asks_the_same_number_of_times(
    ward: Any, client: Client, many: int, django_assert_num_queries: Any
) -> None:
    client.force_login(make_org.MembershipFactory(unit=ward, role="reporter").user)
    for _ in range(many):
        make.BlocLeaderFactory(bloc=bloc_in(ward))
    with django_assert_num_queries(6):
        client.get(reverse("pledging:bloc_list"))
