"""What is measured on: a data folder with the demonstration and a synthetic ward of 60 units beside it.

    python benchmarks/ward.py FOLDER [--demo] --rounds 4 --posts 180

Run in a process of its own with THIDUA_DATA and, for PostgreSQL, DATABASE_URL. Everything goes through the actions, but
for the twenty indicators, for which there is no deed. Writes FOLDER/asks.json: what the clients will ask for.
"""

import argparse
import io
import json
import os
from dataclasses import asdict
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import load

ON = date(2026, 11, 22)
UNITS, INDICATORS = 60, 20
SECRET = "benchmarkbenchmarkbenchmarkbench"  # of the CSRF cookie: 32 letters


def prepare(folder: Path, *, with_demo: bool, rounds: int, posts: int) -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thidua.config.settings")
    django.setup()
    from django.core.management import call_command
    from django.db import transaction

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("load_library", verbosity=0, stdout=io.StringIO())
    asks: dict[str, Any] = {}
    if with_demo:
        _demonstration(folder)
        asks |= _public_pages()
    with transaction.atomic():
        asks |= Ward().asks(rounds, posts)
    Path(folder, "asks.json").write_text(json.dumps(asks))


def _demonstration(folder: Path) -> None:
    """Built once and kept as a file beside the folder, where the database is one."""
    from django.db import connection, transaction

    from thidua.demo.build import build_demo
    from thidua.org.models import Commune

    if Commune.objects.exists():
        return
    with transaction.atomic():
        build_demo(ON)
    if connection.vendor == "sqlite":
        connection.cursor().execute("VACUUM INTO %s", [str(folder.parent / "demonstration.sqlite3")])


def _public_pages() -> dict[str, Any]:
    from thidua.org.models import Commune
    from thidua.reporting.queries import published

    commune = Commune.objects.order_by("pk")[0]
    figure = published.published_figures().filter(publication__period__commune_id=commune.pk)[0]
    movement = figure.publication.period.movement_id
    home = f"/{commune.slug}/"
    return {
        "home": asdict(load.Ask(home)),
        "home_anew": asdict(load.Ask(f"{home}?phong-trao={movement}")),
        "indicator": asdict(load.Ask(_url("web:site_result", commune.slug, figure.indicator.code))),
    }


def _url(name: str, *args: Any) -> str:
    from django.urls import reverse

    return reverse(name, args=args)


class Ward:
    """A commune of 60 units, each with a reporter and no head, so that what is submitted is received and counted."""

    def __init__(self) -> None:
        from thidua.core.text import nfc
        from thidua.org import actions, queries

        self.at = _local(date(2026, 1, 5))
        root = actions.found_commune(
            name=nfc("phường Đo Thử"),
            slug="phuong-do-thu",
            place="Đo Thử",
            issuer="Ủy ban nhân dân phường Đo Thử",
            parent_issuer="Thành phố mẫu",
            province="Thành phố mẫu",
            founded_on=date(2026, 1, 1),
            at=self.at,
        )
        self.root = root
        administrator = actions.appoint_first_administrator(
            root,
            full_name="Quản Trị",
            username="do.quantri",
            password=os.urandom(12).hex(),
            email="",
            at=self.at,
        )
        self.administrator = queries.actor_for(administrator, on=ON)
        self.units = [
            actions.create_unit(
                root,
                name=f"Tổ dân phố số {number} (đo thử)",
                kind="neighbourhood",
                short_name="",
                code=f"DO{number}",
                valid_from=date(2026, 1, 1),
                by=self.administrator,
                at=self.at,
            )
            for number in range(1, UNITS + 1)
        ]
        self.people = {unit.pk: self._person("reporter", unit) for unit in self.units}
        self.officer = self._person("standing_body", root)
        self.leader = self._person("leader", root)

    def _person(self, role: str, unit: Any) -> Any:
        from thidua.org import actions

        return actions.create_person(
            self.root,
            full_name=f"Nguyễn Văn Số {unit.pk}",
            username=f"do.{role.replace('_', '')}{unit.pk}",
            role=role,
            unit=unit,
            valid_from=date(2026, 1, 1),
            by=self.administrator,
            at=self.at,
        )

    def _actor(self, person: Any) -> Any:
        from thidua.org import queries

        return queries.actor_for(person, on=ON)

    def asks(self, rounds: int, posts: int) -> dict[str, Any]:
        movement, indicators = self._movement(), _indicators(self.root, self.at)
        opened = self._open(movement, indicators, "Kỳ của bảng theo dõi")
        self._play(opened)
        officer = session_of(self.officer)
        sessions = {unit_id: session_of(person) for unit_id, person in self.people.items()}
        drafts: list[Any] = []
        while len(drafts) < rounds * posts:
            period = self._open(movement, indicators, f"Kỳ đo {len(drafts)}")
            drafts += period.reports.prefetch_related("figures").order_by("pk")
        posted = [
            asdict(_submission(report, sessions[report.unit_id])) for report in drafts[: rounds * posts]
        ]
        board = load.Ask(_url("reporting:period_board", opened.pk), headers=officer)
        return {"board": asdict(board), "submissions": posted}

    def one_period(self) -> Any:
        """One period in which all sixty units are asked for all twenty figures."""
        return self._open(self._movement(), _indicators(self.root, self.at), "Kỳ đo")

    def submissions_of_one_period(self) -> list[load.Ask]:
        """One period, and what each of the sixty reporters sends for it."""
        period = self.one_period()
        reports = period.reports.prefetch_related("figures").order_by("pk")
        return [_submission(report, session_of(self.people[report.unit_id])) for report in reports]

    def _movement(self) -> Any:
        from thidua.movement import actions
        from thidua.movement.enums import ItemKind

        officer, leader, at = self._actor(self.officer), self._actor(self.leader), self.at
        movement = actions.create_movement(
            self.root,
            title="Phong trào đo thử",
            short_title="Phong trào đo thử",
            starts_on=date(2026, 1, 1),
            ends_on=None,
            by=officer,
            at=at,
        )
        actions.add_item(movement.plans.get(), kind=ItemKind.AIM, text="Đo thử", by=officer, at=at)
        actions.submit_plan(movement, by=officer, at=at)
        actions.approve_plan(movement, by=leader, at=at)
        actions.launch_movement(movement, by=leader, at=at)
        return movement

    def _open(self, movement: Any, indicators: list[Any], label: str) -> Any:
        """A báo cáo đột xuất asks every unit for every indicator; there may be as many as wanted."""
        from thidua.reporting import actions

        due = ON + timedelta(days=60)
        plan = actions.PeriodPlan(
            kind="ad_hoc",
            calendar="solar",
            label=label,
            starts_on=date(2026, 10, 1),
            ends_on=date(2026, 10, 31),
            unit_due_on=due,
            ward_due_on=due,
            locks_on=due + timedelta(days=365),
        )
        wanted = [one.pk for one in indicators]
        by = self._actor(self.officer)
        return actions.open_period(
            movement, plan=plan, units=self.units, indicator_ids=wanted, by=by, at=self.at
        )

    def _play(self, period: Any) -> None:
        """The board shows every state: a third verified, a third waiting, some returned, the rest not sent."""
        from thidua.indicator.figures import Value
        from thidua.reporting import actions

        officer = self._actor(self.officer)
        for place, report in enumerate(period.reports.select_related("unit", "period").order_by("pk")[:45]):
            by = self._actor(self.people[report.unit_id])
            figures = list(report.figures.select_related("indicator"))
            cells = {one.pk: actions.Cell(Value(80 + place, 200), explanation="Đo thử") for one in figures}
            actions.submit_report(report, cells=cells, by=by, at=self.at)
            if place < 20:
                actions.verify_report(report, by=officer, at=self.at)
            elif place < 27:
                figures[0].report = report
                actions.return_figure(figures[0], reason="Xin xem lại.", by=officer, at=self.at)


