"""How far a task is, by facts alone: parts accepted, product handed in, product accepted. Nobody types a per cent. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

ACCEPTED, CANCELLED, HANDED_IN = "accepted", "cancelled", "handed_in"


@dataclass(frozen=True, slots=True)
class Progress:
    """`done` of `total` steps; `words` name them."""

    done: int
    total: int
    words: str

    @property
    def is_whole(self) -> bool:
        return self.done == self.total


def progress_of(state: str, parts: Sequence[str] = ()) -> Progress:
    """From the state of a task and those of its sub-tasks; cancelled parts are no parts."""
    counted = [part for part in parts if part != CANCELLED]
    accepted = sum(part == ACCEPTED for part in counted)
    steps = 2 if state == ACCEPTED else 1 if state == HANDED_IN else 0
    told = [f"{accepted} trong {len(counted)} việc con đã nghiệm thu"] if counted else []
    told.append(("chưa nộp sản phẩm", "đã nộp sản phẩm, chờ nghiệm thu", "sản phẩm đã nghiệm thu")[steps])
    words = "; ".join(told)
    return Progress(accepted + steps, len(counted) + 2, words[:1].upper() + words[1:])
