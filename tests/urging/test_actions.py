"""What letters may be drafted, issued, given up; what counts as having been urged."""

from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.clock import local
from tests.factories import reporting as make
from tests.factories import tasks as make_tasks
from tests.factories import urging as make_letters
from tests.sight import at_once
from thidua.core.errors import Refused
from thidua.core.permissions import Actor
from thidua.notifications.models import Notice
from thidua.org.models import Unit
from thidua.reporting.enums import ReportState
from thidua.reporting.models import Period, Report
from thidua.tasks.enums import TaskState
from thidua.tasks.models import Task
from thidua.urging import actions, errors, queries
from thidua.urging.actions import Words
from thidua.urging.enums import LetterState
from thidua.urging.models import UrgedThing, UrgingLetter

pytestmark = pytest.mark.django_db
AT = make_letters.AT
TODAY = AT.date()
NEXT_WEEK = TODAY + timedelta(days=7)
WORDS = Words("Mở đầu", "Đề nghị", "UBND-VX", "KT. Chủ tịch", "Phó Chủ tịch", "Đinh Thị Thu Hà")


@pytest.fixture
def here() -> make.Ward:
    return make.ward(units=2)


@pytest.fixture
def unit(here: make.Ward) -> Unit:
    return here.units[0]


@pytest.fixture
def officer(here: make.Ward) -> Actor:
    return here.actor("standing_body")


def late_task(unit: Unit, **other: Any) -> Task:
    return make_tasks.TaskFactory(lead=unit, **({"due_on": TODAY - timedelta(days=18)} | other))


def reports_due(on: date) -> None:
    Period.objects.update(unit_due_on=on, ward_due_on=NEXT_WEEK, locks_on=NEXT_WEEK)


def draft(unit: Unit, officer: Actor, **other: Any) -> UrgingLetter:
    return actions.draft_letter(unit, **({"answer_by": NEXT_WEEK, "by": officer, "at": AT} | other))


def issue(letter: UrgingLetter, officer: Actor, number: str = "12", **other: Any) -> UrgingLetter:
    return actions.issue_letter(
        letter, number=number, **({"issued_on": TODAY, "by": officer, "at": AT} | other)
    )


def test_draft_letter_names_tasks_and_reports_past_their_day(unit: Unit, officer: Actor) -> None:
    task = late_task(unit, title="Lập danh mục")
    reports_due(TODAY - timedelta(days=2))
    letter = draft(unit, officer)
    assert [(one.task_id, one.days_late) for one in letter.things.all()] == [(task.pk, 18), (None, 2)]
    assert letter.turn == 1
    assert "đến ngày 02/11/2026" in letter.opening


@pytest.mark.parametrize(
    ("days", "owed"), [(0, False), (1, True)], ids=["on the day itself", "the day after"]
)
def test_a_thing_is_owed_from_the_day_after_its_day(here: make.Ward, days: int, owed: bool) -> None:
    due_on = TODAY - timedelta(days=days)
    late_task(here.units[0], due_on=due_on)
    reports_due(due_on)
    found = queries.units_owing(here.commune.pk, on=TODAY)
    assert [one.unit for one in found] == (here.units if owed else [])
    assert [(one.tasks, one.reports) for one in found] == ([(1, 1), (0, 1)] if owed else [])


@pytest.mark.parametrize("state", [TaskState.HANDED_IN, TaskState.ACCEPTED, TaskState.CANCELLED])
def test_what_a_unit_has_done_is_not_owed(unit: Unit, officer: Actor, state: TaskState) -> None:
    task = late_task(unit)
    Task.objects.filter(pk=task.pk).update(state=state, done_at=AT, reason="Xong")
    reports_due(NEXT_WEEK)
    with pytest.raises(errors.NothingOwed):
        draft(unit, officer)


def test_a_report_that_was_handed_in_or_whose_period_is_locked_is_not_owed(here: make.Ward) -> None:
    reports_due(TODAY - timedelta(days=2))
    Report.objects.filter(unit=here.units[0]).update(state=ReportState.SUBMITTED)
    assert [one.unit for one in queries.units_owing(here.commune.pk, on=TODAY)] == [here.units[1]]
    Period.objects.update(locked_at=AT)
    assert queries.units_owing(here.commune.pk, on=TODAY) == []


def test_another_ward_owes_nothing_here(here: make.Ward, unit: Unit) -> None:
    late_task(make.ward(units=1).units[0])
    reports_due(NEXT_WEEK)
    assert queries.units_owing(here.commune.pk, on=TODAY) == []


def test_one_draft_at_a_time(unit: Unit, officer: Actor) -> None:
    late_task(unit)
    letter = draft(unit, officer)
    with pytest.raises(errors.DraftWaits):
        draft(unit, officer)
    actions.withdraw_letter(letter, reason="Đơn vị đã gọi điện", by=officer, at=AT)
    assert draft(unit, officer).turn == 1


