"""Letters for tests: as rows, or drafted and issued by the deeds themselves for a unit with a late task."""

from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

import factory
from factory.django import DjangoModelFactory

from tests.clock import local
from tests.factories import org as make_org
from tests.factories import reporting as make
from tests.factories import tasks as make_tasks
from thidua.core.permissions import Actor
from thidua.org.models import Unit
from thidua.urging import actions
from thidua.urging.letter import Head
from thidua.urging.models import UrgedThing, UrgingLetter

AT = local(2026, 11, 2, 9)
_numbers = count(1)


class UrgingLetterFactory(DjangoModelFactory[UrgingLetter]):
    """A draft to a new unit, about nothing yet."""

    class Meta:
        model = UrgingLetter

    unit: Any = factory.SubFactory(make_org.UnitFactory)
    commune_id: Any = factory.LazyAttribute(lambda self: self.unit.commune_pk)
    turn = 1
    issued_on: date | None = None
    issued_year: Any = factory.LazyAttribute(lambda self: self.issued_on.year if self.issued_on else None)
    head = factory.LazyFunction(
        lambda: Head("", "Ủy ban nhân dân", "Nam Đồng", "TM. Ủy ban nhân dân", "Chủ tịch", "").to_json()
    )
    answer_by = date(2026, 11, 9)
    opening = "Đến nay đơn vị còn các nội dung quá hạn sau đây:"
    closing = "Đề nghị đơn vị hoàn thành."
    listed_at = AT
    drafted_at = AT


class UrgedThingFactory(DjangoModelFactory[UrgedThing]):
    """A task of the letter's unit, a fortnight late."""

    class Meta:
        model = UrgedThing

    letter: Any = factory.SubFactory(UrgingLetterFactory)
    task: Any = factory.SubFactory(make_tasks.TaskFactory, lead=factory.SelfAttribute("..letter.unit"))
    title = "Lập danh mục"
    due_on = date(2026, 10, 15)
    days_late = 14


def officer(unit: Unit) -> Actor:
    """Somebody of the standing body of the unit's commune."""
    person = make_org.UserFactory(home=unit.commune)
    make_org.MembershipFactory(user=person, unit=unit.commune, role="standing_body")
    return make.actor_of(person)


def drafted(unit: Unit, *, at: datetime = AT, answer_by: date | None = None) -> UrgingLetter:
    """A letter to `unit` about a late task, which is made for it."""
    make_tasks.TaskFactory(lead=unit, due_on=at.date() - timedelta(days=18))
    return actions.draft_letter(
        unit, answer_by=answer_by or at.date() + timedelta(days=7), by=officer(unit), at=at
    )


def issued(unit: Unit, *, at: datetime = AT) -> UrgingLetter:
    letter = drafted(unit, at=at)
    number, by = str(next(_numbers)), officer(unit)
    return actions.issue_letter(letter, number=number, issued_on=at.date(), by=by, at=at)
