"""The plan reader: a signed plan (.docx, .pdf, .md, .txt) → a `PlanDraft`. Pure: no Django, no clock, no network.

What reads is loaded when it is first asked for: pages carry drafts about, but plans are read in a process of their own.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from thidua.movement.planreader.draft import PlanDraft
from thidua.movement.planreader.unreadable import PlanUnreadable

if TYPE_CHECKING:
    from thidua.movement.planreader.plan_json import to_json
    from thidua.movement.planreader.reader import read_plan
    from thidua.movement.planreader.source import SourceText, read_file

__all__ = ["PlanDraft", "PlanUnreadable", "SourceText", "read_file", "read_plan", "to_json"]
LATER = {"SourceText": "source", "read_file": "source", "read_plan": "reader", "to_json": "plan_json"}


def __getattr__(name: str) -> Any:
    if name not in LATER:
        raise AttributeError(f"module {__name__} has no {name}")
    return getattr(import_module(f"{__name__}.{LATER[name]}"), name)
