"""The plan reader: a signed plan (.docx, .pdf, .md, .txt) → a `PlanDraft`. Pure: no Django, no clock, no network."""

from thidua.movement.planreader.draft import PlanDraft
from thidua.movement.planreader.plan_json import to_json
from thidua.movement.planreader.reader import read_plan
from thidua.movement.planreader.source import SourceText

__all__ = ["PlanDraft", "SourceText", "read_plan", "to_json"]
