"""What the demonstration sends to others: the shipped forms are taken, one report went out before figures were put right,
another waits for its number.
"""

from datetime import datetime, timedelta

from thidua.core.permissions import Actor
from thidua.outgoing import actions, preparing, queries, suggested
from thidua.outgoing.models import FormTemplate, OutgoingPaper
from thidua.outgoing.queries.subjects import of_period
from thidua.reporting.models import Period

MONTHLY, SHEET = "bao-cao-thang-khcn", "bieu-thang-bd"


def take_forms(*, by: Actor, at: datetime) -> None:
    for name in suggested.load():
        actions.adopt_form(by, name=name, by=by, at=at)


def send_report(period: Period, *, by: Actor, at: datetime) -> None:
    """Made, numbered and sent on the ward's last day."""
    paper = _made(period, MONTHLY, by=by, at=at)
    on, receiver = at.date(), paper.version.form.receiver
    actions.number_paper(
        paper, number=f"{on.month * 14 + on.day}/BC-UBND", on=on, by=by, at=at + timedelta(hours=1)
    )
    later = at + timedelta(hours=2)
    actions.send_paper(paper, way=receiver.way, to=receiver.name, on=on, by=by, at=later)


def prepare_sheet(period: Period, *, by: Actor, at: datetime) -> None:
    """Made, and left without a number."""
    _made(period, SHEET, by=by, at=at)


def _made(period: Period, name: str, *, by: Actor, at: datetime) -> OutgoingPaper:
    version = queries.newest_version(FormTemplate.objects.get(suggestion=name))
    return preparing.make(version, of_period(period), by=by, at=at)
