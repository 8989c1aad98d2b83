"""The people of a ward at their work, by real HTTP: who only reads, sixty desks, the officer, the administrator.

Each signs in, carries his cookies and the token of his forms, reads a page before he sends it, and knows how it must be
answered; any other answer is written down. What one of them does leads to work for another: what a desk hands in the officer
finds in order or returns, what was returned the desk puts right.
"""

import http.client
import io
import random
import re
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import urlencode

import load
import openpyxl

from tests.documents import samples

RETURNED_SHARE = 0.6
VERSION = re.compile(r'name="s(\d+)-version" value="(\d+)"')
WORDS = ("số hồ sơ", "to dan pho", "Đo Thử", "chỉ tiêu 7", "không có gì")


class Idle(Exception):
    """Nobody has such work at this moment."""


class Unexpected(Exception):
    """An answer that nobody expected; the journal has it."""


@dataclass
class Journal:
    """What was asked, when (seconds of the monotonic clock), how long it took; and what went wrong."""

    rows: list[tuple[float, str, float]] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def percentile(self, begins: float, ends: float, share: float = 0.95) -> float:
        found = sorted(seconds for at, _, seconds in self.rows if begins <= at < ends)
        return found[int(len(found) * share)] if found else 0.0


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass
class Browser:
    """Cookies, the token of forms, and one connection a request, as on a phone that rested."""

    port: int
    journal: Journal
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, name: str, path: str, *expected: int, known: str = "") -> Answer:
        headers = {"If-None-Match": known} if known else {}
        return self._ask(name, "GET", path, b"", headers, expected or (200,))

    def post(
        self, name: str, path: str, fields: Mapping[str, object], *expected: int, htmx: bool = False
    ) -> Answer:
        body = urlencode({"csrfmiddlewaretoken": self.token, **fields}).encode()
        headers = {"Content-Type": load.FORM} | ({"HX-Request": "true"} if htmx else {})
        return self._ask(name, "POST", path, body, headers, expected or (303,))

    def send_file(
        self, name: str, path: str, fields: Mapping[str, str], file: tuple[str, str, bytes]
    ) -> Answer:
        """`file` is field, name of the file, content."""
        mark = "----soak0a1b2c"
        given = {"csrfmiddlewaretoken": self.token, **fields}
        lines = [
            f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in given.items()
        ]
        where, called, content = file
        lines.append(
            f'--{mark}\r\nContent-Disposition: form-data; name="{where}"; filename="{called}"\r\n\r\n'
        )
        body = "".join(lines).encode() + content + f"\r\n--{mark}--\r\n".encode()
        headers = {"Content-Type": f"multipart/form-data; boundary={mark}"}
        return self._ask(name, "POST", path, body, headers, (303,))

    @property
    def token(self) -> str:
        return self.cookies.get("csrftoken", "")

    def _ask(
        self,
        name: str,
        method: str,
        path: str,
        body: bytes,
        headers: dict[str, str],
        expected: tuple[int, ...],
    ) -> Answer:
        cookies = "; ".join(f"{key}={value}" for key, value in self.cookies.items())
        began = time.monotonic()
        try:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
            connection.request(method, path, body or None, headers | ({"Cookie": cookies} if cookies else {}))
            response = connection.getresponse()
            content = response.read()
            connection.close()
        except (OSError, http.client.HTTPException) as error:
            self.journal.wrong.append(f"{name}: {error!r}")
            raise Unexpected from error
        self.journal.rows.append((began, name, time.monotonic() - began))
        self._keep_cookies(response)
        if response.status not in expected:
            self.journal.wrong.append(f"{name}: {method} {path} gave {response.status}, not {expected}")
            raise Unexpected(self.journal.wrong[-1])
        return Answer(response.status, {key.lower(): value for key, value in response.getheaders()}, content)

    def _keep_cookies(self, response: http.client.HTTPResponse) -> None:
        for said in response.headers.get_all("Set-Cookie") or ():
            key, _, value = said.partition(";")[0].partition("=")
            if value.strip('"'):
                self.cookies[key] = value
            else:
                self.cookies.pop(key, None)


class Reader:
    """Somebody from the street: the public pages and the open data, often with the mark of an earlier visit."""

    def __init__(self, browser: Browser, paths: list[str]) -> None:
        self.browser, self.paths, self.lock = browser, paths, threading.Lock()
        self.marks: dict[str, str] = {}

    def read(self, chance: random.Random) -> None:
        path = chance.choice(self.paths)
        known = self.marks.get(path, "") if chance.random() < 0.5 else ""
        answer = self.browser.get("public page", path, 200, 304, known=known)
        self.marks[path] = answer.headers.get("etag", "")


