"""Taking part by a one-time link: one form, one unit, once, until it is over or taken back."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import org as make_org
from tests.pledging.ground import AT, DUE, GENERAL, WORK, Ground, ground, lines, target
from thidua.core.errors import Refused
from thidua.core.models import AuditEvent
from thidua.org import queries as org_queries
from thidua.org.access import codes
from thidua.pledging import actions, errors, expiry, facts, queries, ways
from thidua.pledging.enums import LinkForm, PlanState, PromiseKind, RegistrationState, Way
from thidua.pledging.models import OneTimeLink, Registration, Submission, UnitPlan

pytestmark = pytest.mark.django_db
WANTED = facts.Wanted(["TDPVH"], ["LDTT"], "100 % hộ có người biết dùng dịch vụ công", "Bà Hoa", "Tổ trưởng")
LIFE = timedelta(hours=336)


@pytest.fixture
def here() -> Ground:
    return ground()


def to_plan(here: Ground, unit: Any = None, at: Any = AT) -> actions.Issued:
    place = unit or here.unit("neighbourhood")
    officer = here.actor("standing_body")
    return actions.issue_link(place, movement=here.movement, by=officer, at=at)


def to_registration(here: Ground, unit: Any = None) -> actions.Issued:
    place = unit or here.unit("neighbourhood")
    return actions.issue_link(place, year=2027, by=here.actor("standing_body"), at=AT)


def filled(plan: UnitPlan) -> facts.Filled:
    contents = {one.pk: facts.Choice(applies=True) for one in lines(plan, PromiseKind.CONTENT)}
    return facts.Filled(GENERAL, contents, {}, [WORK])


def holder(link: OneTimeLink) -> Any:
    return ways.holder_of(link, name="Bà Hoa", commune=org_queries.system_actor(link.unit.commune))  # type: ignore[arg-type]


def use(link: OneTimeLink, *, at: Any = AT, **more: Any) -> Submission:
    plan = UnitPlan.objects.get(unit=link.unit)
    given: dict[str, Any] = {"filled": filled(plan), "name": "Bà Hoa", "by": holder(link)} | more
    return actions.plan_by_link(link, **given, at=at)


def test_issue_link_keeps_only_the_hash_and_begins_the_form(here: Ground) -> None:
    issued = to_plan(here)
    assert issued.link.secret_hash == codes.hashed(issued.secret)
    assert issued.secret not in str(list(AuditEvent.objects.values()))
    assert UnitPlan.objects.get().unit == issued.link.unit


def test_plan_by_link_says_that_it_came_so_and_who_made_the_link(here: Ground) -> None:
    issued = to_plan(here)
    sent = use(issued.link)
    assert (sent.way, sent.sender, sent.sent_by, sent.vouched_by) == (
        Way.LINK,
        "Bà Hoa",
        None,
        issued.link.issued_by,
    )
    assert sent.plan.state == PlanState.SUBMITTED
    told = AuditEvent.objects.filter(action="pledging.plan_by_link").get()
    assert (told.actor_id, told.actor_name, told.unit_name) == (None, "Bà Hoa", issued.link.unit.name)


def test_a_link_is_used_once(here: Ground) -> None:
    link = to_plan(here).link
    use(link)
    with pytest.raises(Refused):
        use(OneTimeLink.objects.select_related("unit__commune__commune_profile").get(pk=link.pk))


def test_what_lacks_uses_nothing_up(here: Ground) -> None:
    link = to_plan(here).link
    with pytest.raises(errors.PlanIncomplete):
        use(link, filled=facts.Filled(GENERAL, {}, {}, []))
    assert OneTimeLink.objects.get().used_at is None


@pytest.mark.parametrize(("late", "is_usable"), [(timedelta(seconds=-1), True), (timedelta(), False)])
def test_a_link_ends_at_its_second(here: Ground, late: timedelta, is_usable: bool) -> None:
    issued = to_plan(here)
    at = AT + LIFE + late
    assert (queries.usable_link(issued.secret, at=at) is not None) is is_usable
    if not is_usable:
        with pytest.raises(errors.LinkNotUsable):
            use(issued.link, at=at)


def test_a_revoked_link_opens_nothing(here: Ground) -> None:
    issued = to_plan(here)
    actions.revoke_link(issued.link, by=here.actor("standing_body"), at=AT)
    assert queries.usable_link(issued.secret, at=AT) is None
    with pytest.raises(Refused):
        use(issued.link)


def test_a_used_link_cannot_be_revoked(here: Ground) -> None:
    link = to_plan(here).link
    use(link)
    with pytest.raises(Refused):
        actions.revoke_link(link, by=here.actor("standing_body"), at=AT)


def test_a_forged_secret_opens_nothing(here: Ground) -> None:
    to_plan(here)
    assert queries.usable_link(codes.new_secret(), at=AT) is None


def test_a_link_to_another_form_is_refused(here: Ground) -> None:
    unit = here.unit("neighbourhood")
    link = to_registration(here, unit).link
    plan = here.begun(unit)
    with pytest.raises(errors.LinkForAnotherForm):
        use(link, filled=filled(plan))


def test_a_link_opens_no_other_unit(here: Ground) -> None:
    link = to_plan(here).link
    other = here.begun(here.unit("neighbourhood"))
    with pytest.raises(Refused) as refused:
        actions.write_plan(other, general=GENERAL, contents={}, targets={}, by=holder(link), at=AT)
    assert refused.value.hidden is True
    with pytest.raises(errors.UnknownLine):
        use(link, filled=facts.Filled(GENERAL, {target(other).pk: facts.Choice(applies=True)}, {}, [WORK]))


def test_the_holder_may_nothing_but_the_form(here: Ground) -> None:
    link = to_plan(here).link
    use(link)
    with pytest.raises(Refused):
        actions.recall_plan(UnitPlan.objects.get(unit=link.unit), by=holder(link), at=AT)


def test_a_new_link_to_the_same_form_ends_the_old_one(here: Ground) -> None:
    unit = here.unit("neighbourhood")
    first, second, other = to_plan(here, unit), to_plan(here, unit), to_registration(here, unit)
    opens = [queries.usable_link(one.secret, at=AT) is not None for one in (first, second, other)]
    assert opens == [False, True, True]


def test_no_link_to_what_was_sent(here: Ground) -> None:
    plan, _ = here.sent(here.unit())
    with pytest.raises(errors.NothingToFill):
        to_plan(here, plan.unit)


def test_a_name_must_stand_under_it(here: Ground) -> None:
    with pytest.raises(errors.NameMissing):
        use(to_plan(here).link, name="  ")


def test_register_by_link_signs_for_the_unit(here: Ground) -> None:
    issued = to_registration(here)
    signed = actions.register_by_link(
        issued.link, wanted=WANTED, name="Bà Hoa", by=holder(issued.link), at=AT
    )
    assert (signed.way, signed.vouched_by, signed.registration.state) == (
        Way.LINK,
        issued.link.issued_by,
        RegistrationState.SIGNED,
    )


@pytest.mark.parametrize("role", ["reporter", "unit_head", "leader", "administrator"])
def test_only_the_standing_body_makes_links(here: Ground, role: str) -> None:
    unit = here.unit()
    who = here.actor(role, unit if role in {"reporter", "unit_head"} else None)
    with pytest.raises(Refused):
        actions.issue_link(unit, movement=here.movement, by=who, at=AT)


def page_of(issued: actions.Issued) -> str:
    return reverse("pledging:link_open", args=[issued.secret])


def posted(plan: UnitPlan) -> dict[str, Any]:
    boxes = {f"lam-{one.pk}": "on" for one in lines(plan, PromiseKind.CONTENT)}
    numbers = {f"muc-{one.pk}": "80" for one in lines(plan, PromiseKind.TARGET)}
    rows = {"viec-0": WORK.text, "san-pham-0": WORK.product, "han-0": DUE.isoformat()}
    return boxes | numbers | rows | {"head": "Bà Hoa", "officer": "", "name": "Bà Hoa"}


def test_opening_by_a_scanner_does_nothing(here: Ground, client: Client, set_clock: Any) -> None:
    set_clock(AT)
    issued = to_plan(here)
    before = list(AuditEvent.objects.values_list("pk", flat=True))
    for _ in range(3):
        assert client.get(page_of(issued)).status_code == 200
        assert client.head(page_of(issued)).status_code == 200
    assert list(AuditEvent.objects.values_list("pk", flat=True)) == before
    assert OneTimeLink.objects.get().used_at is None


def test_the_plan_by_its_page_without_signing_in(here: Ground, client: Client, set_clock: Any) -> None:
    set_clock(AT)
    issued = to_plan(here)
    plan = UnitPlan.objects.get()
    answer = client.post(page_of(issued), posted(plan))
    assert (answer.status_code, "Đã nhận phiếu" in answer.content.decode()) == (200, True)
    assert Submission.objects.get().way == Way.LINK
    assert client.get(page_of(issued)).status_code == 410
    assert client.post(page_of(issued), posted(plan)).status_code == 410
    assert Submission.objects.count() == 1


def test_what_was_typed_stays_when_something_lacks(here: Ground, client: Client, set_clock: Any) -> None:
    set_clock(AT)
    issued = to_plan(here)
    typed = posted(UnitPlan.objects.get()) | {"viec-0": "", "san-pham-0": "Danh sách lớp học"}
    answer = client.post(page_of(issued), typed)
    assert (answer.status_code, "Danh sách lớp học" in answer.content.decode()) == (422, True)
    assert OneTimeLink.objects.get().used_at is None


def test_the_registration_by_its_page(here: Ground, client: Client, set_clock: Any) -> None:
    set_clock(AT)
    issued = to_registration(here)
    typed = {"titles": ["TDPVH"], "targets": "", "head": "Bà Hoa", "position": "Tổ trưởng"}
    assert client.post(page_of(issued), typed).status_code == 200
    assert Registration.objects.get().titles == ["TDPVH"]


def test_the_page_is_kept_by_no_browser(here: Ground, client: Client, set_clock: Any) -> None:
    set_clock(AT)
    assert "no-store" in client.get(page_of(to_plan(here)))["Cache-Control"]


def test_the_code_can_be_typed_from_paper(here: Ground, client: Client, set_clock: Any) -> None:
    set_clock(AT)
    issued = to_plan(here)
    typed = issued.secret.upper().replace("-", " ")
    answer = client.post(reverse("pledging:link_enter"), {"code": typed})
    assert answer["Location"] == page_of(issued)


def test_guessing_has_to_wait(here: Ground, client: Client, set_clock: Any) -> None:
    set_clock(AT)
    wrong = reverse("pledging:link_open", args=[codes.new_secret()])
    answers = [client.post(wrong).status_code for _ in range(62)]
    assert (answers[0], answers[-1]) == (410, 429)


def test_the_standing_body_makes_and_revokes_by_its_page(
    here: Ground, client: Client, set_clock: Any
) -> None:
    set_clock(AT)
    unit = here.unit("neighbourhood")
    client.force_login(make_org.MembershipFactory(unit=here.commune, role="standing_body").user)
    address = reverse("pledging:link_make", args=[unit.pk])
    made = client.post(address, {"form": f"plan-{here.movement.pk}"}).content.decode()
    link = OneTimeLink.objects.get()
    assert ("<svg" in made, "/phieu/" in made, link.form) == (True, True, LinkForm.PLAN)
    listed = client.get(address)
    seen = listed.context["rows"][0][2].sealed()
    client.post(reverse("pledging:link_revoke", args=[link.pk]), {"seen": seen})
    link.refresh_from_db()
    assert link.revoked_at == AT


def test_the_short_form_takes_only_the_running_movement(here: Ground, client: Client, set_clock: Any) -> None:
    set_clock(AT)
    client.force_login(make_org.MembershipFactory(unit=here.commune, role="standing_body").user)
    answer = client.post(reverse("pledging:link_make", args=[here.unit().pk]), {"form": "plan-0"})
    assert answer.status_code == 422


def test_what_is_over_stays_over_when_the_clock_is_set_back(here: Ground) -> None:
    issued = to_plan(here)
    assert expiry.end_links_that_are_over(at=AT + LIFE - timedelta(seconds=1)) == 0
    assert expiry.end_links_that_are_over(at=AT + LIFE) == 1
    assert queries.usable_link(issued.secret, at=AT) is None
    assert expiry.end_links_that_are_over(at=AT + LIFE) == 0
