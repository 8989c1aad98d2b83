"""When copies are made and proven. What is due is read from the shelf, so a restart neither forgets nor doubles."""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from thidua.core.errors import DomainError
from thidua.web import errors
from thidua.web.backups import drill, making, shelf

log = logging.getLogger(__name__)
TRY_AGAIN = timedelta(hours=1)
PROVE_EVERY = timedelta(days=7)
PROVE_AGAIN = timedelta(days=1)  # after a drill that failed


def keep_up(*, at: datetime) -> None:
    """What is due at this moment: the copy of the day, the drill of the week. Called often; mostly does nothing."""
    if not settings.BACKUP_DAILY:
        return
    if copy_is_due(at):
        copy_now(at=at)
    if drill_is_due(at):
        drill_now(at=at)


def copy_is_due(at: datetime) -> bool:
    """No copy of this local day yet; an hour's rest after a failure. What a wrong clock dated ahead puts nothing off."""
    failed, today = shelf.failure(), timezone.localdate(at)
    if failed and _is_less_than(TRY_AGAIN, since=failed.at, at=at):
        return False
    return all(copy.at.date() < today or copy.at > at for copy in shelf.copies())


def drill_is_due(at: datetime) -> bool:
    """A week after the last proof, a day after one that failed; the first when there have been copies for a day."""
    held, last = shelf.copies(), shelf.drill()
    if not held:
        return False
    if last is None:  # never in the first minutes of a server that is being set up
        return at - held[-1].at >= PROVE_AGAIN
    return not _is_less_than(PROVE_EVERY if last.is_proven else PROVE_AGAIN, since=last.at, at=at)


def _is_less_than(span: timedelta, *, since: datetime, at: datetime) -> bool:
    """Whether less than `span` has passed; what lies ahead was dated by a wrong clock and holds nothing up."""
    return timedelta() <= at - since < span


def copy_now(*, at: datetime) -> shelf.Copy | None:
    """Make a copy on the shelf and clear what is outdated; a failure is logged and remembered for the page: None."""
    try:
        copy = making.make_copy(shelf.folder(), at=at)
    except errors.CopyBeingMade:
        return None
    except DomainError as error:
        log.exception("no backup was made")
        shelf.remember_failure(shelf.Failure(at, str(error)))
        return None
    shelf.remember_failure(None)
    shelf.drop_outdated()
    return copy


def drill_now(*, at: datetime) -> shelf.Drill | None:
    """Prove the newest copy; one that cannot be proven is logged and shown on the page. None: another is at it."""
    newest = shelf.copies()[0]
    try:
        done = drill.prove(newest, at=at)
    except errors.CopyBeingMade:  # another worker proves
        return None
    except errors.DrillNotPossible as error:
        done = shelf.Drill(newest.name, at, 0.0, str(error))
        shelf.remember_drill(done)
    if not done.is_proven:
        log.error("the restore drill of %s failed: %s", done.name, done.sentence)
    return done
