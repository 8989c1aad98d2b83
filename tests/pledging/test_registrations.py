"""Registration for a year and the pact of a bloc: titles that the law knows, signed by the head, never a precondition."""

import io
from dataclasses import replace
from datetime import date
from typing import Any

import docx
import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from pypdfium2 import PdfDocument

from tests.factories import org as make_org
from tests.factories import pledging as make
from tests.pledging.ground import AT, ON
from thidua.core.errors import Refused
from thidua.core.sight import Overtaken
from thidua.notifications.models import Notice
from thidua.pledging import actions, errors, facts, printing, queries, sights, titles
from thidua.pledging.enums import RegistrationState, Way
from thidua.pledging.models import Pact, Registration

pytestmark = pytest.mark.django_db
WANTED = facts.Wanted(["TTLDTT"], ["LDTT", "CSTDCS"], "- 90 % hồ sơ trực tuyến\n\n", "Bà Hoa", "Hiệu trưởng")


@pytest.fixture
def ward() -> Any:
    return make_org.CommuneFactory().unit


@pytest.fixture
def unit(ward: Any) -> Any:
    return make_org.UnitFactory(parent=ward, kind="school")


@pytest.fixture
def officer(ward: Any) -> Any:
    return make_org.actor("standing_body", ward)


def written(unit: Any, who: Any, **said: Any) -> Registration:
    found = actions.begin_registration(unit, year=2027, by=who, at=AT)
    return actions.write_registration(found, wanted=replace(WANTED, **said), by=who, at=AT)


def signed(unit: Any, role: str = "reporter") -> tuple[Registration, Any]:
    who = make_org.actor(role, unit)
    registration = written(unit, who)
    actions.sign_registration(registration, by=who, at=AT)
    return registration, who


def test_titles_are_cited_and_say_how_far_they_are_confirmed() -> None:
    for one in titles.titles():
        assert (bool(one.citation), one.subject in titles.SUBJECTS, bool(one.trust_label)) == (True,) * 3


def test_a_title_is_offered_while_its_row_holds() -> None:
    rows = {
        year: [one.trust for one in titles.offered("individual", year) if one.code == "CSTDCS"]
        for year in (2025, 2026)
    }
    assert rows == {2025: ["C2"], 2026: ["?"]}  # the law changed on 01/10/2026


def test_a_neighbourhood_is_offered_its_own_title(ward: Any) -> None:
    place = make.RegistrationFactory(unit=make_org.UnitFactory(parent=ward))
    school = make.RegistrationFactory(unit=make_org.UnitFactory(parent=ward, kind="school"))
    found = [[one.code for one in queries.titles_for(one).own] for one in (place, school)]
    assert found == [["TDPVH"], ["TTLDTT", "TTLDXS", "CTDT"]]


def test_begin_registration_twice_is_one(unit: Any) -> None:
    who = make_org.actor("reporter", unit)
    both = [actions.begin_registration(unit, year=2027, by=who, at=AT) for _ in range(2)]
    assert both[0] == both[1]


def test_begin_registration_refuses_far_years(unit: Any) -> None:
    with pytest.raises(errors.YearOutOfReach):
        actions.begin_registration(unit, year=2040, by=make_org.actor("reporter", unit), at=AT)


def test_write_registration_tidies_targets(unit: Any) -> None:
    assert written(unit, make_org.actor("reporter", unit)).targets == "- 90 % hồ sơ trực tuyến"


@pytest.mark.parametrize("said", [{"titles": ["TDPVH"]}, {"titles": ["LDTT"]}, {"head_titles": ["TTLDTT"]}])
def test_a_title_of_others_is_refused(unit: Any, said: Any) -> None:
    with pytest.raises(errors.TitleUnknown):
        written(unit, make_org.actor("reporter", unit), **said)


def test_sign_registration_needs_something_to_sign(unit: Any) -> None:
    who = make_org.actor("reporter", unit)
    empty = written(unit, who, titles=[], head_titles=[], targets=" ")
    with pytest.raises(errors.TitlesMissing):
        actions.sign_registration(empty, by=who, at=AT)


def test_sign_registration_keeps_it_word_for_word(unit: Any, officer: Any) -> None:
    registration, who = signed(unit)
    kept = registration.signings.get()
    assert (kept.signatory, kept.signed_at, kept.way, kept.facts["titles"]) == (
        who.name,
        AT,
        Way.OWN,
        ["Tập thể lao động tiên tiến"],
    )
    assert [notice.user_id for notice in Notice.objects.all()] == [officer.user_id]


