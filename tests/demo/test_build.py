"""The whole demonstration, built once: what an officer finds there on the morning of 22 November 2026."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.core.management import call_command

from tests import worlds
from thidua.core import audit_check
from thidua.core.models import AuditEvent
from thidua.demo import build, papers, stage
from thidua.documents import queries
from thidua.documents.enums import EvidenceKind
from thidua.documents.models import Evidence, StoredFile
from thidua.movement.models import Movement
from thidua.notifications.models import Notice
from thidua.org import queries as org_queries
from thidua.org.models import Unit, User
from thidua.registers.models import Batch
from thidua.reporting import totals
from thidua.reporting.enums import ReportState, RevisionKind
from thidua.reporting.models import Figure, FigureRevision, Period, Publication, Report
from thidua.reporting.queries import counts

pytestmark = pytest.mark.django_db  # each test in a savepoint of its own, inside the one build

ON = date(2026, 11, 22)
GENERIC = {"committee", "department", "service", "union", "forces", "commune"}  # bodies that every ward has


@pytest.fixture(scope="module", autouse=True)
def built(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """One build for all tests of this module, rolled back at the end."""
    with worlds.kept(django_db_blocker):
        call_command("load_library", verbosity=0)
        build.build_demo(ON)
        yield


def test_there_are_45_units_and_60_people() -> None:
    assert Unit.objects.exclude(parent=None).count() == 45
    assert User.objects.count() == 61
    assert User.objects.filter(memberships=None).count() == 0


def test_invented_names_say_so() -> None:
    real = {row["name"] for row in stage.ward()["units"] if row.get("is_real")}
    invented = Unit.objects.exclude(kind__in=GENERIC).exclude(name__in=real)
    assert [unit.name for unit in invented if "(minh họa)" not in unit.name] == []
    assert [one.full_name for one in User.objects.all() if "(minh họa)" not in one.position] == []


def test_nobody_signs_in_with_a_password() -> None:
    """The administrator's is random and thrown away; the others have none."""
    usable = [person.username for person in User.objects.all() if person.has_usable_password()]
    assert usable in ([], ["quantri"])


def test_plan_was_read_confirmed_and_launched() -> None:
    movement = Movement.objects.get()
    assert movement.state == "launched"
    assert not movement.plans.get().items.filter(decision="pending").exists()
    assert Counter(line.indicator.code[:2] for line in movement.target_lines.select_related("indicator")) == {
        "CT": 11,
        "BD": 10,
    }


def test_a_year_of_periods_was_played() -> None:
    periods = list(Period.objects.order_by("unit_due_on"))
    assert len(periods) == 12
    assert [period.is_backfilled for period in periods] == [True] * 2 + [False] * 10
    assert [period.is_locked for period in periods] == [True] * 11 + [False]
    assert {period.kind for period in periods} == {"month", "quarter", "half_year", "year"}


def test_the_running_period_shows_the_mix_of_a_morning() -> None:
    running = Period.objects.get(locked_at=None)
    states = Counter(running.reports.values_list("state", flat=True))
    assert {state for state, count in states.items() if count} == {
        ReportState.DRAFT,
        ReportState.AWAITING_HEAD,
        ReportState.SUBMITTED,
        ReportState.RETURNED,
        ReportState.VERIFIED,
    }
    assert states[ReportState.DRAFT] == 6


def test_role_buttons_lead_to_work() -> None:
    offered = {one.role: one.unit for one in org_queries.offered_in_demonstration(on=ON)}
    assert len(offered) == 7
    assert offered["reporter"] == offered["unit_head"]
    assert Report.objects.get(period__locked_at=None, unit=offered["reporter"]).state == ReportState.DRAFT


def test_a_corrected_export_changed_a_number_that_was_taken_from_the_register() -> None:
    officer = org_queries.actor_for(User.objects.get(memberships__role="standing_body"), on=ON)
    assert officer is not None
    [changed] = counts.changed_counts(officer, on=ON)
    assert (changed.figure.indicator.code, changed.figure.report.unit.code) == ("CT1", "PVHCC")
    before, now = (
        int(words.split()[0].replace(".", "")) for words in (changed.offer.was, changed.offer.counted.words)
    )
    assert 0 < now - before <= 6