def _local(day: date) -> datetime:
    from django.utils import timezone

    return timezone.make_aware(datetime.combine(day, time(9)))


def _indicators(root: Any, at: datetime) -> list[Any]:
    from thidua.indicator.library import Trust
    from thidua.indicator.models import Definition, Indicator

    sums = {"over_units": "sum", "over_time": "flow", "measurement_unit": "hồ sơ"}
    made = [
        Indicator.objects.create(
            commune=root,
            code=f"DO{number}",
            name=f"Chỉ tiêu đo thử {number}",
            kind="ratio",
            position=number,
            **sums,
        )
        for number in range(1, INDICATORS + 1)
    ]
    for one in made:
        Definition.objects.create(
            indicator=one,
            commune=root,
            variant="A",
            is_default=True,
            full_name=one.name,
            numerator_label="Số hồ sơ nộp trực tuyến",
            denominator_label="Tổng số hồ sơ",
            text="Số đạt trên tổng số.",
            citation="Dữ liệu đo thử",
            trust=Trust.UNKNOWN.value,
            valid_from=date(2026, 1, 1),
            added_at=at,
            **sums,
        )
    return made


def session_of(person: Any) -> dict[str, str]:
    """The headers of a signed-in browser."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from thidua.org.models import Session
    from thidua.org.sessions import SessionStore, now

    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session["factor"] = "totp"
    session.save()
    # Prepared once, asked for much later: it must not have locked meanwhile.
    Session.objects.filter(pk=session.row_id).update(seen_at=now() + timedelta(hours=6))
    cookies = {settings.SESSION_COOKIE_NAME: session.session_key, settings.CSRF_COOKIE_NAME: SECRET}
    return {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}


def _submission(report: Any, headers: dict[str, str]) -> load.Ask:
    """What the desk's page sends when everything is typed and "Gửi báo cáo" is pressed."""
    body = {"csrfmiddlewaretoken": SECRET, "then": "gui"}
    for place, figure in enumerate(report.figures.all()):
        typed = {
            "version": figure.version,
            "numerator": 100 + place,
            "denominator": 250,
            "state": "",
            "source": "Sổ theo dõi",
            "explanation": "Trích từ sổ theo dõi của đơn vị.",
        }
        body |= {f"s{figure.pk}-{name}": str(value) for name, value in typed.items()}
    return load.Ask(_url("reporting:report_edit", report.pk), 303, headers, urlencode(body))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--demo", action="store_true")
    parser.add_argument("--rounds", type=int, required=True)
    parser.add_argument("--posts", type=int, required=True)
    given = parser.parse_args()
    prepare(given.folder, with_demo=given.demo, rounds=given.rounds, posts=given.posts)