def test_where_there_is_a_head_nobody_else_signs(unit: Any) -> None:
    reporter, head = make_org.actor("reporter", unit), make_org.actor("unit_head", unit)
    registration = written(unit, reporter)
    with pytest.raises(errors.HeadMustSign):
        actions.sign_registration(registration, by=reporter, at=AT)
    assert actions.sign_registration(registration, by=head, at=AT).signatory == head.name


def test_on_behalf_the_head_of_the_paper_is_named(unit: Any, officer: Any) -> None:
    make_org.actor("unit_head", unit)
    kept = actions.sign_registration(written(unit, officer), by=officer, at=AT)
    assert (kept.way, kept.signatory, kept.signed_by_id) == (Way.BEHALF, "Bà Hoa", officer.user_id)


def test_recall_then_receive_then_return(unit: Any, officer: Any) -> None:
    registration, who = signed(unit)
    actions.recall_registration(registration, by=who, at=AT)
    assert (registration.state, queries.registered(unit, 2027)) == (RegistrationState.DRAFT, False)
    actions.sign_registration(registration, by=who, at=AT)
    actions.receive_registration(registration, by=officer, at=AT)
    with pytest.raises(Refused):
        actions.recall_registration(registration, by=who, at=AT)
    actions.return_registration(registration, reason="Thiếu chỉ tiêu", by=officer, at=AT)
    states = [(one.number, bool(one.recalled_at), one.returned_for) for one in registration.signings.all()]
    assert states == [(2, False, "Thiếu chỉ tiêu"), (1, True, "")]


def test_return_registration_needs_a_reason(unit: Any, officer: Any) -> None:
    registration, _ = signed(unit)
    with pytest.raises(errors.ReasonMissing):
        actions.return_registration(registration, reason=" ", by=officer, at=AT)


def test_two_at_once_recall_comes_before_receipt(unit: Any, officer: Any) -> None:
    registration, who = signed(unit)
    seen = sights.REGISTRATION.of(registration, at=AT)
    actions.recall_registration(Registration.objects.get(pk=registration.pk), seen=seen, by=who, at=AT)
    with pytest.raises(Overtaken):
        actions.receive_registration(registration, seen=seen, by=officer, at=AT)


@pytest.mark.parametrize(
    ("state", "counts"), [("draft", False), ("signed", True), ("returned", False), ("received", True)]
)
def test_registered_tells_and_forbids_nothing(unit: Any, state: str, counts: bool) -> None:
    make.RegistrationFactory(unit=unit, state=state, answer="Sai", version=1, signed_at=AT)
    assert (queries.registered(unit, 2027), queries.registered(unit, 2026)) == (counts, False)


def test_strangers_see_nothing(unit: Any, ward: Any) -> None:
    registration, _ = signed(unit)
    neighbour = make_org.actor("unit_head", make_org.UnitFactory(parent=ward))
    far = make_org.actor("standing_body", make_org.CommuneFactory().unit)
    for who in (neighbour, far):
        assert queries.visible_registrations.one(who, registration.pk) is None
        with pytest.raises(Refused) as refused:
            actions.return_registration(registration, reason="Sai", by=who, at=AT)
        assert refused.value.hidden is (who is far)


def test_roll_counts_what_is_signed(ward: Any, unit: Any, officer: Any) -> None:
    signed(unit)
    other = make_org.UnitFactory(parent=ward, kind="school")
    written(other, make_org.actor("reporter", other))
    roll = queries.roll_of(officer, 2027, on=ON)
    assert (roll.signed, dict(roll.aims)) == (
        1,
        {"Tập thể lao động tiên tiến": 1, "Lao động tiên tiến": 1, "Chiến sĩ thi đua cơ sở": 1},
    )
    assert len(roll.rows) == 2


def test_one_s_own_roll_is_of_one_s_own_units(ward: Any, unit: Any) -> None:
    _, who = signed(unit)
    make_org.UnitFactory(parent=ward)
    assert [row.unit for row in queries.roll_of(who, 2027, on=ON).rows] == [unit]