def test_a_later_export_revised_a_number_of_a_closed_period() -> None:
    """The list that was handed in on time lacked a week; the whole one came after the lock, and the officer decided."""
    period = Period.objects.get(label="Tháng 10/2026")
    figure = Figure.objects.get(report__period=period, report__unit__code="PVHCC", indicator__code="CT1")
    first, second = figure.counts.order_by("pk")
    early, whole = (Batch.objects.get(pk=count.batches[0]) for count in (first, second))
    assert (early.state, whole.state, whole.replaces, early.number) == ("replaced", "landed", early, 1)
    assert (figure.is_estimate, figure.standing_value) == (True, second.value)
    assert (figure.reported, second.value.is_estimate) == (first.value, False)
    assert period.locked_at is not None
    assert period.locked_at < second.counted_at
    [revised] = figure.revisions.filter(kind=RevisionKind.REVISED)
    assert revised.reason.startswith("Số trong sổ “Hồ sơ thủ tục hành chính” đã đổi sau khi nhận lô 4 (")
    assert counts.rows_of_count(first).count() == early.good_count
    assert counts.rows_of_count(second).count() == whole.good_count


def test_the_last_public_results_are_told_by_parts() -> None:
    newest = Publication.objects.filter(period__label="Quý III/2026").order_by("-number").first()
    assert newest is not None
    [group] = newest.figures.get(indicator__code="BD3").parts
    assert (group["label"], [part["name"] for part in group["parts"]]) == ("giới tính", ["Nam", "Nữ"])
    assert [part["withheld"] for part in group["parts"]] == [False, False]


def test_some_are_late_corrected_checked_revised() -> None:
    received = Report.objects.filter(period__is_backfilled=False).exclude(first_received_at=None)
    late = [one for one in received.select_related("period") if is_late(one)]
    assert 0 < len(late) < received.count() / 4
    kinds = Counter(FigureRevision.objects.values_list("kind", flat=True))
    assert set(kinds) == set(RevisionKind)
    assert Report.objects.filter(is_on_behalf=True).exists()


def is_late(report: Report) -> bool:
    assert report.first_received_at is not None
    return stage.local(report.period.unit_due_on, 23, 59) < report.first_received_at


def test_one_period_waits_for_the_leader_the_others_are_published() -> None:
    locked = Period.objects.exclude(locked_at=None)
    waiting = locked.exclude(publications__number__gte=1)
    assert [period.label for period in waiting] == ["Tháng 10/2026"]
    again = Publication.objects.filter(number=2)
    assert [one.reason for one in again] == ["Công bố lại sau khi đính chính số liệu đã chốt."] * 3


def test_running_totals_agree_with_the_figures() -> None:
    periods = Period.objects.values_list("pk", flat=True)
    assert {pk: list(totals.differences(pk)) for pk in periods} == {pk: [] for pk in periods}


def test_book_of_deeds_is_whole() -> None:
    commune = Unit.objects.get(parent=None)
    assert list(audit_check.breaks(commune.pk)) == []
    assert AuditEvent.objects.exclude(commune_id=commune.pk).count() == 0


def test_nothing_happens_after_the_morning_of_the_demonstration() -> None:
    morning = stage.local(ON, 18)
    assert not AuditEvent.objects.filter(at__gt=morning).exists()
    assert not Notice.objects.filter(created_at__gt=morning).exists()


def test_files_are_real_papers_and_pictures() -> None:
    starts = {"application/pdf": b"%PDF-", "image/png": b"\x89PNG"}
    files = StoredFile.objects.filter(content_type__in=starts)
    assert set(files.values_list("content_type", flat=True)) == set(starts)
    for file in files:
        assert queries.read_bytes(file).startswith(starts[file.content_type])


def test_each_file_proves_figures_of_one_report_out_of_one_ledger() -> None:
    given = Evidence.objects.filter(kind=EvidenceKind.FILE).prefetch_related("figures__indicator", "file")
    assert len({one.file_id for one in given}) == given.count()
    for one in given:
        figures = one.figures.all()
        assert len({figure.report_id for figure in figures}) == 1
        assert one.file is not None
        slugs = {papers.ledger_of(figure.indicator.code).slug for figure in figures}
        assert [slug in one.file.name for slug in slugs] == [True]


def test_every_kind_of_evidence_but_links_is_there() -> None:
    kinds = set(Evidence.objects.values_list("kind", flat=True))
    assert kinds == {EvidenceKind.FILE, EvidenceKind.DOCUMENT, EvidenceKind.EXPLANATION}


def test_every_reported_figure_is_proven_or_explained() -> None:
    bare = Figure.objects.exclude(report__first_received_at=None).filter(evidence=None, explanation="")
    assert bare.count() == 0
