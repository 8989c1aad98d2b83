"""The people and things of the authorisation matrix: two wards with everything that an address can name, each thing in
one fixed state. "own" is of the first unit of the first ward, "other" of its second unit, "second" of the other ward.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from tests.documents.samples import PNG
from tests.factories import composing as make_accounts
from tests.factories import documents as make_documents
from tests.factories import indicator as make_indicator
from tests.factories import movement as make_movement
from tests.factories import notifications as make_notices
from tests.factories import org as make_org
from tests.factories import outgoing as make_outgoing
from tests.factories import pledging as make_pledging
from tests.factories import registers as make_registers
from tests.factories import reporting as make
from tests.factories import tasks as make_tasks
from tests.factories import urging as make_letters
from tests.reporting import counted as counted_rows
from tests.web import stage
from thidua.indicator.models import Indicator
from thidua.movement.enums import AmendmentState, Choice, ItemKind, MovementState
from thidua.movement.models import Assignment, Criterion, Movement
from thidua.org import actions as org_actions
from thidua.org import sessions
from thidua.org.models import Unit, User
from thidua.outgoing.enums import PaperState
from thidua.pledging import actions as pledging_actions
from thidua.pledging.models import UnitPlan
from thidua.registers.enums import BatchState
from thidua.registers.models import Batch
from thidua.reporting.enums import ReportState
from thidua.reporting.models import Figure, Period, RegisterBinding
from thidua.tasks.feeding import hash_of
from thidua.tasks.models import CalendarFeed

NOW = stage.NOW
WIDE = ("administrator", "standing_body", "leader", "council_member", "overseer")
ROLES = (*WIDE, "unit_head", "reporter")
Things = dict[str, dict[str, Any]]  # what a row calls it → the words of its address


@dataclass
class Cast:
    """Who asks: `people` by role, None for somebody who is not signed in; and what may be asked for."""

    people: dict[str, User | None]
    things: dict[str, Things] = field(default_factory=dict)

    def address(self, thing: str, where: str, role: str) -> dict[str, Any]:
        """A thing that belongs to a person is that of the very asker, if the row does not say otherwise."""
        held = self.things[where]
        return held.get(f"{thing} of {role}") or held[thing]


def assemble() -> Cast:
    first, second = make.ward(units=2), make.ward(units=1)
    people: dict[str, User | None] = {role: first.person(role) for role in ROLES}
    people |= {"nobody": make_org.UserFactory(home=first.commune), "anonymous": None}
    common = of_a_ward(first) | {"none": {}}
    cast = Cast(people)
    cast.things["own"] = common | of_a_unit(first, first.units[0], people)
    cast.things["other"] = common | of_a_unit(first, first.units[1], people)
    cast.things["second"] = of_a_ward(second) | of_a_unit(second, second.units[0], people)
    return cast


def of_a_ward(here: make.Ward) -> Things:
    past = stage.past_period(here, 7, published=True)
    yearly = make_accounts.YearlyReportFactory(movement=here.movement)
    own = make_indicator.IndicatorFactory(commune=here.commune)
    make_indicator.DefinitionFactory(indicator=own, commune=here.commune)
    slug = here.commune.commune_profile.slug
    return {
        **of_movements(here),
        "unknown address": {"rest": "khong-co"},
        "commune": {"slug": slug},
        "published figure": {"slug": slug, "code": here.indicators[0].code},
        "indicator": {"pk": own.pk},
        "definition": {"pk": own.pk, "variant": "A"},
        "period open": {"pk": here.period.pk},
        "period locked": {"pk": past.pk},
        "measured": {"pk": past.pk, "code": here.indicators[0].code},
        "publication": {"pk": past.publications.get().pk},
        "publication figure": {"pk": past.publications.get().figures.all()[0].pk},
        "year": {"pk": here.movement.pk, "year": 2026},
        "yearly report": {"pk": yearly.pk},
        "yearly page": {"pk": yearly.pk, "number": 1},
        "yearly file": {"pk": yearly.pk, "rest": "tai-ve.pdf"},
        "code": {"code": here.indicators[0].code},
        "breakdown": {"pk": make.BreakdownFactory(commune=here.commune).pk},
        "movement and code": {"pk": here.movement.pk, "code": here.indicators[0].code},
        "criterion with levels": {"pk": scaled(here)},
        "threshold": {"name": "last_points"},
        "next period": {"key": "reporting-month-2026-11"},
        "data request": {"pk": data_request_in(here)},
        **of_blocs(here),
        **of_papers(here),
        **of_accounts(here),
        "binding": {"pk": make.RegisterBindingFactory(commune=here.commune).pk},
        "shipped binding": {"slug": a_shipped_binding()},
        "register": {"pk": make_registers.RegisterFactory(commune=here.commune).pk},
    }


def scaled(here: make.Ward) -> int:
    """The criterion of the running movement (`of_movements`), which gets levels."""
    criterion = Criterion.objects.filter(movement=here.movement).latest("pk")
    for position, label in enumerate(("Chưa đạt", "Đạt"), start=1):
        make.CriterionLevelFactory(criterion=criterion, position=position, label=label)
    return int(criterion.pk)


def by_parts(here: make.Ward, figure: Figure) -> dict[str, int]:
    asked = make.BreakdownFactory(commune=here.commune, indicator=figure.indicator, add_up=False)
    return {"pk": figure.pk, "breakdown": asked.pk}


def of_papers(here: make.Ward) -> Things:
    """Forms and papers of the commune; each paper of a form of its own."""
    version = make_outgoing.form_in(here.commune)
    states = {
        f"paper {state}": make_outgoing.paper_in(here.commune, here.period, state=state)
        for state in (PaperState.PREPARED, PaperState.ISSUED, PaperState.SENT)
    }
    return {
        "receiver": {"pk": version.form.receiver_id},
        "form": {"pk": version.form_id},
        "form version": {"pk": version.pk},
        "suggested form": {"name": "bieu-thang-bd"},
        **{name: {"pk": paper.pk} for name, paper in states.items()},
        "paper with a PDF": {"pk": make_outgoing.printed_in(here.commune, here.period).pk},
    }


def of_accounts(here: make.Ward) -> Things:
    """Reports of two times: one issued, one in work with all its parts."""
    issued = make_accounts.issued(here, key="month-2026-7", at=NOW)
    draft = make_accounts.drafted(here, at=NOW)
    return {
        "account issued": {"pk": issued.pk},
        "page of an account": {"pk": issued.pk, "number": 1},
        "account drafted": {"pk": draft.pk},
        "part of a draft": {"pk": draft.parts.get(key="next").pk},
        "part of an issued account": {"pk": issued.parts.get(key="next").pk},
    }


def of_movements(here: make.Ward) -> Things:
    draft = movement_in(here, MovementState.DRAFT)
    plan = make_movement.PlanFactory(movement=draft, text="Kế hoạch\nNội dung thi đua")
    point = make_movement.PlanItemFactory(
        plan=plan,
        kind=ItemKind.OPEN_POINT,
        facts={"choices": [Choice.ANSWERED.value, Choice.OPEN.value], "question": "Tính thế nào?"},
    )
    criterion = make_movement.CriterionFactory(
        item__plan=make_movement.PlanFactory(movement=here.movement), movement=here.movement
    )
    assigned = Assignment.objects.filter(movement=here.movement).first()
    assert assigned is not None
    return {
        "movement draft": {"pk": draft.pk},
        "movement submitted": {"pk": movement_in(here, MovementState.SUBMITTED).pk},
        "movement approved": {"pk": movement_in(here, MovementState.APPROVED).pk},
        "movement launched": {"pk": here.movement.pk},
        "movement to close": {"pk": closing_in(here, is_decided=False)},
        "movement closed": {"pk": closing_in(here, is_decided=True)},
        **of_amendments(here),
        "item": {"pk": make_movement.PlanItemFactory(plan=plan).pk},
        "item decided": {"pk": make_movement.PlanItemFactory(plan=plan, is_counting=True).pk},
        "open point": {"pk": point.pk},
        "criterion item": {"pk": make_movement.PlanItemFactory(plan=plan, kind=ItemKind.CRITERION).pk},
        "criterion": {"pk": criterion.pk},
        "assignment": {"pk": assigned.pk},
    }


def of_amendments(here: make.Ward) -> Things:
    """Each in a movement of its own, older than the one that the public pages open."""
    prepared, waiting, done = (
        make_movement.AmendmentFactory(
            movement__commune=here.commune,
            movement__is_running=True,
            movement__starts_on=date(2025, 1, 1),
            **state,
        )
        for state in ({}, {"is_submitted": True}, {"state": AmendmentState.APPROVED, "decided_at": NOW})
    )
    return {
        "movement amending": {"pk": prepared.movement_id},
        "amendment": {"pk": prepared.pk},
        "amendment item": {"pk": make_movement.PlanItemFactory(plan=prepared.plan).pk},
        "amendment submitted": {"pk": waiting.pk},
        "amendment approved": {"pk": done.pk},
    }


def closing_in(here: make.Ward, *, is_decided: bool) -> int:
    """A movement that is proposed to be closed, or was; older than the one that the public pages open."""
    closing = make_movement.ClosingFactory(
        movement__commune=here.commune, movement__starts_on=date(2025, 1, 1), is_decided=is_decided
    )
    return int(closing.movement_id)


def movement_in(here: make.Ward, state: MovementState) -> Movement:
    submitted = None if state == MovementState.DRAFT else NOW
    approved = NOW if state == MovementState.APPROVED else None
    movement: Movement = make_movement.MovementFactory(
        commune=here.commune, state=state, submitted_at=submitted, approved_at=approved
    )
    return movement


def of_a_unit(here: make.Ward, unit: Unit, people: dict[str, User | None]) -> Things:
    return {
        "unit": {"pk": unit.pk},
        **of_registers(unit),
        **of_pledges(here, unit),
        **of_tasks(unit),
        **of_letters(unit),
        **of_reports(here, unit),
        **of_people(here, unit),
        **of_the_askers(here, unit, people),
    }


def of_tasks(unit: Unit) -> Things:
    """Each in one state; the calendar is of somebody of the unit."""
    proposed = make_tasks.TaskFactory(lead=unit, is_proposed=True)
    handed_in = make_tasks.TaskResultFactory(task__lead=unit)
    extending = make_tasks.ExtensionFactory(task__lead=unit)
    member = make_org.MembershipFactory(unit=unit)
    make_tasks.CalendarFeedFactory(user=member.user, secret_hash=hash_of(f"don-vi-{unit.pk}"))
    return {
        "task assigned": {"pk": make_tasks.TaskFactory(lead=unit).pk},
        "task proposed": {"pk": proposed.pk},
        "task proposed to a group": {
            "pk": make_tasks.TaskFactory(lead=None, commune=unit.commune, is_proposed=True).pk
        },
        "task handed in": {"pk": handed_in.task_id},
        "task extending": {"pk": extending.task_id},
        "task import of somebody": {"pk": make_tasks.TaskImportFactory(commune=unit.commune).pk},
        "feed of somebody": {
            "pk": make_tasks.CalendarFeedFactory(user=make_org.UserFactory(home=unit.commune)).pk
        },
        "feed secret": {"secret": f"don-vi-{unit.pk}"},
    }


def of_blocs(here: make.Ward) -> Things:
    """A bloc of all units of the ward with a pact that nobody has signed, and another that one of them has."""
    bloc = make_pledging.BlocFactory(commune=here.commune)
    memberships = [make_pledging.BlocMembershipFactory(bloc=bloc, unit=unit) for unit in here.units]
    pact = make_pledging.PactFactory(bloc=bloc)
    return {
        "bloc": {"pk": bloc.pk},
        "bloc member": {"pk": memberships[0].pk},
        "pact": {"pk": pact.pk},
        "sheet of pact": {"pk": pact.pk, "form": "docx"},
    }


def of_pledges(here: make.Ward, unit: Unit) -> Things:
    """Plans in three states, each in a movement of its own; registrations of three years; links with known secrets."""
    draft, sent, done = (plan_of(here, unit, state) for state in ("draft", "submitted", "accepted"))
    make_pledging.SubmissionFactory(plan=done)
    years = {2027: "draft", 2026: "signed"}
    mine = {
        state: make_pledging.RegistrationFactory(unit=unit, year=year, state=state, version=1, signed_at=NOW)
        for year, state in years.items()
    }
    link = pledging_actions.issue_link(unit, year=2028, by=here.actor("standing_body"), at=NOW)
    return {
        "unit plan draft": {"pk": draft.pk},
        "unit plan submitted": {"pk": sent.pk},
        "unit plan accepted": {"pk": done.pk},
        "unit plan version": {"pk": done.pk, "number": 1},
        "unit plan to begin": {"pk": unit.pk, "movement": here.movement.pk},
        "promise": {"pk": make_pledging.PromiseFactory(plan=draft).pk},
        "registration draft": {"pk": mine["draft"].pk},
        "registration signed": {"pk": mine["signed"].pk},
        "registration to begin": {"pk": unit.pk, "year": 2026},
        "sheet of registration": {"pk": mine["signed"].pk, "form": "docx"},
        "one-time link": {"pk": link.link.pk},
        "one-time secret": {"secret": link.secret},
    }


def plan_of(here: make.Ward, unit: Unit, state: str) -> UnitPlan:
    movement = make_movement.MovementFactory(
        commune=here.commune, is_running=True, starts_on=date(2025, 1, 1)
    )
    plan: UnitPlan = make_pledging.UnitPlanFactory(
        movement=movement, unit=unit, state=state, version=1, submitted_at=NOW, decided_at=NOW
    )
    return plan


def of_letters(unit: Unit) -> Things:
    issued = make_letters.issued(unit, at=NOW)
    return {
        "letter issued": {"pk": issued.pk},
        "page of a letter": {"pk": issued.pk, "number": 1},
        "letter drafted": {"pk": make_letters.drafted(unit, at=NOW).pk},
    }


def of_registers(unit: Unit) -> Things:
    read, landed = (make_registers.batch_read(unit, [f"{unit.pk}-{number}"]) for number in range(2))
    Batch.objects.filter(pk=landed.pk).update(state=BatchState.LANDED, landed_at=NOW)
    dues = make_registers.BatchFactory(
        unit=unit,
        register=make_registers.RegisterFactory(commune=unit.commune, name="bao-cao-den-han"),
        made_here=True,
    )
    due = make_registers.RecordFactory(
        batch=dues,
        key=f"{unit.pk}",
        is_current=True,
        facts={"ten_bao_cao": "Báo cáo", "han_gui": "2026-10-14"},
    )
    return {
        "list for a unit": {"pk": unit.pk, "name": "ho-so-tthc"},
        "regime": {"pk": make_registers.RegimeFactory(unit=unit).pk},
        "report due": {"pk": due.pk},
        "check sheet": {"pk": make_registers.CheckSheetFactory(unit=unit).pk},
        "batch read": {"pk": read.pk},
        "batch at work": {"pk": make_registers.BatchFactory(unit=unit, state=BatchState.SIFTING).pk},
        "batch landed": {"pk": landed.pk},
    }


def of_reports(here: make.Ward, unit: Unit) -> Things:
    report = here.report(unit)
    figure = here.figures(unit)[0]
    file = make_documents.StoredFileFactory(commune=here.commune)
    picture = make_documents.StoredFileFactory(commune=here.commune, content=PNG + str(unit.pk).encode())
    proof = make_documents.EvidenceFactory(unit=unit, file=file)
    spare = make_documents.EvidenceFactory(unit=unit, file=picture)
    make.FigureEvidenceFactory(figure=figure, evidence=proof)
    sent = make.lay_out(here, a_month(here, 9), unit)
    stage.fill(sent, 40, state=ReportState.SUBMITTED, at=NOW)
    waiting = make.lay_out(here, a_month(here, 8), unit)
    stage.fill(waiting, 40, state=ReportState.AWAITING_HEAD, at=NOW)
    waiting.received_at = waiting.first_received_at = None  # the ward has it only when the head has said so
    waiting.save()
    locked = a_month(here, 7).reports.get(unit=unit)
    led = make.lay_out(here, a_month(here, 6), unit)
    stage.fill(led, 40, state=ReportState.WITH_LEADER, at=NOW)
    missing = make.lay_out(here, a_month(here, 5), unit)
    Period.objects.filter(pk=missing.period_id).update(locked_at=NOW)
    counted = locked.figures.all()[0]
    known = here.commune.pk, counted.indicator_id
    binding = RegisterBinding.objects.filter(commune_id=known[0], indicator_id=known[1]).first()
    binding = binding or make.RegisterBindingFactory(commune=here.commune, indicator=counted.indicator)
    # The register says 7 of 9 where the figure says 40 of 50: there is something to revise by.
    dossiers = [
        one | {"ma_ho_so": f"{unit.pk}-{one['ma_ho_so']}"}
        for one in counted_rows.online(7, 9, day="2026-07-01")
    ]
    counted_rows.rows(unit, dossiers, at=NOW)
    return {
        "count": {"pk": make.RegisterCountFactory(figure=counted, binding=binding).pk},
        "report draft": {"pk": report.pk},
        "report awaiting head": {"pk": waiting.pk},
        "report with leader": {"pk": led.pk},
        "report missing at lock": {"pk": missing.pk},
        "report submitted": {"pk": sent.pk},
        "figure draft": {"pk": figure.pk},
        "figure locked": {"pk": locked.figures.all()[0].pk},
        "figure by parts": by_parts(here, figure),
        "figure with evidence": {"pk": figure.pk, "evidence": proof.pk},
        "figure and spare evidence": {"pk": figure.pk, "evidence": spare.pk},
        "number draft": {"pk": report.pk, "number": 1},
        "number submitted": {"pk": sent.pk, "number": 1},
        "file": {"pk": file.pk},
        "picture": {"pk": picture.pk},
    }


def a_shipped_binding() -> str:
    """A shipped way of counting, whose indicator is in the library."""
    if not Indicator.objects.filter(code="CT1").exists():
        make.new_indicator(code="CT1")
    return "ct1-a"


def a_month(here: make.Ward, month: int) -> Period:
    known = Period.objects.filter(commune=here.commune, label=f"Tháng {month}/2026").first()
    dates = {name: getattr(here.period, name) for name in ("unit_due_on", "ward_due_on", "locks_on")}
    return known or make.PeriodFactory(
        commune=here.commune,
        movement=here.movement,
        label=f"Tháng {month}/2026",
        starts_on=here.period.starts_on.replace(month=month - 1),
        ends_on=here.period.ends_on.replace(month=month),
        **dates,
    )


def of_people(here: make.Ward, unit: Unit) -> Things:
    """Accounts beside the askers', so that nobody asks about himself."""
    membership = make_org.MembershipFactory(unit=unit)
    barred = make_org.MembershipFactory(
        unit=unit, user=make_org.UserFactory(home=here.commune, is_active=False)
    )
    secret = org_actions.issue_reset_link(membership.user, by=here.actor("administrator"), at=NOW)
    return {
        "person": {"pk": membership.user_id},
        "person disabled": {"pk": barred.user_id},
        "person with handover": {"pk": handover_of(here, membership.user)},
        "person with identity": {"pk": membership.user_id, "identity": identity_of(membership.user)},
        "identity of somebody": {"pk": identity_of(membership.user)},
        "passkey of somebody": {"pk": make_org.PasskeyFactory(user=membership.user).pk},
        "session of somebody": {"pk": session_of(membership.user)},
        "membership": {"pk": membership.pk},
        "secret": {"secret": secret},
        "notice of somebody": {"pk": notice_to(here, membership.user)},
        "import of somebody": {"pk": make_org.ImportDraftFactory(commune=here.commune).pk},
        "workbook of somebody": {"pk": workbook_of(here, unit, membership.user)},
    }


