"""Look at a form, or fill it, in a process of its own (`apart`, `confined`). Imports nothing of Django.

Input: one line of JSON, then the bytes of the form. Looking at it tells {"kind", "uses", "problems"}; filling it tells
{"missing"} and hands back the filled file. What cannot be used at all: {"refusal", "place"}.
"""

import json
from typing import Any

from thidua.core.confined import Told
from thidua.core.limits import FORM
from thidua.documents import content as contents
from thidua.outgoing.filling import excel, packages, word
from thidua.outgoing.filling.markup import Filler, MarkupError


def work(content: bytes) -> tuple[Told, bytes]:
    head, _, body = content.partition(b"\n")
    asked: dict[str, Any] = json.loads(head)
    filler = Filler(**asked)
    try:
        package = packages.opened(body, FORM)
        fill = word.fill if package.kind == contents.DOCX else excel.fill
        parts = fill(package.parts, filler)
    except MarkupError as error:
        return {"refusal": error.sentence, "place": error.place}, b""
    if filler.probing:
        return {"kind": package.kind.suffixes[0], "uses": filler.uses, "problems": filler.problems}, b""
    return {"missing": list(filler.missing)}, packages.packed(parts)
