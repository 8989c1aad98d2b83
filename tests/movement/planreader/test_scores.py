import pytest

from tests.movement.planreader.papers import PAPERS, REAL, SEED, VARIED, draft_of, mean, scorer, truth_of
from thidua.movement.planreader import to_json


@pytest.mark.parametrize("field", scorer().FIELDS)
def test_seed_scores_1_in_every_field(field: str) -> None:
    scores = scorer().score(to_json(draft_of(SEED.stem)), truth_of(SEED.stem))
    assert scores[field] == 1.0


@pytest.mark.parametrize("name", [path.stem for path in REAL])
def test_real_plan_scores_at_least_95_in_the_mean(name: str) -> None:
    scores = scorer().score(to_json(draft_of(name)), truth_of(name))
    assert mean(scores) >= 0.95, scores


@pytest.mark.parametrize("name", [path.stem for path in VARIED])
def test_plan_in_another_layout_scores_at_least_95_in_the_mean(name: str) -> None:
    scores = scorer().score(to_json(draft_of(name)), truth_of(name))
    assert mean(scores) >= 0.95, scores


def test_there_are_papers_to_measure() -> None:
    assert (len(REAL), len(VARIED) >= 8, len(PAPERS)) == (5, True, len(REAL) + len(VARIED))
