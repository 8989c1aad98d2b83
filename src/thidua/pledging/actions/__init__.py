"""Deeds of units that promise: blocs, plans, registrations, pacts, one-time links."""

from thidua.pledging.actions.blocs import (
    add_members,
    change_bloc,
    create_bloc,
    end_membership,
    name_leader,
)
from thidua.pledging.actions.links import Issued, issue_link, plan_by_link, register_by_link, revoke_link
from thidua.pledging.actions.pacts import change_pact, draw_pact, sign_pact, withdraw_signature
from thidua.pledging.actions.plans import (
    accept_plan,
    add_promise,
    begin_plan,
    change_promise,
    drop_promise,
    recall_plan,
    remind_missing,
    return_plan,
    revise_plan,
    submit_plan,
    write_plan,
)
from thidua.pledging.actions.registrations import (
    begin_registration,
    recall_registration,
    receive_registration,
    return_registration,
    sign_registration,
    write_registration,
)

__all__ = [
    "Issued",
    "accept_plan",
    "add_members",
    "add_promise",
    "begin_plan",
    "begin_registration",
    "change_bloc",
    "change_pact",
    "change_promise",
    "create_bloc",
    "draw_pact",
    "drop_promise",
    "end_membership",
    "issue_link",
    "name_leader",
    "plan_by_link",
    "recall_plan",
    "recall_registration",
    "receive_registration",
    "register_by_link",
    "remind_missing",
    "return_plan",
    "return_registration",
    "revise_plan",
    "revoke_link",
    "sign_pact",
    "sign_registration",
    "submit_plan",
    "withdraw_signature",
    "write_plan",
    "write_registration",
]