def test_the_sheet_says_who_signed_and_that_nothing_hangs_on_it(unit: Any) -> None:
    registration, who = signed(unit)
    paper = printing.sheet_of(registration, on=ON)
    pdf = PdfDocument(printing.render(paper, "pdf"))
    words = " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in pdf)
    assert f"Ký trong phần mềm: {who.name}" in words
    assert "pháp luật không lấy việc đăng ký làm điều kiện" in words
    kept = docx.Document(io.BytesIO(printing.render(paper, "docx")))
    assert any("Tập thể lao động tiên tiến" in one.text for one in kept.paragraphs)


def test_an_unsigned_sheet_leaves_day_and_signature_blank(unit: Any) -> None:
    registration = written(unit, make_org.actor("reporter", unit))
    paper = printing.sheet_of(registration, on=ON)
    assert ("Ký trong phần mềm" in str(paper.blocks), paper.on.year) == (False, 2026)


# Pacts


def pact_in(ward: Any, members: int = 2) -> Pact:
    pact: Pact = make.PactFactory(bloc__commune=ward)
    for _ in range(members):
        make.BlocMembershipFactory(bloc=pact.bloc)
    return pact


def members(pact: Pact) -> list[Any]:
    return [one.unit for one in queries.members_of(pact, on=ON)]


def test_draw_pact_once_a_year(ward: Any, officer: Any) -> None:
    bloc = make.BlocFactory(commune=ward)
    actions.draw_pact(bloc, year=2027, text="Cùng thi đua", by=officer, at=AT)
    with pytest.raises(errors.PactTaken):
        actions.draw_pact(bloc, year=2027, text="Lần nữa", by=officer, at=AT)


def test_each_member_signs_with_time_and_person(ward: Any) -> None:
    pact = pact_in(ward)
    for unit in members(pact):
        head = make_org.actor("unit_head", unit)
        held = actions.sign_pact(pact, unit=unit, position="Tổ trưởng", by=head, at=AT)
        assert (held.signatory, held.signed_at, held.signed_by_id) == (head.name, AT, head.user_id)
    assert queries.pact_shown(pact, on=ON).is_complete is True


def test_sign_pact_refuses_twice_strangers_and_outsiders(ward: Any, officer: Any) -> None:
    pact = pact_in(ward)
    unit = members(pact)[0]
    head = make_org.actor("unit_head", unit)
    actions.sign_pact(pact, unit=unit, by=head, at=AT)
    with pytest.raises(errors.SignedAlready):
        actions.sign_pact(pact, unit=unit, by=head, at=AT)
    with pytest.raises(Refused):
        actions.sign_pact(pact, unit=members(pact)[1], by=head, at=AT)
    outsider = make_org.UnitFactory(parent=ward)
    with pytest.raises(errors.NotOfTheBloc):
        actions.sign_pact(pact, unit=outsider, signatory="Bà Hoa", by=officer, at=AT)
    with pytest.raises(errors.NameMissing):
        actions.sign_pact(pact, unit=members(pact)[1], by=officer, at=AT)


def test_the_database_holds_one_standing_signature(ward: Any) -> None:
    held = make.SignatureFactory(pact=pact_in(ward))
    with pytest.raises(IntegrityError), transaction.atomic():
        make.SignatureFactory(pact=held.pact, unit=held.unit)


def test_the_words_stand_still_once_somebody_signed(ward: Any, officer: Any) -> None:
    pact = pact_in(ward)
    actions.change_pact(pact, text="Lời khác", by=officer, at=AT)
    unit = members(pact)[0]
    actions.sign_pact(pact, unit=unit, signatory="Bà Hoa", by=officer, at=AT)
    with pytest.raises(errors.PactSigned):
        actions.change_pact(pact, text="Lời khác nữa", by=officer, at=AT)
    actions.withdraw_signature(pact, unit=unit, reason="Sửa lời", by=officer, at=AT)
    assert actions.change_pact(pact, text="Lời mới", by=officer, at=AT).text == "Lời mới"


def test_who_signs_other_words_than_he_saw_is_told(ward: Any, officer: Any) -> None:
    pact = pact_in(ward)
    unit = members(pact)[0]
    head = make_org.actor("unit_head", unit)
    seen = sights.PACT.of(pact, at=AT)
    actions.change_pact(Pact.objects.get(pk=pact.pk), text="Lời khác", by=officer, at=AT)
    with pytest.raises(Overtaken):
        actions.sign_pact(pact, unit=unit, seen=seen, by=head, at=AT)


