"""The plans that the reader is measured on: the five real ones and ten of our own in other layouts."""

import importlib.util
import json
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from thidua.movement.planreader import PlanDraft, read_plan

ROOT = Path(__file__).parents[3]
SEED = ROOT / "src/thidua/demo/data/ke-hoach-phuong-nam-dong.md"
REAL = (*sorted((ROOT / "plans").glob("*.txt")), SEED)
VARIED = tuple(sorted((Path(__file__).parent / "varied").glob("*.txt")))
PAPERS = {path.stem: path for path in (*REAL, *VARIED)}


@cache
def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("plans_score", ROOT / "plans/score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def draft_of(name: str) -> PlanDraft:
    return read_plan(PAPERS[name].read_text(encoding="utf-8"))


@cache
def truth_of(name: str) -> dict[str, Any]:
    folder = PAPERS[name].parent if PAPERS[name] in VARIED else ROOT / "plans"
    truth: dict[str, Any] = json.loads((folder / f"{name}.expected.json").read_text(encoding="utf-8"))
    return truth


def mean(scores: dict[str, float]) -> float:
    return sum(scores.values()) / len(scores)
