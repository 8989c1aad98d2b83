"""Telling people what happened to their account. This app knows no notices: those who carry them register here.

`notifications` does, so what is told stands in the app and goes out by mail like every other notice.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from thidua.org.models import User


class Teller(Protocol):
    def __call__(
        self,
        users: Iterable[User],
        *,
        commune_id: int,
        title: str,
        body: str,
        url: str,
        key: str,
        at: datetime,
    ) -> None: ...


tellers: list[Teller] = []


def told_by(teller: Teller) -> Teller:
    """Register; once is enough."""
    if teller not in tellers:
        tellers.append(teller)
    return teller


def tell(
    users: Iterable[User], *, commune_id: int, title: str, body: str, url: str, key: str, at: datetime
) -> None:
    """Hand the message to every teller, in the transaction of the deed that makes it so."""
    people = list(users)
    for teller in tellers:
        teller(people, commune_id=commune_id, title=title, body=body, url=url, key=key, at=at)
