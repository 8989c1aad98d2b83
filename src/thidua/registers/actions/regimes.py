"""The catalogue of reports due: what a unit owes, when each is due, when it was sent and by what system."""

from datetime import date, datetime

from django.utils import timezone

from thidua.core import audit, text
from thidua.core.actions import action
from thidua.core.permissions import Actor
from thidua.core.sight import Sight
from thidua.org.models import Unit
from thidua.registers import errors, queries, sights
from thidua.registers.actions.made import Made, land_made
from thidua.registers.dues import dues_of
from thidua.registers.library import Value
from thidua.registers.models import Record, Regime

DUES = "bao-cao-den-han"


@action("registers.add_regime", lock=False)
def add_regime(
    unit: Unit,
    *,
    code: str,
    name: str,
    document: str,
    receiver: str,
    every: str,
    due_day: int,
    starts_on: date,
    by: Actor,
    at: datetime,
    due_months_after: int = 0,
    skips_larger: bool = False,
    software: str = "",
    approver: str = "",
) -> Regime:
    """The unit owes this report from a day on; what is due in that year is laid out at once."""
    if Regime.objects.filter(unit=unit, code=text.nfc(code), ends_on__isnull=True).exists():
        raise errors.RegimeExists
    regime = Regime.objects.create(
        unit=unit,
        code=text.nfc(code),
        name=text.nfc(name),
        document=text.nfc(document),
        receiver=text.nfc(receiver),
        every=every,
        due_day=due_day,
        due_months_after=due_months_after,
        skips_larger=skips_larger,
        software=text.nfc(software),
        approver=text.nfc(approver),
        starts_on=starts_on,
        added_at=at,
        added_by_id=by.user_id,
    )
    laid_out = _lay_out(regime, starts_on.year, by=by, at=at)
    audit.note(regime=regime.pk, dues=laid_out)
    return regime


@action("registers.lay_out_dues")
def lay_out_dues(regime: Regime, *, year: int, by: Actor, at: datetime) -> int:
    """What is due of one more year; reports that are there already stay as they are. How many were added."""
    if regime.ends_on is not None:
        raise errors.RegimeHasEnded
    added = _lay_out(regime, year, by=by, at=at)
    if not added:
        raise errors.NothingToLayOut
    audit.note(year=year, dues=added)
    return added


def _lay_out(regime: Regime, year: int, *, by: Actor, at: datetime) -> int:
    dues = dues_of(
        regime.every,
        year,
        due_day=regime.due_day,
        months_after=regime.due_months_after,
        skips_larger=regime.skips_larger,
    )
    known = set(queries.dues_of_regime(regime).values_list("day", flat=True))
    rows: list[dict[str, Value]] = [
        _facts(regime) | {"ky": due.label, "han_gui": due.due_on.isoformat()}
        for due in dues
        if due.due_on >= regime.starts_on and due.due_on not in known
    ]
    if rows:
        land_made(Made(DUES, regime.unit, f"{regime.code}: đến hạn năm {year}"), rows, by=by, at=at)
    return len(rows)


def _facts(regime: Regime) -> dict[str, Value]:
    return {
        "ma_bao_cao": regime.code,
        "ten_bao_cao": regime.name,
        "noi_nhan": regime.receiver,
        "don_vi": regime.unit.name,
        "ky": None,
        "han_gui": None,
        "ngay_gui": None,
        "he_thong": None,
        "minh_chung": None,
        "tren_phan_mem": False,
    }


@action("registers.mark_sent", look=sights.DUE)
def mark_sent(
    due: Record,
    *,
    sent_on: date,
    system: str,
    on_software: bool,
    evidence: str,
    by: Actor,
    at: datetime,
    seen: Sight | None = None,
) -> Record:
    """The report was sent on a day, by a system, as this evidence shows; a second time puts the first right.

    Only what was sent on the reporting software counts for the indicator. Returns the row that counts from now on.
    """
    if sent_on > timezone.localdate(at):
        raise errors.SentInTheFuture
    if not text.nfc(system):
        raise errors.SystemUnnamed
    if not text.nfc(evidence):
        raise errors.SendingUnproven
    facts = due.facts | {
        "ngay_gui": sent_on.isoformat(),
        "he_thong": text.nfc(system),
        "tren_phan_mem": on_software,
        "minh_chung": text.nfc(evidence),
    }
    title = f"{due.facts['ma_bao_cao']}: đã gửi {due.facts['ky'] or ''}".strip()
    batch = land_made(Made(DUES, due.batch.unit, title), [facts], by=by, at=at)
    audit.note(code=due.facts["ma_bao_cao"], due_on=due.facts["han_gui"], batch=batch.pk)
    return batch.records.get()


@action("registers.end_regime", look=sights.REGIME)
def end_regime(
    regime: Regime, *, ends_on: date, reason: str, by: Actor, at: datetime, seen: Sight | None = None
) -> Regime:
    """The unit owes the report no longer: what would be due later and was not sent is taken from the list."""
    if not text.nfc(reason):
        raise errors.ReasonMissing
    if regime.ends_on is not None:
        raise errors.RegimeHasEnded
    if ends_on < regime.starts_on:
        raise errors.RegimeEndsBeforeItBegins
    regime.ends_on, regime.end_reason = ends_on, text.nfc(reason)
    regime.save(update_fields=["ends_on", "end_reason"])
    later = queries.dues_of_regime(regime).filter(day__gt=ends_on)
    gone = [due.pk for due in later if not due.facts.get("ngay_gui")]
    if gone:
        land_made(Made(DUES, regime.unit, f"{regime.code}: thôi báo cáo"), [], by=by, at=at, gone=gone)
    audit.note(gone=len(gone))
    return regime
