"""Keep docs/reference/permissions.md true to the roles, the gates and the pages.

python tools/permissions.py --check    is it what the code says?
python tools/permissions.py --write    write it anew
"""

import argparse
import os
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]
FILE = ROOT / "docs" / "reference" / "permissions.md"
# What each permission lets one do, in the words of the pages.
SAYS = {
    "documents.add_evidence": "Thêm minh chứng",
    "documents.store_file": "Tải tệp lên",
    "documents.view_file": "Mở tệp đã tải lên",
    "indicator.change_definition": "Sửa cách tính chỉ tiêu cho phường",
    "indicator.load_library": "Nạp thư viện chỉ tiêu kèm theo phần mềm",
    "indicator.view_library": "Xem thư viện chỉ tiêu",
    "movement.add_item": "Thêm mục vào kế hoạch",
    "movement.approve_plan": "Duyệt kế hoạch",
    "movement.assign_indicator": "Giao chỉ tiêu cho đơn vị",
    "movement.change_item": "Sửa mục của kế hoạch",
    "movement.change_movement": "Sửa thông tin phong trào",
    "movement.confirm_item": "Xác nhận một mục của kế hoạch",
    "movement.confirm_items": "Xác nhận nhiều mục của kế hoạch",
    "movement.cover_criterion": "Ghi cách theo dõi tiêu chí",
    "movement.create_from_plan": "Lập phong trào từ văn bản kế hoạch",
    "movement.create_movement": "Lập phong trào",
    "movement.drop_item": "Bỏ mục khỏi kế hoạch",
    "movement.end_assignment": "Thôi giao chỉ tiêu",
    "movement.launch_movement": "Phát động phong trào",
    "movement.read_plan": "Đọc lại kế hoạch từ bản khác",
    "movement.recall_plan": "Rút kế hoạch đã trình",
    "movement.restore_item": "Đưa một mục về chờ quyết định",
    "movement.return_plan": "Trả lại kế hoạch",
    "movement.settle_open_point": "Quyết định điểm để ngỏ của kế hoạch",
    "movement.submit_plan": "Trình kế hoạch",
    "movement.view_movement": "Xem phong trào",
    "notifications.read_all_notices": "Đánh dấu đã đọc mọi thông báo của mình",
    "notifications.read_notice": "Đọc thông báo của mình",
    "notifications.send_notice": "Gửi thông báo theo lịch",
    "notifications.view_sent_mail": "Xem thư đã gửi của bản minh họa",
    "org.change_commune": "Sửa thông tin phường",
    "org.change_password": "Đổi mật khẩu của mình",
    "org.change_person": "Sửa tài khoản",
    "org.change_unit": "Sửa đơn vị",
    "org.close_unit": "Ghi ngày kết thúc hoạt động của đơn vị",
    "org.create_person": "Lập tài khoản",
    "org.create_unit": "Lập đơn vị",
    "org.disable_person": "Khóa tài khoản",
    "org.enable_person": "Mở khóa tài khoản",
    "org.end_membership": "Kết thúc vai trò",
    "org.grant_membership": "Giao vai trò",
    "org.import_people": "Áp dụng danh sách người dùng từ tệp",
    "org.import_units": "Áp dụng danh sách đơn vị từ tệp",
    "org.issue_reset_link": "Cấp đường dẫn đặt mật khẩu",
    "org.upload_import": "Tải lên danh sách đơn vị, người dùng",
    "org.view_people": "Xem người dùng và vai trò",
    "org.view_units": "Xem đơn vị",
    "reporting.apply_workbook": "Áp dụng bảng tính đã tải lên",
    "reporting.approve_report": "Duyệt báo cáo của đơn vị",
    "reporting.attach_evidence": "Gắn minh chứng vào số liệu",
    "reporting.change_period_dates": "Đổi hạn của kỳ báo cáo",
    "reporting.check_figure": "Ghi số sau kiểm tra",
    "reporting.check_report": "Kiểm tra báo cáo",
    "reporting.compose_report": "Soạn báo cáo năm",
    "reporting.correct_workbook": "Sửa ô của bảng tính đã tải lên",
    "reporting.detach_evidence": "Gỡ minh chứng khỏi số liệu",
    "reporting.hand_back_report": "Trả lại báo cáo cho người nhập",
    "reporting.import_figures": "Nhập nhiều số liệu một lần",
    "reporting.link_evidence": "Dùng lại minh chứng đã có",
    "reporting.lock_period": "Khóa kỳ báo cáo",
    "reporting.open_past_periods": "Mở các kỳ đã qua để nhập bù",
    "reporting.open_period": "Mở kỳ báo cáo",
    "reporting.publish_period": "Công bố kết quả",
    "reporting.recall_report": "Thu hồi báo cáo đã gửi",
    "reporting.remind_units": "Đôn đốc đơn vị",
    "reporting.return_figure": "Trả lại số liệu",
    "reporting.revise_figure": "Đính chính số liệu sau khi khóa",
    "reporting.save_figure": "Nhập số liệu",
    "reporting.submit_report": "Gửi báo cáo",
    "reporting.tell_late_units": "Báo cho đơn vị trễ hạn",
    "reporting.upload_workbook": "Tải lên bảng tính của báo cáo",
    "reporting.verify_report": "Kết luận báo cáo đạt",
    "reporting.view_board": "Xem bảng theo dõi của mọi đơn vị",
    "reporting.view_figure": "Xem vì sao có con số",
    "reporting.view_period": "Xem kỳ báo cáo và kết quả",
    "reporting.view_report": "Xem báo cáo",
    "web.request_backup": "Yêu cầu sao lưu",
    "web.view_backups": "Xem các bản sao lưu",
}
INTRO = """# Permissions

Made by `python tools/permissions.py --write` from `org/roles.py`, the gates in each app's `permissions.py` and the pages; a house
test keeps it fresh. What state allows beyond this (a report already sent, a period already locked) stands as rules in
`permissions.py`. What each page answers to whom, cell by cell and asked by real requests: `tests/house/authorisation.txt`.

A person's rights are the union of the roles held today in the ward. Nothing of another ward is ever shown: it answers as if it
were not there (404). Without the permission a page refuses with the reason (403); a permission marked *hidden* answers 404.
"""