@pytest.mark.parametrize("answer_by", [TODAY, TODAY - timedelta(days=1)])
def test_the_unit_is_given_a_day_at_least(unit: Unit, officer: Actor, answer_by: date) -> None:
    late_task(unit)
    with pytest.raises(errors.AnswerTooEarly):
        draft(unit, officer, answer_by=answer_by)


def test_the_next_letter_counts_the_ones_before_and_names_their_days(unit: Unit, officer: Actor) -> None:
    task = late_task(unit)
    issue(draft(unit, officer), officer)
    later = local(2026, 11, 20, 8)
    fresh = late_task(unit, due_on=date(2026, 11, 15))
    second = draft(unit, officer, at=later, answer_by=date(2026, 11, 30))
    told = {one.task_id: one.urged_days for one in second.things.all()}
    assert (second.turn, told[task.pk], told[fresh.pk]) == (2, [TODAY], [])


def test_a_letter_that_was_taken_back_has_urged_nobody(unit: Unit, officer: Actor) -> None:
    late_task(unit)
    letter = issue(draft(unit, officer), officer)
    actions.withdraw_letter(letter, reason="Ghi nhầm đơn vị", by=officer, at=AT)
    again = draft(unit, officer)
    assert (again.turn, [one.urged_on for one in again.things.filter(task__isnull=False)]) == (1, [[]])


def test_change_letter_puts_words_and_signer_otherwise(unit: Unit, officer: Actor) -> None:
    late_task(unit)
    letter = draft(unit, officer)
    actions.change_letter(letter, words=WORDS, answer_by=date(2026, 11, 20), by=officer, at=AT)
    letter.refresh_from_db()
    assert (letter.opening, letter.closing, letter.symbol) == ("Mở đầu", "Đề nghị", "UBND-VX")
    assert (letter.head["position"], letter.head["place"]) == ("Phó Chủ tịch", "Nam Đồng")


def test_issue_letter_keeps_the_number_and_tells_the_people_of_the_unit(
    here: make.Ward, unit: Unit, officer: Actor
) -> None:
    late_task(unit, title="Lập danh mục")
    head, other = here.person("unit_head"), here.person("unit_head", here.units[1])
    letter = issue(draft(unit, officer), officer, "47A")
    assert (letter.number_words, letter.state) == ("47A/UBND-VHXH", LetterState.ISSUED)
    [notice] = Notice.objects.filter(user=head)
    assert "47A/UBND-VHXH" in notice.title
    assert "Lập danh mục" in notice.body
    assert not Notice.objects.filter(user=other).exists()


def test_nobody_is_urged_about_what_he_has_done_meanwhile(unit: Unit, officer: Actor) -> None:
    task = late_task(unit, title="Lập danh mục")
    late_task(unit, title="Cài chữ ký số")
    letter = draft(unit, officer)
    Task.objects.filter(pk=task.pk).update(state=TaskState.HANDED_IN)
    with pytest.raises(errors.OwedNoMore, match="“Lập danh mục”"):
        issue(letter, officer)
    actions.relist_letter(letter, by=officer, at=AT)
    assert [one.title for one in letter.things.filter(task__isnull=False)] == ["Cài chữ ký số"]
    assert issue(letter, officer).number == "12"


def test_relist_letter_keeps_the_words_and_moves_the_day(unit: Unit, officer: Actor) -> None:
    late_task(unit)
    letter = draft(unit, officer)
    actions.relist_letter(letter, by=officer, at=local(2026, 11, 5))
    assert "đến ngày 05/11/2026" in letter.opening
    assert [one.days_late for one in letter.things.filter(task__isnull=False)] == [21]


def test_relist_letter_when_all_is_done_leaves_the_list_as_it_was(unit: Unit, officer: Actor) -> None:
    task = late_task(unit)
    reports_due(NEXT_WEEK)
    letter = draft(unit, officer)
    Task.objects.filter(pk=task.pk).update(state=TaskState.HANDED_IN)
    with pytest.raises(errors.NothingOwed):
        actions.relist_letter(letter, by=officer, at=AT)
    assert letter.things.count() == 1


def test_a_number_is_given_once_a_year(here: make.Ward, officer: Actor) -> None:
    late_task(here.units[0])
    late_task(here.units[1])
    issue(draft(here.units[0], officer), officer)
    second = draft(here.units[1], officer)
    with pytest.raises(errors.NumberTaken):
        issue(second, officer)
    assert issue(second, officer, "13").number == "13"


@pytest.mark.parametrize(
    ("issued_on", "refusal"),
    [
        (TODAY + timedelta(days=1), errors.IssuedAhead),
        (TODAY - timedelta(days=1), errors.IssuedBeforeDraft),
    ],
)
def test_the_day_of_the_paper_lies_between_the_list_and_today(
    unit: Unit, officer: Actor, issued_on: date, refusal: type[Exception]
) -> None:
    late_task(unit)
    with pytest.raises(refusal):
        issue(draft(unit, officer), officer, issued_on=issued_on)


