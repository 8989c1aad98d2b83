"""Files → text."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SourceText:
    """The text of a plan and where it came from: `kind` is "docx", "pdf" or "text"."""

    text: str
    kind: str
    name: str
