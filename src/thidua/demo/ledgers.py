"""Lists from other systems in the demonstration: dossiers with a corrected export, ways of counting, reports that units owe."""

import hashlib
import random
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from thidua.core.permissions import Actor
from thidua.core.sheet_writer import Cell
from thidua.demo.stage import SEED, local
from thidua.org import queries as org_queries
from thidua.org.models import Unit
from thidua.registers import actions, headers, incoming, library, queries, reading
from thidua.registers.models import Batch, Record
from thidua.registers.sifting import Sift
from thidua.reporting import actions as reporting_actions
from thidua.reporting import binding_data
from thidua.reporting.calendars import Window
from thidua.reporting.models import Figure
from thidua.reporting.queries import bindings

if TYPE_CHECKING:
    from thidua.demo.year import Year

DOSSIERS, HOLDER, COUNTED = "ho-so-tthc", "PVHCC", "CT1"
SOURCE = "Hệ thống giải quyết thủ tục hành chính (minh họa)"
TITLES = ("Mã hồ sơ", "Mã TTHC", "Chủ hồ sơ", "Hình thức nộp", "Ngày tiếp nhận", "Hẹn trả", "Ngày xử lý xong")
COUNT, ONLINE, MISPUT = (
    200,
    0.84,
    6,
)  # rows, share of online ones, rows whose channel the second export puts right
LATER_WAYS = ("ct5-a", "ct6-a", "ct8-a", "ct9-a")
OWED = (
    ("VHXH", "01/CĐS", "Báo cáo công tác chuyển đổi số", "Sở Khoa học và Công nghệ", "month", 14),
    ("VP", "02/KSTT", "Báo cáo kiểm soát thủ tục hành chính", "Văn phòng UBND thành phố", "quarter", 14),
)


