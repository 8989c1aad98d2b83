"""The plan reader: a signed plan (.docx, .pdf, .md, .txt) → a `PlanDraft`. Pure: no Django, no clock, no network."""

from thidua.movement.planreader.draft import PlanDraft
from thidua.movement.planreader.plan_json import to_json
from thidua.movement.planreader.reader import read_plan
from thidua.movement.planreader.source import SourceText, read_file
from thidua.movement.planreader.unreadable import PlanUnreadable

__all__ = ["PlanDraft", "PlanUnreadable", "SourceText", "read_file", "read_plan", "to_json"]
