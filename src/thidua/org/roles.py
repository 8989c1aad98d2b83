"""Roles are code: a Vietnamese name, what the role is for, and the permissions it lists.

Permissions are named as the actions of the apps above; a house test checks that each of them exists.
A commune-wide role counts in every unit of its commune, any other only in its own unit and below.
"""

from dataclasses import dataclass

# Who hears of what a unit is asked, and answers for it.
ANSWERING = frozenset({"unit_head", "reporter"})
OWN_ACCOUNT = frozenset(
    {
        "org.change_password",
        "org.file_data_request",
        "org.copy_own_data",
        "org.add_totp",
        "org.remove_totp",
        "org.add_passkey",
        "org.rename_passkey",
        "org.remove_passkey",
        "org.renew_recovery_codes",
        "org.end_session",
        "org.end_other_sessions",
        "org.link_identity",
        "org.unlink_identity",
    }
)
READS = OWN_ACCOUNT | frozenset(
    {
        "org.view_units",
        "org.view_handover",
        "documents.view_file",
        "indicator.view_library",
        "movement.view_movement",
        "urging.view_letter",
        "reporting.view_report",
        "reporting.view_period",
        "reporting.view_figure",
        "registers.view_register",
        "tasks.view_task",
        "tasks.make_feed",
        "tasks.revoke_feed",
        "pledging.view_bloc",
        "pledging.view_unit_plan",
        "pledging.view_registration",
        "notifications.read_notice",
        "notifications.read_all_notices",
    }
)
ENTERS = frozenset(
    {
        "documents.store_file",
        "documents.add_evidence",
        "reporting.save_figure",
        "reporting.attach_evidence",
        "reporting.link_evidence",
        "reporting.detach_evidence",
        "reporting.import_figures",
        "reporting.upload_workbook",
        "reporting.correct_workbook",
        "reporting.apply_workbook",
        "reporting.submit_report",
        "reporting.recall_report",
        "reporting.save_parts",
        "reporting.choose_level",
        "tasks.hand_in_task",
        "tasks.recall_task",
        "tasks.name_officer",
        "tasks.split_task",
        "tasks.ask_extension",
        "tasks.withdraw_extension",
        "tasks.note_difficulty",
        "registers.upload_batch",
        "registers.match_columns",
        "registers.land_batch",
        "registers.restart_reading",
        "registers.discard_batch",
        "registers.add_regime",
        "registers.lay_out_dues",
        "registers.mark_sent",
        "registers.end_regime",
        "registers.open_sheet",
        "registers.mark_dossiers",
        "registers.close_sheet",
        "registers.drop_sheet",
        "reporting.take_count",
        "registers.revoke_batch",
    }
)
PLEDGES = frozenset(
    {
        "pledging.begin_plan",
        "pledging.write_plan",
        "pledging.add_promise",
        "pledging.change_promise",
        "pledging.drop_promise",
        "pledging.submit_plan",
        "pledging.recall_plan",
        "pledging.revise_plan",
        "pledging.begin_registration",
        "pledging.write_registration",
        "pledging.sign_registration",
        "pledging.recall_registration",
        "pledging.sign_pact",
        "pledging.withdraw_signature",
    }
)
PLANS = frozenset(
    {
        "movement.create_movement",
        "movement.create_from_plan",
        "movement.change_movement",
        "movement.read_plan",
        "movement.confirm_item",
        "movement.confirm_items",
        "movement.change_item",
        "movement.drop_item",
        "movement.add_item",
        "movement.restore_item",
        "movement.settle_open_point",
        "movement.submit_plan",
        "movement.recall_plan",
        "movement.assign_indicator",
        "movement.end_assignment",
        "movement.cover_criterion",
        "movement.cover_item",
        "movement.propose_closing",
        "movement.open_amendment",
        "movement.change_amendment",
        "movement.submit_amendment",
        "movement.recall_amendment",
        "movement.abandon_amendment",
        "tasks.propose_tasks",
        "tasks.share_out_task",
        "tasks.add_task",
        "tasks.change_task",
        "tasks.upload_tasks",
        "tasks.import_tasks",
    }
)
GIVES_TASKS = frozenset(
    {
        "tasks.confirm_task",
        "tasks.confirm_tasks",
        "tasks.assign_task",
        "tasks.cancel_task",
        "tasks.accept_task",
        "tasks.return_task",
        "tasks.grant_extension",
        "tasks.refuse_extension",
    }
)
ARRANGES = frozenset(
    {
        "pledging.create_bloc",
        "pledging.change_bloc",
        "pledging.add_members",
        "pledging.end_membership",
        "pledging.name_leader",
        "pledging.accept_plan",
        "pledging.return_plan",
        "pledging.remind_missing",
        "pledging.follow_plans",
        "pledging.issue_link",
        "pledging.revoke_link",
        "pledging.receive_registration",
        "pledging.return_registration",
        "pledging.draw_pact",
        "pledging.change_pact",
    }
)
CHECKS = frozenset(
    {
        "reporting.open_period",
        "reporting.open_past_periods",
        "reporting.change_period_dates",
        "reporting.view_board",
        "reporting.return_figure",
        "reporting.check_figure",
        "reporting.check_report",
        "reporting.verify_report",
        "reporting.lock_period",
        "reporting.revise_figure",
        "reporting.revise_by_count",
        "reporting.adopt_binding",
        "reporting.change_binding",
        "reporting.end_binding",
        "reporting.remind_units",
        "reporting.set_threshold",
        "reporting.set_approval",
        "reporting.withdraw_report",
        "reporting.extend_report",
        "reporting.set_baseline",
        "reporting.set_year_step",
        "reporting.ask_breakdown",
        "reporting.end_breakdown",
        "reporting.set_levels",
        "reporting.compose_report",
        "indicator.change_definition",
        "notifications.view_sent_mail",
    }
)
COMPOSES = frozenset(
    {
        "composing.view_report",
        "composing.view_draft",
        "composing.draft_report",
        "composing.refresh_report",
        "composing.write_part",
        "composing.carry_part",
        "composing.reset_part",
        "composing.keep_part",
        "composing.choose_charts",
        "composing.discard_report",
        "composing.issue_report",
        "composing.send_report",
        "composing.recall_report",
        "composing.replace_report",
    }
)
URGES = frozenset(
    {
        "urging.view_owing",
        "urging.draft_letter",
        "urging.change_letter",
        "urging.relist_letter",
        "urging.issue_letter",
        "urging.withdraw_letter",
    }
)
LEADS = frozenset(
    {
        "composing.view_report",
        "composing.view_draft",
        "urging.view_owing",
        "movement.approve_plan",
        "movement.return_plan",
        "movement.launch_movement",
        "movement.close_movement",
        "movement.decline_closing",
        "movement.reopen_movement",
        "movement.approve_amendment",
        "movement.return_amendment",
        "reporting.view_board",
        "reporting.publish_period",
        "reporting.endorse_report",
        "reporting.send_back_report",
        "reporting.extend_report",
        "reporting.compose_report",
        "outgoing.view_paper",
    }
)
SENDS = frozenset(
    {
        "outgoing.view_paper",
        "outgoing.add_receiver",
        "outgoing.change_receiver",
        "outgoing.add_form",
        "outgoing.adopt_form",
        "outgoing.change_form",
        "outgoing.add_version",
        "outgoing.make_paper",
        "outgoing.discard_paper",
        "outgoing.number_paper",
        "outgoing.send_paper",
        "outgoing.review_changes",
    }
)
KEEPS_DATA_REQUESTS = frozenset(
    {
        "org.view_data_requests",
        "org.record_data_request",
        "org.acknowledge_data_request",
        "org.extend_data_request",
        "org.answer_data_request",
        "org.refuse_data_request",
        "web.view_retention",
    }
)
ADMINISTERS = frozenset(
    {
        "org.view_people",
        "org.change_commune",
        "org.create_unit",
        "org.change_unit",
        "org.close_unit",
        "org.import_units",
        "org.create_person",
        "org.change_person",
        "org.disable_person",
        "org.enable_person",
        "org.grant_membership",
        "org.end_membership",
        "org.issue_reset_link",
        "org.revoke_reset_links",
        "org.reset_factors",
        "org.hand_over",
        "org.assign_identity",
        "org.withdraw_identity",
        "org.issue_activation_links",
        "org.mail_activation_links",
        "org.upload_import",
        "org.import_people",
        "notifications.view_sent_mail",
        "web.view_backups",
        "web.view_support",
        "web.request_backup",
    }
)