def test_withdraw_signature_keeps_it_and_ends_with_the_last_one(ward: Any, officer: Any) -> None:
    pact = pact_in(ward)
    first, second = members(pact)
    with pytest.raises(errors.NotSigned):
        actions.withdraw_signature(pact, unit=first, reason="Nhầm", by=officer, at=AT)
    actions.sign_pact(pact, unit=first, signatory="Bà Hoa", by=officer, at=AT)
    actions.withdraw_signature(pact, unit=first, reason="Nhầm", by=officer, at=AT)
    for unit in (first, second):
        actions.sign_pact(pact, unit=unit, signatory="Bà Hoa", by=officer, at=AT)
    with pytest.raises(errors.PactComplete):
        actions.withdraw_signature(pact, unit=first, reason="Nhầm", by=officer, at=AT)
    assert [one.withdrawn_for for one in queries.pact_shown(pact, on=ON).withdrawn] == ["Nhầm"]


def test_members_of_a_year_to_come_are_those_of_its_first_day(ward: Any) -> None:
    pact = pact_in(ward, members=1)
    gone = make.BlocMembershipFactory(bloc=pact.bloc, valid_to=date(2026, 12, 31), end_reason="Sáp nhập")
    assert gone.unit not in members(pact)
    assert len(members(pact)) == 1


def test_the_sheet_of_a_pact_has_a_line_for_each_member(ward: Any, officer: Any) -> None:
    pact = pact_in(ward)
    unit = members(pact)[0]
    actions.sign_pact(pact, unit=unit, signatory="Bà Hoa", position="Hiệu trưởng", by=officer, at=AT)
    table = printing.pact_of(pact, on=ON).blocks[-1]
    assert [row[2] for row in table.rows] == ["Bà Hoa, hiệu trưởng", ""]  # type: ignore[union-attr]


def test_registration_by_its_pages(ward: Any, unit: Any, client: Client, set_clock: Any) -> None:
    set_clock(AT)
    client.force_login(make_org.MembershipFactory(unit=unit, role="unit_head").user)
    begun = client.post(reverse("pledging:registration_begin", args=[2027, unit.pk]))
    registration = Registration.objects.get()
    seen = client.get(begun["Location"]).context["sight"].sealed()
    typed = {"titles": ["TTLDTT"], "targets": "", "head": "Bà Hoa", "position": "Hiệu trưởng"}
    client.post(begun["Location"], typed | {"seen": seen, "sign": "1"})
    registration.refresh_from_db()
    assert registration.state == RegistrationState.SIGNED
    for form, kind in printing.TYPES.items():
        file = client.get(reverse("pledging:registration_file", args=[registration.pk, form]))
        assert file["Content-Type"] == kind
    assert client.get(reverse("pledging:registration_file", args=[registration.pk, "exe"])).status_code == 404
    assert "không bị loại" in client.get(reverse("pledging:registration_list")).content.decode()


@pytest.mark.parametrize(("year", "shown"), [(2026, 2026), (2027, 2027), (2028, 2026)])
def test_the_list_opens_on_the_year_that_is_being_registered(
    ward: Any, client: Client, set_clock: Any, year: int, shown: int
) -> None:
    set_clock(AT)
    unit, other = make_org.UnitFactory(parent=ward), make_org.UnitFactory(parent=ward)
    make.RegistrationFactory(unit=other, year=year)
    client.force_login(make_org.MembershipFactory(unit=unit, role="unit_head").user)
    assert client.get(reverse("pledging:registration_list")).context["year"] == shown


def test_a_pact_by_its_pages(ward: Any, client: Client, set_clock: Any) -> None:
    set_clock(AT)
    pact = pact_in(ward)
    unit = members(pact)[0]
    client.force_login(make_org.MembershipFactory(unit=unit, role="unit_head").user)
    sign = reverse("pledging:pact_sign", args=[pact.pk])
    seen = client.get(sign).context["sight"].sealed()
    assert client.post(sign, {"unit": unit.pk, "seen": seen}).status_code == 303
    shown = client.get(reverse("pledging:pact_show", args=[pact.pk])).content.decode()
    assert "<strong>1</strong> trong 2 đơn vị đã ký" in shown
