"""Documents written by an examiner who had not read the reader: each a different issuer, kind and layout."""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from statistics import fmean

import pytest

from tests.movement.planreader.office_files import as_office_docx, as_office_pdf
from tests.movement.planreader.papers import mean, scorer
from tests.movement.planreader.quotes import misquoted
from thidua.movement.planreader import PlanDraft, read_file, read_plan, to_json

EXAMINED = tuple(sorted((Path(__file__).parent / "examined").glob("*.txt")))
# Every field over all documents together; the header is never to be lost.
FLOORS = dict.fromkeys(scorer().FIELDS, 0.95) | {"number": 1.0, "date": 1.0, "title": 1.0}


@cache
def draft_of(path: Path) -> PlanDraft:
    return read_plan(path.read_text(encoding="utf-8"))


@cache
def scores_of(path: Path) -> dict[str, float]:
    truth = json.loads(path.with_suffix(".expected.json").read_text(encoding="utf-8"))
    scores: dict[str, float] = scorer().score(to_json(draft_of(path)), truth)
    return scores


@pytest.mark.parametrize("path", EXAMINED, ids=lambda path: path.stem)
def test_examined_document_scores_at_least_95_in_the_mean(path: Path) -> None:
    assert mean(scores_of(path)) >= 0.95, scores_of(path)


@pytest.mark.parametrize("path", EXAMINED, ids=lambda path: path.stem)
def test_every_item_of_an_examined_document_is_quoted_where_it_stands(path: Path) -> None:
    assert misquoted(draft_of(path)) == []


@pytest.mark.parametrize("field", scorer().FIELDS)
def test_field_holds_its_floor_over_all_examined_documents(field: str) -> None:
    assert fmean(scores_of(path)[field] for path in EXAMINED) >= FLOORS[field]


def test_all_examined_documents_together_score_at_least_98() -> None:
    assert len(EXAMINED) >= 27
    assert fmean(mean(scores_of(path)) for path in EXAMINED) >= 0.98


PRINTED = [path for path in EXAMINED if path.stem[:2] in ("01", "13", "22")]


@pytest.mark.parametrize("path", PRINTED, ids=lambda path: path.stem)
@pytest.mark.parametrize(("name", "print_it"), [("plan.docx", as_office_docx), ("plan.pdf", as_office_pdf)])
def test_printed_document_reads_nearly_like_its_text(
    path: Path, name: str, print_it: Callable[[PlanDraft], bytes]
) -> None:
    truth = json.loads(path.with_suffix(".expected.json").read_text(encoding="utf-8"))
    printed = read_plan(read_file(print_it(draft_of(path)), name))
    scores = scorer().score(to_json(printed), truth)
    assert mean(scores) >= 0.98, scores
