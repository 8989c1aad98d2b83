import pytest

from tests.clock import local
from tests.factories.notifications import NoticeFactory
from tests.factories.org import CommuneFactory, UserFactory, actor
from thidua.core.errors import Refused
from thidua.core.models import AuditEvent
from thidua.core.permissions import Actor
from thidua.notifications import actions
from thidua.notifications.enums import NoticeKind
from thidua.notifications.models import Notice
from thidua.org import queries as org_queries
from thidua.org.models import Unit, User

AT = local(2026, 6, 2)
pytestmark = pytest.mark.django_db


@pytest.fixture
def root() -> Unit:
    commune: Unit = CommuneFactory().unit
    return commune


@pytest.fixture
def reader(root: Unit) -> Actor:
    return actor("reporter", root)


def _person(who: Actor) -> User:
    return User.objects.get(pk=who.user_id)


def _send(by: Actor, root: Unit, user: User) -> None:
    actions.send_notice(
        root,
        users=[user],
        kind=NoticeKind.LATE,
        title="Trễ hạn",
        body="",
        url="/",
        key="late-1",
        by=by,
        at=AT,
    )


def test_send_notice_by_the_clock(root: Unit) -> None:
    user = UserFactory(home=root)
    _send(org_queries.system_actor(root), root, user)
    assert (Notice.objects.get().user, Notice.objects.get().commune) == (user, root)
    assert AuditEvent.objects.get().detail == {"kind": "late", "key": "late-1", "people": 1}


@pytest.mark.parametrize("role", ["administrator", "standing_body", "leader", "unit_head", "reporter"])
def test_send_notice_is_refused_to_people(root: Unit, role: str) -> None:
    with pytest.raises(Refused, match="không có quyền"):
        _send(actor(role, root), root, UserFactory(home=root))


def test_read_notice_keeps_the_first_reading(reader: Actor) -> None:
    notice = NoticeFactory(user=_person(reader))
    actions.read_notice(notice, by=reader, at=AT)
    actions.read_notice(notice, by=reader, at=local(2026, 6, 3))
    notice.refresh_from_db()
    assert notice.read_at == AT


def test_read_notice_of_others_is_refused(root: Unit, reader: Actor) -> None:
    with pytest.raises(Refused, match="người khác"):
        actions.read_notice(NoticeFactory(user=UserFactory(home=root)), by=reader, at=AT)
    with pytest.raises(Refused) as refusal:
        actions.read_notice(NoticeFactory(), by=reader, at=AT)
    assert refusal.value.hidden


def test_read_all_notices_reads_ones_own_in_this_commune(root: Unit, reader: Actor) -> None:
    own = NoticeFactory.create_batch(2, user=_person(reader))
    NoticeFactory(user=_person(reader), read_at=local(2026, 6, 1))
    NoticeFactory(user=_person(reader), commune=CommuneFactory().unit)
    NoticeFactory(user=UserFactory(home=root))
    assert actions.read_all_notices(reader, by=reader, at=AT) == 2
    assert set(Notice.objects.filter(read_at=AT)) == set(own)
