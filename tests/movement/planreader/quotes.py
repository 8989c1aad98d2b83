"""Every cited item of a draft, wherever it hangs."""

import dataclasses
from collections.abc import Iterator
from typing import Any

from thidua.movement.planreader import PlanDraft
from thidua.movement.planreader.draft import Cited


def cited_in(item: Any) -> Iterator[Cited]:
    if isinstance(item, Cited):
        yield item
    if dataclasses.is_dataclass(item):
        for field in dataclasses.fields(item):
            yield from cited_in(getattr(item, field.name))
    elif isinstance(item, tuple):
        for one in item:
            yield from cited_in(one)


def misquoted(draft: PlanDraft) -> list[Cited]:
    """Items whose quote is not what the text holds at their place."""
    return [one for one in cited_in(draft) if not one.quote or draft.text[one.start : one.end] != one.quote]