@dataclass
class Ledgers:
    """What comes in while the running period is open; `window` is that period."""

    year: "Year"
    window: Window

    @property
    def unit(self) -> Unit:
        return self.year.stage.units[HOLDER]

    def begin(self) -> None:
        begins = self.window.starts_on
        self.year.at(local(begins + timedelta(days=2), 9), self._adopt)
        self.year.at(local(begins + timedelta(days=3), 10), self._owe)
        self.year.at(local(begins + timedelta(days=21), 8, 20), self._export)

    def _adopt(self, at: datetime) -> None:
        """CT1 from the running period on, the others from the next: what units typed before stays as it was asked."""
        first = self.window.ends_on
        for slug in ("ct1-a", *LATER_WAYS):
            shipped = binding_data.load()[slug]
            since = first if slug == "ct1-a" else first + timedelta(days=1)
            reporting_actions.adopt_binding(
                self.year.stage.commune, shipped=shipped, valid_from=since, by=self.year.officer, at=at
            )

    def _owe(self, at: datetime) -> None:
        for code, number, name, receiver, every, day in OWED:
            unit = self.year.stage.units[code]
            by = self.year.stage.reporter(unit)
            actions.add_regime(
                unit,
                code=number,
                name=f"{name} (minh họa)",
                document="Thông tư 47/2025/TT-BKHCN" if code == "VHXH" else "Nghị định 09/2019/NĐ-CP",
                receiver=receiver,
                every=every,
                due_day=day,
                skips_larger=every == "month",
                software="Hệ thống thông tin báo cáo",
                starts_on=date(at.year, 7, 1),
                by=by,
                at=at,
            )
            self._send_what_is_due(unit, by, at)

    def _send_what_is_due(self, unit: Unit, by: Actor, at: datetime) -> None:
        due = queries.visible_dues(by).current().filter(day__lt=at.date(), batch__unit=unit)
        for place, one in enumerate(due.order_by("day")):
            actions.mark_sent(
                one,
                sent_on=min(one.day or at.date(), at.date()) - timedelta(days=2),
                system="Hệ thống thông tin báo cáo" if place else "Trục liên thông văn bản",
                on_software=place > 0,
                evidence=f"Số {40 + place}/BC-UBND (minh họa)",
                by=by,
                at=at,
            )

    def _export(self, at: datetime) -> None:
        """A list with six dossiers under the wrong channel, from which the unit takes its number, and the corrected one two hours
        later, which takes its place: the number stands, and the new one is offered.
        """
        first = self._land(self._rows(misput=MISPUT), "ho-so-tiep-nhan.csv", at=at, replaces=None)
        self._take(at + timedelta(minutes=20))
        later = at + timedelta(hours=2)
        self._land(self._rows(misput=0), "ho-so-tiep-nhan-sua.csv", at=later, replaces=first)

    def _take(self, at: datetime) -> None:
        held = Figure.objects.filter(
            report__unit=self.unit, report__period__ends_on=self.window.ends_on, indicator__code=COUNTED
        )
        figure = held.select_related(
            "report__period__movement", "report__unit", "indicator", "definition"
        ).first()
        offer = figure and bindings.offer_for(figure, on=at.date())
        if figure and offer and offer.is_ready:
            by = self.year.stage.reporter(self.unit)
            reporting_actions.take_count(figure, shown=offer.mark, by=by, at=at)

    def _rows(self, misput: int) -> list[list[Cell]]:
        chance = random.Random(SEED)
        found: list[list[Cell]] = []
        for number in range(COUNT):
            day = self.window.starts_on + timedelta(days=chance.randrange(20))
            channel = "Trực tuyến" if chance.random() < ONLINE else "Trực tiếp"
            done = day + timedelta(days=chance.randrange(1, 8))
            found.append(
                [
                    f"H26.{number + 1:04}",
                    f"1.{chance.randrange(100, 118)}",
                    "Tên người nộp (minh họa)",
                    "Trực tiếp" if number < misput else channel,
                    day,
                    day + timedelta(days=7),
                    done,
                ]
            )
        return found

    def _land(self, rows: list[list[Cell]], name: str, *, at: datetime, replaces: Batch | None) -> Batch:
        """By the deeds of an officer and the reader of the job: sifted, matched, read, taken in."""
        by, schema = self.year.stage.reporter(self.unit), library.load()[DOSSIERS]
        system = org_queries.system_actor(self.year.stage.commune)
        written = "\n".join(",".join(map(str, row)) for row in rows).encode()
        batch = actions.upload_batch(
            self.unit,
            schema=schema,
            source=SOURCE,
            file_name=name,
            file_size=len(written),
            sha256=hashlib.sha256(written).hexdigest(),
            by=by,
            at=at,
        )
        sift = Sift(schema)
        kept = list(sift.rows([list(TITLES), *rows]))
        told = [
            {"index": one.index, "title": one.title, "filled": one.filled, "samples": [], "words": one.words}
            for one in sift.columns
        ]
        incoming.keep_columns(batch.pk, told)
        dropped = [{"title": one.title, "why": one.why.label} for one in sift.dropped]
        actions.note_sifted(batch, rows=len(kept), dropped=dropped, by=system, at=at)
        columns = headers.suggest(TITLES, schema)
        actions.match_columns(batch, columns=columns, words={}, by=by, at=at)
        self._read(batch, kept, columns, system, at)
        actions.land_batch(batch, replaces=replaces, by=by, at=at)
        incoming.drop(batch.pk)
        return batch

    def _read(
        self,
        batch: Batch,
        kept: list[tuple[int, list[Cell]]],
        columns: dict[str, int],
        system: Actor,
        at: datetime,
    ) -> None:
        lines = list(reading.read_lines(kept, batch.register.schema, reading.Matching(columns)))
        Record.objects.bulk_create(
            Record(
                register=batch.register,
                batch=batch,
                number=line.number,
                key=line.key,
                day=line.day,
                facts=line.facts,
            )
            for line in lines
        )
        problems = [asdict(problem) for line in lines for problem in line.problems]
        counts = {"good": len(lines), "odd": 0, "refused": 0, "twice": 0}
        actions.note_read(batch, counts=counts, problems=problems, by=system, at=at)