class Desk:
    """One who types the figures of a unit. `drafts` are its reports on the desk; the one in hand stands first."""

    def __init__(self, browser: Browser, username: str, password: str, drafts: deque[int]) -> None:
        self.browser, self.username, self.password, self.drafts = browser, username, password, drafts
        self.lock = threading.Lock()
        self.versions: dict[int, int] = {}
        self.count = 0

    def come_in(self) -> None:
        self.browser.get("sign in", "/dang-nhap/")
        said = {"username": self.username, "password": self.password, "next": "/viec-cua-toi/"}
        self.browser.post("sign in", "/dang-nhap/", said)

    def come_again(self, chance: random.Random) -> None:
        self.browser.post("sign out", "/dang-xuat/", {})
        self.versions.clear()
        self.come_in()

    def look(self, chance: random.Random) -> None:
        path = chance.choice(["/viec-cua-toi/", "/viec-cua-toi/", "/bao-cao/", "/thong-bao/", "/phong-trao/"])
        self.browser.get("my work", path)

    def search(self, chance: random.Random) -> None:
        self.browser.get("search", f"/tim/?{urlencode({'q': chance.choice(WORDS)})}")

    def open(self, chance: random.Random) -> None:
        answer = self.browser.get("entry page", f"/bao-cao/{self.drafts[0]}/nhap/")
        self.versions = {int(pk): int(version) for pk, version in VERSION.findall(answer.text)}

    def save(self, chance: random.Random) -> None:
        if not self.versions:
            self.open(chance)
        pk = chance.choice(list(self.versions))
        fields = self._typed(pk)
        self.browser.post("save a figure", f"/so-lieu/{pk}/luu/", fields, 200, htmx=True)
        self.versions[pk] += 1

    def hand_in(self, chance: random.Random) -> int:
        """The report that left the desk."""
        self.open(chance)
        fields: dict[str, object] = {"then": "gui"}
        for pk in self.versions:
            fields |= self._typed(pk)
        report = self.drafts[0]
        self.browser.post("hand in", f"/bao-cao/{report}/nhap/", fields)
        self.drafts.popleft()
        self.versions.clear()
        return report

    def prove(self, chance: random.Random) -> None:
        """A photograph or a document for a figure."""
        if not self.versions:
            self.open(chance)
        path = f"/so-lieu/{chance.choice(list(self.versions))}/minh-chung/"
        self.browser.get("evidence page", path)
        wide = chance.randint(10, 3_000)
        file = ("anh.jpg", samples.jpeg(wide, 200)) if chance.random() < 0.7 else ("bb.pdf", samples.PDF)
        self.browser.send_file("upload evidence", path, {"kind": "file"}, ("file", *file))

    def fill_workbook(self, chance: random.Random) -> None:
        path = f"/bao-cao/{self.drafts[0]}/bang-tinh/"
        book = openpyxl.load_workbook(
            io.BytesIO(self.browser.get("workbook", path, 200).body), keep_links=False
        )
        self.count += 1
        sheet = book.worksheets[0]
        for row in range(6, sheet.max_row + 1):
            if sheet.cell(row, 1).value:
                sheet.cell(row, 6).value, sheet.cell(row, 7).value = 10 + self.count % 5_000, 9_000
        out = io.BytesIO()
        book.save(out)
        answer = self.browser.send_file(
            "upload workbook", f"{path}tai-len/", {}, ("file", "mau.xlsx", out.getvalue())
        )
        review = answer.headers["location"]
        seen = re.findall(r'name="(v-\d+)" value="(\d+)"', self.browser.get("review workbook", review).text)
        self.browser.post("apply workbook", review, {**dict(seen), "apply": "1"})
        self.versions.clear()

    def _typed(self, pk: int) -> dict[str, object]:
        self.count += 1
        return {
            f"s{pk}-version": self.versions[pk],
            f"s{pk}-numerator": self.count % 9_000,
            f"s{pk}-denominator": 9_000,
            f"s{pk}-state": "",
            f"s{pk}-source": "Sổ theo dõi",
            f"s{pk}-explanation": f"Trích từ sổ theo dõi, lần {self.count}.",
        }


