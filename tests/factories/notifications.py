"""Notices."""

from typing import Any

import factory
from factory.django import DjangoModelFactory

from tests.clock import local
from tests.factories.org import UserFactory
from thidua.notifications.enums import NoticeKind
from thidua.notifications.models import Notice


class NoticeFactory(DjangoModelFactory[Notice]):
    """An unread notice to `user`, in the commune that keeps the account."""

    class Meta:
        model = Notice

    user: Any = factory.SubFactory(UserFactory)
    commune: Any = factory.LazyAttribute(lambda self: self.user.home)
    kind = NoticeKind.RETURNED
    title = "Số liệu CT1 tháng 5/2026 bị trả lại"
    body = "Lý do: thiếu minh chứng."
    url = "/chi-tieu/"
    key = factory.Sequence(lambda number: f"figure-returned-{number}")
    created_at = local(2026, 6, 1)
