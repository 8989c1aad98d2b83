"""Deeds on communes, units, people, roles and passwords."""

from thidua.org.actions.communes import (
    appoint_first_administrator,
    change_commune,
    found_commune,
    found_first_commune,
    suggested_slug,
)
from thidua.org.actions.data_requests import (
    acknowledge_data_request,
    answer_data_request,
    extend_data_request,
    file_data_request,
    record_data_request,
    refuse_data_request,
)
from thidua.org.actions.entering import end_other_sessions, end_session, record_refused_entry, record_sign_in
from thidua.org.actions.factors import (
    add_passkey,
    add_totp,
    remove_passkey,
    remove_totp,
    rename_passkey,
    renew_recovery_codes,
    reset_factors,
)
from thidua.org.actions.handovers import hand_over
from thidua.org.actions.identities import (
    assign_identity,
    link_identity,
    unlink_identity,
    withdraw_identity,
)
from thidua.org.actions.idleness import disable_idle_person, tell_idle_person
from thidua.org.actions.imports import import_people, import_units, upload_import
from thidua.org.actions.links import (
    Slip,
    issue_activation_links,
    issue_reset_link,
    mail_activation_links,
    request_reset_link,
    revoke_reset_links,
    usable_link,
)
from thidua.org.actions.memberships import end_membership, grant_membership
from thidua.org.actions.passwords import change_password, choose_password, set_password
from thidua.org.actions.people import change_person, create_person, disable_person, enable_person
from thidua.org.actions.units import change_unit, close_unit, create_unit

__all__ = [
    "Slip",
    "acknowledge_data_request",
    "add_passkey",
    "add_totp",
    "answer_data_request",
    "appoint_first_administrator",
    "assign_identity",
    "change_commune",
    "change_password",
    "change_person",
    "change_unit",
    "choose_password",
    "close_unit",
    "create_person",
    "create_unit",
    "disable_idle_person",
    "disable_person",
    "enable_person",
    "end_membership",
    "end_other_sessions",
    "end_session",
    "extend_data_request",
    "file_data_request",
    "found_commune",
    "found_first_commune",
    "grant_membership",
    "hand_over",
    "import_people",
    "import_units",
    "issue_activation_links",
    "issue_reset_link",
    "link_identity",
    "mail_activation_links",
    "record_data_request",
    "record_refused_entry",
    "record_sign_in",
    "refuse_data_request",
    "remove_passkey",
    "remove_totp",
    "rename_passkey",
    "renew_recovery_codes",
    "request_reset_link",
    "reset_factors",
    "revoke_reset_links",
    "set_password",
    "suggested_slug",
    "tell_idle_person",
    "unlink_identity",
    "upload_import",
    "usable_link",
    "withdraw_identity",
]
