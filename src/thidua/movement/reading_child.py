"""Read one plan in a process of its own (`apart`, `confined`): bytes in, the draft as JSON out. Knows no database.

Output: {"draft": …} or {"refusal"}. Understanding is done here too: a text made to be hard takes as long as a file does.
"""

import re
from typing import Any

from thidua.core import legacy_letters
from thidua.core.limits import PLAN
from thidua.movement import planreader
from thidua.movement.planreader import carrying

# Some PDFs carry them between the letters; no database keeps them, no page shows them.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
TOO_LONG = "Văn bản quá dài so với một kế hoạch. Xin tải lên riêng phần kế hoạch."


def read(content: bytes, name: str = "") -> dict[str, Any]:
    """Without a name the content is pasted text, in UTF-8."""
    try:
        text = CONTROL.sub(" ", planreader.read_file(content, name).text if name else content.decode())
    except planreader.PlanUnreadable as refused:
        return {"refusal": str(refused)}
    if len(text) > PLAN.characters:
        return {"refusal": TOO_LONG}
    legacy = _legacy(text)
    if legacy:
        return {"refusal": legacy}
    return {"draft": carrying.pack(planreader.read_plan(text))}


def _legacy(text: str) -> str:
    """The refusal of a text whose lines are, one in four or more, in letters of before Unicode; "" of any other."""
    lines = [line for line in text.splitlines() if not line.isascii()]
    count = sum(bool(legacy_letters.readings(line)) for line in lines)
    found = legacy_letters.first_of(lines) if count * 4 >= len(lines) else None
    return found.sentence if found else ""
