"""Who plays in the demonstration: units and people from `data/ward.json`, and an actor for each of them."""

import json
import random
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from importlib import resources
from typing import Any

from django.utils import timezone

from thidua.core.permissions import Actor
from thidua.org import actions as org_actions
from thidua.org import queries as org_queries
from thidua.org.models import Unit, User

SEED = 2025


@cache
def ward() -> dict[str, Any]:
    """The shipped description of the ward."""
    file = resources.files("thidua.demo") / "data" / "ward.json"
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return found


def local(day: date, hour: int = 9, minute: int = 0) -> datetime:
    """A moment of the ward's day."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=timezone.get_default_timezone())


@dataclass
class Stage:
    """The ward while it is being built."""

    commune: Unit
    units: dict[str, Unit] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)

    def reporter(self, unit: Unit) -> Actor:
        return self.actors[f"daumoi.{unit.code.lower()}"]

    def head(self, unit: Unit) -> Actor | None:
        return self.actors.get(f"thutruong.{unit.code.lower()}")


def set_up() -> Stage:
    """Found the commune, create its units and people, each with one role."""
    facts = ward()["commune"]
    founded_on = date.fromisoformat(facts["founded_on"])
    at = local(founded_on)
    commune = org_actions.found_commune(**{**facts, "founded_on": founded_on}, at=at)
    stage = Stage(commune)
    by = _first_administrator(stage, at)
    for row in ward()["units"]:
        stage.units[row["code"]] = org_actions.create_unit(
            commune,
            name=row["name"],
            kind=row["kind"],
            short_name=row["short_name"],
            code=row["code"],
            is_standing_body=row.get("is_standing_body", False),
            valid_from=founded_on,
            by=by,
            at=at,
        )
    _people(stage, founded_on, by, at)
    return stage


def _first_administrator(stage: Stage, at: datetime) -> Actor:
    office = ward()["offices"][0]
    person = org_actions.appoint_first_administrator(
        stage.commune,
        full_name=_names()[0],
        username=office["username"],
        password=random.SystemRandom().randbytes(24).hex(),  # nobody knows it: the buttons sign in without
        email=f"{office['username']}@namdong.example",
        position=office["position"],
        at=at,
    )
    return _remember(stage, person, at.date())


def _people(stage: Stage, founded_on: date, by: Actor, at: datetime) -> None:
    names = iter(_names()[1:])
    cast = [
        (
            office["username"],
            office["role"],
            stage.units.get(office["unit"], stage.commune),
            office["position"],
        )
        for office in ward()["offices"][1:]
    ]
    for row in ward()["units"]:
        unit = stage.units[row["code"]]
        label = row["short_name"]
        if row.get("head"):
            cast.append(
                (f"thutruong.{row['code'].lower()}", "unit_head", unit, f"Thủ trưởng {label} (minh họa)")
            )
        word = "Tổ trưởng" if row["kind"] == "neighbourhood" else "Đầu mối"
        cast.append((f"daumoi.{row['code'].lower()}", "reporter", unit, f"{word} {label} (minh họa)"))
    for username, role, unit, position in cast:
        person = org_actions.create_person(
            stage.commune,
            full_name=next(names),
            username=username,
            email=f"{username}@namdong.example",
            position=position,
            role=role,
            unit=unit,
            valid_from=founded_on,
            by=by,
            at=at,
        )
        _remember(stage, person, founded_on)


def _remember(stage: Stage, person: User, on: date) -> Actor:
    actor = org_queries.actor_for(person, on=on)
    if actor is None:
        raise RuntimeError(f"{person.username} holds no role on {on}")
    stage.actors[person.username] = actor
    return actor


def _names() -> list[str]:
    """Invented full names, no two alike, always the same ones."""
    facts, chance = ward(), random.Random(SEED)
    names = [
        f"{family} {middle} {given}"
        for family in facts["family_names"]
        for middle in facts["middle_names"]
        for given in facts["given_names"]
    ]
    return chance.sample(names, 100)
