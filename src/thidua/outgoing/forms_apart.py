"""Looking at a form and filling it, each in a process of its own (core/apart.py): what comes from outside is not trusted."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from thidua.core import apart
from thidua.core.limits import FORM, MEBIBYTE
from thidua.outgoing import errors

CHILD = "thidua.outgoing.filling.child.work"


@dataclass(frozen=True, slots=True)
class Use:
    """A name that a form asks for: `name` resolved ("don_vi[].ten"), `written` as it stands there, where, and whether as one
    value ("field") or to loop over ("list").
    """

    name: str
    written: str
    place: str
    kind: str


@dataclass(frozen=True, slots=True)
class Looked:
    """What stands in a form. `problems` are (place, sentence)."""

    suffix: str
    uses: tuple[Use, ...]
    problems: tuple[tuple[str, str], ...]
    sha256: str

    @property
    def names(self) -> list[str]:
        """Each name once, in their order."""
        return list(dict.fromkeys(use.name for use in self.uses))


@dataclass(frozen=True, slots=True)
class Filled:
    content: bytes
    missing: tuple[str, ...]


def look_at(content: bytes) -> Looked:
    """Read the fields of a form; FormRefused for a file that cannot be one."""
    if len(content) > FORM.file_bytes:
        raise errors.FormTooLarge(FORM.file_bytes // MEBIBYTE)
    told = _asked(content, {"probing": True}).told
    return Looked(
        told["kind"],
        tuple(Use(**use) for use in told["uses"]),
        tuple((one["place"], one["sentence"]) for one in told["problems"]),
        hashlib.sha256(content).hexdigest(),
    )


def fill(content: bytes, values: Mapping[str, Any], *, blank: str, marks: bool = False) -> Filled:
    """The form with these values; `blank` where there are none, `marks` for a print that names what is missing."""
    answer = _asked(content, {"values": values, "blank": blank, "marks": marks})
    return Filled(answer.body, tuple(answer.told["missing"]))


def _asked(content: bytes, what: Mapping[str, Any]) -> apart.Answer:
    head = json.dumps(what, ensure_ascii=False).encode()
    try:
        answer = apart.read_apart(CHILD, head + b"\n" + content)
    except apart.Busy:
        raise errors.ReadersBusy from None
    except apart.NotRead:
        raise errors.FormTooHeavy from None
    if "refusal" in answer.told:
        raise errors.FormRefused(answer.told["refusal"], place=answer.told["place"])
    return answer
