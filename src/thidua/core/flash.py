"""Where "Đã lưu" waits until the next page: in a cookie; in the session when it is too long for one."""

from typing import Any

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class HostCookieStorage(CookieStorage):
    """Named as our other cookies are."""

    def __init__(self, *args: Any, **options: Any) -> None:
        self.cookie_name = f"{settings.COOKIE_PREFIX}messages"
        super().__init__(*args, **options)


class Storage(FallbackStorage):
    storage_classes = (HostCookieStorage, SessionStorage)