class Officer:
    """The standing body: boards, checks, exports, reminders. `waiting` are reports handed in, each with its desk."""

    def __init__(self, browser: Browser, periods: list[int]) -> None:
        self.browser, self.periods, self.lock = browser, periods, threading.Lock()
        self.waiting: deque[tuple[int, Desk]] = deque()
        self.remindable: deque[int] = deque()

    def look(self, chance: random.Random) -> None:
        path = f"/ky-bao-cao/{chance.choice(self.periods)}/"
        self.browser.get("board", chance.choice([path, path, f"{path}?trang-thai=owing", f"{path}so-lieu/"]))

    def look_about(self, chance: random.Random) -> None:
        paths = ["/viec-cua-toi/", "/ky-bao-cao/", "/bao-cao/", "/don-vi/", "/phong-trao/", "/thong-bao/"]
        self.browser.get("officer's pages", chance.choice(paths))

    def export(self, chance: random.Random) -> None:
        board = f"/ky-bao-cao/{chance.choice(self.periods)}/bang-theo-doi.xlsx"
        self.browser.get("export", chance.choice([board, board, "/don-vi/tep/"]))

    def nudge(self, chance: random.Random) -> None:
        with suppress(IndexError):
            address = f"/bao-cao/{self.remindable.popleft()}/nhac/"
            # 422: sent by its unit meanwhile, it is nothing to remind of, and the page says so.
            self.browser.post("remind", address, {}, 303, 422)

    def check(self, chance: random.Random) -> None:
        if not self.waiting:
            self.look(chance)
            return
        report, desk = self.waiting.popleft()
        path = f"/bao-cao/{report}/kiem-tra/"
        page = self.browser.get("check page", path).text
        seen = re.search(r'name="seen" value="([^"]*)"', page)
        verdicts: dict[str, object] = dict.fromkeys(set(re.findall(r'name="(verdict_\d+)"', page)), "dung")
        verdicts["seen"] = unescape(seen[1]) if seen else ""
        if chance.random() >= RETURNED_SHARE:
            self.browser.post("find in order", path, {**verdicts, "dat": "1"})
            return
        name = chance.choice([name for name in verdicts if name != "seen"])
        why = {name: "tra-lai", name.replace("verdict", "reason"): "Xin xem lại số này."}
        self.browser.post("return", path, {**verdicts, **why, "tra-lai": "1"})
        desk.drafts.append(report)


Deed = Callable[[random.Random], object]


@dataclass
class Crowd:
    """Everybody, and what they do: `deeds` are (share, requests, what), who does it is drawn among those who are free."""

    readers: list[Reader]
    desks: list[Desk]
    officers: list[Officer]
    administrator: Browser
    chance: random.Random = field(default_factory=lambda: random.Random(23))

    def draw(self) -> tuple[int, Callable[[], None]]:
        """How many requests the next deed takes, and the deed."""
        kinds: list[tuple[float, int, Callable[[], None]]] = [
            (26, 1, lambda: self._by(self.readers, "read")),
            (14, 1, lambda: self._by(self.desks, "look")),
            (2, 1, lambda: self._by(self.desks, "search")),
            (9, 1, lambda: self._by(self.desks, "open", draft=True)),
            (17, 1, lambda: self._by(self.desks, "save", draft=True)),
            (3, 2, self._hand_in),
            (1, 2, lambda: self._by(self.desks, "prove", draft=True)),
            (0.5, 4, lambda: self._by(self.desks, "fill_workbook", draft=True)),
            (0.7, 3, lambda: self._by(self.desks, "come_again")),
            (11, 1, lambda: self._by(self.officers, "look")),
            (6, 1, lambda: self._by(self.officers, "look_about")),
            (1, 1, lambda: self._by(self.officers, "export")),
            (0.3, 1, lambda: self._by(self.officers, "nudge")),
            (3, 2, lambda: self._by(self.officers, "check")),
        ]
        _, cost, deed = self.chance.choices(kinds, [share for share, _, _ in kinds])[0]
        return cost, deed

    def _hand_in(self) -> None:
        with _free(self.desks, self.chance, draft=True) as desk:
            report = desk.hand_in(self.chance)
            self.chance.choice(self.officers).waiting.append((report, desk))

    def _by(self, people: Sequence[Any], what: str, draft: bool = False) -> None:
        with _free(people, self.chance, draft=draft) as one:
            getattr(one, what)(self.chance)


@contextmanager
def _free(people: Sequence[Any], chance: random.Random, *, draft: bool) -> Iterator[Any]:
    """One of `people` who does nothing else now (and has a report on the desk); waits for one when all are busy."""
    fit = [one for one in people if not draft or one.drafts]
    if not fit:
        raise Idle
    some = chance.sample(fit, min(8, len(fit)))
    chosen = next((one for one in some if one.lock.acquire(blocking=False)), None)
    if chosen is None:
        chosen = some[0]
        chosen.lock.acquire()
    try:
        if draft and not chosen.drafts:  # handed in while we waited
            raise Idle
        yield chosen
    finally:
        chosen.lock.release()
