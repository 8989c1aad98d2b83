"""The daily look after accounts, sessions and counters; called by `thidua tick`."""

import logging
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from thidua.org import actions, queries, sessions
from thidua.org.access import queries as access_queries
from thidua.org.access import rules, throttle
from thidua.org.errors import LastAdministrator

log = logging.getLogger(__name__)


def look_after_accounts(*, at: datetime) -> tuple[int, int]:
    """How many were told that their account closes soon, and how many were closed. Twice on a day changes nothing.

    Nobody is closed who was not told a week before, even when no job ran in between; nobody at all in the demonstration,
    where the buttons leave no trace of use.
    """
    throttle.prune(at=at)
    sessions.SessionStore.clear_expired()
    on = timezone.localdate(at)
    if settings.DEMO or not rules.number("idle_account_days", on):
        return 0, 0
    closed = 0
    for person in access_queries.people_to_close(at=at):
        try:
            actions.disable_idle_person(person, by=queries.system_actor(person.home), at=at)
            closed += 1
        except LastAdministrator:
            log.warning("person %s is idle, and the last administrator of a commune: left open", person.pk)
    told = 0
    for person in access_queries.people_to_tell(at=at):
        closes_on = access_queries.closes_on(person, at=at)
        actions.tell_idle_person(person, closes_on=closes_on, by=queries.system_actor(person.home), at=at)
        told += 1
    return told, closed
