"""Files of this app as the vault takes them: drawn by ourselves, or looked at by a process of their own (forms_apart)."""

import hashlib

from thidua.documents import content as contents
from thidua.documents.enums import FilePurpose, Removed
from thidua.documents.examining import Examined

KINDS = {".docx": contents.DOCX, ".xlsx": contents.XLSX, ".pdf": contents.PDF}


def as_file(content: bytes, *, name: str, suffix: str) -> Examined:
    """`content` under a safe name, ready for `documents.store_file`."""
    kind = KINDS[suffix]
    return Examined(
        content=content,
        name=contents.safe_name(name, kind),
        content_type=kind.content_type,
        original_sha256=hashlib.sha256(content).hexdigest(),
        removed=Removed.NOTHING,
        purpose=FilePurpose.EVIDENCE,
    )
