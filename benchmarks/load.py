"""A bounded number of requests by a few clients that keep their connection open."""

import http.client
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field

CLIENTS = 4
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Ask:
    """One request and the status that it must be answered with."""

    path: str
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: str = ""

    @property
    def method(self) -> str:
        return "POST" if self.body else "GET"

    @property
    def all_headers(self) -> dict[str, str]:
        return self.headers | ({"Content-Type": FORM} if self.body else {})


def send(port: int, asks: Sequence[Ask]) -> None:
    """All of them, shared out among the clients; an unexpected answer ends the measurement."""
    wrong: list[str] = []
    threads = [
        threading.Thread(target=_client, args=(port, asks[place::CLIENTS], wrong)) for place in range(CLIENTS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if wrong:
        raise SystemExit(f"{len(wrong)} wrong answers, the first one: {wrong[0]}")


def fetch(port: int, ask: Ask) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request(ask.method, ask.path, ask.body.encode() or None, ask.all_headers)
    response = connection.getresponse()
    found = response.status, {name.lower(): value for name, value in response.getheaders()}, response.read()
    connection.close()
    return found


def _client(port: int, asks: Sequence[Ask], wrong: list[str]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    for ask in asks:
        connection.request(ask.method, ask.path, ask.body.encode() or None, ask.all_headers)
        response = connection.getresponse()
        response.read()
        if response.status != ask.status:
            wrong.append(f"{ask.method} {ask.path} gave {response.status}, not {ask.status}")
            break
    connection.close()
