"""The tree of values that forms are filled from, as it stands at a moment; and what of it one form asks for.

Everything is counted anew from verified figures; what was printed is kept with the paper (`pruned`), no more of it than its
form asks for.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from thidua.core import communes, formatting, text
from thidua.indicator import figures
from thidua.indicator.figures import StandingCode
from thidua.indicator.models import Indicator
from thidua.movement import queries as movement_queries
from thidua.movement.queries.hub import Hub
from thidua.org.enums import UnitKind
from thidua.org.models import Commune, Unit
from thidua.outgoing import catalogue
from thidua.outgoing.catalogue import COMMUNE_NAMES, Catalogue, MeasureName
from thidua.outgoing.enums import Subject
from thidua.outgoing.filling.markup import EACH, TEXT
from thidua.outgoing.queries import measures
from thidua.outgoing.queries.measures import Leaf, Measure, number
from thidua.outgoing.queries.subjects import About
from thidua.reporting import papers, totals
from thidua.reporting.enums import Basis
from thidua.reporting.models import Figure, Report
from thidua.reporting.queries import days_late
from thidua.reporting.queries import papers as paper_queries

Tree = dict[str, Any]
MOST_DIFFICULTIES = 25
UNIT_LISTS = ("don_vi", "to_dan_pho")
KEY = "="  # names an element of a list when two trees are compared; no field can be called so


@dataclass
class _Source:
    """What several branches of the tree rest on, asked for once and only when some branch needs it."""

    about: About
    on: date
    _measures: list[Measure] | None = None
    _reports: list[Report] | None = None
    _hub: Hub | None = None
    _cells: dict[int, dict[str, Figure]] | None = field(default=None)

    @property
    def measures(self) -> list[Measure]:
        if self._measures is None:
            self._measures = measures.measures_of(self.about, on=self.on)
        return self._measures

    @property
    def hub(self) -> Hub:
        if self._hub is None:
            self._hub = movement_queries.hub_of(self.about.movement, on=self.about.until)
        return self._hub

    @property
    def reports(self) -> list[Report]:
        """Reports whose periods the paper tells of; back-filled ones were nobody's delay."""
        if self._reports is None:
            found = Report.objects.filter(period__in=measures.periods_in(self.about))
            self._reports = list(
                found.select_related("unit", "period").order_by("unit__sort_key", "period", "pk")
            )
        return self._reports


def values_of(about: About, *, receiver: str, at: datetime, wanted: Collection[str] | None = None) -> Tree:
    """Everything, or the branches whose names (casefolded first words) are `wanted`."""
    source = _Source(about, timezone.localdate(at))
    commune = Commune.objects.select_related("unit").get(pk=about.movement.commune_id)
    branches: dict[str, Any] = {
        **dict.fromkeys(COMMUNE_NAMES, lambda: _commune(commune)),
        "ky": lambda: _span(source),
        "phong_trao": lambda: _movement(source),
        "noi_nhan": lambda: {"ten": receiver},
        "van_ban": lambda: _day(timezone.localdate(at)),
        "nguoi_ky": lambda: _signer(source),
        "don_vi": lambda: _units(source, wanted),
        "to_dan_pho": lambda: _units(source, wanted, UnitKind.NEIGHBOURHOOD),
        "noi_dung": lambda: _contents(source),
        "tieu_chi": lambda: _criteria(source),
        "doi_chieu": lambda: _asked(source),
        "kho_khan": lambda: _difficulties(source),
    }
    tree = {name: branch() for name, branch in branches.items() if wanted is None or name in wanted}
    if wanted is None or set(wanted) - set(branches):
        tree |= _indicators(source)
    return tree


def measure_names(commune_id: int) -> list[MeasureName]:
    """Indicators that a form of this commune may name: those that some movement of it asks or asked for. One query."""
    found = Indicator.objects.filter(assignments__movement__commune_id=commune_id).distinct()
    return [MeasureName(one.code, one.name) for one in found.order_by("position", "code")]


def catalogue_for(commune: Unit, subject: str) -> Catalogue:
    """The fields that forms of this commune may use. One query."""
    word = text.fold(communes.kind_word(commune.name)).replace(" ", "_")
    shown = word if word in COMMUNE_NAMES else COMMUNE_NAMES[0]
    return catalogue.catalogue_of(
        measure_names(commune.pk), has_unit_figures=subject == Subject.PERIOD, commune=shown
    )


def roots_of(names: Iterable[str]) -> set[str]:
    """The branches that these fields stand on: "don_vi[].ten" → "don_vi"."""
    return {re.split(r"[.\[]", name, maxsplit=1)[0] for name in names}


def pruned(tree: Mapping[str, Any], names: Iterable[str]) -> Tree:
    """No more of a tree than these fields (casefolded, "don_vi[].ct1.ty_le"); elements of lists keep what names them."""
    kept: Tree = {}
    for name in names:
        _keep(tree, name.replace(EACH, f".{EACH}").split("."), kept)
    return kept


