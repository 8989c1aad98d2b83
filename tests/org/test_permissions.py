"""Role × gate: every role, the stranger of another commune, and nobody else's units."""

import pytest

from tests.factories import org
from thidua.core import permissions
from thidua.org import duties, queries, roles
from thidua.org.models import ImportDraft, Membership, Unit, User

ADMIN_ONLY_SAYS_SO = {
    "org.change_commune",
    "org.create_unit",
    "org.change_unit",
    "org.close_unit",
    "org.upload_import",
    "org.import_units",
    "org.grant_membership",
    "org.end_membership",
}
ADMIN_ONLY_IS_HIDDEN = {
    "org.import_people",
    "org.create_person",
    "org.change_person",
    "org.disable_person",
    "org.enable_person",
    "org.issue_reset_link",
    "org.revoke_reset_links",
    "org.issue_activation_links",
    "org.mail_activation_links",
    "org.reset_factors",
    "org.hand_over",
    "org.assign_identity",
    "org.withdraw_identity",
}
BY_THE_CLOCK = {"org.tell_idle_person", "org.disable_idle_person"}
ABOUT_ONESELF = duties.OWN_ACCOUNT
EVERYBODY = {"org.view_units", "org.view_handover"} | ABOUT_ONESELF
SEES_PEOPLE = {"administrator", "standing_body"}
# Those who see people also keep the register of requests about personal data.
KEEPS_REQUESTS = {gate for gate in duties.KEEPS_DATA_REQUESTS if gate.startswith("org.")}
TWO_OFFICES = KEEPS_REQUESTS | {"org.view_people"}
GATES = sorted(BY_THE_CLOCK | ADMIN_ONLY_SAYS_SO | ADMIN_ONLY_IS_HIDDEN | EVERYBODY | TWO_OFFICES)


def target(gate: str, ward: Unit, who) -> object:
    """A thing in `ward` in the state that the gate wants."""
    if gate in {"org.view_units", "org.view_people", "org.upload_import", "org.create_person"}:
        return ward
    if gate in KEEPS_REQUESTS:
        return org.DataRequestFactory(commune=ward)
    if gate == "org.change_commune":
        return ward.commune_profile
    if gate in ABOUT_ONESELF or gate.endswith("_activation_links"):
        return who
    if gate in {"org.import_units", "org.import_people"}:
        return ImportDraft(commune=ward)
    if gate == "org.end_membership":
        return org.MembershipFactory(unit=org.UnitFactory(parent=ward))
    if gate.endswith(
        ("_person", "_link", "_reset_links", "_factors", "assign_identity", "withdraw_identity", "hand_over")
    ):
        return org.UserFactory(home=ward, is_active=gate != "org.enable_person")
    return org.UnitFactory(parent=ward)


def outcome(who, gate, what) -> str:
    refused = permissions.refusal(who, gate, what)
    return "open" if refused is None else "hidden" if refused.hidden else "closed"


def expected(role: str, gate: str) -> str:
    if gate in BY_THE_CLOCK:
        return "hidden"
    if role == "administrator" or gate in EVERYBODY:
        return "open"
    if gate in TWO_OFFICES:
        return "open" if role in SEES_PEOPLE else "hidden"
    return "closed" if gate in ADMIN_ONLY_SAYS_SO else "hidden"


def test_matrix_names_every_gate_of_the_app():
    assert [name for name in sorted(permissions.registry) if name.startswith("org.")] == GATES


@pytest.mark.parametrize("role", [role.code for role in roles.ROLES])
def test_role_by_gate(ward, role):
    place = ward if roles.BY_CODE[role].is_commune_wide else org.UnitFactory(parent=ward)
    who = org.actor(role, place)
    found = {gate: outcome(who, gate, target(gate, ward, who)) for gate in GATES}
    assert found == {gate: expected(role, gate) for gate in GATES}


def test_administrator_of_another_commune_is_a_stranger(ward, elsewhere):
    insider = org.actor("administrator", ward)
    found = {gate: outcome(elsewhere, gate, target(gate, ward, insider)) for gate in GATES}
    assert found == dict.fromkeys(GATES, "hidden")


def test_the_system_administers_nothing(ward):
    who = queries.system_actor(ward)
    found = {gate for gate in GATES if outcome(who, gate, target(gate, ward, who)) == "open"}
    assert found == {"org.view_units", "org.view_handover"} | BY_THE_CLOCK


def test_person_without_a_role_may_nothing(ward):
    assert queries.actor_for(org.UserFactory(home=ward), on=org.START) is None


def test_visible_things_end_at_the_commune(ward, admin, elsewhere, neighbourhood):
    held = org.MembershipFactory(unit=neighbourhood)
    draft = org.ImportDraftFactory(commune=ward, uploaded_by=User.objects.get(pk=admin.user_id))
    assert set(queries.visible_units(admin)) == {ward, neighbourhood}
    assert set(queries.visible_people(admin)) == {held.user, User.objects.get(pk=admin.user_id)}
    assert held in queries.visible_memberships(admin)
    assert list(queries.visible_imports(admin)) == [draft]
    seen = [
        queries.visible_units(elsewhere).filter(pk=neighbourhood.pk),
        queries.visible_people(elsewhere).filter(pk=held.user_id),
        queries.visible_memberships(elsewhere).filter(pk=held.pk),
        queries.visible_imports(elsewhere),
    ]
    assert [query.exists() for query in seen] == [False] * 4


def test_reporter_sees_units_but_no_people(neighbourhood):
    who = org.actor("reporter", neighbourhood)
    counts = [
        queries.visible_units(who).count(),
        queries.visible_people(who).count(),
        queries.visible_memberships(who).count(),
    ]
    assert counts == [2, 0, 0]


def test_actor_takes_the_chosen_commune_and_role_first(ward, neighbourhood, elsewhere):
    user = org.MembershipFactory(unit=neighbourhood, role="reporter").user
    Membership.objects.create(user=user, unit=ward, role="leader", valid_from=org.START)
    other = Unit.objects.get(pk=elsewhere.commune_id)
    Membership.objects.create(user=user, unit=other, role="overseer", valid_from=org.START)
    plain = queries.actor_for(user, on=org.START)
    first = queries.actor_for(user, on=org.START, first=neighbourhood.pk)
    there = queries.actor_for(user, on=org.START, commune_id=other.pk)
    assert [who.shown.role for who in (plain, first, there)] == ["leader", "reporter", "overseer"]
    assert [len(who.grants) for who in (plain, first, there)] == [2, 2, 1]
    assert there.commune_name == other.name
