"""The book of deeds: append-only, hash-chained per commune, written by the action in its own transaction.

Each event holds the hash of the one before it, so an edit, a deletion, an insertion or a swap breaks the chain.
"""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from django.db import connection

from thidua.core import writing
from thidua.core.models import AuditEvent, AuditHead
from thidua.core.permissions import Actor

GENESIS = "0" * 64
# Written out, because composing them anew for each deed costs more than running them.
READ_HEAD = f"SELECT sequence, hash FROM {AuditHead._meta.db_table} WHERE commune_id = %s"  # noqa: S608  # our own name
MOVE_HEAD = f"UPDATE {AuditHead._meta.db_table} SET sequence = %s, hash = %s WHERE commune_id = %s"  # noqa: S608

_append = writing.insert(AuditEvent)
_notes: ContextVar[dict[str, Any] | None] = ContextVar("audit_notes", default=None)


@contextmanager
def taking_notes() -> Iterator[dict[str, Any]]:
    """Collect what `note` says until the block ends; blocks nest, each action has its own notes."""
    notes: dict[str, Any] = {}
    token = _notes.set(notes)
    try:
        yield notes
    finally:
        _notes.reset(token)


def is_taking_notes() -> bool:
    """Whether an action is under way."""
    return _notes.get() is not None


def note(**detail: Any) -> None:
    """Say, from within an action, what the event should tell besides who, what and when. Never personal secrets."""
    notes = _notes.get()
    if notes is None:
        raise RuntimeError("audit.note belongs inside an action")
    notes.update(detail)


def digest(previous: str, facts: dict[str, Any]) -> str:
    """SHA-256 over the previous hash and the event's facts in canonical JSON (sorted keys, UTF-8, no spaces)."""
    body = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(f"{previous}\n{body}".encode()).hexdigest()


def facts_of(event: AuditEvent) -> dict[str, Any]:
    """The facts under the hash: every column but the two hashes and the row's id."""
    return {
        "commune": event.commune_id,
        "sequence": event.sequence,
        "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": event.actor_id,
        "actor_name": event.actor_name,
        "unit": event.unit_name,
        "action": event.action,
        "object": [event.object_type, event.object_id, event.object_label],
        "reason": event.reason,
        "detail": event.detail,
    }


def write(action: str, what: Any, *, by: Actor, at: datetime, reason: str, detail: dict[str, Any]) -> None:
    """Append one event to the chain of `by`'s commune. Call inside a transaction."""
    last, previous_hash = _locked_head(by.commune_id)
    grant = by.grant_for(action, what.scope_path)
    event = AuditEvent(
        commune_id=by.commune_id,
        sequence=last + 1,
        at=at,
        actor_id=by.user_id,
        actor_name=by.name,
        unit_name=grant.unit_name if grant else "",
        action=action,
        object_type=type(what).__name__,
        object_id=getattr(what, "pk", None),
        object_label=str(what)[:200] if not isinstance(what, Actor) else what.commune_name,
        reason=reason,
        detail=json.loads(json.dumps(detail, ensure_ascii=False, default=str)),
        previous_hash=previous_hash,
    )
    event.hash = digest(previous_hash, facts_of(event))
    with writing.together(), connection.cursor() as cursor:
        _append(event)
        cursor.execute(MOVE_HEAD, [event.sequence, event.hash, by.commune_id])


def _locked_head(commune_id: int) -> tuple[int, str]:
    """Sequence and hash of the last event; the row is held until the transaction ends. Every deed passes here."""
    lock = " FOR UPDATE" if connection.features.has_select_for_update else ""
    with connection.cursor() as cursor:
        cursor.execute(READ_HEAD + lock, [commune_id])
        found = cursor.fetchone()
    if found:
        return int(found[0]), str(found[1])
    head, _ = AuditHead.objects.select_for_update().get_or_create(
        commune_id=commune_id, defaults={"sequence": 0, "hash": GENESIS}
    )
    return head.sequence, head.hash