def test_what_was_issued_is_not_changed_any_more(unit: Unit, officer: Actor) -> None:
    late_task(unit)
    letter = issue(draft(unit, officer), officer)
    for deed in (
        lambda: actions.change_letter(letter, words=WORDS, answer_by=NEXT_WEEK, by=officer, at=AT),
        lambda: actions.relist_letter(letter, by=officer, at=AT),
        lambda: issue(letter, officer, "99"),
    ):
        with pytest.raises(Refused, match="đã phát hành"):
            deed()


def test_withdraw_letter_needs_a_reason_and_is_done_once(unit: Unit, officer: Actor) -> None:
    late_task(unit)
    letter = draft(unit, officer)
    with pytest.raises(errors.ReasonMissing):
        actions.withdraw_letter(letter, reason="  ", by=officer, at=AT)
    actions.withdraw_letter(letter, reason="Soạn nhầm", by=officer, at=AT)
    with pytest.raises(Refused, match="đã bỏ"):
        actions.withdraw_letter(letter, reason="Lần nữa", by=officer, at=AT)


@pytest.mark.parametrize("role", ["administrator", "leader", "council_member", "unit_head", "reporter"])
def test_draft_letter_is_for_the_standing_body(here: make.Ward, unit: Unit, role: str) -> None:
    late_task(unit)
    with pytest.raises(Refused):
        draft(unit, here.actor(role))


def test_an_officer_of_another_ward_drafts_nothing_here(unit: Unit) -> None:
    late_task(unit)
    with pytest.raises(Refused):
        draft(unit, make.ward(units=1).actor("standing_body"))


def test_the_database_holds_one_draft_a_unit_and_one_thing_a_line(unit: Unit, officer: Actor) -> None:
    late_task(unit)
    letter = draft(unit, officer)
    thing = letter.things.first()
    assert thing is not None
    for broken in (
        lambda: UrgingLetter.objects.filter(pk=letter.pk).update(state=LetterState.ISSUED),
        lambda: UrgedThing.objects.filter(pk=thing.pk).update(task=None, report=None),
        lambda: UrgingLetter.objects.filter(pk=letter.pk).update(state=LetterState.WITHDRAWN),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            broken()


@pytest.mark.django_db(transaction=True)
def test_of_two_drafts_at_once_one_is_made(unit: Unit, officer: Actor) -> None:
    late_task(unit)
    same = Unit.objects.get(pk=unit.pk)
    ends = at_once(lambda: draft(unit, officer), lambda: draft(same, officer))
    assert ends == ["DraftWaits", "done"]
    assert UrgingLetter.objects.count() == 1


def test_the_database_holds_one_number_a_year(here: make.Ward, officer: Actor) -> None:
    """Of a commune and a symbol, among letters that stand; a letter that was taken back leaves its number free."""
    letters = []
    for place in here.units:
        late_task(place)
        letters.append(draft(place, officer))
    first, second = issue(letters[0], officer), issue(letters[1], officer, "13")
    same = UrgingLetter.objects.filter(pk=second.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        same.update(number="12")
    same.update(number="12", issued_year=2027)
    same.update(number="12", issued_year=2026, symbol="UBND-VX")
    actions.withdraw_letter(first, reason="Ghi nhầm số", by=officer, at=AT)
    same.update(symbol=first.symbol)


@pytest.mark.django_db(transaction=True)
def test_two_officers_who_give_one_number_at_once_do_not_both(here: make.Ward, officer: Actor) -> None:
    letters = []
    for place in here.units:
        late_task(place)
        letters.append(draft(place, officer))
    ends = at_once(*(partial(issue, letter, officer) for letter in letters))
    assert sorted(ends) == ["NumberTaken", "done"]
    assert UrgingLetter.objects.filter(state=LetterState.ISSUED).count() == 1


def test_a_number_given_between_the_question_and_the_answer_is_refused_by_a_sentence(
    here: make.Ward, officer: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The question finds nothing, as when the other has not yet come to an end; the database has the last word."""
    letters = []
    for place in here.units:
        late_task(place)
        letters.append(draft(place, officer))
    issue(letters[0], officer)
    asked = []
    refuse = actions._refuse_taken

    def finds_nothing_at_first(*args: Any) -> None:
        asked.append(args)
        if len(asked) > 1:
            refuse(*args)

    monkeypatch.setattr(actions, "_refuse_taken", finds_nothing_at_first)
    with pytest.raises(errors.NumberTaken, match="Số này đã ghi"):
        issue(letters[1], officer)
    letters[1].refresh_from_db()
    assert (len(asked), letters[1].state) == (2, LetterState.DRAFT)
