"""Roles are code: a Vietnamese name, what the role is for, and the permissions it lists, most of them by duties (`duties.py`).

A commune-wide role counts in every unit of its commune, any other only in its own unit and below.
"""

from dataclasses import dataclass

from thidua.org import duties

# Who hears of what a unit is asked, and answers for it.
ANSWERING = frozenset({"unit_head", "reporter"})


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
        duties.READS | duties.ADMINISTERS | duties.KEEPS_DATA_REQUESTS,
        is_commune_wide=True,
        needs_factor=True,
    ),
    Role(
        "standing_body",
        "Cơ quan thường trực",
        "Đưa kế hoạch vào, mở kỳ báo cáo, kiểm tra, đôn đốc, nhập thay khi đơn vị nhờ, soạn báo cáo.",
        duties.READS
        | duties.ENTERS
        | duties.PLEDGES
        | duties.PLANS
        | duties.ARRANGES
        | duties.CHECKS
        | duties.URGES
        | duties.COMPOSES
        | duties.GIVES_TASKS
        | duties.SENDS
        | duties.KEEPS_DATA_REQUESTS
        | {"org.view_people"},
        is_commune_wide=True,
    ),
    Role(
        "leader",
        "Lãnh đạo UBND",
        "Duyệt hoặc trả lại kế hoạch, phát động phong trào, công bố kết quả.",
        duties.READS | duties.LEADS | duties.GIVES_TASKS | {"pledging.follow_plans"},
        is_commune_wide=True,
        needs_factor=True,
    ),
    Role(
        "council_member",
        "Ủy viên Hội đồng",
        "Xem toàn bộ phong trào và số liệu để xét khen thưởng.",
        duties.READS | {"reporting.view_board", "pledging.follow_plans", "composing.view_report"},
        is_commune_wide=True,
    ),
    Role(
        "unit_head",
        "Thủ trưởng đơn vị",
        "Duyệt báo cáo của đơn vị mình trước khi gửi đi.",
        duties.READS
        | duties.ENTERS
        | duties.PLEDGES
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
        duties.READS | duties.ENTERS | duties.PLEDGES,
        is_commune_wide=False,
    ),
    Role(
        "overseer",
        "Cấp trên theo dõi",
        "Chỉ xem, không sửa.",
        duties.READS
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
    duties.READS
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
        "documents.store_file",
        "outgoing.keep_pdf",
        "outgoing.note_no_pdf",
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