def _keep(tree: Any, steps: Sequence[str], kept: Tree) -> None:
    step, rest = steps[0], steps[1:]
    key = next((key for key in tree if key.casefold() == step), None) if isinstance(tree, Mapping) else None
    if key is None:
        return
    found = tree[key]
    if isinstance(found, list):
        rows = kept.setdefault(key, [{KEY: row.get(KEY, "")} for row in found])
        if rest[:1] == [EACH] and len(rest) > 1:
            for row, into in zip(found, rows, strict=True):
                _keep(row, rest[1:], into)
    elif isinstance(found, Mapping) and TEXT not in found:
        if rest:
            _keep(found, rest, kept.setdefault(key, {}))
    else:
        kept[key] = found


def _commune(commune: Commune) -> Tree:
    whole = commune.issuer
    start = whole.casefold().find(commune.name.casefold())
    first, second = (whole[:start].strip(), whole[start:]) if start > 0 else (whole, "")
    return {
        "ten": commune.name,
        "ten_trong_cau": formatting.in_text(commune.name),
        "loai": communes.kind_word(commune.name),
        "dia_danh": commune.place,
        "co_quan": whole,
        "co_quan_dong_1": first,
        "co_quan_dong_2": second,
        "cap_tren": commune.parent_issuer,
        "tinh_thanh": commune.province,
    }


def _span(source: _Source) -> Tree:
    about = source.about
    counts = _counts(source.reports, source.on)
    told: Tree = {
        "ten": about.label,
        "trong_cau": formatting.in_text(about.label),
        "tu_ngay": formatting.day(about.since),
        "den_ngay": formatting.day(about.until),
        "nam": str(about.until.year),
        "so_don_vi": number(len({report.unit_id for report in source.reports})),
        "so_bao_cao": number(len(source.reports)),
        "da_gui": number(counts["dung_han"] + counts["tre_han"]),
    }
    told |= {name: number(count) for name, count in counts.items()}
    return told | {name: number(count) for name, count in measures.counted(source.measures).items()}


def _counts(reports: Iterable[Report], on: date) -> dict[str, int]:
    counts = {"dung_han": 0, "tre_han": 0, "chua_gui": 0}
    for report in reports:
        if report.first_received_at is None:
            counts["chua_gui"] += 1
        elif not report.period.is_backfilled and days_late(report, report.period, on=on):
            counts["tre_han"] += 1
        else:
            counts["dung_han"] += 1
    return counts


def _movement(source: _Source) -> Tree:
    movement, hub = source.about.movement, source.hub
    return {
        "ten": movement.title,
        "ten_ngan": movement.short_title,
        "ke_hoach": paper_queries.plan_words(hub),
        "tu_ngay": formatting.day(movement.starts_on),
        "so_noi_dung": number(len(hub.contents)),
        "so_chi_tieu": number(hub.indicator_count),
    }


def _day(on: date) -> Tree:
    """Months 1 and 2 with a nought in front, as NĐ 30/2020 writes them."""
    return {"thang": f"{on.month:02d}" if on.month < 3 else str(on.month), "nam": str(on.year)}


def _signer(source: _Source) -> Tree:
    signer = source.hub.header.get("signer") or {}
    return {
        "quyen_han": str(signer.get("authority") or "") or "TM. ỦY BAN NHÂN DÂN",
        "chuc_vu": str(signer.get("position") or "") or "CHỦ TỊCH",
        "ho_ten": str(signer.get("name") or "") or None,
    }


def _indicators(source: _Source) -> Tree:
    """Each by its code, and the lists of them."""
    rows = [
        (one.indicator.code, measures.leaves_of(one, place)) for place, one in enumerate(source.measures, 1)
    ]
    told: Tree = {code: {name: leaf for name, leaf in row.items() if name != "stt"} for code, row in rows}
    names = [MeasureName(code, "") for code, _ in rows]
    for name, _ in catalogue.lists_of_measures(names):
        letters = name.removeprefix("chi_tieu").removeprefix("_")
        chosen = [row for code, row in rows if not letters or catalogue.letters_of(code) == letters]
        told[name] = [{**row, "stt": number(place), KEY: row["ma"]} for place, row in enumerate(chosen, 1)]
    return told


def _units(source: _Source, wanted: Collection[str] | None, kind: UnitKind | None = None) -> list[Tree]:
    held: dict[int, list[Report]] = defaultdict(list)
    for report in source.reports:
        if kind is None or report.unit.kind == kind:
            held[report.unit_id].append(report)
    about = source.about
    cells = _cells(source) if about.period is not None else {}
    told = []
    for place, (pk, reports) in enumerate(held.items(), start=1):
        counts = _counts(reports, source.on)
        row: Tree = {KEY: reports[0].unit.name, "stt": number(place), "ten": reports[0].unit.name}
        row |= {"so_bao_cao": number(len(reports)), **{name: number(count) for name, count in counts.items()}}
        row["tinh_hinh"] = _how_sent(reports, counts, source.on)
        told.append(row | (_not_asked(source) | cells.get(pk, {}) if about.period is not None else {}))
    return told


