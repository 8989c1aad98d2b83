"""Look at a file before it is kept: only what was examined can be stored.

The look is taken by a process of its own, outside any transaction, so that a file that takes its time holds up nobody.
"""

import hashlib
import json
from dataclasses import asdict, dataclass

from thidua.core import apart
from thidua.core.limits import EVIDENCE, PLAN
from thidua.documents import content as contents
from thidua.documents import errors
from thidua.documents.enums import FilePurpose, Removed

EXAMINER = "thidua.documents.examining_child.examine"
LIMITS = {FilePurpose.EVIDENCE: EVIDENCE, FilePurpose.PLAN: PLAN}
LARGEST = max(limits.file_bytes for limits in LIMITS.values())


@dataclass(frozen=True, slots=True)
class Examined:
    """A file that may be kept: `content` are the bytes to keep, `original_sha256` is the hash of those that came in.

    `mark` says how a picture looks (`photos/marking.py`); "" for all else.
    """

    content: bytes
    name: str
    content_type: str
    original_sha256: str
    removed: Removed
    purpose: FilePurpose
    mark: str = ""


def examine(content: bytes, *, name: str, purpose: FilePurpose = FilePurpose.EVIDENCE) -> Examined:
    """Tell the kind by the bytes, open the file, take places out of photographs; raises a FileRefused.

    `name` is what the sender calls it; it is made safe and gets the suffix of its true kind.
    """
    limits = LIMITS[purpose]
    if len(content) > limits.file_bytes:
        raise errors.FileTooLarge(limit=limits.file_bytes)
    try:
        answer = apart.read_apart(EXAMINER, content, json.dumps(asdict(limits)))
    except apart.Busy:
        raise errors.ReadersBusy from None
    except apart.NotRead:
        raise errors.FileTooHeavy from None
    told = answer.told
    if "refusal" in told:
        raise getattr(errors, told["refusal"])(told["sentence"])
    kind = next(kind for kind in contents.KINDS if kind.content_type == told["content_type"])
    return Examined(
        content=answer.body if told["is_changed"] else content,
        name=contents.safe_name(name, kind),
        content_type=kind.content_type,
        original_sha256=hashlib.sha256(content).hexdigest(),
        removed=_removed(had_place=told["had_place"], is_changed=told["is_changed"]),
        purpose=purpose,
        mark=told.get("mark", ""),
    )


def _removed(*, had_place: bool, is_changed: bool) -> Removed:
    if had_place:
        return Removed.PLACE
    return Removed.DETAILS if is_changed else Removed.NOTHING