def document() -> str:
    """The whole page; needs Django to be set up."""
    return "\n".join([INTRO, *_roles(), "", *_permissions(), "", *_pages(), ""])


def _roles() -> list[str]:
    from thidua.org import roles

    rows = ["## Roles", "", "| Role | Code | Counts in | What for |", "|---|---|---|---|"]
    for role in (*roles.ROLES, roles.SYSTEM):
        where = "the whole ward" if role.is_commune_wide else "its unit and those below"
        rows.append(f"| {role.name} | `{role.code}` | {where} | {role.description} |")
    return rows


def _permissions() -> list[str]:
    from thidua.core import permissions
    from thidua.org import roles

    held = (*roles.ROLES, roles.SYSTEM)
    rows = [
        "## Permissions",
        "",
        "*Unit*: the role must cover the thing's unit. *Ward*: any role in the ward that lists the permission counts.",
        "",
        "| Permission | Allows | Reach | " + " | ".join(role.name for role in held) + " |",
        "|---|---|---|" + ":-:|" * len(held),
    ]
    for name in sorted(permissions.registry):
        gate = permissions.registry[name]
        reach = ("unit" if gate.scope is permissions.Scope.UNIT else "ward") + (
            ", hidden" if gate.is_hidden else ""
        )
        marks = " | ".join("●" if name in role.permissions else "" for role in held)
        rows.append(f"| `{name}` | {SAYS[name]} | {reach} | {marks} |")
    return rows


def _pages() -> list[str]:
    from tests.house.pages import is_of_the_api, pages

    rows = ["## Pages", "", "What a page asks for first; its deeds ask for their own permission besides.", ""]
    rows += ["| Address | Name | Asks for |", "|---|---|---|"]
    said = {"public": "nothing: open to everybody", "signed_in": "signing in, and a role today"}
    for page in pages():
        access = "public" if is_of_the_api(page) else page.view.access  # type: ignore[attr-defined]
        rows.append(f"| `/{page.address}` | `{page.name}` | {said.get(access, f'`{access}`')} |")
    return rows


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    deed = parser.add_mutually_exclusive_group(required=True)
    deed.add_argument("--check", action="store_true")
    deed.add_argument("--write", action="store_true")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    if parser.parse_args().write:
        FILE.write_text(document(), encoding="utf-8")
        return 0
    if FILE.read_text(encoding="utf-8") != document():
        sys.stderr.write("permissions.md differs: python tools/permissions.py --write\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