def _how_sent(reports: Sequence[Report], counts: Mapping[str, int], on: date) -> str:
    if len(reports) == 1:
        late = days_late(reports[0], reports[0].period, on=on) if not reports[0].period.is_backfilled else 0
        if counts["chua_gui"]:
            return "chưa gửi"
        return f"trễ {late} ngày" if late else "đúng hạn"
    words = (
        (counts["dung_han"], "đúng hạn"),
        (counts["tre_han"], "trễ hạn"),
        (counts["chua_gui"], "chưa gửi"),
    )
    return ", ".join(f"{count} {word}" for count, word in words if count)


def _cells(source: _Source) -> dict[int, dict[str, dict[str, Leaf]]]:
    """What each unit says of each indicator, as far as it was verified. One query."""
    found: dict[int, dict[str, dict[str, Leaf]]] = defaultdict(dict)
    cells = Figure.objects.filter(report__in=source.reports).select_related("report", "indicator")
    for cell in cells.order_by("report", "indicator__position", "pk"):
        value = totals.counted(cell.report, cell, Basis.VERIFIED)
        is_known = value.state is not figures.CellState.NOT_REPORTED
        shown = figures.display(value, figures.Kind(cell.indicator.kind)) if is_known else None
        leaves = measures.value_leaves(value, cell.indicator)
        found[cell.report.unit_id][cell.indicator.code] = {**leaves, "ket_qua": shown}
    return found


def _not_asked(source: _Source) -> dict[str, dict[str, Leaf]]:
    """Of an indicator that a unit is not asked for there is nothing to say, which is not the same as no data."""
    names = (name for name, _ in catalogue.UNIT_MEASURE)
    nothing: dict[str, Leaf] = dict.fromkeys(names, figures.DASH)
    return {one.indicator.code: nothing for one in source.measures}


def _contents(source: _Source) -> list[Tree]:
    return [
        {KEY: tree.item.text, "stt": number(place), "ten": paper_queries.statement(tree.item.text)}
        for place, tree in enumerate(source.hub.contents, start=1)
    ]


def _criteria(source: _Source) -> list[Tree]:
    hub = source.hub
    trees = [(tree, group.item.text) for group in hub.groups for tree in group.children]
    trees += [(tree, "") for tree in hub.criteria]
    return [
        {
            KEY: tree.item.text,
            "stt": number(place),
            "noi_dung": tree.item.text,
            "doi_tuong": group or figures.DASH,
        }
        for place, (tree, group) in enumerate(trees, start=1)
    ]


def _asked(source: _Source) -> list[Tree]:
    """Target lines as the plan has them, of this year or of no year, with what was reached."""
    by_code = {one.indicator.code: one for one in source.measures}
    lines = [
        one for one in source.hub.targets if one.item.facts.get("year") in {None, source.about.until.year}
    ]
    rows = []
    for place, target in enumerate(lines, start=1):
        measure = by_code.get(target.indicator.code) if target.indicator else None
        row = {KEY: f"{target.item.clause} {target.item.text}", "stt": number(place)}
        row |= {"diem": target.item.clause or "bổ sung", "noi_dung": target.item.text}
        leaves = measures.leaves_of(measure, place) if measure else {"ket_qua": None}
        rows.append(
            {**row, "ket_qua": leaves["ket_qua"], "danh_gia": _line_standing(target.item.facts, measure)}
        )
    return rows


def _line_standing(facts: Mapping[str, Any], measure: Measure | None) -> str | None:
    """By this line of the plan alone."""
    if measure is None or not measure.has_value:
        return None
    return papers.line_standing(facts, measure.value)


def _difficulties(source: _Source) -> list[Tree]:
    """What units wrote where a figure is missing, does not apply or misses its target; the newest of each.

    Units that wrote the same stand in one line, and the sentence without its full stop: the form has its own.
    """
    lines = {one.indicator.pk: one.lines for one in source.measures}
    cells = Figure.objects.filter(report__in=source.reports).exclude(explanation="")
    ordered = cells.select_related("report__unit", "indicator").order_by(
        "report__unit__sort_key", "report__period__ends_on", "pk"
    )
    newest = {(cell.report.unit_id, cell.indicator_id): cell for cell in ordered}
    told: dict[str, dict[str, None]] = {}
    for cell in newest.values():
        code = figures.standing(cell.standing_value, lines.get(cell.indicator_id, ())).code
        if code not in {StandingCode.REACHED, StandingCode.NO_TARGET}:
            told.setdefault(cell.explanation.strip().rstrip(".;"), {})[cell.report.unit.name] = None
    return [
        {KEY: said, "stt": number(place), "don_vi": "; ".join(units), "noi_dung": said}
        for place, (said, units) in enumerate(list(told.items())[:MOST_DIFFICULTIES], start=1)
    ]
