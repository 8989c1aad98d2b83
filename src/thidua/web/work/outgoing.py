"""Work on papers that go out: to number, to send, to look at again."""

from datetime import date

from django.urls import reverse

from thidua.core import formatting
from thidua.core.permissions import Actor
from thidua.outgoing import queries
from thidua.outgoing.enums import PaperState
from thidua.outgoing.models import OutgoingPaper
from thidua.web.work.tasks import Group, Task

MOST = 15


def papers_to_see_to(who: Actor, on: date) -> list[Task]:
    """Without a number, numbered and not sent, sent and of figures that were touched since."""
    if not who.may("outgoing.number_paper"):
        return []
    return [_task(paper) for paper in queries.papers_to_see_to(who)[:MOST]]


def _task(paper: OutgoingPaper) -> Task:
    about = f"“{paper.version.form.title}”, {formatting.in_text(paper.label)}"
    if paper.state == PaperState.SENT:
        url = reverse("outgoing:paper_compare", args=[paper.pk])
        note = f"Đã gửi {paper.sent_to} ngày {formatting.day(paper.sent_on)}"
        title = f"Xem lại bản đã gửi: {about}"
        return Task(Group.TO_SEND, "returned", "Số liệu có thể đã đổi", title, url, note)
    is_new = paper.state == PaperState.PREPARED
    url = reverse("outgoing:paper_show", args=[paper.pk])
    note = f"Lập lúc {formatting.moment(paper.made_at)}" if is_new else f"Số {paper.number}"
    title = f"{'Lấy số cho' if is_new else 'Gửi'} {about}"
    return Task(Group.TO_SEND, "waiting", paper.get_state_display(), title, url, note)
