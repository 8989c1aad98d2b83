"""Titles that units and their heads may aim at: dated rows with a citation, shipped in `titles.json`."""

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from thidua.core.dated import Dated, rows_of

SUBJECTS = ("collective", "neighbourhood", "individual")
DECIDERS = {"commune": "cấp xã quyết định", "above": "đề nghị cấp trên"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Title(Dated):
    """One title as the law has it from a day, perhaps to a day; `subject` is one of SUBJECTS, `decided_by` of DECIDERS."""

    code: str
    name: str
    subject: str
    decided_by: str

    @property
    def decider(self) -> str:
        return DECIDERS[self.decided_by]

    def holds_in(self, year: int) -> bool:
        """Whether it can be aimed at in a year: titles are given at its end."""
        return self.holds_on(date(year, 12, 31))


@cache
def titles() -> tuple[Title, ...]:
    """Every row in the order of the file."""
    return rows_of(Title, _content()["rows"])


@cache
def checked_on() -> date:
    """The day on which the rows were last held against their sources."""
    return date.fromisoformat(_content()["checked_on"])


def offered(subject: str, year: int) -> list[Title]:
    """What can be aimed at in that year."""
    return [one for one in titles() if one.subject == subject and one.holds_in(year)]


def name_of(code: str) -> str:
    """The name of a code that some row has; the bare code for one that is gone."""
    return next((one.name for one in titles() if one.code == code), code)


def _content() -> dict[str, Any]:
    file = resources.files("thidua.pledging.titles") / "titles.json"
    content: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return content
