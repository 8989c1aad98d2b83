"""The catalogue of reports due: which there are, what of it was sent, what is late."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from thidua.core.permissions import Actor
from thidua.registers.models import Record, RecordQuerySet, Regime

DUES = "bao-cao-den-han"
MOST = 3_000


def visible_regimes(who: Actor) -> QuerySet[Regime]:
    """What units owe is for every member of the commune."""
    if not who.may("registers.view_register"):
        return Regime.objects.none()
    return Regime.objects.filter(unit__commune_id=who.commune_id).select_related("unit__commune", "added_by")


def visible_dues(who: Actor) -> RecordQuerySet:
    """Reports due that are followed here, also those that a later row came over: their page says so."""
    if not who.may("registers.view_register"):
        return Record.objects.none()
    found = Record.objects.filter(
        register__commune_id=who.commune_id, register__name=DUES, batch__made_here=True
    )
    return found.select_related("register", "batch__unit__commune")


def dues_of_regime(regime: Regime) -> RecordQuerySet:
    """Rows that count, of one regime."""
    found = Record.objects.filter(register__commune_id=regime.commune_pk, register__name=DUES).current()
    return found.filter(facts__ma_bao_cao=regime.code, facts__don_vi=regime.unit.name)


@dataclass(frozen=True, slots=True)
class DueRow:
    """One report as pages show it."""

    due: Record

    def _said(self, name: str) -> str:
        return str(self.due.facts.get(name) or "")

    @property
    def name(self) -> str:
        return self._said("ten_bao_cao")

    @property
    def label(self) -> str:
        return self._said("ky")

    @property
    def unit(self) -> str:
        return self._said("don_vi")

    @property
    def receiver(self) -> str:
        return self._said("noi_nhan")

    @property
    def due_on(self) -> date:
        return date.fromisoformat(self._said("han_gui"))

    @property
    def sent_on(self) -> date | None:
        said = self._said("ngay_gui")
        return date.fromisoformat(said) if said else None

    @property
    def is_sent(self) -> bool:
        return self.sent_on is not None

    @property
    def is_on_software(self) -> bool:
        return bool(self.due.facts.get("tren_phan_mem"))

    @property
    def system(self) -> str:
        return self._said("he_thong")

    @property
    def evidence(self) -> str:
        return self._said("minh_chung")

    def is_late(self, on: date) -> bool:
        return not self.is_sent and self.due_on < on


def dues_of_year(who: Actor, year: int) -> list[DueRow]:
    """Reports due in a year, in the order of their days. One query."""
    found = visible_dues(who).current().filter(day__year=year)
    return [DueRow(one) for one in found.order_by("day", "key")[:MOST]]


def rows_of_regime(regime: Regime) -> list[DueRow]:
    found = dues_of_regime(regime).select_related("batch__unit__commune", "register")
    return [DueRow(one) for one in found.order_by("-day")[:60]]


@dataclass(frozen=True, slots=True)
class DueSummary:
    due: int
    sent: int
    on_software: int
    late: int


def due_summary(rows: list[DueRow], *, on: date) -> DueSummary:
    """Of the reports whose last day has come."""
    due = [one for one in rows if one.due_on <= on]
    return DueSummary(
        len(due),
        sum(one.is_sent for one in due),
        sum(one.is_sent and one.is_on_software for one in due),
        sum(one.is_late(on) for one in due),
    )
