"""The words of a part: written, taken from the time before, put back to what the figures suggest, kept over new figures."""

import unicodedata
from datetime import datetime

from django.utils import timezone

from thidua.composing import errors, queries, sights, suggesting
from thidua.composing.enums import TextOrigin
from thidua.composing.facts import Facts, rows_of
from thidua.composing.models import Part, PartVersion
from thidua.core import audit
from thidua.core.actions import action
from thidua.core.permissions import Actor
from thidua.core.sight import Sight


def set_words(part: Part, words: str, origin: TextOrigin, facts: Facts, *, by: Actor, at: datetime) -> Part:
    """Give a part other words, over these facts, as its next version."""
    part.text, part.origin, part.basis = _lined(words), origin, dict(rows_of(part.key, facts))
    part.version += 1
    part.changed_at, part.changed_by_id = at, by.user_id
    part.save()
    PartVersion.objects.create(
        part=part,
        number=part.version,
        text=part.text,
        origin=origin,
        basis=part.basis,
        at=at,
        by_id=by.user_id,
    )
    return part


def _lined(words: str) -> str:
    """In NFC, line by line; spaces that hold numbers together stay."""
    return "\n".join(line.rstrip() for line in unicodedata.normalize("NFC", words).splitlines()).strip()


@action("composing.write_part", look=sights.PART)
def write_part(part: Part, *, words: str, by: Actor, at: datetime, seen: Sight | None = None) -> Part:
    """What the officer wrote; the words before stay in the history."""
    return _set(part, words, TextOrigin.WRITTEN, by=by, at=at)


@action("composing.carry_part", look=sights.PART)
def carry_part(part: Part, *, by: Actor, at: datetime, seen: Sight | None = None) -> Part:
    """Begin with the words of the report before."""
    earlier = queries.part_before(part, on=timezone.localdate(at))
    if earlier is None:
        raise errors.NothingToCarry
    audit.note(carried_from=earlier.report_id)
    return _set(part, earlier.text, TextOrigin.CARRIED, by=by, at=at)


@action("composing.reset_part", look=sights.PART)
def reset_part(part: Part, *, by: Actor, at: datetime, seen: Sight | None = None) -> Part:
    """Back to what the figures of the report suggest; from then on it goes with them."""
    return _set(part, suggesting.text_for(part.key, part.report.told), TextOrigin.RESET, by=by, at=at)


@action("composing.keep_part", look=sights.PART)
def keep_part(part: Part, *, by: Actor, at: datetime, seen: Sight | None = None) -> Part:
    """The words hold over the new figures too: somebody looked."""
    return _set(part, part.text, TextOrigin.KEPT, by=by, at=at)


def _set(part: Part, words: str, origin: TextOrigin, *, by: Actor, at: datetime) -> Part:
    set_words(part, words, origin, part.report.told, by=by, at=at)
    audit.note(part=part.key, version=part.version, origin=origin.value)
    return part
