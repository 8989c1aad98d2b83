"""Criteria without a number: a scale of the ward, a level chosen with proof, counted and never averaged."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import documents as make_documents
from tests.factories import movement as make_movement
from tests.factories import reporting as make
from tests.reporting import deeds
from thidua.core.errors import Refused
from thidua.movement.models import Criterion
from thidua.reporting import actions, errors
from thidua.reporting.models import LevelChoice
from thidua.reporting.queries import levels

pytestmark = pytest.mark.django_db
AT = deeds.SENT_AT
SCALE = [("Chưa đạt", "Chưa có kế hoạch."), ("Đạt", "Có kế hoạch."), ("Tốt", "Có mô hình được học theo.")]


@pytest.fixture
def here() -> make.Ward:
    return make.ward(units=2, indicators=1)


@pytest.fixture
def criterion(here: make.Ward) -> Criterion:
    plan = make_movement.PlanFactory(
        movement=here.movement,
        edition=1,
        effective_on=here.movement.starts_on,
        adopted_at=here.movement.launched_at,
    )
    found: Criterion = make_movement.CriterionFactory(item__plan=plan, movement=here.movement)
    actions.set_levels(found, levels=SCALE, by=here.actor("standing_body"), at=AT)
    return found


def choose(here: make.Ward, criterion: Criterion, place: int = 1, **other: Any) -> LevelChoice:
    unit = here.units[0]
    proof = make_documents.EvidenceFactory(unit=unit).pk
    said = {"evidence": [proof], "by": here.actor("reporter"), "period": here.period, **other}
    return actions.choose_level(unit, level=levels.levels_of(criterion)[place], at=AT, **said)


def test_a_level_needs_proof_of_the_unit(here: make.Ward, criterion: Criterion) -> None:
    foreign = make_documents.EvidenceFactory(unit=here.units[1]).pk
    for evidence in ([], [foreign]):
        with pytest.raises(errors.LevelUnproven):
            choose(here, criterion, evidence=evidence)


def test_a_change_stands_beside_the_choice_before(here: make.Ward, criterion: Criterion) -> None:
    choose(here, criterion, 1)
    choose(here, criterion, 2)
    standing = levels.standing(LevelChoice.objects.all())
    assert ([one.level.label for one in standing], LevelChoice.objects.count()) == (["Tốt"], 2)
    row = levels.scale_rows(here.actor("standing_body"), here.period)[0]
    assert [(level.label, count) for level, count in row.counts] == [("Chưa đạt", 0), ("Đạt", 0), ("Tốt", 1)]


def test_choose_level_for_another_unit_is_hidden(here: make.Ward, criterion: Criterion) -> None:
    with pytest.raises(Refused):
        choose(here, criterion, by=here.actor("reporter", here.units[1]))


def test_choose_level_refuses_who_is_not_asked_and_what_is_locked(
    here: make.Ward, criterion: Criterion
) -> None:
    criterion.owner = here.units[1]
    criterion.save()
    with pytest.raises(errors.LevelNotAsked):
        choose(here, criterion)
    criterion.owner = None
    criterion.save()
    here.period.locked_at = AT
    here.period.save()
    with pytest.raises(errors.LevelTooLate):
        choose(here, criterion)


@pytest.mark.parametrize("wrong", [SCALE[:1], [SCALE[0], SCALE[0]], [("Đạt", ""), SCALE[0]]])
def test_set_levels_refuses(here: make.Ward, criterion: Criterion, wrong: list[tuple[str, str]]) -> None:
    with pytest.raises(errors.LevelsIncomplete):
        actions.set_levels(criterion, levels=wrong, reason="Sửa.", by=here.actor("standing_body"), at=AT)


def test_set_levels_again_needs_a_reason_and_keeps_old_choices(here: make.Ward, criterion: Criterion) -> None:
    choice = choose(here, criterion)
    officer = here.actor("standing_body")
    with pytest.raises(errors.ReasonMissing):
        actions.set_levels(criterion, levels=SCALE[:2], by=officer, at=AT)
    actions.set_levels(criterion, levels=SCALE[:2], reason="Gọn hơn.", by=officer, at=AT)
    assert [one.version for one in levels.levels_of(criterion)] == [2, 2]
    choice.refresh_from_db()
    assert choice.level.version == 1


def test_level_list_and_level_choose(here: make.Ward, criterion: Criterion, client: Client) -> None:
    client.force_login(here.person("reporter"))
    proof = make_documents.EvidenceFactory(unit=here.units[0]).pk
    address = reverse("reporting:level_choose", args=[criterion.pk])
    page = client.get(address).content.decode()
    assert "Có mô hình được học theo." in page
    best = levels.levels_of(criterion)[2].pk
    assert client.post(address, {"level": best}).status_code == 422
    assert client.post(address, {"level": best, "evidence": [proof]}).status_code == 303
    shown = client.get(reverse("reporting:level_list")).content.decode()
    assert "Tốt" in shown
    assert (
        address in shown,
        client.get(reverse("reporting:level_set", args=[criterion.pk])).status_code,
    ) == (
        True,
        403,
    )


def test_a_criterion_of_another_unit_is_not_offered(
    here: make.Ward, criterion: Criterion, client: Client
) -> None:
    Criterion.objects.update(owner=here.units[1])
    address = reverse("reporting:level_choose", args=[criterion.pk])
    offered = []
    for person in (here.person("reporter"), here.person("reporter", here.units[1])):
        client.force_login(person)
        offered.append(address in client.get(reverse("reporting:level_list")).content.decode())
    assert offered == [False, True]
