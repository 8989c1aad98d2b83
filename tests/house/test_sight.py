"""Nobody changes what he has not seen: every deed that changes a row takes what its page showed, or says here why not.

Three nets: a deed that locks a row has a look or a reason; a page that judges carries the sealed field, or its button
is asked again without one; and a view that does not hand over what was posted raises (core.sight.JudgedBlind).
"""

import inspect
from collections.abc import Callable
from datetime import datetime
from typing import Any, get_type_hints

import pytest
from django.db import models

from tests.house.authorisation import COLUMNS, Asker, Row, rows, spoken
from tests.house.cast import NOW, Cast
from tests.house.pages import pages
from thidua.core import actions as core_actions
from thidua.core.actions import registry
from thidua.core.sight import FIELD, JudgedBlind, Look, Sight, asked_for, mark_of

ADDS = "adds beside what is there, and changes nothing of it"
BY_CELL = "each cell carries the version over which it was typed"
OWN = "a draft or notice of one's own that nobody else opens"
BY_JOB = "what a job found, noted while the state says that it is at work"
CLOCK = "done by the clock, not from a page"
UNSEEN: dict[str, str] = {
    "composing.draft_report": ADDS,
    "composing.link_contents": "the next version of what was said, beside the one before",
    "movement.add_item": ADDS,
    "movement.assign_indicator": "units that are asked already stay as they are",
    "movement.open_amendment": "the next version of the plan, beside the one in force; one at a time",
    "movement.read_plan": "the next version of the plan, beside the one before; decisions are carried over",
    "notifications.read_notice": OWN,
    "outgoing.ask_pdf": "shows the very file that was made, which never changes; made or underway already, it says so",
    "outgoing.keep_pdf": BY_JOB,
    "outgoing.note_no_pdf": BY_JOB,
    "outgoing.add_version": "the next file of a form, beside the ones before",
    "org.disable_idle_person": CLOCK,
    "org.import_people": "own draft; each row is compared with what stands when it is applied (ImportChanged)",
    "org.import_units": "own draft; each row is compared with what stands when it is applied (ImportChanged)",
    "org.record_data_request": ADDS,
    "org.tell_idle_person": CLOCK,
    "pledging.add_members": ADDS,
    "pledging.draw_pact": ADDS,
    "pledging.plan_by_link": "the form of one unit, once: who comes second finds the link used",
    "pledging.register_by_link": "the form of one unit, once: who comes second finds the link used",
    "registers.lay_out_dues": ADDS,
    "registers.note_read": BY_JOB,
    "registers.note_sifted": BY_JOB,
    "registers.note_unreadable": BY_JOB,
    "reporting.apply_workbook": BY_CELL,
    "reporting.attach_evidence": ADDS,
    "reporting.close_extension": CLOCK,
    "reporting.correct_workbook": OWN,
    "reporting.detach_evidence": "takes away the very proof that its button names; gone already, it says so",
    "reporting.end_breakdown": "ends what its button names; ended already, it says so",
    "reporting.import_figures": BY_CELL,
    "reporting.link_evidence": ADDS,
    "reporting.open_past_periods": ADDS,
    "reporting.open_period": ADDS,
    "reporting.save_figure": BY_CELL,
    "reporting.save_parts": "each part carries the number over which it was typed",
    "reporting.submit_report": BY_CELL,
    "reporting.take_count": "carries the mark of the count that its button names; the register moved since, it says so",
    "reporting.tell_late_units": CLOCK,
    "tasks.import_tasks": "own draft; each row is compared with what stands when it is applied (ImportChanged)",
    "tasks.revoke_feed": OWN,
    "urging.draft_letter": ADDS,
}


def changes_a_row(deed: Callable[..., Any]) -> bool:
    """Whether the deed locks a row of the database and is done to it."""
    first = next(iter(inspect.signature(deed).parameters))
    kind = get_type_hints(deed)[first]
    return deed.locks and inspect.isclass(kind) and issubclass(kind, models.Model)  # type: ignore[attr-defined]


def takes_a_sight(deed: Callable[..., Any]) -> bool:
    """By a look of its own, or by holding what was seen against several things itself."""
    seen = inspect.signature(deed).parameters.get("seen")
    return seen is not None and (deed.look is not None or "Sight" in str(seen.annotation))  # type: ignore[attr-defined]


def blind(deeds: dict[str, Callable[..., Any]]) -> list[str]:
    """Deeds that change a row without having to know what was seen."""
    changing = (name for name, deed in deeds.items() if changes_a_row(deed))
    return sorted(name for name in changing if not takes_a_sight(deeds[name]))


def test_every_deed_that_changes_a_row_takes_what_was_seen_or_says_why_not() -> None:
    assert blind(registry) == sorted(UNSEEN)


def test_every_look_is_asked_for_what_was_seen() -> None:
    deaf = [name for name, deed in registry.items() if deed.look and not takes_a_sight(deed)]  # type: ignore[attr-defined]
    assert deaf == []


@pytest.fixture
def asker(db: None, cast: Cast, set_clock: Callable[[datetime], None]) -> Asker:
    set_clock(NOW)
    return Asker(cast)


def judging() -> list[Row]:
    """The rows of the matrix that send such a deed."""
    judged = {name for name, deed in registry.items() if "Sight" in str(_seen_of(deed))}
    access = {page.name: getattr(page.view, "access", "public") for page in pages()}
    return [row for row in rows() if row.method == "POST" and access[row.page] in judged]


def _seen_of(deed: Callable[..., Any]) -> object:
    seen = inspect.signature(deed).parameters.get("seen")
    return seen.annotation if seen else ""


def blind_pages(asker: Asker, listed: list[Row]) -> list[str]:
    """Pages with neither the field nor a second question; a row that is closed to everybody says nothing."""
    return [str(row) for row in listed if not any(answers_for(asker, row))]


def answers_for(asker: Asker, row: Row) -> list[bool]:
    """For each role of the own ward that gets in: whether what it sees travels with what it sends."""
    found, is_open = [], False
    for role, where in (pair for column in COLUMNS[:7] for pair in column if pair[1] == "own"):
        opened = asker.ask(row, role, where, method="GET")
        if opened.status_code == 405:
            said = spoken(asker.ask(row, role, where))
            is_open |= said not in {"403", "403!", "404"}
            found.append(said == "409")
        elif opened.status_code == 200:
            is_open = True
            found.append(f'name="{FIELD}"' in opened.content.decode())
    return found if is_open else [True]


def test_every_page_that_judges_carries_what_it_showed(asker: Asker) -> None:
    listed = judging()
    assert len(listed) > 30
    assert blind_pages(asker, listed) == []


def test_a_page_without_the_field_is_found(asker: Asker) -> None:
    plain = [row for row in rows() if row.page == "org:person_create" and row.method == "POST"]
    assert blind_pages(asker, plain) == [str(plain[0])]


class Thing:
    pk, commune_pk, scope_path = 1, 1, "1."


def test_a_view_that_forgets_what_was_posted_raises(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(core_actions, "registry", {})
    look: Look[Thing] = Look(mark=lambda _: mark_of(1), rows=lambda _: (), about=lambda _: {})

    def try_it(thing: Thing, *, by: object, at: object, seen: Sight | None = None) -> None: ...

    deed: Any = core_actions.action("core.try_it", look=look)(try_it)
    with asked_for(), pytest.raises(JudgedBlind):
        deed(Thing(), by=None, at=None)
