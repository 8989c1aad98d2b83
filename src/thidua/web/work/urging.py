"""Work with letters: drafts that wait for their number, letters that ask one's own unit for something."""

from datetime import date

from django.urls import reverse

from thidua.core import formatting
from thidua.core.permissions import Actor
from thidua.urging import queries
from thidua.urging.models import UrgingLetter
from thidua.web.work.tasks import Group, Task

MOST = 20


def letters_to_issue(who: Actor, on: date) -> list[Task]:
    """Drafts, for those who enter the number."""
    if not who.may("urging.issue_letter"):
        return []
    drafts = queries.drafts(who)[:MOST]
    return [
        Task(
            Group.TO_URGE,
            "waiting",
            "Chờ phát hành",
            f"Trình ký, ghi số văn bản đôn đốc {one.unit.name}",
            _address(one),
            f"soạn ngày {formatting.day(one.drafted_at)}",
        )
        for one in drafts
    ]


def letters_to_answer(who: Actor, on: date) -> list[Task]:
    """Letters to one's own units about things that are owed still."""
    if not who.may("reporting.submit_report"):
        return []
    return [
        Task(
            Group.LATE,
            "late",
            f"Đôn đốc lần {one.turn}",
            f"Làm xong việc nêu trong văn bản số {one.number_words}",
            _address(one),
            one.unit.name,
            one.answer_by,
        )
        for one in queries.letters_unanswered(who)[:MOST]
    ]


def _address(letter: UrgingLetter) -> str:
    return reverse("urging:letter_show", args=[letter.pk])