@dataclass(frozen=True, slots=True)
class Role:
    code: str
    name: str
    description: str
    permissions: frozenset[str]
    is_commune_wide: bool
    needs_factor: bool = False  # a second factor beside the password, without which nothing opens


ROLES = (
    Role(
        "administrator",
        "Quản trị hệ thống",
        "Lập đơn vị, tài khoản, phân vai; không nhập và không duyệt số liệu.",
        READS | ADMINISTERS | KEEPS_DATA_REQUESTS,
        is_commune_wide=True,
        needs_factor=True,
    ),
    Role(
        "standing_body",
        "Cơ quan thường trực",
        "Đưa kế hoạch vào, mở kỳ báo cáo, kiểm tra, đôn đốc, nhập thay khi đơn vị nhờ, soạn báo cáo.",
        READS
        | ENTERS
        | PLEDGES
        | PLANS
        | ARRANGES
        | CHECKS
        | URGES
        | COMPOSES
        | GIVES_TASKS
        | SENDS
        | KEEPS_DATA_REQUESTS
        | {"org.view_people"},
        is_commune_wide=True,
    ),
    Role(
        "leader",
        "Lãnh đạo UBND",
        "Duyệt hoặc trả lại kế hoạch, phát động phong trào, công bố kết quả.",
        READS | LEADS | GIVES_TASKS | {"pledging.follow_plans"},
        is_commune_wide=True,
        needs_factor=True,
    ),
    Role(
        "council_member",
        "Ủy viên Hội đồng",
        "Xem toàn bộ phong trào và số liệu để xét khen thưởng.",
        READS | {"reporting.view_board", "pledging.follow_plans", "composing.view_report"},
        is_commune_wide=True,
    ),
    Role(
        "unit_head",
        "Thủ trưởng đơn vị",
        "Duyệt báo cáo của đơn vị mình trước khi gửi đi.",
        READS
        | ENTERS
        | PLEDGES
        | {
            "reporting.approve_report",
            "reporting.hand_back_report",
            "tasks.accept_task",
            "tasks.return_task",
        },
        is_commune_wide=False,
    ),
    Role(
        "reporter",
        "Cán bộ đầu mối",
        "Nhập số liệu và minh chứng của đơn vị mình.",
        READS | ENTERS | PLEDGES,
        is_commune_wide=False,
    ),
    Role(
        "overseer",
        "Cấp trên theo dõi",
        "Chỉ xem, không sửa.",
        READS
        | {"reporting.view_board", "pledging.follow_plans", "outgoing.view_paper", "composing.view_report"},
        is_commune_wide=True,
    ),
)
ADMINISTRATOR = ROLES[0]
STANDING_BODY = ROLES[1]
BY_CODE = {role.code: role for role in ROLES}
# The system itself: opening, late and locked are found by the clock. No person can be given this role.
SYSTEM = Role(
    "system",
    "Hệ thống",
    "Việc do phần mềm tự làm theo lịch.",
    READS
    | {
        "org.tell_idle_person",
        "org.disable_idle_person",
        "reporting.lock_period",
        "reporting.tell_late_units",
        "reporting.close_extension",
        "notifications.send_notice",
        "indicator.load_library",
        "registers.note_sifted",
        "registers.note_read",
        "registers.note_unreadable",
        "tasks.pass_tasks",
        "tasks.tell_due_tasks",
        "web.sweep_data",
    },
    is_commune_wide=True,
)
# Whoever holds a one-time link: may fill the one form of one unit. Nobody can be given this role either.
LINK_HOLDER = Role(
    "link_holder",
    "Người dùng đường dẫn một lần",
    "Điền một phiếu của một đơn vị bằng đường dẫn, không cần tài khoản.",
    frozenset(
        {
            "pledging.plan_by_link",
            "pledging.write_plan",
            "pledging.submit_plan",
            "pledging.register_by_link",
            "pledging.write_registration",
            "pledging.sign_registration",
        }
    ),
    is_commune_wide=False,
)
CHOICES = [(role.code, role.name) for role in ROLES]
COMMUNE_WIDE = frozenset(role.code for role in ROLES if role.is_commune_wide)
