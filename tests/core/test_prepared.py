"""A prepared query gives what the query itself gives, and is composed once."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import Count, F, QuerySet, Value
from django.db.models.signals import post_init
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories import org as make_org
from thidua.core.prepared import Prepared
from thidua.org.models import Membership, Unit, User

pytestmark = pytest.mark.django_db


def memberships(user_id: int, on: date) -> QuerySet[Membership]:
    held = Membership.objects.valid_on(on).filter(user_id=user_id)
    return held.select_related("unit__parent", "user").annotate(shown=F("unit__name")).order_by("pk")


def columns(found: Membership) -> dict[str, Any]:
    return {
        **{
            name: getattr(found, name)
            for name in ("pk", "user_id", "unit_id", "valid_from", "is_void", "shown")
        },
        "unit": found.unit.name,
        "parent": found.unit.parent and found.unit.parent.name,
        "joined": found.user.created_at,
        "state": (found._state.adding, found._state.db),
    }


def test_gives_the_same_instances_as_the_query_itself() -> None:
    root = make_org.CommuneFactory().unit
    unit = make_org.UnitFactory(parent=root)
    user = make_org.UserFactory(home=root)
    for place in (root, unit):  # the root has no parent
        make_org.MembershipFactory(user=user, unit=place)
    prepared = Prepared(memberships, int, date)
    for on in (date(2026, 10, 2), date(1999, 1, 1), date(2026, 10, 2)):
        plain = [columns(one) for one in memberships(user.pk, on)]
        assert [columns(one) for one in prepared(user.pk, on)] == plain
    assert len(prepared(user.pk, date(2026, 10, 2))) == 2


def test_relations_come_along_without_more_queries() -> None:
    membership = make_org.MembershipFactory()
    prepared = Prepared(memberships, int, date)
    prepared(membership.user_id, date(2026, 10, 2))
    with CaptureQueriesContext(connection) as asked:
        found = prepared.first(membership.user_id, date(2026, 10, 2))
        assert found is not None
        assert columns(found)["unit"] == membership.unit.name
    assert len(asked) == 1


def test_gives_the_tuples_of_values_list_with_days_and_moments_as_they_are() -> None:
    user = make_org.UserFactory()

    def build(at: datetime) -> QuerySet[User, tuple[Any, ...]]:
        found = User.objects.filter(created_at__lte=at).annotate(homes=Count("home"))
        return found.order_by("pk").values_list("homes", "username", "created_at", "home__valid_from")

    prepared = Prepared(build, datetime)
    for at in (user.created_at, user.created_at - timedelta(microseconds=1), timezone.now()):
        assert prepared(at) == list(build(at))
    assert prepared.first(user.created_at) == (1, user.username, user.created_at, user.home.valid_from)


@pytest.mark.parametrize(
    "build",
    [
        lambda pk: Unit.objects.filter(pk=pk).values("pk"),
        lambda pk: Unit.objects.filter(pk=pk).values_list("pk", flat=True),
    ],
)
def test_refuses_other_shapes_of_rows(build: Any) -> None:
    with pytest.raises(ValueError, match="values_list"):
        Prepared(build, int)(1)


def test_is_composed_once_and_sees_what_changed_since() -> None:
    composed: list[str] = []

    def build(name: str) -> QuerySet[Unit]:
        composed.append(name)
        return Unit.objects.filter(name=name).order_by()

    prepared = Prepared(build, str)
    unit = make_org.UnitFactory(name="Tổ dân phố số 1")
    assert [one.pk for one in prepared("Tổ dân phố số 1")] == [unit.pk]
    Unit.objects.filter(pk=unit.pk).update(name="Tổ dân phố số 2")
    assert prepared.first("Tổ dân phố số 1") is None
    assert prepared.first("Tổ dân phố số 2") == unit
    assert len(composed) == 1


def test_refuses_a_query_that_does_not_take_its_values_as_they_are() -> None:
    prepared = Prepared(lambda pk: Unit.objects.annotate(one=Value(1)).filter(pk=pk + 1), int)
    with pytest.raises(ValueError, match="as it is"):
        prepared(1)


def test_leaves_what_was_not_asked_for_to_the_next_query() -> None:
    unit = make_org.UnitFactory(name="Tổ dân phố số 1")
    found = Prepared(lambda pk: Unit.objects.filter(pk=pk).only("path").order_by(), int).first(unit.pk)
    assert found is not None
    assert found.get_deferred_fields() >= {"name", "sort_key"}
    assert (found, found.path, found.name) == (unit, unit.path, "Tổ dân phố số 1")


def test_an_instance_is_saved_like_any_other() -> None:
    unit = make_org.UnitFactory()
    found = Prepared(lambda pk: Unit.objects.filter(pk=pk).select_related("parent").order_by(), int).first(
        unit.pk
    )
    assert found is not None
    found.name = "Tổ dân phố số 9"
    found.save()
    assert Unit.objects.get(pk=unit.pk).name == "Tổ dân phố số 9"


def test_refuses_a_model_that_somebody_listens_to() -> None:
    def listen(**_: Any) -> None: ...

    post_init.connect(listen, sender=Unit)
    try:
        with pytest.raises(ValueError, match="instances of Unit"):
            Prepared(lambda pk: Unit.objects.filter(pk=pk).order_by(), int)(1)
    finally:
        post_init.disconnect(listen, sender=Unit)
