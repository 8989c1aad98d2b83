"""The same plan in other clothes reads to nearly the same draft."""

from collections.abc import Callable

import pytest

from tests.movement.planreader.papers import PAPERS, draft_of, mean, scorer, truth_of
from tests.movement.planreader.printing import as_docx, as_pdf
from tests.movement.planreader.quotes import misquoted
from tests.movement.planreader.variations import VARIATIONS
from thidua.movement.planreader import PlanDraft, read_file, read_plan, to_json


@pytest.mark.parametrize("clothes", VARIATIONS.values(), ids=VARIATIONS)
@pytest.mark.parametrize("name", PAPERS)
def test_variation_is_read_alike(name: str, clothes: Callable[[PlanDraft], str]) -> None:
    draft = read_plan(clothes(draft_of(name)))
    scores = scorer().score(to_json(draft), truth_of(name))
    assert mean(scores) >= 0.95, scores
    assert misquoted(draft) == []


@pytest.mark.parametrize("name", PAPERS)
@pytest.mark.parametrize(("kind", "print_as"), [("docx", as_docx), ("pdf", as_pdf)])
def test_file_of_the_same_plan_is_read_alike(
    name: str, kind: str, print_as: Callable[[PlanDraft], bytes]
) -> None:
    source = read_file(print_as(draft_of(name)), f"{name}.{kind}")
    scores = scorer().score(to_json(read_plan(source)), truth_of(name))
    assert source.kind == kind
    assert mean(scores) >= 0.95, scores
