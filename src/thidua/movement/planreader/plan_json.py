"""The draft as plain JSON: the scored keys of plans/README.md as it describes them, and everything else beside them."""

from dataclasses import asdict
from typing import Any

from thidua.movement.planreader.draft import Phase, PlanDraft, Section, Target, Value


def to_json(draft: PlanDraft) -> dict[str, Any]:
    """A dictionary that `json.dumps` takes. Plain values under the scored keys; where each stands, under "cited"."""
    data: dict[str, Any] = {
        "doc_type": _plain(draft.doc_type),
        "issuer": _plain(draft.issuer),
        "number": _plain(draft.number),
        "place": _plain(draft.place),
        "date": _plain(draft.date),
        "title": _plain(draft.title),
        "plan_title": _plain(draft.plan_title),
        "legal_bases": [base.value for base in draft.legal_bases],
        "sections": [_section(section) for section in draft.sections],
        "quantitative_targets": [_target(target) for target in draft.quantitative_targets],
        "phases": [_phase(phase) for phase in draft.phases],
        "responsible": [body.name for body in draft.responsible],
        "recipients": [recipient.value for recipient in draft.recipients],
        "signer": {
            "authority": _plain(draft.signer.authority),
            "position": _plain(draft.signer.position),
            "name": _plain(draft.signer.name),
        },
        "overall_period": _phase(draft.overall_period) if draft.overall_period else None,
    }
    for key in (
        "aims",
        "requirements",
        "contents",
        "sectors",
        "target_groups",
        "solutions",
        "duties",
        "reporting_duties",
    ):
        data[key] = [asdict(item) for item in getattr(draft, key)]
    for key in ("inspection_duties", "milestones", "open_points", "paragraphs"):
        data[key] = [asdict(item) for item in getattr(draft, key)]
    data["cited"] = _cited(draft)
    data["text"] = draft.text
    return data


def _plain(value: Value | None) -> str | None:
    return value.value if value else None


def _place(item: Any) -> dict[str, Any]:
    return {"quote": item.quote, "clause": item.clause, "start": item.start, "end": item.end}


def _section(section: Section) -> dict[str, Any]:
    data = {"label": section.label, "level": section.level, "title": section.title, "starts": section.starts}
    return data | _place(section)


def _target(target: Target) -> dict[str, Any]:
    value = int(target.value) if target.value == int(target.value) else target.value
    data = {
        "text": target.text,
        "comparator": target.comparator,
        "value": value,
        "unit": target.unit,
        "by": target.by,
    }
    return data | {"same_measure_as": target.same_measure_as} | _place(target)


def _phase(phase: Phase) -> dict[str, Any]:
    data = {"name": phase.name, "from": phase.begins, "to": phase.ends}
    return data | {"from_text": phase.begins_text, "to_text": phase.ends_text} | _place(phase)


def _cited(draft: PlanDraft) -> dict[str, Any]:
    single = {"doc_type", "issuer", "number", "place", "date", "title", "plan_title"}
    data: dict[str, Any] = {
        key: _place(value) for key in sorted(single) if (value := getattr(draft, key)) is not None
    }
    for key in ("legal_bases", "responsible", "recipients"):
        data[key] = [_place(item) for item in getattr(draft, key)]
    for key in ("authority", "position", "name"):
        value = getattr(draft.signer, key)
        if value is not None:
            data[f"signer_{key}"] = _place(value)
    return data