def data_request_in(here: make.Ward) -> int:
    due_on = date(2026, 10, 31)
    return int(make_org.DataRequestFactory(commune=here.commune, due_on=due_on).pk)


def notice_to(here: make.Ward, user: User) -> int:
    return int(make_notices.NoticeFactory(user=user, commune=here.commune).pk)


def handover_of(here: make.Ward, user: User) -> int:
    return int(make_org.HandoverFactory(commune=here.commune, giver=user).pk)


def identity_of(user: User) -> int:
    return int(make_org.IdentityFactory(user=user).pk)


def session_of(user: User) -> int:
    ends = sessions.now() + timedelta(hours=1)
    return int(make_org.SessionFactory(user=user, expires_at=ends).pk)


def task_import_of(here: make.Ward, user: User) -> int:
    return int(make_tasks.TaskImportFactory(commune=here.commune, uploaded_by=user).pk)


def feed_of(here: make.Ward, user: User) -> int:
    """One is open at a time."""
    held = CalendarFeed.objects.filter(user=user, commune=here.commune).first()
    return int((held or make_tasks.CalendarFeedFactory(commune=here.commune, user=user)).pk)


def workbook_of(here: make.Ward, unit: Unit, user: User) -> int:
    return int(make.WorkbookDraftFactory(report=here.report(unit), uploaded_by=user).pk)


def of_the_askers(here: make.Ward, unit: Unit, people: dict[str, User | None]) -> Things:
    """What each asker handed in himself; in another unit or ward: from a time when he belonged there."""
    found: Things = {}
    for role, asker in people.items():
        user = asker or make_org.UserFactory(home=here.commune)
        found |= {
            f"own notice of {role}": {"pk": notice_to(here, user)},
            f"own import of {role}": {
                "pk": make_org.ImportDraftFactory(commune=here.commune, uploaded_by=user).pk
            },
            f"own workbook of {role}": {"pk": workbook_of(here, unit, user)},
            f"own handover of {role}": {"pk": handover_of(here, user)},
            f"own task import of {role}": {"pk": task_import_of(here, user)},
            f"own feed of {role}": {"pk": feed_of(here, user)},
            f"own identity of {role}": {"pk": identity_of(user)},
            f"own passkey of {role}": {"pk": make_org.PasskeyFactory(user=user).pk},
            f"own session of {role}": {"pk": session_of(user)},
        }
    return found
